"""Links that stand for a source: outside the site, to a page of its own, on words that say something."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

import re2

from auditor.inspection.attribution.utterance import Utterance
from auditor.inspection.citations.own import House
from auditor.inspection.citations.wordings import packaged_wordings
from auditor.inspection.cues import word_set
from auditor.inspection.document import Document, Link, Span

_MARKDOWN = re2.compile(r"\[([^\[\]]+)\]\(([^()\s]*)\)")
_BARE = re2.compile(r"(?:https?://|www\.)[^\s<>\"“”]+")
_TRAILING = ".,;:!?)]}’”'"
_LONGEST_NAME = 4
_BEFORE = 8
"""Signs before a link in which its determiner would stand."""
_FINITE = word_set("stances.finite")


class Pointer(NamedTuple):
    """Linked words of a sentence as a span of the text, and where they lead."""

    span: Span
    address: str


def pointers(document: Document, said: Utterance, links: Sequence[Link]) -> Iterator[Pointer]:
    """The links of one sentence: those of the page, of Markdown, and addresses printed bare."""
    for link in links:
        yield Pointer(Span(link.start, link.end), link.address)
    offset, text = said.span.start, said.text
    if "](" in text:
        for found in _MARKDOWN.finditer(text):
            yield Pointer(Span(offset + found.start(1), offset + found.end(1)), found[2])
            text = text[: found.start()] + " " * len(found[0]) + text[found.end() :]
    if "http" in text or "www." in text:
        for found in _BARE.finditer(text):
            address = found[0].rstrip(_TRAILING)
            start = offset + found.start()
            if not any(link.start <= start < link.end for link in links):
                yield Pointer(Span(start, start + len(address)), address)


def cites(document: Document, pointer: Pointer, house: House) -> bool:
    """Whether a link is a source for what stands beside it.

    Not: the own site, mail and scripts, front pages, shops, sharing, lists of articles, profiles, and
    names of people, places or things ("the ceasefire") that are only explained.
    """
    address = pointer.address
    if house.holds(address):
        return False
    parts = urlsplit(address if "//" in address else f"//{address}")
    host, steps = parts.hostname or "", [step for step in parts.path.lower().split("/") if step]
    if not steps or not (_deep(steps) or parts.query):
        return False
    names = {host.removeprefix("www.").removeprefix("m."), *host.split(".")}
    known = packaged_wordings().words
    if names & known["selling"] or not known["lists"].isdisjoint(steps[:-1]) or steps[0] in known["sharing"]:
        return False
    if names & known["profiles"] and len(steps) < 2:
        return False
    words = document.quote(pointer.span)
    explained = _only_a_name(words) or _only_a_thing(document, pointer.span)
    return not (_offers(words) or (explained and not _is_file(steps)))


def _deep(steps: Sequence[str]) -> bool:
    """Whether a path leads to one page among others, not to a section of the site."""
    return (
        len(steps) > 1
        or any(sign.isdigit() for sign in steps[0])
        or steps[0].count("-") > 1
        or "." in steps[0]
    )


def _only_a_name(words: str) -> bool:
    """Whether the linked words are a name: "Oslo", "Anna Berg"; words that point ("here") are none."""
    plain = words.split()
    if len(plain) > _LONGEST_NAME or "://" in words or words.startswith("www."):
        return False
    pointing = words.lower().strip(_TRAILING + "([") in packaged_wordings().words["pointing"]
    return all(word[0].isupper() for word in plain) and not pointing


def _only_a_thing(document: Document, span: Span) -> bool:
    """Whether the linked words are a short noun phrase with its determiner in or before the link.

    Words that state ("the mayor resigned"), count ("the 40 dead") or name something to read are none.
    """
    known = packaged_wordings().words
    plain = document.quote(span).lower().split()
    before = document.quote(Span(max(0, span.start - _BEFORE), span.start)).lower().split()
    determined = plain[0] in known["determiners"] or (before and before[-1] in known["determiners"])
    if not determined or len(plain) > _LONGEST_NAME:
        return False
    telling = known["pointing"] | known["papers"] | known["PRODUCT"] | _FINITE
    return not any(
        word.endswith("ed") or word in telling or any(sign.isdigit() for sign in word) for word in plain
    )


def _is_file(steps: Sequence[str]) -> bool:
    return steps[-1].rpartition(".")[2] in {"pdf", "doc", "docx", "xls", "xlsx", "csv"}


def _offers(words: str) -> bool:
    """Whether the linked words sell something: "Get it at a shop for $9"."""
    priced = any(f" {word} {sign}" in words for word in ("for", "from", "at") for sign in "$€£")
    return priced or words.split(maxsplit=1)[0].lower() in packaged_wordings().words["offers"]
