"""Which words the network takes for source, cue and content, as stretches of the text."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from auditor.inspection.attribution.network import ROLES
from auditor.inspection.attribution.weighing import Weighed
from auditor.inspection.document import Span

_CONTENT_FROM = 0.5
"""Probability from which a word belongs to an attribution (best token F1 on PolNeAR's development texts)."""
_ROLE_FROM = 0.35
"""Probability from which it is its cue, or its source: seldom surer, since one word may be both in turn."""
_SOURCE, _CUE, _CONTENT = 1, 2, 3
_STRICT, _BY_CUE, _BY_SOURCE = (ROLES.index(name) for name in ("strict", "cue", "source"))


class Roles(NamedTuple):
    """The stretches of one sentence that are source, cue and content, in text order (code points)."""

    sources: tuple[Span, ...] = ()
    cues: tuple[Span, ...] = ()
    contents: tuple[Span, ...] = ()


def read_roles(weighed: Weighed) -> list[Roles]:
    """The roles in every sentence, as far as the network is surer of them than not."""
    found: list[list[list[Span]]] = [[[], [], []] for _ in weighed.features.traits]
    for sentence, role, span in _stretches(weighed):
        found[sentence][role - 1].append(span)
    return [Roles(*map(tuple, stretches)) for stretches in found]


def _stretches(weighed: Weighed) -> Iterator[tuple[int, int, Span]]:
    features, tokens = weighed.features, weighed.features.tokens
    roles = _roles(weighed, features.words)
    begins = np.flatnonzero(np.diff(roles, prepend=0) != 0)
    edges = np.union1d(begins, features.firsts[:-1])
    edges = edges[roles[edges] > 0] if len(edges) else edges
    ends = _ends(roles, edges, features.firsts)
    sentences = np.searchsorted(features.firsts, edges, side="right") - 1
    starts = tokens.starts[edges] + weighed.offset
    stops = tokens.ends[ends - 1] + weighed.offset
    for sentence, role, start, stop in zip(
        sentences.tolist(), roles[edges].tolist(), starts.tolist(), stops.tolist(), strict=True
    ):
        yield sentence, role, Span(start, stop)


def _roles(weighed: Weighed, words: NDArray[np.bool_]) -> NDArray[np.int8]:
    """Of each token the role; a sign between two words of one role has it too."""
    likely = weighed.judged.roles
    roles = np.where(likely[:, _STRICT] >= _CONTENT_FROM, _CONTENT, 0).astype(np.int8)
    roles[likely[:, _BY_CUE] >= _ROLE_FROM] = _CUE
    roles[likely[:, _BY_SOURCE] >= np.maximum(_ROLE_FROM, likely[:, _BY_CUE])] = _SOURCE
    places, signs = np.flatnonzero(words), np.flatnonzero(~words)
    roles[signs] = 0
    order = np.searchsorted(places, signs)
    between = (order > 0) & (order < len(places))
    before, after = places[order[between] - 1], places[order[between]]
    homes = np.repeat(np.arange(len(weighed.features.traits)), np.diff(weighed.features.firsts))
    same = (roles[before] == roles[after]) & (homes[before] == homes[after])
    roles[signs[between]] = np.where(same, roles[before], 0)
    return roles


def _ends(roles: NDArray[np.int8], edges: NDArray[np.int64], firsts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each run that begins at ``edges`` ends: at the next change or the sentence's end."""
    changes = np.append(np.flatnonzero(np.diff(roles) != 0) + 1, len(roles))
    stops = np.union1d(changes, firsts[1:])
    return stops[np.searchsorted(stops, edges, side="right")] if len(edges) else edges
