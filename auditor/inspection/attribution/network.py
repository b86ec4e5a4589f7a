"""A small trained network: which tokens are source, cue, content, and how likely a sentence is attributed."""

import functools
import io
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from auditor.inspection.attribution.features import Features, per_sentence
from auditor.inspection.rulebook import PACKAGED

WEIGHTS = PACKAGED / "attribution.npz"
"""Part of the rulebook, and of its digest."""
ROLES = ("strict", "content", "cue", "inner_cue", "source", "inner_source")
"""What is told of a token, in the order of ``Judged.roles``; "inner" are those of wants and fears."""
_CHUNK = 2048
"""Tokens read at a time, so that what is worked on stays in the processor's cache."""

Matrix = NDArray[np.float32]


class NetworkError(ValueError):
    """A file that holds no network."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the network says of a document's sentences and tokens, probabilities in [0, 1].

    ``attributed``: that at least half the sentence's words belong to an attribution by words of
    reporting or in quotation marks; ``touched``: that any word is the content of any attribution.
    ``roles`` is tokens by ``ROLES``, ``hidden`` sentences by what the network has worked out of each
    with its neighbours.
    """

    attributed: Matrix
    touched: Matrix
    roles: Matrix
    hidden: Matrix


@dataclass(frozen=True, slots=True)
class Network:
    """Weights, as trained by ``benchmarks.train_attribution``; sizes are those of the arrays.

    ``known`` are the hashes of known words in order, ``words`` the row of each after that of unknown
    words, of which ``heads`` and ``tails`` are told too; with ``contexts`` they make up a token's first
    layer. Step ``i`` looks at three tokens ``reaches[i]`` apart (``looks``: side by side, what is made
    of each), and adds what it makes of them (``adds``). ``told`` reads roles.
    A sentence's mean, peak and shares of roles go through ``pooled``, then twice over five neighbouring
    sentences (``around``), into ``answers``, and ``back`` to its tokens' roles.
    """

    known: NDArray[np.uint32]
    words: Matrix
    heads: Matrix
    tails: Matrix
    contexts: Matrix
    reaches: NDArray[np.int64]
    looks: Matrix
    looks_bias: Matrix
    adds: Matrix
    adds_bias: Matrix
    told: Matrix
    told_bias: Matrix
    pooled: Matrix
    pooled_bias: Matrix
    around: Matrix
    around_bias: Matrix
    answers: Matrix
    answers_bias: Matrix
    back: Matrix

    def judge(self, features: Features) -> Judged:
        """Read every sentence. Time and memory are linear in the tokens."""
        if not features.firsts[-1]:
            none = np.zeros((len(features.firsts) - 1, self.pooled.shape[1]), np.float32)
            return Judged(none[:, 0], none[:, 0], np.zeros((0, len(ROLES)), np.float32), none)
        first = self._first(features)
        odds, pools = [], []
        for start, end in _chunks(features.firsts):
            hidden = self._read(first, int(features.firsts[start]), int(features.firsts[end]))
            told = hidden @ self.told + self.told_bias
            odds.append(told)
            pools.append(_pool(hidden, _likely(told), features, start, end))
        hidden = self._neighbours(np.concatenate(pools))
        answers = _likely(hidden @ self.answers + self.answers_bias)
        whole = np.repeat(hidden @ self.back, np.diff(features.firsts), axis=0)
        return Judged(answers[:, 0], answers[:, 1], _likely(np.concatenate(odds) + whole), hidden)

    def _first(self, features: Features) -> Matrix:
        tokens = features.tokens
        places = np.minimum(np.searchsorted(self.known, tokens.words), len(self.known) - 1)
        rows = np.where(self.known.take(places) == tokens.words, places + 1, 0)
        total = self.words.take(rows, axis=0)
        total += self.contexts.take(features.context, axis=0)
        unknown = np.flatnonzero(rows == 0)
        heads, tails = tokens.corners(unknown)
        total[unknown] += self.heads.take(heads % len(self.heads), axis=0)
        total[unknown] += self.tails.take(tails % len(self.tails), axis=0)
        return np.maximum(total, 0, out=total)

    def _read(self, first: Matrix, start: int, end: int) -> Matrix:
        """The last layer of tokens ``[start, end)``; with those around them that they can look at."""
        halo = int(self.reaches.sum())
        begin, stop = max(0, start - halo), min(len(first), end + halo)
        margin = int(self.reaches.max())
        size = stop - begin
        padded = np.zeros((size + 2 * margin, first.shape[1]), np.float32)
        inner = padded[margin : margin + size]
        inner[:] = first[begin:stop]
        width = self.adds.shape[1]
        for reach, look, look_bias, add, add_bias in zip(
            self.reaches.tolist(), self.looks, self.looks_bias, self.adds, self.adds_bias, strict=True
        ):
            seen = padded @ look
            found = seen[margin : margin + size, width : 2 * width] + look_bias
            found += seen[margin - reach : margin - reach + size, :width]
            found += seen[margin + reach : margin + reach + size, 2 * width :]
            np.maximum(found, 0, out=found)
            found = found @ add
            found += add_bias
            inner += found
        last: Matrix = np.maximum(inner[start - begin : end - begin], 0)
        return last

    def _neighbours(self, pools: Matrix) -> Matrix:
        hidden: Matrix = np.maximum(pools @ self.pooled + self.pooled_bias, 0)
        reach = 2
        for weights, bias in zip(self.around, self.around_bias, strict=True):
            padded = np.pad(hidden, ((reach, reach), (0, 0)))
            seen = [padded[step : step + len(hidden)] for step in range(2 * reach + 1)]
            hidden = hidden + np.maximum(np.concatenate(seen, axis=1) @ weights + bias, 0)
        return hidden


def _likely(odds: Matrix) -> Matrix:
    likely = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return likely.astype(np.float32)


def _chunks(firsts: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Runs of whole sentences of about ``_CHUNK`` tokens."""
    start, last = 0, len(firsts) - 1
    while start < last:
        end = int(np.searchsorted(firsts, firsts[start] + _CHUNK, side="right")) - 1
        end = min(max(end, start + 1), last)
        yield start, end
        start = end


def _pool(hidden: Matrix, told: Matrix, features: Features, start: int, end: int) -> Matrix:
    """Mean and peak of a sentence's tokens, the shares of its words in each role, its traits."""
    firsts = features.firsts[start : end + 1]
    words = features.words[firsts[0] : firsts[-1], None]
    firsts = firsts - firsts[0]
    counts = np.maximum(np.diff(firsts), 1)[:, None].astype(np.float32)
    mean = per_sentence(np.add, hidden, firsts) / counts
    peak = per_sentence(np.maximum, hidden, firsts)
    number = np.maximum(per_sentence(np.add, words.astype(np.float32), firsts), 1)
    shares = per_sentence(np.add, told * words, firsts) / number
    return np.concatenate([mean, peak, shares, features.traits[start:end]], axis=1)


@functools.cache
def packaged_network() -> Network:
    """The network that comes with the program, loaded once."""
    return read_network(WEIGHTS)


def read_network(path: Path) -> Network:
    """The network in the NumPy archive at ``path``. Raises ``NetworkError`` when it is none.

    Tables of words are kept in eighths of a byte's range, with a scale for each column, and go through
    the first layer once, here.
    """
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as parts:
            return _unpacked({name: parts[name] for name in parts.files})
    except (ValueError, KeyError, OSError, EOFError, BadZipFile) as error:
        raise NetworkError(f"{path.name} holds no network ({error})") from error


TABLES = ("words", "heads", "tails", "contexts")
"""Kept as whole numbers of 8 bits with a scale per column, before the first layer."""


def _unpacked(parts: dict[str, NDArray[np.generic]]) -> Network:
    layer = parts["layer"].astype(np.float32)
    given: dict[str, NDArray[np.generic]] = {}
    for field in fields(Network):
        if field.name in TABLES:
            scale = parts[f"{field.name}_scale"].astype(np.float32)
            given[field.name] = (parts[field.name].astype(np.float32) * scale) @ layer
        elif field.name in {"known", "reaches"}:
            given[field.name] = parts[field.name]
        else:
            given[field.name] = parts[field.name].astype(np.float32)
    given["contexts"] = given["contexts"] + parts["layer_bias"].astype(np.float32)
    return Network(**given)  # type: ignore[arg-type]
