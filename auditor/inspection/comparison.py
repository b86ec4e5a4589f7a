"""What became of each flag between two inspections: kept, changed, raised, withdrawn."""

import hashlib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from auditor.inspection.document import Document, Span
from auditor.inspection.flags import Flag

CONTEXT = 32
"""Code points of normalised text kept on either side of a quote (as text quote selectors do)."""
WINDOW = 200
"""Code points of raw text read for that context: white space shrinks when it is normalised."""
ENOUGH_WORDS = 5
"""A quote of so many words may stand without its context when it is the only one of its kind."""
SIMILAR = 0.6
"""Least share of common words (Dice) for one wording to be a later version of another."""
HALF_CONTEXT = 16
"""One side of the context counts for itself only when it is at least so long, in code points."""
SHINGLE = 3
CROWD = 8
"""A run of words that more flags share than this tells nothing, and is not followed up."""

_GLYPHS = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None),
    }
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a flag's words stand, without offsets.

    ``digest`` is the SHA-256 of the kind's normalised quote, in hexadecimal; ``occurrence`` counts
    from 0 among the flags of that kind with the same quote, in text order; ``prefix`` and
    ``suffix`` are up to ``CONTEXT`` code points of normalised text on either side; ``words`` is the
    length of the normalised quote in words.
    """

    kind: str
    digest: str
    occurrence: int
    prefix: str
    suffix: str
    words: int


class Inspected(Protocol):
    """What ``compare`` needs to know of an inspection."""

    @property
    def document(self) -> Document:
        """The text the flags are spans of."""

    @property
    def flags(self) -> tuple[Flag, ...]:
        """The flags raised, in text order."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every flag of both inspections once: in pairs (before, after), or alone."""

    kept: tuple[tuple[Flag, Flag], ...]
    changed: tuple[tuple[Flag, Flag], ...]
    raised: tuple[Flag, ...]
    withdrawn: tuple[Flag, ...]


def normalise(text: str) -> str:
    """The words of ``text`` with quotes, dashes, white space, ligatures and letter case made equal."""
    folded = unicodedata.normalize("NFKC", text.translate(_GLYPHS)).casefold()
    return " ".join(folded.replace("''", '"').split())


def anchor(text: str, span: Span, kind: str, occurrence: int = 0) -> Anchor:
    """The anchor of the words of ``span`` (code points of ``text``)."""
    quote = _without_number(normalise(text[span.start : span.end]))
    before = normalise(text[max(0, span.start - WINDOW) : span.start])
    after = normalise(text[span.end : span.end + WINDOW])
    digest = hashlib.sha256(f"{kind}\n{quote}".encode()).hexdigest()
    return Anchor(kind, digest, occurrence, before[-CONTEXT:], after[:CONTEXT], len(quote.split()))


def anchors(text: str, flags: Iterable[Flag]) -> tuple[Anchor, ...]:
    """The anchor of each flag, in the order given; equal quotes are counted in that order."""
    seen: Counter[str] = Counter()
    found = []
    for flag in flags:
        first = anchor(text, flag.span, flag.kind.value)
        place = Anchor(first.kind, first.digest, seen[first.digest], first.prefix, first.suffix, first.words)
        seen[first.digest] += 1
        found.append(place)
    return tuple(found)


def match(before: Sequence[Anchor], after: Sequence[Anchor]) -> tuple[int | None, ...]:
    """For each anchor of ``before`` the index in ``after`` of the same words in the same place, or None.

    Never a guess: words that stand more than once are told apart by their context, and by their
    order only when context and number are the same on both sides; short words that stand once need
    one side of their context. Each index is given at most once.
    """
    theirs: dict[str, list[int]] = defaultdict(list)
    for index, place in enumerate(after):
        theirs[place.digest].append(index)
    ours: dict[str, list[int]] = defaultdict(list)
    for index, place in enumerate(before):
        ours[place.digest].append(index)
    result: list[int | None] = [None] * len(before)
    for digest, mine in ours.items():
        for old, new in _pair(before, mine, after, theirs.get(digest, [])):
            result[old] = new
    return tuple(result)


def compare(before: Inspected, after: Inspected) -> Comparison:
    """Follow every flag of ``before`` to ``after``.

    ``kept``: the same words in the same place. ``changed``: a similar wording (at least ``SIMILAR``
    of the words) that is each other's only best match; a person must look again. The rest is
    ``withdrawn`` (before only) or ``raised`` (after only).
    """
    pairs = match(anchors(before.document.text, before.flags), anchors(after.document.text, after.flags))
    kept = [(before.flags[old], after.flags[new]) for old, new in enumerate(pairs) if new is not None]
    taken = {new for new in pairs if new is not None}
    gone = [flag for flag, new in zip(before.flags, pairs, strict=True) if new is None]
    come = [flag for index, flag in enumerate(after.flags) if index not in taken]
    revised = _revised(_bags(before.document, gone), _bags(after.document, come))
    return Comparison(
        kept=tuple(kept),
        changed=tuple((gone[old], come[new]) for old, new in revised.items()),
        raised=tuple(flag for index, flag in enumerate(come) if index not in revised.values()),
        withdrawn=tuple(flag for index, flag in enumerate(gone) if index not in revised),
    )


def _without_number(quote: str) -> str:
    # A thread renumbers its comments when one is removed: the number is not the reader's word.
    head, _, rest = quote.partition(" ")
    return rest if rest and (head in "•-*" or (head[-1] in ".)" and head[:-1].isdecimal())) else quote


def _pair(
    before: Sequence[Anchor], mine: list[int], after: Sequence[Anchor], theirs: list[int]
) -> list[tuple[int, int]]:
    """Pairs of indices, from the strictest agreement of context to the loosest, none twice."""
    pairs: list[tuple[int, int]] = []
    for key in (_both_sides, _before_only, _after_only):
        found = _same_context(before, mine, after, theirs, key)
        pairs += found
        mine = [old for old in mine if old not in dict(found)]
        theirs = [new for new in theirs if new not in dict(found).values()]
    alone = len(mine) == len(theirs) == 1 and not pairs
    if alone and before[mine[0]].words >= ENOUGH_WORDS:
        pairs.append((mine[0], theirs[0]))
    return pairs


def _both_sides(place: Anchor) -> tuple[str, str] | None:
    return place.prefix, place.suffix


def _before_only(place: Anchor) -> tuple[str, str] | None:
    return (place.prefix, "") if len(place.prefix) >= HALF_CONTEXT else None


def _after_only(place: Anchor) -> tuple[str, str] | None:
    return ("", place.suffix) if len(place.suffix) >= HALF_CONTEXT else None


class _Key(Protocol):
    def __call__(self, place: Anchor, /) -> tuple[str, str] | None: ...


def _same_context(
    before: Sequence[Anchor], mine: list[int], after: Sequence[Anchor], theirs: list[int], key: _Key
) -> list[tuple[int, int]]:
    old_places, new_places = _grouped(before, mine, key), _grouped(after, theirs, key)
    pairs: list[tuple[int, int]] = []
    for context, old in old_places.items():
        new = new_places.get(context, [])
        if len(old) == len(new):
            pairs += zip(old, new, strict=True)
    return pairs


def _grouped(places: Sequence[Anchor], indices: list[int], key: _Key) -> dict[tuple[str, str], list[int]]:
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index in indices:
        context = key(places[index])
        if context is not None:
            groups[context].append(index)
    return groups


@dataclass(frozen=True, slots=True)
class _Bag:
    kind: str
    words: tuple[str, ...]


def _bags(document: Document, flags: Sequence[Flag]) -> list[_Bag]:
    return [
        _Bag(flag.kind.value, tuple(_without_number(normalise(document.quote(flag.span))).split()))
        for flag in flags
    ]


def _revised(old: list[_Bag], new: list[_Bag]) -> dict[int, int]:
    """Pairs whose similarity is high enough and the single best one of both partners."""
    scores = {pair: _dice(old[pair[0]], new[pair[1]]) for pair in _candidates(old, new)}
    forth: dict[int, list[tuple[float, int]]] = defaultdict(list)
    back: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for (left, right), score in scores.items():
        forth[left].append((score, right))
        back[right].append((score, left))
    pairs = {}
    for left in sorted(forth):
        best = _single_best(forth[left])
        if best is not None and _single_best(back[best]) == left:
            pairs[left] = best
    return pairs


def _candidates(old: list[_Bag], new: list[_Bag]) -> set[tuple[int, int]]:
    """Pairs of the same kind that share a run of words which few share: keeps the work linear."""
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for right, bag in enumerate(new):
        for run in _shingles(bag):
            index[run].append(right)
    pairs: set[tuple[int, int]] = set()
    for left, bag in enumerate(old):
        for run in _shingles(bag):
            holders = index.get(run, [])
            if len(holders) <= CROWD:
                # The same words that could not be matched stand somewhere else: no later version.
                pairs.update((left, right) for right in holders if new[right].words != bag.words)
    return pairs


def _shingles(bag: _Bag) -> set[tuple[str, ...]]:
    last = len(bag.words) - SHINGLE + 1
    return {(bag.kind, *bag.words[at : at + SHINGLE]) for at in range(last)}


def _dice(one: _Bag, other: _Bag) -> float:
    common = (Counter(one.words) & Counter(other.words)).total()
    return 2 * common / (len(one.words) + len(other.words))


def _single_best(scored: list[tuple[float, int]]) -> int | None:
    ranked = sorted(scored, reverse=True)
    if ranked[0][0] < SIMILAR or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]
