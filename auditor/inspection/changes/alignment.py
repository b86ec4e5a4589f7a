"""Which stretch of one version became which of the next: kept, moved, reworded, gone, new."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import re2

from auditor.inspection.changes.classes import ChangeClass, class_of
from auditor.inspection.cues import word_set
from auditor.inspection.document import Span
from auditor.inspection.sameness import normalise, unnumbered
from auditor.inspection.tiling import SegmentKind

SIMILAR = 0.5
"""Least share of common words (Dice) for one stretch to be a later version of another."""
CROWD = 12
"""A pair of words that more stretches share than this tells nothing, and is not followed up."""
PHRASE = 4
"""Words from which on a stretch that stands inside the other version's text is known to be kept there."""
COUNTED = 6
_LINE = 120
_AGO = re2.compile(
    r"\b(?:an?|\d+)[ -]?(?:[smhd]|sec\w*|min\w*|hours?|hrs?|days?|weeks?|months?|years?) (?:ago|read)"
)
_COUNTERS = word_set("changes.counters")
_ALONE = frozenset({ChangeClass.HEADLINE, ChangeClass.BYLINE_DATE})
"""Of these a page has one each: another one in its place is its new wording, however different."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A segment as it is compared: a stretch of code points, what it is, by which rules."""

    span: Span
    kind: SegmentKind
    subkind: str = ""
    rules: tuple[str, ...] = ()
    fleeting: bool = False
    """Whether it is a counter or a time ago, which is another one whenever the page is looked at."""

    @property
    def of(self) -> ChangeClass:
        """Its class of change."""
        return ChangeClass.CHROME if self.fleeting else class_of(self.kind)


class Fate(StrEnum):
    """What became of a stretch."""

    KEPT = "kept"
    MOVED = "moved"
    REWORDED = "reworded"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Pair:
    """A stretch before and after; None where it is new or gone.

    Of words that are kept but joined or cut into other paragraphs, the partner is None and the fate KEPT.
    """

    fate: Fate
    before: Tile | None
    after: Tile | None

    @property
    def of(self) -> ChangeClass:
        """Its class: that of the earlier version, as new words may hide what it is; chrome tells least."""
        told = [tile.of for tile in (self.before, self.after) if tile]
        return next((of for of in told if of is not ChangeClass.CHROME), ChangeClass.CHROME)


@dataclass(frozen=True, slots=True)
class _Side:
    tiles: tuple[Tile, ...]
    words: tuple[str, ...]
    whole: str


def is_fleeting(words: str) -> bool:
    """Whether ``words`` are a counter or a time ago: at most ``COUNTED`` words, a number and its unit."""
    if len(words) > 12 * COUNTED or not any(char.isdecimal() for char in words):
        return False
    bare = ["".join(char for char in word if char.isalpha()) for word in normalise(words).split()]
    return len(bare) <= COUNTED and any(bare) and all(not word or word in _COUNTERS for word in bare)


def align(before: str, old: Sequence[Tile], after: str, new: Sequence[Tile]) -> tuple[Pair, ...]:
    """Every stretch of both versions once, in the order of ``after``, then what is gone.

    The same words are the same stretch whatever they are taken for: a label that changed is no
    change of the page. Twins are paired in their order.
    """
    one, other = _side(before, old), _side(after, new)
    same = _same(one, other)
    fixed = _in_order(same)
    pairs = {b: Pair(Fate.KEPT if b in fixed else Fate.MOVED, one.tiles[a], other.tiles[b]) for a, b in same}
    gone = [at for at in range(len(one.tiles)) if at not in {a for a, _ in same}]
    come = [at for at in range(len(other.tiles)) if at not in pairs]
    for a, b in _reworded(one, gone, other, come):
        pairs[b] = Pair(Fate.REWORDED, one.tiles[a], other.tiles[b])
        gone.remove(a)
        come.remove(b)
    pairs |= {b: Pair(_fate(other, b, one, Fate.ADDED), None, other.tiles[b]) for b in come}
    left = [Pair(_fate(one, a, other, Fate.REMOVED), one.tiles[a], None) for a in gone]
    return (*(pairs[b] for b in sorted(pairs)), *left)


def _side(text: str, tiles: Iterable[Tile]) -> _Side:
    found = [(tile, _compared(text[tile.span.start : tile.span.end])) for tile in tiles]
    kept = [(tile, words) for tile, words in found if words]
    words = tuple(one for _, one in kept)
    return _Side(tuple(tile for tile, _ in kept), words, f" {' '.join(words)} ")


def _compared(words: str) -> str:
    told = unnumbered(normalise(words))
    # A line may open or close with how long ago it was written, which is otherwise with every look.
    return " ".join(_AGO.sub(" ", told).split()) if len(told) < _LINE and _AGO.search(told) else told


def _same(one: _Side, other: _Side) -> list[tuple[int, int]]:
    """Stretches of the same words, twins in their order; by the index of the later version."""
    places: dict[str, list[int]] = defaultdict(list)
    for at in range(len(other.words) - 1, -1, -1):
        places[other.words[at]].append(at)
    pairs = [(at, places[words].pop()) for at, words in enumerate(one.words) if places.get(words)]
    return sorted(pairs, key=lambda pair: pair[1])


def _in_order(pairs: Sequence[tuple[int, int]]) -> set[int]:
    """The later places of a longest run of pairs that are in the same order on both sides."""
    ends: list[int] = []
    last: list[int] = []
    back: dict[int, int | None] = {}
    for at, (old, _) in enumerate(pairs):
        slot = bisect_left(ends, old)
        ends[slot : slot + 1] = [old]
        last[slot : slot + 1] = [at]
        back[at] = last[slot - 1] if slot else None
    found: set[int] = set()
    here = last[-1] if last else None
    while here is not None:
        found.add(pairs[here][1])
        here = back[here]
    return found


def _fate(side: _Side, at: int, other: _Side, otherwise: Fate) -> Fate:
    """KEPT where the words stand in the other version's text, in other paragraphs."""
    words = side.words[at]
    return Fate.KEPT if words.count(" ") >= PHRASE - 1 and f" {words} " in other.whole else otherwise


def _reworded(one: _Side, gone: list[int], other: _Side, come: list[int]) -> list[tuple[int, int]]:
    """Pairs of leftovers, the most alike first, none twice; then what stands alone in its class."""
    old = [at for at in gone if _fate(one, at, other, Fate.REMOVED) is not Fate.KEPT]
    new = [at for at in come if _fate(other, at, one, Fate.ADDED) is not Fate.KEPT]
    pairs = _renumbered(one, old, other, new)
    for _, a, b in sorted(_alike(one, old, other, new)):
        if a not in pairs and b not in pairs.values():
            pairs[a] = b
    for of in _ALONE:
        left = [at for at in old if at not in pairs and one.tiles[at].of is of]
        right = [at for at in new if at not in pairs.values() and other.tiles[at].of is of]
        if len(left) == len(right) == 1:
            pairs[left[0]] = right[0]
    return list(pairs.items())


def _renumbered(one: _Side, old: list[int], other: _Side, new: list[int]) -> dict[int, int]:
    """Leftovers that differ in nothing but their digits, in their order."""
    places: dict[str, list[int]] = defaultdict(list)
    for at in reversed(new):
        places[_masked(other.words[at])].append(at)
    return {at: places[mask].pop() for at in old if places.get(mask := _masked(one.words[at]))}


def _masked(words: str) -> str:
    return "".join("0" if char.isdecimal() else char for char in words)


def _alike(one: _Side, old: list[int], other: _Side, new: list[int]) -> Iterator[tuple[float, int, int]]:
    """(less alike, before, after) of leftovers that share a run of words which few share."""
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    bags = {at: Counter(other.words[at].split()) for at in new}
    for at in new:
        for run in set(pairwise(other.words[at].split())):
            holders[run].append(at)
    for a in old:
        words = one.words[a].split()
        bag = Counter(words)
        met = {b for run in set(pairwise(words)) if len(holders[run]) <= CROWD for b in holders[run]}
        for b in sorted(met):
            share = 2 * (bag & bags[b]).total() / (len(words) + bags[b].total())
            if share >= SIMILAR:
                yield -share, a, b
