"""Decisions followed through edits of real articles: silently, for a look, lost, or to the wrong place."""

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from auditor.inspection.comparison import anchors, match, stood
from auditor.inspection.document import Span, Unreadable
from auditor.inspection.flags import Flag, FlagKind
from auditor.inspection.procedure import inspect_document, read_document
from auditor.inspection.revisions import Stood, revised
from auditor.inspection.rulebook import load_rulebook
from benchmarks.corpora import SEEDS, annotated_pages
from benchmarks.tables import Cell, Table

Paragraph = tuple[tuple[int, str], ...]
"""Sentences with their numbers; what was put in has number -1."""
Chance = random.Random
Edit = Callable[[Sequence[Paragraph], Chance], list[Paragraph]]
STRANGER = "The council of the harbour town will meet again next week to discuss the costs of the bridge."
FILLER = ("harbour", "seven", "mistaken", "Lindqvist", "afterwards", "reported", "larger", "Oduya", "again")


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


def _each(change: Callable[[str, Chance], str]) -> Edit:
    def edit(paragraphs: Sequence[Paragraph], chance: Chance) -> list[Paragraph]:
        return [tuple((n, change(words, chance)) for n, words in one) for one in paragraphs]

    return edit


def _curled(words: str, _: Chance) -> str:
    parts = words.replace("“", '"').replace("”", '"').replace("’", "'").replace("‘", "'").split('"')
    return "".join(
        part + ("“" if at % 2 == 0 else "”") * (at < len(parts) - 1) for at, part in enumerate(parts)
    )


def _straight(words: str, _: Chance) -> str:
    return words.translate(str.maketrans("“”„‘’‚", "\"\"\"'''"))


def _dashed(words: str, _: Chance) -> str:
    return words.replace("–", "-").replace("—", "–")


def _spaced(words: str, chance: Chance) -> str:
    return "".join(chance.choice((" ", "  ", "\u00a0", "\n")) if char == " " else char for char in words)


def _cased(words: str, chance: Chance) -> str:
    parts = words.split(" ")
    at = chance.randrange(len(parts))
    return " ".join([*parts[:at], parts[at].upper(), *parts[at + 1 :]])


def _emoji(words: str, chance: Chance) -> str:
    parts = words.split(" ")
    parts.insert(chance.randint(0, len(parts)), chance.choice(("🙂", "🚀", "❤️", "👍🏽", "🇩🇪")))
    return " ".join(parts)


def _inserted(paragraphs: Sequence[Paragraph], _: Chance) -> list[Paragraph]:
    return [((-1, STRANGER),), *paragraphs]


def _one_in_twenty(words: str, chance: Chance) -> str:
    return " ".join(chance.choice(FILLER) if chance.random() < 0.05 else word for word in words.split(" "))


def _replaced(words: str, chance: Chance) -> str:
    """One word in twenty is another word; at least one is."""
    parts = words.split(" ")
    for at in chance.sample(range(len(parts)), max(1, round(len(parts) / 20))):
        parts[at] = chance.choice([word for word in FILLER if word != parts[at]])
    return " ".join(parts)


def _dropped(paragraphs: Sequence[Paragraph], chance: Chance) -> list[Paragraph]:
    return [one for one in paragraphs if chance.random() > 0.2]


def _shuffled(paragraphs: Sequence[Paragraph], chance: Chance) -> list[Paragraph]:
    return chance.sample(list(paragraphs), len(paragraphs))


def _swapped(paragraphs: Sequence[Paragraph], chance: Chance) -> list[Paragraph]:
    """A third of the sentences stands somewhere else in their paragraph's stead; another third is gone."""
    kept = [list(one) for one in _dropped(paragraphs, chance)]
    for one in kept:
        chance.shuffle(one)
    return [tuple(one) for one in kept]


def _twins(paragraphs: Sequence[Paragraph], chance: Chance) -> list[Paragraph]:
    """Every fifth paragraph comes twice, the copy under another sentence: a copy is another place."""
    found: list[Paragraph] = []
    for one in paragraphs:
        found.append(one)
        if chance.random() < 0.2:
            found.insert(
                chance.randint(0, len(found) - 1), ((-1, STRANGER), *((-1, words) for _, words in one))
            )
    return found


UNCHANGED, SILENT, CHANGED, ADVERSE = "unchanged", "trivial", "5 % of words", "adverse"
EDITS: dict[str, tuple[str, Edit]] = {
    "unchanged": (UNCHANGED, lambda paragraphs, _: list(paragraphs)),
    "quotes made straight": (SILENT, _each(_straight)),
    "quotes made curly": (SILENT, _each(_curled)),
    "dashes": (SILENT, _each(_dashed)),
    "white space": (SILENT, _each(_spaced)),
    "case of a word": (SILENT, _each(_cased)),
    "an emoji in each": (SILENT, _each(_emoji)),
    "paragraph above": (SILENT, _inserted),
    "5 % of words": (CHANGED, _each(_one_in_twenty)),
    "5 % of each sentence's words": (CHANGED, _each(_replaced)),
    "fifth of paragraphs gone": (ADVERSE, _dropped),
    "paragraphs shuffled": (ADVERSE, _shuffled),
    "sentences shuffled, fifth gone": (ADVERSE, _swapped),
    "paragraphs copied": (ADVERSE, _twins),
}


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
        yield _numbered(
            [
                [inspection.document.quote(s.span) for s in inspection.sentences if part.span.covers(s.span)]
                for part in inspection.segments
            ]
        )


def _numbered(parts: list[list[str]]) -> tuple[Paragraph, ...]:
    number, found = 0, []
    for part in filter(None, parts):
        found.append(tuple((number + at, words) for at, words in enumerate(part)))
        number += len(part)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Followed:
    """Per flag before the edit: which sentence it was carried to, and how."""

    silent: dict[int, int]
    shown: dict[int, int]
    seconds: float


def follow(before: Flagged, after: Flagged) -> Followed:
    """As the program does: the anchors of the earlier text come from storage, and name no place in it."""
    old = [replace(place, exact="") for place in anchors(before.text, before.flags)]
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
