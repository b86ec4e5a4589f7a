"""One sentence as words: their places, what stands between them, and which are quoted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import ne
from typing import NamedTuple

from auditor.inspection.document import Document, Span
from auditor.inspection.tiling import Segment, SegmentKind

_MARKS = '"“”„«»(){}[],;:!?—–…/*#<>|=+‘\n\r\t\v\f\u00a0\u2002\u2003\u2009\u200a\u200b\u2028\u2029\u202f\u3000'
_DOUBLE = frozenset('"“”„«»')
_OPENING = frozenset('"“„«')
_HALTS = frozenset(",;:—–()[]…")
_SENTENCE_KINDS = frozenset(
    {SegmentKind.BODY, SegmentKind.BLOCKQUOTE, SegmentKind.EDITOR_NOTE, SegmentKind.UPDATE_NOTICE}
)


@dataclass(frozen=True, slots=True)
class Utterance:
    """A sentence read once, word by word.

    ``words`` are in lower case without marks at their edges, ``written`` as printed; ``starts`` and
    ``ends`` are code points of the document. ``capitals[i]`` says whether word ``i`` has a capital,
    ``quoted[i]`` whether it is inside quotation marks; ``gaps[i]`` is what stands before it,
    ``gaps[-1]`` what stands after the last. ``entered`` says whether the sentence begins inside
    quotation marks, ``left`` whether it ends there.
    ``paragraph`` numbers the segments the sentences stand in; ``kind`` is that segment's.
    """

    span: Span
    text: str
    words: tuple[str, ...]
    written: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    capitals: tuple[bool, ...]
    gaps: tuple[str, ...]
    quoted: tuple[bool, ...]
    entered: bool
    left: bool
    paragraph: int
    kind: SegmentKind

    def place(self, start: int, end: int) -> Span:
        """The stretch of the document from word ``start`` to before word ``end``."""
        return Span(self.starts[start], self.ends[end - 1])

    def halted(self, index: int) -> bool:
        """Whether a comma, colon, dash, bracket or quotation mark stands before word ``index``."""
        gap = self.gaps[index]
        return gap != " " and not (_HALTS | _DOUBLE).isdisjoint(gap)

    def capital(self, index: int) -> bool:
        """Whether word ``index`` is printed with a capital, as in "Assad" and "al-Assad"."""
        return self.capitals[index]


def utter(
    document: Document, segments: Iterable[Segment], sentences: Iterable[Span]
) -> tuple[Utterance, ...]:
    """Read every sentence; quotation marks left open reach into the next paragraph only if it shows that."""
    text = document.text
    spaced = _spaced(text)
    uttered: list[Utterance] = []
    inside, before = False, -1
    for paragraph, segment, span in _placed(segments, sentences):
        if text[span.start] in _OPENING:
            inside = False
        elif paragraph != before:
            inside = inside and _closes_first(text, Span(span.start, segment.span.end))
        before = paragraph
        sentence = _Sentence(text[span.start : span.end], spaced[span.start : span.end], span)
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
    text: str
    spaced: str
    span: Span


def _utterance(sentence: _Sentence, inside: bool, paragraph: int, kind: SegmentKind) -> Utterance:
    written, starts = _split(sentence.spaced)
    ends = [start + len(word) for start, word in zip(starts, written, strict=True)]
    words = [word.lower() for word in written]
    gaps = _gaps(sentence.text, starts, ends)
    quoted, left = _quotation(gaps, inside)
    offset = sentence.span.start
    return Utterance(
        span=sentence.span,
        text=sentence.text,
        words=tuple(words),
        written=tuple(written),
        starts=tuple([start + offset for start in starts]),
        ends=tuple([end + offset for end in ends]),
        capitals=tuple(map(ne, written, words)),
        gaps=tuple(gaps),
        quoted=quoted,
        entered=inside,
        left=left,
        paragraph=paragraph,
        kind=kind,
    )


def _split(spaced: str) -> tuple[list[str], list[int]]:
    """The words of a sentence as written, and where each begins in it."""
    written, starts = [], []
    at = 0
    for piece in spaced.split(" "):
        word = piece.strip(".'-")
        if word:
            written.append(word)
            starts.append(at if word[0] == piece[0] else at + piece.index(word))
        at += len(piece) + 1
    return written, starts


def _gaps(sentence: str, starts: list[int], ends: list[int]) -> list[str]:
    befores = [0, *ends]
    afters = [*starts, len(sentence)]
    return [sentence[end:start] for end, start in zip(befores, afters, strict=True)]


def _quotation(gaps: list[str], inside: bool) -> tuple[tuple[bool, ...], bool]:
    """Which words are quoted. Marks of the same kind may be nested: “he said “no” again”."""
    depth = int(inside)
    quoted = []
    for gap in gaps:
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
