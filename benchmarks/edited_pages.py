"""A page under the knife: which paragraphs are its body, which line its headline; how to put things in."""

import random
from dataclasses import dataclass

import lxml.html
from lxml.html import HtmlElement

from auditor.inspection.sameness import normalise
from benchmarks.edit_words import UNITS

LONG = 60
"""Code points from which on a paragraph is one that is edited."""


@dataclass(slots=True)
class Page:
    """A page under the knife: its tree, the paragraphs people call its body, and its main heading."""

    tree: HtmlElement
    body: list[HtmlElement]
    headline: HtmlElement | None
    bylines: list[HtmlElement]
    chrome: list[HtmlElement]


def read_page(data: bytes, truth: str) -> Page | None:
    """The page, with the paragraphs whose words stand in ``truth``; None with fewer than four of them."""
    try:
        tree = lxml.html.document_fromstring(data)
    except (ValueError, lxml.etree.ParserError):
        return None
    known = normalise(truth)
    whole = _words(tree)
    paragraphs = [one for one in tree.iter("p") if _is_body(_words(one), known, whole)]
    if len(paragraphs) < 4:
        return None
    title = normalise(tree.findtext(".//title") or "")
    headings = [one for one in tree.iter("h1") if _words(one).count(" ") >= 3 and _words(one) in title]
    return Page(
        tree,
        paragraphs,
        headings[0] if len(headings) == 1 else None,
        [one for one in tree.iter("a", "span", "div", "p", "address") if _is_byline(one)],
        [one for one in tree.iter("a", "span", "li", "div") if _is_counter(one)],
    )


def _is_body(words: str, known: str, whole: str) -> bool:
    """Whether a paragraph is one of the true body, stands on the page once and is no notice."""
    notice = "©" in words or "rights reserved" in words or "may not be published" in words
    return len(words) >= LONG and words in known and whole.count(words) == 1 and not notice


def _words(element: HtmlElement) -> str:
    return normalise(" ".join(element.itertext()))


def _is_counter(element: HtmlElement) -> bool:
    """Whether an element outside of paragraphs counts readers, shares or answers, or says how long ago."""
    words = (element.text or "").lower().split()
    counted = any(word[:1].isdecimal() for word in words) and any(word in UNITS for word in words)
    return not len(element) and counted and len(words) < 6 and element.getparent().tag != "p"


def _is_byline(element: HtmlElement) -> bool:
    text = (element.text or "").strip()
    return not len(element) and text.startswith("By ") and 2 < len(text.split()) < 5 and text[3:4].isupper()


def insert(after: HtmlElement, tag: str, text: str, **names: str) -> HtmlElement:
    """A new element after another; attributes by name, ``class_`` for class."""
    element = lxml.html.Element(tag, {key.rstrip("_"): value for key, value in names.items()})
    element.text = text
    element.tail, after.tail = after.tail, "\n"
    after.addnext(element)
    return element


def beside(page: Page, chance: random.Random) -> HtmlElement:
    """A paragraph of the body, neither its first nor its last."""
    return page.body[chance.randrange(1, len(page.body) - 1)]


def written(page: Page) -> str:
    """The page as HTML again."""
    return str(lxml.html.tostring(page.tree, encoding="unicode"))
