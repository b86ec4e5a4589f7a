"""A text as arrays: where its tokens are and what they look like."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.inspection.tokens import CAPITAL, FIGURE, LOWER, MARK, MIXED, UPPER, tokenize

CUT = [
    ("“I don’t know,” he said.", ["“", "I", "don", "’t", "know", ",", "”", "he", "said", "."]),
    ("Obama's U.S. aide", ["Obama", "'s", "U.S", ".", "aide"]),
    ("2,000 of 3.5 at 5 p.m.", ["2,000", "of", "3.5", "at", "5", "p.m", "."]),
    ("one,two al-Assad", ["one", ",", "two", "al", "-", "Assad"]),
    ("''yes''", ["'", "'", "yes", "'", "'"]),
    (" \n\tno \u00a0break ", ["no", "break"]),
    ("naïve 😀!", ["naïve", "😀", "!"]),
    ("", []),
    (" \n ", []),
]


@pytest.mark.parametrize(("text", "tokens"), CUT)
def test_a_text_is_cut_into_words_clitics_numbers_and_signs(text: str, tokens: list[str]) -> None:
    found = tokenize(text)
    assert [text[start:end] for start, end in zip(found.starts, found.ends, strict=True)] == tokens


def test_what_a_token_looks_like() -> None:
    found = tokenize("he He UN McCain 2,000 - A's")
    assert found.shapes.tolist() == [LOWER, CAPITAL, UPPER, MIXED, FIGURE, MARK, CAPITAL, LOWER]


def test_case_dress_and_digits_tell_no_words_apart_and_letters_do() -> None:
    same = tokenize("Don’t don't DON`T").words
    assert same[0] == same[2] == same[4]
    assert same[1] == same[3] == same[5]
    assert tokenize("2016").words[0] == tokenize("1999").words[0]
    assert len(set(tokenize("said says sail aids").words.tolist())) == 4


def test_corners_are_the_first_and_last_three_signs() -> None:
    found = tokenize("reporting resorting reported no")
    heads, tails = found.corners(np.arange(4))
    assert tails[0] == tails[1]
    assert tails[0] != tails[2]
    assert heads[0] == heads[2]
    assert heads[0] != heads[1]


@given(st.text())
def test_every_sign_but_white_space_is_in_one_token(text: str) -> None:
    found = tokenize(text)
    held = [place for span in zip(found.starts, found.ends, strict=True) for place in range(*span)]
    assert held == [place for place, sign in enumerate(text) if not sign.isspace()]
