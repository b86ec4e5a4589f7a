"""Whom "he", "who" and "the senator" mean: the antecedent of a source that is only referred to."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor.inspection.attribution.hearing import Attribution, Heard
from auditor.inspection.attribution.kinds import SourceType
from auditor.inspection.attribution.utterance import Utterance
from auditor.inspection.document import Span

_RELATIVE = frozenset({"who", "which", "whom"})
_ANTECEDENTS = frozenset({SourceType.NAMED, SourceType.ANONYMOUS, SourceType.SECOND_HAND_OUTLET})


def resolved(found: Sequence[Attribution], heard: Sequence[Heard]) -> tuple[Attribution, ...]:
    """``found``, with the antecedent of every reference that has one.

    "who" and "which" mean the name before them; any other reference the last source before it that
    was a name, an outlet, or real people without one.
    """
    return tuple(_resolved(found, heard))


def _resolved(found: Sequence[Attribution], heard: Sequence[Heard]) -> Iterator[Attribution]:
    last: Span | None = None
    for one, sentence in zip(found, heard, strict=True):
        if one.type is SourceType.REFERENCE and one.source is not None:
            antecedent = _before(sentence.said, one.source) or last
            yield replace(one, antecedent=antecedent) if antecedent else one
            continue
        yield one
        if one.type in _ANTECEDENTS and one.source is not None:
            last = one.source


def _before(said: Utterance, source: Span) -> Span | None:
    """The name that "who" belongs to."""
    starts = [begin for begin, _ in said.places]
    start = source.start - said.span.start
    place = starts.index(start) if start in starts else -1
    if place < 1 or said.words[place] not in _RELATIVE:
        return None
    first = place
    while first > 0 and said.capital(first - 1):
        first -= 1
    return said.place(first, place) if first < place else None
