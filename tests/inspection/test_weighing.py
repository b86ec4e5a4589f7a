"""What the trained network is told of sentences, and what it says of them."""

from pathlib import Path

import numpy as np
import pytest

from auditor.inspection.attribution import Attribution, Sourcing, find_attributions, settle, weigh_sentences
from auditor.inspection.attribution.features import TRAITS, Features, features_of
from auditor.inspection.attribution.network import (
    ROLES,
    WEIGHTS,
    NetworkError,
    packaged_network,
    read_network,
)
from auditor.inspection.document import Document
from auditor.inspection.tiling import SegmentKind
from auditor.inspection.tokens import tokenize
from tests.inspection.paragraphs import BLOCKQUOTE, Article, article


def settled(made: Article) -> tuple[Attribution, ...]:
    heard = made.heard
    return settle(find_attributions(heard), heard, weigh_sentences(made.document, heard))


def features(*paragraphs: str) -> tuple[Article, Features]:
    made = article(*paragraphs)
    return made, weigh_sentences(made.document, made.heard).features


def quoted_words(*paragraphs: str) -> list[str]:
    made, seen = features(*paragraphs)
    text = made.document.text.strip()
    return [
        text[seen.tokens.starts[at] : seen.tokens.ends[at]] for at in np.flatnonzero(seen.quoted & seen.words)
    ]


@pytest.mark.parametrize(
    ("paragraphs", "quoted"),
    [
        (("He said “it is over” and left.",), "it is over"),
        (('He said "it is over" and left.',), "it is over"),
        (("He said ''it is over'' and left.",), "it is over"),
        (("“It is “so called” over,” he said.",), "It is so called over"),
        (("“It ends. It began.” He left.",), "It ends It began"),
        (("“It ends here.", "He left."), "It ends here"),
        (("“It ends here.", "“It goes on,” he said."), "It ends here It goes on"),
        (("“It ends here.", "It goes on,” he said."), "It ends here It goes on"),
        (("“It ends here.", "A line.", "It goes on,” he said."), "It ends here"),
        (("“It ends. “It goes on,” he said.",), "It ends It goes on"),
        (("He left” and said so.",), ""),
        (("He doesn't say 'so' in the '90s.",), ""),
    ],
)
def test_which_words_are_quoted(paragraphs: tuple[str, ...], quoted: str) -> None:
    assert " ".join(quoted_words(*paragraphs)) == quoted


def test_sentences_have_their_own_tokens_and_traits() -> None:
    _, seen = features("Who left? He did: all of it.", "“Nobody.”")
    assert np.diff(seen.firsts).tolist() == [3, 7, 4]
    assert seen.traits.shape == (3, TRAITS)
    begins, ends, question = seen.traits[:, 0], seen.traits[:, 1], seen.traits[:, 6]
    assert begins.tolist() == [1, 0, 1]
    assert ends.tolist() == [0, 1, 1]
    assert question.tolist() == [1, 0, 0]


def test_what_stands_between_sentences_is_left_out() -> None:
    made = article("It fell.", (SegmentKind.CAPTION, "A bridge"), "It rose.")
    assert len(weigh_sentences(made.document, made.heard).features.words) == 6
    only_last = weigh_sentences(made.document, made.heard[1:])
    assert len(only_last.features.words) == 3
    assert only_last.offset == made.heard[1].said.span.start


def test_a_text_without_sentences_is_weighed_too() -> None:
    weighed = weigh_sentences(Document("", ()), ())
    assert weighed.judged.roles.shape == (0, len(ROLES))
    assert weighed.judged.attributed.shape == (0,)
    assert settle((), (), weighed) == ()


@pytest.mark.parametrize("where", ["before", "last", "alone"])
def test_a_sentence_that_begins_within_a_token_has_none_and_spoils_no_other(where: str) -> None:
    text = "The mayor of newyork.Reuters said that it fell." if where != "alone" else "newyork.Reuters"
    cuts = {"before": [(0, 20), (20, 28), (28, 47)], "last": [(0, 20), (20, 28)], "alone": [(8, 15)]}[where]
    tokens = tokenize(text)
    seen = features_of(tokens, np.array(cuts), [0])
    assert 0 in np.diff(seen.firsts)
    judged = packaged_network().judge(seen)
    assert judged.attributed.shape == (len(cuts),)
    assert all(
        np.isfinite(part).all() for part in (seen.traits, judged.attributed, judged.hidden, judged.roles)
    )


def test_reported_speech_is_likelier_to_be_attributed_than_a_plain_statement() -> None:
    made = article(
        "The mayor said on Monday that the bridge would be closed for repairs.",
        "The bridge was closed for three weeks last year.",
    )
    said, stated = settled(made)
    assert said.probability > 0.9
    assert stated.probability < 0.3


def test_a_credit_of_a_kind_that_the_network_never_saw_counts_for_what_the_rules_say() -> None:
    made = article((BLOCKQUOTE, "The army took the town. The road is open. (RT, March 14, 2016)"))
    found = settled(made)
    assert [one.sourcing for one in found] == [Sourcing.SECOND_HAND_OUTLET] * 3
    assert min(one.probability for one in found) >= 0.95


def test_long_texts_are_read_in_pieces_with_the_same_result() -> None:
    paragraph = "The mayor said that the bridge would be closed. It was built in 1990. “We wait,” she said."
    made = article(*[paragraph] * 120)
    _, seen = features(*[paragraph] * 120)
    network = packaged_network()
    whole = network.judge(seen)
    assert len(whole.attributed) == len(made.heard) == 360
    assert np.abs(whole.attributed[60:120] - whole.attributed[180:240]).max() < 1e-3
    assert whole.hidden.shape[0] == 360


def test_a_file_that_holds_no_network_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.npz"
    broken.write_bytes(WEIGHTS.read_bytes()[:1000])
    other = tmp_path / "other.npz"
    np.savez(other, known=np.zeros(1))
    for path in (broken, other, tmp_path / "none.npz"):
        with pytest.raises(NetworkError):
            read_network(path)
