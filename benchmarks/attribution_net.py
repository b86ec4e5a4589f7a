"""The network of auditor.inspection.attribution as PyTorch trains it, and as the package reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from auditor.inspection.attribution.features import CONTEXTS, EDGES, TRAITS, Features
from auditor.inspection.attribution.network import ROLES, TABLES

CORNERS = 1024
"""Rows of the tables of first and last three signs."""
EMBEDDED, WIDTH, NECK, POOLED = 56, 80, 40, 80
REACHES = (1, 2, 4, 8)
GAP = 16
"""Empty tokens between two articles of a batch: what no token can look over."""
_APART = 6
"""Empty sentences between two articles of a batch."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Hashes of the known words in order, of their first and last signs, and what is known of each."""

    known: NDArray[np.uint32]
    corners: tuple[NDArray[np.uint32], ...]
    given: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Case:
    """An article as it is learned: features, rows of its words, and truth.

    ``roles`` is tokens by ``ROLES``, ``truth`` sentences by (G3, G1, strict share, content share),
    ``scored`` says which sentences count.
    """

    features: Features
    rows: NDArray[np.int64]
    roles: NDArray[np.float32]
    truth: NDArray[np.float32]
    scored: NDArray[np.bool_]


class Look(nn.Module):
    """What several places at equal distance hold, side by side, through one layer."""

    def __init__(self, width: int, out: int, places: int, reach: int = 1) -> None:
        super().__init__()
        self.places, self.reach = places, reach
        self.layer = nn.Linear(width * places, out)

    def forward(self, rows: Tensor) -> Tensor:
        """Rows by width in, rows by out."""
        margin = self.reach * (self.places // 2)
        padded = functional.pad(rows, (0, 0, margin, margin))
        seen = [padded[place * self.reach : place * self.reach + len(rows)] for place in range(self.places)]
        looked: Tensor = self.layer(torch.cat(seen, 1))
        return looked


class Drop(nn.Module):
    """Dropout whose mask is cut out of one long random row: drawing a new one takes longer than to learn."""

    LONG = 1 << 22

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate
        self.row = torch.zeros(0)

    def forward(self, rows: Tensor) -> Tensor:
        """``rows`` with a share of their numbers left out while learning."""
        if not self.training:
            return rows
        if not len(self.row):
            self.row = (torch.rand(self.LONG) >= self.rate).float() / (1 - self.rate)
        start = int(torch.randint(self.LONG - rows.numel(), (1,)))
        return rows * self.row[start : start + rows.numel()].view(rows.shape)


class Net(nn.Module):
    """As ``Network`` says; a word is what is known of it from elsewhere plus what is learned here."""

    given: Tensor

    def __init__(self, given: NDArray[np.float32], drop: float = 0.3, forget: float = 0.08) -> None:
        super().__init__()
        self.forget = forget
        self.register_buffer("given", torch.from_numpy(np.vstack([np.zeros_like(given[:1]), given])))
        self.project = nn.Linear(given.shape[1], EMBEDDED, bias=False)
        nn.init.normal_(self.project.weight, std=0.04)
        self.learned = _table(len(given) + 1, 0.02)
        self.heads, self.tails = _table(CORNERS), _table(CORNERS)
        self.contexts, self.edges = _table(CONTEXTS // EDGES), _table(EDGES)
        self.layer = nn.Linear(EMBEDDED, WIDTH)
        self.looks = nn.ModuleList(Look(WIDTH, NECK, 3, reach) for reach in REACHES)
        self.adds = nn.ModuleList(nn.Linear(NECK, WIDTH) for _ in REACHES)
        self.told = nn.Linear(WIDTH, len(ROLES))
        self.pooled = nn.Linear(2 * WIDTH + len(ROLES) + TRAITS, POOLED)
        self.around = nn.ModuleList(Look(POOLED, POOLED, 5) for _ in range(2))
        self.answers = nn.Linear(POOLED, 4)
        self.back = nn.Linear(POOLED, len(ROLES), bias=False)
        self.drop = Drop(drop)

    def forward(self, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        """Odds of the roles of every token, first and last, and of the four truths of every sentence."""
        hidden = functional.relu(self.layer(self.drop(self._embedded(batch)))) * batch["real"]
        for look, add in zip(self.looks, self.adds, strict=True):
            hidden = (hidden + add(functional.relu(look(self.drop(hidden))))) * batch["real"]
        hidden = functional.relu(hidden)
        told = self.told(self.drop(hidden))
        pools = _pooled(hidden, torch.sigmoid(told), batch)
        sentences = functional.relu(self.pooled(self.drop(pools)))[batch["spread"]] * batch["stands"]
        for look in self.around:
            sentences = sentences + functional.relu(look(self.drop(sentences))) * batch["stands"]
        sentences = sentences[batch["places"]]
        whole = self.back(self.drop(sentences))[batch["homes"].clamp(min=0)]
        return told, told + whole, self.answers(sentences)

    def _embedded(self, batch: dict[str, Tensor]) -> Tensor:
        rows, learned_share = batch["rows"], 0.8
        if self.training:
            # Names are forgotten three times as often: the next article has others.
            rate = self.forget * (1 + 2 * batch["capital"])
            rows = rows.masked_fill(torch.rand(rows.shape) < rate, 0)
        learned = self.learned(rows)
        if self.training:
            learned = learned * (torch.rand(len(rows), 1) < learned_share) / learned_share
        known = learned + self.project(self.given[rows])
        corners = self.heads(batch["heads"]) + self.tails(batch["tails"])
        total: Tensor = known + corners + self.contexts(batch["context"]) + self.edges(batch["edge"])
        return total

    def weights(self, vocabulary: Vocabulary) -> dict[str, NDArray[Any]]:
        """Everything that ``read_network`` needs, in its names."""
        words = self.learned.weight + self.given @ self.project.weight.T
        heads, tails = (torch.from_numpy(corners % CORNERS).long() for corners in vocabulary.corners)
        words[1:] += self.heads(heads) + self.tails(tails)
        contexts = (self.contexts.weight[:, None] + self.edges.weight[None]).flatten(0, 1)
        tables = (words, self.heads.weight, self.tails.weight, contexts)
        known = vocabulary.known
        parts: dict[str, NDArray[Any]] = {"known": known, "reaches": np.array(REACHES)}
        parts["back"] = _half(self.back.weight.T)
        for name, table in zip(TABLES, tables, strict=True):
            parts[name], parts[f"{name}_scale"] = _quantised(table)
        single = {"layer": self.layer, "told": self.told, "pooled": self.pooled, "answers": self.answers}
        for name, layer in single.items():
            parts[name], parts[f"{name}_bias"] = _half(layer.weight.T), _half(layer.bias)
        several = {
            "looks": [look.layer for look in self.looks],
            "adds": list(self.adds),
            "around": [look.layer for look in self.around],
        }
        for name, layers in several.items():
            parts[name] = np.stack([_half(_beside(layer, name)) for layer in layers])
            parts[f"{name}_bias"] = np.stack([_half(layer.bias) for layer in layers])
        return parts


def _table(rows: int, spread: float = 0.1) -> nn.Embedding:
    table = nn.Embedding(rows, EMBEDDED)
    nn.init.normal_(table.weight, std=spread)
    return table


def _beside(layer: nn.Linear, name: str) -> Tensor:
    """Looks side by side: what is made of the token before, of the token, of the one after."""
    weights = layer.weight.T
    return torch.cat(weights.split(len(weights) // 3), 1) if name == "looks" else weights


def _half(weights: Tensor) -> NDArray[np.float16]:
    half: NDArray[np.float16] = weights.detach().numpy().astype(np.float16)
    return half


def _quantised(table: Tensor) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    values = table.detach().numpy()
    # The rarest values are cut off: a word's length matters less than a fine scale for the others.
    scale = (np.quantile(np.abs(values), 0.9995, axis=0) / 127).astype(np.float16)
    scaled = np.round(values / scale.astype(np.float32))
    return np.clip(scaled, -127, 127).astype(np.int8), scale


def _pooled(hidden: Tensor, told: Tensor, batch: dict[str, Tensor]) -> Tensor:
    kept = batch["homes"] >= 0
    homes, inner, words = batch["homes"][kept], hidden[kept], batch["words"][kept][:, None]
    count = len(batch["traits"])
    zeros = torch.zeros(count, hidden.shape[1])
    sizes = torch.zeros(count, 1).index_add(0, homes, torch.ones(len(homes), 1))
    mean = zeros.index_add(0, homes, inner) / sizes
    peak = zeros.scatter_reduce(0, homes[:, None].expand_as(inner), inner, "amax")
    number = torch.zeros(count, 1).index_add(0, homes, words).clamp(min=1)
    shares = torch.zeros(count, len(ROLES)).index_add(0, homes, told[kept] * words) / number
    return torch.cat([mean, peak, shares, batch["traits"]], 1)


def batch_of(cases: Sequence[Case]) -> dict[str, Tensor]:
    """Several articles in a row, with empty tokens and sentences between them."""
    columns: dict[str, list[NDArray[Any]]] = {}

    def put(name: str, values: NDArray[Any], empty: int, filler: float = 0) -> None:
        gap = np.full((empty, *values.shape[1:]), filler, values.dtype)
        columns.setdefault(name, []).extend([values, gap] if empty else [values])

    count = place = 0
    for case in cases:
        features, tokens, sentences = case.features, case.features.tokens, len(case.truth)
        homes = np.repeat(np.arange(count, count + sentences), np.diff(features.firsts))
        put("rows", case.rows, GAP)
        heads, tails = tokens.corners(np.arange(len(homes)))
        put("heads", (heads % CORNERS).astype(np.int64), GAP)
        put("tails", (tails % CORNERS).astype(np.int64), GAP)
        put("context", (features.context // EDGES).astype(np.int64), GAP)
        put("edge", (features.context % EDGES).astype(np.int64), GAP)
        put("capital", (tokens.shapes == 1).astype(np.float32), GAP)
        put("real", np.ones((len(homes), 1), np.float32), GAP)
        put("words", features.words.astype(np.float32), GAP)
        put("homes", homes, GAP, -1)
        put("roles", case.roles, GAP)
        put("traits", features.traits, 0)
        put("truth", case.truth, 0)
        put("scored", case.scored, 0)
        put("spread", np.arange(count, count + sentences), _APART)
        put("stands", np.ones((sentences, 1), np.float32), _APART)
        put("places", np.arange(place, place + sentences), 0)
        count, place = count + sentences, place + sentences + _APART
    return {name: torch.from_numpy(np.concatenate(values)) for name, values in columns.items()}


def loss_of(said: tuple[Tensor, Tensor, Tensor], batch: dict[str, Tensor]) -> Tensor:
    """Both answers, the two shares, and the roles of all tokens, twice."""
    first, last, answered = said
    truth, odds = batch["truth"][batch["scored"]], answered[batch["scored"]]
    apart = functional.binary_cross_entropy_with_logits
    inside = batch["homes"] >= 0
    sentences = apart(odds[:, 0], truth[:, 0]) + 0.7 * apart(odds[:, 1], truth[:, 1])
    roles = apart(first[inside], batch["roles"][inside]) + apart(last[inside], batch["roles"][inside])
    loss: Tensor = sentences + 0.3 * apart(odds[:, 2:], truth[:, 2:]) + 1.5 * roles
    return loss
