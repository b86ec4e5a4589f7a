"""What is audited again without being fetched: snapshots under a new rulebook or after a decision."""

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from auditor.catalogue import house
from auditor.models import Audit, Snapshot


def renew_audits(*, limit: int = 500) -> int:
    """Ask for audits of newest snapshots that stand under another rulebook, or before a decision.

    How many were asked for. This is how a changed rulebook, or a decision about an outlet's notices,
    reaches stored articles without fetching them again. Going back to a former rulebook or undoing a
    decision asks for its audits once more, so that the queue follows. Audits that still wait under
    another rulebook or older precedents are superseded.
    """
    rulebook = house.in_force().digest
    current = Q(rulebook=rulebook, precedents=F("snapshot__article__outlet__precedents"))
    stale = Audit.objects.filter(~current, state=Audit.State.WAITING)
    Audit.objects.filter(pk__in=stale.values("pk")).update(state=Audit.State.SUPERSEDED)
    return _ask(rulebook, limit) + _ask_again(current)


def _newest() -> QuerySet[Snapshot]:
    newest = (
        Snapshot.objects.filter(article=OuterRef("article"))
        .values("article")
        .annotate(newest=Max("revision"))
        .values("newest")
    )
    return Snapshot.objects.filter(revision=Subquery(newest)).order_by("pk")


def _ask(rulebook: str, limit: int) -> int:
    """For newest snapshots that no audit like it was ever asked for."""
    under = Audit.objects.filter(
        snapshot=OuterRef("pk"), rulebook=rulebook, precedents=OuterRef("article__outlet__precedents")
    )
    missing = _newest().filter(~Exists(under)).select_related("article__outlet")[:limit]
    asked = Audit.objects.bulk_create(
        [Audit(snapshot=one, rulebook=rulebook, precedents=one.article.outlet.precedents) for one in missing],
        ignore_conflicts=True,
    )
    return len(asked)


def _ask_again(current: Q) -> int:
    """For audits that others have followed since, or that were superseded before their time."""
    later = Audit.objects.filter(
        snapshot=OuterRef("snapshot"), state=Audit.State.DONE, finished_at__gt=OuterRef("finished_at")
    )
    overtaken = Q(Exists(later), state=Audit.State.DONE) | Q(state=Audit.State.SUPERSEDED)
    wanted = Audit.objects.filter(current, overtaken, snapshot__in=_newest().values("pk"))
    return Audit.objects.filter(pk__in=wanted.values("pk")).update(state=Audit.State.WAITING, attempts=0)
