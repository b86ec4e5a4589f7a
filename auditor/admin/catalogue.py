"""The catalogue: each notice once, with its history, its occurrences and its near relations."""

from dataclasses import dataclass

from django.contrib import admin
from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.contrib.admin.views.main import ChangeList
from django.db.models import Aggregate, Count, Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from auditor.admin.pages import Kept, moment, page, require
from auditor.admin.rendering import label_of
from auditor.models import Boilerplate, Outlet, Passage, Variant

OCCURRENCES = 500
COMPARED = 500
VARIANTS = 10
ALIKE = 0.5


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


class CatalogueList(ChangeList):
    """A page of the catalogue: found and ordered first, its figures worked out for it alone."""

    def get_results(self, request: HttpRequest) -> None:
        """The page's notices with their history."""
        super().get_results(request)
        keys = [notice.pk for notice in self.result_list]
        figured = Boilerplate.objects.annotate(**FIGURES).in_bulk(keys)
        self.result_list = [figured[key] for key in keys]


@dataclass(frozen=True, slots=True)
class Relation:
    """Another notice of the same kind, and how much of the two vocabularies is shared, in [0, 1]."""

    notice: Boilerplate
    shared: float

    @property
    def percent(self) -> str:
        """``67 %``."""
        return f"{100 * self.shared:.0f} %"


def likeness(one: str, other: str) -> float:
    """Shared words over all words of both (Jaccard's index, without regard to case)."""
    left, right = set(one.casefold().split()), set(other.casefold().split())
    return len(left & right) / len(left | right) if left | right else 0.0


def variants(notice: Boilerplate) -> list[Relation]:
    """The ten notices of the same kind most like this one, from half alike upwards."""
    others = Boilerplate.objects.filter(kind=notice.kind).exclude(pk=notice.pk).order_by("pk")[:COMPARED]
    alike = [Relation(other, likeness(notice.wording, other.wording)) for other in others]
    alike.sort(key=lambda variant: -variant.shared)
    return [variant for variant in alike[:VARIANTS] if variant.shared >= ALIKE]


def passages_of(notice: Boilerplate) -> QuerySet[Passage]:
    """Every place where a wording of it stands."""
    return Passage.objects.filter(variant__notice=notice).order_by()


def occurrences(notice: Boilerplate) -> list[dict[str, object]]:
    """Per outlet and article: how often it was found there, and when first and last."""
    article = "audit__snapshot__article"
    rows = (
        passages_of(notice)
        .values(
            f"{article}__outlet__name",
            f"{article}__outlet",
            article,
            f"{article}__title",
            f"{article}__address",
        )
        .annotate(
            first=Min("audit__snapshot__taken_at"),
            last=Max("audit__snapshot__taken_at"),
            revisions=Count("audit__snapshot", distinct=True),
        )
        .order_by(f"{article}__outlet__name", f"{article}__outlet", article)[:OCCURRENCES]
    )
    return [
        {
            "outlet": row[f"{article}__outlet__name"],
            "article": row[article],
            "title": row[f"{article}__title"] or row[f"{article}__address"] or f"Article {row[article]}",
            "first": row["first"],
            "last": row["last"],
            "revisions": row["revisions"],
        }
        for row in rows
    ]


def parsed(notice: Boilerplate) -> list[dict[str, object]]:
    """The distinct values read out of it (holder, year, addresses), from its newest occurrences."""
    seen: list[dict[str, object]] = []
    for values in passages_of(notice).order_by("-pk").values_list("values", flat=True)[:COMPARED]:
        told = {name: _in_words(value) for name, value in values.items()}
        if told and told not in seen:
            seen.append(told)
    return seen


def _in_words(value: object) -> object:
    return "; ".join(map(str, value)) if isinstance(value, list) else value


class BoilerplateAdmin(Kept):
    """Found by audits; looked at by everyone."""

    heading = "Catalogue of notices"
    list_display = ("wording_line", "notice_kind", "in_articles", "in_outlets", "seen_first", "seen_last")
    list_display_links = ("wording_line",)
    list_filter = (KindFilter, OutletFilter)
    search_fields = ("wording",)
    ordering = ("kind", "pk")

    def get_changelist(self, request: HttpRequest, **kwargs: object) -> type[ChangeList]:
        """The list that works out figures for its own page."""
        return CatalogueList

    @admin.display(description="wording", ordering="wording")
    def wording_line(self, notice: Boilerplate) -> str:
        """The beginning, on one line."""
        line = " ".join(notice.wording.split())
        return line if len(line) <= 120 else f"{line[:119]}…"

    @admin.display(description="kind", ordering="kind")
    def notice_kind(self, notice: Boilerplate) -> str:
        """The kind, and the kind within it."""
        return " · ".join(label_of(kind) for kind in (notice.kind, notice.subkind) if kind)

    @admin.display(description="articles", ordering=FIGURES["articles"])
    def in_articles(self, notice: Boilerplate) -> str:
        """In how many articles."""
        return f"{getattr(notice, 'articles', 0):,}"

    @admin.display(description="outlets", ordering=FIGURES["outlets"])
    def in_outlets(self, notice: Boilerplate) -> str:
        """Of how many outlets."""
        return f"{getattr(notice, 'outlets', 0):,}"

    @admin.display(description="first seen", ordering=FIGURES["first_seen"])
    def seen_first(self, notice: Boilerplate) -> str:
        """In the oldest snapshot that has it."""
        return moment(getattr(notice, "first_seen", None))

    @admin.display(description="last seen", ordering=FIGURES["last_seen"])
    def seen_last(self, notice: Boilerplate) -> str:
        """In the newest snapshot that has it."""
        return moment(getattr(notice, "last_seen", None))

    @method_decorator(require_safe)
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        """One notice: its wording, where it was found, what was read out of it."""
        require(request, "auditor.view_boilerplate")
        known = Boilerplate.objects.annotate(**FIGURES)
        notice = known.filter(pk=object_id).first() if object_id.isdecimal() else None
        if notice is None:
            raise Http404(f"There is no notice {object_id} in the catalogue.")
        context: dict[str, object] = {
            "notice": notice,
            "kind": self.notice_kind(notice),
            "occurrences": occurrences(notice),
            "parsed": parsed(notice),
            "variants": variants(notice),
        }
        return page(request, self, "auditor/notice.html", title=f"Notice {notice.pk}", context=context)
