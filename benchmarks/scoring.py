"""How like two texts are: the measures that the field's own benchmarks define."""

import random
import statistics
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

SHINGLE = 4
RESAMPLES = 1000
SEED = 42


@dataclass(frozen=True, slots=True)
class Overlap:
    """What a found text shares with the true one, as shares of all shingles of both.

    ``right`` in both, ``extra`` only in the found text, ``missing`` only in the true one; they add up
    to 1, or to 0 when both texts are empty. A page counts the same however long it is.
    """

    right: float
    extra: float
    missing: float

    @property
    def precision(self) -> float:
        """Share of the found shingles that are right; 1 when both texts are empty."""
        return _share(self.right, self.extra, self.missing)

    @property
    def recall(self) -> float:
        """Share of the true shingles that were found; 1 when both texts are empty."""
        return _share(self.right, self.missing, self.extra)

    @property
    def f1(self) -> float:
        """Harmonic mean of this page's precision and recall, in [0, 1]."""
        both = 2 * self.right + self.extra + self.missing
        return 2 * self.right / both if both else 1.0

    @property
    def exact(self) -> bool:
        """Whether nothing is missing and nothing too much."""
        return not self.extra and not self.missing


def _share(right: float, wrong: float, elsewhere: float) -> float:
    if not wrong and not elsewhere:
        return 1.0
    return right / (right + wrong) if right + wrong else 0.0


def words_of(text: str) -> list[str]:
    """The runs of letters, digits and underscores (``\\w+`` of the field's benchmarks), in order."""
    runs = groupby(text, _in_word)
    return ["".join(run) for inside, run in runs if inside]


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def shingles_of(text: str, size: int = SHINGLE) -> Counter[tuple[str, ...]]:
    """How often each run of ``size`` words stands in ``text``; a shorter text is one shingle."""
    words = words_of(text)
    last = max(1, len(words) - size + 1)
    return Counter(run for start in range(last) if (run := tuple(words[start : start + size])))


def overlap(true: str, found: str, size: int = SHINGLE) -> Overlap:
    """What ``found`` shares with ``true``, by shingles of ``size`` words.

    A shingle counts as often as it stands. The measure of scrapinghub/article-extraction-benchmark
    (``evaluate.py``), which uses 4; 1 gives the bag of words.
    """
    wanted, given = shingles_of(true, size), shingles_of(found, size)
    right = (wanted & given).total()
    extra, missing = given.total() - right, wanted.total() - right
    whole = right + extra + missing
    return Overlap(right / whole, extra / whole, missing / whole) if whole else Overlap(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Marks:
    """Figures over several pages, each in [0, 1].

    ``precision`` is the mean over pages where something was found, ``recall`` over those where
    something was to be found, ``f1`` the harmonic mean of these two: so defined by
    scrapinghub/article-extraction-benchmark. ``spread`` is the half width of the 95 % interval of
    ``f1`` (1.96 standard deviations over resampled pages). ``accuracy`` is the share of pages without
    any fault, ``page_f1`` the mean of each page's own F1.
    """

    pages: int
    f1: float
    spread: float
    precision: float
    recall: float
    accuracy: float
    page_f1: float
    page_spread: float


def mark(overlaps: Sequence[Overlap]) -> Marks:
    """The figures of these pages; resampled with a fixed seed. Raises ``ValueError`` when there are none."""
    if not overlaps:
        raise ValueError("there is no page to mark")
    precision, recall = _mean_precision(overlaps), _mean_recall(overlaps)
    return Marks(
        pages=len(overlaps),
        f1=_pooled_f1(overlaps),
        spread=spread_of(overlaps, _pooled_f1),
        precision=precision,
        recall=recall,
        accuracy=statistics.fmean(one.exact for one in overlaps),
        page_f1=_page_f1(overlaps),
        page_spread=spread_of(overlaps, _page_f1),
    )


def _mean_precision(overlaps: Sequence[Overlap]) -> float:
    return _mean(one.precision for one in overlaps if one.right + one.extra)


def _mean_recall(overlaps: Sequence[Overlap]) -> float:
    return _mean(one.recall for one in overlaps if one.right + one.missing)


def _page_f1(overlaps: Sequence[Overlap]) -> float:
    return statistics.fmean(one.f1 for one in overlaps)


def _pooled_f1(overlaps: Sequence[Overlap]) -> float:
    precision, recall = _mean_precision(overlaps), _mean_recall(overlaps)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _mean(values: Iterable[float]) -> float:
    kept = list(values)
    return statistics.fmean(kept) if kept else 0.0


def spread_of(overlaps: Sequence[Overlap], figure: Callable[[Sequence[Overlap]], float]) -> float:
    """Half the width of the 95 % interval of ``figure``, by resampling pages with a fixed seed."""
    chance = random.Random(SEED)  # noqa: S311 - a bootstrap, not a secret
    drawn = [figure(chance.choices(overlaps, k=len(overlaps))) for _ in range(RESAMPLES)]
    return 1.96 * statistics.stdev(drawn)


def flat(text: str) -> str:
    """``text`` in compatibility form (NFKC) with every run of white space as one space."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def holds(text: str, snippet: str) -> bool:
    """Whether ``snippet``, made flat, stands in ``text``, which ``flat`` has made already."""
    return flat(snippet) in text
