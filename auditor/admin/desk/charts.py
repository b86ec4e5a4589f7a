"""Drawings for the lead's board: places and lengths in units of the drawing; every one has its table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from auditor.desk.agreement import Agreement

WIDTH = 360
"""Units from the least to the greatest value."""
COLUMN = 24
LEFT = 170
"""Units kept for the words on the left."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its words; ``size`` of the ``WIDTH`` units that the longest takes."""

    label: str
    told: str
    place: int
    size: float
    count: int

    @property
    def end(self) -> float:
        """Where the bar's value is written."""
        return LEFT + self.size + 6


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars one below another, or one beside another, and how much room they take."""

    bars: tuple[Bar, ...]

    @property
    def length(self) -> int:
        """Units that all the bars take together."""
        return COLUMN * len(self.bars)


@dataclass(frozen=True, slots=True)
class Spread:
    """A coefficient with its interval on a line from -1 to 1; None where it is not defined."""

    label: str
    agreement: Agreement
    place: int

    @property
    def at(self) -> float | None:
        """Where the value stands."""
        return _along(self.agreement.value)

    @property
    def low(self) -> float | None:
        """Where the interval begins."""
        return _along(self.agreement.low)

    @property
    def high(self) -> float | None:
        """Where it ends."""
        return _along(self.agreement.high)


@dataclass(frozen=True, slots=True)
class Lines:
    """Coefficients one below another, and how much room they take."""

    marks: tuple[Spread, ...]

    @property
    def length(self) -> int:
        """Units that all take together."""
        return COLUMN * len(self.marks)


def bars(counted: Sequence[tuple[str, int, str]]) -> Chart:
    """Values as bars: label, value, and the value in words."""
    most = max((value for _, value, _ in counted), default=0) or 1
    return Chart(
        tuple(
            Bar(label, told, COLUMN * place, WIDTH * value / most, value)
            for place, (label, value, told) in enumerate(counted)
        )
    )


def spreads(found: Mapping[str, Agreement]) -> Lines:
    """Coefficients one below another."""
    return Lines(
        tuple(
            Spread(label, agreement, COLUMN * place) for place, (label, agreement) in enumerate(found.items())
        )
    )


def _along(value: float | None) -> float | None:
    return None if value is None else LEFT + WIDTH * (value + 1) / 2
