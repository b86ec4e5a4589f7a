"""When an article is looked at again: by its age, by how often it was seen to change, never all at once."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from math import log

DEFAULT = "3h 15min, 1d 1h, 7d 3h, 30d 3d, 360d 30d, ever 90d"
"""The ladder of NewsDiffs (age since the last change), with a last step where that one gave up."""
SHORTEST = timedelta(minutes=15)
LONGEST = timedelta(days=365)
JITTER = 0.1
"""The share of an interval by which articles are spread, to either side."""
CHANCE = 0.5
"""An interval that follows the measured rate leaves this chance of a change within it."""
FEWEST = 5
"""Looks below which a measured rate says nothing."""
STRETCH = 2
"""How many times as long a measured rate may make a step."""
SHRINK = 8
"""How many times as short."""

UNITS = {
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}


@dataclass(frozen=True, slots=True)
class Step:
    """Up to the age ``until`` (None: for ever), look again after ``every``."""

    until: timedelta | None
    every: timedelta

    def __str__(self) -> str:
        age = "ever" if self.until is None else short(self.until)
        return f"{age} {short(self.every)}"


@dataclass(frozen=True, slots=True)
class Ladder:
    """Steps by age, the youngest first; the last one holds for ever."""

    steps: tuple[Step, ...]

    def at(self, age: timedelta) -> Step:
        """The step for an article of this age."""
        return next((step for step in self.steps if step.until is None or age < step.until), self.steps[-1])

    def __str__(self) -> str:
        return ", ".join(map(str, self.steps))


@dataclass(frozen=True, slots=True)
class Looks:
    """What was seen of one article: ``looks`` after the first, ``changes`` among them, over ``days``."""

    looks: int = 0
    changes: int = 0
    days: float = 0.0

    @property
    def rate(self) -> float | None:
        """Changes per day; None after too few looks.

        Looks miss changes that follow one another quickly, so a mere share is too low; this is the
        estimator of Cho and Garcia-Molina ("Estimating frequency of change", ACM TOIT 3(3), 2003),
        -log((n - x + 0.5) / (n + 0.5)) per mean interval.
        """
        if self.looks < FEWEST or self.days <= 0:
            return None
        unchanged = (self.looks - self.changes + 0.5) / (self.looks + 0.5)
        return -log(unchanged) * self.looks / self.days


def read_ladder(text: str) -> Ladder:
    """The ladder written as ``3h 15min, 1d 1h, ever 90d``: up to which age, and how often.

    Raises ``ValueError`` with words for whoever wrote it: ages must grow, no interval may be shorter
    than ``SHORTEST`` or longer than ``LONGEST``, and the last age must be ``ever``.
    """
    steps = tuple(_step(part) for part in text.split(","))
    ages = [step.until for step in steps]
    if ages[-1] is not None or None in ages[:-1]:
        raise ValueError("The last step, and no other, must begin with “ever”.")
    known = [age for age in ages if age is not None]
    if known != sorted(set(known)):
        raise ValueError("The ages must grow from step to step.")
    return Ladder(steps)


def _step(part: str) -> Step:
    words = part.split()
    if len(words) != 2:
        raise ValueError(f"“{part.strip()}” is no step: write an age and an interval, as in “3h 15min”.")
    every = _span(words[1])
    if not SHORTEST <= every <= LONGEST:
        raise ValueError(f"“{words[1]}” is no interval between {short(SHORTEST)} and {short(LONGEST)}.")
    return Step(None if words[0] == "ever" else _span(words[0]), every)


def _span(word: str) -> timedelta:
    number = word.rstrip("abcdefghijklmnopqrstuvwxyz")
    unit = UNITS.get(word[len(number) :])
    if unit is None or not (number.isascii() and number.isdigit()) or not 0 < int(number[:6]) < 100_000:
        raise ValueError(f"“{word}” is no length of time: write a number and min, h or d, as in “15min”.")
    return int(number[:6]) * unit


def short(span: timedelta) -> str:
    """A length of time as ladders write it, in the largest unit that fits it whole."""
    for name, unit in reversed(UNITS.items()):
        if span >= unit and not span % unit:
            return f"{span // unit}{name}"
    return f"{span.total_seconds() / 60:g}min"


def pace(step: Step, rate: float | None) -> timedelta:
    """The step's interval, shortened or stretched to what was measured (changes per day).

    At most ``STRETCH`` times as long and ``SHRINK`` times as short: few looks tell little, and a page
    with a counter must not be fetched every quarter of an hour for ever.
    """
    if rate is None:
        return step.every
    wanted = min(-log(1 - CHANCE) / rate, LONGEST.days) if rate > 0 else float(LONGEST.days)
    followed = min(max(timedelta(days=wanted), step.every / SHRINK), step.every * STRETCH)
    return min(max(followed, SHORTEST), LONGEST)


def spread(span: timedelta, key: str) -> timedelta:
    """``span`` made longer or shorter by at most ``JITTER``, always alike for the same ``key``."""
    return span * (1 - JITTER + 2 * JITTER * _share(key))


def lengthen(span: timedelta, key: str) -> timedelta:
    """``span`` made longer by at most ``JITTER``, for what must not be shortened."""
    return span * (1 + JITTER * _share(key))


def _share(key: str) -> float:
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:6]) / 2**48
