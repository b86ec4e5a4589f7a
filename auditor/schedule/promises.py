"""Promises to update an article: whether the clock has run out on one that nobody kept."""

from datetime import datetime

from django.conf import settings

from auditor.inspection.changes import FindingKind, promises_update
from auditor.models import Article, Audit, Capture, Finding, Snapshot

_FATE = (FindingKind.PROMISE_MADE.value, FindingKind.PROMISE_KEPT.value)


def is_overdue(article: Article, latest: Snapshot, *, now: datetime) -> bool:
    """Whether the newest version promises an update that never came, and nobody was told yet.

    The time runs from the version that made the promise; how long it runs is ``AUDITOR_PROMISE_LIFE``.
    """
    since = _open_since(article)
    if since is None or now - since < settings.AUDITOR_PROMISE_LIFE or not _promises(latest):
        return False
    return not article.captures.filter(finding=Capture.Finding.OVERDUE, at__gt=since).exists()


def _open_since(article: Article) -> datetime | None:
    """When the promise was made that may be open still: None after one that was kept."""
    last = Finding.objects.filter(change__article=article, kind__in=_FATE).order_by("-at", "-pk").first()
    if last is None:
        return article.snapshots.order_by("revision").values_list("taken_at", flat=True)[0]
    return last.at if last.kind == FindingKind.PROMISE_MADE else None


def _promises(version: Snapshot) -> bool:
    audit = version.audits.filter(state=Audit.State.DONE).order_by("-pk").first()
    passages = audit.passages.values_list("subkind", "rules") if audit else ()
    return any(promises_update(subkind, rules) for subkind, rules in passages)
