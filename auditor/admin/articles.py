"""Articles: the list, the form to hand one in, and the page that shows what it is made of."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from auditor import ingest, tasks
from auditor.admin import article_list, article_page
from auditor.admin.pages import Pictured, act, member, moment, page, page_of, require
from auditor.admin.schedule_panel import schedule_panel
from auditor.admin.submission import SubmissionForm
from auditor.admin.timeline import diff_view, timeline_view
from auditor.desk import docket
from auditor.fetching import FetchRefused
from auditor.fetching.refusals import TEMPORARY
from auditor.inspection.document import SHORTCOMINGS
from auditor.models import Article, Audit
from auditor.storage.history import as_download


class ArticleAdmin(Pictured):
    """Handed in by anyone who may, read by everyone, corrected by editors, deleted by nobody."""

    list_display = (
        "title_or_address",
        "outlet",
        "state",
        "body_share",
        "open_flags",
        "last_audited",
        "next_audit",
    )
    list_display_links = ("title_or_address",)
    list_filter = (article_list.StateFilter, "outlet")
    list_select_related = ("outlet",)
    search_fields = ("title", "address", "outlet__name")
    search_help_text = "Title, address or outlet."
    ordering = ("-pk",)
    fields = ("title", "outlet", "interval", "next_audit_at", "address", "submitted_by", "submitted")
    readonly_fields = ("address", "submitted_by", "submitted")
    autocomplete_fields = ("outlet",)
    # One field with one label; Django's own two parts have none of their own.
    formfield_overrides = {
        models.DateTimeField: {"form_class": forms.DateTimeField, "widget": forms.DateTimeInput}
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Articles with the figures of the list."""
        return article_list.with_figures(super().get_queryset(request))

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        """Save it; to another outlet its flags go along."""
        super().save_model(request, obj, form, change)
        if change and "outlet" in form.changed_data:
            docket.move(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Deleting one would take decisions with it."""
        return False

    @admin.display(description="article", ordering="title")
    def title_or_address(self, article: Article) -> str:
        """The title, or the address until there is one."""
        return str(article)

    @admin.display(description="state")
    def state(self, article: Article) -> str:
        """Where it stands, in words; an audit of an incomplete reading is never shown as a clean one."""
        state = article_list.state_of(article)
        lacking = state == Audit.State.DONE and getattr(article, "incomplete", None)
        return article_list.STATES[state] + (", but its reading is incomplete" if lacking else "")

    @admin.display(description="body share")
    def body_share(self, article: Article) -> str:
        """How much of the text is the article itself; a dash while that is unknown."""
        return article_list.body_share(getattr(article, "signals", None))

    @admin.display(description="open flags", ordering="open_flags")
    def open_flags(self, article: Article) -> str:
        """Flags that wait for a decision."""
        return f"{getattr(article, 'open_flags', 0):,}"

    @admin.display(description="last audited", ordering="last_audited")
    def last_audited(self, article: Article) -> str:
        """When the last audit was finished."""
        return moment(getattr(article, "last_audited", None), empty="never")

    @admin.display(description="next audit", ordering="next_audit_at")
    def next_audit(self, article: Article) -> str:
        """When its address is fetched next."""
        return moment(article.next_audit_at, empty="none planned")

    @admin.display(description="submitted")
    def submitted(self, article: Article) -> str:
        """When it was handed in."""
        return moment(article.submitted_at)

    def get_urls(self) -> list[URLPattern]:
        """The pages of our own before Django's."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/timeline/", view(partial(timeline_view, self)), name="auditor_article_timeline"),
            path("<int:pk>/diff/", view(partial(diff_view, self)), name="auditor_article_diff"),
            path("<int:pk>/details/", view(self.details_view), name="auditor_article_details"),
            path("<int:pk>/export/", view(self.export_view), name="auditor_article_export"),
            path("<int:pk>/fetch/", view(act(self.fetch_view, "article")), name="auditor_article_fetch"),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Hand in an article; a refusal comes back as an error of the form, with status 422."""
        user = require(request, "auditor.add_article")
        posted = request.method == "POST"
        form = SubmissionForm(request.POST, request.FILES) if posted else SubmissionForm()
        if form.is_valid():
            submission = form.submit(by=user, now=timezone.now())
            if submission is not None:
                return self._taken_in(request, submission)
        status = 422 if form.errors else 200
        context: dict[str, object] = {"form": form}
        return page(
            request, self, "auditor/submit.html", title="Submit an article", status=status, context=context
        )

    def _taken_in(self, request: HttpRequest, submission: ingest.Submission) -> HttpResponse:
        article = submission.article
        coming = article_page.coming(submission, now=timezone.now())
        tasks.ring_on_commit(
            tasks.fetch_due_articles if coming is article_page.Coming.PAGE else tasks.carry_out_audits
        )
        known = "" if submission.created else " It was known already, so no second article was made."
        title = article_page.heading(article, submission.snapshot)
        messages.success(request, f"“{title}” was submitted.{known} {coming.value}")
        return HttpResponseRedirect(page_of("article", article.pk))

    def row_page(self, request: HttpRequest, key: str) -> HttpResponse:
        """The article as it was read: its text in labelled segments, with its flags."""
        article = self._article(request, key)
        known = article_page.versions(article)
        asked = {name: request.GET.get(name, "") for name in ("audit", "revision")}
        snapshot, audit = article_page.choose(known, article, **asked)
        context: dict[str, object] = {
            "article": article,
            "state": article_list.state_of(article),
            "state_label": self.state(article),
            "versions": known,
            "revisions": known[0].revision if known else 0,
            "reading": snapshot and article_page.read(snapshot, audit, part=request.GET.get("part", "")),
            "body_share": article_list.body_share(audit.signals if audit else None),
            "shortcomings": [SHORTCOMINGS.get(code, code) for code in audit.incomplete] if audit else [],
            "temporary": article.refusal_code in TEMPORARY,
            "panel": schedule_panel(article, now=timezone.now()),
            "refresh": article_page.is_coming(article, audit, now=timezone.now()),
            "may_fetch": request.user.has_perm("auditor.add_article"),
            "may_retry": request.user.has_perm("auditor.change_audit"),
            "may_change": request.user.has_perm("auditor.change_article"),
        }
        title = article_page.heading(article, snapshot)
        return page(request, self, "auditor/article.html", title=title, context=context)

    def details_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Correct what was said of the article when it was handed in; editors only."""
        require(request, "auditor.change_article")
        context = {"title": "Correct details", "show_save_and_add_another": False}
        return self.changeform_view(request, str(pk), extra_context=context)

    def response_post_save_change(self, request: HttpRequest, obj: Article) -> HttpResponseRedirect:
        """Back to the article, not to the list."""
        return HttpResponseRedirect(page_of("article", obj.pk))

    def fetch_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Fetch the address again now; for whoever may hand it in again, which does the same."""
        require(request, "auditor.add_article")
        article = self._article(request, str(pk))
        try:
            ingest.submit_address(article.address, by=member(request), now=timezone.now())
        except FetchRefused as refusal:
            messages.error(request, str(refusal))
        else:
            tasks.ring_on_commit(tasks.fetch_due_articles)
            messages.success(request, "The address is being fetched again. Reload to see what came.")
        return HttpResponseRedirect(page_of("article", article.pk))

    @method_decorator(require_safe)
    def export_view(self, request: HttpRequest, pk: int) -> FileResponse:
        """The article's history as a file to save."""
        require(request, "auditor.view_article")
        require(request, "auditor.view_decision")
        return as_download(self._article(request, str(pk)))

    def _article(self, request: HttpRequest, object_id: str) -> Article:
        article: Article | None = self.get_object(request, object_id)
        if article is None:
            raise Http404(f"There is no article {object_id}.")
        return article
