"""Read a page while lxml's parser goes through it: no tree is built, so depth and size cost no memory."""

import gc
from collections.abc import Mapping
from typing import Any

from lxml import etree

from auditor.inspection.document import Block, Element, Markup, Span
from auditor.inspection.markup import statements
from auditor.inspection.markup.hiding import has_no_size, hides, names_in
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
_PARTS = 4_096  # lines kept apart; a string each costs 49 bytes
# What the name of an element says of it: no place among the others, one to describe, a block.
_ODD, _TELLING, _BLOCK = 1, 2, 4
_ROLES = {
    **dict.fromkeys(UNSEEN | ABOUT | EMPTY | {"br"}, _ODD),
    **dict.fromkeys(BLOCKS, _BLOCK),
    **dict.fromkeys(KEEPING | {"dialog", "html"}, _BLOCK | _TELLING),
}
_RESTYLED = frozenset({"class", "id", "style"})  # where words of no size may get one again
# How the words in an element are taken: as usual (0), or one or several of these.
_LINKED, _HIDDEN, _SIZELESS, _KEPT, _SILENT, _BEYOND = 1, 2, 4, 8, 16, 32


class _Open(Element):
    """An open element; ``manner`` is how its words are taken, ``line`` the block around it if it is none."""

    __slots__ = ("counts", "line", "manner")

    def __init__(self, tag: str, parent: "_Open", attributes: Mapping[str, str], *, block: int) -> None:
        self.tag = tag
        self.parent = parent
        self.attributes = attributes
        linking = tag == "a" and "href" in attributes
        self.manner: int = parent.manner | _LINKED if linking else parent.manner
        self.line: _Open | None = None if block else parent.line or parent
        self.counts: dict[str, int] | None = None
        counts = parent.counts
        if counts is None:
            parent.counts = {tag: 1}
            self.index = 0
        else:
            index = self.index = counts.get(tag, 0)
            counts[tag] = index + 1


class _Ground(_Open):
    """What is no element: the page itself, what is no text, what stands beyond a limit in ``parent``."""

    __slots__ = ()

    def __init__(self, manner: int, parent: _Open | None = None) -> None:
        self.tag = ""
        self.parent = parent
        self.index = 0
        self.attributes = {}
        self.manner = manner
        self.line = parent and (parent.line or parent)
        self.counts = None


_CODE, _DRAWING, _SAYING = (_Ground(_SILENT) for _ in range(3))


class _Stream:
    """Takes the parser's events, which close whatever they opened, and keeps lines."""

    def __init__(self, unseen: frozenset[str], hidden: frozenset[str]) -> None:
        self.unseen = unseen
        self.selectors = hidden
        self.hiding = names_in(hidden)
        self.here: _Open = _Ground(0)
        self.around: list[_Open] = []
        self.nodes = 0
        self.text: list[str] = []
        self.parts: list[str] = []
        self.plain = Markup()
        self.blocks: list[Block] = []
        self.about: list[Statement] = []
        self.incomplete: dict[str, None] = {}
        self.length = 0
        self.line: list[str] = []
        self.linked: dict[int, Element] = {}
        self.shown = False
        self.broken = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Enter an element; where a block begins, what was being filled ends."""
        here = self.here
        self.around.append(here)
        if here.manner & _SILENT:
            if here is not _DRAWING or tag not in BREAKING_OUT:
                return
            here = next(one for one in reversed(self.around) if not one.manner & _SILENT)
        role = _ROLES.get(tag, 0)
        if role == _ODD and self._enter_odd(tag, here, attributes):
            return
        self.nodes += 1
        if self.nodes > statements.NODES or len(self.around) > statements.DEPTH:
            self._go_beyond(here)
            return
        element = self.here = _Open(tag, here, attributes, block=role & _BLOCK)
        if role & _TELLING or "rel" in attributes or here.manner & _SIZELESS:
            self._describe(element)
        if "style" in attributes or "hidden" in attributes or (self.hiding and self._named(attributes)):
            self._hide(element)
        if element.line is None:
            self._break(here.line or here)

    def _describe(self, element: _Open) -> None:
        if tells_about(element.tag, element.attributes):
            self.about.append(Statement(element.tag, element.attributes))
        elif element.tag in KEEPING:
            element.manner |= _KEPT
        elif element.tag == "dialog" and "open" not in element.attributes:
            element.manner |= _HIDDEN
        if not _RESTYLED.isdisjoint(element.attributes):
            element.manner &= ~_SIZELESS

    def _named(self, attributes: Mapping[str, str]) -> bool:
        classes = attributes.get("class", "")
        return not self.hiding.isdisjoint(classes.split()) or attributes.get("id") in self.hiding

    def _hide(self, element: _Open) -> None:
        if hides(element.tag, element.attributes, self.selectors):
            element.manner |= _HIDDEN
        if has_no_size(element.attributes):
            element.manner |= _SIZELESS

    def _enter_odd(self, tag: str, here: _Open, attributes: Mapping[str, str]) -> bool:
        """Whether it was an element that has no place among the others."""
        if is_unseen(tag, attributes, self.unseen):
            self.here = _DRAWING if tag in DRAWN else _CODE
        elif tag in ABOUT:
            self.about.append(Statement(tag, attributes))
            self.here = _SAYING
        elif tag == "br":
            self.here = here
            self._end_line(here.line or here)
        elif tag in EMPTY:
            self.here = here
        else:
            return False
        return True

    def _go_beyond(self, here: _Open) -> None:
        self.incomplete["nodes" if self.nodes > statements.NODES else "depth"] = None
        self.line.append(" ")
        self.here = here if here.manner & _BEYOND else _Ground(here.manner | _BEYOND, here)

    def end(self, _: str) -> None:
        """Leave the element entered last; where a block ends, its line does."""
        left = self.here
        here = self.here = self.around.pop()
        if left.tag:
            if left is not here:
                left.counts = None
                if left.line is None:
                    self._break(left)
        elif left.manner & _BEYOND:
            self.line.append(" ")

    def data(self, words: str) -> None:
        """Words that stand right in the current element."""
        here = self.here
        if here.manner:
            self._take(words, here)
        elif not words.isspace():
            self.line.append(words)
            self.shown = True
        elif self.line:
            self.line.append(words)

    def _take(self, words: str, here: _Open) -> None:
        """Words that are not taken as usual."""
        if here.manner & _SILENT:
            if here is _SAYING:
                self.about[-1].words.append(words)
            return
        first, *rest = words.split("\n") if here.manner & _KEPT else (words,)
        self._add(first, here)
        for line in rest:
            self._end_line(here.line or here)
            self._add(line, here)

    def _add(self, words: str, here: _Open) -> None:
        if here.manner & _LINKED:
            self.linked[len(self.line)] = here
        self.line.append(words)
        if not (here.manner & (_HIDDEN | _SIZELESS) or words.isspace() or not words):
            self.shown = True

    def _break(self, owner: _Open) -> None:
        """The end of a line and of what may follow it closely."""
        if self.line:
            self._end_line(owner)
        self.broken = False

    def _end_line(self, owner: _Open) -> None:
        """Make a block of the words collected, which stand in ``owner``; the next may follow closely."""
        if len(self.blocks) < statements.LINES:
            self._gather(owner)
        elif self.line:
            self.incomplete["lines"] = None
            self.line.append(" ")

    def _gather(self, owner: _Open) -> None:
        line = self.line
        words = line[0] if len(line) == 1 else "".join(line)
        kept = owner.manner & _KEPT
        text = words.rstrip() if kept else collapsed(words)
        if text:
            start = self.length
            if self.blocks:
                gap = "\n" if self.broken else "\n\n"
                self.parts.append(gap)
                start += len(gap)
            self.parts.append(text)
            end = self.length = start + len(text)
            self.broken = True
            if kept:
                start += len(text) - len(text.lstrip())
            self.blocks.append(Block(Span(start, end), self._markup(owner, text, end - len(text))))
            if len(self.parts) > _PARTS:
                self.text.append("".join(self.parts))
                self.parts.clear()
        line.clear()
        self.linked.clear()
        self.shown = False

    def _markup(self, owner: _Open, text: str, start: int) -> Markup:
        """The markup of a line; the lines of one element share it where nothing tells them apart."""
        if self.linked:
            chars = len(collapsed("".join([self.line[number] for number in self.linked])))
            links = place_links(text, self.line, self.linked, start, kept=bool(owner.manner & _KEPT))
            return Markup(owner, min(chars, len(text)), not self.shown, links)
        if not self.shown:
            return Markup(owner, 0, hidden=True)
        if self.plain.element is not owner:
            self.plain = Markup(owner)
        return self.plain

    def close(self) -> Page:
        """The page, when all of it was read."""
        self._gather(self.here)
        return Page(
            "".join([*self.text, *self.parts]), tuple(self.blocks), tuple(self.about), tuple(self.incomplete)
        )


def read_stream(markup: bytes, *, unseen: frozenset[str] = UNSEEN, hidden: frozenset[str] = _NONE) -> Page:
    """The page in ``markup``, which is UTF-8. Time and memory grow with its length, not with its depth.

    ``unseen`` names the elements whose content is no text, ``hidden`` the selectors by which the page
    hides elements. Line by line in document order; hidden text is kept and marked: an auditor must
    see it. Garbage is not collected meanwhile: what is made is kept, and to walk through it again and
    again took half of the time (measured on 100,000 lines).
    """
    target: Any = _Stream(unseen, hidden)
    parser: Any = etree.HTMLParser(target=target, recover=True, encoding="utf-8", huge_tree=True)
    collecting = gc.isenabled()
    gc.disable()
    try:
        parser.feed(markup)
        page: Page = parser.close()
    finally:
        if collecting:
            gc.enable()
    return page
