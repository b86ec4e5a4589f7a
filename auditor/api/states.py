"""Where an article stands, told from its newest audit and its last fetch; derived, never stored."""

from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, TextChoices, Value, When

from auditor.models import Article, Audit, Snapshot


class ArticleState(TextChoices):
    """What has become of a submission."""

    WAITING = "waiting", "Waits for its fetch or its audit"
    REFUSED = "refused", "Its address was not fetched"
    AUDITED = "audited", "Its newest version has been audited"
    FAILED = "failed", "The audit of its newest version failed"


def with_state(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Adds ``state``, the ids ``newest_snapshot`` and ``newest_audit``, ``failure_code``, ``failure_reason``.

    An article that was audited once stays so while later fetches are refused: what is known of it
    is still known. Under a new rulebook it waits again.
    """
    audits = Audit.objects.filter(snapshot__article=OuterRef("pk")).order_by("-snapshot__revision", "-pk")
    snapshots = Snapshot.objects.filter(article=OuterRef("pk")).order_by("-revision")
    return articles.annotate(
        newest_snapshot=Subquery(snapshots.values("pk")[:1]),
        newest_audit=Subquery(audits.values("pk")[:1]),
        audit_state=Subquery(audits.values("state")[:1]),
        failure_code=Subquery(audits.values("error_code")[:1]),
        failure_reason=Subquery(audits.values("error_reason")[:1]),
    ).annotate(
        state=Case(
            When(audit_state=Audit.State.DONE, then=Value(ArticleState.AUDITED.value)),
            When(audit_state=Audit.State.FAILED, then=Value(ArticleState.FAILED.value)),
            When(Q(audit_state__isnull=True) & ~Q(refusal_code=""), then=Value(ArticleState.REFUSED.value)),
            default=Value(ArticleState.WAITING.value),
            output_field=CharField(),
        )
    )
