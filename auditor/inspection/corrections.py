"""What a person put right in one article: what a stretch is, and which words a flag stands on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from auditor.inspection.document import Document, Span
from auditor.inspection.flags import Flag, FlagKind
from auditor.inspection.tiling import Segment, SegmentKind
from auditor.inspection.wording import fingerprint

_CERTAINTY = 0.99
_DOUBTS = frozenset({"clue", "clue_score", "returned", "unknown_boilerplate"})


@dataclass(frozen=True, slots=True)
class Relabelling:
    """The ``occurrence``-th stretch (from 0) with these words is ``kind``; ``source`` is who says so."""

    fingerprint: str
    occurrence: int
    kind: SegmentKind
    source: str


@dataclass(frozen=True, slots=True)
class Resizing:
    """The ``occurrence``-th flag (from 0) of this kind on these words, so many words longer at either end.

    Negative numbers draw it in.
    """

    fingerprint: str
    occurrence: int
    flag: FlagKind
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Corrections:
    """Everything put right in one article, anchored by words: an edit elsewhere changes nothing."""

    relabellings: tuple[Relabelling, ...] = ()
    resizings: tuple[Resizing, ...] = ()


NOTHING = Corrections()


def relabel(document: Document, tiles: Sequence[Segment], corrections: Corrections) -> tuple[Segment, ...]:
    """The tiles with each corrected one read as it was corrected; the last word on a tile stands."""
    if not corrections.relabellings:
        return tuple(tiles)
    said = {(one.fingerprint, one.occurrence): one for one in corrections.relabellings}
    seen: Counter[str] = Counter()
    read = []
    for tile in tiles:
        mark = fingerprint(document.quote(tile.span))
        one = said.get((mark, seen[mark]))
        seen[mark] += 1
        read.append(tile if one is None else _as(tile, one))
    return tuple(read)


def _as(tile: Segment, correction: Relabelling) -> Segment:
    return replace(
        tile,
        kind=correction.kind,
        subkind=None,
        confidence=_CERTAINTY,
        rules=(correction.source,),
        reason="a person said so of this stretch",
        values={name: value for name, value in tile.values.items() if name not in _DOUBTS},
    )


def resize(document: Document, flags: Sequence[Flag], corrections: Corrections) -> tuple[Flag, ...]:
    """The flags with each corrected one standing on the words it was given, in text order."""
    if not corrections.resizings:
        return tuple(flags)
    said = {(one.flag, one.fingerprint, one.occurrence): one for one in corrections.resizings}
    seen: Counter[tuple[FlagKind, str]] = Counter()
    read = []
    for flag in flags:
        mark = (flag.kind, fingerprint(document.quote(flag.span)))
        one = said.get((*mark, seen[mark]))
        seen[mark] += 1
        read.append(flag if one is None else _on(document.text, flag, one))
    return tuple(sorted(read, key=lambda flag: (flag.span, flag.kind)))


def _on(text: str, flag: Flag, correction: Resizing) -> Flag:
    span = by_words(text, flag.span, correction.before, correction.after)
    members = tuple(one for one in flag.members if span.start <= one.start and one.end <= span.end)
    return replace(flag, span=span, members=members if len(members) > 1 else ())


def by_words(text: str, span: Span, before: int, after: int) -> Span:
    """``span`` (code points) with so many words more (less, when negative) before it and after it.

    Words are what white space parts. It ends at the text's own ends, and at least one word is left.
    """
    words = _words(text)
    first = next(place for place, word in enumerate(words) if word.end > span.start)
    last = max(place for place, word in enumerate(words) if word.start < span.end)
    begin = min(max(first - before, 0), last)
    finish = max(min(last + after, len(words) - 1), begin)
    start = span.start if begin == first else words[begin].start
    end = span.end if finish == last else words[finish].end
    return Span(start, end)


def _words(text: str) -> list[Span]:
    words, start = [], -1
    for place, sign in enumerate(text):
        if sign.isspace():
            if start >= 0:
                words.append(Span(start, place))
            start = -1
        elif start < 0:
            start = place
    return [*words, Span(start, len(text))] if start >= 0 else words
