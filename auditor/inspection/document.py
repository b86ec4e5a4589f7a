"""Immutable text and stretches of it."""

import hashlib
from dataclasses import dataclass, field


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


@dataclass(frozen=True, slots=True)
class Markup:
    """What the page's HTML says about a block (absent for plain text).

    ``path`` is the way back to the HTML: element names from the root, each with its index among the
    siblings of that name, as in ``html[0]/body[0]/div[3]/p[0]``. ``names`` are the class and id
    words of the block's own element and its ancestors, nearest first, lower case. ``tags`` are the
    element names from the nearest outwards, ``lineage`` the class and id words of each of them in
    the same order. ``link_chars`` counts code points inside links. ``hidden`` is true when the page
    hides the block (``hidden``, ``aria-hidden``, ``display:none``, ``visibility:hidden``).
    """

    path: str
    tags: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    link_chars: int = 0
    hidden: bool = False
    lineage: tuple[tuple[str, ...], ...] = ()


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
    ``address``). ``incomplete`` names each limit that cut the reading short; empty when none did.
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


class Unreadable(ValueError):
    """The input cannot become a document; ``code`` is stable, the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
