"""Where the readers' comments begin and end, and which lines are one comment."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import re2

from auditor.inspection.document import Document
from auditor.inspection.segments.speakers import author_of, iso_of, says
from auditor.inspection.tiling import Segment, SegmentKind, merged, revised

_NUMBER = re2.compile(r"^(\d{1,4})[.)][\s\p{Z}]")
_BULLET = re2.compile(r"^[•·◦▪‣○●*–-][\s\p{Z}]")
_SAYS = re2.compile(
    r"^(?P<author>[\p{L}\p{N}][\p{L}\p{N}@_.’' -]+?)(?: on .{6,30})?(?: at \d.{3,12})? "
    r"(?:says|said|wrote|writes|commented)(?: on .{6,40})?:?$"
)
_COLON = re2.compile(r"^(?P<author>\p{Lu}[\p{L}\p{N}_.’'-]+(?: \p{Lu}[\p{L}\p{N}_.’'-]*){0,2}):[\s\p{Z}]+\S")
_SAID = 120  # code points of a line that says who speaks
_ENDS = frozenset(
    {
        SegmentKind.COMMENT_WIDGET,
        SegmentKind.COMMENTS_CLOSED,
        SegmentKind.TEMPLATE_RESIDUE,
        SegmentKind.COMMENT_POLICY,
        SegmentKind.COPYRIGHT_NOTICE,
    }
)
_TRIES = 40  # doubtful beginnings looked at before only sure ones are; each look reads to the end
_PARAGRAPH, _REPORT = (
    80,
    200,
)  # code points of a line that tells something, and of a report told before comments
_REMARK, _REMARKS = 400, 3  # code points of a short comment; comments that show a thread without a report
_WIDGETS = frozenset({SegmentKind.COMMENT_WIDGET, SegmentKind.COMMENTS_CLOSED})
_BEFORE = frozenset({SegmentKind.COMMENT_COUNT, SegmentKind.COMMENT_POLICY})


@dataclass(frozen=True, slots=True)
class Opening:
    """How a tile opens a comment: its printed marker or author, and its indentation in code points."""

    index: int
    indent: int
    marker: str | None = None
    author: str | None = None
    announced: bool = False

    @property
    def number(self) -> int | None:
        """The printed number, None for a bullet or a name."""
        digits = (self.marker or "").rstrip(".)")
        return int(digits) if digits.isdigit() else None


def read_threads(document: Document, tiles: list[Segment]) -> list[Segment]:
    """Join the lines of each reader comment, where the text shows that a thread stands there."""
    kept: list[Segment] = []
    done, told = 0, _told(tiles)
    while (found := _next_thread(document, tiles, done, told)) is not None:
        openings, end = found
        kept += tiles[done : openings[0].index]
        kept += _comments(document, tiles, openings, end)
        done = end
    return kept + tiles[done:]


def _told(tiles: list[Segment]) -> int:
    """The first tile with a report before it: a count that stands above says nothing of what follows it."""
    length = 0
    for index, tile in enumerate(tiles):
        if length >= _REPORT:
            return index
        if tile.kind is SegmentKind.BODY and len(tile.span) >= _PARAGRAPH:
            length += len(tile.span)
    return len(tiles)


def indent_of(document: Document, position: int) -> int:
    """White space, in code points, between the start of the line and ``position``; -1 inside a line."""
    line = document.text[document.text.rfind("\n", 0, position) + 1 : position]
    return len(line) if not line.strip() else -1


def _opening(document: Document, tiles: list[Segment], index: int, *, announced: bool) -> Opening | None:
    """How the tile opens a comment; "Joe: …" and "Joe, 3 May 2020" only in an announced thread."""
    tile = tiles[index]
    words = document.quote(tile.span)
    if not (words[0].isdigit() or words[0].isalpha() or _BULLET.search(words)):
        return None
    indent = indent_of(document, tile.span.start)
    if indent < 0:
        return None
    marker = _NUMBER.search(words) or _BULLET.search(words)
    if marker:
        return Opening(index, indent, marker=marker[0].strip())
    author = _author(words, announced=announced)
    return Opening(index, indent, author=author, announced=announced) if author else None


def _author(words: str, *, announced: bool) -> str | None:
    found = _SAYS.search(words) if len(words) < _SAID else None
    if found:
        return str(found["author"]).strip()
    if not announced:
        return None
    named = _COLON.search(words)
    if named and not named["author"].isupper():  # "GENEVA: " begins a report
        return str(named["author"])
    if len(words) >= _SAID:
        return None
    return says(words) or author_of(words)


def _next_thread(
    document: Document, tiles: list[Segment], first: int, told: int
) -> tuple[list[Opening], int] | None:
    tries = _TRIES
    for index in range(first, len(tiles)):
        announced = index > 0 and tiles[index - 1].kind in _BEFORE
        sure = announced and index >= told
        if not sure and tries <= 0:
            continue
        opening = _opening(document, tiles, index, announced=announced)
        if opening is None or not (opening.author or opening.number == 1 or (announced and opening.number)):
            continue
        end = _end_of_thread(document, tiles, opening)
        openings = list(_openings(document, tiles, opening, end))
        indented = opening.number is not None and opening.indent >= 2
        known = _is_thread(tiles, openings, end) if indented or not announced else False
        if sure or known or (announced and _are_remarks(tiles, openings, end)):
            return openings, end
        tries -= 1
    return None


def _end_of_thread(document: Document, tiles: list[Segment], opening: Opening) -> int:
    """The first tile after ``opening`` that is a form or notice, or stands farther left than the thread."""
    for index in range(opening.index + 1, len(tiles)):
        tile = tiles[index]
        indent = indent_of(document, tile.span.start)
        if 0 <= indent < opening.indent:
            return index
        if tile.kind in _ENDS and indent <= opening.indent:
            return index
    return len(tiles)


def _openings(document: Document, tiles: list[Segment], first: Opening, end: int) -> Iterator[Opening]:
    """The comments of a thread: numbers that count up (or down), bullets set farther in, names."""
    yield first
    last = first.number
    for index in range(first.index + 1, end):
        opening = _opening(document, tiles, index, announced=first.announced)
        if opening is None:
            continue
        if opening.number is not None:
            if last is not None and opening.indent == first.indent and abs(opening.number - last) == 1:
                last = opening.number
                yield opening
        elif opening.author or (last is not None and opening.indent > first.indent):
            yield opening


def _are_remarks(tiles: list[Segment], openings: list[Opening], end: int) -> bool:
    """Whether what a count announces before any report is comments: several, all short."""
    starts = [tiles[opening.index].span.start for opening in openings] + [tiles[end - 1].span.end]
    return len(openings) >= _REMARKS and all(after - start <= _REMARK for start, after in pairwise(starts))


def _is_thread(tiles: list[Segment], openings: list[Opening], end: int) -> bool:
    """Whether numbered or named lines that nothing announces are comments: a form after, or both are near."""
    first = openings[0]
    closed = end < len(tiles) and tiles[end].kind in _WIDGETS
    if first.author:
        return closed and len(openings) >= 2
    after_notices = first.index > 0 and tiles[first.index - 1].alone is not SegmentKind.BODY
    many = sum(opening.number is not None for opening in openings) >= 3
    return (closed and (many or after_notices)) or (many and after_notices and first.indent >= 2)


def _comments(
    document: Document, tiles: list[Segment], openings: list[Opening], end: int
) -> Iterator[Segment]:
    stops = [opening.index for opening in openings[1:]] + [end]
    for opening, stop in zip(openings, stops, strict=True):
        reply = opening.marker is not None and opening.number is None
        values: dict[str, object] = {"indent": opening.indent}
        if opening.marker:
            values["template_marker"] = opening.marker
        if opening.author:
            values["author"] = opening.author
            heads = tiles[opening.index : min(stop, opening.index + 2)]
            dated = (iso_of(document.quote(tile.span)[:_SAID]) for tile in heads)
            values |= [("date", date) for date in filter(None, dated)][:1]
        whole = revised(
            tiles[opening.index],
            SegmentKind.READER_COMMENT,
            "threads.opening",
            "opens like a comment and stands in a thread of comments",
            subkind="reply" if reply else "comment",
            confidence=0.95,
            values=values,
        )
        yield merged(tiles[opening.index : stop], whole)
