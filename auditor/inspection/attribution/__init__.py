"""Who is said to have said it, sentence by sentence and from one sentence to the next."""

from auditor.inspection.attribution.carrying import find_attributions
from auditor.inspection.attribution.hearing import Attribution, Heard, Sourcing, hear

__all__ = ["Attribution", "Heard", "Sourcing", "find_attributions", "hear"]
