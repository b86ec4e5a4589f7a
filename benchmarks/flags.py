"""Flags: of what is shown first, how much a reviewer accepts; beside baselines; how sure, how fast."""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from auditor.inspection.assertions import Assertion, find_assertions, weights_of
from auditor.inspection.assertions.fitting import calibration_error
from auditor.inspection.attribution import Sourcing
from auditor.inspection.flags import SHOWN, Flag, FlagKind, raise_flags
from benchmarks.claims import WordsAlone
from benchmarks.sentences import Article, labelled_articles, plain, stacked, texts
from benchmarks.sentences import article as heard_article
from benchmarks.tables import Table

_SAID = ("said", "told", "according to", "says", "“", '"', "''")
LABEL_FILES = ("train.jsonl", "second.jsonl")
"""The labels that the packaged weights learned from, in ``labels/``; ``third.jsonl`` came later."""
_ACCEPTED = "C"
_LEAST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Pick:
    """A sentence that a method flags, in an article; ``score`` ranks it, ``first`` says it is shown first."""

    article: str
    row: int
    score: float
    first: bool


Method = Callable[[Article], Iterable[Pick]]


def flags_tables(corpora: Path) -> Iterator[Table]:
    """The flags on articles held back from training, on the product labels, and what they cost."""
    held = list(labelled_articles(corpora, ("eval.jsonl",)))
    yield _accepted(held, _words_alone(corpora))
    yield _operating(held)
    yield _product(corpora)
    yield _cost(held)


def _accepted(held: Sequence[Article], words_alone: Method) -> Table:
    """Of the top five of each article, how many were accepted."""
    names = ("method", "articles", "top five", "accepted", "share", "recall of accepted")
    methods: dict[str, Method] = {
        "every sentence without a source, as it comes": _everything,
        "cue words: a figure, no “said”": _cue_words,
        "words alone: logistic regression on tf-idf": words_alone,
        "rules alone": partial(_flagged, learned=False, first=False),
        "second stage, every flag": partial(_flagged, learned=True, first=False),
        "second stage, shown first": partial(_flagged, learned=True, first=True),
    }
    wanted = sum(int(one.label["flag"]) for article in held for one in article.labelled)
    rows = []
    for name, method in methods.items():
        told = [answer for article in held for answer in _answers(article, method)]
        share = f"{sum(told) / len(told):.2f}" if told else "-"
        recall = f"{sum(told) / wanted:.2f}"
        rows.append((name, str(len(held)), str(len(told)), str(sum(told)), share, recall))
    title = (
        f"Top {SHOWN} flags per article on {len(held)} articles not trained on, {wanted} sentences to flag"
    )
    return Table(title, names, tuple(rows))


def _answers(article: Article, method: Method) -> list[int]:
    """What the reader said of the method's five best in the labelled part of the article."""
    labels = {one.row: int(one.label["flag"]) for one in article.labelled}
    picks = [pick for pick in method(article) if pick.row in labels and pick.first]
    best = sorted(picks, key=lambda pick: (-pick.score, pick.row))[:SHOWN]
    return [labels[pick.row] for pick in best]


def _everything(article: Article) -> Iterator[Pick]:
    for row, (heard, given) in enumerate(zip(article.heard, article.attributions, strict=True)):
        if given.sourcing is Sourcing.NONE and len(heard.said.words) >= _LEAST_WORDS:
            yield Pick(article.name, row, 0.0, first=True)


def _cue_words(article: Article) -> Iterator[Pick]:
    for row, heard in enumerate(article.heard):
        text = heard.said.text
        figures = sum(sign.isdigit() for sign in text)
        if figures and not any(cue in text for cue in _SAID):
            yield Pick(article.name, row, float(figures), first=True)


def _words_alone(corpora: Path) -> Method:
    """Every sentence by what its words say, learned from the labels that the second stage learns from."""
    seen, rows = stacked(labelled_articles(corpora, LABEL_FILES))
    learned = WordsAlone(seen, np.array([float(one.label["flag"]) for _, one in rows]))

    def method(article: Article) -> Iterator[Pick]:
        for row, odds in enumerate(learned.odds(article.seen)):
            yield Pick(article.name, row, float(odds), first=True)

    return method


def _flagged(article: Article, *, learned: bool, first: bool) -> Iterator[Pick]:
    """The flags that the inspection raises, each at its likeliest sentence."""
    judged = _judged(article, learned=learned)
    segments = plain(article.document.text)[1]
    for flag in raise_flags(article.document, segments, (), judged):
        if flag.kind is FlagKind.UNSOURCED_ASSERTION:
            shown = not first or flag.rank <= SHOWN
            yield Pick(article.name, _lead(flag, judged), flag.probability, first=shown)


def _judged(article: Article, *, learned: bool) -> tuple[Assertion, ...]:
    return find_assertions(article.heard, article.attributions, weights_of(b"") if learned else None)


def _lead(flag: Flag, judged: Sequence[Assertion]) -> int:
    inside = [row for row, one in enumerate(judged) if flag.span.covers(one.span)]
    return max(inside, key=lambda row: judged[row].probability)


def _operating(held: Sequence[Article]) -> Table:
    """Precision and recall of single sentences by the probability asked for, and the calibration error."""
    likely, answers = [], []
    for article in held:
        judged = _judged(article, learned=True)
        for one in article.labelled:
            if judged[one.row].attribution.sourcing is Sourcing.NONE:
                likely.append(judged[one.row].probability)
                answers.append(float(one.label["flag"]))
    chances, told = np.array(likely), np.array(answers)
    rows = [_at(chances, told, bar) for bar in (0.2, 0.35, 0.5, 0.6, 0.7, 0.8)]
    title = (
        f"Sentences without a source on the same articles: {len(told)}, of them {int(told.sum())} to flag; "
        f"expected calibration error {calibration_error(chances, told):.3f}"
    )
    return Table(title, ("probability", "flagged", "precision", "recall"), tuple(rows))


def _at(chances: np.ndarray, told: np.ndarray, bar: float) -> tuple[str, ...]:
    flagged = told[chances >= bar]
    precision = f"{flagged.mean():.2f}" if len(flagged) else "-"
    return f"{bar:.2f}", str(len(flagged)), precision, f"{flagged.sum() / told.sum():.2f}"


def _product(corpora: Path) -> Table:
    """A hundred sentences that were judged alone: those taken for check-worthy, by their rank."""
    path = corpora / "attribution" / "product_labels_100.json"
    labels = {row["text"]: row["label"] for row in json.loads(path.read_text(encoding="utf-8"))}
    found: list[tuple[float, bool, bool]] = []
    for name, text in sorted(texts(corpora, "polnear-dev").items()):
        if not any(words in text for words in labels):
            continue
        article = heard_article("polnear-dev", name, plain(text))
        for one, judged in zip(article.heard, _judged(article, learned=True), strict=True):
            if one.said.text in labels:
                bare = judged.attribution.sourcing is Sourcing.NONE
                right = labels[one.said.text] == _ACCEPTED
                found.append((judged.probability if bare else 0.0, judged.checkworthy and bare, right))
    found.sort(reverse=True)
    rows = [
        (f"best {most}", str(most), f"{np.mean([right for *_, right in found[:most]]):.2f}")
        for most in (5, 10, 20, 38)
    ]
    flagged = [right for _, raised, right in found if raised]
    rows.append(("flagged", str(len(flagged)), f"{np.mean(flagged):.2f}" if flagged else "-"))
    base = np.mean([right for *_, right in found])
    title = f"Product labels: {len(found)} sentences found, {base:.2f} of them accepted"
    return Table(title, ("which", "sentences", "accepted"), tuple(rows))


def _cost(held: Sequence[Article]) -> Table:
    """CPU time of the second stage alone, of sentences already read and attributed: best of five rounds."""
    sentences = sum(len(article.heard) for article in held)
    rounds = [_seconds(held) for _ in range(5)]
    rules = min(_timed(lambda: [_judged(one, learned=False) for one in held]) for _ in range(5))
    rows = [
        ("rules alone", f"{1e6 * rules / sentences:.0f}"),
        ("rules and learned layer", f"{1e6 * min(rounds) / sentences:.0f}"),
    ]
    return Table(f"Microseconds a sentence, {sentences:,} sentences", ("second stage", "µs"), tuple(rows))


def _seconds(held: Sequence[Article]) -> float:
    return _timed(lambda: [_judged(one, learned=True) for one in held])


def _timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
