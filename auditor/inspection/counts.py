"""Counts out of something: a signal, and how surely a share is known."""

import math
from dataclasses import dataclass
from typing import NamedTuple

from auditor.inspection.document import Span

_Z = 1.959964
"""Of the normal distribution, for 95 %."""
_WIDEST = 0.1
"""Half the width at which a share still says something: ten points."""


class Interval(NamedTuple):
    """Where a share lies with 95 % confidence, ``low`` and ``high`` in [0, 1]."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Signal:
    """``numerator`` of ``denominator``, with the spans that were counted; never a score.

    ``denominator`` 0 means that nothing could be counted: unknown, not zero. ``standard`` is its number in
    the published lists of criteria that it serves ("S5"), ``interval`` the Wilson interval of a share,
    ``needed`` how large the denominator must be for the figure to say something (0: any).
    """

    name: str
    numerator: int
    denominator: int
    unit: str
    rules: tuple[str, ...]
    reason: str
    spans: tuple[Span, ...] = ()
    standard: str = ""
    interval: Interval | None = None
    needed: int = 0

    @property
    def sufficient(self) -> bool:
        """Whether enough was counted."""
        return self.denominator > 0 and self.denominator >= self.needed


def surely(signal: Signal) -> str:
    """What is to be said of a figure beside it: its rate or interval, or that too few were counted."""
    if not signal.sufficient:
        return f" (insufficient sample: {signal.needed:,} needed)"
    if signal.interval is not None:
        return f" (95 %: {100 * signal.interval.low:.0f} to {100 * signal.interval.high:.0f} %)"
    if signal.unit.startswith("words"):
        return f" ({1000 * signal.numerator / signal.denominator:.1f} per 1,000)"
    return ""


def wilson(numerator: int, denominator: int) -> Interval | None:
    """The interval of a share by E. B. Wilson (1927), 95 %; None out of nothing."""
    if denominator == 0:
        return None
    share, spread = numerator / denominator, _Z * _Z / denominator
    centre = (share + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * math.sqrt(share * (1 - share) / denominator + spread / (4 * denominator))
    return Interval(round(max(0.0, centre - half), 4), round(min(1.0, centre + half), 4))


def needed(numerator: int, denominator: int) -> int:
    """How many must be counted to know a share like this one to within ten points, with 95 %.

    The share is taken from the middle of its interval, so that none of few is not taken for none.
    """
    centre = (numerator + _Z * _Z / 2) / (denominator + _Z * _Z)
    return math.ceil(_Z * _Z * centre * (1 - centre) / (_WIDEST * _WIDEST))


def share(
    name: str, spans: tuple[Span, ...], denominator: int, unit: str, reason: str, *, standard: str
) -> Signal:
    """A signal that is a share: the things at ``spans`` among ``denominator`` of their kind."""
    counted = len(spans)
    enough = needed(counted, denominator) if denominator else 0
    interval = wilson(counted, denominator)
    rules = (f"signal.{name.replace('_', '-')}",)
    return Signal(name, counted, denominator, unit, rules, reason, spans, standard, interval, enough)
