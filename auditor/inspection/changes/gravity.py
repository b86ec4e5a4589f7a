"""What an edit of running text touches: numbers, names, dates, negations, quotations; or only its typing."""

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise

import re2

from auditor.inspection.changes.classes import Weight
from auditor.inspection.changes.words import DELETED, INSERTED, Piece, changed_words, word_diff
from auditor.inspection.cues import word_set
from auditor.inspection.sameness import normalise


class Touch(StrEnum):
    """What weighs more than other words."""

    NUMBER = "number"
    NAME = "name"
    DATE = "date"
    NEGATION = "negation"
    QUOTATION = "quotation"


_NUMBERS = word_set("changes.numbers")
_DATES = word_set("changes.dates")
_NEGATIONS = word_set("changes.negations")
_YEAR = re2.compile(r"^(?:1[89]|20)\d\d(?:s|-\d\d)?$")
_QUOTED = re2.compile(r'"[^"]{3,}"')
_EDGE = ".,;:!?()[]\"'*_-…"
_SPELLING = 0.75
"""Least likeness (difflib's ratio) for one lower-case word to be another spelling of the other."""


def touches(before: str, after: str) -> tuple[Touch, ...]:
    """What differs between two wordings beside plain words: what one has and the other has not."""
    old, new = Counter(_marks(before)), Counter(_marks(after))
    found = {touch for touch, _ in (old - new) + (new - old)}
    return tuple(touch for touch in Touch if touch in found)


def weigh_edit(before: str, after: str) -> tuple[Weight, tuple[Touch, ...]]:
    """How much the way from one wording to the other weighs, and what it touches."""
    touched = touches(before, after)
    if touched:
        return Weight.GRAVE, touched
    return (Weight.SLIGHT if _is_typing(word_diff(before, after)) else Weight.ORDINARY), ()


def _marks(text: str) -> Iterator[tuple[Touch, str]]:
    yield from ((Touch.QUOTATION, _letters(quoted)) for quoted in _QUOTED.findall(normalise(text)))
    for before, word in pairwise(("", *text.split())):
        bare = normalise(word).strip(_EDGE).removesuffix("'s")
        touch = _touch(bare, word.lstrip("“”\"'‘(["), before)
        if touch:
            yield touch, bare


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def _touch(bare: str, printed: str, before: str) -> Touch | None:
    if bare in _NEGATIONS or bare.endswith("n't"):
        return Touch.NEGATION
    if bare in _DATES or _YEAR.fullmatch(bare):
        return Touch.DATE
    if bare in _NUMBERS or any(char.isdecimal() for char in bare):
        return Touch.NUMBER
    opens = not before or before[-1] in '.!?:”"'
    return Touch.NAME if len(bare) > 1 and printed[:1].isupper() and not opens else None


def _is_typing(pieces: tuple[Piece, ...]) -> bool:
    """Whether words were only spelled, hyphenated or punctuated otherwise."""
    old = [_letters(normalise(word)) for word in changed_words(pieces, DELETED)]
    new = [_letters(normalise(word)) for word in changed_words(pieces, INSERTED)]
    if "".join(old) == "".join(new):
        return True
    return len(old) == len(new) and all(
        one == other or _one_word(one, other) for one, other in zip(old, new, strict=True)
    )


def _one_word(one: str, other: str) -> bool:
    """Another spelling of a word; the same stem with another ending says another thing."""
    if min(len(one), len(other)) < 5 or one[:1] != other[:1] or one[-1:] != other[-1:]:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _SPELLING
