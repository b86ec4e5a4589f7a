"""Train the forests that part body from boilerplate on pages; say how well they do on sites never seen."""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import tldextract
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq
from sklearn.model_selection import GroupKFold

from auditor.inspection.document import Document, Unreadable
from auditor.inspection.forest import Forest, Row, write_forests
from auditor.inspection.procedure import read_document
from auditor.inspection.rulebook import load_rulebook
from auditor.inspection.segments import segment, settling
from auditor.inspection.segments.layout import read_alone
from auditor.inspection.segments.outline import Outline
from auditor.inspection.segments.pages import read_page
from auditor.inspection.segments.pagetypes import PageType, page_traits
from auditor.inspection.segments.traits import Traits
from auditor.inspection.segments.weighing import TYPES, WEIGHTS, Weighed, add_type, company_of, measured
from benchmarks.bodies import main_text_of
from benchmarks.corpora import Annotated, annotated_pages
from benchmarks.planting import fit
from benchmarks.scoring import mark, overlap, shingles_of, words_of

FOLDS = 5
RUN = 3
"""Words in a row that must stand in both texts to be taken for the same words."""
KINDS = {"documentation": "manual", "listing": "shop", "product": "shop", "collection": "shop"}
BLOCK_TREES: dict[str, Any] = {
    "iterations": 250,
    "depth": 6,
    "learning_rate": 0.08,
    "l2_leaf_reg": 6,
    "rsm": 0.3,
}
PAGE_TREES: dict[str, Any] = {
    "iterations": 80,
    "depth": 4,
    "learning_rate": 0.08,
    "l2_leaf_reg": 6,
    "rsm": 0.4,
}


@dataclass(slots=True)
class Page:
    """An annotated page as the forests see it; ``true`` is the share of each block that is body."""

    about: Annotated
    document: Document
    outline: Outline
    traits: Traits
    whole: Traits
    true: Row
    words: Row
    found: dict[str, Row] = field(default_factory=dict)

    @property
    def weights(self) -> Row:
        """How much each block counts in training: long ones more, all pages about the same."""
        each = np.maximum(self.words, 0.3) ** 0.8
        rare = 1.0 if self.about.kind == "article" else 1.5
        return np.asarray(each / each.sum() * len(each) ** 0.5 * rare, np.float32)


def page_of(about: Annotated) -> Page | None:
    """The page with its traits and truth; None when it cannot be read or nobody said what its body is."""
    try:
        document = read_document(about.data, "text/html", None)
    except Unreadable:
        return None
    if not about.body:
        return None
    rulebook = load_rulebook()
    outline, traits = measured(document, read_page(document, read_alone(document, rulebook), rulebook))
    words = [[word.lower() for word in words_of(document.quote(block.span))] for block in document.blocks]
    counts = np.array([len(each) for each in words], np.float32)
    whole = page_traits(document, traits)
    return Page(about, document, outline, traits, whole, true_shares(words, about.body), counts)


def true_shares(blocks: Sequence[Sequence[str]], body: str) -> Row:
    """The share of each block's words that the true body has, in order or by runs of four words."""
    truth = [word.lower() for word in words_of(body)]
    numbers = {
        word: number
        for number, word in enumerate(sorted({*truth, *(word for words in blocks for word in words)}))
    }
    joined = [numbers[word] for words in blocks for word in words]
    starts = np.cumsum([0, *(len(words) for words in blocks)])
    same = np.zeros(len(joined), bool)
    for step in LCSseq.opcodes(joined, [numbers[word] for word in truth]):
        if step.tag == "equal":
            same[list(_trusted(step.src_start, step.src_end, starts))] = True
    shingles = shingles_of(" ".join(truth))
    return np.array(
        [
            max(same[start:end].mean() if end > start else 0.0, _known(words, shingles))
            for start, end, words in zip(starts[:-1], starts[1:], blocks, strict=True)
        ],
        np.float32,
    )


def _trusted(start: int, end: int, starts: NDArray[np.int64]) -> Iterable[int]:
    """Words of a common run: all of a long one, of a short one those that are whole blocks."""
    if end - start >= RUN:
        yield from range(start, end)
        return
    for word in range(start, end):
        block = int(np.searchsorted(starts, word, "right")) - 1
        if start <= starts[block] and starts[block + 1] <= end:
            yield word


def _known(words: Sequence[str], shingles: Any) -> float:
    """The share of a block's runs of four words that stand anywhere in the body, if most do."""
    if len(words) < 5:
        return 0.0
    share = float(np.mean([one in shingles for one in shingles_of(" ".join(words))]))
    return share if share >= 0.6 else 0.0


def train_types(pages: Sequence[Page]) -> dict[str, Forest]:
    """One forest for each type of page."""
    rows = [page.whole.matrix().T for page in pages]
    kinds = [KINDS.get(page.about.kind, page.about.kind) for page in pages]
    weights = np.array([0.5 if page.about.kind == "article" else 1.5 for page in pages], np.float32)
    names = pages[0].whole.names
    return {
        name: fit(rows, np.array([kind == name for kind in kinds], np.float32), weights, names, PAGE_TREES)
        for name in TYPES
    }


def train_blocks(pages: Sequence[Page], traits: Sequence[Traits]) -> Forest:
    """One stage: traits of the blocks of each page."""
    return fit(
        [one.matrix().T for one in traits],
        np.concatenate([page.true for page in pages]),
        np.concatenate([page.weights for page in pages]),
        traits[0].names,
        BLOCK_TREES,
    )


def with_type(page: Page) -> Traits:
    """The traits of the page's blocks with the type that was found for it."""
    traits = Traits(page.traits.columns)
    add_type(traits, PageType(*(float(page.found[name][0]) for name in TYPES)))
    return traits


def judge_types(pages: Sequence[Page], forests: dict[str, Forest]) -> None:
    """Write into each page what type the forests say it is."""
    for page in pages:
        page.found |= {name: forests[name].probabilities(page.whole) for name in TYPES}


def judge(pages: Sequence[Page], stage: str, forest: Forest) -> None:
    """Write into each page what one stage says of its blocks."""
    for page in pages:
        page.found[stage] = forest.probabilities(stage_traits(page, stage))


def stage_traits(page: Page, stage: str) -> Traits:
    """The traits that a stage looks at."""
    traits = with_type(page)
    return traits if stage == "alone" else company_of(page.found["alone"], traits, page.outline)


Fold = tuple[list[Page], list[Page]]


def folds_of(pages: Sequence[Page]) -> list[Fold]:
    """The pages parted by site: those to learn from and those to judge, ``FOLDS`` times."""
    domain = tldextract.TLDExtract(suffix_list_urls=())
    sites = [domain(page.about.address).top_domain_under_public_suffix or page.about.name for page in pages]
    parts = GroupKFold(FOLDS).split(pages, groups=sites)
    return [([pages[i] for i in learn], [pages[i] for i in test]) for learn, test in parts]


def cross_validate(pages: Sequence[Page]) -> None:
    """Judge every page by forests that saw no page of its site; the second stage learns from that."""
    folds = folds_of(pages)
    for learn, test in folds:
        judge_types(test, train_types(learn))
    for stage in ("alone", "together"):
        for learn, test in folds:
            judge(test, stage, train_blocks(learn, [stage_traits(page, stage) for page in learn]))
        show(f"{stage}, sites never seen", pages, stage)
    show_whole("whole segmentation, sites never seen", pages)


def train(pages: Sequence[Page]) -> dict[str, Forest]:
    """The forests for the package: pages must have been judged by others' forests before."""
    forests = train_types(pages)
    for stage in ("alone", "together"):
        forests[stage] = train_blocks(pages, [stage_traits(page, stage) for page in pages])
    return forests


def show(title: str, pages: Sequence[Page], stage: str) -> None:
    """Main text F1 by set and type: blocks at least as likely body as not, rules not asked."""
    texts = []
    for page in pages:
        body = [b for b, p in zip(page.document.blocks, page.found[stage], strict=True) if p >= 0.5]
        texts.append("\n\n".join(page.document.quote(block.span) for block in body))
    tell(title, pages, texts)


def show_whole(title: str, pages: Sequence[Page]) -> None:
    """Main text F1 of the whole segmentation, rules included, with what was found for each page."""
    said = {page.document.digest: weighed_of(page) for page in pages}
    rulebook = load_rulebook()
    with patch.object(settling, "weigh", lambda document, _: said[document.digest]):
        texts = [main_text_of(page.document, segment(page.document, rulebook)) for page in pages]
    tell(title, pages, texts)


def weighed_of(page: Page) -> Weighed:
    """What was found for a page, as the product has it from the packaged forests."""
    kind = PageType(*(float(page.found[name][0]) for name in TYPES))
    both: Row = np.round((page.found["alone"] + page.found["together"]) / np.float32(2), 4)
    return Weighed(page.outline, kind, page.found["alone"], both)


def tell(title: str, pages: Sequence[Page], texts: Sequence[str]) -> None:
    """One line of figures: F1 of ``texts`` against what people called the body of ``pages``."""
    found = defaultdict(list)
    for page, text in zip(pages, texts, strict=True):
        news = page.about.name.startswith("a-")
        found["news" if news else page.about.kind].append(overlap(page.about.body, text, 4 if news else 1))
    marks = {kind: mark(found[kind]) for kind in sorted(found)}
    first = marks.pop("news")
    every = [one.f1 for kind, each in found.items() if kind != "news" for one in each]
    print(f"{title}: news {first.f1:.3f} (P {first.precision:.3f}, R {first.recall:.3f})", end="")
    print("".join(f", {kind} {one.page_f1:.3f}" for kind, one in marks.items()), end="")
    print(f", all types {np.mean(every):.3f}", flush=True)


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder that holds articles/")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where the weights go")
    return parser.parse_args()


def main() -> int:
    """Cross-validate by site, then train on all pages and write the weights."""
    options = arguments()
    annotated = annotated_pages(options.corpora / "articles", "")
    pages = [page for about in annotated if (page := page_of(about)) is not None]
    print(f"{len(pages)} pages, {sum(len(page.document.blocks) for page in pages)} blocks", flush=True)
    cross_validate(pages)
    forests = train(pages)
    write_forests(options.out, forests)
    judge_types(pages, forests)
    for stage in ("alone", "together"):
        judge(pages, stage, forests[stage])
        show(f"{stage}, in sample", pages, stage)
    return 0


if __name__ == "__main__":
    sys.exit(main())
