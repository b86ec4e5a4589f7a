"""The page's tree by BeautifulSoup over lxml, without what is never text, and within limits."""

from typing import Any

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.builder._lxml import LXMLTreeBuilder
from lxml import etree

# Elements whose content no reader sees as text of the page: code, drawings, frames, form choices.
_UNSEEN_NAMES = (
    "script style noscript template svg iframe object embed canvas audio video select datalist map "
    "noframes applet"
)
UNSEEN = frozenset(_UNSEEN_NAMES.split())
# Elements that part nothing and name nothing: their words belong to the line around them.
_PHRASE_NAMES = (
    "b i em strong u s small big font sup sub mark abbr acronym cite q tt code kbd samp var ins del bdi "
    "bdo wbr nobr img input source track col param area path ruby rb rt rp picture"
)
PHRASES = frozenset(_PHRASE_NAMES.split())
_KEPT_NAMES = (
    "class id role itemprop hidden aria-hidden style href lang content property name http-equiv rel type "
    "datetime"
)
KEPT = frozenset(_KEPT_NAMES.split())
# Start tags at which the HTML standard leaves a drawing, formula or list of choices that was never closed.
_BREAKING_NAMES = (
    "blockquote body center dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre table ul article section main"
)
_BREAKING_OUT = frozenset(_BREAKING_NAMES.split())
_DRAWN_IN = frozenset({"svg", "select"})
_BUILT, _THROUGH, _PARTED = "built", "through", "parted"
_UNSEEN, _DRAWN = "unseen", "drawn"  # left out; the second may be broken out of
_HIDING = ("hidden", "aria-hidden", "style")
DEPTH = 500  # open elements; 500 real pages went to 50
NODES = 50_000  # elements built; 500 real pages went to 5,877


class PageSoup(BeautifulSoup):
    """A tree with all its links, built in fewer steps: lxml's events always close what they opened.

    BeautifulSoup's own bookkeeping is for parsers that do not. Measured on 52 news pages (process
    time, mean): 11 ms a tree, against 19 with the inherited methods.
    """

    def handle_starttag(
        self, name: str, namespace: Any, nsprefix: Any, attrs: Any, *_: Any, **__: Any
    ) -> Any:
        """Open an element under the current one."""
        self.endData()
        tag = Element(name, attrs)
        self._link(tag)
        self.tagStack.append(tag)
        self.currentTag = tag
        return tag

    def handle_endtag(self, name: str, nsprefix: Any = None) -> None:
        """Close the current element."""
        self.endData()
        self.tagStack.pop()
        self.currentTag = self.tagStack[-1]

    def endData(self, containerClass: Any = None) -> None:  # noqa: N802, N803 - BeautifulSoup's names
        """Put the words collected since the last tag under the current element."""
        words = self.current_data
        if words:
            self.current_data = []
            self._link(NavigableString(words[0] if len(words) == 1 else "".join(words)))

    def _link(self, node: Any) -> None:
        parent: Any = self.currentTag
        last: Any = getattr(self, "_most_recent_element", None)
        if last is None:
            last = self
        node.parent = parent
        node.previous_element = last
        last.next_element = node
        siblings = parent.contents
        if siblings:
            before = siblings[-1]
            node.previous_sibling = before
            before.next_sibling = node
        siblings.append(node)
        self._most_recent_element = node


class Element(Tag):
    """A tag with what reading needs and no more: a page has thousands, and writing them out is no aim."""

    def __init__(self, name: str, attrs: Any) -> None:
        self.name = name
        self.attrs = attrs
        self.contents = []
        self.parent = self.previous_element = self.next_element = None
        self.previous_sibling = self.next_sibling = None
        self.prefix = self.namespace = self.parser_class = None
        self.can_be_empty_element = False
        self.interesting_string_types = self.MAIN_CONTENT_STRING_TYPES


class PageBuilder(LXMLTreeBuilder):
    """Feeds lxml's events to BeautifulSoup, leaving out unseen elements and comments.

    Phrase elements (``b``, ``em``, ``img``) are read through, unless they hide their words.
    Beyond ``DEPTH`` open elements, or ``NODES`` elements in all, an element is read through: its
    words stay, its place in the tree is lost, and ``incomplete`` says so.
    """

    def __init__(self, unseen: frozenset[str] = UNSEEN) -> None:
        super().__init__(multi_valued_attributes=None, string_containers={})
        self.incomplete: dict[str, None] = {}
        self._unseen = unseen
        self._nodes = 0
        self._depth = 0
        self._open: list[str] = []

    def prepare_markup(self, markup: Any, *_: Any, **__: Any) -> Any:
        """The bytes as they are: they were decoded by the house's own rules and are UTF-8 by now."""
        return iter([(markup, "utf-8", None, False)])

    def parser_for(self, encoding: Any) -> Any:
        """An HTML parser that trusts ``encoding`` over any meta element, and reads long texts whole."""
        return etree.HTMLParser(target=self, recover=True, encoding=encoding, huge_tree=True)

    def start(self, tag: Any, attrib: Any, _: Any = None) -> None:
        """Open an element, or read through it, or leave it out."""
        unseen = self._unseen_in(tag, attrib)
        if unseen:
            self._open.append(unseen)
            return
        kept = {key: value for key, value in attrib.items() if key in KEPT}
        phrase = tag in PHRASES or (tag == "span" and "class" not in kept)
        if phrase and not any(key in kept for key in _HIDING):
            self._open.append(_THROUGH)
        elif self._over_limit():
            self._open.append(_PARTED)
            self.soup_of.current_data.append(" ")
        else:
            self._open.append(_BUILT)
            self._nodes += 1
            self._depth += 1
            self.soup_of.handle_starttag(tag, None, None, kept)

    def end(self, tag: Any) -> None:
        """Close what ``start`` opened."""
        state = self._open.pop()
        if state is _BUILT:
            self._depth -= 1
            self.soup_of.handle_endtag(tag, None)
        elif state is _PARTED:
            self.soup_of.current_data.append(" ")

    def data(self, data: Any) -> None:
        """Text, unless it stands in an unseen element."""
        if not (self._open and self._open[-1] in (_UNSEEN, _DRAWN)):
            self.soup_of.current_data.append(data)

    def _unseen_in(self, tag: str, attrib: Any) -> str | None:
        """How an element is left out, None when it is not."""
        around = self._open[-1] if self._open else _BUILT
        if around is _UNSEEN or (around is _DRAWN and tag not in _BREAKING_OUT):
            return around
        if tag in self._unseen and attrib.get("type") != "application/ld+json":
            return _DRAWN if tag in _DRAWN_IN else _UNSEEN
        return None

    def comment(self, text: Any) -> None:
        """Comments are no text."""

    def pi(self, target: Any, data: Any) -> None:
        """Processing instructions are no text."""

    def doctype(self, name: Any, pubid: Any, system: Any) -> None:
        """The document type is no text."""

    @property
    def soup_of(self) -> BeautifulSoup:
        """The soup being built."""
        soup: Any = self.soup
        return soup  # type: ignore[no-any-return]  # the stubs know it as optional

    def _over_limit(self) -> bool:
        if self._depth >= DEPTH:
            self.incomplete["depth"] = None
        elif self._nodes >= NODES:
            self.incomplete["nodes"] = None
        else:
            return False
        return True


def parse(text: str, *, scripted: bool = True) -> tuple[BeautifulSoup, tuple[str, ...]]:
    """The tree of a page, and the limits that cut it short. Malformed markup is read as lxml reads it.

    NUL becomes U+FFFD, as the HTML standard has it for text. Without ``scripted`` the page is read
    as by a browser that runs no script: ``noscript`` is text.
    """
    builder = PageBuilder(UNSEEN if scripted else UNSEEN - {"noscript"})
    soup = PageSoup(text.replace("\0", "\ufffd").encode(), builder=builder)
    return soup, tuple(builder.incomplete)
