"""What each sentence does: assert, report, judge, ask; and whether that can be checked."""

from auditor.inspection.assertions.judging import find_assertions, look_at
from auditor.inspection.assertions.kinds import Assertion, SentenceType
from auditor.inspection.assertions.traits import Seen
from auditor.inspection.assertions.weights import Weights, WeightsError, read_weights, weights_of

__all__ = [
    "Assertion",
    "Seen",
    "SentenceType",
    "Weights",
    "WeightsError",
    "find_assertions",
    "look_at",
    "read_weights",
    "weights_of",
]
