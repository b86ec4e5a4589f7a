"""Readers' comments in a page's tree: which lines are one comment, who wrote it, when, in which thread."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from auditor.inspection.document import Document, Element
from auditor.inspection.segments.elements import Place, places_of
from auditor.inspection.segments.posts import Post, find_posts
from auditor.inspection.segments.signs import Sign, invites, sign_of
from auditor.inspection.segments.speakers import Line, credit
from auditor.inspection.tiling import Segment, SegmentKind, merged, revised

_TOOLS = (Sign.ANSWER, Sign.TOOL)
_WIDGETS = (
    SegmentKind.COMMENT_WIDGET,
    SegmentKind.COMMENT_COUNT,
    SegmentKind.COMMENT_POLICY,
    SegmentKind.COMMENTS_CLOSED,
)
_HEAD = 30  # code points of a line that may stand above the words of a comment, such as a name or a rank
_NAMES = 3  # such lines


def read_discussion(document: Document, tiles: list[Segment]) -> list[Segment]:
    """Join the tiles of each comment of a page; lines of the thread outside any comment are its machinery."""
    posts = find_posts(document)
    kept: list[Segment] = []
    seen: set[Element] = set()
    found = ((place, posts.get(place.block.span.start)) for place in places_of(document, tiles))
    for post, run in groupby(found, key=lambda one: one[1]):
        places = [place for place, _ in run]
        if post is None:
            kept += [_outside(place.tile) for place in places]
        elif post.element in seen or not _speaks(document, places):
            kept += [_machinery(place.tile) for place in places]
        else:
            seen.add(post.element)
            kept += _Comment(document, post, places).segments()
    return kept


def _speaks(document: Document, places: Sequence[Place]) -> bool:
    """Whether a reader does: not where all is a heading, buttons, or what the page says of its comments."""
    signs = [sign_of(document, place.block) for place in places]
    if Sign.TIME not in signs and any(invites(document.quote(place.block.span)) for place in places):
        return False
    return any(
        place.tile.kind not in _WIDGETS and sign in (None, Sign.TIME)
        for place, sign in zip(places, signs, strict=True)
    )


def _outside(tile: Segment) -> Segment:
    return _machinery(tile) if tile.kind is SegmentKind.READER_COMMENT else tile


def _machinery(tile: Segment) -> Segment:
    reason = "stands in the thread of comments but in none of them"
    return revised(tile, SegmentKind.COMMENT_WIDGET, "discussions.machinery", reason, confidence=0.6)


@dataclass(frozen=True, slots=True)
class _Comment:
    """A post with its tiles: first who and when, then words, then what readers may click."""

    document: Document
    post: Post
    places: Sequence[Place]

    def segments(self) -> Iterator[Segment]:
        """One comment, and before and after it the lines that are none of its words."""
        lines = [self._line(place) for place in self.places]
        first, last = _words_of(lines)
        tiles = [place.tile for place in self.places]
        yield from map(_tool, tiles[:first])
        whole = revised(
            tiles[first],
            SegmentKind.READER_COMMENT,
            self.post.rule,
            "stands in an element that holds one comment",
            subkind="reply" if self.post.depth else "comment",
            confidence=0.9,
            values={"depth": self.post.depth, **credit(lines)},
        )
        yield merged(tiles[first:last], whole)
        yield from map(_tool, tiles[last:])

    def _line(self, place: Place) -> Line:
        inner = len(place.markup.lineage) - len(self.post.element.standing.lineage)
        names = tuple(name for names in place.markup.lineage[: min(2, inner)] for name in names)
        sign = Sign.TOOL if "form" in place.markup.tags[:inner] else sign_of(self.document, place.block)
        return Line(self.document.quote(place.tile.span), sign, names)


def _words_of(lines: Sequence[Line]) -> tuple[int, int]:
    """From which line to which a comment goes, without the buttons and figures above and below it."""
    last = len(lines)
    while last > 1 and lines[last - 1].sign in _TOOLS:
        last -= 1
    first, named, timed = 0, 0, False
    for place, line in enumerate(lines[:last]):
        if line.sign in _TOOLS:
            first = place + 1
        elif line.sign is None:
            named += 1
            if timed or named > _NAMES or len(line.words) > _HEAD or line.words[-1] in ".!?…":
                break
        timed = timed or line.sign is Sign.TIME
    return (first, last) if first < last else (0, last)


def _tool(tile: Segment) -> Segment:
    reason = "is nothing but buttons or figures of a comment"
    return revised(
        tile, SegmentKind.COMMENT_WIDGET, "discussions.tool", reason, subkind="comment_tool", confidence=0.7
    )
