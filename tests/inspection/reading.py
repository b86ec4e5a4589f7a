"""Shared by the tests of the core: short ways to segment a text or a page."""

from auditor.inspection.document import Document
from auditor.inspection.markup import read_html
from auditor.inspection.plaintext import read_text
from auditor.inspection.rulebook import load_rulebook
from auditor.inspection.segments import Segment, segment

PROSE = (
    "The ministry said on Monday that the withdrawal of the main part of the contingent would begin "
    "within a day and would take several months to complete."
)
SECOND = (
    "Officials in the capital declined to say how many aircraft would stay behind at "
    "the two bases on the coast."
)
THIRD = (
    "Diplomats who follow the talks said the announcement had taken them by surprise "
    "and that they had no details."
)


def text_of(data: str) -> tuple[Document, tuple[Segment, ...]]:
    """A plain text and its segments."""
    document = read_text(data)
    return document, segment(document, load_rulebook())


def page_of(body: str, head: str = "") -> tuple[Document, tuple[Segment, ...]]:
    """A page and its segments."""
    document = read_html(f"<html><head>{head}</head><body>{body}</body></html>")
    return document, segment(document, load_rulebook())


def told(document: Document, segments: tuple[Segment, ...]) -> list[tuple[str, str]]:
    """Kind and words of each segment."""
    return [(tile.kind.value, document.quote(tile.span)) for tile in segments]


def kinds(data: str) -> list[str]:
    """The kinds of a plain text's segments in order."""
    return [tile.kind.value for tile in text_of(data)[1]]


def found(data: str, words: str) -> Segment:
    """The segment of a plain text that begins with ``words``."""
    document, segments = text_of(data)
    return next(tile for tile in segments if document.quote(tile.span).startswith(words))


def page_kind(body: str, words: str, head: str = "") -> Segment:
    """The segment of a page that begins with ``words``."""
    document, segments = page_of(body, head)
    return next(tile for tile in segments if document.quote(tile.span).startswith(words))
