"""A text as arrays, made once: where its tokens are and what they look like."""

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]
Codes = NDArray[np.uint32]
Signs = NDArray[np.uint16]

_BMP = 0x10000
_SPACE, _LETTER, _DIGIT, _MARK, _APOSTROPHE, _STOP, _COMMA = range(7)
_APOSTROPHES = "'’‘ʼ`"
_DRESS = {
    **dict.fromkeys("’‘ʼ`", "'"),
    **dict.fromkeys("“”„«»″", '"'),
    **dict.fromkeys("–—―−‑", "-"),
    "…": ".",
}
_LONGEST = 32
"""Code points by which words are told apart; no word of the language is longer."""
_PRIME = 0x100000001B3  # FNV's
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
LOWER, CAPITAL, UPPER, MIXED, FIGURE, MARK = range(6)
"""What a token can look like: "he", "He", "UN", "McCain", "2,000", a sign."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of a text in order: words, their clitics ("'s"), numbers, single signs.

    ``starts`` and ``ends`` are places in ``plain``, the text's code points in lower case with digits
    as 0 and typographic dress taken off; ``words`` are hashes of what stands there, ``shapes`` say
    what the token looks like, ``signs`` are the first code point, as printed.
    """

    starts: Places
    ends: Places
    words: Codes
    shapes: NDArray[np.uint8]
    signs: Signs
    plain: Signs

    def chosen(self, places: Places) -> "Tokens":
        """Only the tokens at ``places``."""
        return Tokens(
            self.starts.take(places),
            self.ends.take(places),
            self.words.take(places),
            self.shapes.take(places),
            self.signs.take(places),
            self.plain,
        )

    def corners(self, places: Places) -> tuple[Codes, Codes]:
        """Hashes of the first three signs of the tokens at ``places``, and of their last three."""
        starts, ends = self.starts.take(places), self.ends.take(places)
        return (
            _corner(self.plain, starts, ends, backwards=False),
            _corner(self.plain, starts, ends, backwards=True),
        )


def tokenize(text: str) -> Tokens:
    """The tokens of ``text``. Time is linear in it, without a step of Python for a token."""
    classes, plain, capitals = _tables()
    wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    codes = np.minimum(wide, _BMP - 1).astype(np.uint16)
    kinds, signs, upper = classes.take(codes), plain.take(codes), capitals.take(codes)
    starts, ends = _edges(kinds)
    if not len(starts):
        none = np.zeros(0, np.uint32)
        return Tokens(starts, ends, none, none.astype(np.uint8), signs, signs)
    return Tokens(
        starts,
        ends,
        _hashes(signs, kinds != _SPACE, starts),
        _looks(kinds, upper, starts, ends),
        codes.take(starts),
        signs,
    )


@functools.cache
def _tables() -> tuple[NDArray[np.uint8], Signs, NDArray[np.bool_]]:
    """By code point of the basic plane: its class, its plain form, whether it is a capital."""
    signs = [chr(code) for code in range(_BMP)]
    return (
        np.array([_class(sign) for sign in signs], np.uint8),
        np.array([_plain(sign) for sign in signs], np.uint16),
        np.array([sign.isupper() for sign in signs]),
    )


def _class(sign: str) -> int:
    if sign.isspace():
        return _SPACE
    if sign in _APOSTROPHES:
        return _APOSTROPHE
    if sign.isdecimal():
        return _DIGIT
    if sign.isalnum():
        return _LETTER
    return {".": _STOP, ",": _COMMA}.get(sign, _MARK)


def _plain(sign: str) -> int:
    if sign.isdecimal():
        return ord("0")
    lower = _DRESS.get(sign, sign).lower()
    return ord(lower) if len(lower) == 1 else ord(sign)


def _edges(kinds: NDArray[np.uint8]) -> tuple[Places, Places]:
    """A token begins at every sign but white space and what goes on with a word."""
    padded = np.pad(kinds, 1)
    before, after = padded[:-2], padded[2:]
    digit_before, digit_after = before == _DIGIT, after == _DIGIT
    word_before = digit_before | (before == _LETTER)
    word_after = digit_after | (after == _LETTER)
    word = (kinds == _LETTER) | (kinds == _DIGIT)
    joins = (kinds == _STOP) & word_before & word_after | (kinds == _COMMA) & digit_before & digit_after
    word |= joins
    clitic = (kinds == _APOSTROPHE) & word_before & word_after
    begins = kinds != _SPACE
    begins[1:] &= ~(word[1:] & (word[:-1] | clitic[:-1]))
    stops = np.flatnonzero(begins | (kinds == _SPACE))
    opening = begins.take(stops)
    return stops[opening], np.append(stops[1:], len(kinds))[opening]


def _hashes(signs: Signs, black: NDArray[np.bool_], starts: Places) -> Codes:
    powers = np.array([pow(_PRIME, place, 1 << 64) for place in range(_LONGEST)] + [0], np.uint64)
    place = np.arange(starts[0], len(signs)) - np.repeat(starts, np.diff(starts, append=len(signs)))
    weighed = (signs[starts[0] :] + np.uint64(1)) * powers.take(np.minimum(place, _LONGEST))
    weighed *= black[starts[0] :]
    return _folded(np.add.reduceat(weighed, starts - starts[0]))


def _corner(signs: Signs, starts: Places, ends: Places, *, backwards: bool) -> Codes:
    """A hash of the first three signs of every token, or of the last three."""
    total = np.zeros(len(starts), np.uint64)
    for step in range(3):
        at = ends - 1 - step if backwards else starts + step
        within = (at >= starts) & (at < ends)
        total = total * np.uint64(_PRIME) + (signs.take(at, mode="clip") + np.uint64(1)) * within
    return _folded(total)


def _folded(sums: NDArray[np.uint64]) -> Codes:
    return ((sums ^ (sums >> np.uint64(31))) * _SPREAD >> np.uint64(32)).astype(np.uint32)


def _looks(
    kinds: NDArray[np.uint8], upper: NDArray[np.bool_], starts: Places, ends: Places
) -> NDArray[np.uint8]:
    capitals = np.zeros(len(upper) + 1, np.int32)
    np.cumsum(upper, out=capitals[1:])
    count = capitals.take(ends) - capitals.take(starts)
    first = kinds.take(starts)
    one = upper.take(starts)
    looks = np.where(count == 0, LOWER, np.where(one & (count == 1), CAPITAL, MIXED))
    looks[one & (count > 1) & (2 * count >= ends - starts)] = UPPER
    looks[first == _DIGIT] = FIGURE
    looks[(first >= _MARK) & (ends - starts == 1)] = MARK
    return looks.astype(np.uint8)
