"""Read a text without markup: every line is a block."""

from itertools import pairwise

from auditor.inspection.decoding import LIMIT, check_text, decode_text, too_large
from auditor.inspection.document import Block, Document, Span


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
    return Document(text=text, blocks=unwrapped(text, lines_of(text)), encoding=name)


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


def unwrapped(text: str, lines: tuple[Block, ...]) -> tuple[Block, ...]:
    """Paragraphs in place of lines, where a text was wrapped by hand (mail, wire copy, man pages).

    It was when at least five lines, and half of all that have a line right below them, break off
    between 50 and 100 code points in mid-sentence. Indented and marked lines stay lines.
    """
    closely = [text.count("\n", before.span.end, after.span.start) == 1 for before, after in pairwise(lines)]
    broken = [
        close
        and 50 <= len(before.span) <= 100
        and text[before.span.end - 1].isalnum()
        and _goes_on(text, after)
        for close, before, after in zip(closely, lines, lines[1:], strict=False)
    ]
    if sum(broken) < 5 or sum(broken) * 2 < sum(closely):
        return lines
    paragraphs = [lines[0]]
    for close, before, after in zip(closely, lines, lines[1:], strict=False):
        if close and len(before.span) >= 50 and _goes_on(text, after):
            paragraphs[-1] = Block(Span(paragraphs[-1].span.start, after.span.end))
        else:
            paragraphs.append(after)
    return tuple(paragraphs)


def _goes_on(text: str, line: Block) -> bool:
    first = line.span.start
    return (first == 0 or text[first - 1] == "\n") and (text[first].isalnum() or text[first] in "\"'“‘(")
