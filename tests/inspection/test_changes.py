"""What changed from one version to the next: classes, weights, findings."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.inspection.changes import (
    ChangeClass,
    Version,
    Weight,
    compare_versions,
    word_diff,
)
from auditor.inspection.changes.alignment import Fate, align, is_fleeting
from auditor.inspection.changes.gravity import Touch, touches, weigh_edit
from auditor.inspection.tiling import SegmentKind as Kind
from tests.inspection.versions import PARAGRAPHS, Part, body, told, version


def test_the_same_version_has_not_changed() -> None:
    same = version(*body(*PARAGRAPHS), (Kind.NAVIGATION, "Home"))
    assert told(compare_versions(same, same)) == []


@pytest.mark.parametrize(
    ("after", "touched"),
    [
        ("40 houses", ()),
        ("60 houses", (Touch.NUMBER,)),
        ("forty-one houses", (Touch.NUMBER,)),
        ("sixty houses", (Touch.NUMBER,)),
        ("40 Houses of Lords", (Touch.NAME,)),
        ("no 40 houses", (Touch.NEGATION,)),
        ("the 40 houses", ()),
        ("40 houses on Monday", (Touch.DATE,)),
        ("40 houses in 1997", (Touch.DATE,)),
    ],
)
def test_what_an_edit_touches(after: str, touched: tuple[Touch, ...]) -> None:
    assert touches("He sold 40 houses.", f"He sold {after}.") == touched


def test_a_quotation_weighs_as_a_whole() -> None:
    assert weigh_edit("“It is a lie,” he said.", "“It is a mistake,” he said.") == (
        Weight.GRAVE,
        (Touch.QUOTATION,),
    )
    assert weigh_edit("“It is a lie,” he said.", '"It is a lie," he said.')[0] is Weight.SLIGHT


@pytest.mark.parametrize(
    ("before", "after", "weight"),
    [
        ("The goverment fell.", "The government fell.", Weight.SLIGHT),
        ("The coat, was red.", "The coat was red", Weight.SLIGHT),
        ("A well known man.", "A well-known man.", Weight.SLIGHT),
        ("The coat was red.", "The coat was green.", Weight.ORDINARY),
        ("They attacked it.", "They attack it.", Weight.ORDINARY),
        ("They won it.", "They won it again.", Weight.ORDINARY),
        ("The cat sat there.", "The rat sat there.", Weight.ORDINARY),
    ],
)
def test_typing_is_told_from_words(before: str, after: str, weight: Weight) -> None:
    assert weigh_edit(before, after) == (weight, ())


def test_a_body_edited_without_note_or_date_is_a_silent_edit() -> None:
    after = PARAGRAPHS[0].replace("40", "60")
    found = compare_versions(version(*body(*PARAGRAPHS)), version(*body(after, *PARAGRAPHS[1:])))
    assert told(found) == [("silent_edit", "GRAVE")]
    assert found.classes == (ChangeClass.BODY,)
    assert found.findings[0].reason == "1 reworded (number); no note, no new date"
    assert [(edit.fate, edit.touches) for edit in found.findings[0].edits] == [
        (Fate.REWORDED, (Touch.NUMBER,))
    ]


@pytest.mark.parametrize(
    ("more", "dates", "kinds"),
    [
        ((), ("2026-01-01", "2026-01-01"), {"silent_edit"}),
        ((), ("2026-01-01", "2026-01-02"), {"dated_edit"}),
        (((Kind.DATELINE, "Updated 4 March 2026 10:15"),), ("", ""), {"dated_edit", "byline_changed"}),
        (((Kind.DATELINE, "Berlin, 4 March 2026"),), ("", ""), {"silent_edit", "byline_changed"}),
        (((Kind.CORRECTION_NOTICE, "Correction: it was 60."),), ("", ""), {"noted_edit", "correction_added"}),
        (
            ((Kind.UPDATE_NOTICE, "We will update this story.", "promise_to_update"),),
            ("", ""),
            {"silent_edit", "promise_made"},
        ),
    ],
)
def test_what_the_page_says_itself_makes_an_edit_no_silent_one(
    more: Sequence[Part], dates: tuple[str, str], kinds: set[str]
) -> None:
    before = version(*body(*PARAGRAPHS), modified=dates[0])
    edited = PARAGRAPHS[0].replace("40", "60")
    after = version(*body(edited, *PARAGRAPHS[1:]), *more, modified=dates[1])
    assert {kind for kind, _ in told(compare_versions(before, after))} == kinds


def test_a_stamp_that_is_reworded_is_a_new_date_and_the_same_one_is_none() -> None:
    def stamped(words: str, *paragraphs: str) -> Version:
        return version((Kind.DATELINE, words), *body(*paragraphs))

    edited = (PARAGRAPHS[0].replace("40", "60"), *PARAGRAPHS[1:])
    old = stamped("Updated 4 March 2026", *PARAGRAPHS)
    assert told(compare_versions(old, stamped("Updated 5 March 2026", *edited)))[0][0] == "dated_edit"
    again = stamped("Last updated on 4 March 2026", *edited)
    assert told(compare_versions(old, again))[0][0] == "silent_edit"


def test_paragraphs_that_come_go_and_move_are_recognised() -> None:
    first, second, third = PARAGRAPHS
    new = "The council meets again in a week to talk about the price of the bridge."
    moved = compare_versions(version(*body(first, second, third)), version(*body(third, first, second)))
    assert told(moved) == [("silent_edit", "SLIGHT")]
    assert moved.findings[0].reason.startswith("1 moved")
    other = compare_versions(version(*body(first, second)), version(*body(second, new)))
    assert told(other) == [("silent_edit", "ORDINARY")]
    assert {edit.fate for edit in other.findings[0].edits} == {Fate.ADDED, Fate.REMOVED}


def test_a_line_that_is_no_sentence_weighs_little() -> None:
    before = version(*body(*PARAGRAPHS))
    after = version(*body(*PARAGRAPHS, "Storm closes three airports"))
    assert told(compare_versions(before, after)) == [("silent_edit", "SLIGHT")]


def test_paragraphs_joined_cut_or_labelled_otherwise_have_not_changed() -> None:
    apart, joined = version(*body(*PARAGRAPHS)), version(*body(" ".join(PARAGRAPHS)))
    labelled = version((Kind.CAPTION, PARAGRAPHS[0]), (Kind.DISCLAIMER, PARAGRAPHS[1]), *body(PARAGRAPHS[2]))
    for one, other in ((apart, joined), (joined, apart), (apart, labelled), (labelled, apart)):
        assert told(compare_versions(one, other)) == []


def test_counters_times_ago_and_page_furniture_are_chrome() -> None:
    before = version(*body(*PARAGRAPHS, "12 shares"), (Kind.DATELINE, "3 hours ago by A. Winter"))
    after = version(
        *body(*PARAGRAPHS, "13 shares"),
        (Kind.DATELINE, "4 hours ago by A. Winter"),
        (Kind.ADVERTISEMENT, "Ad"),
    )
    assert told(compare_versions(before, after)) == [("chrome_changed", "SLIGHT")]
    assert not any(map(is_fleeting, ("12 houses were sold", "views", "12 40")))


def test_headline_byline_and_author_are_classes_of_their_own() -> None:
    def page(headline: str, byline: str) -> Version:
        return version((Kind.HEADLINE, headline), (Kind.BYLINE, byline), *body(*PARAGRAPHS))

    old = page("Houses sold", "By Paula Jones")
    assert told(compare_versions(old, page("A scandal", "By Paula Jones"))) == [
        ("headline_changed", "ORDINARY")
    ]
    assert told(compare_versions(old, page("Houses sold", "By Harald Winter"))) == [
        ("byline_changed", "GRAVE")
    ]
    assert told(compare_versions(old, page("Houses sold", "by Paula Jones, editor"))) == [
        ("byline_changed", "SLIGHT")
    ]
    moved = version(*body(*PARAGRAPHS), (Kind.BYLINE, "By Paula Jones"), (Kind.HEADLINE, "Houses sold"))
    assert told(compare_versions(old, moved)) == []


def test_two_wordings_side_by_side() -> None:
    pieces = word_diff("“The coat” was red and old 🙂", '"The coat" was green and old.')
    assert [(piece.change, piece.words) for piece in pieces] == [
        ("kept", '"The coat" was'),
        ("deleted", "red"),
        ("inserted", "green"),
        ("kept", "and"),
        ("deleted", "old"),
        ("inserted", "old."),
    ]
    assert word_diff("", "") == ()
    long = " ".join(f"w{number}" for number in range(2000))
    assert {piece.change for piece in word_diff(long, long[::-1])} == {"deleted", "inserted"}


words = st.lists(
    st.sampled_from(["the", "house", "fell", "40", "Paula", "never", "and", "“so”"]), max_size=12
)


@given(words, words)
def test_a_diff_holds_every_word_of_both_wordings(one: list[str], other: list[str]) -> None:
    pieces = word_diff(" ".join(one), " ".join(other))
    kept_or = {"kept", "inserted"}
    assert [word for piece in pieces if piece.change in kept_or for word in piece.words.split()] == other
    assert len([w for piece in pieces if piece.change != "inserted" for w in piece.words.split()]) == len(one)


paragraphs = st.lists(
    st.sampled_from([*PARAGRAPHS, "No.", "12 shares", "He said no. She said so."]), max_size=8
)


@given(paragraphs, paragraphs)
def test_every_stretch_is_aligned_exactly_once(one: list[str], other: list[str]) -> None:
    old, new = version(*body(*one)), version(*body(*other))
    pairs = align(old.text, old.tiles, new.text, new.tiles)
    assert sorted(pair.before.span for pair in pairs if pair.before) == [tile.span for tile in old.tiles]
    assert sorted(pair.after.span for pair in pairs if pair.after) == [tile.span for tile in new.tiles]
    for pair in pairs:
        if pair.fate in (Fate.KEPT, Fate.MOVED) and pair.before and pair.after:
            assert old.words(pair.before) == new.words(pair.after)
