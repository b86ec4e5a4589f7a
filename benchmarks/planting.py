"""Train one forest, and turn it into what the product asks."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from catboost import CatBoostClassifier

from auditor.inspection.forest import Forest, Row

SEED = 1


def fit(rows: Sequence[Row], true: Row, weights: Row, names: Sequence[str], trees: dict[str, Any]) -> Forest:
    """A forest trained on cases (``rows``: one matrix of cases by traits for each page)."""
    model = CatBoostClassifier(
        **trees,
        loss_function="CrossEntropy",
        border_count=32,
        bootstrap_type="Bernoulli",
        subsample=0.7,
        random_seed=SEED,
        thread_count=2,
        allow_writing_files=False,
        verbose=0,
    )
    model.fit(np.concatenate(rows), true, sample_weight=weights)
    return exported(model, names)


def exported(model: Any, names: Sequence[str]) -> Forest:
    """The trees of a CatBoost model as the product asks them."""
    trees = _trees(model)
    asked = sorted(
        {(split["float_feature_index"], split["border"]) for tree in trees for split in tree["splits"]}
    )
    numbers = {question: number for number, question in enumerate(asked)}
    used = sorted({trait for trait, _ in asked})
    depth = max(len(tree["splits"]) for tree in trees)
    tests = np.zeros((len(trees), depth), np.uint16)
    leaves = np.zeros((len(trees), 2**depth), np.float32)
    for place, tree in enumerate(trees):
        own = [numbers[split["float_feature_index"], split["border"]] for split in tree["splits"]]
        tests[place, : len(own)] = own
        values = np.array(tree["leaf_values"], np.float32)
        leaves[place] = np.tile(values, 2 ** (depth - len(own)))
    scale, bias = model.get_scale_and_bias()
    return Forest(
        traits=np.array([names[trait] for trait in used]),
        asked=np.array([used.index(trait) for trait, _ in asked], np.uint16),
        borders=np.array([border for _, border in asked], np.float32),
        tests=tests,
        leaves=np.asarray(leaves * scale, np.float32),
        bias=np.array(float(np.ravel(bias)[0])),
    )


def _trees(model: Any) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        found: list[dict[str, Any]] = json.loads(path.read_text())["oblivious_trees"]
    return found
