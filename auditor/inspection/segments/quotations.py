"""Which paragraphs the author holds up as somebody else's: marks, a colon before, a credit after."""

from dataclasses import dataclass

import re2

from auditor.inspection.dates import find_date
from auditor.inspection.document import Document
from auditor.inspection.tiling import Segment, SegmentKind, revised, with_values
from auditor.inspection.wording import plain_words, unlinked

_REACH = 6  # paragraphs from a lead-in to the credit that closes its quotation, measured on the seeds: 3
_BARE_CREDIT = re2.compile(
    r"(?:^|[.!?…”\"’][\s\p{Z}]+)(?:[–—-][\s\p{Z}]*)?"
    r"(\[[^\[\]]+\]\([^()]*\),?[\s\p{Z}]+[^.!?]{6,30})$"
)
_OFFICIAL = re2.compile(
    r"(?i)\b(?:presidency|ministry|government|communiqu|kremlin|white house|department|embassy|statement|"
    r"readout|press release|official|united nations|council|court|parliament)"
)
_QUOTED_BY = re2.compile(
    r"(?i)^(?:as )?(?:quoted|cited|reported|via|from|source:?)(?: by| in| from)?[\s\p{Z}]+"
)
_NAME = re2.compile(r"^\p{Lu}[\p{L}.’'-]+(?: \p{Lu}[\p{L}.’'-]+){1,3}$")
_OPEN, _CLOSE = '“"«„', '”"»'


@dataclass(frozen=True, slots=True)
class Credit:
    """The source printed at the end of a quoted paragraph."""

    words: str
    outlet: str | None
    author: str | None
    date: str | None


def read_quotations(document: Document, tiles: list[Segment]) -> list[Segment]:
    """Turn body paragraphs into block quotations where marks, a lead-in or a credit say so."""
    tiles = list(tiles)
    group = 0
    index = 0
    while index < len(tiles):
        end = _end_of_quotation(document, tiles, index)
        if end is None:
            index += 1
            continue
        group += 1
        _quote(document, tiles, index, end, f"quotation{group}")
        index = end
    _mark_repeats(document, tiles)
    return tiles


def find_credit(text: str) -> Credit | None:
    """The dated source at the end of ``text``: ``(Reuters, March 14, 2016)`` or a link and a date."""
    words = _bracketed_end(text)
    if words is None:
        bare = _BARE_CREDIT.search(text) if "](" in text else None
        words = bare[1] if bare else None
    date = find_date(words) if words else None
    if words is None or date is None or not date.has_year:
        return None
    return _parsed_credit(words, date.iso)


def _bracketed_end(text: str) -> str | None:
    """The last parenthesis of ``text`` when it closes the text, with its own brackets; None otherwise."""
    if not text.endswith(")") and not text.endswith(")."):
        return None
    depth = 0
    for place in range(len(text) - 1, max(-1, len(text) - 400), -1):
        depth += (text[place] == ")") - (text[place] == "(")
        if depth == 0 and text[place] == "(":
            return text[place:] if place and text[place - 1] != "]" else None
    return None


def _parsed_credit(words: str, iso: str) -> Credit:
    plain = unlinked(words.strip("().– ")).strip()
    date = find_date(plain)
    named = plain[: date.start].rstrip(" ,;") if date else plain
    parts = [part.strip() for part in _QUOTED_BY.sub("", named).split(",") if part.strip()]
    author = parts[0] if len(parts) > 2 and _NAME.search(parts[0]) else None
    return Credit(words, parts[-1] if parts else None, author, iso)


def _is_lead_in(document: Document, tile: Segment) -> bool:
    return tile.kind is SegmentKind.BODY and document.quote(tile.span).endswith(":")


def _is_text(tile: Segment) -> bool:
    return tile.kind in (SegmentKind.BODY, SegmentKind.BLOCKQUOTE)


def wholly_quoted(text: str) -> bool:
    """Whether one pair of double marks encloses ``text``, a credit at its end apart."""
    credit = find_credit(text)
    words = text[: -len(credit.words)].rstrip() if credit else text
    if len(words) < 3 or words[0] not in _OPEN or words[-1] not in _CLOSE:
        return False
    if words[0] == '"':
        return '"' not in words[1:-1]
    return not any(mark in words[1:-1] for mark in "”»") or _nested(words)


def _nested(words: str) -> bool:
    """Whether marks inside never close the outer ones before the end."""
    depth = 0
    for place, sign in enumerate(words):
        depth += (sign in "“«") - (sign in "”»")
        if depth <= 0 and place < len(words) - 1:
            return False
    return True


def _opens_only(text: str) -> bool:
    """Whether ``text`` opens a quotation with its first word and stays in it to its end."""
    if text[0] not in "“«":
        return False
    depth = 0
    for sign in text:
        depth += (sign in "“«") - (sign in "”»")
        if depth == 0:
            return False
    return True


def _end_of_quotation(document: Document, tiles: list[Segment], index: int) -> int | None:
    """The index after the quotation that starts at ``index``, None when none starts there."""
    if tiles[index].kind is not SegmentKind.BODY:
        return None
    text = document.quote(tiles[index].span)
    led = index > 0 and _is_lead_in(document, tiles[index - 1])
    if led and not _is_lead_in(document, tiles[index]):
        end = _credited_within(document, tiles, index)
        if end is not None:
            return end
    if _opens_only(text):
        return _closing(document, tiles, index) if led or not find_credit(text) else index + 1
    return index + 1 if find_credit(text) or wholly_quoted(text) else None


def _credited_within(document: Document, tiles: list[Segment], index: int) -> int | None:
    for place in range(index, min(len(tiles), index + _REACH)):
        if not _is_text(tiles[place]) or _is_lead_in(document, tiles[place]):
            return None
        if find_credit(document.quote(tiles[place].span)):
            return place + 1
    return None


def _closing(document: Document, tiles: list[Segment], index: int) -> int | None:
    """The index after the paragraph that closes the marks opened at ``index``."""
    for place in range(index + 1, min(len(tiles), index + _REACH)):
        text = document.quote(tiles[place].span)
        if not _is_text(tiles[place]):
            return None
        reopened = text[0] in "“«"  # each paragraph of a long quotation may open anew; only the last closes
        if text.count("”") + text.count("»") + reopened > text.count("“") + text.count("«"):
            return place + 1
        if not reopened:
            return None
    return None


def _quote(document: Document, tiles: list[Segment], start: int, end: int, group: str) -> None:
    """Rewrite ``tiles[start:end]`` as one quotation, and the colon before it as its lead-in."""
    first = document.quote(tiles[start].span)
    credit = find_credit(document.quote(tiles[end - 1].span))
    led = start > 0 and _is_lead_in(document, tiles[start - 1])
    subkind = _subkind(first, credit, led)
    reason = _reason(first, credit, led)
    for place in range(start, end):
        values: dict[str, object] = {"group": group}
        if credit and credit.outlet:
            values["voice"] = credit.outlet
        if credit and place == end - 1:
            values |= {"attribution": credit.words, "date": credit.date}
            values |= {"outlet": credit.outlet} if credit.outlet else {}
            values |= {"author": credit.author} if credit.author else {}
        tiles[place] = revised(
            tiles[place],
            SegmentKind.BLOCKQUOTE,
            "quotations.framed",
            reason,
            subkind=subkind,
            confidence=0.9 if led or (credit and first[0] in _OPEN) else 0.7,
            values=values,
        )
    if led:
        tiles[start - 1] = revised(
            tiles[start - 1],
            SegmentKind.BODY,
            "quotations.lead_in",
            "ends in a colon before a quotation",
            subkind="quote_lead_in",
            confidence=0.9,
        )


def _subkind(first: str, credit: Credit | None, led: bool) -> str:
    marked = first[0] in _OPEN
    if credit and _OFFICIAL.search(unlinked(credit.words)):
        return "official_document"
    if marked:
        return "quoted_speech"
    return "outlet_excerpt" if led else "outlet_excerpt_unmarked"


def _reason(first: str, credit: Credit | None, led: bool) -> str:
    signs = [
        "a colon leads in" if led else "",
        "quotation marks open it" if first[0] in _OPEN else "",
        f"it closes with the credit {credit.words}" if credit else "",
    ]
    return "; ".join(sign for sign in signs if sign)


def _mark_repeats(document: Document, tiles: list[Segment]) -> None:
    """A quoted paragraph that says again what a paragraph before it said is a pull quote."""
    seen: dict[str, int] = {}
    if not any(tile.kind is SegmentKind.BLOCKQUOTE for tile in tiles):
        return
    for place, tile in enumerate(tiles):
        if not _is_text(tile):
            continue
        words = plain_words(document.quote(tile.span)).strip("\"' ")
        if tile.kind is SegmentKind.BLOCKQUOTE and words in seen:
            repeated = seen[words]
            tiles[place] = with_values(
                revised(
                    tile,
                    SegmentKind.BLOCKQUOTE,
                    "quotations.repeat",
                    "repeats an earlier paragraph inside quotation marks",
                    subkind="pull_quote_repeat",
                    confidence=0.95,
                ),
                repeats=repeated,
            )
        seen.setdefault(words, tile.span.start)
