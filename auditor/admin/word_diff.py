"""Two wordings side by side: which words stay, which were put in, which left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

LONGEST = 600
"""Words of each wording that are compared; comparing takes time by their product."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are "kept", "inserted" or "deleted" on the way from one wording to the other."""

    change: str
    words: str


def word_diff(before: str, after: str) -> tuple[Piece, ...]:
    """The way from ``before`` to ``after`` by words; of very long ones the beginning."""
    return tuple(_pieces(before.split()[:LONGEST], after.split()[:LONGEST]))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for act, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if act == "equal":
            yield Piece("kept", " ".join(old[first:last]))
            continue
        if last > first:
            yield Piece("deleted", " ".join(old[first:last]))
        if end > start:
            yield Piece("inserted", " ".join(new[start:end]))
