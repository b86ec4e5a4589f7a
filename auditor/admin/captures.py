"""The log of fetches: what was asked, what was answered, what was made of it."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from auditor import tasks
from auditor.admin.audits import as_file
from auditor.admin.pages import Kept, act, member, moment, page_of, require
from auditor.desk.permits import ReviewRefused
from auditor.inspection.document import Unreadable
from auditor.models import Capture
from auditor.schedule.accepting import ACCEPT, DOUBTED, accept
from auditor.storage.archive import PayloadDamaged


class CaptureAdmin(Kept):
    """Every fetch, the newest first."""

    list_display = ("when", "article", "state", "news", "status", "bytes", "reason")
    list_select_related = ("article__outlet",)
    list_filter = ("outcome", "finding", "code")
    search_fields = ("article__title", "address")
    search_help_text = "Title or address."
    fields = (
        "article", "when", "state", "news", "reason", "code", "status", "address", "ways", "asked",
        "answered", "version", "download", "bytes", "payload", "text", "seconds",
    )  # fmt: skip
    readonly_fields = fields
    change_form_template = "auditor/capture.html"

    def get_fields(self, request: HttpRequest, obj: object = None) -> list[Any]:
        """In the order of what happened."""
        return list(self.fields)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Capture]:
        """Lists leave the headers out."""
        captures: QuerySet[Capture] = super().get_queryset(request)
        return captures.select_related("snapshot")

    @admin.display(description="fetched", ordering="pk")
    def when(self, capture: Capture) -> str:
        """When."""
        return moment(capture.at)

    @admin.display(description="state", ordering="outcome")
    def state(self, capture: Capture) -> SafeString:
        """What came of it, with a mark of its own besides the colour."""
        kind = "good" if capture.believed else "bad" if capture.outcome == Capture.Outcome.UNKNOWN else "away"
        return format_html(
            '<span class="outcome {}">{}</span>', kind, Capture.Outcome(capture.outcome).label.capitalize()
        )

    @admin.display(description="news", ordering="finding")
    def news(self, capture: Capture) -> str:
        """What was told of it."""
        return str(Capture.Finding(capture.finding).label) if capture.finding else ""

    @admin.display(description="bytes", ordering="size")
    def bytes(self, capture: Capture) -> str:
        """How long the page was, unpacked."""
        return f"{capture.size:,}" if capture.payload else "–"

    @admin.display(description="redirects")
    def ways(self, capture: Capture) -> str:
        """The addresses passed on the way."""
        return " → ".join([*capture.redirects, capture.address]) if capture.redirects else "none"

    @admin.display(description="request headers")
    def asked(self, capture: Capture) -> SafeString | str:
        """As they were sent."""
        return _headers(capture.request_headers)

    @admin.display(description="response headers")
    def answered(self, capture: Capture) -> SafeString | str:
        """As they came."""
        return _headers(capture.headers)

    @admin.display(description="version")
    def version(self, capture: Capture) -> SafeString | str:
        """The version that was taken, if one was."""
        if capture.snapshot is None:
            return "none was taken"
        address = f"{page_of('article', capture.article_id)}?revision={capture.snapshot.revision}"
        return format_html('<a href="{}">revision {}</a>', address, capture.snapshot.revision)

    @admin.display(description="the bytes as served")
    def download(self, capture: Capture) -> SafeString | str:
        """The way to the bytes, where they were kept."""
        if not capture.kept:
            return "not kept: they show the text that was known" if capture.payload else "none came"
        address = reverse("admin:auditor_capture_payload", args=[capture.pk])
        return format_html('<a href="{}">Download {} bytes</a>', address, f"{capture.size:,}")

    def get_urls(self) -> list[URLPattern]:
        """With the download, and the way to take what was doubted."""
        payload = self.admin_site.admin_view(self.payload_view)
        accepting = self.admin_site.admin_view(act(self.accept_view, "capture"))
        return [
            path("<int:pk>/payload/", payload, name="auditor_capture_payload"),
            path("<int:pk>/accept/", accepting, name="auditor_capture_accept"),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        """The fetch; one that was doubted may be taken as a version after all."""
        doubted = Capture.objects.filter(outcome__in=DOUBTED, kept=True, snapshot=None)
        acceptable = (
            object_id.isdecimal()
            and member(request).has_perm(ACCEPT)
            and doubted.filter(pk=int(object_id)).exists()
        )
        context = {**(extra_context or {}), "acceptable": acceptable}
        return super().change_view(request, object_id, form_url, context)

    def accept_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take it."""
        user = require(request, ACCEPT)
        try:
            taken = accept(pk, by=user, now=timezone.now())
        except (ReviewRefused, Unreadable, PayloadDamaged) as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(page_of("capture", pk))
        tasks.ring_on_commit(tasks.carry_out_audits)
        messages.success(request, f"Taken as revision {taken.revision}; it is being audited.")
        return HttpResponseRedirect(page_of("article", taken.article_id))

    @method_decorator(require_safe)
    def payload_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The bytes as they came, only ever as a file to save: they are a stranger's."""
        require(request, "auditor.view_capture")
        capture = Capture.objects.filter(pk=pk, kept=True).first()
        if capture is None:
            raise Http404(f"The bytes of fetch {pk} are not kept.")
        return as_file(request, capture.payload, back=page_of("capture", pk))


def _headers(pairs: list[list[str]]) -> SafeString | str:
    rows = format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", ((name, value) for name, value in pairs))
    return format_html('<dl class="headers">{}</dl>', rows) if pairs else "none"
