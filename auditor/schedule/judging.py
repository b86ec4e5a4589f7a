"""What a fetch says of an article: a version, nothing new, or nothing that may be relied on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from auditor.catalogue import house
from auditor.fetching import Page, RefusalCode
from auditor.inspection.document import SHORTCOMINGS, Document
from auditor.inspection.procedure import inspect_document
from auditor.inspection.standins import stand_in
from auditor.inspection.tiling import SegmentKind
from auditor.models import Article, Audit, Capture, Snapshot
from auditor.schedule import likeness, promises
from auditor.storage.material import Material

BODY = (SegmentKind.BODY.value, SegmentKind.BLOCKQUOTE.value)
SHRUNK = 0.5
"""The share of an article that must still be there for a shorter text to be believed."""
TELLING_LENGTH = 500
"""Code points below which a text is too short for its loss to say anything."""
FLAPS_WITHIN = 10
"""Looks for which a page that went back to an earlier text counts as one that alternates."""
SETTLED = 3
"""Looks in a row after which one of two alternating texts is the article's again."""
UNREADABLE_AFTER = timedelta(days=7)
MANY = 3
_SECOND_LEVELS = frozenset({"ac", "co", "com", "edu", "gov", "net", "org"})
GONE = frozenset({404, 410})

Outcome = Capture.Outcome
Finding = Capture.Finding


@dataclass(frozen=True, slots=True)
class Judgement:
    """An outcome with its code and reason where nothing is believed, and what of it is news.

    ``text`` is the digest of the text that the page shows, when it is believed.
    """

    outcome: Capture.Outcome
    code: str = ""
    reason: str = ""
    finding: str = ""
    text: str = ""


def judge_refusal(
    article: Article, code: str, reason: str, status: int | None, *, now: datetime
) -> Judgement:
    """What it says of an article that no page came."""
    if code == RefusalCode.ROBOTS:
        return Judgement(Outcome.WITHHELD, code, reason)
    if status in GONE:
        return Judgement(Outcome.GONE, code, reason, _gone(article, status == 410))
    return doubted(article, code, reason, now=now)


def _gone(article: Article, surely: bool) -> str:
    """A page that was there once and is not, asked for twice unless the site says that it is for good."""
    last = article.captures.first()
    told = _run(article, Outcome.GONE)
    confirmed = surely or (last is not None and last.outcome == Outcome.GONE)
    return Finding.GONE if confirmed and Finding.GONE not in told and article.snapshots.exists() else ""


def _run(article: Article, outcome: str) -> set[str]:
    """The findings of the captures since the last one that had another outcome, doubts left aside."""
    captures = article.captures.exclude(outcome=Outcome.UNKNOWN)
    other = captures.exclude(outcome=outcome).values_list("pk", flat=True).first()
    return set(captures.filter(pk__gt=other or 0).values_list("finding", flat=True))


def doubted(article: Article, code: str, reason: str, *, now: datetime) -> Judgement:
    """UNKNOWN, for this reason; news when for long nothing reliable has come."""
    believed = article.captures.exclude(outcome=Outcome.UNKNOWN).values_list("pk", flat=True).first()
    doubts = article.captures.filter(pk__gt=believed or 0).order_by("pk")
    first = doubts.first()
    lasting = first is not None and now - first.at >= UNREADABLE_AFTER and doubts.count() >= MANY - 1
    fresh = lasting and not doubts.filter(finding=Finding.UNREADABLE).exists()
    return Judgement(Outcome.UNKNOWN, code, reason, Finding.UNREADABLE if fresh else "")


def judge_page(article: Article, page: Page, material: Material | None, *, now: datetime) -> Judgement:
    """What a page says of an article; ``material`` is None for one that the site calls unmodified."""
    latest = article.latest_snapshot()
    if latest and leads_elsewhere(latest.address or article.address, page.address):
        told = Finding.MOVED in _run(article, Outcome.MOVED)
        site = urlsplit(page.address).netloc
        return Judgement(
            Outcome.MOVED, "other_site", f"The address now leads to {site}.", "" if told else Finding.MOVED
        )
    doubt = _doubt(material.document, latest) if material else None
    if doubt:
        return doubted(article, *doubt, now=now)
    return _compare(article, latest, material, now)


def _compare(
    article: Article, latest: Snapshot | None, material: Material | None, now: datetime
) -> Judgement:
    if latest is None:
        return Judgement(Outcome.FIRST)
    shown = list(article.captures.telling().values_list("text", flat=True)[:SETTLED])
    text = likeness.shown_text(article, material.document) if material else (shown or [""])[0]
    outcome = _outcome(article, latest, text or latest.reading_id, shown)
    if outcome == Outcome.UNCHANGED and material and material.document.digest != text:
        outcome = Outcome.FURNITURE
    news = _news(article, outcome)
    if not news and outcome in Capture.SAME and promises.is_overdue(article, latest, now=now):
        news = Finding.OVERDUE
    return Judgement(outcome, finding=news, text=text)


def _outcome(article: Article, latest: Snapshot, text: str, shown: list[str]) -> Capture.Outcome:
    if text == latest.reading_id:
        return Outcome.FLAPPING if shown and shown[0] != text else Outcome.UNCHANGED
    if not article.snapshots.filter(reading=text).exists():
        return Outcome.CHANGED
    settled = len(shown) >= SETTLED - 1 and set(shown[: SETTLED - 1]) == {text}
    return Outcome.FLAPPING if _alternates(article) and not settled else Outcome.RETURNED


def _alternates(article: Article) -> bool:
    """Whether the page went back to an earlier text lately: twice is no correction."""
    recent = article.captures.telling().values_list("outcome", flat=True)[:FLAPS_WITHIN]
    return not {Outcome.RETURNED, Outcome.FLAPPING}.isdisjoint(recent)


def _news(article: Article, outcome: Capture.Outcome) -> str:
    last = article.captures.exclude(outcome=Outcome.UNKNOWN).first()
    away = last is not None and not last.believed and bool(_run(article, last.outcome) - {""})
    lost = article.captures.first()
    if away or (lost is not None and lost.outcome == Outcome.UNKNOWN and _was_told(article)):
        return Finding.BACK
    if outcome == Outcome.FLAPPING:
        taken = article.captures.filter(outcome__in=Capture.TAKEN).values_list("pk", flat=True).first()
        since = article.captures.filter(pk__gt=taken or 0)
        return "" if since.filter(finding=Finding.FLAPPING).exists() else Finding.FLAPPING
    return Finding.RETURNED if outcome == Outcome.RETURNED and not _alternates(article) else ""


def _was_told(article: Article) -> bool:
    """Whether the doubts since the last page that was believed were reported."""
    believed = article.captures.exclude(outcome=Outcome.UNKNOWN).values_list("pk", flat=True).first()
    return article.captures.filter(pk__gt=believed or 0, finding=Finding.UNREADABLE).exists()


def _doubt(document: Document, latest: Snapshot | None) -> tuple[str, str] | None:
    """Code and reason why a page that came is not taken for the article."""
    stands = stand_in(document)
    if stands:
        return stands.id, f"Not the article: {stands.reason}."
    if latest is None:
        return None
    audit = latest.audits.filter(state=Audit.State.DONE).order_by("-pk").first()
    lacking = [code for code in document.incomplete if code not in (audit.incomplete if audit else ())]
    if lacking:
        return lacking[0], f"The page was not read whole: {SHORTCOMINGS[lacking[0]]}."
    return _too_short(document, latest, audit)


def _too_short(document: Document, latest: Snapshot, audit: Audit | None) -> tuple[str, str] | None:
    before, after = len(latest.reading.text), len(document.text)
    if before < TELLING_LENGTH or after >= SHRUNK * before:
        return None
    body = sum(p.end - p.start for p in audit.passages.filter(kind__in=BODY)) if audit else 0
    if body:  # comments may close and menus go: it is the article that must still be there
        segments = inspect_document(document, house.in_force()).segments
        before, after = body, sum(len(one.span) for one in segments if one.kind.value in BODY)
    if after >= SHRUNK * before:
        return None
    return "too_short", (
        f"Only {after:,} characters of the article came, where {before:,} stood before: "
        "it may not have been served whole."
    )


def leads_elsewhere(before: str, after: str) -> bool:
    """Whether two addresses are on different sites; "www.", "m." and other names of one site are not."""
    return _site(before) != _site(after)


def _site(address: str) -> str:
    """Host name and port without sub-domains: the last two labels, three under ``.co.uk`` and the like."""
    parts = urlsplit(address)
    labels = (parts.hostname or "").split(".")
    if labels[-1].isdigit():
        return parts.netloc
    kept = 3 if len(labels) > 2 and labels[-2] in _SECOND_LEVELS and len(labels[-1]) == 2 else 2
    return ".".join(labels[-kept:])
