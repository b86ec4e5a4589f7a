"""Readers' comments in a page's tree: which lines are one comment, who wrote it, whom it answers."""

from dataclasses import dataclass

import re2

from auditor.inspection.document import Document, Markup
from auditor.inspection.segments.elements import Place, places_of
from auditor.inspection.tiling import Segment, SegmentKind, merged, revised, with_values

_ITEM = re2.compile(
    r"^(?:comment|(?:li-|div-|wp-)?comment-?_?\d+|comment-?_*(?:item|thread|entry|node|post|wrap|block|box|single|row)|"
    r"commententry|single-comment|usercomment|user-comment|comments?-item|comment_container|post-comment)$"
)
_AUTHOR = re2.compile(
    r"^(?:fn|comment-?_*(?:author|name|user|username|poster|by)\w*|author|commenter\w*|username|user-?name|vcard|nickname|says|comment-author-link)$"
)
_LIST_ITEMS = frozenset({"li", "article"})
_SAYS = re2.compile(
    r"(?i)^(?P<author>.{1,60}?)[\s\p{Z}]+(?:says|said|wrote|writes|schrieb|sagt|dice|dit|escribió|says on .+)"
    r"[\s\p{Z}]*:?$"
)
_DEPTH = re2.compile(r"^depth-(\d{1,2})$")


@dataclass(frozen=True, slots=True)
class Item:
    """The comment a block stands in: the path of its element, and how many comments are around it."""

    path: str
    depth: int


def read_discussion(document: Document, tiles: list[Segment]) -> list[Segment]:
    """Join the tiles of each comment of a page; lines of the thread outside any comment are its machinery."""
    kept: list[Segment] = []
    seen: set[str] = set()
    open_item: Item | None = None
    for place in places_of(document, tiles):
        tile = place.tile
        item = _item(place.markup) if tile.kind is SegmentKind.READER_COMMENT else None
        if item is None:
            kept.append(_machinery(tile) if tile.kind is SegmentKind.READER_COMMENT else tile)
            open_item = None
        elif item == open_item:
            kept[-1] = _joined(document, kept[-1], place)
        elif item.path in seen:
            kept.append(_machinery(tile))
            open_item = None
        else:
            seen.add(item.path)
            kept.append(_opened(document, place, item))
            open_item = item
    return kept


def _item(markup: Markup) -> Item | None:
    """The innermost comment element around a block; elements directly in each other are one comment."""
    found = [place for place, names in enumerate(markup.lineage) if any(_ITEM.search(name) for name in names)]
    if not found:
        return None
    heads = [place for place in found if place + 1 not in found]
    own, *around = heads
    if markup.tags[own] in _LIST_ITEMS:  # a box around the list is no comment
        around = [place for place in around if markup.tags[place] in _LIST_ITEMS]
    steps = markup.path.split("/")
    return Item("/".join(steps[: len(steps) - own]), _named_depth(markup, own, len(around)))


def _named_depth(markup: Markup, place: int, counted: int) -> int:
    """The depth that WordPress prints (``depth-1`` for a comment), else the one counted."""
    printed = [int(found[1]) for name in markup.lineage[place] if (found := _DEPTH.search(name))]
    return max(0, printed[0] - 1) if printed else counted


def _machinery(tile: Segment) -> Segment:
    reason = "stands in the thread of comments but in none of them"
    return revised(tile, SegmentKind.COMMENT_WIDGET, "discussions.machinery", reason, confidence=0.6)


def _opened(document: Document, place: Place, item: Item) -> Segment:
    opened = revised(
        place.tile,
        SegmentKind.READER_COMMENT,
        "discussions.item",
        "stands in an element that holds one comment",
        subkind="reply" if item.depth else "comment",
        confidence=0.9,
        values={"depth": item.depth},
    )
    return _credited(document, opened, place)


def _joined(document: Document, comment: Segment, place: Place) -> Segment:
    longer = merged([comment, place.tile], comment)
    return longer if "author" in comment.values else _credited(document, longer, place)


def _credited(document: Document, comment: Segment, place: Place) -> Segment:
    """``comment`` with the author that ``place`` prints, if it is a line naming one."""
    words = document.quote(place.block.span)
    if len(words) > 80:
        return comment
    says = _SAYS.search(words)
    if says:
        return with_values(comment, author=says["author"].strip())
    named = any(_AUTHOR.search(name) for names in place.markup.lineage[:2] for name in names)
    return with_values(comment, author=words.rstrip(":,")) if named and not words[0].isdigit() else comment
