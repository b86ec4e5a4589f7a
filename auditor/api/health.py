"""Probes: is the process alive, can it work, how old is the work that waits."""

from datetime import datetime

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from auditor.models import Article, Audit


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers; it asks nobody, so that a database away does not have every process killed."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when requests can be served: the database answers and no migration is missing, else 503.

    ``oldest_waiting_audit`` and ``most_overdue_article`` are ages in seconds, null when nothing
    waits; a backlog is shown, not failed: more workers mend it, fewer web processes do not.
    """
    try:
        unapplied = _unapplied()
        checks = {
            "database": "ok",
            "unapplied_migrations": unapplied,
            **({} if unapplied else _ages(timezone.now())),
        }
    except DatabaseError:
        return JsonResponse({"status": "unready", "database": "away"}, status=503)
    ready = not unapplied
    return JsonResponse({"status": "ready" if ready else "unready", **checks}, status=200 if ready else 503)


def _unapplied() -> int:
    """How many migrations wait to be applied; this also asks the database something."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _ages(now: datetime) -> dict[str, float | None]:
    asked = Audit.objects.unclaimed(now).values_list("asked_at", flat=True).first()
    due = Article.objects.due(now).values_list("next_audit_at", flat=True).first()
    return {"oldest_waiting_audit": _age(asked, now), "most_overdue_article": _age(due, now)}


def _age(moment: datetime | None, now: datetime) -> float | None:
    return None if moment is None else max(0.0, round((now - moment).total_seconds(), 1))
