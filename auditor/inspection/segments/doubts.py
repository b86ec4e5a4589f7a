"""Running text at an article's edges that is worded like boilerplate but answers no rule: for a reviewer."""

import re2

from auditor.inspection.document import Document
from auditor.inspection.repeats import quoted_share
from auditor.inspection.tiling import Segment, SegmentKind, with_values

_EDGE = 3  # paragraphs of running text before and after which nothing is doubted
_SHARE = 0.22
"""Least share of a paragraph's words that are a house's words to its readers (set by hand)."""
_MOST = 90  # words; what is longer is told, not noted
_HOUSE = re2.compile(
    r"(?i)\b(?:you|your|yours|we|our|ours|us|please|click|visit|browse|subscribe|subscribers?|sign|newsletter|e-?mail|"
    r"website|site|page|content|contents|terms|conditions|privacy|policy|policies|rights?|reserved|permission|"
    r"permitted|prohibited|copyright(?:ed)?|trademarks?|licen[sc]ed?|liab(?:le|ility)|responsib(?:le|ility)|"
    r"warrant(?:y|ies)|accuracy|disclaim(?:s|ed|er)?|contact|advertis(?:e|ers?|ing)|sponsor(?:s|ed)?|cookies?|"
    r"donat(?:e|ion|ions)|member(?:s|ship)?|support(?:ers)?|readers?|download|app|share|follow|register|"
    r"republish(?:ed)?|reprint(?:ed)?|reproduc(?:e|ed|tion)|herein|thereof|hereby|pursuant|may|not)\b"
)


def doubt_wording(document: Document, tiles: list[Segment]) -> list[Segment]:
    """Mark body at the edges whose words are mostly those of a house to its readers."""
    bodies = [place for place, tile in enumerate(tiles) if tile.kind is SegmentKind.BODY]
    edge = {*bodies[:_EDGE], *bodies[-_EDGE:]} if len(bodies) > 2 * _EDGE else set()
    return [
        with_values(tile, unknown_boilerplate=True)
        if place in edge and _of_the_house(document.quote(tile.span))
        else tile
        for place, tile in enumerate(tiles)
    ]


def _of_the_house(text: str) -> bool:
    words = text.count(" ") + 1
    if not 6 <= words <= _MOST or quoted_share(text) > 0:
        return False
    return sum(1 for _ in _HOUSE.finditer(text)) >= _SHARE * words
