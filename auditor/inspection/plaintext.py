"""Read a text without markup: every line is a block."""

from auditor.inspection.decoding import decode_text
from auditor.inspection.document import Block, Document, Span, Unreadable

LIMIT = 10_000_000  # code points


def read_text(data: bytes | str, *, encoding: str | None = None, limit: int = LIMIT) -> Document:
    """The document of a plain text; its canonical text is exactly the decoded input.

    No line ending is translated and nothing is stripped, except that a byte order mark in front of
    bytes is the encoding's signature and no text (in a ``str`` it stays). ``encoding`` is the one
    declared by whoever sent the bytes; ``limit`` is in code points. Raises ``Unreadable`` with code
    ``empty``, ``binary``, ``undecodable``, ``lone_surrogates`` or ``too_large``.
    """
    if len(data) > limit * 4:  # no encoding here needs more than four bytes for a code point
        raise too_large(limit)
    if isinstance(data, bytes):
        text, name = decode_text(data, encoding)
    else:
        text, name = data, "utf-8"
    check_text(text, limit)
    return Document(text=text, blocks=lines_of(text), encoding=name)


def check_text(text: str, limit: int) -> None:
    """Refuse what can be no text of a document; raises ``Unreadable`` as ``read_text`` does."""
    if len(text) > limit:
        raise too_large(limit)
    if not text or text.isspace():
        raise Unreadable("empty", "There is no text in it.")
    if "\0" in text:
        raise Unreadable("binary", "The text holds NUL characters: submit the text or the page itself.")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        message = f"Character {error.start} is half a surrogate pair: submit the text as UTF-8."
        raise Unreadable("lone_surrogates", message) from None


def too_large(limit: int) -> Unreadable:
    """The refusal of a text of more than ``limit`` code points."""
    return Unreadable("too_large", f"The text is longer than {limit} characters: submit it in parts.")


def lines_of(text: str) -> tuple[Block, ...]:
    """One block per line that holds more than white space, trimmed of it."""
    blocks = []
    start = 0
    for line in text.splitlines(keepends=True):
        words = line.strip()
        if words:
            first = start + len(line) - len(line.lstrip())
            blocks.append(Block(Span(first, first + len(words))))
        start += len(line)
    return tuple(blocks)
