"""Immutable text and stretches of it."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch ``[start, end)`` of a text, in Unicode code points.

    Raises ``ValueError`` when it is empty, reversed or negative.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def covers(self, other: "Span") -> bool:
        """Whether every code point of ``other`` is also in this span."""
        return self.start <= other.start and other.end <= self.end

    def touches(self, other: "Span") -> bool:
        """Whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end


class Element:
    """An element of a page, with the way back to it; many blocks may share the elements around them.

    ``index`` counts the brothers of the same name before it, ``attributes`` are as the page has them,
    names in lower case. What follows from them is worked out when asked for, once.
    """

    __slots__ = ("_kin", "_standing", "attributes", "index", "parent", "tag")
    _kin: dict[tuple[str, tuple[str, ...]], "Standing"]
    _standing: "Standing"

    def __init__(
        self, tag: str, parent: "Element | None", index: int = 0, attributes: Mapping[str, str] | None = None
    ) -> None:
        self.tag = tag
        self.parent = parent
        self.index = index
        self.attributes = attributes or {}

    @property
    def path(self) -> str:
        """The names and indexes of the elements from the root to this one. Time grows with its depth."""
        steps = [f"{one.tag}[{one.index}]" for one in self.outwards()]
        return "/".join(reversed(steps))

    def outwards(self) -> "Iterator[Element]":
        """This element and those around it, up to the outermost; not what that stands in."""
        here = self
        while here.parent is not None:
            yield here
            here = here.parent

    def stands_in(self, other: "Element") -> bool:
        """Whether ``other`` is this element or one around it."""
        here: Element | None = self
        while here is not None and here is not other:
            here = here.parent
        return here is not None

    @property
    def standing(self) -> "Standing":
        """Where it stands: its names and those of the elements around it. Time grows with its depth."""
        try:
            return self._standing
        except AttributeError:
            return self._find_standing()

    def _find_standing(self) -> "Standing":
        unknown = []
        here: Element | None = self
        while here is not None and not hasattr(here, "_standing"):
            unknown.append(here)
            here = here.parent
        standing = _NOWHERE if here is None else here._standing
        for step in reversed(unknown):
            standing = step._standing = step._stands(standing)
        return standing

    def _stands(self, around: "Standing") -> "Standing":
        if self.parent is None:
            return around
        names = _names(self.attributes)
        if not hasattr(self.parent, "_kin"):
            self.parent._kin = {}
        alike = self.parent._kin.get((self.tag, names))
        if alike is not None:
            return alike
        found = Standing((self.tag, *around.tags), names + around.names, (names, *around.lineage))
        self.parent._kin[self.tag, names] = found
        return found


class Standing(NamedTuple):
    """What ``Markup`` says of an element; alike brothers share it."""

    tags: tuple[str, ...]
    names: tuple[str, ...]
    lineage: tuple[tuple[str, ...], ...]


_NOWHERE = Standing((), (), ())
_OWN_NAMES = ("class", "id", "role", "itemprop")


def _names(attributes: Mapping[str, str]) -> tuple[str, ...]:
    if not attributes:
        return ()
    words = [attributes[key] for key in _OWN_NAMES if key in attributes]
    return tuple(" ".join(words).lower().split()[:12]) if words else ()


ROOT = Element("", None)
"""What the outermost element of a page stands in."""


class Link(NamedTuple):
    """Linked words ``[start, end)`` of a text, and the ``address`` as the page has it: "../a", "#", ..."""

    start: int
    end: int
    address: str


@dataclass(frozen=True, slots=True)
class Markup:
    """What the page's HTML says about a block (absent for plain text).

    ``element`` is the nearest element around the block that browsers lay out as a box of its own.
    ``link_chars`` counts code points inside ``links``. ``hidden`` is true when the page hides the block
    (``hidden``, ``display:none``, ``visibility:hidden``, no size) by attributes or its own style
    sheets.
    """

    element: Element = ROOT
    link_chars: int = 0
    hidden: bool = False
    links: tuple[Link, ...] = ()

    @property
    def path(self) -> str:
        """The way back to the HTML: element names from the root, each with its index among its kind.

        For example ``html[0]/body[0]/div[3]/p[0]``.
        """
        return self.element.path

    @property
    def tags(self) -> tuple[str, ...]:
        """The element names from the nearest outwards, as many as there are steps in ``path``."""
        return self.element.standing.tags

    @property
    def names(self) -> tuple[str, ...]:
        """Class, id, role and itemprop words of the element and those around it, nearest first."""
        return self.element.standing.names

    @property
    def lineage(self) -> tuple[tuple[str, ...], ...]:
        """Those words element by element, in the order of ``tags``; lower case, at most twelve each."""
        return self.element.standing.lineage


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-like stretch of the text as its reader found it: a line, a block element."""

    span: Span
    markup: Markup | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A canonical text, never changed, with the blocks its reader saw in it.

    ``text`` is the decoded input for plain text, the visible text for HTML. ``blocks`` are in text
    order, do not overlap, and hold every non-white-space code point. ``metadata`` holds what the
    page says of itself (``title``, ``author``, ``published``, ``modified``, ``site``, ``language``,
    ``address``, ``license``, ``rights``, ``holder``, ``type`` of OpenGraph, ``schema`` types of its
    JSON-LD), and as ``outlet`` the name that whoever keeps the article gives its publisher.
    ``incomplete`` names, by the codes of ``SHORTCOMINGS``, all that makes the reading less
    than the page; empty when nothing does.
    """

    text: str
    blocks: tuple[Block, ...]
    media: str = "text/plain"
    encoding: str = "utf-8"
    metadata: dict[str, str] = field(default_factory=dict)
    incomplete: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of the text in UTF-8, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def quote(self, span: Span) -> str:
        """The words of ``span``."""
        return self.text[span.start : span.end]


SHORTCOMINGS = {
    "extraction_incomplete": "an independent count of the page's visible characters differs by more than 1 % "
    "from what was read: words may be missing, or code taken for words",
    "unclosed": "a comment, a tag, a script or the like is never closed: browsers do not show the rest",
    "depth": "elements stand so deep in one another that the innermost were read as words alone",
    "nodes": "there are so many elements that the last were read as words alone",
    "lines": "there are so many lines that the last were read as one",
    "noscript_only": "the page shows only what it keeps for browsers that run no scripts",
    "undecodable_bytes": "some bytes fit no encoding: U+FFFD stands for them",
}
"""What may make a reading incomplete, code by code, in words."""


class Unreadable(ValueError):
    """The input cannot become a document; ``code`` is stable, the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
