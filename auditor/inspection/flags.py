"""What a reviewer should see, and why, in words."""

from dataclasses import dataclass
from enum import StrEnum

from auditor.inspection.document import Span


class FlagKind(StrEnum):
    """The queues a flag can go to."""

    UNSOURCED_ASSERTION = "unsourced_assertion"
    WEAK_SOURCING = "weak_sourcing"
    READER_COMMENT = "reader_comment"
    UNKNOWN_BOILERPLATE = "unknown_boilerplate"


@dataclass(frozen=True, slots=True)
class Flag:
    """A span for a person to look at. ``probability`` lies in [0, 1]; ``priority`` is high, medium or low."""

    span: Span
    kind: FlagKind
    probability: float
    priority: str
    rules: tuple[str, ...]
    reason: str
