"""What scikit-learn makes of attribution in PolNeAR, trained on the same articles as our network.

python -m benchmarks.attribution_baselines --corpora PATH, in an environment of the group ``train``.
"""

import argparse
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import hstack
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from benchmarks.polnear import News, read_news
from benchmarks.sourcing import marks

FOLDS = 5


def texts_of(news: Sequence[News], shift: int) -> list[str]:
    """Each sentence's words, or those of the sentence ``shift`` places on; "" beyond the article's ends."""
    found: list[str] = []
    for article in news:
        words = [sentence.text for sentence in article.sentences]
        places = range(shift, shift + len(words))
        found += [words[place] if 0 <= place < len(words) else "" for place in places]
    return found


class Words:
    """Words and pairs of words of sentences, weighed by TF-IDF, with those of their neighbours or without."""

    def __init__(self, news: Sequence[News], shifts: Sequence[int]) -> None:
        self.shifts = shifts
        self.makers = [self._maker().fit(texts_of(news, shift)) for shift in shifts]

    @staticmethod
    def _maker() -> TfidfVectorizer:
        # Quotation marks are words here: they say most of it.
        pattern = r"\w+|[\"“”]|''"
        return TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, token_pattern=pattern)

    def rows(self, news: Sequence[News]) -> Any:
        """Sentences by words, sparse."""
        parts = [
            maker.transform(texts_of(news, shift))
            for maker, shift in zip(self.makers, self.shifts, strict=True)
        ]
        return hstack(parts).tocsr()


def linear(train: Sequence[News], dev: Sequence[News], shifts: Sequence[int]) -> np.ndarray:
    """Logistic regression; how likely each sentence of ``dev`` is attributed."""
    words, truth = Words(train, shifts), _truth(train)
    return _likely(LogisticRegression(C=4, max_iter=400).fit(words.rows(train), truth), words.rows(dev))


def stacked(train: Sequence[News], dev: Sequence[News]) -> np.ndarray:
    """Boosted trees over what the linear model says of a sentence and of two neighbours on either side."""
    words, truth = Words(train, (0, -1, 1)), _truth(train)
    model = LogisticRegression(C=4, max_iter=400)
    groups = np.concatenate([np.full(len(one.sentences), place) for place, one in enumerate(train)])
    rows = words.rows(train)
    inside = cross_val_predict(
        model, rows, truth, groups=groups, cv=GroupKFold(FOLDS), method="predict_proba"
    )[:, 1]
    trees = HistGradientBoostingClassifier(random_state=0).fit(_around(train, inside), truth)
    outside = _likely(model.fit(rows, truth), words.rows(dev))
    return _likely(trees, _around(dev, outside))


def _around(news: Sequence[News], likely: np.ndarray) -> np.ndarray:
    """Of each sentence the answers for itself and four neighbours, its length, its quotation marks."""
    columns = []
    ends = np.cumsum([0, *(len(one.sentences) for one in news)])
    for shift in (-2, -1, 0, 1, 2):
        moved = np.full(len(likely), np.nan)
        for start, end in pairwise(ends):
            places = np.arange(start, end) + shift
            inside = (places >= start) & (places < end)
            moved[np.arange(start, end)[inside]] = likely[places[inside]]
        columns.append(moved)
    words = texts_of(news, 0)
    columns += [np.array([len(text.split()) for text in words], float)]
    columns += [np.array([sum(text.count(mark) for mark in '"“”') for text in words], float)]
    return np.stack(columns, axis=1)


def _truth(news: Sequence[News]) -> np.ndarray:
    return np.array([sentence.attributed for one in news for sentence in one.sentences])


def _likely(model: Any, rows: Any) -> np.ndarray:
    found: np.ndarray = model.predict_proba(rows)[:, 1]
    return found


def _by_article(news: Sequence[News], likely: np.ndarray) -> Iterator[list[float]]:
    start = 0
    for one in news:
        yield likely[start : start + len(one.sentences)].tolist()
        start += len(one.sentences)


def main() -> None:
    """Train each on the training half and print its figures on the development half."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--corpora", type=Path, required=True)
    corpora = options.parse_args().corpora
    train, dev = read_news(corpora, "train"), read_news(corpora, "dev")
    for name, likely in (
        ("logistic regression, the sentence alone", linear(train, dev, (0,))),
        ("logistic regression, with its neighbours", linear(train, dev, (0, -1, 1))),
        ("the same with boosted trees on top", stacked(train, dev)),
    ):
        strict, broad = marks(dev, list(_by_article(dev, likely)))
        print(
            f"{name:<44} G3 {strict.yes:.3f} not {strict.no:.3f}  P at R .80 {strict.precise:.3f}  "
            f"G1 {broad.yes:.3f} not {broad.no:.3f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
