"""What is due again: addresses by the clock, snapshots by a new rulebook."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Subquery

from auditor.inspection.rulebook import load_rulebook
from auditor.models import Article, Audit, Snapshot
from auditor.models.leasing import first_unlocked


def claim_due(*, now: datetime) -> tuple[int, int] | None:
    """Lease the most overdue address for one fetch: (article id, fence), or None when nothing is due.

    Of many workers one gets it; an article whose worker died is due again when the lease ends.
    """
    with transaction.atomic():
        article = first_unlocked(Article.objects.due(now))
        if article is None:
            return None
        article.next_audit_at = now + settings.AUDITOR_LEASE
        article.fence += 1
        article.save(update_fields=["next_audit_at", "fence"])
    return article.pk, article.fence


def renew_audits(*, limit: int = 500) -> int:
    """Ask for audits of newest snapshots that stand under another rulebook; how many were asked for.

    This is how a changed rulebook reaches stored articles without fetching them again. Going back to a
    former rulebook asks for its audits once more, so that the queue follows. Audits that still wait
    under another rulebook are superseded.
    """
    digest = load_rulebook().digest
    waiting = Audit.objects.filter(state=Audit.State.WAITING).exclude(rulebook=digest)
    waiting.update(state=Audit.State.SUPERSEDED)
    newest = (
        Snapshot.objects.filter(article=OuterRef("article"))
        .values("article")
        .annotate(newest=Max("revision"))
        .values("newest")
    )
    current = Snapshot.objects.filter(revision=Subquery(newest)).order_by("pk")
    under = Audit.objects.filter(snapshot=OuterRef("pk"), rulebook=digest)
    missing = current.filter(~Exists(under))[:limit]
    asked = Audit.objects.bulk_create(
        [Audit(snapshot=snapshot, rulebook=digest) for snapshot in missing], ignore_conflicts=True
    )
    later = Audit.objects.filter(
        snapshot=OuterRef("snapshot"), state=Audit.State.DONE, finished_at__gt=OuterRef("finished_at")
    ).exclude(rulebook=digest)
    again = Audit.objects.filter(
        Exists(later), snapshot__in=current.values("pk"), rulebook=digest, state=Audit.State.DONE
    ).update(state=Audit.State.WAITING, attempts=0)
    revived = Audit.objects.filter(rulebook=digest, state=Audit.State.SUPERSEDED).update(
        state=Audit.State.WAITING
    )
    return len(asked) + again + revived


def work_waits(*, now: datetime) -> bool:
    """Whether any address is due."""
    return Article.objects.due(now).exists()
