"""What two audits of one text say differently: flags, labels, signals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Stretch = tuple[str, int, int]
"""A kind with the code points it stands on: start and end."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an audit says of a text."""

    flags: frozenset[Stretch]
    segments: frozenset[Stretch]
    signals: frozenset[tuple[str, int, int]]


@dataclass(frozen=True, slots=True)
class VerdictDiff:
    """Flags raised and withdrawn, segments (new kind, place) taken for something else, signals shifted."""

    raised: tuple[Stretch, ...] = ()
    withdrawn: tuple[Stretch, ...] = ()
    relabelled: tuple[Stretch, ...] = ()
    shifted: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether both say the same."""
        return not (self.raised or self.withdrawn or self.relabelled or self.shifted)


def verdict(
    flags: Iterable[Stretch], segments: Iterable[Stretch], signals: Iterable[Mapping[str, Any]]
) -> Verdict:
    """A verdict of plain data: kinds with places, and signals as reports have them."""
    return Verdict(
        frozenset((kind, start, end) for kind, start, end in flags),
        frozenset((kind, start, end) for kind, start, end in segments),
        frozenset((one["name"], one["numerator"], one["denominator"]) for one in signals),
    )


def difference(before: Verdict, after: Verdict) -> VerdictDiff:
    """What changed from one verdict on a text to another on the same text, in text order."""
    return VerdictDiff(
        raised=_ordered(after.flags - before.flags),
        withdrawn=_ordered(before.flags - after.flags),
        relabelled=_ordered(after.segments - before.segments),
        shifted=tuple(sorted({name for name, _, _ in after.signals ^ before.signals})),
    )


def _ordered(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    return tuple(sorted(stretches, key=lambda stretch: (stretch[1], stretch[2], stretch[0])))
