"""Notices: the kind of every text that people named, and false alarms in the sentences of news bodies."""

import csv
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from auditor.inspection.plaintext import read_text
from auditor.inspection.rulebook import load_rulebook
from auditor.inspection.segments import segment
from auditor.inspection.taxonomy import notices_of, taxonomy
from benchmarks.tables import Table

PLAIN = {
    "copyright": ("©", "(c)", "copyright", "all rights reserved"),
    "views_are_authors": (
        "opinions expressed",
        "views expressed",
        "expressed opinions",
        "views on this page",
    ),
    "opinion_label": ("opinion article", "opinion piece", "are opinions"),
    "reader_views": ("comments do not represent",),
    "affiliate": ("affiliate",),
    "cookie_gdpr": ("privacy policy", "cookies"),
    "comment_policy": ("comments",),
    "subscribe_donate": ("newsletter", "email address", "supported by"),
    "editors_note": ("editor’s note", "editor's note"),
    "update": ("was updated", "has been updated", "update:", "update-"),
    "update_timestamp": ("updated:", "updated at"),
    "correction": ("correction", "earlier version", "original version"),
    "sponsored": ("sponsored", "paid content"),
    "advice_medical": ("medical advice", "consult a physician"),
    "disclosure_conflict": ("disclosure",),
    "satire": ("satirical",),
    "author_bio": (" is the ",),
    "author_contact_social": ("@", "follow"),
}
"""Words that settle it: a text that holds one plainly is a notice of that kind too, whatever its row says."""


@dataclass(slots=True)
class Tally:
    """Texts of one kind: found, missed, and texts of other kinds taken for it."""

    found: int = 0
    missed: int = 0
    false: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 when nothing was found."""
        return 2 * self.found / max(1, 2 * self.found + self.missed + self.false)


def kinds_found(text: str) -> set[str]:
    """The taxonomy's words for a text that stands alone, as a document of one paragraph."""
    return {word for one in segment(read_text(text), load_rulebook()) for word in notices_of(one)}


def named_texts(path: Path) -> dict[str, set[str]]:
    """The texts of a table with the columns kind and text, each with all the kinds of its rows."""
    truth: dict[str, set[str]] = defaultdict(set)
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            truth[row["text"]].add(row["kind"])
    return dict(truth)


def tallies(truth: dict[str, set[str]], *, strict: bool) -> dict[str, Tally]:
    """A tally per kind of ``truth``; when ``strict``, what is plainly there counts as false as well."""
    found: dict[str, Tally] = defaultdict(Tally)
    known = {kind for kinds in truth.values() for kind in kinds}
    for text, kinds in truth.items():
        said = kinds_found(text)
        for kind in kinds:
            hit = kind in said
            found[kind].found += hit
            found[kind].missed += not hit
            found[kind].examples += [] if hit else [f"missed: {text[:90]}"]
        for kind in sorted((said & known) - kinds):
            if strict or not any(words in text.casefold() for words in PLAIN.get(kind, ())):
                found[kind].false += 1
                found[kind].examples.append(f"false: {text[:90]}")
    return dict(found)


def macro_f1(found: dict[str, Tally]) -> float:
    """The mean of the kinds' F1, every kind alike."""
    return sum(tally.f1 for tally in found.values()) / max(1, len(found))


def body_sentences(folder: Path) -> Iterator[str]:
    """The body sentences of the attribution corpus: no titles, at least three words."""
    for part in ("dev", "train"):
        with gzip.open(folder / f"{part}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if not row["is_title"] and row["n_tok"] >= 3:
                    yield " ".join(row["text"].split())


EVIDENCE = {word.word for word in taxonomy() if any(kind.value == "body" for kind, _ in word.found_as)}
"""Notices that belong to the running text: to name one there is no false alarm."""


def false_alarms(sentences: Iterable[str]) -> tuple[int, Counter[str], list[tuple[str, str]], int]:
    """How many sentences there are, what they were called and which, and how many were put to a reviewer."""
    total, doubted, kinds, called = 0, 0, Counter[str](), list[tuple[str, str]]()
    for sentence in sentences:
        total += 1
        tiles = segment(read_text(sentence), load_rulebook())
        doubted += any(one.values.get("unknown_boilerplate") and "clue" in one.values for one in tiles)
        for kind in sorted({word for one in tiles for word in notices_of(one)} - EVIDENCE):
            kinds[kind] += 1
            called.append((kind, sentence))
    return total, kinds, called, doubted


def alarms_table(sentences: Iterable[str]) -> Table:
    """Every kind that a body sentence was called; most are notices that the corpus counts as body."""
    total, kinds, called, doubted = false_alarms(sentences)
    texts = len({text for _, text in called})
    others = sum(kind not in APPARENT for kind, _ in called)
    rows = [
        ("all kinds", texts, 1000 * texts / total),
        ("all but labelled notes, credits and contacts", others, 1000 * others / total),
        ("put to a reviewer with a clue, as a document alone", doubted, 1000 * doubted / total),
        *((kind, count, 1000 * count / total) for kind, count in kinds.most_common()),
    ]
    return Table(
        f"Notices: what {total} body sentences were called",
        ("called", "sentences", "per 1,000"),
        tuple(rows),
        ("Datelines, 'Editor's note:', 'Follow X' stand in the corpus's bodies and are what they say.",),
    )


APPARENT = {
    "wire_credit",
    "author_contact_social",
    "editors_note",
    "update",
    "correction",
    "clarification",
    "copyright",
    "content_warning",
    "media_credit",
    "syndication_credit",
    "contact_media",
}
"""Kinds whose calls looked right when read once; agency datelines were not read one by one."""


def tables(corpora: Path) -> Iterator[Table]:
    """Macro-F1 over the kinds, strictly and soberly counted, and every kind that is not perfect."""
    truth = named_texts(corpora / "notices" / "notices.tsv")
    sober, strict = tallies(truth, strict=False), tallies(truth, strict=True)
    yield Table(
        f"Notices: {len(truth)} texts of {len(sober)} kinds",
        ("counting", "macro-F1"),
        (
            ("other kinds false unless plainly there", macro_f1(sober)),
            ("every other kind false", macro_f1(strict)),
        ),
        (
            "Each text is a document of one paragraph; found are the kinds of its segments and sentences.",
            "No rule names an outlet, but the rules were written with these texts read: not held out.",
        ),
    )
    yield Table(
        "Notices: kinds that are not perfect",
        ("kind", "found", "missed", "false", "F1"),
        tuple(
            (kind, one.found, one.missed, one.false, one.f1)
            for kind, one in sorted(sober.items(), key=lambda pair: pair[1].f1)
            if one.f1 < 1
        ),
    )
    if (corpora / "attribution").is_dir():
        yield alarms_table(body_sentences(corpora / "attribution"))
