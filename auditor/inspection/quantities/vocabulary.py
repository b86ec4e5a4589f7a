"""The words of figures, read once."""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from auditor.inspection.cues import PACKAGED

FILE = PACKAGED / "quantities.toml"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words with their values, and sets of words, as ``quantities.toml`` has them."""

    numbers: Mapping[str, float]
    scales: Mapping[str, float]
    crowds: Mapping[str, float]
    ordinals: Mapping[str, int]
    periods: Mapping[str, str]
    units: Mapping[str, str]
    money: Mapping[str, str]
    signs: Mapping[str, str]
    fractions: Mapping[str, float]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    days: Mapping[str, int]
    words: Mapping[str, frozenset[str]]
    opening: frozenset[str]
    starting: frozenset[str]


@functools.cache
def vocabulary() -> Vocabulary:
    """The words that come with the program; ``opening`` holds the words that a figure can begin with,
    ``starting`` the signs."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    words = {name: frozenset(listed.split()) for name, listed in table.pop("words").items()}
    named = (table[key] for key in ("numbers", "crowds", "ordinals", "months", "weekdays", "days"))
    opening = frozenset(word for listed in named for word in listed)
    opening |= {f"{number}-{period}" for number in table["numbers"] for period in table["periods"]}
    dated = (*table["months"], *table["weekdays"], *table["days"])
    opening |= words["several"] | {f"{word}'s" for word in dated} | {"week", "weekend", "month", "year"}
    return Vocabulary(
        **table, words=words, opening=opening, starting=frozenset("0123456789½¼¾") | set(table["signs"])
    )
