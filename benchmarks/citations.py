"""Citations: other outlets, documents and links found in cases made for it, in short articles around them."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from auditor.inspection.citations import Citation
from auditor.inspection.document import Document, Span
from auditor.inspection.procedure import inspect_document, read_document
from auditor.inspection.rulebook import load_rulebook
from benchmarks.corpora import ROOT
from benchmarks.tables import Table

CASES = ROOT / "tests" / "inspection"
HALVES = {"open": "citations_open.toml", "held back": "citations_held.toml"}
_TITLE = "Harbour waits for spring as the river freezes over"
_BEFORE = (
    "The harbour lay under ice for the ninth week in a row and nobody knew when the first ship would come.",
    "Children skated between the piers, and the old men of the town played cards at the stove of the inn.",
)
_AFTER = (
    "The ferry to the island waits at its pier, and the crew paints the cabins once more in white and blue.",
    "In the evening the lamps along the quay are lit and the snow begins to fall on roofs and boats alike.",
)
_LEAD = "The week brought little else to talk about, and what came by wire was read aloud at the inn. "
_ADDRESS = "https://www.harbournews.example/2016/03/harbour-waits"


@dataclass(frozen=True, slots=True)
class Found:
    """A citation as cases tell it: the words of its source, its type, how far it reaches."""

    words: str
    type: str
    reach: str


@dataclass(frozen=True, slots=True)
class Case:
    """A text in its article, and what it cites."""

    id: str
    document: Document
    place: Span
    cites: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a case came out: what was rightly found, what was found too much, what was missed."""

    case: Case
    right: tuple[Found, ...]
    wrong: tuple[Found, ...]
    missed: tuple[Found, ...]


def read_cases(path: Path) -> Iterator[Case]:
    """The cases of a file, each in the middle of an article unless it says where it stands."""
    for row in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
        yield _case(row)


def _case(row: dict[str, Any]) -> Case:
    text, html = row["text"].strip(), row.get("media") == "html"
    before = () if row.get("place") == "first" else _BEFORE
    after = () if row.get("place") == "last" else _AFTER
    if not html and before and after and "\n" not in text:
        text = _LEAD + text  # a paragraph of one short sentence would be a heading
    if html:
        around = [tuple(f"<p>{one}</p>" for one in side) for side in (before, after)]
        body = "".join([*around[0], text, *around[1]])
        page = f"<html><body><article><h1>{_TITLE}</h1>{body}</article></body></html>"
        document = read_document(page.encode(), "text/html", None, None)
    else:
        document = read_document("\n\n".join([_TITLE, *before, text, *after]).encode(), "text/plain", None)
    named = {"site": row.get("outlet", "Harbour News"), "address": row.get("address", _ADDRESS)}
    document = replace(document, metadata={**document.metadata, **named})
    start = document.text.index(before[-1] if before else _TITLE) + len(before[-1] if before else _TITLE)
    end = document.text.index(after[0]) if after else len(document.text)
    return Case(row["id"], document, Span(start, end), tuple(Found(**one) for one in row["cites"]))


def outcome(case: Case) -> Outcome:
    """Inspect a case's article and compare what it cites; outside the case's place all is too much."""
    inspection = inspect_document(case.document, load_rulebook())
    open_, right, wrong = list(case.cites), [], []
    for citation in inspection.citations:
        found = _told(case.document, citation)
        match = next((one for one in open_ if _same(one, found)), None)
        if match is not None and case.place.covers(citation.source):
            open_.remove(match)
            right.append(found)
        else:
            wrong.append(found)
    return Outcome(case, tuple(right), tuple(wrong), tuple(open_))


def _told(document: Document, citation: Citation) -> Found:
    return Found(document.quote(citation.source), citation.type.value, citation.reach.value)


def _same(wanted: Found, found: Found) -> bool:
    """The same type and reach, and words of which one's hold the other's."""
    if (wanted.type, wanted.reach) != (found.type, found.reach):
        return False
    one, other = (f" {_plain(words)} " for words in (wanted.words, found.words))
    return one in other or other in one


def _plain(words: str) -> str:
    plain = words.lower().replace("’", "'").split()
    return " ".join(plain[1:] if plain[0] in {"the", "a", "an"} else plain).removesuffix("'s")


def outcomes(half: str) -> list[Outcome]:
    """The outcomes of one half of the cases."""
    return [outcome(case) for case in read_cases(CASES / HALVES[half])]


def rates(results: Iterable[Outcome]) -> tuple[float, float]:
    """Precision and recall over all citations."""
    counts: Counter[str] = Counter()
    for one in results:
        counts.update(right=len(one.right), wrong=len(one.wrong), missed=len(one.missed))
    right = counts["right"]
    return right / max(1, right + counts["wrong"]), right / max(1, right + counts["missed"])


def tables() -> Iterator[Table]:
    """Precision and recall of both halves."""
    rows = []
    for half in HALVES:
        results = outcomes(half)
        cited = sum(len(one.case.cites) for one in results)
        none = sum(not one.case.cites for one in results)
        rows.append((half, len(results), cited, none, *rates(results)))
    yield Table(
        "Citations: other outlets, documents, links",
        ("half", "cases", "citations", "cases without", "precision", "recall"),
        tuple(rows),
        ("Right: type, reach and words of the source. Rules were developed on the open half alone.",),
    )
