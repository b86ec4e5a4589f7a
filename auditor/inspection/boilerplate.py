"""Which rules a block of text answers to."""

from auditor.inspection.rulebook import Match, Rulebook, Scope
from auditor.inspection.wording import cut_sentences, fingerprint, inside_quotation

__all__ = ["Recognised", "fingerprint", "recognise"]
