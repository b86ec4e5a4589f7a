"""Whose words the body is, where a credit, a wire dateline or a blogger's remark tells."""

from itertools import pairwise

import re2

from auditor.inspection.document import Document
from auditor.inspection.tiling import Segment, SegmentKind, revised, with_values

_REMARK = re2.compile(
    r"(?i)^(?:an? |this |what an? )?"
    r"(?:excellent|great|good|interesting|brilliant|important|superb|must[ -]read|nice|fine)[\p{L} ]* "
    r"(?:article|piece|post|report|analysis|read|column|essay)s?\b"
    r"(?: (?:from|by|in|at|via) (?P<outlet>\p{Lu}[\p{L}\d]*(?:\.[\p{L}\d]+)?))?"
)


def read_reposts(document: Document, tiles: list[Segment]) -> list[Segment]:
    """Give body paragraphs the voice of the outlet credited before them, or of none but the poster."""
    tiles = _by_credit(_source_headlines(tiles))
    return _by_remark(document, tiles)


def _source_headlines(tiles: list[Segment]) -> list[Segment]:
    """A second heading right above "from" another outlet is that outlet's headline."""
    kept = list(tiles)
    for place, (tile, after) in enumerate(pairwise(tiles)):
        if tile.kind is SegmentKind.SUBHEADLINE and after.subkind == "from_outlet":
            reason = "a second heading above the credit of another outlet"
            kept[place] = revised(
                tile,
                SegmentKind.SUBHEADLINE,
                "reposts.source_headline",
                reason,
                subkind="source_article_headline",
                values={"outlet": after.values.get("outlet")},
            )
    return kept


def _by_credit(tiles: list[Segment]) -> list[Segment]:
    """A dateline of a wire, or "from" another outlet, speaks for the paragraphs until the next one."""
    voice: str | None = None
    wire = False
    kept: list[Segment] = []
    for tile in tiles:
        if tile.subkind in ("wire_dateline", "from_outlet") and "outlet" in tile.values:
            voice, wire = str(tile.values["outlet"]), tile.subkind == "wire_dateline"
        if voice and tile.kind is SegmentKind.BODY and tile.subkind is None:
            kept.append(_reposted(tile, voice, f"credited to {voice} above"))
        elif wire and tile.kind is SegmentKind.SECTION_HEADING:
            reason = f"a heading inside the report of {voice}"
            kept.append(
                revised(
                    tile,
                    tile.kind,
                    "reposts.wire_subhead",
                    reason,
                    subkind="wire_subhead",
                    values={"outlet": voice},
                )
            )
        else:
            kept.append(tile)
    return kept


def _reposted(tile: Segment, voice: str, reason: str) -> Segment:
    return revised(
        tile,
        SegmentKind.BODY,
        "reposts.credited",
        f"{tile.reason}; {reason}",
        subkind="reposted_article",
        confidence=tile.confidence,
        values={"voice": voice, "provenance": reason},
    )


def _by_remark(document: Document, tiles: list[Segment]) -> list[Segment]:
    """A last paragraph that praises "the article" shows that all before it is reposted."""
    kept = list(tiles)
    bodies = [place for place, tile in enumerate(kept) if tile.kind is SegmentKind.BODY]
    for place in bodies[1:]:
        remark = _REMARK.search(document.quote(kept[place].span))
        if remark is None or place != bodies[-1]:
            continue
        reason = "praises the article it stands under"
        rule = "reposts.remark"
        kept[place] = revised(kept[place], SegmentKind.BODY, rule, reason, subkind="blogger_comment")
        voice = remark["outlet"] or "an article from elsewhere"
        for before in bodies[: bodies.index(place)]:
            if kept[before].subkind is None:
                kept[before] = _reposted(
                    kept[before], voice, "a remark after it speaks of it as another's article"
                )
    return kept


def fill_years(tiles: list[Segment]) -> list[Segment]:
    """Give a date printed without its year the one year the other dates of the text share."""
    years = {str(tile.values["date"])[:4] for tile in tiles if tile.values.get("date")}
    if len(years) != 1:
        return tiles
    year = years.pop()
    return [
        with_values(tile, date=f"{year}-{str(tile.values['day'])[2:]}", year_inferred=True)
        if "day" in tile.values
        else tile
        for tile in tiles
    ]
