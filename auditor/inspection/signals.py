"""What the whole document shows, as counts with what they are counted out of."""

from dataclasses import dataclass

from auditor.inspection.document import Span


@dataclass(frozen=True, slots=True)
class Signal:
    """``numerator`` of ``denominator``, with the spans that were counted; never a score.

    ``denominator`` 0 means that nothing could be counted: unknown, not zero.
    """

    name: str
    numerator: int
    denominator: int
    unit: str
    rules: tuple[str, ...]
    reason: str
    spans: tuple[Span, ...] = ()
