"""A flag: a stretch for a person to look at, of a kind that has a queue of its own."""

from dataclasses import dataclass
from enum import StrEnum

from auditor.inspection.document import Span


class FlagKind(StrEnum):
    """The queues a flag can go to."""

    UNSOURCED_ASSERTION = "unsourced_assertion"
    WEAK_SOURCING = "weak_sourcing"
    READER_COMMENT = "reader_comment"
    UNKNOWN_BOILERPLATE = "unknown_boilerplate"


SHOWN = 5
"""Flags of one kind that a reviewer is shown of an article before asking for the rest."""
SURE = 0.5
"""Probability of a reviewer's assent below which a claim without a source is not shown before the rest."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A span for a person to look at. ``probability`` lies in [0, 1]; ``priority`` is high, medium or low.

    ``rank`` counts the flags of its kind in the article from 1, the one most worth a look first; claims
    that are not ``SURE`` rank behind ``SHOWN`` however few stand before them.
    ``members`` are the sentences of a run (at least two); empty where the flag stands on one stretch.
    """

    span: Span
    kind: FlagKind
    probability: float
    priority: str
    rules: tuple[str, ...]
    reason: str
    members: tuple[Span, ...] = ()
    rank: int = 1
