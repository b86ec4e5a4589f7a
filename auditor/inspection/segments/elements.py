"""What the elements right around a block say of it, inside the article's element."""

from collections.abc import Iterator
from typing import NamedTuple

from auditor.inspection.document import Block, Document, Markup
from auditor.inspection.tiling import Segment, SegmentKind, revised

_ASIDE_TAGS = frozenset({"nav", "footer", "aside", "form", "header", "dialog", "menu", "address"})
_WRAPPERS = frozenset({"form", "header"})  # some pages stand whole inside one (ASP.NET, page builders)
_FIGURES = frozenset({"figcaption", "figure", "caption"})
_TEXT_TAGS = frozenset({"p", "li", "dd", "pre", "td"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
PARAGRAPHS = (("p",), ("blockquote",), ("pre",))


class Place(NamedTuple):
    """A tile with the block it stands in."""

    tile: Segment
    block: Block
    markup: Markup

    @property
    def linked(self) -> float:
        """The share of the block's code points inside links."""
        return self.markup.link_chars / len(self.block.span)


def places_of(document: Document, tiles: list[Segment]) -> Iterator[Place]:
    """Each tile with its block, in text order."""
    blocks = iter(document.blocks)
    block = next(blocks)
    for tile in tiles:
        while block.span.end <= tile.span.start:
            block = next(blocks)
        yield Place(tile, block, block.markup or Markup())


def read_inside(place: Place, tags: tuple[str, ...]) -> Segment:
    """A tile inside the article's element, by the elements between that one and its words."""
    tile = place.tile
    for verdict in (_unshown, _in_figure, _in_aside, _links_only, _in_quotation, _in_heading, _in_paragraph):
        said = verdict(place, tags)
        if said is not None:
            kind, rule, reason, confidence = said
            return revised(tile, kind, rule, reason, confidence=confidence)
    return tile


_Verdict = tuple[SegmentKind, str, str, float]


def _unshown(place: Place, _: tuple[str, ...]) -> _Verdict | None:
    return (SegmentKind.NAVIGATION, "pages.hidden", "the page hides it", 0.5) if place.markup.hidden else None


def _in_figure(_: Place, tags: tuple[str, ...]) -> _Verdict | None:
    if _FIGURES.isdisjoint(tags):
        return None
    return SegmentKind.CAPTION, "pages.figure", "stands in a figure", 0.9


def _in_aside(_: Place, tags: tuple[str, ...]) -> _Verdict | None:
    tag = aside_of(tags)
    return (SegmentKind.NAVIGATION, "pages.aside", f"stands in a {tag} element", 0.7) if tag else None


def _links_only(place: Place, _: tuple[str, ...]) -> _Verdict | None:
    prose = place.tile.alone is SegmentKind.BODY and len(place.tile.span) > 80
    if place.linked <= 0.6 or prose:
        return None
    return SegmentKind.NAVIGATION, "pages.links", "is little else than links", 0.7


def _in_quotation(_: Place, tags: tuple[str, ...]) -> _Verdict | None:
    if "blockquote" not in tags:
        return None
    return SegmentKind.BLOCKQUOTE, "pages.blockquote", "stands in a blockquote element", 0.9


def _in_heading(_: Place, tags: tuple[str, ...]) -> _Verdict | None:
    if HEADINGS.isdisjoint(tags):
        return None
    return SegmentKind.SECTION_HEADING, "pages.heading", "is a heading element", 0.9


def _in_paragraph(place: Place, tags: tuple[str, ...]) -> _Verdict | None:
    nearest = (tags or place.markup.tags or ("",))[0]
    if place.tile.alone is not SegmentKind.BODY and nearest not in _TEXT_TAGS:
        return None
    return SegmentKind.BODY, "pages.article", "stands in the article's element", 0.85


def aside_of(tags: tuple[str, ...]) -> str | None:
    """The first element that takes its content out of the article; what may wrap a page must be near."""
    near = next((tag for tag in tags[:4] if tag in _ASIDE_TAGS), None)
    return near or next((tag for tag in tags if tag in _ASIDE_TAGS and tag not in _WRAPPERS), None)
