"""Body or not, block by block, as trained on annotated pages: each alone, then among its neighbours."""

import functools
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auditor.inspection.document import Document
from auditor.inspection.forest import Forest, read_forests
from auditor.inspection.rulebook import PACKAGED
from auditor.inspection.segments.outline import Outline, outline_of
from auditor.inspection.segments.pagetypes import PageType, page_traits
from auditor.inspection.segments.traits import Traits, company_of, traits_of
from auditor.inspection.tiling import Segment

WEIGHTS = PACKAGED / "pages.npz"
"""Part of the rulebook, and of its digest."""
TYPES = ("article", "forum", "manual", "shop")
"""The types of pages that the first forests tell, in the order of ``PageType``."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the trained forests say of a page.

    ``page`` is what type of page it is; ``alone`` and ``together`` how likely each block of the
    document is body, in [0, 1]: by its own traits, and with what these make of its neighbours (the
    mean of both stages: measured, it carries over better to sites never seen than the second alone).
    ``outline`` is the tree that they stand in.
    """

    outline: Outline
    page: PageType
    alone: NDArray[np.float32]
    together: NDArray[np.float32]


def weigh(document: Document, tiles: Sequence[Segment]) -> Weighed:
    """How likely the blocks of ``document`` are body, given what the rules made of them in ``tiles``."""
    forests = packaged_forests()
    outline, traits = measured(document, tiles)
    page = page_type(document, traits, forests)
    add_type(traits, page)
    alone = forests["alone"].probabilities(traits)
    together = forests["together"].probabilities(company_of(alone, traits, outline))
    return Weighed(outline, page, alone, np.round((alone + together) / 2, 4))


def measured(document: Document, tiles: Sequence[Segment]) -> tuple[Outline, Traits]:
    """The tree of the page and the traits of its blocks."""
    outline = outline_of(document.blocks)
    return outline, traits_of(document, tiles, outline)


def page_type(document: Document, traits: Traits, forests: dict[str, Forest]) -> PageType:
    """What type of page it is."""
    page = page_traits(document, traits)
    return PageType(*(float(forests[name].probabilities(page)[0]) for name in TYPES))


def add_type(traits: Traits, page: PageType) -> None:
    """The type of the page as traits of each of its blocks."""
    for name in TYPES:
        traits.add(f"page_{name}", np.full(len(traits["length"]), getattr(page, name)))


@functools.cache
def version() -> str:
    """The first eight hexadecimal digits of the weights' SHA-256."""
    return hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()[:8]


@functools.cache
def packaged_forests() -> dict[str, Forest]:
    """The forests of the package, read once."""
    return read_forests(WEIGHTS)


__all__ = ["TYPES", "Weighed", "add_type", "company_of", "measured", "page_type", "weigh"]
