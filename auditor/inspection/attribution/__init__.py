"""Who is said to have said it, sentence by sentence and from one sentence to the next."""

from auditor.inspection.attribution.carrying import find_attributions
from auditor.inspection.attribution.hearing import Attribution, Heard, Sourcing, hear
from auditor.inspection.attribution.kinds import SourceType
from auditor.inspection.attribution.settling import settle
from auditor.inspection.attribution.weighing import Weighed, weigh_sentences

__all__ = [
    "Attribution",
    "Heard",
    "SourceType",
    "Sourcing",
    "Weighed",
    "find_attributions",
    "hear",
    "settle",
    "weigh_sentences",
]
