"""What the list of articles says of each, asked for in one query, and the filter by it."""

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from auditor.admin.rendering import BODY_KINDS
from auditor.models import Article, Audit, Passage, QueueItem

REFUSED = "refused"
UNFETCHED = "unfetched"
STATES = {
    REFUSED: "address refused",
    UNFETCHED: "waiting for its address",
    Audit.State.WAITING.value: "waiting for its audit",
    Audit.State.RUNNING.value: "being audited",
    Audit.State.DONE.value: "audited",
    Audit.State.FAILED.value: "audit failed",
}


def with_figures(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Adds ``audit_state``, ``last_audited``, ``open_flags``, ``body_size`` and ``text_size``.

    Sizes are code points of the last finished audit; None before there is one.
    """
    audits = Audit.objects.filter(snapshot__article=OuterRef("pk"))
    done = audits.filter(state=Audit.State.DONE).order_by("-snapshot__revision", "-pk")
    open_items = QueueItem.objects.open().filter(article=OuterRef("pk")).order_by().values("article")
    return articles.annotate(
        audit_state=Subquery(audits.order_by("-snapshot__revision", "-pk").values("state")[:1]),
        last_audited=Subquery(done.values("finished_at")[:1]),
        done_audit=Subquery(done.values("pk")[:1]),
        open_flags=Coalesce(
            Subquery(open_items.annotate(n=Count("pk")).values("n")), Value(0), output_field=IntegerField()
        ),
        body_size=_size(Q(kind__in=BODY_KINDS)),
        text_size=_size(Q()),
    )


def _size(kinds: Q) -> Subquery:
    passages = Passage.objects.filter(kinds, audit=OuterRef("done_audit")).order_by().values("audit")
    return Subquery(passages.annotate(size=Sum(F("end") - F("start"))).values("size"))


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
