"""What a sentence does, whether it can be checked, and the reason in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.inspection.assertions import Assertion, SentenceType
from auditor.inspection.attribution import Sourcing
from auditor.inspection.flags import unsourced
from tests.inspection.paragraphs import BLOCKQUOTE, BODY, NOTE, article, only

T = SentenceType

TYPES = [
    ("The city was bombed in March.", T.ASSERTION),
    ("Oslo wants to close the border.", T.ASSERTION),
    ("Its aim was to keep the last harbour.", T.ASSERTION),
    ("This essentially indicates that the war has been won by the army.", T.ASSERTION),
    ("It was agreed by Oslo.", T.ASSERTION),
    ("Berg said it fell.", T.REPORTED_SPEECH),
    ("It also confirms the fall of Oslo.", T.ASSERTION),
    ("“It is over.”", T.QUOTATION_ONLY),
    ("Will it stand?", T.QUESTION),
    ("He asked, “Will it stand?”", T.REPORTED_SPEECH),
    ("A view of the sea.", T.FRAGMENT),
    ("“Theatre of the absurd”.", T.FRAGMENT),
    ("Click here for more.", T.DIRECTIVE),
    ("“Click” is a word.", T.OPINION),
    ("Israel and India must respect the border.", T.DIRECTIVE),
    ("This should be the focus.", T.OPINION),
    ("The talks must be held.", T.OPINION),
    ("He wrote that “Oslo must leave”.", T.REPORTED_SPEECH),
    ("It is rather galling that he should lecture us.", T.OPINION),
    ("The timing of the move remains unclear.", T.OPINION),
    ("The decision indicates that Oslo wants to avoid clashes.", T.OPINION),
    ("Without the bridge, the town would starve.", T.OPINION),
    ("It is strategic.", T.OPINION),
    ("I suspect that they will stay.", T.OPINION),
    ("It fell, you know.", T.OPINION),
    ("It fell!", T.OPINION),
    ("Oslo is “leaving without leaving”.", T.OPINION),
    ("syria has won..", T.OPINION),
    ("Notice that I suspect a ruse.", T.OPINION),
    ("Under Article 5 of the treaty, an attack on one is one on all.", T.BACKGROUND),
    ("The group comprises more than 50 planes.", T.BACKGROUND),
    ("A good article from RT..", T.FRAGMENT),
    ("This is an excellent article from RT.", T.OPINION),
    ("(RT, March 14, 2016)", T.FRAGMENT),
    ("They’ve none.", T.ASSERTION),
    ("Villagers waited.", T.ASSERTION),
    ("The city fell last May.", T.BACKGROUND),
    ("It may fall.", T.OPINION),
]


@pytest.mark.parametrize(("text", "kind"), TYPES)
def test_a_sentence_is_of_a_type(text: str, kind: SentenceType) -> None:
    _, _, judged = only(text)
    assert judged.type is kind, judged


def test_a_note_about_the_page_itself_is_a_plan_and_needs_no_check() -> None:
    (judged,) = article((NOTE, "We will update this page.")).assertions
    assert (judged.type, judged.checkworthy) == (T.ASSERTION, False)
    assert judged.attribution.sourcing is Sourcing.SELF_EVIDENT


WORTH = [
    ("Soldiers of the Oslo Guard killed 40 people in Bergen.", True),
    ("It was there.", False),
    ("He fell.", False),
    ("Oslo launched its campaign in September last year.", False),
    ("Oslo launched 50 strikes in September last year.", True),
    ("The group comprises 5% of the town of Bergen.", True),
    ("Berg said that 40 people were killed.", True),
    ("Berg ordered the army to leave.", True),
    ("Berg said he hopes for good talks.", False),
    ("Berg said he hopes for 3 good talks.", True),
    ("Berg said he hopes for talks and ordered the army home.", True),
    ("It’s expected that the army will leave.", False),
    ("It was reported that the army has left.", True),
    ("It is a slap in the face.", False),
    ("Will 40 people be killed?", False),
    ("“40 people were killed.”", True),
]


@pytest.mark.parametrize(("text", "worth"), WORTH)
def test_what_can_be_checked_and_matters_is_checkworthy(text: str, worth: bool) -> None:
    _, _, judged = only(text)
    assert judged.checkworthy is worth, judged


def probability(text: str) -> float:
    return only(text)[2].probability


def test_a_source_makes_a_missing_source_unlikely() -> None:
    bare = probability("Soldiers killed 40 people in Bergen.")
    vague = probability("It was reported that soldiers killed 40 people in Bergen.")
    anonymous = probability("Officials said that soldiers killed 40 people in Bergen.")
    named = probability("Berg said that soldiers killed 40 people in Bergen.")
    assert 1 > bare > vague > anonymous > named > 0


def test_figures_names_and_grave_words_make_it_likelier() -> None:
    plain, named = probability("The storm hit the coast."), probability("The storm hit Oslo.")
    counted = probability("The storm hit 30 houses in Oslo.")
    grave = probability("The storm killed 30 people in Oslo.")
    assert plain < named < counted < grave


def test_dates_and_durations_are_no_figures() -> None:
    dated, counted = "The storm hit Oslo on March 15 in 2016.", "The storm hit Oslo on 15 roads."
    assert probability(dated) < probability(counted)
    assert probability("For five years the storm hit Oslo.") < probability(
        "For five people the storm hit Oslo."
    )


def test_the_reason_can_be_argued_with() -> None:
    _, _, judged = only("The army killed 40 people in Oslo.")
    assert judged.reason == (
        "statement in the article's own voice with 1 name, 1 figure, words of grave or contested acts; "
        "no attribution in the sentence or around it"
    )
    _, _, motive = only("Oslo wants to keep it.")
    assert "a motive told flatly" in motive.reason
    _, _, sign = only("The move suggests that Oslo wants to stay.")
    assert "judging words" in sign.reason
    assert "a sign that is read" in sign.reason
    _, _, remark = only("They fell there and then.")
    assert remark.reason.startswith("judgement or guess with the form of a remark; ")
    _, _, bare = only("the town’s old people waited for the ferry there.".capitalize())
    assert bare.reason.startswith("statement in the article's own voice; ")


def test_the_reason_says_where_a_source_outside_stands() -> None:
    first = article("“The bridge fell. We go,” Holm said.").assertions[0]
    assert first.reason == "quotation; somebody is named who said it, after the quotation it opens"


def test_the_rules_name_the_type_the_words_and_the_attribution() -> None:
    _, _, judged = only("The army killed 40 people in Oslo.")
    assert judged.rules == ("type.stated", "judgement.grave")
    _, _, said = only("Berg said it fell.")
    assert said.rules == ("type.attributed", "sourcing.say")


words = st.sampled_from(
    [
        "Berg",
        "said",
        "the",
        "army",
        "killed",
        "40",
        "people",
        "“",
        "”",
        "he",
        "must",
        "will",
        "that",
        ".",
        "?",
        ",",
        "but",
    ]
)


@given(
    st.lists(st.tuples(st.sampled_from([BODY, BLOCKQUOTE, NOTE]), st.lists(words, min_size=1)), min_size=1)
)
def test_every_sentence_is_judged_and_the_same_way_each_time(
    paragraphs: list[tuple[object, list[str]]],
) -> None:
    made = article(*[(kind, " ".join(parts)) for kind, parts in paragraphs])  # type: ignore[misc]  # kinds are kinds
    judged: tuple[Assertion, ...] = made.assertions
    assert [one.span for one in judged] == list(made.sentences)
    assert judged == made.assertions
    for one in judged:
        assert 0 <= one.probability <= 1
        assert one.rules
        assert one.reason
        assert not unsourced(one) or (one.checkworthy and one.probability >= 0.5)
