"""Sentences that people labelled: ids, offsets and labels are kept, the words come from the corpora."""

import gzip
import hashlib
import json
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from auditor.inspection.assertions.ruling import Ruling, rule
from auditor.inspection.assertions.stances import weigh_words
from auditor.inspection.assertions.traits import Seen, see
from auditor.inspection.attribution import (
    Attribution,
    Heard,
    find_attributions,
    hear,
    settle,
    weigh_sentences,
)
from auditor.inspection.citations import find_citations, vouched
from auditor.inspection.document import Block, Document, Span
from auditor.inspection.procedure import guess_media, read_document
from auditor.inspection.rulebook import load_rulebook
from auditor.inspection.segments import segment
from auditor.inspection.sentences import find_sentences
from auditor.inspection.tiling import Segment, SegmentKind

LABELS = Path(__file__).parent / "labels"
_OVERLAP = 0.5


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence as the pipeline cuts it, with what a reader said of it; ``row`` is its place in there."""

    row: int
    label: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Article:
    """A labelled text, heard and seen by the second stage."""

    group: str
    name: str
    outlet: str
    document: Document
    heard: tuple[Heard, ...]
    attributions: tuple[Attribution, ...]
    rulings: tuple[Ruling, ...]
    seen: Seen
    labelled: tuple[Labelled, ...]


def labelled_articles(corpora: Path, names: Iterable[str]) -> Iterator[Article]:
    """The articles of the label files ``names``; rows that do not fit the corpus's words are left out."""
    rows: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for name in names:
        for line in (LABELS / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            rows.setdefault((row["set"], row["doc"]), []).append(row)
    for (group, doc), labels in sorted(rows.items()):
        text = texts(corpora, group)[doc]
        same = [row for row in labels if mark(text[row["begin"] : row["end"]]) == row["sha256"]]
        yield article(group, doc, plain(text), labels=same)


def seed_articles(gold: Path, seeds: Path) -> Iterator[Article]:
    """The annotated seeds; their labels under the names of the label files."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for line in (gold / "sentences.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows.setdefault(row["doc"], []).append({**row, "begin": row["start"], "flag": row["flag_unsourced"]})
    rulebook = load_rulebook()
    for doc, labels in sorted(rows.items()):
        data = (seeds / doc).read_bytes()
        document = read_document(data, guess_media(doc, data), None)
        yield article("seed", doc, (document, segment(document, rulebook)), labels=labels)


def mark(words: str) -> str:
    """What stands for words that are not printed: the first sixteen digits of their SHA-256."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def plain(text: str) -> tuple[Document, tuple[Segment, ...]]:
    """A text of which every line is a paragraph of the body."""
    segments, at = [], 0
    for line in text.split("\n"):
        if words := line.strip():
            start = at + line.index(words)
            span = Span(start, start + len(words))
            segments.append(Segment(span, SegmentKind.BODY, SegmentKind.BODY, 1.0, "a line of the corpus"))
        at += len(line) + 1
    return Document(text, (Block(Span(0, len(text))),)), tuple(segments)


def article(
    group: str,
    name: str,
    read: tuple[Document, tuple[Segment, ...]],
    *,
    labels: Iterable[Mapping[str, Any]] = (),
) -> Article:
    """An article heard, ruled and seen, with its labels where they belong."""
    document, segments = read
    heard = hear(document, segments, find_sentences(document, segments))
    citations = find_citations(document, segments, heard)
    attributions = settle(
        vouched(find_attributions(heard), citations), heard, weigh_sentences(document, heard)
    )
    stances = [weigh_words(one) for one in heard]
    rulings = tuple(rule(*one) for one in zip(heard, stances, attributions, strict=True))
    seen = see(heard, stances, attributions, rulings)
    labelled = tuple(_placed([one.said.span for one in heard], labels))
    outlet = str(labelled[0].label.get("outlet", name)) if labelled else name
    return Article(group, name, outlet, document, heard, attributions, rulings, seen, labelled)


def _placed(spans: list[Span], labels: Iterable[Mapping[str, Any]]) -> Iterator[Labelled]:
    """Each label at the sentence that shares most of its words, if it is more or less the same."""
    for label in labels:
        begin, end = label["begin"], label["end"]
        shared = [min(span.end, end) - max(span.start, begin) for span in spans]
        row = int(np.argmax(shared))
        if shared[row] > _OVERLAP * max(end - begin, len(spans[row])):
            yield Labelled(row, label)


@cache
def texts(corpora: Path, group: str) -> Mapping[str, str]:
    """The texts of a set of labels by their names: PolNeAR's raw texts, or the bodies of annotated pages."""
    if group.startswith("polnear"):
        folder = corpora / "attribution" / f"{group.removeprefix('polnear-')}.raw.tar.gz"
        with tarfile.open(folder) as archive:
            files = [(one.name, archive.extractfile(one)) for one in archive.getmembers() if one.isfile()]
            return {Path(name).stem: file.read().decode() for name, file in files if file}
    with gzip.open(corpora / "articles" / "truth.jsonl.gz", "rt", encoding="utf-8") as lines:
        return {row["id"]: row["body"] for row in map(json.loads, lines)}


def stacked(articles: Iterable[Article]) -> tuple[Seen, list[tuple[Article, Labelled]]]:
    """The labelled sentences of all articles as one, with where each comes from."""
    traits, words, owners, rows = [], [], [], list[tuple[Article, Labelled]]()
    for one in articles:
        for labelled in one.labelled:
            own: NDArray[np.bool_] = one.seen.owners == labelled.row
            traits.append(one.seen.traits[labelled.row])
            words.append(one.seen.words[own])
            owners.append(np.full(int(own.sum()), len(rows)))
            rows.append((one, labelled))
    return Seen(np.stack(traits), np.concatenate(words), np.concatenate(owners)), rows
