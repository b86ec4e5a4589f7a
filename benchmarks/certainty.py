"""How good probabilities are: F1 of both answers, precision at a recall, calibration."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Truth = NDArray[np.bool_]
Likely = NDArray[np.float64]
BINS = 10
"""Equally wide bins of probability for the expected calibration error."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Figures of one yes-or-no question; ``yes`` and ``no`` are the F1 of the two classes.

    ``no`` is counted among declarative sentences only, as are ``precise`` (precision of "no" where
    its recall reaches 0.80) and ``error`` (expected calibration error of its probability).
    """

    yes: float
    no: float
    no_precision: float
    no_recall: float
    precise: float | None
    error: float | None


def f1(truth: Truth, found: Truth) -> float:
    """Harmonic mean of precision and recall; 0 where there is nothing."""
    total = int(truth.sum() + found.sum())
    return 2 * int((truth & found).sum()) / total if total else 0.0


def answers(truth: Truth, likely: Likely, declarative: Truth, border: float = 0.5) -> Answers:
    """The figures of ``likely``, the probability of "yes"; ``border`` is where yes begins."""
    found = likely >= border
    no, not_found = ~truth[declarative], ~found[declarative]
    right = int((no & not_found).sum())
    graded = len(np.unique(likely)) > 2
    return Answers(
        yes=f1(truth, found),
        no=f1(no, not_found),
        no_precision=right / max(1, int(not_found.sum())),
        no_recall=right / max(1, int(no.sum())),
        precise=precision_at(no, 1 - likely[declarative], 0.8) if graded else None,
        error=calibration_error(no, 1 - likely[declarative]) if graded else None,
    )


def precision_at(truth: Truth, likely: Likely, recall: float) -> float:
    """Precision of the surest answers, as many as reach ``recall``."""
    right = np.cumsum(truth[np.argsort(-likely, kind="stable")])
    place = int(np.searchsorted(right, recall * right[-1]))
    return float(right[place] / (place + 1))


def reliability(truth: Truth, likely: Likely) -> list[tuple[float, float, int]]:
    """Mean probability, share that is true and number of cases, bin by bin; empty bins are left out."""
    bins = np.minimum((likely * BINS).astype(int), BINS - 1)
    chosen = [bins == number for number in range(BINS)]
    return [
        (float(likely[one].mean()), float(truth[one].mean()), int(one.sum())) for one in chosen if one.any()
    ]


def calibration_error(truth: Truth, likely: Likely) -> float:
    """Mean distance of both over the bins, weighted by their cases (ECE)."""
    rows = reliability(truth, likely)
    return sum(abs(mean - share) * count for mean, share, count in rows) / sum(row[2] for row in rows)
