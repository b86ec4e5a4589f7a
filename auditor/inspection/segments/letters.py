"""Readers' comments printed as "Name: words" below a count of comments, in a text without markup."""

import re2

from auditor.inspection.document import Document
from auditor.inspection.tiling import Segment, SegmentKind, merged, revised

_OPENING = re2.compile(
    r"^(?P<author>\p{Lu}[\p{L}\p{N}_.’'-]*\p{Ll}[\p{L}\p{N}_.’'-]*"
    r"(?: \p{Lu}[\p{L}\p{N}_.’'-]*){0,3}):[\s\p{Z}]+\S"
)
_UNREAD = (SegmentKind.BODY, SegmentKind.SECTION_HEADING)


def read_letters(document: Document, tiles: list[Segment]) -> list[Segment]:
    """Join the lines of comments that open with a name and a colon right below a count of comments.

    Only below the article: a town and a colon may open a report. Lines without a name go on with the
    comment before; the first line that a rule knows ends the thread.
    """
    kept: list[Segment] = []
    inside, body = False, False
    for place, tile in enumerate(tiles):
        counted = body and place > 0 and tiles[place - 1].kind is SegmentKind.COMMENT_COUNT
        opening = _OPENING.search(document.quote(tile.span)) if inside or counted else None
        body = body or tile.kind is SegmentKind.BODY
        inside = tile.kind in _UNREAD and (inside or opening is not None)
        if inside and opening:
            kept.append(_comment(tile, opening["author"]))
        elif inside:
            kept[-1] = merged([kept[-1], tile], kept[-1])
        else:
            kept.append(tile)
    return kept


def _comment(tile: Segment, author: str) -> Segment:
    return revised(
        tile,
        SegmentKind.READER_COMMENT,
        "letters.named",
        "opens with a name and a colon below a count of comments",
        subkind="comment",
        values={"author": author},
    )
