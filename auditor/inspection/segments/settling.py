"""Settle body or not on pages: the rules name what a block is, the trained forests say whether it is body."""

import functools
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auditor.inspection.document import Document, Span
from auditor.inspection.segments.elements import HEADINGS, Place, places_of
from auditor.inspection.segments.homes import article_under
from auditor.inspection.segments.weighing import Weighed, version, weigh
from auditor.inspection.tiling import Segment, SegmentKind, revised, with_values

_SHAPES = (SegmentKind.BODY, SegmentKind.SECTION_HEADING)
_RUNNING = (*_SHAPES, SegmentKind.BLOCKQUOTE)
_KEPT = (SegmentKind.HEADLINE, SegmentKind.READER_COMMENT)
_FEW = 20  # blocks; all but 3 of 425 pages trained on have more, and smaller ones tell the forests nothing
_EVEN = 0.5
# Probabilities from which a block of an article is body, against and with the rules. These five were
# set by hand on judgements of sites not trained on (benchmarks/train_segments.py).
_AGAINST_RULES = 0.6
_WITH_RULES = 0.3
_ELSEWHERE = 0.9  # outside the element that holds the headline and the article under it
_THREAD = 2 / 3
_ALL = 0.95
_OTHER_TYPES = ("forum", "manual", "shop")
_DECK = 40  # code points


@dataclass(frozen=True, slots=True)
class Bar:
    """From which probability on a block is body: where the rules say so, and where they do not."""

    kept: float
    added: float

    def raised(self, least: float) -> "Bar":
        """The same bar, nowhere under ``least``."""
        return Bar(max(self.kept, least), max(self.added, least))


def settle(document: Document, tiles: list[Segment]) -> tuple[list[Segment], Weighed | None]:
    """Revise ``tiles``, as the rules read the page, by what the trained forests say of their blocks.

    A page of less than ``_FEW`` blocks is left to the rules, and not weighed. What a rule knows by its
    words stays what it is, and so do headlines and readers' comments.
    """
    if len(document.blocks) < _FEW:
        return tiles, None
    weighed = weigh(document, tiles)
    bar = _bar(document, weighed)
    places = list(_numbered(document, tiles))
    under, elsewhere = _article(document, places, weighed), bar.raised(_ELSEWHERE)
    likely = list(zip(weighed.alone.tolist(), weighed.together.tolist(), strict=True))
    settled = [
        _settled(place, *likely[number], bar if number in under else elsewhere) for number, place in places
    ]
    return _with_deck([place for _, place in places], settled), weighed


def other_type(weighed: Weighed | None) -> str:
    """The likeliest type of a page that is no article; empty for an article, or one that was not weighed."""
    if weighed is None or weighed.page.reads_as_article:
        return ""
    return max(_OTHER_TYPES, key=lambda name: (float(getattr(weighed.page, name)), name))


def _with_deck(places: list[Place], settled: list[Segment]) -> list[Segment]:
    """``settled`` with the paragraph right below the headline as its deck, where it is no body."""
    kept = list(settled)
    for number in range(1, len(kept)):
        place, tile = places[number], kept[number]
        if kept[number - 1].kind is not SegmentKind.HEADLINE or tile.kind is not SegmentKind.NAVIGATION:
            continue
        prose = place.tile.alone in _SHAPES and len(tile.span) >= _DECK and place.linked < _EVEN
        named = any(rule.startswith("names.") for rule in place.tile.rules)
        if prose and not named:
            reason = f"a paragraph right below the headline; {tile.reason}"
            kept[number] = revised(tile, SegmentKind.SUBHEADLINE, "settling.deck", reason, subkind="deck")
    return kept


def _numbered(document: Document, tiles: list[Segment]) -> Iterator[tuple[int, Place]]:
    """Each tile's place with the number of its block."""
    number, last = -1, None
    for place in places_of(document, tiles):
        if place.block is not last:
            number, last = number + 1, place.block
        yield number, place


def _article(document: Document, places: list[tuple[int, Place]], weighed: Weighed) -> range:
    """The numbers of the blocks that may be the article's: all, unless it stands apart under its headline."""
    everything = range(len(document.blocks))
    headline = next((number for number, place in places if place.tile.kind is SegmentKind.HEADLINE), None)
    if headline is None or not weighed.page.reads_as_article:
        return everything
    likely = np.where(weighed.together >= _WITH_RULES, weighed.together * _lengths(document), 0.0)
    return article_under(weighed.outline, headline, likely) or everything


def _lengths(document: Document) -> NDArray[np.float64]:
    return np.array([len(block.span) for block in document.blocks], np.float64)


def take_posts(document: Document, tiles: list[Segment], weighed: Weighed | None) -> list[Segment]:
    """On a forum's thread, what readers' comments hold of the page's own text: their value ``post``.

    That value is the stretches of a comment that are body (``[start, end]`` each). A page is a forum's
    thread when two thirds of what is at its bar stand in its comments; one that reads as an article
    only when nearly all of it does.
    """
    if weighed is None:
        return tiles
    bar = _bar(document, weighed).kept
    comments = [tile.span for tile in tiles if tile.kind is SegmentKind.READER_COMMENT]
    parts: dict[int, list[list[int]]] = {}
    held = whole = 0.0
    for block, likely in zip(document.blocks, weighed.together.tolist(), strict=True):
        place = bisect_right(comments, block.span.start, key=_start) - 1
        commented = place >= 0 and block.span.start < comments[place].end
        if likely < bar:
            continue
        whole += len(block.span) * likely
        held += len(block.span) * likely * commented
        if commented:
            parts.setdefault(comments[place].start, []).append([block.span.start, block.span.end])
    if not parts or held < (_ALL if weighed.page.reads_as_article else _THREAD) * whole:
        return tiles
    return [
        with_values(tile, post=parts[tile.span.start])
        if tile.kind is SegmentKind.READER_COMMENT and tile.span.start in parts
        else tile
        for tile in tiles
    ]


def _start(span: Span) -> int:
    return span.start


def _bar(document: Document, weighed: Weighed) -> Bar:
    """On an article the rules weigh in; elsewhere the bar is where the expected F1 is highest.

    That bar is half of the F1 to be expected (Lipton et al. 2014), so the surer the forests are of
    a page, the nearer to even.
    """
    if weighed.page.reads_as_article:
        return Bar(_WITH_RULES, _AGAINST_RULES)
    length = _lengths(document)
    order = np.argsort(-weighed.together, kind="stable")
    likely = weighed.together[order] * length[order]
    expected = np.cumsum(likely) / (np.cumsum(length[order]) + likely.sum())
    best = min(_EVEN, float(weighed.together[order][int(np.argmax(expected))]))
    return Bar(best, best)


def _settled(place: Place, alone: float, together: float, bar: Bar) -> Segment:
    tile = place.tile
    if tile.alone not in _SHAPES or tile.kind in _KEPT:
        return tile
    body = together >= (bar.kept if tile.kind in _RUNNING else bar.added)
    kind = _body_kind(place) if body else _other_kind(tile)
    said = f"{together:.0%} likely body among its neighbours, {alone:.0%} alone, as trained"
    agreed = kind is tile.kind
    return Segment(
        span=tile.span,
        kind=kind,
        alone=tile.alone if alone >= _EVEN else SegmentKind.NAVIGATION,
        confidence=round(together if body else 1 - together, 3),
        reason=f"{tile.reason}; {said}" if agreed else f"{said}; but {tile.reason}",
        rules=(*tile.rules, _rule()) if agreed else (_rule(),),
        subkind=tile.subkind if agreed else None,
        values=tile.values if agreed else {},
    )


@functools.cache
def _rule() -> str:
    """The rule of all that the forests say: it names the weights."""
    return f"pages.trained@{version()}"


def _body_kind(place: Place) -> SegmentKind:
    """Which kind of body: as the rules have it, else by the elements around."""
    if place.tile.kind in _RUNNING:
        return place.tile.kind
    if "blockquote" in place.markup.tags:
        return SegmentKind.BLOCKQUOTE
    return SegmentKind.BODY if HEADINGS.isdisjoint(place.markup.tags[:3]) else SegmentKind.SECTION_HEADING


def _other_kind(tile: Segment) -> SegmentKind:
    """What a block that is no body is: as the rules have it, else part of the page's machinery."""
    return SegmentKind.NAVIGATION if tile.kind in _RUNNING else tile.kind
