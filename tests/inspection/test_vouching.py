"""Rules and network together: who vouches for a sentence when they agree, and when they do not."""

from dataclasses import replace

import numpy as np
import pytest

from auditor.inspection.attribution import (
    Attribution,
    SourceType,
    Sourcing,
    Weighed,
    find_attributions,
    settle,
    weigh_sentences,
)
from auditor.inspection.attribution.network import ROLES, Judged
from auditor.inspection.attribution.roles import Roles, read_roles
from tests.inspection.paragraphs import BLOCKQUOTE, Article, article


def told(made: Article, likely: list[float], **roles: str) -> Weighed:
    """What a network would say that gives these probabilities, and takes these words for these roles."""
    weighed = weigh_sentences(made.document, made.heard)
    tokens = weighed.features.tokens
    table = np.zeros((len(tokens.starts), len(ROLES)), np.float32)
    for role, words in roles.items():
        start = made.document.text.index(words) - weighed.offset
        held = (tokens.starts >= start) & (tokens.ends <= start + len(words))
        table[held, ROLES.index("strict")] = 0.9
        table[held, ROLES.index(role)] = 0.9
    answers = np.array(likely, np.float32)
    return replace(weighed, judged=Judged(answers, answers, table, np.zeros((len(likely), 1), np.float32)))


def settled(made: Article, weighed: Weighed) -> tuple[Attribution, ...]:
    heard = made.heard
    return settle(find_attributions(heard), heard, weighed)


STATED = "The bridge had been closed for weeks."


def test_where_neither_finds_anybody_the_probability_is_all_there_is() -> None:
    (one,) = settled(article(STATED), told(article(STATED), [0.3]))
    assert (one.sourcing, one.probability, one.type) == (Sourcing.NONE, 0.3, SourceType.NONE)


def test_where_only_the_network_finds_somebody_its_words_are_the_evidence() -> None:
    made = article("Wossamotta let it be known the bridge had been closed.")
    weighed = told(
        made, [0.9], source="Wossamotta", cue="let it be known", strict="the bridge had been closed"
    )
    (one,) = settled(made, weighed)
    assert one.sourcing is Sourcing.NAMED
    assert one.rules == ("network.attributed",)
    assert [made.words(span) for span in (one.source, one.cue, *one.content)] == [
        "Wossamotta",
        "let it be known",
        "the bridge had been closed",
    ]
    assert one.carried is None


def test_words_that_vouch_are_looked_for_in_the_same_paragraph_only() -> None:
    first = "Wossamotta let it be known the bridge had been closed."
    together, apart = article(f"{first} {STATED}"), article(first, STATED)
    for made, source in ((together, "Wossamotta"), (apart, None)):
        one = settled(made, told(made, [0.9, 0.9], source="Wossamotta", cue="let it be known"))[1]
        assert made.words(one.source) == source
    assert (
        settled(together, told(together, [0.9, 0.9], cue="let it be known"))[1].carried
        == "same_speaker_previous"
    )


def test_a_cue_without_a_source_is_nobody() -> None:
    made = article("Word went round the bridge had been closed.")
    (one,) = settled(made, told(made, [0.9], cue="Word went round"))
    assert (one.sourcing, one.source, one.type) == (Sourcing.VAGUE, None, SourceType.VAGUE)


def test_the_rules_words_stand_where_they_find_any() -> None:
    made = article("The mayor said that the bridge had been closed.")
    (one,) = settled(made, told(made, [0.2], source="the bridge", cue="had been"))
    assert made.words(one.source) == "The mayor"
    assert one.probability == pytest.approx(0.2)
    assert one.type is SourceType.REFERENCE


def test_a_credit_outside_running_prose_is_believed_against_the_network() -> None:
    made = article((BLOCKQUOTE, "The army took the town. The road is open. (RT, March 14, 2016)"))
    found = settled(made, told(made, [0.1, 0.1, 0.1]))
    assert [one.probability for one in found] == [0.95] * 3
    assert [one.type for one in found] == [SourceType.SECOND_HAND_OUTLET] * 3


def test_a_fragment_is_attributed_by_no_network() -> None:
    made = article((BLOCKQUOTE, "The army took the town. (RT, March 14, 2016)"), "Bob Smith, Moscow")
    found = settled(made, told(made, [0.9] * len(made.heard)))
    assert all(
        one.rules != ("network.attributed",)
        for one, heard in zip(found, made.heard, strict=True)
        if heard.unit
    )


def test_signs_between_words_of_one_role_belong_to_it_and_others_do_not() -> None:
    made = article("It was, he said, “over”. It rained.")
    weighed = told(made, [0.9, 0.1], strict="It was, he said, “over”.", cue="said", source="he")
    first, second = read_roles(weighed)
    assert [made.words(span) for span in first.contents] == ["It was", "over"]
    assert [made.words(span) for span in (*first.sources, *first.cues)] == ["he", "said"]
    assert second == Roles()


def test_a_text_of_signs_alone_has_no_roles() -> None:
    made = article("*** !!!")
    assert read_roles(told(made, [0.9] * len(made.heard))) == [Roles()] * len(made.heard)
