"""What each sentence does: assert, report, judge, ask; and whether that can be checked."""

from auditor.inspection.assertions.judging import Assertion, SentenceType, find_assertions

__all__ = ["Assertion", "SentenceType", "find_assertions"]
