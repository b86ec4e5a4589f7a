"""Whether two wordings are one notice, names, years and addresses set aside; found among thousands."""

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

import re2

from auditor.inspection.wording import plain_words, unlinked

SAME = 0.8
"""Least share of common words (Dice) for two wordings to be one notice; set by hand on pairs of notices."""
_IN_ORDER = SAME / 2
"""Least share of common word pairs: the same words scrambled are another text (licensee, issue 602)."""
_TOLD = 4  # words that are no names or numbers; wordings with fewer must agree in every word

Key = TypeVar("Key", bound=Hashable)

_ADDRESS = re2.compile(
    r"^(?:[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,})$"
)
_WORD = re2.compile(r"[\p{L}\p{N}](?:[\p{L}\p{N}'’.@:/+&_-]*[\p{L}\p{N}])?|©|%[sd]")
_STOPS = ".!?:"
_HOLE = {"address": "<address>", "number": "<number>", "name": "<name>"}
_TURNS = frozenset({"not", "no", "never", "without", "neither", "nor", "except", "unless", "only", "cannot"})
"""Words that turn a notice into its contrary; two wordings of one notice agree in how many they have."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A notice as it is compared: its words in order, holes in place of what differs by outlet or day."""

    words: tuple[str, ...]
    plain: str
    told: int

    @property
    def pairs(self) -> Counter[tuple[str, str]]:
        """The word pairs, with how often each stands there."""
        return Counter(pairwise(self.words))


def read_wording(text: str) -> Wording:
    """``text`` with every e-mail or web address, number and name of several words made a hole.

    A name is a run of capitalised words, after the first word of a sentence; a text written in
    capitals or in title case has none. Holes of one kind that stand side by side are one.
    """
    text = unlinked(text)
    found = list(_WORD.finditer(text))
    named = _named(text, [(word.start(), word.group()) for word in found])
    words: list[str] = []
    for word, name in zip(found, named, strict=True):
        sign = _sign(word.group(), name)
        if not (words and sign == words[-1] and sign in _HOLE.values()):
            words.append(sign)
    return Wording(tuple(words), plain_words(text), sum(word not in _HOLE.values() for word in words))


def similarity(one: str, other: str) -> float:
    """The share of words that two wordings have in common (Dice over multisets), in [0, 1]."""
    return _shared(read_wording(one), read_wording(other))


def same_notice(one: str, other: str) -> bool:
    """Whether two wordings are one notice: enough common words, in order, and none that turns the sense.

    The method is licensee's (word Dice and bigrams over a normalised text). Wordings of fewer than four
    words that say something must agree in all of them, names included; numbers may differ.
    """
    return _same(read_wording(one), read_wording(other))


class Wordings(Generic[Key]):
    """Thousands of wordings, asked for those that are one notice with a new one.

    Two wordings alike by ``SAME`` share at least one of the rarest words of each (prefix filter,
    Bayardo et al., WWW 2007): only wordings with such a word in common are compared, none is missed.
    """

    def __init__(self, wordings: Iterable[tuple[Key, str]]) -> None:
        self._known = [(key, read_wording(text)) for key, text in wordings]
        self._common = Counter(word for _, known in self._known for word in set(known.words))
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for number, (_, known) in enumerate(self._known):
            for word in self._rarest(known):
                self._by_word[word].append(number)

    def like(self, text: str) -> list[tuple[float, Key]]:
        """The keys of the wordings that are one notice with ``text``, the most similar first."""
        asked = read_wording(text)
        near = {number for word in self._rarest(asked) for number in self._by_word.get(word, ())}
        alike = [
            (_shared(asked, known), -number, key)
            for number, (key, known) in ((number, self._known[number]) for number in near)
            if _same(asked, known)
        ]
        return [(share, key) for share, _, key in sorted(alike, key=lambda one: one[:2], reverse=True)]

    def _rarest(self, wording: Wording) -> Iterator[str]:
        """The words of which two wordings that are alike must share one: all but the commonest."""
        words = sorted(wording.words, key=lambda word: (self._common[word], word))
        needed = math.ceil(len(words) * SAME / (2 - SAME)) if wording.told >= _TOLD else len(words)
        return iter(dict.fromkeys(words[: len(words) - needed + 1]))


def _same(one: Wording, other: Wording) -> bool:
    if min(one.told, other.told) < _TOLD:
        same_words = one.words == other.words and one.words != ()
        return same_words and _without_numbers(one.plain) == _without_numbers(other.plain)
    if _turns(one) != _turns(other) or _shared(one, other) < SAME:
        return False
    return _dice(one.pairs, other.pairs) >= _IN_ORDER


def _shared(one: Wording, other: Wording) -> float:
    return _dice(Counter(one.words), Counter(other.words))


def _dice(one: Counter[Key], other: Counter[Key]) -> float:
    return 2 * (one & other).total() / max(1, one.total() + other.total())


def _turns(wording: Wording) -> int:
    return sum(word in _TURNS or word.endswith("n't") for word in wording.words)


def _without_numbers(plain: str) -> str:
    return "".join(sign for sign in plain if not sign.isdigit())


def _sign(word: str, name: bool) -> str:
    plain = plain_words(word)
    if _ADDRESS.search(plain):
        return _HOLE["address"]
    if plain[0].isdigit():
        return _HOLE["number"]
    return _HOLE["name"] if name else plain


def _named(text: str, words: list[tuple[int, str]]) -> list[bool]:
    """Which words are parts of a name."""
    capital = [word[0].isupper() for _, word in words]
    if sum(capital) * 2 > len(words):
        return [False] * len(words)
    named = []
    for place, (start, _) in enumerate(words):
        opens = place == 0 or text[:start].rstrip(" \"'“‘([*_")[-1:] in _STOPS
        run = place + 1 < len(words) and capital[place + 1]
        named.append(capital[place] and (not opens or run))
    return named
