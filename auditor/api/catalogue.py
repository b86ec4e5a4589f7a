"""The catalogue of notices: what outlets repeat, since when, where."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from auditor.api.door import Door
from auditor.api.permissions import Access
from auditor.api.queries import CatalogueQuery, PageQuery
from auditor.api.representations import NoticeView, OccurrenceView
from auditor.models import Boilerplate, Passage, Scope


@extend_schema_view(
    list=extend_schema(summary="List notices", description="Newest first; each notice once."),
    retrieve=extend_schema(summary="Read a notice", description="With its history."),
)
class Catalogue(ListModelMixin, RetrieveModelMixin, Door):
    """Notices, each once."""

    access = {"GET": Access(Scope.READ, "auditor.view_boilerplate")}
    queries = {"list": CatalogueQuery, "occurrences": PageQuery}

    def get_queryset(self) -> QuerySet[Any]:
        """Notices; their history is told for one, or for one page."""
        if self.action == "occurrences":
            return Passage.objects.select_related("audit__snapshot__article").order_by("-pk")
        notices = Boilerplate.objects.order_by("-pk")
        return notices.with_history() if self.action == "retrieve" else notices

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        """Notices or the places where they stand."""
        return OccurrenceView if self.action == "occurrences" else NoticeView

    def paginate_queryset(self, queryset: Any) -> Any:
        """One page; the history of a whole catalogue would be counted anew for each page."""
        page = super().paginate_queryset(queryset)
        if self.action == "occurrences":
            return page
        history = Boilerplate.objects.with_history().in_bulk([notice.pk for notice in page or ()])
        return [history[notice.pk] for notice in page or ()]

    @extend_schema(
        summary="List where a notice stands",
        description="Newest first, over all audits.",
        responses=OccurrenceView(many=True),
    )
    @action(detail=True)
    def occurrences(self, request: Request, pk: int) -> Response:
        """One page of the places of a notice."""
        notice = get_object_or_404(Boilerplate.objects.only("pk"), pk=pk)
        page = self.paginate_queryset(self.get_queryset().filter(variant__notice=notice))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)
