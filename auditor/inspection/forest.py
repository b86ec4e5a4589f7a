"""Trained judgement: forests of oblivious trees, read from a small file and asked in a few array steps."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

Row = NDArray[np.float32]


class Measured(Protocol):
    """Cases to judge: named traits, each a row with one number for every case."""

    def __getitem__(self, name: str) -> Row:
        """The row of one trait; raises ``KeyError`` when nobody measured it."""


class ForestError(ValueError):
    """A file that holds no forests, or a forest that asks for a trait nobody measured."""


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees that ask the same question at every node of a level, as CatBoost trains them.

    Question ``q`` is whether the trait ``traits[asked[q]]`` is over ``borders[q]``; ``tests`` (trees by
    depth, at most 8) are the questions of each tree, ``leaves`` (trees by ``2 ** depth``) its answers
    in log-odds, added to ``bias`` (one number).
    """

    traits: NDArray[np.str_]
    asked: NDArray[np.uint16]
    borders: Row
    tests: NDArray[np.uint16]
    leaves: Row
    bias: NDArray[np.float64]

    def probabilities(self, measured: Measured) -> Row:
        """How likely each case is, in [0, 1], to four digits: the same on every machine."""
        try:
            rows = np.stack([measured[name] for name in self.traits.tolist()])
        except KeyError as error:
            raise ForestError(f"the forest asks for what is not measured ({error})") from error
        answers = (rows.take(self.asked, axis=0) > self.borders[:, None]).view(np.uint8)
        places = np.zeros((len(self.tests), rows.shape[1]), np.uint8)
        for level, tests in enumerate(self.tests.T):
            places |= answers.take(tests, axis=0) << level
        trees = np.arange(0, self.leaves.size, self.leaves.shape[1])[:, None]
        odds = self.bias + self.leaves.ravel().take(trees + places).sum(axis=0, dtype=np.float64)
        likely: Row = np.round(1 / (1 + np.exp(-odds)), 4).astype(np.float32)
        return likely


def read_forests(path: Path) -> dict[str, Forest]:
    """The forests by name in the NumPy archive at ``path``. Raises ``ForestError`` when it is none."""
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as parts:
            names = {key.partition(".")[0] for key in parts.files}
            return {
                name: Forest(*(parts[f"{name}.{part}"] for part in Forest.__slots__))
                for name in sorted(names)
            }
    except (ValueError, KeyError, OSError, EOFError, BadZipFile) as error:
        raise ForestError(f"{path.name} holds no forests ({error})") from error


def write_forests(path: Path, forests: Mapping[str, Forest]) -> None:
    """Write ``forests`` to ``path``; the same forests give the same bytes."""
    parts = {
        f"{name}.{part}": getattr(forest, part)
        for name, forest in sorted(forests.items())
        for part in Forest.__slots__
    }
    with path.open("wb") as file:
        np.savez_compressed(file, **parts)
