"""Learning from reviewers: new weights of the second stage come into force where they do better."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from auditor.inspection.assertions import read_weights, weights_of
from auditor.inspection.assertions.examples import Example, Lesson, learn
from auditor.inspection.assertions.weights import write_weights
from auditor.models import FlagWeights


class TrainingRefused(Exception):
    """Weights that cannot be trained; ``code`` is stable, the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def study(examples: Sequence[Example], *, seed: int) -> Lesson:
    """What the examples teach beyond the packaged weights. Raises TrainingRefused: too_few."""
    lesson = learn(examples, weights_of(b""), seed=seed)
    if lesson is None:
        raise TrainingRefused(
            "too_few",
            f"{len(examples)} decided sentences are too few, of too few articles or all decided alike. "
            "Decide more flags, also some to refuse.",
        )
    return lesson


def bring_into_force(lesson: Lesson, *, seed: int, now: datetime) -> FlagWeights:
    """Let the lesson's weights decide from now on; what stands is audited anew under them.

    Raises TrainingRefused: not_better.
    """
    if not lesson.better:
        raise TrainingRefused(
            "not_better", "The new weights do no better than those in force. Nothing was replaced."
        )
    data = write_weights(lesson.weights)
    card = card_of(lesson, seed=seed)
    with transaction.atomic():
        retire()
        row, _ = FlagWeights.objects.update_or_create(
            digest=read_weights(data).digest,
            defaults={"weights": data, "card": card, "made_at": now, "in_force": True},
        )
    return row


def retire() -> int:
    """Let the packaged weights decide again; how many were in force."""
    return FlagWeights.objects.filter(in_force=True).update(in_force=False)


def card_of(lesson: Lesson, *, seed: int) -> dict[str, object]:
    """The card of a lesson, for programs and for people."""
    return {
        "learned_from": "reviewers' decisions on unsourced assertions, by what the second stage saw of them",
        "prior": weights_of(b"").digest,
        "pull": lesson.pull,
        "seed": seed,
        "before": asdict(lesson.before),
        "after": asdict(lesson.after),
        "outlets": {
            name: {"before": asdict(before), "after": asdict(after)} for name, before, after in lesson.outlets
        },
    }
