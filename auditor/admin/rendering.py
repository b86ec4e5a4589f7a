"""Turn a text, its segments and its flags into flat pieces that a template only has to print."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Generic, Protocol, TypeVar

from auditor.inspection.segments import SegmentKind as Kind


class Flagged(Protocol):
    """A flag on code points ``[start, end)``."""

    @property
    def start(self) -> int:
        """First code point."""

    @property
    def end(self) -> int:
        """One past the last code point."""


T = TypeVar("T")
F = TypeVar("F", bound=Flagged)

# Kinds of one family share a colour; the kind itself always stands beside it in words.
FAMILIES: dict[str, tuple[Kind, ...]] = {
    "text": (
        Kind.BODY, Kind.HEADLINE, Kind.SUBHEADLINE, Kind.SECTION_HEADING, Kind.CAPTION, Kind.EMBED,
    ),
    "quotation": (Kind.BLOCKQUOTE,),
    "origin": (Kind.BYLINE, Kind.DATELINE, Kind.AUTHOR_BIO, Kind.CONTACT),
    "notice": (Kind.DISCLAIMER, Kind.FAIR_USE_NOTICE, Kind.PRIVACY_NOTICE, Kind.COMMENT_POLICY),
    "rights": (Kind.COPYRIGHT_NOTICE, Kind.REPRINT_PERMISSION),
    "credit": (Kind.SYNDICATION_CREDIT, Kind.ARCHIVE_CREDIT),
    "note": (Kind.EDITOR_NOTE, Kind.UPDATE_NOTICE, Kind.CORRECTION_NOTICE),
    "comment": (Kind.READER_COMMENT,),
    "furniture": (
        Kind.NAVIGATION, Kind.TAXONOMY, Kind.SHARE_WIDGET, Kind.SUBSCRIPTION_PROMPT, Kind.ADVERTISEMENT,
        Kind.COMMENT_WIDGET, Kind.COMMENT_COUNT, Kind.COMMENTS_CLOSED, Kind.TEMPLATE_RESIDUE,
        Kind.PAGE_BREAK_ARTIFACT,
    ),
}  # fmt: skip
FAMILY_OF: dict[str, str] = {kind.value: family for family, kinds in FAMILIES.items() for kind in kinds}
# Read in full by a reviewer; everything else is one line until it is asked for.
OPEN_FAMILIES = frozenset({"text", "quotation", "origin", "note", "comment"})
UNLABELLED = "unlabelled"
ICONS = {
    "text": "¶", "quotation": "❝", "origin": "✎", "notice": "⚠", "rights": "©", "credit": "↪", "note": "✱",
    "comment": "❯", "furniture": "▤",
}  # fmt: skip
LINE = 110
MANY = 4
"""Pieces of page furniture in a row that are one line until asked for."""


@dataclass(frozen=True, slots=True)
class Stretch(Generic[T]):
    """Code points ``[start, end)`` of one segment kind; ``of`` is the row or value they stand for."""

    start: int
    end: int
    kind: str
    of: T
    subkind: str = ""


@dataclass(frozen=True, slots=True)
class Run(Generic[F]):
    """Words under the same flags: ``flags`` cover all of it, ``opening`` begin with it.

    ``place`` is where it begins, when something leads there.
    """

    text: str
    flags: tuple[F, ...] = ()
    opening: tuple[F, ...] = ()
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Section(Generic[T, F]):
    """One segment ready to print; ``of`` is what it stands for, None for words no segment holds."""

    kind: str
    family: str
    label: str
    sublabel: str
    runs: tuple[Run[F], ...]
    folded: bool
    line: str
    of: T | None = None

    @property
    def icon(self) -> str:
        """A sign of its family, for those who do not tell its colour."""
        return ICONS.get(self.family, "?")

    @property
    def flagged(self) -> bool:
        """Whether a flag stands in it."""
        return any(run.flags for run in self.runs)


@dataclass(frozen=True, slots=True)
class Group(Generic[T, F]):
    """Sections that are printed together; ``line`` sums up those that stay folded until asked for."""

    sections: tuple[Section[T, F], ...]
    line: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """How much of the text is of one kind, in code points; ``x`` and ``width`` in thousandths of the bar."""

    kind: str
    family: str
    label: str
    size: int
    total: int
    x: float
    width: float

    @property
    def percent(self) -> str:
        """``12.3 %``."""
        return f"{100 * self.size / self.total:.1f} %"


@dataclass(frozen=True, slots=True)
class Range:
    """Code points ``[start, end)`` to print; what lies before ``since`` has been printed."""

    start: int
    end: int
    since: int


class Sweep(Generic[F]):
    """The flags over one range after another, without looking at all of them for each."""

    def __init__(self, flags: Iterable[F], places: Sequence[int] = ()) -> None:
        self.places = places
        self._ahead = sorted(flags, key=lambda flag: (-flag.start, -flag.end))
        self._near: list[F] = []

    def over(self, where: Range) -> Sequence[F]:
        """Flags that share a code point with ``where``; ranges must be asked for in text order."""
        while self._ahead and self._ahead[-1].start < where.end:
            self._near.append(self._ahead.pop())
        self._near = [flag for flag in self._near if where.start < flag.end]
        return self._near


def family_of(kind: str) -> str:
    """The family whose colour it has."""
    return FAMILY_OF.get(kind, UNLABELLED)


def label_of(kind: str) -> str:
    """The kind in words."""
    return kind.replace("_", " ")


def runs(
    text: str,
    start: int,
    end: int,
    flags: Iterable[F],
    *,
    since: int | None = None,
    places: Sequence[int] = (),
) -> tuple[Run[F], ...]:
    """Cut ``text[start:end]`` wherever a flag begins or ends, and at ``places``; flags may overlap.

    A flag opens where its words first appear: one that began before ``since`` (by default
    ``start``) has been opened by an earlier stretch and only goes on here.
    """
    since = start if since is None else since
    inside = [flag for flag in flags if flag.start < end and start < flag.end]
    cuts = {start, end}
    for flag in inside:
        cuts |= {max(start, flag.start), min(end, flag.end)}
    led = set(places[bisect_left(places, start) : bisect_left(places, end)])
    edges = sorted(cuts | led)
    return tuple(
        Run(
            text[left:right],
            tuple(flag for flag in inside if flag.start <= left and right <= flag.end),
            tuple(flag for flag in inside if flag.start >= since and max(start, flag.start) == left),
            left if left in led else None,
        )
        for left, right in pairwise(edges)
    )


def sections(
    text: str, stretches: Iterable[Stretch[T]], flags: Sequence[F] = (), places: Sequence[int] = ()
) -> tuple[Section[T, F], ...]:
    """The text as sections in its own order, every word of it exactly once.

    Words that no stretch holds come as "unlabelled"; where stretches overlap, the earlier one keeps
    the words. White space between stretches is left out. ``places``, in order, are code points that
    something leads to.
    """
    return tuple(_sections(text, sorted(stretches, key=lambda s: (s.start, s.end)), Sweep(flags, places)))


def _sections(text: str, stretches: Sequence[Stretch[T]], sweep: Sweep[F]) -> Iterator[Section[T, F]]:
    reached = 0
    for stretch in stretches:
        start, end = max(stretch.start, reached), min(stretch.end, len(text))
        if start >= end:
            continue
        if text[reached:start].strip():
            yield _section(text, Range(reached, start, since=reached), sweep)
            reached = start
        yield _section(text, Range(start, end, since=reached), sweep, stretch)
        reached = end
    if text[reached:].strip():
        yield _section(text, Range(reached, len(text), since=reached), sweep)


def _section(text: str, where: Range, sweep: Sweep[F], stretch: Stretch[T] | None = None) -> Section[T, F]:
    kind = UNLABELLED if stretch is None else stretch.kind
    family = family_of(kind)
    line = " ".join(text[where.start : where.end].split())
    return Section(
        kind=kind,
        family=family,
        label=label_of(kind),
        sublabel="" if stretch is None else label_of(stretch.subkind),
        runs=runs(text, where.start, where.end, sweep.over(where), since=where.since, places=sweep.places),
        folded=family not in OPEN_FAMILIES and family != UNLABELLED,
        line=line if len(line) <= LINE else f"{line[: LINE - 1]}…",
        of=None if stretch is None else stretch.of,
    )


def gathered(drawn: Iterable[Section[T, F]]) -> tuple[Group[T, F], ...]:
    """``drawn`` in its order, with ``MANY`` or more pieces of page furniture in a row as one group.

    What carries a flag is never gathered.
    """
    groups: list[Group[T, F]] = []
    for furniture, run in groupby(drawn, key=_is_furniture):
        sections = tuple(run)
        groups.append(Group(sections, _summed(sections) if furniture and len(sections) >= MANY else ""))
    return tuple(groups)


def _is_furniture(section: Section[T, F]) -> bool:
    return section.family == "furniture" and not section.flagged


def _summed(sections: Sequence[Section[T, F]]) -> str:
    counts = Counter(section.label for section in sections)
    return ", ".join(f"{count} {label}" for label, count in counts.most_common())


def around(stretches: Sequence[Stretch[T]], flag: Flagged, *, beside: int = 1) -> Sequence[Stretch[T]]:
    """The stretches a flag touches and ``beside`` more on each side, in text order."""
    touched = [
        index
        for index, stretch in enumerate(stretches)
        if stretch.start < flag.end and flag.start < stretch.end
    ]
    if not touched:
        return ()
    return stretches[max(0, touched[0] - beside) : touched[-1] + beside + 1]


def shares(text: str, stretches: Iterable[Stretch[T]]) -> tuple[Share, ...]:
    """How much of the text each kind takes; white space is not counted.

    Kinds of one family follow each other, the largest family and in it the largest kind first.
    """
    sizes: Counter[str] = Counter()
    families: Counter[str] = Counter()
    for stretch in stretches:
        size = sum(map(len, text[stretch.start : stretch.end].split()))
        sizes[stretch.kind] += size
        families[family_of(stretch.kind)] += size

    def place(item: tuple[str, int]) -> tuple[int, str, int, str]:
        kind, size = item
        return -families[family_of(kind)], family_of(kind), -size, kind

    total = sizes.total()
    return tuple(_shares(sorted(sizes.items(), key=place), total)) if total else ()


def _shares(sizes: Iterable[tuple[str, int]], total: int) -> Iterator[Share]:
    x = 0.0
    for kind, size in sizes:
        width = 1000 * size / total
        yield Share(kind, family_of(kind), label_of(kind), size, total, round(x, 2), round(width, 2))
        x += width
