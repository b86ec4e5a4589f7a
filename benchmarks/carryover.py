"""Decisions followed through edits of real articles: silently, for a look, lost, or to the wrong place."""

import argparse
import random
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor.inspection.comparison import anchors, match, stood
from auditor.inspection.document import Span, Unreadable
from auditor.inspection.flags import Flag, FlagKind
from auditor.inspection.procedure import Inspection, inspect_document, read_document
from auditor.inspection.revisions import Stood, revised
from auditor.inspection.rulebook import load_rulebook
from benchmarks.corpora import SEEDS, annotated_pages
from benchmarks.sentence_edits import EDITS, Edit, Paragraph
from benchmarks.tables import Cell, Table

FLAGGED = 4
"""Words of the shortest sentence that is flagged here."""


@dataclass(frozen=True, slots=True)
class Flagged:
    """A text with a flag on every sentence; ``numbers`` says which sentence each flag is on."""

    text: str
    flags: tuple[Flag, ...]
    numbers: tuple[int, ...]


def laid_out(paragraphs: Sequence[Paragraph], *, between: str = " ") -> Flagged:
    """The text of the paragraphs, flagged."""
    text, flags, numbers = "", [], []
    for paragraph in paragraphs:
        for number, words in paragraph:
            span = Span(len(text), len(text) + len(words))
            flags.append(Flag(span, FlagKind.UNSOURCED_ASSERTION, 0.8, "high", (), ""))
            numbers.append(number)
            text += words + between
        text = text.rstrip() + "\n\n"
    return Flagged(text, tuple(flags), tuple(numbers))


def _by_segment(inspection: Inspection) -> Iterator[list[Span]]:
    spans = deque(sorted(sentence.span for sentence in inspection.sentences))
    for part in inspection.segments:
        inside = []
        while spans and spans[0].end <= part.span.end:
            inside.append(spans.popleft())
        yield inside


def articles(corpora: Path | None) -> Iterator[tuple[Paragraph, ...]]:
    """The sentences of each article, by segment, numbered; every wording as it stands in the page."""
    sources = [(path.read_bytes(), "text/plain") for path in sorted(SEEDS.glob("*.txt"))]
    if corpora is not None:
        pages = annotated_pages(corpora / "articles", "")
        sources += [(page.data, "text/html") for page in pages if page.kind == "article" and page.body]
    rulebook = load_rulebook()
    for data, media in sources:
        try:
            inspection = inspect_document(read_document(data, media, None), rulebook)
        except Unreadable:
            continue
        quote = inspection.document.quote
        yield _numbered(
            [
                [words for words in map(quote, spans) if words.count(" ") >= FLAGGED - 1]
                for spans in _by_segment(inspection)
            ]
        )


def _numbered(parts: list[list[str]]) -> tuple[Paragraph, ...]:
    """A paragraph that the page prints twice has the same numbers twice: nobody can tell them apart."""
    known: dict[tuple[str, ...], Paragraph] = {}
    number = 0
    for part in map(tuple, filter(None, parts)):
        known.setdefault(part, tuple((number + at, words) for at, words in enumerate(part)))
        number += len(part)
    return tuple(known[part] for part in map(tuple, filter(None, parts)))


@dataclass(frozen=True, slots=True)
class Followed:
    """Per flag before the edit: which sentence it was carried to, and how."""

    silent: dict[int, int]
    shown: dict[int, int]
    seconds: float


def follow(before: Flagged, after: Flagged) -> Followed:
    """As the program does: the anchors of the earlier text come from storage, and cost nothing here."""
    old = anchors(before.text, before.flags)
    began = time.process_time()
    new = anchors(after.text, after.flags)
    places = match(old, new)
    pairs = {at: to for at, to in enumerate(places) if to is not None}
    mine, theirs = (_all_stood(one) for one in (before, after))
    later = revised(mine, theirs, pairs)
    seconds = time.process_time() - began
    return Followed(_told(before, after, pairs), _told(before, after, later), seconds)


def _all_stood(one: Flagged) -> list[Stood]:
    return [stood(flag.kind.value, one.text[flag.span.start : flag.span.end]) for flag in one.flags]


def by_offset(before: Flagged, after: Flagged) -> Followed:
    """The naive way: the same place, whatever stands there now."""
    places = {flag.span: at for at, flag in enumerate(after.flags)}
    pairs = {at: places[flag.span] for at, flag in enumerate(before.flags) if flag.span in places}
    return Followed(_told(before, after, pairs), {}, 0.0)


def by_quote(before: Flagged, after: Flagged) -> Followed:
    """The other naive way: the first stretch with exactly the same words."""
    places: dict[str, int] = {}
    for at, flag in enumerate(after.flags):
        places.setdefault(after.text[flag.span.start : flag.span.end], at)
    pairs = {}
    for at, flag in enumerate(before.flags):
        words = before.text[flag.span.start : flag.span.end]
        if words in places:
            pairs[at] = places[words]
    return Followed(_told(before, after, pairs), {}, 0.0)


def _told(before: Flagged, after: Flagged, pairs: dict[int, int]) -> dict[int, int]:
    return {before.numbers[old]: after.numbers[new] for old, new in pairs.items()}


WAYS: dict[str, Callable[[Flagged, Flagged], Followed]] = {
    "": follow,
    "raw offset": by_offset,
    "exact quote": by_quote,
}


def measure(texts: Sequence[Sequence[Paragraph]], flags: int, seed: int) -> Table:
    """Per edit and way, over at least ``flags`` flags each: shares carried, wrong places, time a flag."""
    rows: list[tuple[Cell, ...]] = []
    for edit, (_, change) in EDITS.items():
        for way, run in WAYS.items():
            rows.append((edit, way or "ours", *_figures(texts, change, run, flags, seed)))
    columns = (
        "edit",
        "way",
        "flags standing",
        "silent %",
        "shown %",
        "gone %",
        "wrong silently",
        "wrong shown",
        "ms a flag",
    )
    notes = ("wrong: carried to another sentence than the one it was, also where its own is gone",)
    return Table("Decisions carried through edits", columns, tuple(rows), notes)


def _figures(
    texts: Sequence[Sequence[Paragraph]],
    change: Edit,
    run: Callable[[Flagged, Flagged], Followed],
    flags: int,
    seed: int,
) -> tuple[Cell, ...]:
    chance, counts, seconds = random.Random(seed), Counter[str](), 0.0  # noqa: S311 - a benchmark
    while counts["flags"] < flags:
        for paragraphs in texts:
            before, after = laid_out(paragraphs), laid_out(change(paragraphs, chance))
            found = run(before, after)
            seconds += found.seconds
            counts.update(_judged(before, after, found))
    standing = max(1, counts["standing"])
    shares = [round(100 * counts[name] / standing, 3) for name in ("silent", "shown", "gone")]
    return (
        standing,
        *shares,
        counts["wrong silent"],
        counts["wrong shown"],
        round(1e3 * seconds / counts["flags"], 4),
    )


def _judged(before: Flagged, after: Flagged, found: Followed) -> Iterator[str]:
    there = set(after.numbers)
    for number in before.numbers:
        yield "flags"
        silent, shown = found.silent.get(number), found.shown.get(number)
        if number in there:
            yield "standing"
            yield "silent" if silent == number else "shown" if shown == number else "gone"
        if silent not in (None, number):
            yield "wrong silent"
        if shown not in (None, number):
            yield "wrong shown"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.carryover", description=__doc__)
    parser.add_argument("--corpora", type=Path)
    parser.add_argument("--flags", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    print(measure(list(articles(options.corpora)), options.flags, options.seed).as_text())


if __name__ == "__main__":
    main()
