"""The catalogue of notices: what outlets repeat, since when, where, and what people decided of it."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.models import User
from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from auditor import tasks
from auditor.api.bodies import Adopt, Body, MakeRule, Merge, Reject, Relabel, Split, UndoEntry, read_body
from auditor.api.door import Door
from auditor.api.notices import (
    NoticeEntryView,
    NoticeTimelineView,
    NoticeView,
    OccurrenceView,
    RuleView,
    VariantView,
)
from auditor.api.permissions import Access
from auditor.api.queries import CatalogueQuery, PageQuery
from auditor.catalogue import entries, notice_past, rulemaking
from auditor.models import Boilerplate, CatalogueEntry, Passage, Scope, Variant

VIEWS: dict[str, type[BaseSerializer[Any]]] = {
    "occurrences": OccurrenceView,
    "variants": VariantView,
    "log": NoticeEntryView,
}
FOR_ALL = "It holds wherever the words stand: stored articles are audited again, flags close with it."


def deciding(summary: str, description: str, body: type[Body] | None) -> Callable[[Any], Any]:
    """What the schema says of a decision about a notice."""
    return extend_schema(
        summary=summary,
        description=f"{description} {FOR_ALL}",
        request=body,
        responses={201: NoticeEntryView},
    )


@extend_schema_view(
    list=extend_schema(
        summary="List notices",
        description="Newest first, each once; those merged into others only when asked for.",
    ),
    retrieve=extend_schema(summary="Read a notice", description="With its history."),
)
class Catalogue(ListModelMixin, RetrieveModelMixin, Door):
    """Notices, each once, and what a reviewer may decide of them."""

    access = {
        "GET": Access(Scope.READ, "auditor.view_boilerplate"),
        "POST": Access(Scope.REVIEW, entries.CHANGE),
    }
    queries = {"list": CatalogueQuery, **dict.fromkeys(VIEWS, PageQuery)}

    def get_queryset(self) -> QuerySet[Any]:
        """Notices; their history is told for one, or for one page."""
        rows: dict[str, Callable[[], QuerySet[Any]]] = {
            "occurrences": lambda: Passage.objects.select_related("audit__snapshot__article").order_by("-pk"),
            "variants": lambda: Variant.objects.annotate(occurrences=Count("passages")).order_by("-pk"),
            "log": lambda: CatalogueEntry.objects.select_related("actor", "undone_by").order_by("-pk"),
            "retrieve": lambda: Boilerplate.objects.select_related("decided_by").with_history(),
        }
        return rows.get(self.action, lambda: Boilerplate.objects.order_by("-pk"))()

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        """Notices, or what belongs to one."""
        return VIEWS.get(self.action, NoticeView)

    def paginate_queryset(self, queryset: Any) -> Any:
        """One page; the history of a whole catalogue would be counted anew for each page."""
        page = super().paginate_queryset(queryset)
        if self.action != "list":
            return page
        known = Boilerplate.objects.select_related("decided_by").with_history()
        history = known.in_bulk([notice.pk for notice in page or ()])
        return [history[notice.pk] for notice in page or ()]

    @extend_schema(
        summary="List where a notice stands",
        description="Newest first, over all audits.",
        responses=OccurrenceView(many=True),
    )
    @action(detail=True)
    def occurrences(self, request: Request, pk: int) -> Response:
        """One page of the places of a notice."""
        return self._of(pk, Q(variant__notice=pk))

    @extend_schema(
        summary="List a notice's wordings", description="Newest first.", responses=VariantView(many=True)
    )
    @action(detail=True)
    def variants(self, request: Request, pk: int) -> Response:
        """One page of the wordings of a notice."""
        return self._of(pk, Q(notice=pk))

    @extend_schema(
        summary="Read a notice over time",
        description="In which outlets it stands, since when, with which gaps, over the newest versions; "
        "and which articles gained or lost it, the newest first. Empty lists where it stands nowhere.",
        responses=NoticeTimelineView,
    )
    @action(detail=True)
    def timeline(self, request: Request, pk: int) -> Response:
        """When which outlet printed it."""
        notice = get_object_or_404(Boilerplate, pk=pk)
        found = notice_past.timeline(notice)
        strips = found.strips if found else ()
        shown = {
            "outlets": strips,
            "others": found.others if found else 0,
            "turns": notice_past.turns(notice),
        }
        return Response(NoticeTimelineView(shown).data)

    @extend_schema(
        summary="List what was decided of a notice",
        description="Newest first, undoings included.",
        responses=NoticeEntryView(many=True),
    )
    @action(detail=True)
    def log(self, request: Request, pk: int) -> Response:
        """One page of the log of a notice."""
        return self._of(pk, Q(notice=pk) | Q(other=pk))

    @deciding("Confirm a notice", "The words are a notice of its kind.", None)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: int) -> Response:
        """Confirm it under its kind."""
        return self._decided(entries.confirm(pk, by=_reviewer(request), now=self.now))

    @deciding("Relabel a notice", "The words are a notice of another kind; it is confirmed too.", Relabel)
    @action(detail=True, methods=["post"])
    def relabel(self, request: Request, pk: int) -> Response:
        """Confirm it under another kind."""
        given = read_body(Relabel, request.data)
        return self._decided(entries.relabel(pk, by=_reviewer(request), now=self.now, **given))

    @deciding("Reject a notice", "The words are no notice but body.", Reject)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, pk: int) -> Response:
        """Say that it is none."""
        given = read_body(Reject, request.data)
        return self._decided(entries.reject(pk, by=_reviewer(request), now=self.now, **given))

    @deciding("Merge a notice into another", "Its wordings become variants of that one.", Merge)
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, pk: int) -> Response:
        """Make two notices one."""
        given = read_body(Merge, request.data)
        return self._decided(entries.merge(pk, by=_reviewer(request), now=self.now, **given))

    @deciding("Split wordings off a notice", "They become a notice of their own, decided of alike.", Split)
    @action(detail=True, methods=["post"])
    def split(self, request: Request, pk: int) -> Response:
        """Make one notice two."""
        given = read_body(Split, request.data)
        return self._decided(entries.split(pk, by=_reviewer(request), now=self.now, **given))

    @deciding("Undo a decision about a notice", "The last one; everything stands as before.", UndoEntry)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: int) -> Response:
        """Take a decision back."""
        entry = get_object_or_404(
            CatalogueEntry.objects.filter(Q(notice=pk) | Q(other=pk)),
            pk=read_body(UndoEntry, request.data)["entry"],
        )
        return self._decided(entries.undo(entry.pk, by=_reviewer(request), now=self.now))

    @deciding("Put a flag's words into the catalogue", "Words flagged as unknown boilerplate.", Adopt)
    @action(detail=False, methods=["post"])
    def adopt(self, request: Request) -> Response:
        """Make a confirmed notice of an unknown."""
        given = read_body(Adopt, request.data)
        item = given.pop("flag")
        return self._decided(entries.adopt(item, by=_reviewer(request), now=self.now, **given))

    @extend_schema(
        summary="Make a rule of a notice",
        description="For editors. Every outlet's audits know it; it is proven as the packaged rules are.",
        request=MakeRule,
        responses={201: RuleView},
    )
    @action(detail=True, methods=["post"])
    def rule(self, request: Request, pk: int) -> Response:
        """Take a rule up."""
        given = read_body(MakeRule, request.data)
        rule = rulemaking.make_rule(pk, by=_reviewer(request), now=self.now, **given)
        tasks.ring_on_commit(tasks.renew_audits)
        return Response(RuleView(rule).data, 201)

    def _of(self, pk: int, mine: Q) -> Response:
        get_object_or_404(Boilerplate.objects.only("pk"), pk=pk)
        page = self.paginate_queryset(self.get_queryset().filter(mine))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def _decided(self, entry: CatalogueEntry) -> Response:
        tasks.ring_on_commit(tasks.renew_audits)
        return Response(NoticeEntryView(entry).data, 201)


def _reviewer(request: Request) -> User:
    """The token's user; permissions have made sure that it is one."""
    return cast("User", request.user)
