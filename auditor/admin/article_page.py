"""One version of an article as a reviewer reads it: every segment labelled, every flag in its place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from math import ceil

from django.db.models import Prefetch, QuerySet
from django.utils.text import Truncator

from auditor.admin import sourcing_panel
from auditor.admin.rendering import Group, Section, Share, Stretch, gathered, label_of, sections, shares
from auditor.admin.rights_panel import Panel, panel
from auditor.ingest import Submission
from auditor.models import Article, Audit, Boilerplate, Passage, QueueItem, Snapshot
from auditor.models.audit import LONG_FIELDS

VERSIONS = 50
PART = 1000
LINE = 100
# After this long a worker is away, and a page that goes on asking only disturbs its reader.
PATIENCE = timedelta(minutes=10)
UNDER_WAY = (Audit.State.WAITING, Audit.State.RUNNING)


class Coming(Enum):
    """What follows a submission, in the words of the page."""

    PAGE = "Its address is being fetched; this page shows by itself what comes."
    AUDIT = "Its audit follows within seconds; this page shows it by itself."
    NOTHING = "Nothing in it is new: this is what is known of it."


@dataclass(frozen=True, slots=True)
class Flag:
    """A queue item with its number on the page; places are code points of the audit's reading."""

    number: int
    item: QueueItem

    @property
    def start(self) -> int:
        """First code point."""
        return self.item.start

    @property
    def end(self) -> int:
        """One past the last code point."""
        return self.item.end

    @property
    def label(self) -> str:
        """Its kind in words."""
        return label_of(self.item.kind)


@dataclass(frozen=True, slots=True)
class Reading:
    """A version, its audit (None before the first was asked for) and all that is drawn of it."""

    snapshot: Snapshot
    audit: Audit | None
    text: str
    passages: tuple[Passage, ...]
    flags: tuple[Flag, ...]
    part: int = 1

    @property
    def parts(self) -> range:
        """The numbers of its parts: a page shows a thousand segments."""
        return range(1, max(1, ceil(len(self.passages) / PART)) + 1)

    @property
    def stretches(self) -> tuple[Stretch[Passage], ...]:
        """Where each passage stands."""
        return stretches(self.passages)

    @property
    def sections(self) -> tuple[Section[Passage, Flag], ...]:
        """The text, divided; of a very long one, the part asked for."""
        first = PART * (min(self.part, len(self.parts)) - 1)
        places = sourcing_panel.led_to(self.audit) if self.audit else ()
        return sections(self.text, self.stretches, self.flags, places)[first : first + PART]

    @property
    def groups(self) -> tuple[Group[Passage, Flag], ...]:
        """The sections, with long runs of page furniture folded."""
        return gathered(self.sections)

    @property
    def shares(self) -> tuple[Share, ...]:
        """What the text is made of."""
        return shares(self.text, self.stretches)

    @property
    def sourcing(self) -> sourcing_panel.Sourcing | None:
        """What the whole document shows, what it cites and says; None before the audit is done."""
        if self.audit is None or not self.audit.signals:
            return None
        return sourcing_panel.panel(self.audit, self.text, self.passages, part=PART)

    @property
    def rights(self) -> Panel | None:
        """What its notices say of reuse; None before the audit is done."""
        return panel(self.audit, self.passages, part=PART)

    @property
    def notices(self) -> tuple[tuple[str, Boilerplate], ...]:
        """The catalogued notices in it, each once with its kind in words, in text order."""
        found = {p.variant.notice_id: p.variant.notice for p in self.passages if p.variant and not p.mark}
        return tuple((label_of(notice.kind), notice) for notice in found.values())

    @property
    def comments(self) -> int:
        """How many reader comments it holds."""
        return sum(passage.comment is not None for passage in self.passages)


def heading(article: Article, snapshot: Snapshot | None) -> str:
    """The title; until there is one, the first line of what was handed in."""
    if article.title or snapshot is None:
        return str(article)
    line = next((line for line in snapshot.reading.text.splitlines() if line.strip()), str(article))
    return Truncator(" ".join(line.split())).chars(LINE)


def coming(submission: Submission, *, now: datetime) -> Coming:
    """What is still to be done for what was handed in."""
    if Article.objects.due(now).filter(pk=submission.article.pk).exists():
        return Coming.PAGE
    waiting = Audit.objects.filter(snapshot=submission.snapshot, state__in=UNDER_WAY)
    return Coming.AUDIT if waiting.exists() else Coming.NOTHING


def is_coming(article: Article, audit: Audit | None, *, now: datetime) -> bool:
    """Whether the page will soon show more than it does, so that it should load itself again."""
    if audit is not None:
        return audit.state in UNDER_WAY and now - audit.asked_at < PATIENCE
    return not article.refusal_code and article.fetched_at is None and now - article.submitted_at < PATIENCE


def stretches(passages: Iterable[Passage]) -> tuple[Stretch[Passage], ...]:
    """Stored passages as stretches to draw."""
    return tuple(
        Stretch(passage.start, passage.end, passage.kind, passage, passage.subkind) for passage in passages
    )


def versions(article: Article) -> list[Snapshot]:
    """The newest versions of an article with their audits, the newest first; at most fifty."""
    audits = Audit.objects.defer(*LONG_FIELDS).order_by("-pk")
    snapshots = article.snapshots.order_by("-revision").prefetch_related(Prefetch("audits", audits))
    return list(snapshots[:VERSIONS])


def choose(
    known: Iterable[Snapshot], article: Article, *, audit: str = "", revision: str = ""
) -> tuple[Snapshot | None, Audit | None]:
    """The audit asked for by id, else the newest of the revision asked for, else the newest of all."""
    if audit.isdecimal():
        found = article_audits(article).filter(pk=int(audit)).first()
        if found is not None:
            return found.snapshot, found
    snapshots = {str(snapshot.revision): snapshot for snapshot in known}
    newest = next(iter(snapshots.values()), None)
    snapshot = snapshots.get(revision, newest)
    if snapshot is None:
        return None, None
    return snapshot, article_audits(article).filter(snapshot=snapshot).order_by("-pk").first()


def article_audits(article: Article) -> QuerySet[Audit]:
    """The audits of every version, with what the page reads of them."""
    return Audit.objects.filter(snapshot__article=article).select_related("snapshot__reading", "reading")


def read(snapshot: Snapshot, audit: Audit | None, *, part: str = "") -> Reading:
    """Everything the page shows of one version, in two queries however long it is."""
    if audit is None or audit.reading is None:
        return Reading(snapshot, audit, snapshot.reading.text, (), ())
    passages = audit.passages.select_related("variant__notice").order_by("ordinal")
    items = audit.queue_items.order_by("start", "end", "kind")
    flags = tuple(Flag(number, item) for number, item in enumerate(items, start=1))
    number = max(1, int(part)) if part.isdecimal() else 1
    return Reading(snapshot, audit, audit.reading.text, tuple(passages), flags, number)
