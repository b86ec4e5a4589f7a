"""The normalised words around a place in a text, each word of the text made equal once."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

from auditor.inspection.sameness import normalise

Word = tuple[int, str]
"""Where a word begins, in code points of the text, and the word as it is compared."""


class Surroundings:
    """A text by lines and words, to be asked what stands before and after a place.

    A list's numbers and bullets are not counted as words of their lines: they change when an item goes.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        lines = text.split("\n")
        self._starts = [0, *accumulate(len(line) + 1 for line in lines[:-1])]
        # A text without blank lines has a paragraph to a line; in any other, lines may be wrapped.
        self._spaced = "\n\n" in text
        self._words: list[list[Word] | None] = [None] * len(lines)

    def before(self, place: int, size: int) -> str:
        """The last ``size`` code points of normalised text before a place."""
        return self._joined(self._backwards(place, whole=True), size)

    def lead(self, place: int, size: int) -> str:
        """The same, of the paragraph in which the place lies only."""
        return self._joined(self._backwards(place, whole=False), size)

    def after(self, place: int, size: int) -> str:
        """The first ``size`` code points of normalised text from a place on."""
        found, length = list[str](), -1
        for word in self._forwards(place):
            found.append(word)
            length += len(word) + 1
            if length >= size:
                break
        return " ".join(found)[:size]

    def _joined(self, words: Iterator[str], size: int) -> str:
        found, length = list[str](), -1
        for word in words:
            found.append(word)
            length += len(word) + 1
            if length >= size:
                break
        return " ".join(reversed(found))[-size:]

    def _backwards(self, place: int, *, whole: bool) -> Iterator[str]:
        line = max(0, bisect_left(self._starts, place + 1) - 1)
        yield from (word for _, word in reversed(self._up_to(line, place)))
        while line and (whole or self._wrapped(line - 1)):
            line -= 1
            yield from (word for _, word in reversed(self._of(line)))

    def _forwards(self, place: int) -> Iterator[str]:
        line = max(0, bisect_left(self._starts, place + 1) - 1)
        yield from (word for _, word in self._read(place, self._end(line)))
        for later in range(line + 1, len(self._starts)):
            yield from (word for _, word in self._of(later))

    def _wrapped(self, line: int) -> bool:
        """Whether the paragraph goes on after a line."""
        return self._spaced and bool(self._text[self._starts[line] : self._end(line)].strip())

    def _end(self, line: int) -> int:
        return self._starts[line + 1] - 1 if line + 1 < len(self._starts) else len(self._text)

    def _of(self, line: int) -> list[Word]:
        words = self._words[line]
        if words is None:
            words = self._words[line] = self._read(self._starts[line], self._end(line))
        return words

    def _up_to(self, line: int, place: int) -> list[Word]:
        words = self._of(line)
        at = bisect_left(words, (place, ""))
        if not at or not self._cut(place):
            return words[:at]
        # The place lies within a word: only its beginning stands before.
        begun = words[at - 1][0]
        return [*words[: at - 1], *self._read(begun, place)]

    def _cut(self, place: int) -> bool:
        return place < len(self._text) and not self._text[place - 1].isspace()

    def _read(self, start: int, end: int) -> list[Word]:
        found: list[Word] = []
        at = start
        for word in self._text[start:end].split():
            at = self._text.index(word, at)
            if plain := normalise(word):
                found.append((at, plain))
            at += len(word)
        return found[1:] if found and _numbers(found[0][1]) else found


def _numbers(word: str) -> bool:
    return word in "•-*" or (word[-1] in ".)" and word[:-1].isdecimal())
