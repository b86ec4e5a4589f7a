"""Learning from examples: the flag's layer drawn to the packaged weights, and whether it got better."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from auditor.inspection.assertions.fitting import (
    Cases,
    Floats,
    Layer,
    Pull,
    calibration_error,
    folds_of,
    sigmoid,
)
from auditor.inspection.assertions.traits import BUCKETS, NAMES, Seen
from auditor.inspection.assertions.weights import FLAG, Weights

FOLDS = 5
ENOUGH = 40
"""Examples below which nothing is learned: fewer say more of their few articles than of flags."""
GAIN = 0.005
"""Loss per example, in nats, by which new weights must do better than the packaged ones (set by hand)."""
PULLS = (10.0, 100.0, 1000.0)
"""How strongly the new weights may be drawn to the packaged ones; folds decide."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that a reviewer decided: ``answer`` 1 where its flag was right, ``load`` what it counts.

    ``traits`` are those of ``NAMES``, ``words`` places among ``BUCKETS``: not the words themselves.
    """

    outlet: str
    article: str
    answer: float
    load: float
    traits: tuple[float, ...]
    words: tuple[int, ...]

    @property
    def fits(self) -> bool:
        """Whether it is of this second stage."""
        return len(self.traits) == len(NAMES) and all(0 <= word < BUCKETS for word in self.words)


@dataclass(frozen=True, slots=True)
class Fit:
    """How well examples are told, each by weights that saw nothing of its article."""

    examples: int
    accepted: float
    loss: float
    calibration_error: float


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned: new weights, how strongly they were drawn to the old, and both fits, per outlet."""

    weights: Weights
    pull: float
    before: Fit
    after: Fit
    outlets: tuple[tuple[str, Fit, Fit], ...]

    @property
    def better(self) -> bool:
        """Whether the new weights do better by more than chance would have it."""
        return self.before.loss - self.after.loss > GAIN


def learn(examples: Sequence[Example], weights: Weights, *, seed: int = 1) -> Lesson | None:
    """Fit the flag's layer of ``weights`` to the examples; None when there are too few, or all alike.

    Cross-validated by article; the same examples, weights and seed give the same lesson.
    """
    answers = np.array([one.answer for one in examples])
    articles = [one.article for one in examples]
    if len(examples) < ENOUGH or len(set(answers)) < 2 or len(set(articles)) < FOLDS:
        return None
    loads = np.array([one.load for one in examples])
    cases, prior = _cases(examples, weights), _layer(weights)
    folds = folds_of(articles, FOLDS, seed)
    tried = {pull: _held(cases, answers, loads, prior, folds, Pull(pull, pull)) for pull in PULLS}
    pull = min(PULLS, key=lambda one: _loss(tried[one], answers, loads))
    before, after = sigmoid(cases.odds(prior)), tried[pull]
    layer = cases.fit(answers, loads, prior, Pull(pull, pull))
    outlets = [one.outlet for one in examples]

    def fit_in(name: str, told: Floats) -> Fit:
        mine = np.array([one == name for one in outlets])
        return _fit(told[mine], answers[mine], loads[mine])

    return Lesson(
        weights=_with(weights, layer),
        pull=pull,
        before=_fit(before, answers, loads),
        after=_fit(after, answers, loads),
        outlets=tuple((name, fit_in(name, before), fit_in(name, after)) for name in sorted(set(outlets))),
    )


def _cases(examples: Sequence[Example], weights: Weights) -> Cases:
    words = np.array([word for one in examples for word in one.words], np.int64)
    owners = np.repeat(np.arange(len(examples)), [len(one.words) for one in examples])
    seen = Seen(np.array([one.traits for one in examples], np.float32), words, owners)
    return Cases(weights.standard(seen.traits), words, owners, seen.shares())


def _layer(weights: Weights) -> Layer:
    """The flag's layer with its calibration worked in."""
    column = weights.column(FLAG)
    slope, offset = weights.slope[column], weights.offset[column]
    bias = float(weights.bias[column] * slope + offset)
    return Layer(weights.traits[column] * slope, weights.words[column] * slope, bias)


def _with(weights: Weights, layer: Layer) -> Weights:
    column = weights.column(FLAG)
    parts = {name: getattr(weights, name).copy() for name in ("traits", "words", "bias", "slope", "offset")}
    for name, value in zip(parts, (layer.traits, layer.words, layer.bias, 1.0, 0.0), strict=True):
        parts[name][column] = value
    return replace(weights, **parts, digest="")


def _held(
    cases: Cases,
    answers: Floats,
    loads: Floats,
    prior: Layer,
    folds: NDArray[np.int64],
    pull: Pull,
) -> Floats:
    """What layers that saw nothing of its article say of each example."""
    held = np.zeros(len(answers))
    for fold in range(FOLDS):
        seen = folds != fold
        layer = cases.take(seen).fit(answers[seen], loads[seen], prior, pull)
        held[~seen] = cases.odds(layer)[~seen]
    return sigmoid(held)


def _loss(likely: Floats, answers: Floats, loads: Floats) -> float:
    costs = -np.log(np.where(answers > 0, likely, 1 - likely))
    return float(loads @ costs / loads.sum())


def _fit(likely: Floats, answers: Floats, loads: Floats) -> Fit:
    return Fit(
        examples=len(answers),
        accepted=float(loads @ answers / loads.sum()),
        loss=_loss(likely, answers, loads),
        calibration_error=calibration_error(likely, answers),
    )
