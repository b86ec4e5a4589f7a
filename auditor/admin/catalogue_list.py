"""What the list of the catalogue says of each notice, and what it can be narrowed by."""

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import Aggregate, Count, Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from auditor.admin.keyset import KeysetList
from auditor.admin.rendering import label_of
from auditor.models import Boilerplate, Outlet, Passage, Variant
from auditor.models.catalogue import BoilerplateQuerySet


class KindFilter(SimpleListFilter):
    """By kind, of the kinds that occur."""

    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        """The kinds there are notices of."""
        kinds = Boilerplate.objects.order_by("kind").values_list("kind", flat=True).distinct()
        return [(kind, label_of(kind)) for kind in kinds]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Boilerplate]) -> QuerySet[Boilerplate]:
        """The notices of the chosen kind."""
        return queryset.filter(kind=self.value()) if self.value() else queryset


class OutletFilter(SimpleListFilter):
    """By outlet that has used the notice."""

    title = "outlet"
    parameter_name = "outlet"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        """Every outlet."""
        return [(str(pk), name) for pk, name in Outlet.objects.values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Boilerplate]) -> QuerySet[Boilerplate]:
        """Notices found in an article of the chosen outlet; their figures still count all outlets."""
        chosen = self.value()
        if chosen is None:
            return queryset
        if chosen not in dict(self.lookup_choices):
            return queryset.none()
        return queryset.filter(pk__in=Variant.objects.filter(outlets=int(chosen)).values("notice"))


class StateFilter(SimpleListFilter):
    """By what people made of it; those merged into others only when asked for."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        """Every state."""
        return [(value, str(label).lower()) for value, label in Boilerplate.State.choices]

    def queryset(self, request: HttpRequest, queryset: BoilerplateQuerySet) -> BoilerplateQuerySet:  # type: ignore[override]  # our own rows
        """The notices in the chosen state."""
        return queryset.filter(state=self.value()) if self.value() else queryset.standing()


def figure(of: Aggregate) -> Subquery:
    """An aggregate over the passages of one notice, worked out row by row.

    ``with_history`` groups the whole catalogue at once; a page of fifty notices need not.
    """
    found = Passage.objects.filter(variant__notice=OuterRef("pk")).order_by().values("variant__notice")
    return Subquery(found.annotate(figure=of).values("figure"))


FIGURES: dict[str, Subquery | Coalesce] = {
    "first_seen": figure(Min("audit__snapshot__taken_at")),
    "last_seen": figure(Max("audit__snapshot__taken_at")),
    "articles": Coalesce(figure(Count("audit__snapshot__article", distinct=True)), 0),
    "outlets": Coalesce(figure(Count("audit__snapshot__article__outlet", distinct=True)), 0),
}


class CatalogueList(KeysetList):
    """A page of the catalogue: found and ordered first, its figures worked out for it alone."""

    def get_results(self, request: HttpRequest) -> None:
        """The page's notices with their history."""
        super().get_results(request)
        keys = [notice.pk for notice in self.result_list]
        figured = Boilerplate.objects.annotate(**FIGURES).in_bulk(keys)
        self.result_list = [figured[key] for key in keys]
