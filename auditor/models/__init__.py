"""The tables: what was served, what was found in it, what people decided."""

from auditor.models.access import AccessToken, Scope
from auditor.models.article import Article, Outlet, Reading, Snapshot
from auditor.models.audit import Audit, Passage
from auditor.models.capture import Capture, Host
from auditor.models.catalogue import Boilerplate, CatalogueEntry, HouseRule, PrecedentSet, Variant
from auditor.models.queue import Decision, QueueItem, ReviewEntry

__all__ = [
    "AccessToken",
    "Article",
    "Audit",
    "Boilerplate",
    "Capture",
    "CatalogueEntry",
    "Decision",
    "Host",
    "HouseRule",
    "Outlet",
    "Passage",
    "PrecedentSet",
    "QueueItem",
    "Reading",
    "ReviewEntry",
    "Scope",
    "Snapshot",
    "Variant",
]
