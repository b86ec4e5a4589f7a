"""What people decided of a wording: it holds wherever the same words stand again."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from auditor.inspection.document import Document, Span
from auditor.inspection.tiling import Segment, SegmentKind
from auditor.inspection.wording import fingerprint

# Who speaks in these is not the outlet, and a torn sentence is no wording of its own.
_OTHERS = frozenset(
    {
        SegmentKind.READER_COMMENT,
        SegmentKind.BLOCKQUOTE,
        SegmentKind.EMBED,
        SegmentKind.PAGE_BREAK_ARTIFACT,
    }
)
_DOUBTS = frozenset({"clue", "clue_score", "returned", "unknown_boilerplate"})
_CERTAINTY = 0.99


@dataclass(frozen=True, slots=True, order=True)
class Precedent:
    """One decision: words with this fingerprint are ``kind``; ``source`` is the rule id that says so."""

    fingerprint: str
    kind: SegmentKind
    subkind: str
    source: str


@dataclass(frozen=True, slots=True)
class Precedents:
    """The decisions that hold in one outlet, in the order of their fingerprints.

    ``digest`` stands for all of them: SHA-256 of their canonical JSON, empty when there are none.
    """

    entries: tuple[Precedent, ...] = ()
    digest: str = ""
    by_fingerprint: dict[str, Precedent] = field(default_factory=dict, compare=False, repr=False)

    def as_rows(self) -> list[list[str]]:
        """Plain data that ``precedents`` reads back."""
        return [[one.fingerprint, one.kind.value, one.subkind, one.source] for one in self.entries]


NONE = Precedents()


def precedents(rows: Iterable[Sequence[str]]) -> Precedents:
    """The precedents of rows (fingerprint, kind, subkind, source), in any order.

    Of two decisions about the same words the one that comes last by kind stands. Raises ValueError
    for an unknown kind.
    """
    read = {row[0]: Precedent(row[0], SegmentKind(row[1]), row[2], row[3]) for row in sorted(map(list, rows))}
    entries = tuple(read[mark] for mark in sorted(read))
    if not entries:
        return NONE
    found = Precedents(entries, by_fingerprint=read)
    canonical = json.dumps(found.as_rows(), ensure_ascii=True, separators=(",", ":"))
    return replace(found, digest=hashlib.sha256(canonical.encode()).hexdigest())


def follow(document: Document, tiles: Sequence[Segment], known: Precedents) -> Sequence[Segment]:
    """The tiles with every decided wording read as it was decided: a whole block, or a tile of its own.

    It comes last: a person's decision outranks rules and neighbours. What readers and quoted people
    say is left alone. Time is linear in the text; nothing is done without precedents.
    """
    if not known.entries:
        return tiles
    return [_decided(document, tile, known) for tile in _whole_blocks(document, tiles, known)]


def _whole_blocks(document: Document, tiles: Sequence[Segment], known: Precedents) -> Iterator[Segment]:
    """The tiles, those of a block that was decided as a whole put together again."""
    place = 0
    blocks = iter(document.blocks)
    block = next(blocks, None)
    while place < len(tiles):
        tile = tiles[place]
        while block is not None and block.span.end <= tile.span.start:
            block = next(blocks, None)
        last = _last_within(tiles, place, block.span) if block is not None else place
        if (
            last > place
            and block is not None
            and fingerprint(document.quote(block.span)) in known.by_fingerprint
        ):
            yield replace(tile, span=Span(tile.span.start, tiles[last].span.end))
            place = last + 1
        else:
            yield tile
            place += 1


def _last_within(tiles: Sequence[Segment], first: int, block: Span) -> int:
    """The last of the tiles that fill ``block`` from ``first`` on; ``first`` when they do not fill it."""
    if tiles[first].span.start != block.start:
        return first
    last = first
    while last + 1 < len(tiles) and tiles[last + 1].span.end <= block.end:
        last += 1
    voices = {tile.kind for tile in tiles[first : last + 1]}
    return last if tiles[last].span.end == block.end and _OTHERS.isdisjoint(voices) else first


def _decided(document: Document, tile: Segment, known: Precedents) -> Segment:
    if tile.kind in _OTHERS or "joins" in tile.values:
        return tile
    one = known.by_fingerprint.get(fingerprint(document.quote(tile.span)))
    if one is None:
        return tile
    return replace(
        tile,
        kind=one.kind,
        subkind=one.subkind or None,
        confidence=_CERTAINTY,
        rules=(one.source,),
        reason="a person decided so of these words",
        values={name: value for name, value in tile.values.items() if name not in _DOUBTS},
    )
