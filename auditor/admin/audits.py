"""Audits with their state, a way to retry the failed ones, and the snapshots they read."""

from collections.abc import Iterable

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from auditor import auditing, tasks
from auditor.admin.pages import Kept, act, moment, page_of, require
from auditor.models import Audit, Snapshot
from auditor.models.audit import LONG_FIELDS
from auditor.storage import archive

RETRY = "auditor.change_audit"


@admin.action(description="Retry the failed ones", permissions=["retry"])
def retry_failed(model_admin: "AuditAdmin", request: HttpRequest, audits: QuerySet[Audit]) -> None:
    """Ask again for the chosen audits that failed; others are left alone and counted."""
    asked = sum(_retried(pk) for pk in audits.values_list("pk", flat=True))
    left = len(audits) - asked
    tasks.ring_on_commit(tasks.carry_out_audits)
    rest = f" {left} had not failed and were left alone." if left else ""
    messages.success(request, f"{asked} will be audited again.{rest}")


def _retried(pk: int) -> bool:
    try:
        auditing.retry(pk, now=timezone.now())
    except auditing.AuditRefused:
        return False
    return True


class AuditAdmin(Kept):
    """Looked at by everyone, retried by editors."""

    list_display = (
        "article",
        "revision",
        "state",
        "attempts",
        "asked",
        "finished",
        "time",
        "error_reason",
    )
    list_display_links = ("article",)
    list_filter = ("state",)
    list_select_related = ("snapshot__article",)
    actions = (retry_failed,)
    exclude = LONG_FIELDS
    change_form_template = "auditor/audit.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Audit]:
        """Without the long columns."""
        return super().get_queryset(request).defer(*LONG_FIELDS)

    def has_retry_permission(self, request: HttpRequest) -> bool:
        """Whether the action is offered and carried out."""
        return request.user.has_perm(RETRY)

    @admin.display(description="article", ordering="snapshot__article__title")
    def article(self, audit: Audit) -> str:
        """The article's title."""
        return str(audit.snapshot.article)

    @admin.display(description="revision", ordering="snapshot__revision")
    def revision(self, audit: Audit) -> int:
        """Which version of the article."""
        return audit.snapshot.revision

    @admin.display(description="asked for", ordering="asked_at")
    def asked(self, audit: Audit) -> str:
        """When it was asked for."""
        return moment(audit.asked_at)

    @admin.display(description="finished", ordering="finished_at")
    def finished(self, audit: Audit) -> str:
        """When it ended, well or badly."""
        return moment(audit.finished_at)

    @admin.display(description="time", ordering="milliseconds", empty_value="–")
    def time(self, audit: Audit) -> str | None:
        """How long the inspection took."""
        return None if audit.milliseconds is None else f"{audit.milliseconds:.0f} ms"

    def get_urls(self) -> list[URLPattern]:
        """With the retry."""
        retry = self.admin_site.admin_view(act(self.retry_view, "audit"))
        return [path("<int:pk>/retry/", retry, name="auditor_audit_retry"), *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        """The row, with the button for editors."""
        context = {**(extra_context or {}), "may_retry": self.has_retry_permission(request)}
        return super().change_view(request, object_id, form_url, context)

    def retry_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask again for one failed audit; back to its article."""
        require(request, RETRY)
        try:
            audit = auditing.retry(pk, now=timezone.now())
        except auditing.AuditRefused as refusal:
            if refusal.code == "audit_unknown":
                raise Http404(str(refusal)) from refusal
            messages.error(request, str(refusal))
            return HttpResponseRedirect(page_of("audit", pk))
        tasks.ring_on_commit(tasks.carry_out_audits)
        messages.success(request, "The audit was asked for again. Reload to see how it went.")
        return HttpResponseRedirect(page_of("article", audit.snapshot.article_id))


class SnapshotAdmin(Kept):
    """Every version as it was served, with its bytes to take away."""

    list_display = ("article", "revision", "taken", "media_type", "bytes")
    list_select_related = ("article",)
    list_filter = ("media_type",)
    search_fields = ("article__title", "address")
    exclude = ("reading",)
    readonly_fields = ("download",)

    @admin.display(description="taken", ordering="taken_at")
    def taken(self, snapshot: Snapshot) -> str:
        """When it was served."""
        return moment(snapshot.taken_at)

    @admin.display(description="bytes", ordering="size")
    def bytes(self, snapshot: Snapshot) -> str:
        """How long it is."""
        return f"{snapshot.size:,}"

    @admin.display(description="the bytes as served")
    def download(self, snapshot: Snapshot) -> SafeString:
        """The way to the bytes."""
        address = reverse("admin:auditor_snapshot_payload", args=[snapshot.pk])
        return format_html('<a href="{}">Download {} bytes</a>', address, f"{snapshot.size:,}")

    def get_urls(self) -> list[URLPattern]:
        """With the download."""
        payload = self.admin_site.admin_view(self.payload_view)
        return [path("<int:pk>/payload/", payload, name="auditor_snapshot_payload"), *super().get_urls()]

    @method_decorator(require_safe)
    def payload_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The bytes as they came, only ever as a file to save: they are a stranger's."""
        require(request, "auditor.view_snapshot")
        snapshot = Snapshot.objects.filter(pk=pk).first()
        if snapshot is None:
            raise Http404(f"There is no snapshot {pk}.")
        return as_file(request, snapshot.payload, back=page_of("snapshot", pk))


def as_file(request: HttpRequest, digest: str, *, back: str) -> HttpResponse:
    """A payload to save; ``back`` is where a damaged one is told of."""
    try:
        data = archive.read(digest)
    except archive.PayloadDamaged as damage:
        messages.error(request, str(damage))
        return HttpResponseRedirect(back)
    return HttpResponse(data, headers=dict(_as_attachment(digest)))


def _as_attachment(digest: str) -> Iterable[tuple[str, str]]:
    yield "Content-Type", "application/octet-stream"
    yield "Content-Disposition", f'attachment; filename="{digest}.bin"'
    yield "X-Content-Type-Options", "nosniff"
