"""PolNeAR, news in which people marked every attribution, sentence by sentence; no part of the project."""

import gzip
import json
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.inspection.document import Block, Document, Span
from auditor.inspection.tiling import Segment, SegmentKind

FOLDER = "attribution"
"""Where it lies among the corpora."""
EVEN = 0.5
"""Share of a sentence's words in attributions by reporting or in quotation marks from which G3 counts it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as CoreNLP cut it, with what people marked in it; ``span`` in code points of the raw text.

    ``strict`` is the share of its words that are source, cue or content of attributions with a cue
    of reporting or with quotation marks; ``content`` the share that is content of any attribution.
    ``body``: neither a title nor shorter than three tokens, the ones that are scored.
    """

    span: Span
    text: str
    strict: float
    content: float
    body: bool

    @property
    def attributed(self) -> bool:
        """G3: at least half its words."""
        return self.strict >= EVEN

    @property
    def touched(self) -> bool:
        """G1: any word is content of an attribution."""
        return self.content > 0

    @property
    def declarative(self) -> bool:
        """Whether it is counted among those that can be unsourced: five words or more, no question."""
        return len(self.text.split()) >= 5 and not self.text.rstrip("\"”’') ]").endswith("?")


@dataclass(frozen=True, slots=True)
class Marking:
    """One attribution: stretches of source, cue and content in code points; whether G3 counts it."""

    id: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    silver: str
    strict: bool


@dataclass(frozen=True, slots=True)
class News:
    """An article of one outlet: its raw text, one paragraph per line, with what people marked in it.

    ``parsed`` by CoreNLP, whose sentence ends the boundary measure uses, or cut otherwise.
    """

    name: str
    outlet: str
    text: str
    sentences: tuple[Sentence, ...]
    markings: tuple[Marking, ...]
    parsed: bool

    @property
    def document(self) -> Document:
        """The text as the core reads it, each paragraph a block."""
        return Document(self.text, tuple(Block(span) for span in self.paragraphs))

    @property
    def paragraphs(self) -> tuple[Span, ...]:
        """Lines without the white space around them."""
        return tuple(_lines(self.text))

    @property
    def segments(self) -> tuple[Segment, ...]:
        """Every paragraph as body."""
        body = SegmentKind.BODY
        return tuple(Segment(span, body, body, 1.0, "a line of the corpus") for span in self.paragraphs)


def read_news(corpora: Path, split: str) -> list[News]:
    """The articles of ``split`` ("train" or "dev") by name. Raises ``FileNotFoundError`` without it."""
    folder = corpora / FOLDER
    texts = _texts(folder / f"{split}.raw.tar.gz")
    rows, marks = (
        _by_article(folder / f"{split}.jsonl.gz"),
        _by_article(folder / f"{split}.attributions.jsonl.gz"),
    )
    return [_news(name, texts[name], rows[name], marks[name]) for name in sorted(rows)]


def _texts(path: Path) -> dict[str, str]:
    with tarfile.open(path) as archive:
        files = [(member.name, archive.extractfile(member)) for member in archive if member.isfile()]
        return {Path(name).stem: file.read().decode() for name, file in files if file is not None}


def _by_article(path: Path) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            rows[row["article"]].append(row)
    return rows


def _unglued(text: str, rows: list[dict[str, Any]]) -> Iterator[Span]:
    """The sentences; an opening mark that CoreNLP glued to the one before ("he said. ''") begins the next."""
    spans = [(row["begin"], row["end"]) for row in rows]
    for place, (start, end) in enumerate(spans):
        following = spans[place + 1][0] if place + 1 < len(spans) else 0
        begin = start - _glued(text, start)
        stop = following - _glued(text, following)
        yield Span(begin, begin + len(text[begin:stop].rstrip()) if begin < stop < end else end)


def _glued(text: str, start: int) -> int:
    """How many code points right before ``start`` are an opening mark that belongs to it."""
    mark = next((mark for mark in ("''", '"', "“", "”") if text.endswith(mark, 0, start)), "")
    return len(mark) if text[start - len(mark) - 1 : start - len(mark)].isspace() else 0


def _news(name: str, text: str, rows: list[dict[str, Any]], marks: list[dict[str, Any]]) -> News:
    return News(
        name,
        rows[0]["outlet"],
        text,
        tuple(_sentence(row, span) for row, span in zip(rows, _unglued(text, rows), strict=True)),
        tuple(_marking(mark) for mark in marks),
        parsed=rows[0]["split"] == "corenlp",
    )


def _sentence(row: dict[str, Any], span: Span) -> Sentence:
    body = not row["is_title"] and row["n_tok"] >= 3
    return Sentence(span, row["text"], row["strict_cov"], row["content_cov"], body)


def _marking(mark: dict[str, Any]) -> Marking:
    source, cue, content = (
        tuple(Span(*pair) for pair in mark[role]) for role in ("source", "cue", "content")
    )
    strict = mark["cue_class"] == "comm" or mark["quoted"] != "none"
    return Marking(mark["id"], source, cue, content, mark["source_type"], strict)


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        bare = line.strip()
        if bare:
            begin = start + line.index(bare)
            yield Span(begin, begin + len(bare))
        start += len(line) + 1
