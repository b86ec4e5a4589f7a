"""Articles made by hand: paragraphs of given kinds, read up to the step a test is about."""

from dataclasses import dataclass

from auditor.inspection.assertions import Assertion, find_assertions
from auditor.inspection.attribution import Attribution, Heard, hear
from auditor.inspection.attribution.carrying import find_attributions
from auditor.inspection.document import Block, Document, Span
from auditor.inspection.sentences import find_sentences
from auditor.inspection.tiling import Segment, SegmentKind

BODY, BLOCKQUOTE = SegmentKind.BODY, SegmentKind.BLOCKQUOTE
NOTE, BREAK = SegmentKind.EDITOR_NOTE, SegmentKind.PAGE_BREAK_ARTIFACT


@dataclass(frozen=True, slots=True)
class Article:
    """A text with its segments, and what is read in it."""

    document: Document
    segments: tuple[Segment, ...]

    @property
    def sentences(self) -> tuple[Span, ...]:
        return find_sentences(self.document, self.segments)

    @property
    def heard(self) -> tuple[Heard, ...]:
        return hear(self.document, self.segments, self.sentences)

    @property
    def attributions(self) -> tuple[Attribution, ...]:
        return find_attributions(self.heard)

    @property
    def assertions(self) -> tuple[Assertion, ...]:
        heard = self.heard
        return find_assertions(heard, find_attributions(heard))

    def quotes(self) -> list[str]:
        return [self.document.quote(span) for span in self.sentences]

    def words(self, span: Span | None) -> str | None:
        return None if span is None else self.document.quote(span)


def article(*paragraphs: str | tuple[SegmentKind, str], **metadata: str) -> Article:
    """Paragraphs parted by blank lines; a page break is the blank line between its neighbours."""
    text, tiles = "", list[tuple[SegmentKind, int, int]]()
    broken = False
    for paragraph in paragraphs:
        kind, words = (BODY, paragraph) if isinstance(paragraph, str) else paragraph
        if kind is BREAK:
            broken = True
            continue
        start = len(text) + 2 if text else 0
        if broken and text:
            tiles.append((BREAK, len(text), start))
            broken = False
        text = f"{text}\n\n{words}" if text else words
        tiles.append((kind, start, len(text)))
    segments = tuple(Segment(Span(start, end), kind, kind, 1.0, "by hand") for kind, start, end in tiles)
    return Article(Document(text, (Block(Span(0, len(text))),), metadata=metadata), segments)


def only(text: str, **metadata: str) -> tuple[Article, Attribution, Assertion]:
    """One sentence alone: its article, who vouches for it, what it does."""
    made = article(text, **metadata)
    (judged,) = made.assertions
    return made, judged.attribution, judged
