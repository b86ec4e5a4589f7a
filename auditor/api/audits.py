"""Read audits and what they found; ask for a failed one again."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from auditor import auditing, tasks
from auditor.api.articles import stretch
from auditor.api.door import Door
from auditor.api.permissions import Access
from auditor.api.queries import AuditQuery, SegmentQuery, TextQuery
from auditor.api.representations import AuditDetail, AuditView, SegmentView, TextView
from auditor.api.rights import LinkedData
from auditor.auditing import AuditRefused
from auditor.models import Audit, Passage, Scope
from auditor.models.audit import LONG_FIELDS


@extend_schema_view(
    list=extend_schema(summary="List audits", description="Newest first, without what they found."),
    retrieve=extend_schema(summary="Read an audit", description="With its sentences, signals and rights."),
)
class Audits(ListModelMixin, RetrieveModelMixin, Door):
    """Inspections of snapshots."""

    access = {
        "GET": Access(Scope.READ, "auditor.view_audit"),
        "POST": Access(Scope.SUBMIT, "auditor.change_audit"),
    }
    queries = {"list": AuditQuery, "text": TextQuery, "segments": SegmentQuery}

    def get_queryset(self) -> QuerySet[Any]:
        """Audits; lists leave out what may be long."""
        if self.action == "segments":
            return Passage.objects.select_related("variant").order_by("ordinal")
        audits = Audit.objects.select_related("snapshot").order_by("-pk")
        return audits if self.action == "retrieve" else audits.defer(*LONG_FIELDS)

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        """The detail alone is long."""
        views: dict[str, type[BaseSerializer[Any]]] = {"retrieve": AuditDetail, "segments": SegmentView}
        return views.get(self.action, AuditView)

    @extend_schema(
        summary="Read an audit's text",
        description=(
            "The text that all offsets of the audit count in. `start` and `end` count Unicode code points; "
            "without them it is the whole text."
        ),
        responses=TextView,
    )
    @action(detail=True)
    def text(self, request: Request, pk: int) -> Response:
        """The canonical text that was inspected."""
        audit = get_object_or_404(Audit.objects.select_related("reading"), pk=pk)
        if audit.reading is None:
            raise AuditRefused("audit_unfinished", f"This audit is {audit.state} and has read no text yet.")
        return Response(stretch(audit.reading, self.parameters))

    @extend_schema(
        summary="List an audit's segments",
        description="In text order. They tile the text: every character but white space is in exactly one.",
        responses=SegmentView(many=True),
    )
    @action(detail=True)
    def segments(self, request: Request, pk: int) -> Response:
        """One page of the audit's segments."""
        audit = get_object_or_404(Audit.objects.only("pk"), pk=pk)
        rows = self.filter_queryset(self.get_queryset().filter(audit=audit))
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(
        summary="Read an audit's policy",
        description=(
            "What the article's notices permit and forbid, as an ODRL 2.2 policy in JSON-LD. Every rule "
            "names the words that it was derived from, by Web Annotation selectors that count code points. "
            "404 `no_rules` where no notice states a rule: ODRL has no empty policy, and silence is no "
            "permission."
        ),
        responses={200: OpenApiTypes.OBJECT},
    )
    @action(detail=True, renderer_classes=[LinkedData, JSONRenderer])
    def policy(self, request: Request, pk: int) -> Response:
        """The policy made of the audit's rights."""
        audit = get_object_or_404(Audit.objects.only("policy", "rights", "state"), pk=pk)
        if audit.rights is None:
            raise AuditRefused("audit_unfinished", f"This audit is {audit.state} and has read no text yet.")
        if audit.policy is None:
            raise AuditRefused("no_rules", "No notice of this page states a rule; that is not permission.")
        return Response(audit.policy)

    @extend_schema(
        summary="Retry a failed audit",
        description="For editors. The audit waits again.",
        request=None,
        responses={202: AuditView},
    )
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, pk: int) -> Response:
        """Ask for a failed audit again."""
        audit = auditing.retry(pk, now=self.now)
        tasks.ring_on_commit(tasks.carry_out_audits)
        return Response(self.get_serializer(audit).data, 202)
