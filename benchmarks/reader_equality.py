"""Whether the quick reader and the reference agree on every page: words, blocks, markup, metadata."""

import argparse
import gzip
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from auditor.inspection.document import Block, Unreadable  # noqa: E402 - a script finds the project first
from auditor.inspection.markup.completeness import count_visible, disagree, inked  # noqa: E402 - as above
from auditor.inspection.markup.hiding import hidden_selectors  # noqa: E402 - as above
from auditor.inspection.markup.metadata import read_metadata  # noqa: E402 - as above
from auditor.inspection.markup.naming import UNSEEN  # noqa: E402 - as above
from auditor.inspection.markup.page import decoded, mended  # noqa: E402 - as above
from auditor.inspection.markup.soup import element_at, parse  # noqa: E402 - as above
from auditor.inspection.markup.statements import Page  # noqa: E402 - as above
from auditor.inspection.markup.stream import read_stream  # noqa: E402 - as above
from auditor.inspection.markup.visible import read_visible  # noqa: E402 - as above


def pages(corpora: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every page under ``corpora``."""
    for path in sorted(corpora.rglob("*.html*")):
        data = path.read_bytes()
        yield str(path.relative_to(corpora)), gzip.decompress(data) if path.suffix == ".gz" else data


def told(block: Block) -> tuple[object, ...]:
    """Everything a block says."""
    markup = block.markup
    if markup is None:
        return (block.span,)
    around = markup.path, markup.tags, markup.names, markup.lineage
    return (block.span, *around, markup.link_chars, markup.links, markup.hidden)


def differences(quick: Page, reference: Page) -> list[str]:
    """What the two readings of one page disagree about."""
    compared: dict[str, Callable[[Page], object]] = {
        "text": lambda page: page.text,
        "blocks": lambda page: [told(block) for block in page.blocks],
        "metadata": lambda page: read_metadata(page.about),
        "limits": lambda page: page.incomplete,
    }
    return [name for name, of in compared.items() if of(quick) != of(reference)]


def lost_ways(markup: str, page: Page) -> int:
    """How many blocks cannot be found again by their path: the element there does not hold their words."""
    soup, lost, held = parse(markup.encode()), 0, dict[str, str]()
    for unseen in soup.find_all(list(UNSEEN)):
        unseen.extract()
    for block in page.blocks:
        path = block.markup.path if block.markup else ""
        if path not in held:
            element = element_at(soup, path) if path else soup
            held[path] = "".join(element.get_text().split()) if element else ""
        lost += "".join(page.text[block.span.start : block.span.end].split()) not in held[path]
    return lost


def main() -> int:
    """Read every page twice; the status is 1 when any differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with pages in it, at any depth")
    corpora = parser.parse_args().corpora
    if not corpora.is_dir():
        print(f"There is no {corpora}.")
        return 2
    read = unequal = incomplete = lost = 0
    seconds = {"quick": 0.0, "reference": 0.0}
    for name, data in pages(corpora):
        try:
            markup = mended(decoded(data, None)[0].replace("\0", "\ufffd"))
        except Unreadable as refusal:
            print(f"{name}: {refusal.code}")
            continue
        hidden, began = hidden_selectors(markup), time.process_time()
        quick = read_stream(markup.encode(), hidden=hidden)
        between = time.process_time()
        reference = read_visible(parse(markup.encode()), hidden=hidden)
        seconds["quick"] += between - began
        seconds["reference"] += time.process_time() - between
        differing = differences(quick, reference)
        expected, held, astray = count_visible(markup).visible, inked(quick.text), lost_ways(markup, quick)
        read, unequal, lost = read + 1, unequal + bool(differing), lost + astray
        incomplete += disagree(expected, held)
        if differing or astray or disagree(expected, held):
            print(f"{name}: differs in {differing}, {astray} ways lost, {held} characters of {expected}")
    print(f"{read} pages, {unequal} unequal, {lost} ways back lost, {incomplete} incomplete by the count")
    print(", ".join(f"{who} {1000 * spent / max(read, 1):.2f} ms a page" for who, spent in seconds.items()))
    return int(unequal > 0)


if __name__ == "__main__":
    sys.exit(main())
