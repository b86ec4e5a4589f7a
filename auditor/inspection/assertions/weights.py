"""The learned second stage: one linear layer over traits and words, with what calibrates it."""

import functools
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from auditor.inspection.assertions.traits import BUCKETS, NAMES, Seen, Table

Floats = NDArray[np.float64]

PACKAGED = Path(__file__).parents[1] / "rules" / "flags.npz"
"""The weights that come with the program; part of the rulebook, and of its digest."""
FLAG, CHECKWORTHY = "flag", "checkworthy"
_PARTS = ("names", "outputs", "mean", "scale", "traits", "words", "bias", "slope", "offset")
_ROUNDED = 4


class WeightsError(ValueError):
    """A file that holds no weights, or weights for traits that nobody measures."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Of each output (``outputs``) the weights of ``names`` and of the words, and its ``bias``.

    Traits are taken as ``(trait - mean) / scale``. ``slope`` and ``offset`` turn an output's log-odds
    into calibrated ones (Platt 1999). ``digest`` is the SHA-256 of the file's bytes.
    """

    names: tuple[str, ...]
    outputs: tuple[str, ...]
    mean: Floats
    scale: Floats
    traits: Floats
    words: Floats
    bias: Floats
    slope: Floats
    offset: Floats
    digest: str = ""

    def odds(self, seen: Seen) -> Floats:
        """The calibrated log-odds, a row for each sentence and a column for each output."""
        raw = self.standard(seen.traits) @ self.traits.T + self.bias
        if len(seen.words):
            shares = seen.shares()
            for column, weights in enumerate(self.words):
                raw[:, column] += np.bincount(seen.owners, weights[seen.words] * shares, len(raw))
        calibrated: Floats = raw * self.slope + self.offset
        return calibrated

    def probabilities(self, seen: Seen) -> dict[str, list[float]]:
        """How likely each output is for each sentence, to four digits: the same on every machine."""
        likely = np.round(1 / (1 + np.exp(-self.odds(seen))), _ROUNDED)
        return {name: likely[:, column].tolist() for column, name in enumerate(self.outputs)}

    def standard(self, traits: Table) -> Floats:
        """The traits as the layer takes them."""
        taken: Floats = (traits.astype(np.float64) - self.mean) / self.scale
        return taken

    def column(self, output: str) -> int:
        """The place of an output."""
        return self.outputs.index(output)


def read_weights(data: bytes) -> Weights:
    """The weights in the NumPy archive ``data``. Raises ``WeightsError`` when it is none."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as parts:
            held = {name: parts[name] for name in _PARTS}
    except (ValueError, KeyError, OSError, EOFError, BadZipFile) as error:
        raise WeightsError(f"no weights of the second stage ({error})") from error
    names, outputs = (tuple(held.pop(part).tolist()) for part in ("names", "outputs"))
    if held["words"].shape != (len(outputs), BUCKETS) or held["traits"].shape != (len(outputs), len(names)):
        raise WeightsError("the weights are of another shape than the second stage")
    if names != NAMES:
        raise WeightsError("the weights are for other traits than the second stage measures")
    figures = {name: part.astype(np.float64) for name, part in held.items()}
    return Weights(names, outputs, **figures, digest=hashlib.sha256(data).hexdigest())


def write_weights(weights: Weights) -> bytes:
    """The archive that ``read_weights`` reads; the same weights give the same bytes."""
    figures = {name: getattr(weights, name).astype(np.float32) for name in _PARTS[2:]}
    figures["words"] = figures["words"].astype(np.float16)
    file = io.BytesIO()
    np.savez_compressed(
        file, names=np.array(weights.names), outputs=np.array(weights.outputs), **figures, allow_pickle=False
    )
    return file.getvalue()


@functools.cache
def packaged_weights() -> Weights:
    """The weights of the package, read once."""
    return read_weights(PACKAGED.read_bytes())


@functools.lru_cache(maxsize=4)
def weights_of(data: bytes) -> Weights:
    """The weights in ``data``, read once; those of the package when it is empty."""
    return read_weights(data) if data else packaged_weights()


def deciding(weights: Weights, seen: Seen, output: str, row: int, most: int) -> Sequence[str]:
    """The names of the traits that speak the most for ``output`` of one sentence, the loudest first."""
    column = weights.column(output)
    said = weights.standard(seen.traits[row : row + 1])[0] * weights.traits[column]
    present = np.where(seen.traits[row] > 0, said, 0.0)
    order = np.argsort(-present, kind="stable")[:most]
    return [weights.names[place] for place in order if present[place] > 0]
