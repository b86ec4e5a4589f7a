"""How rules are written and run: loose RE2 patterns, anchored by scope, tried only where they may match."""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Any

import re2

Candidates = Callable[[str], Sequence[int]]


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


def compile_pattern(pattern: str, scope: Scope, vocabulary: dict[str, str]) -> Any:
    """``pattern`` as RE2, anchored as ``scope`` has it; case counts only after a leading ``(?-i)``."""
    options = re2.Options()
    options.log_errors = False
    options.dot_nl = True
    options.case_sensitive = pattern.startswith("(?-i)")
    anchored = _ANCHORED.get(scope, "{}").replace("{}", expand(pattern.removeprefix("(?-i)"), vocabulary))
    return re2.compile(anchored, options)


_LOOSE = {" ": r"(?:[\s\p{Z}]+)", "'": "['’‘ʼ]", '"': '["“”„«»]'}
_ENTRY = re2.compile(r"<([A-Z_]+)>")


def expand(pattern: str, vocabulary: dict[str, str]) -> str:
    """``pattern`` as plain RE2: vocabulary filled in, blanks and quotation marks loosened outside ``[]``."""
    filled = _ENTRY.sub(lambda found: f"(?:{vocabulary[found[1]]})", pattern)
    signs = []
    inside = escaped = False
    for sign in filled:
        signs.append(sign if inside or escaped else _LOOSE.get(sign, sign))
        if not escaped:
            inside = sign == "[" or (inside and sign != "]")
        escaped = sign == "\\" and not escaped
    return "".join(signs)


# Counted repetition makes an automaton large; without its limits it lets more through, never less.
_COUNTED = ((re2.compile(r"\{0,\d*\}\??"), "*"), (re2.compile(r"\{\d+,\d*\}\??"), "+"))


def candidates(scope: Scope, patterns: Iterable[Any]) -> Candidates:
    """The patterns that may match a text, by number: anchored ones by one automaton, others by their words.

    Measured on 102 news pages: one automaton over the unanchored patterns takes 36 ms a page to
    build its states as new words come, their literals 0.7 ms.
    """
    options = re2.Options()
    options.max_mem = 64 << 20  # bytes; a set that runs out of memory answers nothing, without an error
    chosen = re2.Filter() if scope is Scope.SENTENCE else re2.Set.SearchSet(options)
    for pattern in patterns:
        flag = "(?s)" if pattern.options.case_sensitive else "(?is)"
        chosen.Add(flag + (pattern.pattern if scope is Scope.SENTENCE else _unlimited(pattern.pattern)))
    chosen.Compile()
    if scope is Scope.SENTENCE:
        return lambda text: chosen.Match(text, True) or ()
    return lambda text: chosen.Match(text) or ()


def _unlimited(pattern: str) -> str:
    for counted, sign in _COUNTED:
        pattern = counted.sub(sign, pattern)
    return pattern
