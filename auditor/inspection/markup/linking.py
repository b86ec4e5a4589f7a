"""Where the links of a line stand once its white space is collapsed."""

from collections.abc import Mapping, Sequence

from auditor.inspection.document import Element, Link
from auditor.inspection.markup.words import collapsed


def place_links(
    text: str, parts: Sequence[str], linked: Mapping[int, Element], start: int, *, kept: bool
) -> tuple[Link, ...]:
    """The links of the line ``text``, which begins at ``start`` (code points) and was made of ``parts``.

    ``linked`` says of the numbers of parts that stand in a link which element is around them; ``kept``
    that white space is as it was printed. The pieces of one link are one. Time is linear in the line.
    """
    found: list[Link] = []
    last: Element | None = None
    at = 0
    for number, part in enumerate(parts):
        words = part.strip() if kept else collapsed(part)
        if not words:
            continue
        # Only white space can stand before them: whatever came earlier has been passed.
        first = text.find(words, at)
        at = first + len(words)
        if number in linked:
            anchor = _anchor(linked[number])
            begins = found.pop().start if anchor is last else start + first
            found.append(Link(begins, start + at, anchor.attributes["href"]))
            last = anchor
    return tuple(found)


def _anchor(element: Element) -> Element:
    """The innermost link around words that stand in one."""
    here = element
    while here.parent is not None and not (here.tag == "a" and "href" in here.attributes):
        here = here.parent
    return here
