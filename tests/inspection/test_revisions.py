"""Later wordings are found where they stand, never guessed, and never given to two."""

from hypothesis import given
from hypothesis import strategies as st

from auditor.inspection.comparison import stood
from auditor.inspection.revisions import Stood, revised
from auditor.inspection.surroundings import Surroundings

FIRST = "The bridge over the harbour was paid for by the county in May."
SECOND = "Nine officers of the harbour police knew of it and kept silent."
THIRD = "The inquiry ends next week, and the report comes out in June."


def all_stood(*quotes: str) -> list[Stood]:
    return [stood("unsourced_assertion", quote) for quote in quotes]


def test_an_edited_sentence_is_the_later_wording_wherever_it_stands() -> None:
    edited = FIRST.replace("May", "June")
    assert revised(all_stood(FIRST, SECOND), all_stood(SECOND, edited), {1: 0}) == {0: 1}


def test_between_the_same_neighbours_less_likeness_is_enough() -> None:
    before = all_stood(FIRST, "He knew that.", THIRD)
    assert revised(before, all_stood(FIRST, "He guessed that.", THIRD), {0: 0, 2: 2}) == {1: 1}
    assert revised(before, all_stood(FIRST, THIRD, "He guessed at that."), {0: 0, 2: 1}) == {}
    assert revised(before, all_stood(FIRST, "Rain fell all day.", THIRD), {0: 0, 2: 2}) == {}


def test_the_same_words_in_other_surroundings_are_shown() -> None:
    assert revised(all_stood(FIRST, SECOND), all_stood(SECOND, FIRST), {1: 0}) == {0: 1}
    short = all_stood("It rained.", SECOND)
    assert revised(short, all_stood(SECOND, "It rained."), {1: 0}) == {}
    assert revised(short, all_stood("It rained.", SECOND), {1: 1}) == {0: 0}


def test_of_two_equally_good_ones_none_is_the_later_wording() -> None:
    one, other = FIRST.replace("May", "June"), FIRST.replace("May", "July")
    assert revised(all_stood(FIRST), all_stood(one, other), {}) == {}
    assert revised(all_stood(one, other), all_stood(FIRST), {}) == {}


def test_another_kind_of_flag_is_another_question() -> None:
    weak = [stood("weak_sourcing", FIRST)]
    assert revised(all_stood(FIRST), weak, {}) == {}


def test_what_many_share_is_not_followed() -> None:
    crowd = [f"They said that again {number}." for number in range(12)]
    assert revised(all_stood("They said that again in May."), all_stood(*crowd), {}) == {}


pool = st.sampled_from(
    [FIRST, SECOND, THIRD, FIRST.replace("May", "June"), "No.", "It rained.", "He knew that."]
)


@given(st.lists(pool, max_size=8), st.lists(pool, max_size=8))
def test_no_flag_is_the_later_wording_of_two(before: list[str], after: list[str]) -> None:
    found = revised(all_stood(*before), all_stood(*after), {})
    assert len(set(found.values())) == len(found)
    for old, new in found.items():
        assert set(before[old].split()) & set(after[new].split())


TEXT = "1. First line\nof it\n\n2. Second “quoted” line 🙂\n\nThird"


def test_surroundings_are_normalised_and_leave_out_numbers_of_lists() -> None:
    around = Surroundings(TEXT)
    assert around.before(TEXT.index("Third"), 400) == 'first line of it second "quoted" line'
    assert around.before(len(TEXT), 7) == "e third"
    assert around.lead(TEXT.index("of it") + 3, 400) == "first line of"
    assert around.lead(TEXT.index("2."), 400) == ""
    assert around.after(TEXT.index("line\n"), 10) == "line of it"
    assert around.after(len(TEXT), 10) == ""


def test_a_place_within_a_word_has_only_its_beginning_before_it() -> None:
    assert Surroundings("bridges").before(6, 10) == "bridge"
    assert Surroundings("bridges").before(0, 10) == ""


def test_without_blank_lines_a_paragraph_is_a_line() -> None:
    assert Surroundings("one two\nthree four").lead(14, 40) == "three"


@given(st.text(alphabet="ab 1.\n“”’🙂-", max_size=40), st.integers(0, 40))
def test_what_stands_before_and_after_is_told_for_every_place(text: str, place: int) -> None:
    around, at = Surroundings(text), min(place, len(text))
    assert len(around.before(at, 7)) <= 7
    assert around.before(at, 100).endswith(around.lead(at, 100))
    assert around.before(len(text), 5) == around.before(len(text), 100)[-5:]
    assert around.after(at, 5) == around.after(at, 100)[:5]
