"""Fitting the linear layer: logistic regression drawn to a prior, calibration, folds; no randomness."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auditor.inspection.assertions.traits import Numbers

Floats = NDArray[np.float64]
Loss = Callable[[Floats], tuple[float, Floats]]

_FREE = 1e-3
_MEMORY = 8
_ENOUGH = 1e-6
_STEPS = 400
_HALVINGS = 30


@dataclass(frozen=True, slots=True)
class Layer:
    """What one output weighs: traits (standardised), words, and its bias."""

    traits: Floats
    words: Floats
    bias: float


@dataclass(frozen=True, slots=True)
class Pull:
    """How strongly the weights of traits and of words are drawn to their prior."""

    traits: float
    words: float


@dataclass(frozen=True, slots=True)
class Cases:
    """Sentences to learn from: standardised ``traits``, words with their shares, each sentence's owner."""

    traits: Floats
    words: Numbers
    owners: Numbers
    shares: Floats

    def odds(self, layer: Layer) -> Floats:
        """The log-odds that ``layer`` gives each case."""
        said = np.bincount(self.owners, layer.words[self.words] * self.shares, len(self.traits))
        odds: Floats = self.traits @ layer.traits + said + layer.bias
        return odds

    def fit(self, answers: Floats, loads: Floats, prior: Layer, pull: Pull) -> Layer:
        """The layer that answers as ``answers`` do (0 to 1, each counting ``loads``), near ``prior``."""
        width = self.traits.shape[1]

        def split(flat: Floats) -> Layer:
            return Layer(flat[:width], flat[width:-1], float(flat[-1]))

        def gather(rest: Floats) -> Floats:
            said = np.bincount(self.words, rest[self.owners] * self.shares, len(prior.words))
            return np.concatenate([self.traits.T @ rest, said, [rest.sum()]])

        start = np.concatenate([prior.traits, prior.words, [prior.bias]])
        strength = np.full(len(start), pull.words)
        strength[:width], strength[-1] = pull.traits, _FREE
        return split(logistic(lambda flat: self.odds(split(flat)), gather, answers, loads, start, strength))

    def take(self, rows: NDArray[np.bool_]) -> "Cases":
        """Those cases whose row is true."""
        kept = rows[self.owners]
        owners = (np.cumsum(rows) - 1)[self.owners[kept]]
        return Cases(self.traits[rows], self.words[kept], owners, self.shares[kept])


def logistic(
    product: Callable[[Floats], Floats],
    transposed: Callable[[Floats], Floats],
    answers: Floats,
    loads: Floats,
    prior: Floats,
    strength: Floats,
) -> Floats:
    """Weights that fit ``answers`` (0 to 1) and stay near ``prior``: the maximum a posteriori.

    ``product`` gives the log-odds of weights, ``transposed`` its transpose; ``loads`` say how much each
    case counts, ``strength`` how strongly each weight is drawn to its prior (a Gaussian of variance
    1 / strength around it).
    """

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = product(weights)
        away = weights - prior
        costs = np.logaddexp(0, odds) - answers * odds
        slope = transposed(loads * (sigmoid(odds) - answers)) + strength * away
        return float(loads @ costs + 0.5 * strength @ away**2), slope

    return minimise(loss, prior)


def sigmoid(odds: Floats) -> Floats:
    """Probabilities of log-odds."""
    likely: Floats = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return likely


def minimise(loss: Loss, start: Floats) -> Floats:
    """The lowest place of a smooth convex function: limited-memory BFGS (Nocedal and Wright 2006, ch. 7)."""
    here = start.copy()
    cost, slope = loss(here)
    moves: list[tuple[Floats, Floats]] = []
    for _ in range(_STEPS):
        way = -_turned(slope, moves)
        step, ahead = 1.0, float(way @ slope)
        for _ in range(_HALVINGS):
            there = here + step * way
            new_cost, new_slope = loss(there)
            if new_cost <= cost + 1e-4 * step * ahead:
                break
            step /= 2
        gained = cost - new_cost
        if gained <= _ENOUGH * max(1.0, abs(cost)):
            return there if gained > 0 else here
        moves = [*moves, (there - here, new_slope - slope)][-_MEMORY:]
        here, cost, slope = there, new_cost, new_slope
    return here


def _turned(slope: Floats, moves: Sequence[tuple[Floats, Floats]]) -> Floats:
    """The slope times the inverse curvature that the last moves showed."""
    turned, parts = slope.copy(), []
    for moved, bent in reversed(moves):
        part = float(moved @ turned) / float(moved @ bent)
        turned -= part * bent
        parts.append(part)
    if moves:
        moved, bent = moves[-1]
        turned *= float(moved @ bent) / float(bent @ bent)
    for (moved, bent), part in zip(moves, reversed(parts), strict=True):
        turned += (part - float(bent @ turned) / float(moved @ bent)) * moved
    return turned


def calibration(odds: Floats, answers: Floats, loads: Floats) -> tuple[float, float]:
    """Slope and offset by which log-odds become calibrated ones (Platt 1999), drawn lightly to 1 and 0."""
    table = np.stack([odds, np.ones_like(odds)], axis=1)
    prior, strength = np.array([1.0, 0.0]), np.array([1.0, 0.1])
    slope, offset = logistic(table.__matmul__, table.T.__matmul__, answers, loads, prior, strength)
    return max(0.05, float(slope)), float(offset)


def calibration_error(likely: Floats, answers: Floats, bins: int = 10) -> float:
    """The expected calibration error (Naeini et al. 2015) over ``bins`` of equal width, in [0, 1]."""
    if not len(likely):
        return 0.0
    place = np.minimum((likely * bins).astype(int), bins - 1)
    gaps = np.abs(np.bincount(place, likely - answers, bins))
    return float(gaps.sum() / len(likely))


def folds_of(groups: Sequence[str], count: int, seed: int) -> NDArray[np.int64]:
    """The fold of each case: cases of one group share theirs, which the group's name and ``seed`` decide."""
    marks = {name: hashlib.sha256(f"{seed} {name}".encode()).hexdigest() for name in set(groups)}
    order = {name: place % count for place, name in enumerate(sorted(marks, key=marks.__getitem__))}
    return np.array([order[name] for name in groups], np.int64)
