"""What each sentence does: assert, report, judge, ask; and whether that can be checked."""

from auditor.inspection.assertions.judging import find_assertions
from auditor.inspection.assertions.kinds import Assertion, SentenceType
from auditor.inspection.assertions.weights import Weights, WeightsError, read_weights, weights_of

__all__ = [
    "Assertion",
    "SentenceType",
    "Weights",
    "WeightsError",
    "find_assertions",
    "read_weights",
    "weights_of",
]
