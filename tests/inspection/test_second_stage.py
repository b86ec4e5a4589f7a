"""The learned second stage: what it sees of a sentence, its weights as a file, what it makes of the rules."""

import io
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.inspection.assertions import (
    Assertion,
    SentenceType,
    Weights,
    WeightsError,
    find_assertions,
    fitting,
    read_weights,
    weights_of,
)
from auditor.inspection.assertions.fitting import (
    Cases,
    Layer,
    Pull,
    calibration,
    calibration_error,
    folds_of,
    minimise,
)
from auditor.inspection.assertions.judging import FLAG_AT
from auditor.inspection.assertions.ruling import rule
from auditor.inspection.assertions.stances import weigh_words
from auditor.inspection.assertions.traits import BUCKETS, NAMES, Seen, see
from auditor.inspection.assertions.weights import FLAG, PACKAGED, write_weights
from auditor.inspection.attribution import Sourcing
from auditor.inspection.flags import unsourced
from tests.inspection.paragraphs import BLOCKQUOTE, NOTE, Article, article

CLAIM = "The army killed 40 people in Oslo."


def seen(made: Article) -> Seen:
    heard, attributions = made.heard, made.attributions
    stances = [weigh_words(one) for one in heard]
    rulings = [rule(*one) for one in zip(heard, stances, attributions, strict=True)]
    return see(heard, stances, attributions, rulings)


def trait(made: Article, name: str, row: int = 0) -> float:
    return float(seen(made).traits[row, NAMES.index(name)])


def learned(made: Article, weights: Weights | None = None) -> tuple[Assertion, ...]:
    return find_assertions(made.heard, made.attributions, weights or weights_of(b""))


def leaning(output: str, odds: float) -> Weights:
    """The packaged weights with nothing to say but the same of every sentence."""
    weights = weights_of(b"")
    bias = np.zeros(len(weights.outputs))
    bias[weights.column(output)] = odds
    still = {"traits": weights.traits * 0, "words": weights.words * 0, "offset": weights.offset * 0}
    return replace(weights, bias=bias, slope=weights.slope * 0 + 1, digest="0123456789", **still)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        (CLAIM, "figures", 1),
        (CLAIM, "grave words", 1),
        (CLAIM, "has -ed", 1),
        (CLAIM, "has digits", 1),
        (CLAIM, "sourcing none", 1),
        (CLAIM, "rule assertion", 1),
        (CLAIM, "alone in paragraph", 1),
        ("I was there.", "first has i", 1),
        ("They were there!", "sign !", 1),
        ("Berg said it fell.", "sourcing named", 1),
        ("Berg said it fell.", "cue speech", 1),
        ("Berg said it fell.", "contested claim", 0),
    ],
)
def test_a_trait_is_what_its_name_says(text: str, name: str, value: float) -> None:
    assert trait(article(text), name) == value


def test_neighbours_and_the_article_are_seen() -> None:
    made = article(f"Berg said it fell. {CLAIM} Berg said it fell.", (BLOCKQUOTE, "It fell."))
    assert trait(made, "before reports", 1) == trait(made, "after reports", 1) == 1
    assert trait(made, "two before reports", 1) == 0
    assert trait(made, "block quotation", 3) == 1
    assert trait(made, "article reports", 0) == 0.5
    assert trait(made, "opens paragraph", 1) == 0


def test_a_claim_counts_the_more_the_more_of_the_article_is_grave() -> None:
    calm = article(CLAIM, *["The ferry reached the town on time."] * 5)
    assert 0 < trait(calm, "contested claim") < trait(article(CLAIM), "contested claim")


def test_figures_of_one_length_are_one_word_and_pairs_keep_their_order() -> None:
    assert list(seen(article("It hit 30 men.")).words) == list(seen(article("It hit 47 men.")).words)
    assert sorted(seen(article("Men hit it.")).words) != sorted(seen(article("It hit men.")).words)
    assert seen(article("Men. Men.")).owners.tolist() == [0, 1]


def test_traits_are_finite_and_named() -> None:
    table = seen(article(CLAIM, "—", "Why?", "“No.”"))
    assert table.traits.shape == (4, len(NAMES)) == (4, len(set(NAMES)))
    assert np.isfinite(table.traits).all()
    assert table.words.max() < BUCKETS


def test_the_packaged_weights_are_their_own_file() -> None:
    data = PACKAGED.read_bytes()
    assert write_weights(read_weights(data)) == data
    assert weights_of(data) == weights_of(data)
    assert len(data) < 700_000


def test_a_file_that_holds_no_weights_is_refused() -> None:
    with pytest.raises(WeightsError, match="no weights"):
        read_weights(b"weights")
    weights = weights_of(b"")
    with pytest.raises(WeightsError, match="another shape"):
        read_weights(write_weights(replace(weights, names=weights.names[1:])))
    with pytest.raises(WeightsError, match="other traits"):
        read_weights(write_weights(replace(weights, names=("age", *weights.names[1:]))))
    archive = io.BytesIO()
    np.savez(archive, names=np.array(["a"]))
    with pytest.raises(WeightsError, match="no weights"):
        read_weights(archive.getvalue())


def test_a_flag_is_raised_from_its_probability_on_and_names_what_decided() -> None:
    made = article(CLAIM)
    (flagged,) = learned(made, leaning(FLAG, 2.0))
    assert unsourced(flagged)
    assert flagged.probability == pytest.approx(1 / (1 + np.exp(-2.0)), abs=1e-4)
    assert "flags.trained@01234567" in flagged.rules
    (passed,) = learned(made, leaning(FLAG, -2.0))
    assert not passed.checkworthy
    assert not any(name.startswith("flags.trained") for name in passed.rules)


def test_the_loudest_traits_are_named() -> None:
    weights = leaning(FLAG, 2.0)
    weights.traits[weights.column(FLAG), NAMES.index("has digits")] = 1.0
    (flagged,) = learned(article(CLAIM), weights)
    assert flagged.rules[-1] == "trait.has-digits"


def test_a_flagged_sentence_claims_something_whatever_its_likeliest_type() -> None:
    weights = leaning("opinion", 3.0)
    weights.bias[weights.column(FLAG)] = 3.0
    (flagged,) = learned(article(CLAIM), weights)
    assert flagged.type in {SentenceType.ASSERTION, SentenceType.BACKGROUND}
    (opinion,) = learned(article(CLAIM), leaning("opinion", 3.0))
    assert opinion.type is SentenceType.OPINION or opinion.probability >= FLAG_AT


def test_marks_and_attributions_stay_with_the_rules() -> None:
    made = article("Berg said it fell. Will it stand?", "“It is over.”", (NOTE, "We will update this page."))
    by_rule = [(one.type, one.checkworthy) for one in made.assertions]
    assert [(one.type, one.checkworthy) for one in learned(made, leaning(FLAG, 9.0))] == by_rule


def test_what_a_sentence_with_a_source_claims_is_worth_a_check_as_learned() -> None:
    made = article("(RT, March 14, 2016)", "This is an excellent article from RT.")
    _, taken = learned(made, leaning("checkworthy", 5.0))
    assert taken.attribution.sourcing is not Sourcing.NONE
    assert not unsourced(taken)


def test_the_reason_says_how_far_the_nearest_source_is() -> None:
    lean = leaning(FLAG, 9.0)
    far = learned(article(CLAIM), lean)[0]
    assert "no attribution in the sentence or around it, none within two sentences" in far.reason
    near = learned(article(f"{CLAIM} Berg said it fell."), lean)[0]
    assert "a source stands the next sentence to it, but nothing carries it over" in near.reason
    two = learned(article(f"{CLAIM} {CLAIM} Berg said it fell."), lean)[0]
    assert "a source stands two sentences away" in two.reason


def test_nothing_heard_is_nothing_judged() -> None:
    assert find_assertions((), (), weights_of(b"")) == ()


def cases(table: list[list[float]], words: list[int]) -> Cases:
    owners = np.arange(len(words))
    return Cases(np.array(table), np.array(words), owners, np.ones(len(words)))


def nothing(width: int) -> Layer:
    return Layer(np.zeros(width), np.zeros(BUCKETS), 0.0)


def test_a_layer_learns_what_tells_the_cases_apart_and_stays_near_its_prior() -> None:
    told = cases([[1.0], [1.0], [-1.0], [-1.0]], [1, 1, 2, 2])
    answers, loads = np.array([1.0, 1.0, 0.0, 0.0]), np.ones(4)
    free = told.fit(answers, loads, nothing(1), Pull(0.1, 0.1))
    assert free.traits[0] > 0.5
    assert free.words[1] > 0 > free.words[2]
    assert (told.odds(free) > 0).tolist() == [True, True, False, False]
    bound = told.fit(answers, loads, free, Pull(1e6, 1e6))
    assert bound.traits == pytest.approx(free.traits, abs=1e-3)
    assert (told.fit(1 - answers, loads * 9, free, Pull(0.1, 0.1)).traits < 0).all()


def test_some_cases_are_taken_with_their_words() -> None:
    some = cases([[1.0], [2.0], [3.0]], [7, 8, 9]).take(np.array([True, False, True]))
    assert (some.traits.ravel().tolist(), some.words.tolist(), some.owners.tolist()) == (
        [1, 3],
        [7, 9],
        [0, 1],
    )


def test_the_lowest_place_of_a_bent_valley_is_found() -> None:
    bend = np.array([1.0, 50.0, 3.0])

    def loss(place: np.ndarray) -> tuple[float, np.ndarray]:
        away = place - np.array([1.0, -2.0, 0.5])
        return float(bend @ away**2), 2 * bend * away

    assert minimise(loss, np.zeros(3)) == pytest.approx([1.0, -2.0, 0.5], abs=1e-2)
    assert minimise(loss, np.array([1.0, -2.0, 0.5])) == pytest.approx([1.0, -2.0, 0.5])


def test_calibration_makes_boasts_smaller() -> None:
    odds = np.array([4.0, 4.0, 4.0, 4.0, -4.0, -4.0, -4.0, -4.0] * 20)
    answers = np.array([1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0] * 20)
    slope, offset = calibration(odds, answers, np.ones(len(odds)))
    before = calibration_error(1 / (1 + np.exp(-odds)), answers)
    after = calibration_error(1 / (1 + np.exp(-(slope * odds + offset))), answers)
    assert after < 0.05 < before
    assert calibration_error(np.zeros(0), np.zeros(0)) == 0.0


@given(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=30), st.integers(0, 5))
def test_folds_keep_groups_together_and_the_seed_decides(groups: list[str], seed: int) -> None:
    folds = folds_of(groups, 3, seed)
    assert folds.tolist() == folds_of(groups, 3, seed).tolist()
    assert all(
        len({fold for name, fold in zip(groups, folds, strict=True) if name == one}) == 1 for one in groups
    )


def test_a_slope_that_lies_leads_nowhere() -> None:
    def loss(place: np.ndarray) -> tuple[float, np.ndarray]:
        return float(np.abs(place).sum()), -np.ones(1)

    assert minimise(loss, np.zeros(1)).tolist() == [0]


def test_the_search_ends_after_so_many_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "_STEPS", 1)
    found = minimise(lambda place: (float(place[0] ** 4), 4 * place**3), np.array([0.4]))
    assert 0 < found[0] < 0.4


def test_sentences_without_a_word_have_odds_too() -> None:
    table = seen(article("—"))
    assert not len(table.words)
    assert np.isfinite(weights_of(b"").odds(table)).all()
