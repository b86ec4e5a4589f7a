"""What was read of a page: its words, and what it says of itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from auditor.inspection.document import Block

DEPTH = 128
"""Elements one in another that have a place of their own; 500 real pages went to 51."""
NODES = 200_000
"""Elements that have a place of their own; 500 real pages went to 6,719."""
LINES = 25_000
"""Blocks; 500 real pages went to 1,680."""


@dataclass(slots=True)
class Statement:
    """An element that says something about the page: its name, attributes, and the words in it."""

    name: str
    attributes: Mapping[str, str]
    words: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Page:
    """What was read: canonical text, blocks, statements about the page, and the limits that cut it short.

    ``depth``, ``nodes``: beyond ``DEPTH`` and ``NODES`` elements are read as words of the last one that
    has a place. ``lines``: what follows ``LINES`` blocks is one more block.
    """

    text: str
    blocks: tuple[Block, ...]
    about: tuple[Statement, ...]
    incomplete: tuple[str, ...] = ()
