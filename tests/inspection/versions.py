"""Versions for tests of what changed between them."""

from functools import cache

from auditor.inspection.changes import Changes, Version, version_of
from auditor.inspection.changes.alignment import Tile, is_fleeting
from auditor.inspection.document import Span
from auditor.inspection.procedure import inspect_document, read_document
from auditor.inspection.rights.plain import as_data
from auditor.inspection.rulebook import Rulebook, load_rulebook
from auditor.inspection.tiling import SegmentKind as Kind

PARAGRAPHS = (
    "The minister said on Tuesday that 40 houses had been sold to the council.",
    "Paula Jones was the treasurer of the town when the bridge was built.",
    "“Nobody told us about the money,” she said in the town hall that evening.",
)
Part = tuple[Kind, str]


def version(*parts: Part | tuple[Kind, str, str], modified: str = "", **more: object) -> Version:
    """A version of these parts, one to a paragraph; the third of a part is its subkind."""
    text, tiles = "", []
    for kind, words, *subkind in parts:
        start = len(text)
        text += words + "\n\n"
        tiles.append(Tile(Span(start, start + len(words)), kind, *subkind, fleeting=is_fleeting(words)))
    return Version(text, tuple(tiles), modified, **more)  # type: ignore[arg-type]


def body(*paragraphs: str) -> tuple[Part, ...]:
    return tuple((Kind.BODY, words) for words in paragraphs)


def told(changes: Changes) -> list[tuple[str, str]]:
    return [(finding.kind.value, finding.weight.name) for finding in changes.findings]


@cache
def rulebook() -> Rulebook:
    return load_rulebook()


def read(html: str) -> Version:
    """A page as the whole inspection sees it."""
    inspection = inspect_document(read_document(html.encode(), "text/html", "utf-8"), rulebook())
    document = inspection.document
    return version_of(document, inspection.segments, as_data(document, inspection.rights))
