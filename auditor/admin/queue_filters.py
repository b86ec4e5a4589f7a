"""Filters of the review queue: state, age, whose."""

from collections.abc import Iterator
from datetime import timedelta

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from auditor.inspection.flags import SHOWN
from auditor.models import Article, Claim, QueueItem


class StateFilter(SimpleListFilter):
    """Open flags unless another state, or all of them, is asked for."""

    title = "state"
    parameter_name = "state"
    EVERY = "all"

    def value(self) -> str:
        """The state asked for; open by default, but whatever I have decided is hardly ever open."""
        decided = self.request.GET.get(MineFilter.parameter_name) == MineFilter.DECIDED
        return super().value() or (self.EVERY if decided else QueueItem.State.OPEN.value)

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        """Open first: it is what the queue is for."""
        return [(state.value, state.value) for state in QueueItem.State] + [(self.EVERY, self.EVERY)]

    def choices(  # type: ignore[override]  # the parent's type is private to the stubs
        self, changelist: ChangeList
    ) -> Iterator[dict[str, object]]:
        """The lookups without Django's own "All", which would mean open here."""
        for lookup, title in self.lookup_choices:
            yield {
                "selected": self.value() == lookup,
                "query_string": changelist.get_query_string({self.parameter_name: lookup}),
                "display": title,
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet[QueueItem]) -> QuerySet[QueueItem]:
        """The flags in the chosen state."""
        chosen = self.value()
        return queryset if chosen == self.EVERY else queryset.filter(state=chosen)


class RankFilter(SimpleListFilter):
    """The first flags of each kind in an article, unless all are asked for."""

    title = "rank in its article"
    parameter_name = "rank"
    EVERY = "all"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        """The switch."""
        return [(self.EVERY, "all")]

    def choices(  # type: ignore[override]  # the parent's type is private to the stubs
        self, changelist: ChangeList
    ) -> Iterator[dict[str, object]]:
        """The first ones, or all."""
        first = {"selected": self.value() is None, "display": f"first {SHOWN} of each kind"}
        yield {**first, "query_string": changelist.get_query_string(remove=[self.parameter_name])}
        for lookup, title in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: lookup})
            yield {"selected": self.value() == lookup, "query_string": query, "display": title}

    def queryset(self, request: HttpRequest, queryset: QuerySet[QueueItem]) -> QuerySet[QueueItem]:
        """Those within the cap; mine are never hidden from me."""
        mine = bool(self.request.GET.get(MineFilter.parameter_name))
        return queryset if mine or self.value() == self.EVERY else queryset.filter(rank__lte=SHOWN)


class AgeFilter(SimpleListFilter):
    """How long a flag has been waiting."""

    title = "age"
    parameter_name = "age"
    SPANS = {
        "day": ("under a day", timedelta(0), timedelta(days=1)),
        "week": ("a day to a week", timedelta(days=1), timedelta(days=7)),
        "month": ("a week to a month", timedelta(days=7), timedelta(days=30)),
        "older": ("over a month", timedelta(days=30), timedelta(days=36_500)),
    }

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        """From young to old."""
        return [(key, title) for key, (title, _, _) in self.SPANS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[QueueItem]) -> QuerySet[QueueItem]:
        """The flags raised that long ago."""
        chosen = self.SPANS.get(self.value() or "")
        if chosen is None:
            return queryset
        now = timezone.now()
        return queryset.filter(raised_at__gt=now - chosen[2], raised_at__lte=now - chosen[1])


class MineFilter(SimpleListFilter):
    """What I hold, what I have decided."""

    title = "mine"
    parameter_name = "mine"
    DECIDED = "decided"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        """Both ways of being mine."""
        return [("claimed", "claimed by me"), (self.DECIDED, "decided by me")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[QueueItem]) -> QuerySet[QueueItem]:
        """Mine, of whichever sort was chosen."""
        if self.value() == "claimed":
            held = Claim.objects.live(timezone.now()).filter(reviewer=request.user.pk)
            return queryset.filter(article__in=held.values("article"))
        if self.value() == self.DECIDED:
            mine = QueueItem.objects.filter(
                decisions__reviewer=request.user.pk, decisions__undoes=None, decisions__undone_by=None
            )
            return queryset.filter(pk__in=mine.values("pk"))
        return queryset


SHORTEST = 3
"""Letters of a word that the index of trigrams can find."""
TITLES = 1000
"""Articles that a word is looked up to in their titles first; where it has more, the database joins."""


MATCHES = 2000
"""Flags up to which a search is answered by its matches; of more, the first are soon met in their order."""


def searched(rows: QuerySet[QueueItem], words: str) -> QuerySet[QueueItem]:
    """Flags with every word, three letters or longer, in their quote or in their article's title.

    Titles are looked up first: joined by OR over two tables no index could be used. Matches are gathered
    before they are put in order: else the database may walk a million flags in order to find three.
    """
    long = [word for word in words.split() if len(word) >= SHORTEST]
    if words.strip() and not long:
        return rows.none()
    if not long:
        return rows
    matching = rows
    for word in long:
        titled = Article.objects.filter(title__icontains=word).order_by().values_list("pk", flat=True)
        found = Q(quote__icontains=word)
        articles = list(titled[: TITLES + 1])
        if articles:
            found |= Q(article__in=articles if len(articles) <= TITLES else titled)
        matching = matching.filter(found)
    matches = list(matching.order_by().values_list("pk", flat=True)[: MATCHES + 1])
    return rows.filter(pk__in=matches) if len(matches) <= MATCHES else matching
