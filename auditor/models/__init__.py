"""The tables: what was served, what was found in it, what people decided."""

from auditor.models.access import AccessToken, Scope
from auditor.models.answers import Draft, Gold, Mention, Note, SavedView, SecondLook
from auditor.models.article import Article, Outlet, Reading, Snapshot
from auditor.models.audit import Audit, Passage
from auditor.models.capture import Capture, Host
from auditor.models.catalogue import Boilerplate, CatalogueEntry, HouseRule, PrecedentSet, Variant
from auditor.models.change import Change, Finding, Replay, VerdictChange
from auditor.models.correction import Correction
from auditor.models.desk import Assignment, Claim, Docket, Pass
from auditor.models.learned import FlagWeights
from auditor.models.preferences import DeskKeys
from auditor.models.queue import Decision, QueueItem, ReviewEntry

__all__ = [
    "AccessToken",
    "Article",
    "Assignment",
    "Audit",
    "Boilerplate",
    "Capture",
    "CatalogueEntry",
    "Change",
    "Claim",
    "Correction",
    "Decision",
    "DeskKeys",
    "Docket",
    "Draft",
    "Finding",
    "FlagWeights",
    "Gold",
    "Host",
    "HouseRule",
    "Mention",
    "Note",
    "Outlet",
    "Pass",
    "Passage",
    "PrecedentSet",
    "QueueItem",
    "Reading",
    "Replay",
    "ReviewEntry",
    "SavedView",
    "Scope",
    "SecondLook",
    "Snapshot",
    "Variant",
    "VerdictChange",
]
