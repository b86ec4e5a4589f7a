"""How well two reviewers, or many, agree beyond chance: Cohen's kappa, Krippendorff's alpha, intervals."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

RESAMPLES = 1000
Pair = tuple[str, str]
Unit = Sequence[str]


@dataclass(frozen=True, slots=True)
class Agreement:
    """A coefficient with its interval: ``low`` to ``high`` at 95 %; None where it is not defined."""

    value: float | None
    low: float | None
    high: float | None
    units: int


def cohens_kappa(pairs: Sequence[Pair]) -> float | None:
    """Cohen's kappa of two reviewers' labels (Cohen 1960, Educational and Psychological Measurement 20).

    None without pairs, or when both always gave one and the same label: then chance explains all.
    """
    if not pairs:
        return None
    total = len(pairs)
    observed = sum(first == second for first, second in pairs) / total
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    expected = sum(count * seconds[label] for label, count in firsts.items()) / total**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def krippendorffs_alpha(units: Sequence[Unit]) -> float | None:
    """Krippendorff's alpha for nominal labels, any number of reviewers, missing answers left out.

    Each unit holds the labels that it was given; units with fewer than two say nothing (Krippendorff 2011,
    "Computing Krippendorff's Alpha-Reliability"). None when no unit has two, or all labels are alike.
    """
    answered = [Counter(unit) for unit in units if len(unit) > 1]
    totals: Counter[str] = Counter()
    for labels in answered:
        totals += labels
    number = totals.total()
    by_chance = number**2 - sum(count**2 for count in totals.values())
    if not by_chance:
        return None
    disagreeing = sum(
        (labels.total() ** 2 - sum(count**2 for count in labels.values())) / (labels.total() - 1)
        for labels in answered
    )
    return 1 - (number - 1) * disagreeing / by_chance


def kappa(pairs: Sequence[Pair], *, seed: int = 1) -> Agreement:
    """Cohen's kappa with its bootstrap interval."""
    return Agreement(cohens_kappa(pairs), *_interval(pairs, cohens_kappa, seed), len(pairs))


def alpha(units: Sequence[Unit], *, seed: int = 1) -> Agreement:
    """Krippendorff's alpha with its bootstrap interval."""
    answered = [unit for unit in units if len(unit) > 1]
    return Agreement(
        krippendorffs_alpha(answered), *_interval(answered, krippendorffs_alpha, seed), len(answered)
    )


def _interval(
    units: Sequence[Unit], measure: Callable[[Sequence[Any]], float | None], seed: int
) -> tuple[float | None, float | None]:
    """Percentile bootstrap over units (Efron and Tibshirani 1993, ch. 13), 2.5 to 97.5 %.

    The same units and seed give the same interval. None below two units.
    """
    if len(units) < 2:
        return None, None
    chance = np.random.default_rng(seed)
    drawn = chance.integers(len(units), size=(RESAMPLES, len(units)))
    values = [value for row in drawn if (value := measure([units[place] for place in row])) is not None]
    if not values:
        return None, None
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)
