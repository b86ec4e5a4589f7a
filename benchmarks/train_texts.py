"""Train the forests that part body from boilerplate in texts without markup, judged on sites never seen."""

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import html_text
import numpy as np
import tldextract
from bs4 import BeautifulSoup
from sklearn.model_selection import GroupKFold

from auditor.inspection.document import Document, Unreadable
from auditor.inspection.forest import Forest, Row, write_forests
from auditor.inspection.plaintext import read_text
from auditor.inspection.procedure import read_document
from auditor.inspection.rulebook import load_rulebook
from auditor.inspection.segments.layout import read_alone
from auditor.inspection.segments.lines import lines_company, lines_traits
from auditor.inspection.segments.sifting import EVEN, WEIGHTS
from auditor.inspection.segments.traits import Traits
from benchmarks.bodies import visible_text
from benchmarks.corpora import Annotated, annotated_pages
from benchmarks.planting import SEED, fit
from benchmarks.scoring import mark, overlap, words_of
from benchmarks.train_segments import FOLDS, true_shares

NEWS = "a-"
"""What the ids of news pages begin with."""
LONGEST = 3000
"""Lines; longer texts are left out of training."""
TREES: dict[str, Any] = {"iterations": 130, "depth": 6, "learning_rate": 0.12, "l2_leaf_reg": 8, "rsm": 0.3}
STAGES = ("alone", "together")
MADE = ("pure", "part", "graft")
"""Texts made of a true body: whole, some paragraphs of it, some between other pages' furniture."""


@dataclass(slots=True)
class Text:
    """A page as a text; ``true`` is the share of each line that is body, ``printed`` who made the text."""

    about: Annotated
    printed: str
    document: Document
    traits: Traits
    true: Row
    words: Row
    found: dict[str, Row] = field(default_factory=dict)

    @property
    def lines(self) -> list[str]:
        """The words of each block."""
        return [self.document.quote(block.span) for block in self.document.blocks]

    @property
    def weights(self) -> Row:
        """How much each line counts in training: long ones more, all texts about the same."""
        each = np.maximum(self.words, 0.3) ** 0.8
        rare = 0.5 if self.printed in MADE or self.about.kind != "article" else 1.0
        return np.asarray(each / each.sum() * len(each) ** 0.5 * rare, np.float32)

    def stage(self, name: str) -> Traits:
        """The traits that a stage looks at."""
        return self.traits if name == "alone" else lines_company(self.found["alone"], self.traits)


def text_of(about: Annotated, printed: str, text: str, body: set[str] | None = None) -> Text:
    """A text with its traits and truth: the lines in ``body``, by default those of the page's body."""
    document = read_text(text)
    traits = lines_traits(document, read_alone(document, load_rulebook()))
    lines = [document.quote(block.span) for block in document.blocks]
    words = [[word.lower() for word in words_of(line)] for line in lines]
    true = true_shares(words, about.body) if body is None else np.array([line in body for line in lines])
    counts = np.array([len(each) for each in words], np.float32)
    return Text(about, printed, document, traits, np.asarray(true, np.float32), counts)


def printings(about: Annotated) -> Iterator[tuple[str, str]]:
    """The page as texts, by different printers: two of our own, two of others'."""
    try:
        document = read_document(about.data, "text/html", None)
    except Unreadable:
        return
    markup = about.data.decode(document.encoding, "replace")
    yield "html-text", html_text.extract_text(markup)
    if about.kind == "article":
        yield "visible", visible_text(about.data)
        yield "soup", _soup_text(markup)
    if about.name.startswith(NEWS):
        yield "canonical", document.text


def _soup_text(markup: str) -> str:
    """Every string of the page on a line of its own, as ``BeautifulSoup.get_text`` prints it."""
    soup = BeautifulSoup(markup, "lxml")
    for unseen in soup(["script", "style", "noscript", "template"]):
        unseen.decompose()
    return soup.get_text("\n")


def made_of(
    about: Annotated, ends: Sequence[tuple[list[str], list[str]]], chance: random.Random
) -> Iterator[Text]:
    """Texts made of the page's true body (``MADE``); ``ends`` are what stands before and after others'."""
    lines = [line.strip() for line in about.body.splitlines() if line.strip()]
    if about.kind != "article" or len(lines) < 2:
        return
    yield text_of(about, "pure", "\n\n".join(lines), set(lines))
    for printed, most in (("part", 5), ("graft", len(lines))):
        count = chance.randint(1, min(most, len(lines)))
        start = chance.randint(0, len(lines) - count)
        chosen = lines[start : start + count]
        top, foot = chance.choice(ends) if printed == "graft" else ([], [])
        top = top[len(top) - chance.randint(0, min(len(top), 12)) :]
        foot = foot[: chance.randint(0, min(len(foot), 25))]
        yield text_of(about, printed, "\n\n".join([*top, *chosen, *foot]), set(chosen))


def texts_of(pages: Sequence[Annotated]) -> list[Text]:
    """All texts of all annotated pages."""
    chance = random.Random(SEED)  # noqa: S311 - samples, not secrets
    texts = [
        text_of(about, printed, text)
        for about in pages
        if about.body
        for printed, text in printings(about)
        if text.strip() and text.count("\n") < LONGEST
    ]
    ends = [end for text in texts if text.printed == "html-text" for end in _ends_of(text)]
    return texts + [text for about in pages for text in made_of(about, ends, chance)]


def _ends_of(text: Text) -> Iterator[tuple[list[str], list[str]]]:
    body = np.flatnonzero(text.true > EVEN)
    if len(body) and len(text.true) > 40:
        yield text.lines[: body[0]], text.lines[body[-1] + 1 :]


def train_stage(texts: Sequence[Text], name: str) -> Forest:
    """One stage: traits of the lines of each text."""
    traits = [text.stage(name) for text in texts]
    return fit(
        [one.matrix().T for one in traits],
        np.concatenate([text.true for text in texts]),
        np.concatenate([text.weights for text in texts]),
        traits[0].names,
        TREES,
    )


def cross_validate(texts: Sequence[Text]) -> None:
    """Judge every text by forests that saw none of its site; the second stage learns from such judgements."""
    domain = tldextract.TLDExtract(suffix_list_urls=())
    sites = [domain(text.about.address).top_domain_under_public_suffix or text.about.name for text in texts]
    folds = list(GroupKFold(FOLDS).split(texts, groups=sites))
    for name in STAGES:
        for learn, test in folds:
            forest = train_stage([texts[place] for place in learn], name)
            for place in test:
                texts[place].found[name] = forest.probabilities(texts[place].stage(name))
        show(f"{name}, sites never seen", texts, name)


def show(title: str, texts: Sequence[Text], stage: str) -> None:
    """Body F1 by printer on news pages, rules not asked; share of words lost where all is body."""
    for printed in sorted({text.printed for text in texts}):
        chosen = [text for text in texts if text.printed == printed]
        if printed in MADE:
            lost = sum(
                float(text.words[(text.found[stage] < EVEN) & (text.true > EVEN)].sum()) for text in chosen
            )
            share = lost / sum(float(text.words[text.true > EVEN].sum()) for text in chosen)
            print(f"{title}: {printed}: {share:.4f} of the body's words lost", flush=True)
            continue
        marks = mark(
            [
                overlap(text.about.body, _kept(text, stage))
                for text in chosen
                if text.about.name.startswith(NEWS)
            ]
        )
        print(
            f"{title}: {printed}: F1 {marks.f1:.4f} ± {marks.spread:.3f} "
            f"(P {marks.precision:.4f}, R {marks.recall:.4f})",
            flush=True,
        )


def _kept(text: Text, stage: str) -> str:
    return "\n\n".join(
        line for line, likely in zip(text.lines, text.found[stage], strict=True) if likely >= EVEN
    )


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder that holds articles/")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where the weights go")
    return parser.parse_args()


def main() -> int:
    """Cross-validate by site, then train on all texts and write the weights."""
    options = arguments()
    texts = texts_of(annotated_pages(options.corpora / "articles", ""))
    print(f"{len(texts)} texts, {sum(len(text.true) for text in texts)} lines", flush=True)
    cross_validate(texts)
    forests = {name: train_stage(texts, name) for name in STAGES}
    write_forests(options.out, forests)
    return 0


if __name__ == "__main__":
    sys.exit(main())
