"""Read what came of every fetch."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.renderers import JSONRenderer
from rest_framework.serializers import BaseSerializer

from auditor.api.door import Door
from auditor.api.permissions import Access
from auditor.api.queries import CaptureQuery
from auditor.models import Capture, Scope


class Packed(JSONRenderer):
    """A ZIP, which is written elsewhere; what goes wrong is told as JSON."""

    media_type = "application/zip"


class CaptureView(serializers.ModelSerializer[Capture]):
    """What came of one fetch, in brief."""

    finding = serializers.CharField(
        read_only=True,
        help_text="What was told of it: "
        + ", ".join(f"`{one}`" for one in Capture.Finding)
        + ", or nothing.",
    )

    class Meta:
        model = Capture
        fields: tuple[str, ...] = (
            "id", "article", "at", "outcome", "finding", "code", "reason", "status", "address", "etag",
            "last_modified", "payload", "size", "kept", "text", "seconds", "snapshot",
        )  # fmt: skip
        read_only_fields = fields


class Header(serializers.ListField):
    """A name and its value."""

    child = serializers.CharField()
    min_length = max_length = 2


class CaptureDetail(CaptureView):
    """What came of one fetch, with all headers."""

    redirects = serializers.ListField(
        child=serializers.CharField(), read_only=True, help_text="The addresses passed on the way, in order."
    )
    request_headers = serializers.ListField(
        child=Header(), read_only=True, help_text="Name and value of each header of the last request."
    )
    headers = serializers.ListField(
        child=Header(), read_only=True, help_text="Name and value of each header of the last answer."
    )

    class Meta(CaptureView.Meta):
        fields = (*CaptureView.Meta.fields, "redirects", "request_headers", "headers")
        read_only_fields = fields


@extend_schema_view(
    list=extend_schema(
        summary="List fetches",
        description=(
            "What came of every fetch, newest first. `finding` is what was told of it, once, when it began; "
            "`unknown` means that nothing which came is relied on."
        ),
    ),
    retrieve=extend_schema(summary="Read a fetch", description="With the headers of request and answer."),
)
class Captures(ListModelMixin, RetrieveModelMixin, Door):
    """The log of fetches."""

    access = {"GET": Access(Scope.READ, "auditor.view_capture")}
    queries = {"list": CaptureQuery}
    queryset = Capture.objects.order_by("-pk")

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        """The detail alone has the headers."""
        return CaptureDetail if self.action == "retrieve" else CaptureView

    def get_queryset(self) -> QuerySet[Capture]:
        """Lists do not read the headers."""
        rows = super().get_queryset()
        return rows if self.action == "retrieve" else rows.defer("redirects", "request_headers", "headers")
