"""A version of an article as it is compared with the one before, and when it cannot be compared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from auditor.inspection.changes.alignment import Tile, is_fleeting
from auditor.inspection.changes.classes import ChangeClass
from auditor.inspection.document import Document
from auditor.inspection.tiling import Segment

SHORTEST_SHARE = 0.2
"""A body that shrank below this share of the one before was badly read before it was shortened."""
ENOUGH = 1_000
"""Code points of body from which on such a loss is suspicious."""


@dataclass(frozen=True, slots=True)
class Version:
    """A text with its tiles, what its page declares, and what it says of reuse (as ``rights.plain`` has it).

    ``modified`` is the date of the last change as the page declares it; ``incomplete`` names what cut
    the reading short.
    """

    text: str
    tiles: tuple[Tile, ...]
    modified: str = ""
    rights: Mapping[str, Any] = field(default_factory=dict)
    incomplete: tuple[str, ...] = ()

    def words(self, tile: Tile) -> str:
        """The words of a tile."""
        return self.text[tile.span.start : tile.span.end]

    def size(self, of: ChangeClass) -> int:
        """Code points of a class."""
        return sum(len(tile.span) for tile in self.tiles if tile.of is of)


def version_of(document: Document, segments: Iterable[Segment], rights: Mapping[str, Any]) -> Version:
    """An inspected document as a version."""
    return Version(
        text=document.text,
        tiles=tuple(
            Tile(one.span, one.kind, one.subkind or "", one.rules, is_fleeting(document.quote(one.span)))
            for one in segments
        ),
        modified=document.metadata.get("modified", ""),
        rights=rights,
        incomplete=document.incomplete,
    )


def unknown(before: Version, after: Version) -> str:
    """Why nothing can be said of the change between two versions; empty when it can."""
    if before.incomplete or after.incomplete:
        return "a version was read incompletely"
    old, new = before.size(ChangeClass.BODY), after.size(ChangeClass.BODY)
    if max(old, new) >= ENOUGH and min(old, new) < SHORTEST_SHARE * max(old, new):
        return f"the body went from {old:,} to {new:,} characters: one of the two was probably badly read"
    return ""
