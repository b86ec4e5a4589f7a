"""Citations by rule: other outlets, documents, links; which sentences they vouch for."""

from auditor.inspection.citations.citation import Citation, CitationType, Reach
from auditor.inspection.citations.finding import find_citations, vouched

__all__ = ["Citation", "CitationType", "Reach", "find_citations", "vouched"]
