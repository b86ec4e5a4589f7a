"""Outlets: who published what, with counts derived when asked for."""

from django.contrib import admin
from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from auditor.admin.pages import Listed
from auditor.admin.schedule_panel import site_line
from auditor.models import Article, Host, Outlet, QueueItem, Variant
from auditor.schedule import planning

SCHEMES = ("https://", "http://", "https://www.", "http://www.")


def _count(rows: QuerySet, outlet: str, what: str = "pk") -> Coalesce:
    counted = (
        rows.filter(**{outlet: OuterRef("pk")})
        .order_by()
        .annotate(_of=F(outlet))
        .values("_of")
        .annotate(n=Count(what, distinct=True))
        .values("n")
    )
    return Coalesce(Subquery(counted), Value(0), output_field=IntegerField())


class OutletAdmin(Listed):
    """Made by submitting articles; editors correct its name and say how often it is looked at."""

    list_display = ("name", "key", "article_count", "open_flags", "notice_count")
    search_fields = ("name", "key")
    fieldsets = (
        (None, {"fields": ("name", "key", "article_count", "open_flags", "notice_count")}),
        ("Re-audits", {"fields": ("resting", "ladder", "ladder_in_force", "pause", "sites")}),
    )
    readonly_fields = ("key", "article_count", "open_flags", "notice_count", "ladder_in_force", "sites")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Outlet]:
        """Outlets with their counts."""
        outlets: QuerySet[Outlet] = super().get_queryset(request)
        return outlets.annotate(
            articles_n=_count(Article.objects.all(), "outlet"),
            flags_n=_count(QueueItem.objects.open(), "outlet"),
            notices_n=_count(Variant.objects.all(), "outlets", "notice"),
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """An outlet comes with its first article."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Outlet | None = None) -> bool:
        """Its articles point to it."""
        return False

    def save_model(self, request: HttpRequest, obj: Outlet, form: ModelForm, change: bool) -> None:
        """What was set holds at once for its articles."""
        super().save_model(request, obj, form, change)
        if "resting" in form.changed_data:
            planning.replan(obj, now=timezone.now())

    @admin.display(description="ladder in force")
    def ladder_in_force(self, outlet: Outlet) -> str:
        """Its own, or the one of the settings."""
        return str(planning.ladder_of(outlet))

    @admin.display(description="its sites")
    def sites(self, outlet: Outlet) -> str:
        """What the sites of its articles ask of programs."""
        hosts = Host.objects.filter(origin__in=[f"{scheme}{outlet.key}" for scheme in SCHEMES])
        return format_html_join("; ", "{}", ((site_line(host),) for host in hosts)) or "–"

    @admin.display(description="articles", ordering="articles_n")
    def article_count(self, outlet: Outlet) -> SafeString:
        """How many articles, with the way to them."""
        return _link("article", "outlet__id__exact", outlet, "articles_n")

    @admin.display(description="open flags", ordering="flags_n")
    def open_flags(self, outlet: Outlet) -> SafeString:
        """How many flags wait, with the way to them."""
        return _link("queueitem", "outlet__id__exact", outlet, "flags_n")

    @admin.display(description="notices", ordering="notices_n")
    def notice_count(self, outlet: Outlet) -> SafeString:
        """How many distinct notices it has used, with the way to them."""
        return _link("boilerplate", "outlet", outlet, "notices_n")


def _link(model: str, parameter: str, outlet: Outlet, figure: str) -> SafeString:
    address = reverse(f"admin:auditor_{model}_changelist")
    count = f"{getattr(outlet, figure):,}"
    return format_html('<a href="{}?{}={}">{}</a>', address, parameter, outlet.pk, count)
