"""Read a page: encoding, visible text, what the page says of itself."""

import re2

from auditor.inspection.decoding import (
    LIMIT,
    check_text,
    decode_lenient,
    decode_strict,
    encoding_name,
    looks_foreign,
    mostly_utf8,
    signature,
    too_large,
)
from auditor.inspection.document import Document, Unreadable
from auditor.inspection.markup.completeness import Count, count_visible, disagree, inked
from auditor.inspection.markup.hiding import hidden_selectors
from auditor.inspection.markup.metadata import read_metadata
from auditor.inspection.markup.naming import UNSEEN
from auditor.inspection.markup.soup import parse
from auditor.inspection.markup.statements import Page
from auditor.inspection.markup.stream import read_stream
from auditor.inspection.markup.visible import read_visible

_PRESCAN = 65_536  # bytes; browsers look at 1,024 and start anew when a later meta element disagrees
_SECOND_LOOK = 2_000_000  # bytes of markup that are worth a tree; 500 real pages went to 1.9 million
_LATIN = re2.Options()
_LATIN.encoding = re2.Options.Encoding.LATIN1
_META = re2.compile(rb"(?is)<meta[^>]+?charset\s*=\s*[\"']?\s*([a-z0-9:._-]+)", _LATIN)
_XML = re2.compile(rb"(?is)^\s*<\?xml[^>]+?encoding\s*=\s*[\"']([a-z0-9:._-]+)", _LATIN)


def read_html(
    data: bytes | str, *, encoding: str | None = None, address: str | None = None, limit: int = LIMIT
) -> Document:
    """The document of a page; its canonical text is what a reader sees, one line per block.

    Blocks are parted by a blank line, lines within a block (``<br>``) by a newline; white space is
    collapsed as a browser would, ``pre`` is kept; script, style, template and noscript are no text;
    hidden text is kept and marked. ``encoding`` is the charset of the HTTP header, ``address`` where
    the page was found, ``limit`` in code points of markup. Whatever makes the reading less than the
    page stands in ``incomplete``. Raises ``Unreadable`` with code ``empty``, ``binary``,
    ``lone_surrogates``, ``too_large`` or ``no_text``.
    """
    if len(data) > limit * 4:
        raise too_large(limit)
    markup, name, damaged = decoded(data, encoding)
    markup = mended(markup.replace("\0", "\ufffd"))
    encoded, looked = check_text(markup, limit), _looked_through(markup, UNSEEN)
    del markup  # a page in another script takes four bytes a character
    page, incomplete = _read(encoded, UNSEEN, *looked)
    if not page.blocks:
        scriptless = UNSEEN - {"noscript"}
        page, incomplete = _read(encoded, scriptless, *_looked_through(encoded.decode(), scriptless))
        incomplete = (*incomplete, "noscript_only")
    if not page.text.strip("\ufffd\n"):
        raise Unreadable("no_text", "The page shows no text: its words may be loaded by script.")
    metadata = read_metadata(page.about)
    if address:
        metadata["address"] = address
    cuts = (*incomplete, "undecodable_bytes") if damaged else incomplete
    return Document(page.text, page.blocks, "text/html", name, metadata, cuts)


def _looked_through(markup: str, unseen: frozenset[str]) -> tuple[frozenset[str], Count]:
    """What the page hides by its style sheets, and how much it should show."""
    return hidden_selectors(markup), count_visible(markup, unseen)


def _read(
    encoded: bytes, unseen: frozenset[str], hidden: frozenset[str], count: Count
) -> tuple[Page, tuple[str, ...]]:
    """The page and what cut it short: read quickly, then by the reference where the count disagrees."""
    page = read_stream(encoded, unseen=unseen, hidden=hidden)
    held = inked(page.text)
    if disagree(count.visible, held) and len(encoded) <= _SECOND_LOOK:
        second = read_visible(parse(encoded), unseen=unseen, hidden=hidden)
        if abs(count.visible - inked(second.text)) < abs(count.visible - held):
            page, held = second, inked(second.text)
    lost = ("extraction_incomplete",) if disagree(count.visible, held) else ()
    return page, (*page.incomplete, *(("unclosed",) if count.unclosed else ()), *lost)


def mended(markup: str) -> str:
    """``markup`` with scripts open that close themselves: XML has it so, HTML has not, lxml follows XML."""
    parts, kept, at = [], 0, markup.find("<script")
    while at >= 0:
        end = markup.find(">", at)
        if markup[end - 1 : end + 1] == "/>":
            parts.append(markup[kept : end - 1])
            kept = end
        at = markup.find("<script", end) if end >= 0 else end
    return "".join([*parts, markup[kept:]]) if parts else markup


def decoded(data: bytes | str, charset: str | None) -> tuple[str, str, int]:
    """Text, encoding and the number of characters lost, in the order of the WHATWG standard.

    Byte order mark, HTTP header, meta element, UTF-8 if valid, windows-1252; but bytes that are
    UTF-8 with damage are read as damaged UTF-8.
    """
    if isinstance(data, str):
        return data, "utf-8", 0
    marked = signature(data)
    if marked:
        name, skip = marked
        return _lenient(data[skip:], name)
    if looks_foreign(data):
        raise Unreadable("binary", "This is a file of another kind, not a page: submit the page itself.")
    named = encoding_name(charset) or _declared(data) or _unmarked_utf16(data)
    if named:
        return _lenient(data, named)
    text = decode_strict(data, "utf-8")
    if text is not None:
        return text, "utf-8", 0
    return _lenient(data, "utf-8" if mostly_utf8(data) else "windows-1252")


def _lenient(data: bytes, name: str) -> tuple[str, str, int]:
    text, lost = decode_lenient(data, name)
    return text, name, lost


def _declared(data: bytes) -> str | None:
    """The encoding a meta element or XML declaration names; UTF-16 there can only mean UTF-8."""
    head = data[:_PRESCAN]
    metas = (meta for meta in _META.finditer(head) if not _commented(head, meta.start()))
    found = next(metas, None) or _XML.search(head)
    name = encoding_name(found[1].decode("ascii")) if found else None
    return "utf-8" if name and name.startswith("utf-16") else name


def _commented(head: bytes, place: int) -> bool:
    return head.rfind(b"<!--", 0, place) > head.rfind(b"-->", 0, place)


def _unmarked_utf16(data: bytes) -> str | None:
    return {b"<\0": "utf-16le", b"\0<": "utf-16be"}.get(data[:2])
