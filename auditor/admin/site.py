"""The desk itself: which tables have pages, in which order, and the start page."""

from django.contrib.admin import AdminSite, ModelAdmin
from django.db.models import Model
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver
from django.utils import timezone

from auditor.admin.access import AccessTokenAdmin
from auditor.admin.articles import ArticleAdmin
from auditor.admin.audits import AuditAdmin, SnapshotAdmin
from auditor.admin.captures import CaptureAdmin
from auditor.admin.catalogue import BoilerplateAdmin
from auditor.admin.desk.addresses import addresses
from auditor.admin.ledger import DecisionAdmin, ReviewEntryAdmin
from auditor.admin.outlets import OutletAdmin
from auditor.admin.pages import member
from auditor.admin.queue import QueueItemAdmin
from auditor.admin.standing import standing
from auditor.admin.timeline import ReplayAdmin
from auditor.models import (
    AccessToken,
    Article,
    Audit,
    Boilerplate,
    Capture,
    Decision,
    Outlet,
    QueueItem,
    Replay,
    ReviewEntry,
    Snapshot,
)

# In the order of a reviewer's day.
PAGES: dict[type[Model], type[ModelAdmin]] = {
    QueueItem: QueueItemAdmin,
    Article: ArticleAdmin,
    Boilerplate: BoilerplateAdmin,
    Outlet: OutletAdmin,
    Audit: AuditAdmin,
    Snapshot: SnapshotAdmin,
    Capture: CaptureAdmin,
    Decision: DecisionAdmin,
    ReviewEntry: ReviewEntryAdmin,
    Replay: ReplayAdmin,
    AccessToken: AccessTokenAdmin,
}
ORDER = {model._meta.object_name: place for place, model in enumerate(PAGES)}


class Desk(AdminSite):
    """Django's admin under our name, with our tables registered and our start page."""

    site_header = "Source Auditor"
    site_title = "Source Auditor"
    index_title = "Where things stand"
    site_url = None
    enable_nav_sidebar = False  # the header leads everywhere; the room is for the text
    index_template = "auditor/index.html"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        for model, model_admin in PAGES.items():
            self.register(model, model_admin)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """With the review desk's."""
        return [*addresses(self), *super().get_urls()]

    def index(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> TemplateResponse:
        """The start page."""
        figures = standing(member(request), now=timezone.now())
        return super().index(request, {**(extra_context or {}), "standing": figures})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, object]]:
        """Our tables first, in working order; accounts after them."""
        apps = super().get_app_list(request, app_label)
        apps.sort(key=lambda app: app["app_label"] != "auditor")
        for app in apps:
            app["models"].sort(key=lambda model: ORDER.get(model["object_name"], len(ORDER)))
        return apps
