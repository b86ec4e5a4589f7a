"""Drawing a text: flat pieces, every word once, flags that overlap in any way."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.admin.rendering import (
    FAMILIES,
    FAMILY_OF,
    LINE,
    OPEN_FAMILIES,
    UNLABELLED,
    Stretch,
    around,
    gathered,
    label_of,
    runs,
    sections,
    shares,
)
from auditor.inspection.segments import SegmentKind


@dataclass(frozen=True, slots=True)
class Mark:
    """A flag as the drawing sees it."""

    start: int
    end: int


def piece(start: int, end: int, kind: str = "body", subkind: str = "") -> Stretch[str]:
    return Stretch(start, end, kind, f"{kind} {start}", subkind)


def test_every_kind_of_segment_has_exactly_one_family() -> None:
    assert set(FAMILY_OF) == {kind.value for kind in SegmentKind}
    assert sum(map(len, FAMILIES.values())) == len(SegmentKind)
    assert set(FAMILIES) >= OPEN_FAMILIES


def test_a_text_without_flags_is_one_run() -> None:
    (run,) = runs("one two", 0, 7, ())
    assert (run.text, run.flags, run.opening) == ("one two", (), ())


def test_a_text_is_cut_where_something_leads_to_it() -> None:
    drawn = runs("0123456789", 2, 8, (Mark(4, 6),), places=(0, 2, 5, 8))
    assert [(run.text, run.place) for run in drawn] == [("23", 2), ("4", None), ("5", 5), ("67", None)]
    (one, other) = sections("ab cd", (Stretch(0, 2, "body", 1), Stretch(3, 5, "body", 2)), (), (0, 4))
    assert [[run.place for run in section.runs] for section in (one, other)] == [[0], [None, 4]]


def test_flags_that_cross_each_other_are_cut_into_flat_runs() -> None:
    first, second = Mark(2, 6), Mark(4, 8)
    drawn = runs("0123456789", 0, 10, (first, second))
    assert [(run.text, run.flags, run.opening) for run in drawn] == [
        ("01", (), ()),
        ("23", (first,), (first,)),
        ("45", (first, second), (second,)),
        ("67", (second,), ()),
        ("89", (), ()),
    ]


def test_flags_on_the_same_words_open_together() -> None:
    one, other = Mark(1, 3), Mark(1, 3)
    drawn = runs("abcd", 0, 4, (one, other))
    assert [len(run.opening) for run in drawn] == [0, 2, 0]


def test_a_flag_over_two_segments_opens_once_and_goes_on() -> None:
    flag = Mark(3, 9)
    first, second = sections("abcdef\nghij", [piece(0, 6), piece(7, 11)], (flag,))
    assert [run.opening for run in first.runs] == [(), (flag,)]
    assert [run.opening for run in second.runs] == [(), ()]
    assert second.runs[0].flags == (flag,)


def test_a_flag_that_begins_in_the_gap_between_segments_opens_where_its_words_do() -> None:
    flag = Mark(3, 7)
    _, second = sections("abc\n\ndef", [piece(0, 3), piece(5, 8)], (flag,))
    assert second.runs[0].opening == (flag,)


def test_offsets_are_code_points_also_behind_emoji_and_in_arabic() -> None:
    text = "👩‍👩‍👧 said: مرحبا بكم. Then 🎉 more."
    start = text.index("مرحبا")
    flag = Mark(start, start + len("مرحبا بكم"))
    (section,) = sections(text, [piece(0, len(text))], (flag,))
    assert [run.text for run in section.runs if run.flags] == ["مرحبا بكم"]


def test_words_that_no_segment_holds_are_shown_as_unlabelled() -> None:
    drawn = sections("lost kept lost", [piece(5, 9)])
    assert [(section.kind, section.runs[0].text) for section in drawn] == [
        (UNLABELLED, "lost "),
        ("body", "kept"),
        (UNLABELLED, " lost"),
    ]
    assert [section.of for section in drawn] == [None, "body 5", None]


def test_a_flag_on_unlabelled_words_before_a_segment_opens_there_only() -> None:
    flag = Mark(0, 8)
    lost, kept = sections("lost kept", [piece(5, 9)], (flag,))
    assert [run.opening for run in lost.runs] == [(flag,)]
    assert [run.opening for run in kept.runs] == [(), ()]


def test_white_space_between_segments_is_left_out() -> None:
    drawn = sections("one\n\n\ntwo\n", [piece(0, 3), piece(6, 9)])
    assert [section.runs[0].text for section in drawn] == ["one", "two"]


def test_where_segments_overlap_the_earlier_one_keeps_the_words() -> None:
    drawn = sections("abcdef", [piece(0, 4), piece(2, 6), piece(3, 4)])
    assert [section.runs[0].text for section in drawn] == ["abcd", "ef"]


def test_a_segment_beyond_the_end_of_the_text_is_cut_or_dropped() -> None:
    drawn = sections("abc", [piece(0, 99), piece(100, 120)])
    assert [section.runs[0].text for section in drawn] == ["abc"]


@pytest.mark.parametrize(("kind", "folded"), [("body", False), ("disclaimer", True), ("editor_note", False)])
def test_boilerplate_is_folded_and_the_article_is_not(kind: str, folded: bool) -> None:
    (section,) = sections("words", [piece(0, 5, kind)])
    assert section.folded is folded


def test_four_pieces_of_furniture_in_a_row_are_one_line_and_a_flag_among_them_is_shown() -> None:
    kinds = ["navigation", "navigation", "share_widget", "navigation", "body", "navigation", "navigation"]
    pieces = [piece(2 * place, 2 * place + 1, kind) for place, kind in enumerate(kinds)]
    groups = gathered(sections("a b c d e f g", pieces))
    assert [(len(group.sections), group.line) for group in groups] == [
        (4, "3 navigation, 1 share widget"),
        (1, ""),
        (2, ""),
    ]
    flagged = gathered(sections("a b c d e f g", pieces, (Mark(2, 3),)))
    assert all(not group.line for group in flagged)


def test_the_folded_line_is_one_line_of_limited_length() -> None:
    (section,) = sections("a b\n" * 200, [piece(0, 800, "disclaimer", "standard_text")])
    assert len(section.line) == LINE
    assert section.line.endswith("…")
    assert "\n" not in section.line
    assert (section.label, section.sublabel) == ("disclaimer", "standard text")


texts = st.text(alphabet="ab 🎉م\n", min_size=1, max_size=30)
spans = st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda at: (at[0], at[0] + at[1]))


@given(texts, st.lists(spans, max_size=6), st.lists(spans, max_size=6))
def test_whatever_overlaps_every_word_is_drawn_once_and_every_flag_opens_at_most_once(
    text: str, places: list[tuple[int, int]], flagged: list[tuple[int, int]]
) -> None:
    flags = [Mark(start, end) for start, end in flagged]
    drawn = sections(text, [piece(start, end) for start, end in places], flags)
    words = "".join(run.text for section in drawn for run in section.runs)
    assert "".join(words.split()) == "".join(text.split())
    opened = [id(flag) for section in drawn for run in section.runs for flag in run.opening]
    assert len(opened) == len(set(opened))
    covering = {id(flag) for section in drawn for run in section.runs for flag in run.flags}
    assert covering == set(opened)


def test_around_a_flag_are_its_segments_and_one_more_on_each_side() -> None:
    pieces = [piece(start, start + 2) for start in range(0, 20, 2)]
    assert around(pieces, Mark(9, 11)) == pieces[3:7]
    assert around(pieces, Mark(0, 1)) == pieces[:2]
    assert around(pieces, Mark(40, 41)) == ()


def test_shares_count_characters_and_fill_the_bar() -> None:
    drawn = shares("aaaa  bb cc", [piece(0, 4), piece(6, 8, "byline"), piece(9, 11, "byline")])
    assert [(share.kind, share.size, share.percent) for share in drawn] == [
        ("byline", 4, "50.0 %"),
        ("body", 4, "50.0 %"),
    ]
    assert [(share.x, share.width) for share in drawn] == [(0.0, 500.0), (500.0, 500.0)]


def test_kinds_of_one_colour_stand_side_by_side_the_largest_family_first() -> None:
    drawn = shares(
        "aaaa bb ccc d", [piece(0, 4, "byline"), piece(5, 7), piece(8, 11, "headline"), piece(12, 13, "x")]
    )
    assert [(share.family, share.kind) for share in drawn] == [
        ("text", "headline"),
        ("text", "body"),
        ("origin", "byline"),
        (UNLABELLED, "x"),
    ]


def test_there_is_no_bar_of_nothing() -> None:
    assert shares("", []) == ()
    assert shares("   ", [piece(0, 3, "page_break_artifact")]) == ()


def test_a_kind_unknown_to_this_version_is_drawn_all_the_same() -> None:
    (section,) = sections("words", [piece(0, 5, "kind_of_tomorrow")])
    assert (section.family, section.label, section.folded) == (UNLABELLED, "kind of tomorrow", False)
    assert label_of("weak_sourcing") == "weak sourcing"
