"""One sentence as words: their places, what stands between them, and which are quoted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import ne
from typing import NamedTuple

from auditor.inspection.document import Document, Span
from auditor.inspection.tiling import Segment, SegmentKind

_MARKS = '"“”„«»(){}[],;:!?—–…/*#<>|=+‘\n\r\t\v\f\u00a0\u2002\u2003\u2009\u200a\u200b\u2028\u2029\u202f\u3000'
_EDGES = ".'-"
_DOUBLE = frozenset('"“”„«»')
_DOUBLE_MARKS = (*sorted(_DOUBLE), "''")
_OPENING = frozenset('"“„«')
_HALTS = frozenset(",;:—–()[]…")
_HALTING = _HALTS | _DOUBLE
_SENTENCE_KINDS = frozenset(
    {SegmentKind.BODY, SegmentKind.BLOCKQUOTE, SegmentKind.EDITOR_NOTE, SegmentKind.UPDATE_NOTICE}
)


@dataclass(frozen=True)  # no slots: what only some sentences are asked for is worked out when it is
class Utterance:
    """A sentence read once, word by word.

    ``words`` are in lower case without marks at their edges, ``written`` as printed. ``capitals[i]``
    says whether word ``i`` has a capital, ``quoted[i]`` whether it is inside quotation marks;
    ``entered`` says whether the sentence begins inside quotation marks, ``left`` whether it ends
    there. ``paragraph`` numbers the segments the sentences stand in; ``kind`` is that segment's.
    """

    span: Span
    text: str
    spaced: str
    words: tuple[str, ...]
    written: tuple[str, ...]
    capitals: tuple[bool, ...]
    quoted: tuple[bool, ...]
    entered: bool
    left: bool
    paragraph: int
    kind: SegmentKind

    @cached_property
    def places(self) -> tuple[tuple[int, int], ...]:
        """Where each word starts and ends, in code points of the sentence."""
        return tuple(_places(self.spaced, self.written))

    @cached_property
    def gaps(self) -> tuple[str, ...]:
        """``gaps[i]`` is what stands before word ``i``, ``gaps[-1]`` what stands after the last."""
        return tuple(_gaps(self.text, self.places))

    def place(self, start: int, end: int) -> Span:
        """The stretch of the document from word ``start`` to before word ``end``."""
        offset = self.span.start
        return Span(offset + self.places[start][0], offset + self.places[end - 1][1])

    def halted(self, index: int) -> bool:
        """Whether a comma, colon, dash, bracket or quotation mark stands before word ``index``."""
        gap = self.gaps[index]
        return gap != " " and not _HALTING.isdisjoint(gap)

    def capital(self, index: int) -> bool:
        """Whether word ``index`` is printed with a capital, as in "Assad" and "al-Assad"."""
        return self.capitals[index]


def utter(
    document: Document, segments: Iterable[Segment], sentences: Iterable[Span]
) -> tuple[Utterance, ...]:
    """Read every sentence; quotation marks left open reach into the next paragraph only if it shows that."""
    text = document.text
    spaced = _spaced(text)
    marks = tuple(mark for mark in _DOUBLE_MARKS if mark in text)
    uttered: list[Utterance] = []
    inside, before = False, -1
    for paragraph, segment, span in _placed(segments, sentences):
        if text[span.start] in _OPENING:
            inside = False
        elif paragraph != before:
            inside = inside and _closes_first(text, Span(span.start, segment.span.end))
        before = paragraph
        sentence = _Sentence(text[span.start : span.end], spaced[span.start : span.end], span, marks)
        uttered.append(_utterance(sentence, inside, paragraph, segment.kind))
        inside = uttered[-1].left
    return tuple(uttered)


def _placed(segments: Iterable[Segment], sentences: Iterable[Span]) -> Iterator[tuple[int, Segment, Span]]:
    """Each sentence with its segment and that segment's number."""
    running = [segment for segment in segments if segment.kind in _SENTENCE_KINDS]
    at = 0
    for span in sentences:
        while running[at].span.end <= span.start:
            at += 1
        yield at, running[at], span


def _closes_first(text: str, rest: Span) -> bool:
    """A paragraph that goes on with a quotation closes it before it opens another."""
    close, opened = text.find("”", rest.start, rest.end), text.find("“", rest.start, rest.end)
    return close >= 0 and (opened < 0 or close < opened)


def _spaced(text: str) -> str:
    """The text with blanks for marks, character for character. A few replacements beat one translation."""
    for mark in _MARKS:
        text = text.replace(mark, " ")
    return text.replace("’", "'").replace("`", "'")


class _Sentence(NamedTuple):
    """``marks`` are the quotation marks of the whole text: what it does not use need not be looked for."""

    text: str
    spaced: str
    span: Span
    marks: tuple[str, ...]


def _utterance(sentence: _Sentence, inside: bool, paragraph: int, kind: SegmentKind) -> Utterance:
    text, spaced, span, marks = sentence
    written = [word for piece in spaced.split(" ") if (word := piece.strip(_EDGES))]
    words = [word.lower() for word in written]
    marked = [mark for mark in marks if mark in text]
    quoted, left = _quotation(text, spaced, written, inside) if marked else ((inside,) * len(words), inside)
    return Utterance(
        span,
        text,
        spaced,
        tuple(words),
        tuple(written),
        tuple(map(ne, written, words)),
        quoted,
        inside,
        left,
        paragraph,
        kind,
    )


def _places(spaced: str, written: Iterable[str]) -> Iterator[tuple[int, int]]:
    end = 0
    for word in written:
        start = spaced.index(word, end)
        end = start + len(word)
        yield start, end


def _gaps(sentence: str, places: Iterable[tuple[int, int]]) -> Iterator[str]:
    before = 0
    for start, end in places:
        yield sentence[before:start]
        before = end
    yield sentence[before:]


def _quotation(text: str, spaced: str, written: list[str], inside: bool) -> tuple[tuple[bool, ...], bool]:
    """Which words are quoted. Marks of the same kind may be nested: “he said “no” again”."""
    depth = int(inside)
    quoted = []
    for gap in _gaps(text, _places(spaced, written)):
        if gap not in {" ", ", "}:
            depth = _depth(gap, depth)
        quoted.append(depth > 0)
    left = quoted.pop()
    return tuple(quoted), left


def _depth(gap: str, depth: int) -> int:
    for place, mark in enumerate(gap):
        if mark in "“„«":
            depth += 1
        elif mark in "”»":
            depth = max(0, depth - 1)
        elif mark == '"' or gap[place : place + 2] == "''":
            depth = 0 if depth else 1
    return depth
