"""The reference reading of a page: a walk over BeautifulSoup's tree of it, line by line."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

from auditor.inspection.document import Block, Element, Markup, Span
from auditor.inspection.markup import statements
from auditor.inspection.markup.hiding import has_no_size, hides
from auditor.inspection.markup.linking import place_links
from auditor.inspection.markup.naming import (
    ABOUT,
    BLOCKS,
    BREAKING_OUT,
    DRAWN,
    EMPTY,
    KEEPING,
    UNSEEN,
    is_unseen,
    tells_about,
)
from auditor.inspection.markup.statements import Page, Statement
from auditor.inspection.markup.words import collapsed

_NONE = frozenset[str]()


@dataclass(slots=True)
class _Frame:
    """An open element and what holds for its words; ``owner`` is the block their line belongs to."""

    element: Element
    owner: "_Frame | None" = None
    linked: bool = False
    hidden: bool = False
    sizeless: bool = False
    kept: bool = False
    silent: bool = False
    drawing: bool = False
    placeless: bool = False
    counts: Counter[str] = field(default_factory=Counter)


class _Walk:
    """The lines found so far, the one being filled, and the elements around it."""

    def __init__(self, unseen: frozenset[str], selectors: frozenset[str]) -> None:
        self.unseen = unseen
        self.selectors = selectors
        self.frames = [_Frame(Element("", None))]
        self.nodes = 0
        self.parts: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.about: list[Statement] = []
        self.incomplete: dict[str, None] = {}
        self.line: list[tuple[str, _Frame]] = []
        self.follows = False

    def start(self, tag: Tag) -> None:
        """Enter an element."""
        around = self.frames[-1]
        if around.silent and not (around.drawing and tag.name in BREAKING_OUT):
            self.frames.append(around)
            return
        around = next(frame for frame in reversed(self.frames) if not frame.silent)
        self.frames.append(self._frame(tag, around))

    def _frame(self, tag: Tag, around: _Frame) -> _Frame:
        name = tag.name
        if is_unseen(name, tag.attrs, self.unseen):
            return replace(around, silent=True, drawing=name in DRAWN)
        if name in ABOUT:
            self.about.append(Statement(name, tag.attrs, [str(one) for one in tag.strings]))
            return replace(around, silent=True)
        if name == "br":
            self.end_line(around)
        if name == "br" or name in EMPTY:
            return around
        self.nodes += 1
        if self.nodes > statements.NODES or len(self.frames) > statements.DEPTH:
            self.incomplete["nodes" if self.nodes > statements.NODES else "depth"] = None
            self.line.append((" ", around))
            return replace(around, placeless=True, owner=around.owner or around)
        return self._placed(tag, around)

    def _placed(self, tag: Tag, around: _Frame) -> _Frame:
        name, said = tag.name, tag.attrs
        if name in BLOCKS:
            self.end_line(around)
            self.follows = False
        if tells_about(name, said):
            self.about.append(Statement(name, said))
        closed = name == "dialog" and "open" not in said
        resized = any(key in said for key in ("class", "id", "style"))
        element = Element(name, around.element, around.counts[name], said)
        around.counts[name] += 1
        return _Frame(
            element,
            owner=None if name in BLOCKS else around.owner or around,
            linked=around.linked or (name == "a" and "href" in said),
            hidden=around.hidden or closed or hides(name, said, self.selectors),
            sizeless=has_no_size(said) or (around.sizeless and not resized),
            kept=around.kept or name in KEEPING,
        )

    def end(self) -> None:
        """Leave the element entered last; a block ends its line."""
        left = self.frames.pop()
        if left.silent or left is self.frames[-1]:
            return
        if left.placeless:
            self.line.append((" ", left))
        elif left.owner is None:
            self.end_line(left)
            self.follows = False

    def words(self, words: str) -> None:
        """Words that stand right in the element entered last."""
        frame = self.frames[-1]
        if frame.silent:
            return
        first, *rest = words.split("\n") if frame.kept else [words]
        self.line.append((first, frame))
        for line in rest:
            self.end_line(frame)
            self.line.append((line, frame))

    def end_line(self, frame: _Frame) -> None:
        """Make a block of the words collected; ``frame`` is where they end."""
        if len(self.blocks) < statements.LINES:
            self.gather(frame.owner or frame)
        elif self.line:
            self.incomplete["lines"] = None
            self.line.append((" ", frame))

    def gather(self, owner: _Frame) -> None:
        """Make a block of the words collected, limit or not."""
        line, self.line = self.line, []
        words = "".join(part for part, _ in line)
        text = words.rstrip() if owner.kept else collapsed(words)
        if not text:
            return
        gap = ("\n" if self.follows else "\n\n") if self.blocks else ""
        self.parts += gap, text
        self.length += len(gap) + len(text)
        around = {number: frame.element for number, (_, frame) in enumerate(line) if frame.linked}
        linked = len(collapsed("".join(line[number][0] for number in around)))
        first = self.length - len(text)
        links = place_links(text, [part for part, _ in line], around, first, kept=owner.kept)
        seen = any(part.strip() and not (frame.hidden or frame.sizeless) for part, frame in line)
        markup = Markup(owner.element, min(linked, len(text)), not seen, links)
        self.blocks.append(Block(Span(self.length - len(text.lstrip()), self.length), markup))
        self.follows = True


def read_visible(
    soup: BeautifulSoup, *, unseen: frozenset[str] = UNSEEN, hidden: frozenset[str] = _NONE
) -> Page:
    """The page of a tree, as ``read_stream`` reads it; time and memory grow with the tree, not its depth."""
    walk = _Walk(unseen, hidden)
    for happening, node in _events(soup):
        if happening == "end":
            walk.end()
        elif isinstance(node, Tag):
            walk.start(node)
        else:
            walk.words(str(node))
    walk.gather(walk.frames[0])
    return Page("".join(walk.parts), tuple(walk.blocks), tuple(walk.about), tuple(walk.incomplete))


def _events(soup: BeautifulSoup) -> Iterator[tuple[str, Tag | NavigableString]]:
    """Starts and ends of elements, and words, in document order."""
    stack: list[tuple[Tag, Iterator[Any]]] = [(soup, iter(soup.contents))]
    while stack:
        tag, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if stack:
                yield "end", tag
        elif isinstance(child, Tag):
            yield "start", child
            stack.append((child, iter(child.contents)))
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            yield "words", child
