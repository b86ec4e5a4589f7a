"""Sentence ends and attribution in the news of PolNeAR, beside what costs nothing; time and memory."""

import resource
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import re2
from numpy.typing import NDArray

from auditor.inspection.assertions import find_assertions
from auditor.inspection.attribution import (
    Attribution,
    Sourcing,
    find_attributions,
    hear,
    settle,
    weigh_sentences,
)
from auditor.inspection.citations import find_citations, vouched
from auditor.inspection.flags import raise_flags
from auditor.inspection.sentences import find_sentences
from benchmarks.certainty import Answers, answers, reliability
from benchmarks.polnear import News, read_news
from benchmarks.source_types import source_types
from benchmarks.tables import Cell, Table

_WORDS = re2.compile(r"""\b(?:said|told|according to)\b|["“”]|''""")
_PARTY = re2.compile(r"(?:\((?:R|D|I)-[A-Za-z. ]+\.\)|(?:R|D|I)-[A-Z]\.[A-Z]\.)$")
_DOTS = ("...", "…", ". .", "..")
_CLOSING = re2.compile(r"""[’'.]*(?:”|"|''|’|')+(?:\s|$)|“(?:\n|$)""")


def tables(corpora: Path, rounds: int) -> Iterator[Table]:
    """Every table of this section, over the development articles."""
    news = read_news(corpora, "dev")
    yield boundaries(news)
    yield from attributed(news)
    yield source_types(corpora)
    yield costs(news, rounds)


def boundaries(news: Sequence[News]) -> Table:
    """Sentence ends inside paragraphs against CoreNLP's, corrected as the notes say."""
    right = found = true = 0
    for one in news:
        if one.parsed:
            ours, theirs = _ends(one)
            right, found, true = right + len(ours & theirs), found + len(ours), true + len(theirs)
    precision, recall = right / found, right / true
    return Table(
        "Sentence ends inside paragraphs (PolNeAR, dev)",
        ("who", "precision", "recall", "F1", "ends"),
        (("Source Auditor", precision, recall, 2 * precision * recall / (precision + recall), true),),
        (
            "Truth is CoreNLP's cut, corrected: a quotation mark on the wrong side of an end is moved,",
            'an end after "(R-S.C.)" or "R-S.C.," is dropped, ends beside an ellipsis are left out.',
        ),
    )


def _ends(news: News) -> tuple[set[int], set[int]]:
    """Where sentences begin that are not the first of their paragraph: found, and true."""
    firsts = {span.start for span in news.paragraphs}
    ours = {span.start for span in find_sentences(news.document, news.segments)} - firsts
    moved = (
        {_moved(news.text, sentence.span.start) for sentence in news.sentences} - firsts - {len(news.text)}
    )
    theirs = {place for place in moved if not _PARTY.search(news.text[max(0, place - 40) : place].rstrip())}
    dotted = {place for place in ours | theirs if _beside_dots(news.text, place)}
    return ours - dotted, theirs - dotted


def _moved(text: str, start: int) -> int:
    """``start``, or behind the closing marks that stand there."""
    closing = _CLOSING.match(text[start : start + 8])
    if closing is None:
        return start
    rest = text[start + closing.end() :]
    behind = start + closing.end() + len(rest) - len(rest.lstrip())
    return int(behind)


def _beside_dots(text: str, place: int) -> bool:
    before = text[max(0, place - 12) : place].rstrip().rstrip("\"”’')")
    return before.endswith(_DOTS) or text.startswith(_DOTS, place)


@dataclass(frozen=True, slots=True)
class Contestant:
    """Whoever says how likely each sentence of an article is attributed."""

    name: str
    says: Callable[[News], Sequence[float]]


def _heard(news: News) -> Any:
    return hear(news.document, news.segments, [sentence.span for sentence in news.sentences])


def _by_words(news: News) -> list[float]:
    return [float(_WORDS.search(sentence.text) is not None) for sentence in news.sentences]


def _by_rules(news: News) -> list[float]:
    return [float(one.sourcing is not Sourcing.NONE) for one in find_attributions(_heard(news))]


def _by_both(news: News) -> list[float]:
    return [one.probability for one in read(news)]


def _touching(news: News) -> list[float]:
    likely: list[float] = weigh_sentences(news.document, _heard(news)).judged.touched.astype(float).tolist()
    return likely


def read(news: News) -> tuple[Attribution, ...]:
    """The attributions of an article, for the sentences as people cut them."""
    heard = _heard(news)
    return settle(find_attributions(heard), heard, weigh_sentences(news.document, heard))


CONTESTANTS = (
    Contestant("every sentence", lambda news: [1.0] * len(news.sentences)),
    Contestant('"said", "told", "according to" or a quotation mark', _by_words),
    Contestant("Source Auditor: rules alone", _by_rules),
    Contestant("Source Auditor", _by_both),
)


def attributed(news: Sequence[News]) -> Iterator[Table]:
    """Which sentences are attributed, by G3 and by G1; ours by outlet; how far its probability is true."""
    said = {one.name: [one.says(article) for article in news] for one in CONTESTANTS}
    rows = [(name, *_row(news, likely)) for name, likely in said.items()]
    broad = _row(news, [_touching(article) for article in news])
    rows.append(("Source Auditor: the network's answer for any word", *(None,) * 6, *broad[6:]))
    yield Table(
        "Attributed sentences (PolNeAR, dev; sentences as people cut them)",
        ("who", "G3", "G3 not", "P", "R", "P at R .80", "ECE", "G1", "G1 not"),
        tuple(rows),
        (
            "G3: half the words or more in attributions by reporting or in quotation marks; G1: any word.",
            '"not": F1 of the unattributed, among statements of five words or more; P, R of these by G3.',
            "ECE: expected calibration error of the probability that they are unattributed, ten bins.",
        ),
    )
    ours = said[CONTESTANTS[-1].name]
    yield _by_outlet(news, ours)
    yield _reliability(news, ours)


def _row(news: Sequence[News], likely: Sequence[Sequence[float]]) -> tuple[Cell, ...]:
    strict, broad = marks(news, likely)
    return (
        strict.yes,
        strict.no,
        strict.no_precision,
        strict.no_recall,
        strict.precise,
        strict.error,
        broad.yes,
        broad.no,
    )


def marks(news: Sequence[News], likely: Sequence[Sequence[float]]) -> tuple[Answers, Answers]:
    """The figures by G3 and by G1, over body sentences."""
    chosen, declarative, strict, broad = _scored(news, likely)
    return answers(strict, chosen, declarative), answers(broad, chosen, declarative)


def _scored(news: Sequence[News], likely: Sequence[Sequence[float]]) -> tuple[NDArray[Any], ...]:
    pairs = [
        (chance, sentence)
        for article, chances in zip(news, likely, strict=True)
        for sentence, chance in zip(article.sentences, chances, strict=True)
        if sentence.body
    ]
    return (
        np.array([chance for chance, _ in pairs], np.float64),
        np.array([sentence.declarative for _, sentence in pairs]),
        np.array([sentence.attributed for _, sentence in pairs]),
        np.array([sentence.touched for _, sentence in pairs]),
    )


def _by_outlet(news: Sequence[News], likely: Sequence[Sequence[float]]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for outlet in sorted({article.outlet for article in news}):
        places = [place for place, article in enumerate(news) if article.outlet == outlet]
        strict, _ = marks([news[place] for place in places], [likely[place] for place in places])
        rows.append((outlet, strict.yes, strict.no, strict.error))
    return Table("Attributed sentences by outlet (G3)", ("outlet", "F1", "F1 not", "ECE"), tuple(rows))


def _reliability(news: Sequence[News], likely: Sequence[Sequence[float]]) -> Table:
    chosen, declarative, strict, _ = _scored(news, likely)
    bins = reliability(~strict[declarative], 1 - chosen[declarative])
    return Table(
        "How far the probability can be believed (unattributed, G3)",
        ("said", "true", "sentences"),
        tuple(bins),
    )


def costs(news: Sequence[News], rounds: int) -> Table:
    """CPU time per sentence of every step from the raw text on, its paragraphs given; memory."""
    articles = [(article, article.document, article.segments) for article in news]
    before = _resident()
    best: dict[str, float] = {}
    count = 0
    for _ in range(rounds):
        spent: dict[str, float] = {}
        count = sum(_timed(*given, spent) for given in articles)
        best = {name: min(seconds, best.get(name, seconds)) for name, seconds in spent.items()}
    total = sum(best.values())
    rows = [(name, seconds / count * 1e6) for name, seconds in best.items()]
    return Table(
        f"CPU time from text to flags, {count} sentences",
        ("step", "µs per sentence"),
        (*rows, ("all", total / count * 1e6), ("sentences per second", count / total)),
        (
            f"Best of {rounds} rounds for each step, one core; paragraphs are given, as after segmentation.",
            f"Resident memory grew by {(_resident() - before) / 1024:.0f} MB, lexicons and weights included.",
        ),
    )


def _timed(news: News, document: Any, segments: Any, spent: dict[str, float]) -> int:
    """How many sentences were read; what each step took is added to ``spent``."""

    def step(name: str, run: Callable[[], Any]) -> Any:
        began = time.process_time()
        made = run()
        spent[name] = spent.get(name, 0.0) + time.process_time() - began
        return made

    sentences = step("sentences", lambda: find_sentences(document, segments))
    heard = step("words, cues and credits", lambda: hear(document, segments, sentences))
    weighed = step("network", lambda: weigh_sentences(document, heard))
    rules = step("who vouches, by rules", lambda: find_attributions(heard))
    cited = step("citations", lambda: vouched(rules, find_citations(document, segments, heard)))
    found = step("rules and network together", lambda: settle(cited, heard, weighed))
    judged = step("assertions", lambda: find_assertions(heard, found))
    step("flags", lambda: raise_flags(document, segments, (), judged))
    return len(sentences)


def _resident() -> int:
    """The most memory that was resident so far, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
