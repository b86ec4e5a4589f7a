"""The steps of an inspection, in order."""

from dataclasses import dataclass, replace

from auditor.inspection.assertions import Assertion, Seen, find_assertions, look_at, weights_of
from auditor.inspection.attribution import (
    Attribution,
    Heard,
    find_attributions,
    hear,
    settle,
    weigh_sentences,
)
from auditor.inspection.citations import Citation, find_citations, vouched
from auditor.inspection.comments import Comment, read_thread
from auditor.inspection.contents import Content, read_contents
from auditor.inspection.corrections import NOTHING, Corrections, relabel, resize
from auditor.inspection.counts import Signal
from auditor.inspection.document import Document, Span, Unreadable
from auditor.inspection.flags import Flag, raise_flags
from auditor.inspection.markup import read_html
from auditor.inspection.plaintext import read_text
from auditor.inspection.precedents import NONE, Precedents
from auditor.inspection.rights import Rights, read_rights
from auditor.inspection.rulebook import Rulebook
from auditor.inspection.segments import segment
from auditor.inspection.sentences import find_sentences
from auditor.inspection.signals import weigh
from auditor.inspection.tiling import Segment


@dataclass(frozen=True, slots=True)
class Inspection:
    """Everything found in one document under one rulebook and one outlet's precedents (their digests)."""

    document: Document
    rulebook: str
    segments: tuple[Segment, ...]
    comments: tuple[Comment, ...]
    sentences: tuple[Assertion, ...]
    flags: tuple[Flag, ...]
    signals: tuple[Signal, ...]
    rights: Rights
    precedents: str = ""
    citations: tuple[Citation, ...] = ()
    contents: tuple[Content, ...] = ()


HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
TEXT_TYPES = frozenset({"text/plain", "text/markdown", "text/x-markdown"})
_HTML_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")
_TEXT_SUFFIXES = (".txt", ".text", ".md", ".markdown")
_SNIFFED = 1024
"""Bytes looked at for markup, as in the WHATWG standard for MIME sniffing (it reads 1,445)."""
ENOUGH_SENTENCES = 8
"""Sentences from which on the second stage has an article to see; shorter texts are left to the rules."""
_MARKUP = (
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<article",
    b"<div",
    b"<p>",
    b"<p ",
    b"<!--",
    b"<h1",
)
_FOREIGN = {
    b"%PDF-": "application/pdf",
    b"PK\x03\x04": "application/zip",
    b"\x89PNG": "image/png",
    b"\xff\xd8": "image/jpeg",
}


def read_document(data: bytes, media_type: str, charset: str | None, address: str | None = None) -> Document:
    """The document in ``data``, read as its media type says.

    ``charset`` is the one declared by whoever sent the bytes, ``address`` where they were found.
    Raises ``Unreadable``: ``media_type`` for a type that is neither HTML nor plain text, else as
    ``read_html`` and ``read_text`` do.
    """
    essence = media_type.partition(";")[0].strip().lower()
    if essence in HTML_TYPES:
        return read_html(data, encoding=charset, address=address)
    if essence in TEXT_TYPES:
        document = read_text(data, encoding=charset)
        return replace(document, metadata={**document.metadata, "address": address}) if address else document
    raise Unreadable(
        "media_type", f"{essence or 'No media type'} is not read: submit an HTML page or a plain text."
    )


def guess_media(name: str, data: bytes) -> str:
    """The media type of a file by its name, else by its first bytes; else "text/plain"."""
    for magic, media_type in _FOREIGN.items():
        if data.startswith(magic):
            return media_type
    suffix = name.lower()
    if suffix.endswith(_HTML_SUFFIXES):
        return "text/html"
    if suffix.endswith(_TEXT_SUFFIXES):
        return "text/plain"
    start = data[:_SNIFFED].lstrip(b"\xef\xbb\xbf \t\r\n\f").lower()
    return "text/html" if start.startswith(_MARKUP) else "text/plain"


def inspect_document(
    document: Document,
    rulebook: Rulebook,
    precedents: Precedents = NONE,
    corrections: Corrections = NOTHING,
) -> Inspection:
    """Inspect a document: segments, comments, sentences and who vouches for them, flags, signals, rights.

    ``precedents`` is what people decided of the outlet's wordings, ``corrections`` what they put right
    in this article. The same document, rulebook and
    precedents give the same inspection. Time is linear in the text.
    """
    segments = relabel(document, segment(document, rulebook, precedents), corrections)
    comments = read_thread(document, segments)
    heard, citations, attributions = _hear(document, segments)
    enough = len(heard) >= ENOUGH_SENTENCES
    assertions = find_assertions(heard, attributions, weights_of(rulebook.weights) if enough else None)
    return Inspection(
        document=document,
        rulebook=rulebook.digest,
        segments=segments,
        comments=comments,
        sentences=assertions,
        citations=citations,
        contents=read_contents(document, segments, heard, assertions),
        flags=resize(document, raise_flags(document, segments, comments, assertions), corrections),
        signals=weigh(document, segments, comments, assertions, citations),
        rights=read_rights(document, segments),
        precedents=precedents.digest,
    )


def _hear(
    document: Document, segments: tuple[Segment, ...]
) -> tuple[tuple[Heard, ...], tuple[Citation, ...], tuple[Attribution, ...]]:
    heard = hear(document, segments, find_sentences(document, segments))
    citations = find_citations(document, segments, heard)
    vouching = vouched(find_attributions(heard), citations)
    return heard, citations, settle(vouching, heard, weigh_sentences(document, heard))


def sentences_seen(
    document: Document,
    rulebook: Rulebook,
    precedents: Precedents = NONE,
    corrections: Corrections = NOTHING,
) -> tuple[tuple[Span, ...], Seen] | None:
    """The sentences of a document and what the second stage sees of each, to learn from; None without any."""
    segments = relabel(document, segment(document, rulebook, precedents), corrections)
    heard, _, attributions = _hear(document, segments)
    return (tuple(one.said.span for one in heard), look_at(heard, attributions)) if heard else None
