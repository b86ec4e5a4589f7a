"""How rules are written and run: loose RE2 patterns, anchored by scope, tried only where they may match."""

import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

import re2


class Scope(StrEnum):
    """Which stretch a rule is tried on, and which stretch it then names."""

    BLOCK = "block"  # the pattern spans the block
    START = "start"  # the block opens with the pattern; the whole block is meant
    SENTENCE = "sentence"  # the sentence holds the pattern; the sentence is meant
    PREFIX = "prefix"  # the block opens with the pattern; only the pattern is meant
    SUFFIX = "suffix"  # the block closes with the pattern; only the pattern is meant
    NAMES = "names"  # class and id words of the page's elements


LINES = (Scope.BLOCK, Scope.START, Scope.PREFIX, Scope.SUFFIX)
"""The scopes of rules about a whole line, its beginning or its end."""

_ANCHORED = {
    Scope.BLOCK: r"^(?:{})\s*$",
    Scope.START: r"^(?:{})",
    Scope.PREFIX: r"^(?:{})",
    Scope.SUFFIX: r"(?:{})$",
}


class Pattern:
    """One pattern as RE2, anchored as its scope has it; compiled when it is first searched for."""

    __slots__ = ("_compiled", "_named", "case_sensitive", "text")

    def __init__(self, text: str, *, case_sensitive: bool) -> None:
        self.text = text
        self.case_sensitive = case_sensitive
        self._compiled: Any = None
        self._named = False

    @property
    def options(self) -> Any:
        """How RE2 is to read it: silent about errors, a dot stands for any sign."""
        options = re2.Options()
        options.log_errors = False
        options.dot_nl = True
        options.case_sensitive = self.case_sensitive
        return options

    def adopt(self, compiled: Any) -> None:
        """Search with what was ``compiled`` of the same text and options elsewhere."""
        self._compiled = compiled
        self._named = bool(compiled.groupindex)

    def search(self, text: str | bytes) -> Any:
        """RE2's leftmost match in ``text``, None without one. Raises ``re2.error`` if malformed."""
        return self._ready().search(text)

    def locate(self, text: str, encoded: bytes) -> "Located | None":
        """Where it is first in ``text``, which is ``encoded`` in UTF-8; None where it is not.

        RE2 reads UTF-8: given that, a search costs half of what it costs in a text.
        """
        found = self._ready().search(encoded)
        if found is None:
            return None
        start, end = found.span()
        if len(encoded) != len(text):
            start, end = len(encoded[:start].decode()), len(encoded[:end].decode())
        named = found.groupdict().items() if self._named else ()
        return Located(start, end, {name: words.decode() for name, words in named if words})

    def _ready(self) -> Any:
        if self._compiled is None:
            self.adopt(re2.compile(self.text, self.options))
        return self._compiled


class Located(NamedTuple):
    """A match from ``start`` to ``end``, in code points, with what its named groups hold, if anything."""

    start: int
    end: int
    groups: dict[str, str]


def compile_pattern(pattern: str, scope: Scope, vocabulary: dict[str, str]) -> Pattern:
    """``pattern``, anchored as ``scope`` has it; case counts only after a leading ``(?-i)``."""
    anchored = _ANCHORED.get(scope, "{}").replace("{}", expand(pattern.removeprefix("(?-i)"), vocabulary))
    return Pattern(anchored, case_sensitive=pattern.startswith("(?-i)"))


_LOOSE = {" ": r"(?:[\s\p{Z}]+)", "'": "['’‘ʼ]", '"': '["“”„«»]'}
_ENTRY = re2.compile(r"<([A-Z_]+)>")


def expand(pattern: str, vocabulary: dict[str, str]) -> str:
    """``pattern`` as plain RE2: vocabulary filled in, blanks and quotation marks loosened outside ``[]``."""
    return str(_ENTRY.sub(lambda found: f"(?:{_loosened(vocabulary[found[1]])})", _loosened(pattern)))


@functools.lru_cache(maxsize=64)
def _loosened(pattern: str) -> str:
    signs = []
    inside = escaped = False
    for sign in pattern:
        signs.append(sign if inside or escaped else _LOOSE.get(sign, sign))
        if not escaped:
            inside = sign == "[" or (inside and sign != "]")
        escaped = sign == "\\" and not escaped
    return "".join(signs)


# Counted repetition makes an automaton large; without its limits it lets more through, never less.
_COUNTED = ((re2.compile(r"\{0,\d*\}\??"), "*"), (re2.compile(r"\{\d+,\d*\}\??"), "+"))


@dataclass(frozen=True, slots=True)
class Candidates:
    """Many patterns asked at once: which of them are in a text, and whether any can be in a part of it.

    The text is given in UTF-8. ``matching`` gives numbers, in any order; for anchored patterns they may
    be too many, never too few.
    """

    matching: Callable[[bytes], Sequence[int]]
    possible: Callable[[bytes], bool]


def candidates(scope: Scope, patterns: Iterable[Pattern]) -> Candidates:
    """All ``patterns`` of one scope at once: anchored ones by one automaton, others by their words.

    Measured on 102 news pages: one automaton over the unanchored patterns takes 36 ms a page to
    build its states as new words come, their literals 0.5 ms.
    """
    if scope is Scope.SENTENCE:
        return _by_words(patterns)
    options = re2.Options()
    options.max_mem = 64 << 20  # bytes; a set that runs out of memory answers nothing, without an error
    chosen = re2.Set.SearchSet(options)
    for pattern in patterns:
        chosen.Add(_flags(pattern) + _unlimited(pattern.text))
    chosen.Compile()
    return Candidates(lambda text: chosen.Match(text) or (), lambda text: chosen.Match(text) is not None)


def _by_words(patterns: Iterable[Pattern]) -> Candidates:
    chosen = re2.Filter()
    for pattern in patterns:
        pattern.adopt(chosen.re(chosen.Add(pattern.text, pattern.options)))
    chosen.Compile()
    return Candidates(
        lambda text: chosen.Match(text) or (), lambda text: chosen.Match(text, True) is not None
    )


def _flags(pattern: Pattern) -> str:
    return "(?s)" if pattern.case_sensitive else "(?is)"


def _unlimited(pattern: str) -> str:
    for counted, sign in _COUNTED:
        pattern = counted.sub(sign, pattern)
    return pattern
