"""The lines before the first paragraph: headline, author, date, captions."""

import re2

from auditor.inspection.dates import find_date
from auditor.inspection.document import Document
from auditor.inspection.segments.layout import TERMINAL
from auditor.inspection.tiling import Segment, SegmentKind, revised, with_values
from auditor.inspection.wording import plain_words

_NAME = re2.compile(
    r"^(?:(?:Prof|Dr|Mr|Mrs|Ms|Sir)\b\.? )?\p{Lu}[\p{L}.’'-]*"
    r"(?: (?:van|von|de|der|den|al|el|bin|di|da|del|la|le))*(?: (?:\p{Lu}[\p{L}.’'-]*|and|&)){1,6}$"
)
_KICKER = re2.compile(
    r"^(?:[\p{Lu} ]+|Breaking(?: News)?|Exclusive|Opinion|Analysis|Watch|Video|Live|Update):"
)
_STATUS = re2.compile(r"(?i)[–—-] (?:updated?|developing|live|video)$")
_HEADING = re2.compile(r"^#{1,6}[\s\p{Z}]")
_FIRST_PARAGRAPH = 120  # code points; shorter sentences before the body are decks and captions on the seeds
_FRONT = 25  # lines before the body among which a page's headline is looked for
_TAKEN_UP = 15  # tiles of the body in which a headline's words come again
SET_ASIDE = "set_aside"
"""Value of a line that is unlikely to be body, from 0 to 1 how unlikely."""
_UNREAD = (SegmentKind.BODY, SegmentKind.SECTION_HEADING)


def read_front(document: Document, tiles: list[Segment]) -> list[Segment]:
    """Name the headline and what stands between it and the first paragraph of the body."""
    tiles = list(tiles)
    body = first_paragraph(document, tiles)
    unread = _open_lines(tiles, body)
    if body == len(tiles) and len(unread) > 1:
        return tiles  # a poem, a list: nothing tells a headline from the lines under it
    spoken = _spoken(document, tiles, unread, body) if body > _FRONT else unread
    headline = _headline(document, tiles, spoken or unread)
    if headline is None:
        return tiles
    for place in spoken:
        tiles[place] = _front_line(document, tiles, place, headline, body)
    return tiles


def _open_lines(tiles: list[Segment], body: int) -> list[int]:
    """The lines before the body that no rule knows; of a page's long front the last ones only."""
    return [
        place
        for place in range(max(0, body - _FRONT), body)
        if tiles[place].kind in _UNREAD or SET_ASIDE in tiles[place].values
    ]


def _spoken(document: Document, tiles: list[Segment], unread: list[int], body: int) -> list[int]:
    """The lines of a long front whose words the body takes up, as it does a headline's."""
    told = _long_words(" ".join(document.quote(tile.span) for tile in _following(tiles, body)))
    taken = []
    for place in unread:
        words = _long_words(document.quote(tiles[place].span))
        if tiles[place].kind in _UNREAD or len(words & told) >= max(2, len(words) / 2):
            taken.append(place)
    return taken


def _long_words(text: str) -> set[str]:
    return {word for word in plain_words(text).split() if len(word) > 3}


def _following(tiles: list[Segment], body: int) -> list[Segment]:
    return [tile for tile in tiles[body : body + _TAKEN_UP] if tile.kind is SegmentKind.BODY]


def first_paragraph(document: Document, tiles: list[Segment]) -> int:
    """The index of the first tile that is running text of the article; ``len(tiles)`` when none is.

    A short text may hold no long paragraph: then its first whole sentence is where it begins.
    """
    body = [place for place, tile in enumerate(tiles) if tile.kind is SegmentKind.BODY]
    settled = (place for place in body if _settled(document, tiles, place))
    spoken = (place for place in body if _is_sentence(document.quote(tiles[place].span)))
    return next(settled, next(spoken, len(tiles)))


def _settled(document: Document, tiles: list[Segment], place: int) -> bool:
    """A long tile, or one that closes like a sentence with more running text right after it."""
    text = document.quote(tiles[place].span)
    following = tiles[place + 1].kind if place + 1 < len(tiles) else None
    return len(text) >= _FIRST_PARAGRAPH or (place > 0 and text[-1] in ".”" and following is SegmentKind.BODY)


def _is_sentence(text: str) -> bool:
    # Headlines end with a question or an exclamation mark, seldom with a full stop.
    return text[-1] in '.”"' and text.count(" ") >= 4


def _headline(document: Document, tiles: list[Segment], unread: list[int]) -> int | None:
    marked = [place for place in unread if _HEADING.search(document.quote(tiles[place].span))]
    if marked:
        return marked[0]
    wordy = [place for place in unread if document.quote(tiles[place].span).count(" ") >= 2]
    return next(iter(wordy or unread), None)


def _front_line(document: Document, tiles: list[Segment], place: int, headline: int, body: int) -> Segment:
    tile = tiles[place]
    text = document.quote(tile.span)
    if place == headline:
        return headline_of(tile, text)
    if _plain(text) == _plain(document.quote(tiles[headline].span)):
        reason = "repeats the headline"
        return revised(tile, SegmentKind.HEADLINE, "front.headline_repeated", reason, subkind="repeated")
    repeats = _repeated_beside(document, tiles, place, body)
    if repeats:
        return revised(tile, SegmentKind.CAPTION, "front.caption_repeated", repeats[1], subkind=repeats[0])
    if place > headline and _NAME.search(text) and _near(document, tiles, place, headline):
        reason = "a line of names between headline and text"
        return revised(
            tile,
            SegmentKind.BYLINE,
            "front.name_line",
            reason,
            subkind="name_only",
            values={"author": text},
        )
    if body > _FRONT and tile.kind is SegmentKind.BODY:
        return tile  # a sentence that the trained forests have kept
    return _second_heading(tile) if place > headline and text.count(" ") >= 3 else _aside(tile)


def _second_heading(tile: Segment) -> Segment:
    reason = "a second heading before the text"
    return revised(
        tile, SegmentKind.SUBHEADLINE, "front.second_heading", reason, subkind="deck", confidence=0.7
    )


def headline_of(tile: Segment, text: str, *, reason: str = "the first heading before the text") -> Segment:
    """``tile`` as the article's headline, with what it says besides (kicker, status, question mark)."""
    values: dict[str, object] = {}
    if kicker := _KICKER.search(text):
        values["kicker"] = kicker[0]
    if status := _STATUS.search(text):
        values["status_tag"] = status[0]
    if text.endswith("?"):
        values["has_question_mark"] = True
    return revised(
        tile, SegmentKind.HEADLINE, "front.headline", reason, subkind="main", confidence=0.9, values=values
    )


def _aside(tile: Segment) -> Segment:
    reason = "a short line before the text that no rule knows"
    known = revised(tile, SegmentKind.NAVIGATION, "front.aside", reason, confidence=0.3)
    return with_values(known, unknown_boilerplate=True)


def _plain(text: str) -> str:
    return plain_words(text).strip("# !?.*")


def _repeated_beside(
    document: Document, tiles: list[Segment], place: int, body: int
) -> tuple[str, str] | None:
    """Subkind and reason when the line is, or begins, the line next to it: alt text beside its caption."""
    text = document.quote(tiles[place].span)
    before = document.quote(tiles[place - 1].span) if place else ""
    after = document.quote(tiles[place + 1].span) if place + 1 < body else ""
    if after == text:
        twice = _repeated_beside(document, tiles, place + 1, body) if place + 2 < body else None
        cut = twice is not None and twice[0] == "truncated_duplicate"
        return ("truncated_duplicate" if cut else "duplicate_caption"), "the next line repeats it"
    if text[-1] not in TERMINAL and after.startswith(text + " "):
        return "truncated_duplicate", "the next line begins with it: a caption cut short"
    if before and before[-1] not in TERMINAL and (text.startswith(before + " ")):
        return "image_caption", "the line before begins it: a caption and its short copy"
    if before == text:
        return "image_caption", "the line before repeats it: a caption and its copy"
    return None


def _near(document: Document, tiles: list[Segment], place: int, headline: int) -> bool:
    """Whether a line of names stands beside the headline, a date or another credit."""
    beside = [tiles[other] for other in (place - 1, place + 1) if 0 <= other < len(tiles)]
    dated = any(find_date(document.quote(tile.span)) for tile in beside if len(tile.span) < 80)
    return dated or place == headline + 1
