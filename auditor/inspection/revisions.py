"""Which flag is a later wording of which, when the same words no longer stand: for a person to look at."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

SIMILAR = 0.6
"""Least share of common words (Dice) for one wording to be a later version of another, wherever it stands."""
HALF = 0.5
"""The same between the same neighbours."""
NEAR = 0.34
"""The same between the same neighbours for sentences of at most ``SHORT`` words."""
SHORT = 6
TELLING = 5
"""Words from which on a sentence that stands alone on both sides is the same one wherever it stands."""
SHINGLE = 2
CROWD = 8
"""A run of words that more flags share than this tells nothing; nor does a gap with more flags in it."""


@dataclass(frozen=True, slots=True)
class Stood:
    """A flag's kind, and its normalised words in order."""

    kind: str
    words: tuple[str, ...]


Pairs = Mapping[int, int]
Gap = tuple[int, int]
"""Places of the nearest flags around, which stand on both sides, by their indices in the later version."""


def revised(before: Sequence[Stood], after: Sequence[Stood], kept: Pairs) -> dict[int, int]:
    """Pairs of indices (before, after) of later wordings, for flags in text order; none twice.

    ``kept`` are the pairs of the same words in the same place. A pair must be alike enough, and the
    single best one of both partners. The same words in other surroundings are shown too: a person may
    know whether they still mean the same.
    """
    old = [at for at in range(len(before)) if at not in kept]
    new = sorted(set(range(len(after))) - set(kept.values()))
    if not old or not new:
        return {}
    gaps = _gaps(old, new, kept, len(after))
    forth: dict[int, list[tuple[float, int]]] = defaultdict(list)
    back: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for left, right in _candidates(before, old, after, new, gaps):
        score = _score(before[left], after[right], near=gaps[0][left] == gaps[1][right])
        if score:
            forth[left].append((score, right))
            back[right].append((score, left))
    best = {left: _single_best(forth[left]) for left in sorted(forth)}
    return {
        left: right for left, right in best.items() if right is not None and _single_best(back[right]) == left
    }


def _gaps(
    old: Iterable[int], new: Iterable[int], kept: Pairs, last: int
) -> tuple[dict[int, Gap], dict[int, Gap]]:
    """Between which kept flags each leftover stands."""
    fixed = sorted(kept)
    targets = sorted(kept.values())
    of_old, of_new = {}, {}
    for at in old:
        place = bisect_left(fixed, at)
        left = kept[fixed[place - 1]] if place else -1
        of_old[at] = (left, kept[fixed[place]] if place < len(fixed) else last)
    for at in new:
        place = bisect_left(targets, at)
        of_new[at] = (targets[place - 1] if place else -1, targets[place] if place < len(targets) else last)
    return of_old, of_new


def _candidates(
    before: Sequence[Stood],
    old: Sequence[int],
    after: Sequence[Stood],
    new: Sequence[int],
    gaps: tuple[dict[int, Gap], dict[int, Gap]],
) -> set[tuple[int, int]]:
    """Pairs of the same kind that stand in the same gap, or share a run of words which few share."""
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    inside: dict[Gap, list[int]] = defaultdict(list)
    for right in new:
        inside[gaps[1][right]].append(right)
        for run in _runs(after[right]):
            index[run].append(right)
    pairs: set[tuple[int, int]] = set()
    for left in old:
        holders = [index.get(run, []) for run in _runs(before[left])]
        for some in (*holders, inside.get(gaps[0][left], [])):
            if len(some) <= CROWD:
                pairs.update((left, right) for right in some if after[right].kind == before[left].kind)
    return pairs


def _runs(one: Stood) -> Iterator[tuple[str, ...]]:
    last = len(one.words) - SHINGLE + 1
    yield from {(one.kind, *one.words[at : at + SHINGLE]) for at in range(last)}


def _score(one: Stood, other: Stood, *, near: bool) -> float:
    """How alike, in [0, 2]: the same neighbours count as much as all words; 0 when too little."""
    if one.words == other.words:
        # Alone on both sides it is the same sentence in other surroundings; twins tell nothing.
        return 1.0 + near if near or len(one.words) >= TELLING else 0.0
    common = _common(one, other)
    share = 2 * common / (len(one.words) + len(other.words))
    short = min(len(one.words), len(other.words)) <= SHORT
    least = SIMILAR if not near else NEAR if short else HALF
    return share + near if share >= least else 0.0


def _common(one: Stood, other: Stood) -> int:
    counts = Counter(other.words)
    return sum(min(count, counts[word]) for word, count in Counter(one.words).items())


def _single_best(scored: list[tuple[float, int]]) -> int | None:
    ranked = sorted(scored, reverse=True)
    return None if len(ranked) > 1 and ranked[0][0] == ranked[1][0] else ranked[0][1]
