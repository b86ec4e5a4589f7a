"""Looking at addresses again: whose turn it is, what came, what it says, when to come back."""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction

from auditor import ingest
from auditor.fetching import Exchange, FetchRefused, Page, fetch, guard_sockets
from auditor.inspection.document import Unreadable
from auditor.models import Article, Capture, Snapshot
from auditor.models.leasing import first_unlocked
from auditor.schedule import judging, planning, politeness
from auditor.schedule.judging import Judgement
from auditor.storage import archive
from auditor.storage.material import Material, read_material

log = logging.getLogger(__name__)

PASSED_OVER = 500
"""Articles that one look for work may send back into the queue of their site."""


class SameArticle(Exception):
    """An address that leads to an article which is known under its own address."""

    code = "same_article"


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of asking: a page, the material read from it, or why there is none."""

    page: Page | None = None
    material: Material | None = None
    exchange: Exchange | None = None
    code: str = ""
    reason: str = ""
    retry_after: int = 0

    @property
    def status(self) -> int | None:
        """The HTTP status, if there was an answer."""
        return self.exchange.status if self.exchange else None


def claim_due(*, now: datetime) -> tuple[int, int] | None:
    """Lease the most overdue address that may be asked for: (article id, fence), or None without one.

    Of many workers one gets it; an article whose worker died is due again when the lease ends. An
    article whose site has had enough for now is sent to the moment that the site keeps free for it.
    """
    for _ in range(PASSED_OVER):
        with transaction.atomic():
            article = first_unlocked(Article.objects.due(now).select_related("outlet"))
            if article is None:
                return None
            turn = politeness.take_turn(article, now=now)
            if turn is None:
                return _lease(article, now)
            article.turn_at = article.next_audit_at = turn
            article.plan = Article.Plan.TURN
            article.save(update_fields=["turn_at", "next_audit_at", "plan"])
    return None


def _lease(article: Article, now: datetime) -> tuple[int, int]:
    article.next_audit_at = now + settings.AUDITOR_LEASE
    article.turn_at, article.plan = None, Article.Plan.FETCHING
    article.fence += 1
    article.save(update_fields=["next_audit_at", "turn_at", "plan", "fence"])
    return article.pk, article.fence


def work_waits(*, now: datetime) -> bool:
    """Whether any address is due."""
    return Article.objects.due(now).exists()


def visit(pk: int, fence: int, *, now: datetime) -> Capture | None:
    """Fetch an article whose address was claimed with ``fence``, and write down what came of it.

    None when another worker has begun a fetch since. Whatever goes wrong with the page ends in the
    capture's row with a code and a reason, and the next try is put off.
    """
    article = Article.objects.select_related("outlet").get(pk=pk)
    try:
        seen = _look(article, now)
        return _write(article, fence, seen, now)
    except (OperationalError, InterfaceError):
        raise  # the database is away: the address is due again when its lease ends
    except Exception as error:
        log.exception("fetching article %s failed", pk)
        return _write(
            article, fence, Seen(code="fetch_failed", reason=f"{type(error).__name__}: {error}"), now
        )


def _look(article: Article, now: datetime) -> Seen:
    """Ask for the page; every refusal is an answer too."""
    guard_sockets()
    limits = ingest.limits()
    known = article.snapshots.exists()
    page = None
    try:
        page = fetch(
            article.address,
            etag=article.etag if known else None,
            last_modified=article.last_modified if known else None,
            limits=limits,
            permit=lambda address: politeness.require_permission(address, limits=limits, now=now),
        )
        material = None if page.not_modified else _material(page)
        _require_own(article, page)
    except FetchRefused as refusal:
        return Seen(
            exchange=refusal.exchange,
            code=refusal.code,
            reason=str(refusal),
            retry_after=refusal.retry_after or 0,
        )
    except (Unreadable, SameArticle) as refusal:
        return Seen(page, None, page.exchange if page else None, refusal.code, str(refusal))
    return Seen(page, material, page.exchange)


def _material(page: Page) -> Material:
    return read_material(
        page.body,
        page.media_type,
        charset=page.charset or "",
        address=page.address,
        headers=dict(page.headers),
    )


def _require_own(article: Article, page: Page) -> None:
    """Refuse a page that is another article's: its flags would be reviewed twice."""
    other = ingest.article_at(page.address)
    if other is not None and other.pk != article.pk:
        raise SameArticle(f"The address leads to article {other.pk}, {other}. Look there.")


def _write(article: Article, fence: int, seen: Seen, now: datetime) -> Capture | None:
    """One transaction: the capture, the version if there is one, and the plan."""
    with transaction.atomic():
        rows = Article.objects.select_for_update(of=("self",), no_key=True).select_related("outlet")
        held = rows.get(pk=article.pk)
        if held.fence != fence:
            return None
        judgement = _judge(held, seen, now)
        capture = _capture(held, seen, judgement, now)
        if judgement.outcome in Capture.TAKEN and seen.material:
            capture.snapshot = _take(held, seen.material, judgement, now)
        capture.save()
        _settle(held, seen, capture, now)
        if seen.retry_after and seen.status in {429, 503}:
            politeness.close(held.address, until=now + timedelta(seconds=seen.retry_after))
    return capture


def _judge(article: Article, seen: Seen, now: datetime) -> Judgement:
    if seen.code == SameArticle.code:
        return Judgement(Capture.Outcome.MOVED, seen.code, seen.reason)
    if seen.code or seen.page is None:
        return judging.judge_refusal(article, seen.code, seen.reason, seen.status, now=now)
    return judging.judge_page(article, seen.page, seen.material, now=now)


def _take(article: Article, material: Material, judgement: Judgement, now: datetime) -> Snapshot:
    if judgement.outcome == Capture.Outcome.FIRST:
        article.published_at = _moment(material.document.metadata.get("published", ""))
    return ingest.take_snapshot(article, material, now=now)


def _moment(published: str) -> datetime | None:
    """What a page gives as its date, in UTC unless it says otherwise; None for what is no ISO date."""
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _capture(article: Article, seen: Seen, judgement: Judgement, now: datetime) -> Capture:
    page, exchange = seen.page, seen.exchange
    capture = Capture(
        article=article,
        at=now,
        outcome=judgement.outcome,
        finding=judgement.finding,
        code=judgement.code,
        reason=judgement.reason,
        status=seen.status,
        address=exchange.address if exchange else article.address,
        redirects=list(exchange.redirects) if exchange else [],
        request_headers=[list(pair) for pair in exchange.request] if exchange else [],
        headers=[list(pair) for pair in exchange.headers] if exchange else [],
        seconds=round(page.seconds, 3) if page else None,
    )
    if page is not None and not page.not_modified:
        _describe(capture, page, seen.material)
    if judgement.text:
        capture.text = judgement.text
    return capture


def _describe(capture: Capture, page: Page, material: Material | None) -> None:
    """What came, and whether its bytes are kept: those of versions, and of what was not believed.

    A page whose text is known already is not kept again: its bytes differ by a token or an advert.
    """
    capture.payload, capture.size = hashlib.sha256(page.body).hexdigest(), len(page.body)
    capture.etag = (page.etag or "")[:500]
    capture.last_modified = (page.last_modified or "")[:100]
    capture.text = material.document.digest if material else ""
    if capture.outcome in (*Capture.TAKEN, Capture.Outcome.UNKNOWN, Capture.Outcome.MOVED):
        archive.keep(page.body)
        capture.kept = True
    else:
        capture.kept = Capture.objects.filter(payload=capture.payload, kept=True).exists()


def _settle(article: Article, seen: Seen, capture: Capture, now: datetime) -> None:
    """Write on the article how it went and when it is fetched next."""
    changes: dict[str, object] = {"fetched_at": now, "published_at": article.published_at}
    if capture.believed:
        changes |= {"failures": 0, "refusal_code": "", "refusal_reason": ""}
        changes |= _validators(seen.page)
        planned = planning.after_page(article, now=now)
    else:
        changes |= {
            "failures": article.failures + 1,
            "refusal_code": capture.code,
            "refusal_reason": capture.reason,
        }
        planned = planning.after_failure(
            article, capture.outcome, now=now, at_least=timedelta(seconds=seen.retry_after)
        )
    Article.objects.filter(pk=article.pk).update(**changes, **planned.columns)


def _validators(page: Page | None) -> Mapping[str, str]:
    """What the site is asked with next time: only of a page that was believed."""
    if page is None or page.not_modified:
        return {}
    return {"etag": (page.etag or "")[:500], "last_modified": (page.last_modified or "")[:100]}
