"""What an outlet repeats, and what only looks like it."""

import pytest

from auditor.inspection.document import Span
from auditor.inspection.repeats import mark, quoted_share, repeated
from auditor.inspection.tiling import Segment, SegmentKind
from auditor.inspection.wording import fingerprint

HABIT = "Get the harbour letter every morning before the boats come in."


def tile(kind: SegmentKind, **values: object) -> Segment:
    return Segment(Span(0, 1), kind, kind, 0.5, "", values=values)


def test_running_text_and_what_no_rule_knows_is_marked() -> None:
    assert mark(tile(SegmentKind.BODY), HABIT) == fingerprint(HABIT)
    assert mark(tile(SegmentKind.NAVIGATION, unknown_boilerplate=True), HABIT) == fingerprint(HABIT)
    assert mark(tile(SegmentKind.NAVIGATION), HABIT) == ""


@pytest.mark.parametrize("kind", [SegmentKind.BLOCKQUOTE, SegmentKind.EMBED, SegmentKind.READER_COMMENT])
def test_what_others_say_is_not(kind: SegmentKind) -> None:
    assert mark(tile(kind), HABIT) == ""


@pytest.mark.parametrize(
    "words",
    [
        "“Would you take a handful?” he asked the crowd in Iowa.",
        '"Would you take a handful?" he asked the crowd in Iowa.',
        "„Das war ein langer Tag für uns alle“, sagte er.",
        "“It was a long day, and nobody had told us when it would end.",
        "Related",
        "Part 12 of a series",
        "1,237 2,472 / 4,763 12.5 14.0 99.1",
    ],
)
def test_quotations_and_figures_are_not(words: str) -> None:
    assert mark(tile(SegmentKind.BODY), words) == ""


def test_a_quoted_term_is_no_quotation() -> None:
    notice = "This material is made available under the provisions of “fair use” to advance understanding."
    assert mark(tile(SegmentKind.BODY), notice) == fingerprint(notice)
    assert quoted_share("") == 0.0


def test_half_a_sentence_at_a_page_break_is_not() -> None:
    assert mark(tile(SegmentKind.BODY, joins=[[0, 1]]), HABIT) == ""


def own(article: int, blocks: int = 3) -> list[tuple[int, str, int]]:
    return [(article, f"own {article} {block}", 80) for block in range(blocks)]


def test_what_stands_in_three_articles_is_repeated_the_most_first() -> None:
    standing = [pair for article in range(4) for pair in own(article)]
    standing += [(article, "habit", 80) for article in range(3)]
    standing += [(article, "sign-off", 80) for article in range(4)]
    standing += [(0, "twice", 80), (1, "twice", 80)]
    assert list(repeated(standing).items()) == [("sign-off", 4), ("habit", 3)]


def test_three_copies_of_one_story_are_no_repetition() -> None:
    story = [(article, f"paragraph {number}", 80) for article in range(3) for number in range(9)]
    assert repeated(story) == {}
    more = [(article, "habit", 80) for article in range(5)] + own(3) + own(4)
    assert repeated([*story, *more]) == {}
    assert repeated([*story, *more, *own(5), (5, "habit", 80)]) == {"habit": 3}


def test_a_label_must_stand_in_more_articles() -> None:
    standing = [pair for article in range(8) for pair in own(article)]
    standing += [(article, "label", 9) for article in range(7)]
    assert repeated(standing) == {}
    assert repeated([*standing, (7, "label", 9)]) == {"label": 8}
    assert mark(tile(SegmentKind.BODY), "Read more") == fingerprint("Read more")
