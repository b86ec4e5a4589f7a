"""The reference reading of a page: its whole tree by BeautifulSoup, and the way back into it."""

from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.builder._lxml import LXMLTreeBuilder
from lxml import etree

from auditor.inspection.markup.naming import KEEPING


class _Builder(LXMLTreeBuilder):
    """BeautifulSoup's own builder, on text that was decoded by the house's rules and is UTF-8 by now."""

    def __init__(self) -> None:
        super().__init__(multi_valued_attributes=None, preserve_whitespace_tags=set(KEEPING))

    def prepare_markup(self, markup: Any, *_: Any, **__: Any) -> Any:
        """The bytes as they are."""
        return iter([(markup, "utf-8", None, False)])

    def parser_for(self, encoding: Any) -> Any:
        """An HTML parser that trusts ``encoding`` over any meta element, and reads long texts whole."""
        return etree.HTMLParser(target=self, recover=True, encoding=encoding, huge_tree=True)


def parse(markup: bytes) -> BeautifulSoup:
    """The tree of a page in UTF-8, every element of it. Malformed markup is read as lxml reads it."""
    return BeautifulSoup(markup, builder=_Builder())


def element_at(soup: BeautifulSoup, path: str) -> Tag | None:
    """The element that ``path`` leads to, such as ``html[0]/body[0]/div[3]/p[0]``; None if to none.

    Paths are those of ``Markup.path``; what stands beyond a limit of reading has none.
    """
    here: Tag = soup
    for step in path.split("/"):
        name, _, index = step.partition("[")
        brothers = [one for one in here.contents if isinstance(one, Tag) and one.name == name]
        place = int(index.removesuffix("]")) if index[:-1].isdecimal() else len(brothers)
        if place >= len(brothers):
            return None
        here = brothers[place]
    return here
