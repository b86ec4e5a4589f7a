"""What the list of articles says of each, asked for in one query, and the filter by it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from auditor.models import Article, Audit, QueueItem

REFUSED = "refused"
UNFETCHED = "unfetched"
STATES = {
    REFUSED: "could not be fetched",
    UNFETCHED: "waiting for its address",
    Audit.State.WAITING.value: "waiting for its audit",
    Audit.State.RUNNING.value: "being audited",
    Audit.State.DONE.value: "audited",
    Audit.State.FAILED.value: "audit failed",
    Audit.State.SUPERSEDED.value: "audit superseded",
}


def with_figures(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Adds ``audit_state``, ``open_flags``; of the last finished audit ``last_audited``,
    ``signals`` and ``incomplete``."""
    audits = Audit.objects.filter(snapshot__article=OuterRef("pk"))
    done = audits.filter(state=Audit.State.DONE).order_by("-snapshot__revision", "-pk")
    open_items = QueueItem.objects.open().filter(article=OuterRef("pk")).order_by().values("article")
    return articles.annotate(
        audit_state=Subquery(audits.order_by("-snapshot__revision", "-pk").values("state")[:1]),
        last_audited=Subquery(done.values("finished_at")[:1]),
        signals=Subquery(done.values("signals")[:1]),
        incomplete=Subquery(done.values("incomplete")[:1]),
        open_flags=Coalesce(
            Subquery(open_items.annotate(n=Count("pk")).values("n")), Value(0), output_field=IntegerField()
        ),
    )


def body_share(signals: Iterable[Mapping[str, Any]] | None) -> str:
    """How much of the text is the article itself, by the audit's own signal: ``37 %``; a dash if unknown."""
    share = next((one for one in signals or () if one["name"] == "body_share"), None)
    return (
        f"{100 * share['numerator'] / share['denominator']:.0f} %" if share and share["denominator"] else "–"
    )


def state_of(article: Article) -> str:
    """One of STATES; for articles that come with their figures."""
    if article.refusal_code:
        return REFUSED
    state: str | None = getattr(article, "audit_state", None)
    return state or UNFETCHED


class StateFilter(SimpleListFilter):
    """By where the article stands, in the words of the list."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        """Every state there is."""
        return list(STATES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """The articles in the chosen state."""
        chosen = self.value()
        if chosen is None:
            return queryset
        if chosen == REFUSED:
            return queryset.exclude(refusal_code="")
        wanted = None if chosen == UNFETCHED else chosen
        return queryset.filter(refusal_code="").filter(
            Q(audit_state__isnull=True) if wanted is None else Q(audit_state=wanted)
        )
