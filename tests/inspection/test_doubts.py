"""What is worded like a notice at the edges of an article goes to a reviewer."""

import pytest

from auditor.inspection.document import Document
from auditor.inspection.plaintext import read_text
from auditor.inspection.segments.doubts import doubt_wording
from auditor.inspection.tiling import Segment, SegmentKind

PROSE = "The army took the town on Monday after three days of fighting in the hills above the river."
HOUSE = "Your use of our site and its content means that you accept our terms; please visit our app page."


def _doubted(lines: list[str]) -> list[str]:
    document = read_text("\n".join(lines))
    body = SegmentKind.BODY
    tiles = [Segment(block.span, body, body, 0.6, "running text") for block in document.blocks]
    marked = [tile for tile in doubt_wording(document, tiles) if tile.values.get("unknown_boilerplate")]
    return [_words(document, tile) for tile in marked]


def _words(document: Document, tile: Segment) -> str:
    return document.quote(tile.span)


def test_a_paragraph_to_the_readers_at_the_end_is_doubted() -> None:
    assert _doubted([PROSE] * 7 + [HOUSE]) == [HOUSE]


@pytest.mark.parametrize(
    "lines",
    [
        [PROSE] * 8,
        [PROSE] * 4 + [HOUSE] + [PROSE] * 4,
        [PROSE] * 3 + [HOUSE],
        [PROSE] * 7 + [f"“{HOUSE}”"],
        [PROSE] * 7 + ["You and we, please."],
        [PROSE] * 7 + [HOUSE + " " + " ".join([HOUSE] * 5)],
    ],
)
def test_what_is_told_quoted_short_or_deep_inside_is_not(lines: list[str]) -> None:
    assert _doubted(lines) == []
