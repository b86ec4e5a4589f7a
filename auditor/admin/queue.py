"""The review queue: the list, taking the next flag, and the page on which one is decided."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince

from auditor import review
from auditor.admin import batch, pages, saved_views
from auditor.admin.item_page import Answer, AnswerForm, item_context, told, undoable
from auditor.admin.pages import Kept, Pictured, list_of, member, page, page_of, require
from auditor.admin.queue_filters import AgeFilter, MineFilter, RankFilter, StateFilter, searched
from auditor.admin.rendering import label_of
from auditor.desk import permits
from auditor.models import Claim, Decision, QueueItem
from auditor.models.desk import lease

KIND = "kind__exact"
OUTLET = "outlet__id__exact"


class QueueItemAdmin(batch.CanReview, Pictured, Kept):
    """Everyone who may look sees the queue; claiming and deciding go through auditor.review."""

    heading = "Review queue"
    list_display = ("words", "flag_kind", "pressing", "likelihood", "in_article", "age", "holder")
    list_display_links = ("words",)
    list_filter = (StateFilter, RankFilter, "kind", "priority", AgeFilter, MineFilter, "outlet")
    list_select_related = ("article",)
    search_fields = ("quote", "article__title")
    search_help_text = "Words of the flag or the article's title, three letters or more."
    sortable_by = ("age",)
    ordering = ("priority", "-precision", "pk")
    change_list_template = "auditor/queue.html"
    actions = (batch.decide_selected,)

    @admin.display(description="flagged words", ordering="quote")
    def words(self, item: QueueItem) -> str:
        """The beginning of the flagged words."""
        line = " ".join(item.quote.split())
        return line if len(line) <= 140 else f"{line[:139]}…"

    @admin.display(description="kind", ordering="kind")
    def flag_kind(self, item: QueueItem) -> str:
        """The kind in words."""
        return label_of(item.kind)

    @admin.display(description="priority", ordering="priority")
    def pressing(self, item: QueueItem) -> str:
        """How pressing."""
        return item.get_priority_display().lower()

    @admin.display(description="probability", ordering="-probability")
    def likelihood(self, item: QueueItem) -> str:
        """How likely a careful reader would agree with the flag."""
        return f"{100 * item.probability:.0f} %"

    @admin.display(description="article", ordering="article__title")
    def in_article(self, item: QueueItem) -> SafeString:
        """The article it stands in, with the way there."""
        return format_html('<a href="{}">{}</a>', page_of("article", item.article_id), item.article)

    @admin.display(description="age", ordering="raised_at")
    def age(self, item: QueueItem) -> str:
        """Since when it waits."""
        return timesince(item.raised_at, depth=1)

    @admin.display(description="held by")
    def holder(self, item: QueueItem) -> str:
        """Whose lease it is; a dash when nobody's."""
        held = lease(item.article, timezone.now())
        return f"{held.reviewer} until {held.until:%H:%M} UTC" if held else "–"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[QueueItem], search_term: str
    ) -> tuple[QuerySet[QueueItem], bool]:
        """Flags in whose words or whose article's title every word of three letters or more stands."""
        return searched(queryset, search_term), False

    def get_queryset(self, request: HttpRequest) -> QuerySet[QueueItem]:
        """With the leases on their articles."""
        return super().get_queryset(request).prefetch_related(Claim.of_articles("article__"))

    def get_urls(self) -> list[URLPattern]:
        """With the acts, each a POST of its own."""

        def act(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
            return self.admin_site.admin_view(pages.act(view, "queueitem"))

        return [
            path("take/", act(self.take_view), name="auditor_queueitem_take"),
            path("batch/", act(self.batch_view), name="auditor_queueitem_batch"),
            path("batch/undo/", act(batch.undo_view), name="auditor_queueitem_batch_undo"),
            path("views/", act(saved_views.save_view), name="auditor_queueitem_save"),
            path("views/<int:pk>/forget/", act(saved_views.forget_view), name="auditor_queueitem_forget"),
            path("<int:pk>/claim/", act(self.claim_view), name="auditor_queueitem_claim"),
            path("<int:pk>/release/", act(self.release_view), name="auditor_queueitem_release"),
            path("<int:pk>/decide/", act(self.decide_view), name="auditor_queueitem_decide"),
            path("<int:pk>/undo/<int:decision>/", act(self.undo_view), name="auditor_queueitem_undo"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """The list; ``undo`` or ``batch`` in the address offers what was just decided for undoing."""
        user = member(request)
        parameters = request.GET.copy()
        asked, token = (str(parameters.pop(name, [""])[-1]) for name in ("undo", "batch"))
        request.GET = parameters  # type: ignore[assignment]  # Django calls a copied QueryDict mutable
        context = {
            **(extra_context or {}),
            "reviews": user.has_perm(permits.REVIEW),
            "just_decided": undoable(user, asked),
            "batch": token if batch.decisions_of(token) else "",
            "batched": len(batch.decisions_of(token)),
            **saved_views.shown(user, parameters.urlencode()),
            "kinds": parameters.getlist(KIND),
            "outlets": parameters.getlist(OUTLET),
        }
        return super().changelist_view(request, context)

    def row_page(self, request: HttpRequest, key: str) -> HttpResponse:
        """The flag in its context."""
        return self._item_page(request, key, Answer(go_on=bool(request.GET.get("go_on"))))

    def take_view(self, request: HttpRequest) -> HttpResponse:
        """The next flag of the kinds and outlets that the list was filtered by, its article claimed."""
        require(request, permits.REVIEW)
        return self._next(
            request,
            kinds=request.POST.getlist("kind"),
            outlets=[_number(value) for value in request.POST.getlist("outlet")],
        )

    def batch_view(self, request: HttpRequest) -> HttpResponse:
        """Give one answer to the flags that were selected."""
        return batch.decide_view(self, request)

    def claim_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Claim this flag; an answer typed before a lease ran out stays in the form."""
        user = require(request, permits.REVIEW)
        answer = Answer(request.POST.get("reason", ""), bool(request.POST.get("go_on")))
        try:
            review.claim(pk, reviewer=user, now=timezone.now())
        except permits.ReviewRefused as refusal:
            return self._refused(request, pk, answer, refusal)
        if answer.reason:
            return self._item_page(request, pk, answer)
        return HttpResponseRedirect(page_of("queueitem", pk))

    def release_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give the flag back."""
        user = require(request, permits.REVIEW)
        fence = _number(request.POST.get("fence", ""))
        try:
            review.release(pk, reviewer=user, fence=fence, now=timezone.now())
        except permits.ReviewRefused as refusal:
            return self._refused(request, pk, Answer(request.POST.get("reason", "")), refusal)
        messages.success(request, "The flag is free for others again.")
        return HttpResponseRedirect(list_of("queueitem"))

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Decide the flag; then the next one, if that was asked for."""
        user = require(request, permits.REVIEW)
        form = AnswerForm(request.POST)
        sent = request.POST
        answer = Answer(sent.get("reason", ""), bool(sent.get("go_on")), verdict=sent.get("verdict", ""))
        if not form.is_valid():
            refusal = permits.ReviewRefused("verdict_unknown", "Choose one of the verdicts by its button.")
            return self._refused(request, pk, answer, refusal)
        given = form.cleaned_data
        try:
            decision = review.decide(
                pk,
                reviewer=user,
                fence=given["fence"],
                verdict=given["verdict"],
                reason=given["reason"],
                now=timezone.now(),
            )
        except permits.ReviewRefused as refusal:
            return self._refused(request, pk, answer, refusal)
        if answer.go_on:
            return self._next(request, undo=decision.pk)
        messages.success(request, told(decision))
        return HttpResponseRedirect(page_of("queueitem", pk))

    def undo_view(self, request: HttpRequest, pk: int, decision: int) -> HttpResponse:
        """Take a standing decision back."""
        user = require(request, permits.REVIEW)
        if not Decision.objects.filter(pk=decision, item=pk).exists():
            raise Http404(f"There is no decision {decision} on flag {pk}.")
        try:
            review.undo(decision, reviewer=user, now=timezone.now())
        except permits.ReviewRefused as refusal:
            return self._refused(request, pk, Answer(), refusal)
        messages.success(request, "The decision was undone; the flag is open again.")
        return HttpResponseRedirect(page_of("queueitem", pk))

    def _next(
        self,
        request: HttpRequest,
        *,
        kinds: Sequence[str] = (),
        outlets: Sequence[int] = (),
        undo: int | None = None,
    ) -> HttpResponse:
        item = review.next_flag(reviewer=member(request), now=timezone.now(), kinds=kinds, outlets=outlets)
        query = {} if undo is None else {"undo": undo}
        if item is None:
            messages.info(request, "Nothing is left to take here: every open flag is decided or held.")
            return HttpResponseRedirect(_with(list_of("queueitem"), query))
        going_on = {"go_on": "on"} if query else {}
        return HttpResponseRedirect(_with(page_of("queueitem", item.pk), {**query, **going_on}))

    def _refused(
        self, request: HttpRequest, pk: int, answer: Answer, refusal: permits.ReviewRefused
    ) -> HttpResponse:
        return self._item_page(request, pk, replace(answer, refusal=refusal))

    def _item_page(self, request: HttpRequest, pk: int | str, answer: Answer) -> HttpResponse:
        rows = QueueItem.objects.select_related("article__outlet", "audit__snapshot", "audit__reading")
        item = rows.filter(pk=pk).first() if str(pk).isdecimal() else None
        if item is None:
            raise Http404(f"There is no flag {pk}. It may have been deleted.")
        user = member(request)
        context = {
            **item_context(item, user, answer, now=timezone.now()),
            "just_decided": undoable(user, request.GET.get("undo", "")),
        }
        title = f"{label_of(item.kind).capitalize()}, flag {item.pk}"
        return page(request, self, "auditor/item.html", title=title, status=answer.status, context=context)


def _with(address: str, query: Mapping[str, object]) -> str:
    return f"{address}?{urlencode(query)}" if query else address


def _number(value: str) -> int:
    """A key as the form sent it; -1, which no row has, for what is none or more than a database holds."""
    number = int(value) if value.isdecimal() else -1
    return number if number < 2**63 else -1
