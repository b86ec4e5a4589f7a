"""A sentence's words alone as a guess at what wants a source: what claim detection began with, to compare."""

import numpy as np

from auditor.inspection.assertions.fitting import Cases, Floats, Layer, Pull
from auditor.inspection.assertions.traits import BUCKETS, Seen

_PULL = 1.0


class WordsAlone:
    """Logistic regression on words and pairs of words by tf-idf, each sentence of length 1.

    Features as in ClaimBuster (Hassan et al. 2017), without its parts of speech, entities and sentiment.
    """

    def __init__(self, seen: Seen, answers: Floats) -> None:
        """Learn from the labelled sentences ``seen`` what is answered 1."""
        sentences = len(answers)
        once = np.unique(np.stack([seen.owners, seen.words]), axis=1)[1]
        found = np.bincount(once, minlength=BUCKETS)
        self._weights = np.log((1 + sentences) / (1 + found)) + 1
        rate = float(answers.mean())
        prior = Layer(np.zeros(0), np.zeros(BUCKETS), float(np.log(rate / (1 - rate))))
        self._layer = self._cases(seen).fit(answers, np.ones(sentences), prior, Pull(_PULL, _PULL))

    def odds(self, seen: Seen) -> Floats:
        """The log-odds of each sentence."""
        return self._cases(seen).odds(self._layer)

    def _cases(self, seen: Seen) -> Cases:
        weights = self._weights[seen.words]
        lengths = np.sqrt(np.bincount(seen.owners, weights**2, len(seen.traits)))
        return Cases(np.zeros((len(seen.traits), 0)), seen.words, seen.owners, weights / lengths[seen.owners])
