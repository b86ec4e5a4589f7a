"""Second thoughts on notices found among the article's paragraphs, and on prose found among notices."""

from auditor.inspection.document import Document
from auditor.inspection.patterns import Scope
from auditor.inspection.rulebook import Rulebook
from auditor.inspection.segments.elements import Place, places_of
from auditor.inspection.tiling import Segment, SegmentKind, merged, revised, with_values

_DEEP = 2  # body tiles before and after: what stands so deep in an article is rarely a notice
_DOUBT = 0.35  # score of a clue; weaker ones were chance words in running text on 84 news articles
_LINK = 0.9  # share of the words inside a link
_MENUS = frozenset({"nav", "li", "menu"})
_CLOSING = frozenset(
    {
        SegmentKind.COPYRIGHT_NOTICE,
        SegmentKind.DISCLAIMER,
        SegmentKind.FAIR_USE_NOTICE,
        SegmentKind.COMMENT_WIDGET,
        SegmentKind.COMMENTS_CLOSED,
        SegmentKind.COMMENT_POLICY,
        SegmentKind.READER_COMMENT,
        SegmentKind.ARCHIVE_CREDIT,
        SegmentKind.PRIVACY_NOTICE,
    }
)


def return_sentences(document: Document, tiles: list[Segment], rulebook: Rulebook) -> list[Segment]:
    """Give back to its paragraph a sentence that reads like a notice deep inside the article.

    To lose a claim from the body is worse for an audit than to leave a notice in it; the paragraph
    is marked so that a reviewer sees the likeness. Whole lines keep their kind unless their rule is
    believed only at the article's edges.
    """
    bodies = [tile.kind is SegmentKind.BODY for tile in tiles]
    before, after = 0, sum(bodies)
    if after < 2 * _DEEP:
        return _rejoined(document, tiles)
    edge = {rule.id for rule in rulebook.rules if rule.zone == "edge"}
    sentence = {rule.id for rule in rulebook.rules if rule.scope is Scope.SENTENCE}
    kept: list[Segment] = []
    for place, tile in enumerate(tiles):
        after -= bodies[place]
        if tile.kind is SegmentKind.BODY or min(before, after) < _DEEP:
            kept.append(tile)
        elif sentence.isdisjoint(tile.rules):
            kept.append(_alike(tile) if edge.intersection(tile.rules) and len(tile.span) > 40 else tile)
        elif kept and _same_line(document, kept[-1], tile) and kept[-1].kind is SegmentKind.BODY:
            kept[-1] = _returned(kept[-1], tile)
        elif place + 1 < len(tiles) and _same_line(document, tile, tiles[place + 1]) and bodies[place + 1]:
            kept.append(_alike(tile))
        else:
            kept.append(tile)
        before += bodies[place]
    return _rejoined(document, kept)


def leave_menus(document: Document, tiles: list[Segment], rulebook: Rulebook) -> list[Segment]:
    """On a page, a short label of the article's edges that is an entry of a menu is that entry."""
    edge = {rule.id for rule in rulebook.rules if rule.zone == "edge" and rule.scope is Scope.BLOCK}
    return [
        revised(place.tile, SegmentKind.NAVIGATION, "middles.menu", "a label, but an entry of a menu")
        if edge.intersection(place.tile.rules) and _is_entry(place)
        else place.tile
        for place in places_of(document, tiles)
    ]


def _is_entry(place: Place) -> bool:
    return place.linked >= _LINK and not _MENUS.isdisjoint(place.markup.tags)


def _same_line(document: Document, one: Segment, other: Segment) -> bool:
    gap = document.text[one.span.end : other.span.start]
    return "\n" not in gap


def _alike(tile: Segment) -> Segment:
    reason = f"{tile.reason}, but stands deep inside the article"
    likeness: dict[str, object] = {"clue": tile.kind.value, "unknown_boilerplate": True, "returned": True}
    return revised(tile, SegmentKind.BODY, tile.rules[0], reason, confidence=0.5, values=likeness)


def _returned(paragraph: Segment, tile: Segment) -> Segment:
    return with_values(
        merged([paragraph, tile], paragraph), clue=tile.kind.value, unknown_boilerplate=True, returned=True
    )


def _rejoined(document: Document, tiles: list[Segment]) -> list[Segment]:
    """Pieces of one line that are body again become one piece again."""
    kept: list[Segment] = []
    for tile in tiles:
        before = kept[-1] if kept else None
        torn = (
            before is not None
            and before.kind is tile.kind is SegmentKind.BODY
            and _same_line(document, before, tile)
        )
        if before is not None and torn and (before.values.get("returned") or tile.values.get("returned")):
            kept[-1] = with_values(merged([before, tile], before), **tile.values)
        else:
            kept.append(tile)
    return kept


def doubt_tail(tiles: list[Segment]) -> list[Segment]:
    """Mark prose after a text's closing notices: perhaps a notice that no rule knows yet."""
    kept: list[Segment] = []
    closed = 0
    for tile in tiles:
        closed += tile.kind in _CLOSING
        doubtful = tile.kind is SegmentKind.BODY and closed >= 2
        kept.append(with_values(tile, unknown_boilerplate=True) if doubtful else tile)
    return kept


def doubt_clues(tiles: list[Segment]) -> list[Segment]:
    """Mark body that is worded a good deal like a notice, but not enough to be called one."""
    return [
        with_values(tile, unknown_boilerplate=True)
        if tile.kind is SegmentKind.BODY and _clue_score(tile) >= _DOUBT
        else tile
        for tile in tiles
    ]


def _clue_score(tile: Segment) -> float:
    score = tile.values.get("clue_score")
    return score if isinstance(score, float) else 0.0
