"""Sift a text without markup: which lines are body, as trained on pages whose body is known."""

import functools
import hashlib
from bisect import bisect_right
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from auditor.inspection.document import Document
from auditor.inspection.forest import Forest, read_forests
from auditor.inspection.rulebook import PACKAGED
from auditor.inspection.segments.fronts import SET_ASIDE
from auditor.inspection.segments.lines import lines_company, lines_traits
from auditor.inspection.tiling import Segment, SegmentKind, revised, with_values

WEIGHTS = PACKAGED / "texts.npz"
"""Part of the rulebook, and of its digest."""
EVEN = 0.45
"""From this probability on a line is body."""
_SURE = 0.1  # under it a line is no riddle for the reviewer
_FEW = 8  # short lines that no page's furniture shows below; such a text is read by the rules alone
_FRAMED = {"joins", "group"}
_UNREAD = (SegmentKind.BODY, SegmentKind.SECTION_HEADING)


@dataclass(frozen=True, slots=True)
class Sifted:
    """How likely each block of a text is body, read by itself and among its neighbours, in [0, 1]."""

    alone: NDArray[np.float32]
    together: NDArray[np.float32]


def sift(document: Document, tiles: list[Segment]) -> Sifted:
    """What the trained forests say of the blocks of ``document``, which the rules read as ``tiles``."""
    forests = packaged_forests()
    traits = lines_traits(document, tiles)
    alone = forests["alone"].probabilities(traits)
    return Sifted(alone, forests["together"].probabilities(lines_company(alone, traits)))


def read_lines(document: Document, tiles: list[Segment], alone: list[Segment]) -> list[Segment]:
    """``tiles`` with what is unlikely to be body set aside, where the rules know a line by its shape alone.

    ``alone`` is how the rules read each block alone. A text with few short lines has no furniture of
    a page around it: the rules suffice, and nothing is set aside.
    """
    if sum(tile.alone is not SegmentKind.BODY for tile in alone) < _FEW:
        return tiles
    sifted = sift(document, alone)
    starts = [block.span.start for block in document.blocks]
    numbers = [bisect_right(starts, tile.span.start) - 1 for tile in tiles]
    open_ = [place for place, tile in enumerate(tiles) if _is_unread(tile)]
    likeliest = max((float(sifted.together[numbers[place]]) for place in open_), default=0.0)
    least = min(EVEN, likeliest * 0.8)
    read = list(tiles)
    for place in open_:
        number = numbers[place]
        read[place] = _read_line(
            tiles[place], float(sifted.together[number]), float(sifted.alone[number]), least
        )
    return _with_headings(tiles, read)


def _with_headings(tiles: list[Segment], read: list[Segment]) -> list[Segment]:
    """One short line set aside between two paragraphs is given back: headings are short too."""
    given = list(read)
    for place in range(1, len(read) - 1):
        beside = read[place - 1].kind is read[place + 1].kind is SegmentKind.BODY
        if beside and tiles[place].kind is SegmentKind.SECTION_HEADING:
            given[place] = tiles[place]
    return given


def _is_unread(tile: Segment) -> bool:
    return tile.kind in _UNREAD and tile.kind is tile.alone and tile.values.keys().isdisjoint(_FRAMED)


def _read_line(tile: Segment, likely: float, alone: float, least: float) -> Segment:
    said = f"{_percent(likely)} likely body among its neighbours, {_percent(alone)} read alone"
    rule = f"texts.trained@{version()}"
    if likely >= least:
        kept = replace(tile, reason=f"{tile.reason}; {said}", rules=(*tile.rules, rule))
        return replace(kept, confidence=max(tile.confidence, round(likely, 3)))
    aside = revised(
        tile,
        SegmentKind.NAVIGATION,
        rule,
        f"{said} (the rules: {tile.reason})",
        confidence=round(1 - likely, 3),
        values={**tile.values, SET_ASIDE: round(1 - likely, 3)},
    )
    return with_values(aside, unknown_boilerplate=True) if likely >= _SURE else aside


def _percent(probability: float) -> str:
    return f"{round(probability * 100)} %"


@functools.cache
def version() -> str:
    """The first eight hexadecimal digits of the weights' SHA-256."""
    return hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()[:8]


@functools.cache
def packaged_forests() -> dict[str, Forest]:
    """The forests of the package, read once."""
    return read_forests(WEIGHTS)
