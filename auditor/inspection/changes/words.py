"""Two wordings side by side: which words stay, which were put in, which left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from auditor.inspection.sameness import normalise

LONGEST = 1500
"""Words of each wording that are compared once what they begin and end with alike is set aside."""
KEPT, INSERTED, DELETED = "kept", "inserted", "deleted"
Token = tuple[str, str]
"""A word as printed, and as it is compared."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are "kept", "inserted" or "deleted" on the way from one wording to the other."""

    change: str
    words: str


def word_diff(before: str, after: str) -> tuple[Piece, ...]:
    """The way from ``before`` to ``after`` by words, typography set aside; kept words as ``after`` has them.

    Comparing takes time by the product of the lengths: of very long middles, what lies beyond
    ``LONGEST`` words counts as left out and put in.
    """
    return tuple(_pieces(tokens(before), tokens(after)))


def tokens(text: str) -> list[Token]:
    """The words of ``text`` between white space; an emoji alone is none."""
    return [(word, key) for word in text.split() if (key := normalise(word))]


def changed_words(pieces: Sequence[Piece], change: str) -> list[str]:
    """The words of one change, in order."""
    return [word for piece in pieces if piece.change == change for word in piece.words.split()]


def _pieces(old: list[Token], new: list[Token]) -> Iterator[Piece]:
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    yield from _piece(KEPT, new[:head])
    yield from _middle(old[head : len(old) - tail], new[head : len(new) - tail])
    yield from _piece(KEPT, new[len(new) - tail :])


def _alike(one: Sequence[Token], other: Sequence[Token]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (mine, theirs) in pairs if mine[1] != theirs[1]), min(len(one), len(other)))


def _middle(old: list[Token], new: list[Token]) -> Iterator[Piece]:
    keys = [key for _, key in old[:LONGEST]], [key for _, key in new[:LONGEST]]
    for act, first, last, start, end in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if act == "equal":
            yield from _piece(KEPT, new[start:end])
        else:
            yield from _piece(DELETED, old[first:last])
            yield from _piece(INSERTED, new[start:end])
    yield from _piece(DELETED, old[LONGEST:])
    yield from _piece(INSERTED, new[LONGEST:])


def _piece(change: str, words: Sequence[Token]) -> Iterator[Piece]:
    if words:
        yield Piece(change, " ".join(word for word, _ in words))
