"""The ledger: every decision and every act on the queue, to look at and never to change."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from auditor.admin.pages import Kept, member, moment
from auditor.desk import blindness
from auditor.models import Decision, ReviewEntry


class DecisionAdmin(Kept):
    """Decisions and undoings, the newest first."""

    list_display = ("decided", "reviewer", "verdict_or_undoing", "words", "reason")
    list_filter = ("verdict", ("reviewer", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("reviewer",)
    search_fields = ("quote", "reason")
    exclude = ("audit",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        """Those that the user may see."""
        return blindness.visible(super().get_queryset(request), member(request))

    @admin.display(description="decided", ordering="decided_at")
    def decided(self, decision: Decision) -> str:
        """When."""
        return moment(decision.decided_at)

    @admin.display(description="verdict", ordering="verdict")
    def verdict_or_undoing(self, decision: Decision) -> str:
        """The verdict in words."""
        return decision.get_verdict_display() or f"undoes decision {decision.undoes_id}"

    @admin.display(description="words")
    def words(self, decision: Decision) -> str:
        """The beginning of the words decided about."""
        return decision.quote if len(decision.quote) <= 100 else f"{decision.quote[:99]}…"


class ReviewEntryAdmin(Kept):
    """The log, the newest first."""

    list_display = ("when", "act", "by", "item")
    list_filter = ("act",)
    list_select_related = ("actor", "item")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReviewEntry]:
        """Those that the user may see."""
        return blindness.visible_log(super().get_queryset(request), member(request))

    @admin.display(description="when", ordering="at")
    def when(self, entry: ReviewEntry) -> str:
        """When."""
        return moment(entry.at)

    @admin.display(description="by", ordering="actor")
    def by(self, entry: ReviewEntry) -> str:
        """Who did it."""
        return str(entry.actor or "the auditor")
