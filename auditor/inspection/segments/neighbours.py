"""What neighbours make of a line: notes and their parts, headings, containers, reposts, page breaks."""

import re2

from auditor.inspection.document import Document, Span
from auditor.inspection.segments.layout import TERMINAL
from auditor.inspection.tiling import Segment, SegmentKind, merged, revised, with_values

_LINK_ONLY = re2.compile(
    r"^(?:\*\*|[\s\p{Z}])*(?:\[[^\[\]]*\]\((?P<target>[^()]*)\)|(?P<url>(?:https?://|www\.)\S+)|"
    r"(?P<site>[\w-]+(?:\.[\w-]+)+(?:/\S*)?)|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+))(?:\*\*|[\s\p{Z}])*$"
)
_CONTAINERS = frozenset(
    {
        SegmentKind.CONTACT,
        SegmentKind.SUBSCRIPTION_PROMPT,
        SegmentKind.SHARE_WIDGET,
        SegmentKind.REPRINT_PERMISSION,
    }
)
_NOTE_PARTS = 12  # paragraphs; a bracket that closes no sooner is taken for a misprint
_UNREAD = (SegmentKind.BODY, SegmentKind.SECTION_HEADING)


def read_notes(document: Document, tiles: list[Segment]) -> list[Segment]:
    """Carry an editor's note that opens with a bracket on to the bracket that closes it."""
    tiles = list(tiles)
    notes = 0
    for place, tile in enumerate(tiles):
        if tile.kind is not SegmentKind.EDITOR_NOTE or tile.subkind != "opening":
            continue
        notes += 1
        end = _closing_bracket(document, tiles, place)
        signed = [part.values["author"] for part in tiles[place:end] if part.subkind == "signature"]
        for part in range(place, end):
            tiles[part] = _note_part(tiles[part], f"note{notes}", signed)
    return _without_strays(tiles)


def _without_strays(tiles: list[Segment]) -> list[Segment]:
    """A name before a closing bracket signs only a note; elsewhere it goes back to the words before it."""
    kept: list[Segment] = []
    for tile in tiles:
        if kept and tile.subkind == "signature" and "group" not in tile.values:
            kept[-1] = merged([kept[-1], tile], kept[-1])
        else:
            kept.append(tile)
    return kept


def _closing_bracket(document: Document, tiles: list[Segment], place: int) -> int:
    opener = document.quote(tiles[place].span)[0]
    closer = {"[": "]", "(": ")"}.get(opener)
    if closer is None:
        return place + 1
    for end in range(place, min(len(tiles), place + _NOTE_PARTS)):
        if document.quote(tiles[end].span).rstrip("*_. ").endswith(closer):
            return end + 1
    return place + 1


def _note_part(tile: Segment, group: str, signed: list[object]) -> Segment:
    if tile.kind in _UNREAD:
        tile = revised(
            tile,
            SegmentKind.EDITOR_NOTE,
            "neighbours.note",
            "stands inside the brackets of an editor's note",
            subkind="continuation",
            confidence=0.95,
        )
    tile = with_values(tile, group=group)
    return with_values(tile, author=signed[0]) if signed and tile.subkind == "opening" else tile


def join_containers(document: Document, tiles: list[Segment]) -> list[Segment]:
    """Join a notice that ends in a colon with the link it announces, and a bio with its heading."""
    kept: list[Segment] = []
    for tile in tiles:
        before = kept[-1] if kept else None
        if before and before.kind in _CONTAINERS and document.quote(before.span).endswith(":"):
            link = _LINK_ONLY.search(document.quote(tile.span))
            if link:
                values = {name: words for name, words in link.groupdict().items() if words}
                kept[-1] = with_values(merged([before, tile], before), **values)
                continue
        if before and before.subkind == "about_the_author" and _is_bio(tile):
            reason = "a heading about the author and the paragraph under it"
            bio = revised(
                before,
                SegmentKind.AUTHOR_BIO,
                "neighbours.bio",
                reason,
                subkind="about_the_author",
                confidence=0.95,
                values=tile.values if tile.kind is SegmentKind.AUTHOR_BIO else None,
            )
            kept[-1] = merged([before, tile], bio)
            continue
        kept.append(tile)
    return kept


def _is_bio(tile: Segment) -> bool:
    return tile.kind is SegmentKind.BODY or (
        tile.kind is SegmentKind.AUTHOR_BIO and tile.subkind != "about_the_author"
    )


def read_headings(document: Document, tiles: list[Segment]) -> list[Segment]:
    """Settle the short lines no rule knows: headings of a section where text follows, asides elsewhere."""
    tiles = list(tiles)
    last = max((place for place, tile in enumerate(tiles) if tile.kind is SegmentKind.BODY), default=-1)
    first = next((place for place, tile in enumerate(tiles) if tile.kind is SegmentKind.BODY), len(tiles))
    for place, tile in enumerate(tiles):
        if tile.kind is not SegmentKind.SECTION_HEADING:
            continue
        if last < 0:
            reason = "a short line of a text that holds nothing else"
            tiles[place] = revised(tile, SegmentKind.BODY, "neighbours.short_text", reason, confidence=0.4)
            continue
        follows = place + 1 < len(tiles) and tiles[place + 1].kind in (*_UNREAD, SegmentKind.BLOCKQUOTE)
        unfinished = document.quote(tile.span)[-1] not in ".:;,"
        if first < place < last and follows and unfinished and len(tile.span) <= 120:
            reason = "a short line without a full stop above a paragraph"
            rule = "neighbours.heading"
            tiles[place] = revised(tile, SegmentKind.SECTION_HEADING, rule, reason, subkind="editorial")
        elif first < place < last or _short_sentence(document, tiles, place):
            reason = (
                "a short line between paragraphs" if place < last else "a short sentence after a paragraph"
            )
            tiles[place] = revised(tile, SegmentKind.BODY, "neighbours.short_line", reason, confidence=0.4)
        else:
            tiles[place] = _unknown(tile, "a short line outside the text that no rule knows")
    return tiles


def _short_sentence(document: Document, tiles: list[Segment], place: int) -> bool:
    text = document.quote(tiles[place].span)
    follows = place > 0 and tiles[place - 1].kind is SegmentKind.BODY
    return follows and text[-1] in ".!?…" and text.count(" ") >= 2


def _unknown(tile: Segment, reason: str) -> Segment:
    kind = SegmentKind(str(tile.values["clue"])) if "clue" in tile.values else SegmentKind.NAVIGATION
    named = revised(tile, kind, "neighbours.unknown", reason, confidence=0.3, values=tile.values)
    return with_values(named, unknown_boilerplate=True)


def find_page_breaks(document: Document, tiles: list[Segment]) -> list[Segment]:
    """Mark both halves of a sentence that a page break tore apart: running text, however short."""
    tiles = list(tiles)
    for place in range(1, len(tiles)):
        before, after = tiles[place - 1], tiles[place]
        if _torn(document, before, after):
            joins = [[before.span.start, before.span.end], [after.span.start, after.span.end]]
            tiles[place - 1] = _half(before, joins)
            tiles[place] = _half(after, joins)
    return tiles


def _half(tile: Segment, joins: list[list[int]]) -> Segment:
    reason = "half of a sentence that goes on after a page break"
    rule = "neighbours.page_break"
    return revised(tile, SegmentKind.BODY, rule, reason, confidence=0.9, values={"joins": joins})


def join_page_breaks(tiles: list[Segment]) -> list[Segment]:
    """Put a page break artifact over the white space between two halves found by ``find_page_breaks``."""
    kept: list[Segment] = []
    for tile in tiles:
        before = kept[-1] if kept else None
        if before and "joins" in before.values and before.values["joins"] == tile.values.get("joins"):
            kept.append(_artifact(Span(before.span.end, tile.span.start), before.values["joins"]))
        kept.append(tile)
    return kept


def _torn(document: Document, before: Segment, after: Segment) -> bool:
    """Whether one stops in mid-sentence and the other goes on: no stop, then a word in lower case."""
    if (
        before.kind not in _UNREAD
        or after.kind not in _UNREAD
        or SegmentKind.BODY not in (before.kind, after.kind)
    ):
        return False
    gap = document.text[before.span.end : after.span.start]
    if gap.count("\n") < 2 and "\f" not in gap:
        return False
    word = document.quote(after.span).split()[0].strip(",;")
    return document.quote(before.span)[-1] not in TERMINAL and word.isalpha() and word.islower()


def _artifact(span: Span, joins: object) -> Segment:
    return Segment(
        span=span,
        kind=SegmentKind.PAGE_BREAK_ARTIFACT,
        alone=SegmentKind.PAGE_BREAK_ARTIFACT,
        confidence=0.9,
        reason="the paragraph before stops in mid-sentence and the one after goes on in lower case",
        rules=("neighbours.page_break",),
        subkind="sentence_split",
        values={"joins": joins},
    )
