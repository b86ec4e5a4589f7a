"""What changed from one version of an article to the next, by class, and what of it is worth an alert."""

from auditor.inspection.changes.classes import ChangeClass, Weight, is_alert, policy_of
from auditor.inspection.changes.disclosure import promises_update
from auditor.inspection.changes.findings import Changes, Finding, FindingKind, compare_versions
from auditor.inspection.changes.versions import Version, version_of
from auditor.inspection.changes.words import Piece, word_diff

__all__ = [
    "ChangeClass",
    "Changes",
    "Finding",
    "FindingKind",
    "Piece",
    "Version",
    "Weight",
    "compare_versions",
    "is_alert",
    "policy_of",
    "promises_update",
    "version_of",
    "word_diff",
]
