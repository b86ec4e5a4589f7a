"""What is due again: addresses by the clock, snapshots by a new rulebook."""

from datetime import datetime

from django.conf import settings
from django.db.models import Exists, F, Max, OuterRef, Subquery

from auditor.inspection.rulebook import load_rulebook
from auditor.models import Article, Audit, Snapshot


def claim_due(*, now: datetime) -> tuple[int, int] | None:
    """Lease the most overdue address for one fetch: (article id, fence), or None when nothing is due.

    Conditional updates, so that of many workers one wins; an article whose worker died is due again
    when the lease ends.
    """
    while (pk := Article.objects.due(now).values_list("pk", flat=True).first()) is not None:
        won = Article.objects.filter(pk=pk, next_audit_at__lte=now).update(
            next_audit_at=now + settings.AUDITOR_LEASE, fence=F("fence") + 1
        )
        if won:
            return pk, Article.objects.values_list("fence", flat=True).get(pk=pk)
    return None


def renew_audits(*, limit: int = 500) -> int:
    """Ask for audits of newest snapshots that have none under the current rulebook; how many.

    This is how a changed rulebook reaches stored articles without fetching them again.
    """
    digest = load_rulebook().digest
    newest = (
        Snapshot.objects.filter(article=OuterRef("article"))
        .values("article")
        .annotate(newest=Max("revision"))
        .values("newest")
    )
    stale = Snapshot.objects.filter(
        ~Exists(Audit.objects.filter(snapshot=OuterRef("pk"), rulebook=digest)), revision=Subquery(newest)
    ).order_by("pk")[:limit]
    asked = Audit.objects.bulk_create(
        [Audit(snapshot=snapshot, rulebook=digest) for snapshot in stale], ignore_conflicts=True
    )
    return len(asked)


def work_waits(*, now: datetime) -> bool:
    """Whether any address is due."""
    return Article.objects.due(now).exists()
