"""Tile the text: which stretch is body, which is boilerplate and of what kind."""

from collections.abc import Sequence

from auditor.inspection.document import Document
from auditor.inspection.precedents import NONE, Precedents, follow
from auditor.inspection.rulebook import Rulebook
from auditor.inspection.segments.discussions import read_discussion
from auditor.inspection.segments.doubts import doubt_wording
from auditor.inspection.segments.embeds import join_embeds, read_embeds
from auditor.inspection.segments.fronts import read_front
from auditor.inspection.segments.layout import read_alone
from auditor.inspection.segments.middles import doubt_clues, doubt_tail, leave_menus, return_sentences
from auditor.inspection.segments.neighbours import (
    find_page_breaks,
    join_containers,
    join_page_breaks,
    read_headings,
    read_notes,
)
from auditor.inspection.segments.pages import read_page
from auditor.inspection.segments.quotations import read_quotations
from auditor.inspection.segments.reposts import fill_years, read_reposts
from auditor.inspection.segments.settling import other_type, settle, take_posts
from auditor.inspection.segments.sifting import read_lines
from auditor.inspection.segments.threads import read_threads
from auditor.inspection.tiling import Segment, SegmentKind, with_values

__all__ = ["PAGE_TYPE", "Segment", "SegmentKind", "page_type", "segment"]


def segment(document: Document, rulebook: Rulebook, precedents: Precedents = NONE) -> tuple[Segment, ...]:
    """The segments of ``document`` in text order.

    Every code point that is no white space lies in exactly one of them, and white space between two
    in none, save a page break artifact. Each block is read alone first; then its neighbours have
    their say, and both readings are kept (``alone``, ``kind``). What people decided of a wording
    (``precedents``) comes last.
    """
    tiles, page = read_alone(document, rulebook), ""
    if document.media == "text/html":
        tiles, page = _in_page(document, tiles, rulebook)
    else:
        tiles = _in_text(document, tiles, rulebook)
    tiles = read_reposts(document, tiles)
    tiles = doubt_wording(document, doubt_clues(tiles))
    done = list(follow(document, join_page_breaks(fill_years(tiles)), precedents))
    if page and done:
        done[0] = with_values(done[0], **{PAGE_TYPE: page})
    return tuple(done)


PAGE_TYPE = "page_type"
"""The value of the first segment that says what type of page it is, if it is no article."""


def page_type(segments: Sequence[Segment]) -> str:
    """What type of page it is ("forum", "manual", "shop"), empty for an article."""
    return str(segments[0].values.get(PAGE_TYPE, "")) if segments else ""


def _in_text(document: Document, tiles: list[Segment], rulebook: Rulebook) -> list[Segment]:
    """Neighbours in a text without markup: threads first, for what is in them is nothing else."""
    alone = tiles
    tiles = read_threads(document, read_embeds(document, tiles))
    tiles = find_page_breaks(document, read_notes(document, tiles))
    tiles = read_lines(document, tiles, alone)
    tiles = join_containers(document, read_front(document, tiles))
    tiles = return_sentences(document, tiles, rulebook)
    return read_quotations(document, doubt_tail(read_headings(document, tiles)))


def _in_page(document: Document, tiles: list[Segment], rulebook: Rulebook) -> tuple[list[Segment], str]:
    """Neighbours in a page: its tree first, for elements say more than order; with the page's type."""
    tiles, weighed = settle(document, leave_menus(document, read_page(document, tiles, rulebook), rulebook))
    tiles = take_posts(document, read_discussion(document, tiles), weighed)
    tiles = join_embeds(document, read_notes(document, tiles))
    tiles = return_sentences(document, join_containers(document, tiles), rulebook)
    return read_quotations(document, tiles), other_type(weighed)
