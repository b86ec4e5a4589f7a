"""Readers' comments in a page's tree: which lines are one comment, who wrote it, whom it answers."""

import re2

from auditor.inspection.document import Document, Element
from auditor.inspection.segments.elements import Place, places_of
from auditor.inspection.segments.posts import Post, find_posts
from auditor.inspection.tiling import Segment, SegmentKind, merged, revised, with_values

_AUTHOR = re2.compile(
    r"^(?:fn|comment-?_*(?:author|name|user|username|poster|by)\w*|author|commenter\w*|username|user-?name|vcard|nickname|says|comment-author-link)$"
)
_SAYS = re2.compile(
    r"(?i)^(?P<author>.{1,60}?)[\s\p{Z}]+(?:says|said|wrote|writes|schrieb|sagt|dice|dit|escribió|says on .+)"
    r"[\s\p{Z}]*:?$"
)


def read_discussion(document: Document, tiles: list[Segment]) -> list[Segment]:
    """Join the tiles of each comment of a page; lines of the thread outside any comment are its machinery."""
    posts = find_posts(document)
    kept: list[Segment] = []
    seen: set[Element] = set()
    around: Post | None = None
    for place in places_of(document, tiles):
        post = posts.get(place.block.span.start)
        if post is None:
            kept.append(
                _machinery(place.tile) if place.tile.kind is SegmentKind.READER_COMMENT else place.tile
            )
        elif around is not None and post.element is around.element:
            kept[-1] = _joined(document, kept[-1], place)
        elif post.element in seen:
            kept.append(_machinery(place.tile))
            post = None
        else:
            seen.add(post.element)
            kept.append(_opened(document, place, post))
        around = post
    return kept


def _machinery(tile: Segment) -> Segment:
    reason = "stands in the thread of comments but in none of them"
    return revised(tile, SegmentKind.COMMENT_WIDGET, "discussions.machinery", reason, confidence=0.6)


def _opened(document: Document, place: Place, post: Post) -> Segment:
    opened = revised(
        place.tile,
        SegmentKind.READER_COMMENT,
        post.rule,
        "stands in an element that holds one comment",
        subkind="reply" if post.depth else "comment",
        confidence=0.9,
        values={"depth": post.depth},
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
