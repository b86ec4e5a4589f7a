"""Find the article in a page: where the running text stands, and what the elements around it are named."""

import re2

from auditor.inspection.boilerplate import best
from auditor.inspection.document import Document, Element, Markup
from auditor.inspection.patterns import Scope
from auditor.inspection.rulebook import Match, Rulebook
from auditor.inspection.segments.elements import HEADINGS, PARAGRAPHS, Place, aside_of, places_of, read_inside
from auditor.inspection.segments.fronts import headline_of
from auditor.inspection.tiling import Segment, SegmentKind, revised, with_values
from auditor.inspection.wording import plain_words

_SHARE = 0.55  # of the running text: an element that holds less is a part of the article, not the article
_ARTICLE = re2.compile(
    r"(?:^| |[-_])(?:(?:article|entry|post|story|news)-?_*(?:body|content|text|copy|main|entry)|articlebody|"
    r"body-?copy|page-?content|td-post-content)(?: |$|[-_])"
)
_SHORT_ONLY = frozenset(
    {
        SegmentKind.BYLINE,
        SegmentKind.DATELINE,
        SegmentKind.TAXONOMY,
        SegmentKind.SUBHEADLINE,
        SegmentKind.EMBED,
    }
)
_UNREAD = frozenset({SegmentKind.BODY, SegmentKind.SECTION_HEADING, SegmentKind.BLOCKQUOTE})
_LONG = 160  # code points; class words such as "author" name short lines, not paragraphs of this length


def read_page(document: Document, tiles: list[Segment], rulebook: Rulebook) -> list[Segment]:
    """Revise ``tiles`` by where they stand in the page's tree and what its elements are named."""
    places = list(places_of(document, tiles))
    weighed = [(place.markup, weight) for place in places if (weight := _weight(place))]
    namer = _Namer(rulebook, _container(weighed), _common_names(weighed))
    kept = [namer.read(place, document) for place in places]
    kept = _name_headline(document, places, kept)
    return _trim(document, places, kept)


def _container(weighed: list[tuple[Markup, float]]) -> Element | None:
    """The innermost element that holds most of the running text; None when there is none."""
    weights: dict[Element, float] = {}
    for markup, weight in weighed:
        for element in markup.element.outwards():
            weights[element] = weights.get(element, 0.0) + weight
    most = _SHARE * sum(weight for _, weight in weighed)
    holding = [element for element, weight in weights.items() if weight >= most]
    return max(holding, key=_depth, default=None)


def _depth(element: Element) -> int:
    return len(element.standing.tags)


def _common_names(weighed: list[tuple[Markup, float]]) -> frozenset[str]:
    """Class words that most of the running text carries: they name the layout, not its parts."""
    weights: dict[str, float] = {}
    for markup, weight in weighed:
        for name in set(markup.names):
            weights[name] = weights.get(name, 0.0) + weight
    half = sum(weight for _, weight in weighed) / 2
    return frozenset(name for name, weight in weights.items() if weight >= half)


def _weight(place: Place) -> float:
    """How much a tile speaks for its surroundings being the article."""
    tile, markup = place.tile, place.markup
    prose = tile.alone is SegmentKind.BODY and len(tile.span) >= 80
    if markup.hidden or tile.alone not in _UNREAD or place.linked > 0.4:
        return 0.0
    tags = markup.tags
    if not (prose or tags[:1] in PARAGRAPHS) or aside_of(tags):
        return 0.0
    names = " ".join(markup.names)
    if "comment" in names:
        return 0.0
    weight = len(tile.span) * (1.0 if prose else 0.5)
    if _ARTICLE.search(names):
        weight *= 5
    return weight * (1.5 if "article" in tags or "main" in tags else 1.0)


def _article_around(container: Element) -> Element | None:
    """The innermost ``article`` element on the way to the container, None when there is none."""
    around = (element for element in container.outwards() if element.tag == "article")
    return next((element for element in around if _depth(element) > 1), None)


class _Namer:
    """Reads tiles against the article's element, remembering what each run of names means."""

    def __init__(self, rulebook: Rulebook, container: Element | None, common: frozenset[str]) -> None:
        self.rulebook = rulebook
        self.common = common
        self.container = container
        self.depth = _depth(container) if container else 0
        self.article = _article_around(container) if container else None
        self.known: dict[str, Match | None] = {}
        self.hints: dict[tuple[int, int], Match | None] = {}

    def read(self, place: Place, document: Document) -> Segment:
        """The tile of ``place`` as its element and the article's element have it."""
        tile, markup = place.tile, place.markup
        inside = self._holds(tile, markup)
        steps = max(len(markup.tags) - (self.depth if inside else 2), 0)
        hint = self._hint(markup, steps)
        if tile.kind not in _UNREAD:
            return self._known(tile, hint, inside)
        if hint is not None and self._believed(hint, tile):
            reason = "stands in an element whose class or id words name it"
            return _revised(tile, hint.rule.kind, hint.rule.id, reason, 0.8)
        if not inside:
            return _revised(
                tile, SegmentKind.NAVIGATION, "pages.outside", "stands outside the article's element", 0.6
            )
        return read_inside(place, markup.tags[:steps])

    def _holds(self, tile: Segment, markup: Markup) -> bool:
        """Whether a block is inside the article's element, or a paragraph of the ``article`` around it."""
        if self.container is None:
            return False
        if markup.element.stands_in(self.container):
            return True
        paragraph = markup.tags[:1] in PARAGRAPHS and tile.alone is SegmentKind.BODY
        return paragraph and self.article is not None and markup.element.stands_in(self.article)

    def _hint(self, markup: Markup, steps: int) -> Match | None:
        """What the names of the innermost ``steps`` elements say; alike brothers share their lineage."""
        key = (id(markup.lineage), steps)
        if key not in self.hints:
            self.hints[key] = self._said(markup, steps)
        return self.hints[key]

    def _said(self, markup: Markup, steps: int) -> Match | None:
        names = " ".join(
            [name for step in markup.lineage[:steps] for name in step if name not in self.common]
        )
        if not names:
            return None
        if names not in self.known:
            self.known[names] = _nearest(tuple(self.rulebook.answering(Scope.NAMES, names)))
        return self.known[names]

    @staticmethod
    def _believed(hint: Match, tile: Segment) -> bool:
        return not (hint.rule.kind in _SHORT_ONLY and len(tile.span) >= _LONG)

    @staticmethod
    def _known(tile: Segment, hint: Match | None, inside: bool) -> Segment:
        """A tile whose words a rule knows: only a thread of comments around it says otherwise."""
        if hint is not None and hint.rule.kind is SegmentKind.READER_COMMENT and not _comment_kind(tile):
            reason = "stands in an element that holds readers' comments"
            return _revised(tile, SegmentKind.READER_COMMENT, hint.rule.id, reason, 0.8)
        return tile if inside else with_values(tile, outside=True)


def _nearest(matches: tuple[Match, ...]) -> Match | None:
    """The names rule that matched nearest to the block; comments win over all, for they hold all else."""
    comments = tuple(match for match in matches if match.rule.kind is SegmentKind.READER_COMMENT)
    forms = tuple(match for match in matches if match.rule.kind is SegmentKind.COMMENT_WIDGET)
    if comments and not (forms and forms[0].start < comments[0].start):
        return comments[0]
    first = min((match.start for match in matches), default=0)
    return best(tuple(match for match in matches if match.start == first))


def _comment_kind(tile: Segment) -> bool:
    return tile.kind in (SegmentKind.COMMENT_WIDGET, SegmentKind.COMMENT_COUNT, SegmentKind.COMMENTS_CLOSED)


def _revised(tile: Segment, kind: SegmentKind, rule: str, reason: str, confidence: float) -> Segment:
    return revised(tile, kind, rule, reason, confidence=confidence)


def _name_headline(document: Document, places: list[Place], tiles: list[Segment]) -> list[Segment]:
    """The heading that says most of the page's title is the headline, else the first top heading."""
    title = plain_words(document.metadata.get("title", ""))
    headings = [
        index
        for index, place in enumerate(places)
        if not HEADINGS.isdisjoint(place.markup.tags[:3])
        and place.tile.kind in _UNREAD
        and not place.markup.hidden
    ]
    titled = [index for index in headings if title and _same_title(document, tiles[index], title)]
    tops = [index for index in headings if "h1" in places[index].markup.tags[:3]]
    chosen = max(titled, key=lambda index: (len(tiles[index].span), index in tops, -index), default=None)
    chosen = next(iter(tops), None) if chosen is None else chosen
    if chosen is None:
        return tiles
    kept = list(tiles)
    text = document.quote(kept[chosen].span)
    kept[chosen] = headline_of(kept[chosen], text, reason="a top heading of the page")
    return kept


def _same_title(document: Document, tile: Segment, title: str) -> bool:
    words = plain_words(document.quote(tile.span))
    return len(words) >= 12 and (words in title or title in words)


def _trim(document: Document, places: list[Place], tiles: list[Segment]) -> list[Segment]:
    """Short lines before the first and after the last paragraph are not the article's text."""
    prose = [
        index
        for index, tile in enumerate(tiles)
        if tile.kind is SegmentKind.BODY and tile.alone is SegmentKind.BODY
    ]
    if not prose:
        return tiles
    kept = list(tiles)
    for index, tile in enumerate(tiles):
        short = tile.alone is not SegmentKind.BODY and tile.kind in (
            SegmentKind.BODY,
            SegmentKind.SECTION_HEADING,
        )
        if not short:
            continue
        paragraph = places[index].markup.tags[:1] in PARAGRAPHS and len(tile.span) >= 25
        if not paragraph and not prose[0] < index < prose[-1]:
            reason = "a short line before or after the article's paragraphs"
            kept[index] = _revised(tile, SegmentKind.NAVIGATION, "pages.edge", reason, 0.5)
        elif tile.kind is SegmentKind.SECTION_HEADING and "pages.heading" not in tile.rules:
            reason = "a short line among the article's paragraphs"
            kept[index] = _revised(tile, SegmentKind.BODY, "pages.short_line", reason, 0.4)
    return kept
