"""What the trained network says of the sentences that were heard."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from auditor.inspection.attribution.features import Features, features_of
from auditor.inspection.attribution.hearing import Heard
from auditor.inspection.attribution.network import Judged, packaged_network
from auditor.inspection.document import Document
from auditor.inspection.tokens import tokenize


@dataclass(frozen=True, slots=True)
class Weighed:
    """The tokens of all sentences, and what the network says of them; ``offset`` is where they begin.

    Places of tokens are code points from ``offset`` on in the document's text.
    """

    features: Features
    judged: Judged
    offset: int


def weigh_sentences(document: Document, heard: Sequence[Heard]) -> Weighed:
    """Read all sentences in one go. Time and memory are linear in the text between the first and the last."""
    spans = [one.said.span for one in heard]
    start, end = (spans[0].start, spans[-1].end) if spans else (0, 0)
    tokens = tokenize(document.text[start:end])
    bounds = np.array([(span.start - start, span.end - start) for span in spans], np.int64)
    begins = {one.said.paragraph: one.said.span.start - start for one in reversed(heard)}
    features = features_of(tokens, bounds.reshape(-1, 2), sorted(begins.values()))
    return Weighed(features, packaged_network().judge(features), start)
