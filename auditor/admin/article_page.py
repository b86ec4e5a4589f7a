"""One version of an article as a reviewer reads it: every segment labelled, every flag in its place."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from django.db.models import Prefetch, QuerySet

from auditor.admin.rendering import Section, Share, Stretch, label_of, sections, shares
from auditor.models import Article, Audit, Boilerplate, Passage, QueueItem, Snapshot

VERSIONS = 50
PART = 1000


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
        return sections(self.text, self.stretches, self.flags)[first : first + PART]

    @property
    def shares(self) -> tuple[Share, ...]:
        """What the text is made of."""
        return shares(self.text, self.stretches)

    @property
    def signals(self) -> list[dict[str, object]]:
        """What the whole document shows, each with its name in words."""
        found = self.audit.signals if self.audit else []
        return [{**signal, "label": label_of(signal["name"])} for signal in found]

    @property
    def notices(self) -> tuple[tuple[str, Boilerplate], ...]:
        """The catalogued notices in it, each once with its kind in words, in text order."""
        found = {p.boilerplate_id: p.boilerplate for p in self.passages if p.boilerplate}
        return tuple((label_of(notice.kind), notice) for notice in found.values())

    @property
    def comments(self) -> int:
        """How many reader comments it holds."""
        return sum(passage.comment is not None for passage in self.passages)


def stretches(passages: Iterable[Passage]) -> tuple[Stretch[Passage], ...]:
    """Stored passages as stretches to draw."""
    return tuple(
        Stretch(passage.start, passage.end, passage.kind, passage, passage.subkind) for passage in passages
    )


def versions(article: Article) -> list[Snapshot]:
    """The newest versions of an article with their audits, the newest first; at most fifty."""
    audits = Audit.objects.defer("sentences", "signals").order_by("-pk")
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
    passages = audit.passages.select_related("boilerplate").order_by("ordinal")
    items = audit.queue_items.select_related("claimed_by").order_by("start", "end", "kind")
    flags = tuple(Flag(number, item) for number, item in enumerate(items, start=1))
    number = max(1, int(part)) if part.isdecimal() else 1
    return Reading(snapshot, audit, audit.reading.text, tuple(passages), flags, number)
