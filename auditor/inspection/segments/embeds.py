"""Posts of other platforms pasted into an article: one container of several lines."""

import re2

from auditor.inspection.dates import find_date, find_time
from auditor.inspection.document import Document
from auditor.inspection.tiling import Segment, SegmentKind, merged, revised

_HANDLE = re2.compile(r"^@\w{1,30}$")
_ADDRESS = re2.compile(r"\b(?:https?://|www\.)?(?:[\w-]+\.)+[a-z]{2,6}/\S+")
_BUTTONS = frozenset({"follow", "reply", "retweet", "like", "favorite", "view on twitter", "view media"})
_LONGEST = 8  # lines from the handle to the time of posting, in tweets as WordPress and oEmbed print them


def read_embeds(document: Document, tiles: list[Segment]) -> list[Segment]:
    """Join name, handle, button, words and time of a pasted tweet into one embed."""
    kept: list[Segment] = []
    index = 0
    while index < len(tiles):
        end = _end_of_tweet(document, tiles, index)
        if end is None:
            kept.append(tiles[index])
            index += 1
        else:
            kept.append(_tweet(document, tiles[index:end]))
            index = end
    return kept


def _end_of_tweet(document: Document, tiles: list[Segment], index: int) -> int | None:
    """The index after the tweet that begins at ``index`` with a name, None when none does."""
    if index + 1 >= len(tiles) or not _HANDLE.search(document.quote(tiles[index + 1].span)):
        return None
    if len(tiles[index].span) > 60:
        return None
    for place in range(index + 2, min(len(tiles), index + 2 + _LONGEST)):
        words = document.quote(tiles[place].span)
        if len(words) < 40 and find_date(words) and (find_time(words) or len(words) < 20):
            return place + 1
    return None


def _tweet(document: Document, tiles: list[Segment]) -> Segment:
    lines = [document.quote(tile.span) for tile in tiles]
    date, time = find_date(lines[-1]), find_time(lines[-1])
    buttons = [line for line in lines[2:-1] if line.casefold() in _BUTTONS]
    words = " ".join(line for line in lines[2:-1] if line.casefold() not in _BUTTONS)
    address = _ADDRESS.search(words)
    values: dict[str, object] = {"platform": "Twitter", "account": lines[0], "handle": lines[1]}
    if date and date.has_year:
        values["posted"] = f"{date.iso}T{time}" if time else date.iso
    if address:
        values["url"] = address[0]
        words = words.replace(address[0], "").strip()
    values["text"] = words
    if buttons:
        values["widget_text"] = buttons
    whole = revised(
        tiles[0],
        SegmentKind.EMBED,
        "embeds.tweet_lines",
        "a name, a handle and a time of posting stand around these lines: a pasted tweet",
        subkind="tweet",
        confidence=0.95,
        values=values,
    )
    return merged(tiles, whole)


_SIGNED = re2.compile(r"\(@\w{1,30}\)")


def join_embeds(document: Document, tiles: list[Segment]) -> list[Segment]:
    """Join the lines of an embedded post that follow each other, up to the line that signs and dates it."""
    kept: list[Segment] = []
    for tile in tiles:
        before = kept[-1] if kept else None
        if before and before.kind is tile.kind is SegmentKind.EMBED and not _is_signed(document, before):
            kept[-1] = merged([before, tile], before)
        else:
            kept.append(tile)
    return kept


def _is_signed(document: Document, tile: Segment) -> bool:
    last = document.quote(tile.span).rpartition("\n")[2]
    return find_date(last) is not None and _SIGNED.search(last) is not None
