"""A sentence is read into words, with the quotation marks around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.inspection.attribution.utterance import Utterance, utter
from tests.inspection.paragraphs import BODY, Article, article


def said(made: Article) -> tuple[Utterance, ...]:
    return utter(made.document, made.segments, made.sentences)


def quoted(text: str) -> str:
    one = said(article(text))[0]
    return " ".join(word for word, inside in zip(one.words, one.quoted, strict=True) if inside)


def test_words_lose_the_marks_at_their_edges_and_keep_those_inside() -> None:
    one = said(article("“Mr. al-Assad’s U.S. trip—cost $5,000 (of ours)!”"))[0]
    assert one.words == ("mr", "al-assad's", "u.s", "trip", "cost", "$5", "000", "of", "ours")
    assert one.capitals[:4] == (True, True, True, False)


def test_each_word_knows_its_place() -> None:
    made = article("First line.", "He  left\u00a0home.")
    two = said(made)[1]
    assert [made.document.quote(two.place(index, index + 1)) for index in range(3)] == ["He", "left", "home"]
    assert two.gaps == ("", "  ", "\u00a0", ".")


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("He said “we go” today.", "we go"),
        ('He said "we go" today.', "we go"),
        ("He said ''we go'' today.", "we go"),
        ("He said «we go» today.", "we go"),
        ("“Kerry made “clear choices” again” today.", "kerry made clear choices again"),
        ("It’s his brothers’ house.", ""),
        ("A stray ” closes nothing.", ""),
    ],
)
def test_quotation_marks_of_every_sort_are_followed(text: str, inside: str) -> None:
    assert quoted(text) == inside


def test_a_quotation_runs_over_the_sentences_of_its_paragraph() -> None:
    one, two, three = said(article("“We stay. We win,” he said. He left."))
    assert (one.entered, one.left) == (False, True)
    assert (two.entered, two.left) == (True, False)
    assert not three.entered


def test_it_runs_into_the_next_paragraph_only_when_that_closes_it_first() -> None:
    closed = said(article("“We stay.", "We win.” He left."))
    assert closed[1].entered
    fresh = said(article("“We stay.", "“We win,” he said."))
    assert not fresh[1].entered
    opened = said(article("“We stay.", "He said “we win” today.”"))
    assert not opened[1].entered
    never = said(article("“We stay.", "He left."))
    assert not never[1].entered


@given(st.text(alphabet="ab ’“”\"'.,—()\n", min_size=1, max_size=80).filter(lambda text: bool(text.strip())))
def test_places_and_gaps_always_rebuild_the_sentence(text: str) -> None:
    made = article((BODY, text.strip()))
    for one in said(made):
        rebuilt = "".join(gap + word for gap, word in zip(one.gaps, (*one.written, ""), strict=True))
        assert rebuilt.replace("’", "'") == one.text.replace("’", "'")
        places = [one.place(index, index + 1) for index in range(len(one.words))]
        assert [made.document.quote(place).replace("’", "'") for place in places] == list(one.written)
