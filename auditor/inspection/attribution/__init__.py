"""Who is said to have said it, sentence by sentence and from one sentence to the next."""

from auditor.inspection.attribution.carrying import find_attributions
from auditor.inspection.attribution.hearing import Attribution, Heard, Sourcing, hear
from auditor.inspection.attribution.settling import attribute
from auditor.inspection.attribution.weighing import Weighed, weigh_sentences

__all__ = [
    "Attribution",
    "Heard",
    "Sourcing",
    "Weighed",
    "attribute",
    "find_attributions",
    "hear",
    "weigh_sentences",
]
