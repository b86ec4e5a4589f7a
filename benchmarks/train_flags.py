"""Train the second stage: what a sentence does, whether it can be checked, whether it wants a source."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from auditor.inspection.assertions.fitting import (
    Cases,
    Floats,
    Layer,
    Pull,
    calibration,
    calibration_error,
    folds_of,
    sigmoid,
)
from auditor.inspection.assertions.judging import FLAG_AT, LEARNED
from auditor.inspection.assertions.traits import BUCKETS, NAMES, Seen
from auditor.inspection.assertions.weights import (
    CHECKWORTHY,
    FLAG,
    PACKAGED,
    Weights,
    read_weights,
    write_weights,
)
from auditor.inspection.attribution import Sourcing
from benchmarks.flags import LABEL_FILES
from benchmarks.sentences import Article, Labelled, labelled_articles, seed_articles, stacked

CARD = PACKAGED.with_suffix(".json")
_SEEDS = 3.0
"""What a sentence of the annotated seeds counts: they are few, and the only ones on a war."""
_SOURCED = 0.5
_LOUD = 18.0
_FOLDS = 8
_LEAST = 0.02
_PULL = {FLAG: 1000.0, CHECKWORTHY: 1000.0}
_TYPE_PULL = 333.0
_NO_WORDS = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Lesson:
    """What there is to learn an output from: which rows, their answers, what each counts."""

    rows: NDArray[np.bool_]
    answers: Floats
    loads: Floats


def main() -> None:
    """Fit, say how well it does on articles it did not see, write weights and card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--seeds", type=Path, default=Path("seeds"))
    parser.add_argument("--words", type=Path, required=True, help="vectors by benchmarks.teach_words")
    parser.add_argument("--out", type=Path, default=PACKAGED)
    options = parser.parse_args()
    articles = [
        *labelled_articles(options.corpora, LABEL_FILES),
        *seed_articles(options.gold, options.seeds),
    ]
    seen, rows = stacked(articles)
    vectors = np.load(options.words)["words"].astype(np.float64)
    weights, measured = train(seen, rows, vectors)
    data = write_weights(weights)
    options.out.write_bytes(data)
    card = _card(rows, measured, read_weights(data))
    options.out.with_suffix(".json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(card["measures"], indent=1))


def train(
    seen: Seen, rows: Sequence[tuple[Article, Labelled]], vectors: Floats
) -> tuple[Weights, dict[str, Floats]]:
    """The weights of every output, and its calibrated probabilities of each row by folds of articles."""
    mean, scale = seen.traits.mean(axis=0), np.maximum(seen.traits.std(axis=0), _LEAST)
    table = np.concatenate([(seen.traits - mean) / scale, _meanings(seen, vectors)], axis=1)
    cases = Cases(table, _NO_WORDS, _NO_WORDS, np.zeros(0))
    groups = [article.name for article, _ in rows]
    folds = folds_of(groups, _FOLDS, 1)
    outputs = (FLAG, CHECKWORTHY, *(kind.value for kind in LEARNED))
    layers, slopes, chances = [], [], {}
    for output in outputs:
        lesson = _lesson(output, rows)
        pull = Pull(_PULL.get(output, _TYPE_PULL), 1.0)
        layer, held = _fitted(cases, lesson, folds, pull)
        counted = lesson.rows & np.array([article.group != "seed" for article, _ in rows])
        slopes.append(calibration(held[counted], lesson.answers[counted], np.ones(int(counted.sum()))))
        layers.append(layer)
        chances[output] = sigmoid(held * slopes[-1][0] + slopes[-1][1])
    width = len(NAMES)
    return (
        Weights(
            names=NAMES,
            outputs=outputs,
            mean=mean.astype(np.float64),
            scale=scale.astype(np.float64),
            traits=np.stack([one.traits[:width] for one in layers]),
            words=np.stack([vectors @ one.traits[width:] * _LOUD for one in layers]),
            bias=np.array([one.bias for one in layers]),
            slope=np.array([slope for slope, _ in slopes]),
            offset=np.array([offset for _, offset in slopes]),
        ),
        chances,
    )


def _meanings(seen: Seen, vectors: Floats) -> Floats:
    """What the words of each sentence mean, as the encoder would have it."""
    table = np.zeros((len(seen.traits), BUCKETS))
    np.add.at(table, (seen.owners, seen.words), seen.shares())
    meanings: Floats = table @ vectors * _LOUD
    return meanings


def _lesson(output: str, rows: Sequence[tuple[Article, Labelled]]) -> Lesson:
    labels = [labelled.label for _, labelled in rows]
    loads = np.array([_SEEDS if article.group == "seed" else 1.0 for article, _ in rows])
    bare = np.array([a.attributions[one.row].sourcing is Sourcing.NONE for a, one in rows])
    if output == FLAG:
        answers = np.array([float(label["flag"]) for label in labels])
        return Lesson(np.ones(len(rows), bool), answers, loads * np.where(bare, 1.0, _SOURCED))
    typed = np.array([label.get("type") is not None for label in labels])
    if output == CHECKWORTHY:
        return Lesson(typed, np.array([float(label.get("checkworthy") or 0) for label in labels]), loads)
    own = np.array([_own_voice(article, one.row) for article, one in rows])
    return Lesson(typed & own, np.array([float(label.get("type") == output) for label in labels]), loads)


def _own_voice(article: Article, row: int) -> bool:
    return article.heard[row].unit is None and article.rulings[row].type in LEARNED


def _fitted(cases: Cases, lesson: Lesson, folds: NDArray[np.int64], pull: Pull) -> tuple[Layer, Floats]:
    """The layer of all rows, and what layers that saw nothing of its article say of each row."""
    width = cases.traits.shape[1]
    rate = float(lesson.answers[lesson.rows].mean())
    prior = Layer(np.zeros(width), np.zeros(BUCKETS), float(np.log(rate / (1 - rate))))
    held = np.zeros(len(folds))

    def fit(chosen: NDArray[np.bool_]) -> Layer:
        return cases.take(chosen).fit(lesson.answers[chosen], lesson.loads[chosen], prior, pull)

    for fold in range(_FOLDS):
        held[folds == fold] = cases.odds(fit(lesson.rows & (folds != fold)))[folds == fold]
    return fit(lesson.rows), held


def _card(
    rows: Sequence[tuple[Article, Labelled]], chances: dict[str, Floats], weights: Weights
) -> dict[str, object]:
    """The card in figures: from what it learned, and how well it does on articles it did not see."""
    answers = np.array([float(one.label["flag"]) for _, one in rows])
    return {
        "model": "second stage: one linear layer over traits and hashed words",
        "digest": weights.digest,
        "trained_on": {
            "sentences": len(rows),
            "articles": len({article.name for article, _ in rows}),
            "flagged": int(answers.sum()),
            "files": list(LABEL_FILES),
            "a_seed_sentence_counts": _SEEDS,
        },
        "licences": {
            "PolNeAR 1.0.0": "none stated; texts are their publishers' and are not shipped",
            "WCXB; article-extraction-benchmark": "CC-BY-4.0; MIT",
            "all-MiniLM-L6-v2 (taught the words)": "Apache-2.0",
        },
        "measures": {
            "how": f"{_FOLDS} folds by article, sentences for which the rules find no source",
            "flagged_at": FLAG_AT,
            **_of_flags(rows, chances[FLAG], answers),
            **_of_types(rows, chances),
        },
    }


def _of_flags(rows: Sequence[tuple[Article, Labelled]], likely: Floats, answers: Floats) -> dict[str, object]:
    """Flags on articles not seen; the seeds by themselves, on sentences of which annotators were sure."""
    bare = np.array([a.attributions[one.row].sourcing is Sourcing.NONE for a, one in rows])
    seed = np.array([article.group == "seed" for article, _ in rows])
    clear = np.array([one.label.get("certainty") == "clear" for _, one in rows])
    part, flagged = bare & ~seed, bare & (likely >= FLAG_AT)
    seeds = seed & clear
    return {
        "sentences": int(part.sum()),
        "flagged": int((part & flagged).sum()),
        "accepted": float(answers[part & flagged].mean()),
        "recall": float(answers[part & flagged].sum() / answers[part].sum()),
        "calibration_error": calibration_error(likely[part], answers[part]),
        "reliability": _reliability(likely[part], answers[part]),
        "seeds_precision": float(answers[seeds & flagged].mean()),
        "seeds_recall": float(answers[seeds & flagged].sum() / answers[seeds].sum()),
    }


def _of_types(rows: Sequence[tuple[Article, Labelled]], chances: dict[str, Floats]) -> dict[str, object]:
    """How often the type is right among sentences in the article's own voice, beside the rules alone."""
    own = np.array([_own_voice(a, one.row) and one.label.get("type") is not None for a, one in rows])
    seed = np.array([article.group == "seed" for article, _ in rows])
    best = np.argmax(np.stack([chances[kind.value] for kind in LEARNED]), axis=0)
    given = [one.label.get("type") for _, one in rows]
    right = np.array([LEARNED[place].value == kind for place, kind in zip(best, given, strict=True)])
    ruled = np.array([a.rulings[one.row].type.value == one.label.get("type") for a, one in rows])
    return {
        "types": float(right[own & ~seed].mean()),
        "types_by_rule": float(ruled[own & ~seed].mean()),
        "seeds_types": float(right[own & seed].mean()),
    }


def _reliability(likely: Floats, answers: Floats) -> list[dict[str, float]]:
    """Ten bins of probability: how many sentences, their mean probability, the share accepted."""
    place = np.minimum((likely * 10).astype(int), 9)
    return [
        {
            "sentences": int((place == one).sum()),
            "probability": round(float(likely[place == one].mean()), 4),
            "accepted": round(float(answers[place == one].mean()), 4),
        }
        for one in range(10)
        if (place == one).any()
    ]


if __name__ == "__main__":
    main()
