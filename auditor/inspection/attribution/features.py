"""What the network is told of sentences: their tokens, which are quoted, and their shape."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from auditor.inspection.tokens import CAPITAL, FIGURE, MARK, Tokens

TRAITS = 13
"""Numbers told of each sentence beside its tokens."""
_OPEN, _CLOSE, _EITHER, _SINGLE_OPEN, _SINGLE_CLOSE = 1, 2, 3, 4, 5
_MARKS = {
    **dict.fromkeys("“„«", _OPEN),
    **dict.fromkeys("”»", _CLOSE),
    '"': _EITHER,
    **dict.fromkeys("‘`", _SINGLE_OPEN),
    **dict.fromkeys("’'", _SINGLE_CLOSE),
}
KINDS_OF_MARK = 6
_MARK_OF = np.zeros(0x10000, np.uint8)
for _sign, _kind in _MARKS.items():
    _MARK_OF[ord(_sign)] = _kind


@dataclass(frozen=True, slots=True)
class Features:
    """The tokens of all sentences in a row, and the sentences' edges and traits.

    Sentence ``i`` has the tokens ``[firsts[i], firsts[i + 1])``: none when it begins within a token that the
    sentence before has ("newyork.Reuters"). ``context`` (below ``CONTEXTS``) tells of
    a token its shape, whether it is quoted, what quotation mark it is, and whether a sentence or a
    paragraph begins or ends there; ``words`` whether it is no sign. ``traits`` is sentences by ``TRAITS``.
    """

    tokens: Tokens
    firsts: NDArray[np.int64]
    quoted: NDArray[np.bool_]
    context: NDArray[np.uint16]
    words: NDArray[np.bool_]
    traits: NDArray[np.float32]


EDGES = 16
CONTEXTS = 6 * 2 * KINDS_OF_MARK * EDGES


def features_of(tokens: Tokens, sentences: NDArray[np.int64], paragraphs: Sequence[int]) -> Features:
    """The features of ``sentences`` (rows of start and end), in order; ``paragraphs`` are their starts."""
    first, after = np.searchsorted(tokens.starts, sentences.T)
    counts = after - first
    firsts = np.append(0, np.cumsum(counts))
    if not firsts[-1]:
        return _nothing(tokens, len(sentences))
    if len(tokens.starts) != firsts[-1]:
        tokens = tokens.chosen(np.arange(firsts[-1]) + np.repeat(first - firsts[:-1], counts))
    marks = _marks(tokens)
    homes = np.searchsorted(paragraphs, tokens.starts, side="right")
    quoted = _quoted(marks, firsts, homes)
    edge, opens, closes = _edge(firsts, homes.take(firsts[:-1], mode="clip"))
    dress = (tokens.shapes * np.uint16(2) + quoted) * np.uint16(KINDS_OF_MARK) + marks
    context = dress * np.uint16(EDGES) + edge
    words = tokens.shapes != MARK
    traits = _traits(tokens, firsts, quoted, marks, (opens, closes))
    return Features(tokens, firsts, quoted, context, words, traits)


def _nothing(tokens: Tokens, sentences: int) -> Features:
    none = np.zeros(0, np.bool_)
    return Features(
        tokens.chosen(np.zeros(0, np.int64)),
        np.zeros(sentences + 1, np.int64),
        none,
        none.astype(np.uint16),
        none,
        np.zeros((sentences, TRAITS), np.float32),
    )


def _marks(tokens: Tokens) -> NDArray[np.uint8]:
    """What quotation mark each token is; two apostrophes side by side are a double one."""
    marks = _MARK_OF.take(tokens.signs)
    marks[tokens.ends - tokens.starts > 1] = 0
    single = np.flatnonzero(tokens.signs == ord("'"))
    twins = single[:-1][(np.diff(single) == 1) & (np.diff(tokens.starts[single]) == 1)]
    marks[twins] = _EITHER
    marks[twins + 1] = 0
    return marks


def _quoted(
    marks: NDArray[np.uint8], firsts: NDArray[np.int64], homes: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Which tokens stand inside double quotation marks, the marks included.

    A quotation left open ends with its paragraph, unless the next one closes it before it opens one.
    """
    steps = np.zeros(len(marks) + 1, np.int32)
    for start, end in _quotations(marks, firsts, homes):
        steps[start] += 1
        steps[end] -= 1
    return np.cumsum(steps[:-1]) > 0


def _quotations(
    marks: NDArray[np.uint8], firsts: NDArray[np.int64], homes: NDArray[np.int64]
) -> Iterator[tuple[int, int]]:
    places = np.flatnonzero((marks > 0) & (marks <= _EITHER))
    begins = np.flatnonzero(np.diff(homes, prepend=-1, append=-1))
    rooms = np.searchsorted(begins, places, side="right") - 1
    heads = np.isin(places, firsts)
    reading = _Quoting(begins.tolist())
    for mark in zip(places.tolist(), marks[places].tolist(), rooms.tolist(), heads.tolist(), strict=True):
        yield from reading.over(*mark)
    yield from reading.left()


@dataclass(slots=True)
class _Quoting:
    """How deep in quotations the reading is, where and by what mark the outermost began, and where it is."""

    begins: list[int]
    depth: int = 0
    start: int = 0
    outer: int = _OPEN
    room: int = -2

    def over(self, place: int, kind: int, room: int, head: bool) -> Iterator[tuple[int, int]]:
        """Read over a mark in a paragraph; ``head`` when a sentence begins with it."""
        if room != self.room:
            yield from self.left()
            goes_on = self.depth > 0 and room == self.room + 1 and kind == _CLOSE
            self.depth, self.start, self.room = int(goes_on), self.begins[room], room
        elif head and self.depth and kind == self.outer:
            yield self.start, place  # nobody closed the one before
            self.depth = 0
        if self.depth:
            self.depth = self.depth + {_OPEN: 1, _CLOSE: -1}.get(kind, -self.depth)
            if not self.depth:
                yield self.start, place + 1
        elif kind != _CLOSE:
            self.depth, self.start, self.outer = 1, place, kind

    def left(self) -> Iterator[tuple[int, int]]:
        """What is still open ends with the paragraph."""
        if self.depth:
            yield self.start, self.begins[self.room + 1]


def per_sentence(reduce: np.ufunc, rows: NDArray[Any], firsts: NDArray[np.int64]) -> NDArray[Any]:
    """``reduce`` over the rows of each sentence's tokens; nought for a sentence without any."""
    held = np.diff(firsts) > 0
    found = np.zeros((len(held), *rows.shape[1:]), rows.dtype)
    found[held] = reduce.reduceat(rows, firsts[:-1][held], axis=0)
    return found


def _edge(
    firsts: NDArray[np.int64], homes: NDArray[np.int64]
) -> tuple[NDArray[np.uint8], NDArray[np.bool_], NDArray[np.bool_]]:
    opens = np.diff(homes, prepend=-1) != 0
    closes = np.diff(homes, append=-1) != 0
    edge, held = np.zeros(firsts[-1], np.uint8), np.diff(firsts) > 0
    edge[firsts[:-1][held]] |= np.where(opens, 3, 1).astype(np.uint8)[held]
    edge[firsts[1:][held] - 1] |= np.where(closes, 12, 4).astype(np.uint8)[held]
    return edge, opens, closes


def _traits(
    tokens: Tokens,
    firsts: NDArray[np.int64],
    quoted: NDArray[np.bool_],
    marks: NDArray[np.uint8],
    ends: tuple[NDArray[np.bool_], NDArray[np.bool_]],
) -> NDArray[np.float32]:
    begin = np.minimum(firsts[:-1], firsts[-1] - 1)
    last = np.maximum(firsts[1:] - 1, begin)
    counts = np.diff(firsts)
    told = np.stack([quoted, marks > 0, tokens.shapes == FIGURE, tokens.shapes == CAPITAL]).astype(np.int32)
    shares = per_sentence(np.add, told.T, firsts).T / np.maximum(counts, 1)
    final = tokens.signs.take(last)
    before = np.where((marks[last] > 0) & (counts > 1), tokens.signs.take(last - 1), final)
    rows = [
        *ends,
        np.log1p(counts) / 3,
        shares[0],
        quoted[begin],
        quoted[last],
        (final == ord("?")) | (before == ord("?")),
        (final == ord(":")) | (before == ord(":")),
        shares[0] == 1,
        shares[1] > 0,
        shares[2],
        shares[3],
        np.minimum(np.arange(len(counts)), 10) / 10,
    ]
    return np.stack([row.astype(np.float32) for row in rows], axis=1)
