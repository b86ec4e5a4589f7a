"""Which text a page shows that came: an earlier version's, if nothing but page furniture differs."""

from auditor.catalogue import house
from auditor.inspection.changes import ChangeClass, Version, compare_versions, version_of
from auditor.inspection.document import Document
from auditor.inspection.procedure import inspect_document
from auditor.models import Article, Audit
from auditor.versions import differences

REMEMBERED = 3
"""Versions that a page is compared with, the newest first: as many as a page alternates between."""


def shown_text(article: Article, document: Document) -> str:
    """The digest of the text that stands for ``document``.

    That of a version which differs from it in nothing but counters, adverts, menus and other page
    furniture, else its own. The page that came is always compared with a whole version, so that small
    differences do not add up unseen.
    """
    if article.snapshots.filter(reading=document.digest).exists():
        return document.digest
    inspection = inspect_document(document, house.in_force())
    came = version_of(document, inspection.segments, {})
    for audit in _audits(article):
        if _alike(differences.stored_version(audit, rights=False), came):
            return str(audit.reading_id)
    return document.digest


def _audits(article: Article) -> list[Audit]:
    """The last audits of the newest versions; a version not audited yet is like nothing."""
    newest = article.snapshots.order_by("-revision").values("pk")[:REMEMBERED]
    done = Audit.objects.filter(
        snapshot__in=list(newest.values_list("pk", flat=True)), state=Audit.State.DONE
    )
    last = {audit.snapshot_id: audit for audit in done.select_related("reading", "snapshot").order_by("pk")}
    return sorted(last.values(), key=lambda audit: -audit.snapshot.revision)


def _alike(before: Version, came: Version) -> bool:
    changes = compare_versions(before, came)
    return not changes.unknown and set(changes.classes) <= {ChangeClass.CHROME}
