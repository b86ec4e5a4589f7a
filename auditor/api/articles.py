"""Submit articles; read them and their versions."""

from collections.abc import Mapping
from typing import Any, TypeAlias, cast

from django.contrib.auth.models import User
from django.db.models import Count, QuerySet
from django.http import FileResponse, Http404, QueryDict
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    PolymorphicProxySerializer,
    extend_schema,
    extend_schema_view,
)
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.throttling import BaseThrottle, UserRateThrottle

from auditor import ingest, tasks
from auditor.api import bodies
from auditor.api.captures import Packed
from auditor.api.door import Door, SubmitThrottle
from auditor.api.parsers import Json, Upload
from auditor.api.permissions import Access
from auditor.api.queries import ArticleQuery, DiffQuery, PageQuery, SnapshotQuery, TextQuery
from auditor.api.representations import ArticleView, OutletView, SnapshotView, TextView
from auditor.api.states import with_state
from auditor.models import Article, Outlet, Reading, Scope, Snapshot
from auditor.storage.history import as_download
from auditor.versions import timelines

Values: TypeAlias = dict[str, Any]

SUBMISSION = {
    "application/json": PolymorphicProxySerializer(
        component_name="Submission",
        serializers=[bodies.TextSubmission, bodies.PageSubmission, bodies.AddressSubmission],
        resource_type_field_name=None,
    ),
    "multipart/form-data": bodies.FileSubmission,
}
LOCATION = OpenApiParameter(
    "Location", str, OpenApiParameter.HEADER, description="Address of the article.", response=[200, 202]
)


@extend_schema_view(
    list=extend_schema(summary="List articles", description="Newest first."),
    retrieve=extend_schema(summary="Read an article", description="Its state says what has become of it."),
)
class Articles(ListModelMixin, RetrieveModelMixin, Door):
    """Articles: submit, list, read."""

    access = {
        "GET": Access(Scope.READ, "auditor.view_article"),
        "POST": Access(Scope.SUBMIT, "auditor.add_article"),
    }
    queries = {"list": ArticleQuery, "diff": DiffQuery}
    parser_classes = [Json, Upload]
    serializer_class = ArticleView
    queryset = with_state(Article.objects.select_related("outlet", "submitted_by")).order_by("-pk")

    def get_throttles(self) -> list[BaseThrottle]:
        """Submissions have a stricter rate beside the general one."""
        kinds = [UserRateThrottle, SubmitThrottle] if self.request.method == "POST" else [UserRateThrottle]
        return [kind() for kind in kinds]

    @extend_schema(
        summary="Submit an article",
        description=(
            "Plain text, a page's HTML or an address as JSON; a file as multipart/form-data. An article is "
            "known by its address, else by its text: submitting it again answers 200, not 202, and makes "
            "no second one. The work is done afterwards: read the article at `Location` until its state is "
            "`waiting` no longer."
        ),
        request=SUBMISSION,
        responses={
            202: OpenApiResponse(ArticleView, "Taken in; it will be audited."),
            200: OpenApiResponse(ArticleView, "Known already; its newest state."),
        },
        parameters=[LOCATION],
    )
    def create(self, request: Request) -> Response:
        """Take an article in and ring for a worker."""
        submission = self._take_in(request)
        article = self.get_queryset().get(pk=submission.article.pk)
        location = reverse("api:articles-detail", [article.pk], request=request)
        status = 202 if submission.created else 200
        return Response(self.get_serializer(article).data, status, headers={"Location": location})

    @extend_schema(
        summary="Read an article's timeline",
        description=(
            "Its versions with what was found to have changed in each: kind, class, weight, whether it is an "
            "alert, and the stretches that show it, in code points of the two audits' texts."
        ),
        responses={200: OpenApiTypes.OBJECT},
    )
    @action(detail=True)
    def timeline(self, request: Request, pk: int) -> Response:
        """The history of the article."""
        article = get_object_or_404(Article.objects.only("pk"), pk=pk)
        return Response(timelines.as_data(timelines.history(article)))

    @extend_schema(
        summary="Compare two versions",
        description="Side by side, stretch by stretch, with a word diff; by revision.",
        responses={200: OpenApiTypes.OBJECT},
    )
    @action(detail=True)
    def diff(self, request: Request, pk: int) -> Response:
        """Two versions of the article side by side."""
        article = get_object_or_404(Article.objects.only("pk"), pk=pk)
        found = timelines.side_by_side(article, **self.parameters)
        if found is None:
            raise Http404
        return Response(timelines.diff_data(found))

    @extend_schema(
        summary="Take an article's history along",
        description=(
            "A ZIP of two files: every fetch as WARC 1.1, and its versions, audits, segments, flags and "
            "decisions as JSON-LD."
        ),
        responses={(200, "application/zip"): OpenApiTypes.BINARY},
    )
    @action(detail=True, renderer_classes=[Packed, JSONRenderer])
    def history(self, request: Request, pk: int) -> FileResponse:
        """The same file that the article's page offers."""
        return as_download(get_object_or_404(Article.objects.select_related("outlet"), pk=pk))

    def _take_in(self, request: Request) -> ingest.Submission:
        if isinstance(request.data, QueryDict):  # what a form is parsed to
            return self._take_file(bodies.read_body(bodies.FileSubmission, request.data), request.user)
        values = bodies.read_submission(request.data)
        for field, media_type in (("text", "text/plain"), ("html", "text/html")):
            if field in values:
                return self._take_text(values.pop(field), media_type, values, request.user)
        submission = ingest.submit_address(values["address"], now=self.now, by=_user(request.user))
        tasks.ring_on_commit(tasks.fetch_due_articles)
        return submission

    def _take_text(self, data: str, media_type: str, provenance: Values, by: object) -> ingest.Submission:
        submission = ingest.submit_text(data, media_type=media_type, now=self.now, by=_user(by), **provenance)
        tasks.ring_on_commit(tasks.carry_out_audits)
        return submission

    def _take_file(self, values: Values, by: object) -> ingest.Submission:
        file = values.pop("file")
        submission = ingest.submit_file(file.name, file.read(), now=self.now, by=_user(by), **values)
        tasks.ring_on_commit(tasks.carry_out_audits)
        return submission


@extend_schema_view(
    list=extend_schema(summary="List snapshots", description="Versions of articles, newest first."),
    retrieve=extend_schema(summary="Read a snapshot", description="What was served, and when; not its text."),
)
class Snapshots(ListModelMixin, RetrieveModelMixin, Door):
    """Every version of every article as it was served."""

    access = {"GET": Access(Scope.READ, "auditor.view_snapshot")}
    queries = {"list": SnapshotQuery, "text": TextQuery}
    serializer_class = SnapshotView
    queryset = Snapshot.objects.order_by("-pk")

    @extend_schema(
        summary="Read a snapshot's text",
        description="`start` and `end` count Unicode code points; without them it is the whole text.",
        responses=TextView,
    )
    @action(detail=True)
    def text(self, request: Request, pk: int) -> Response:
        """The canonical text read from the snapshot."""
        snapshot = get_object_or_404(Snapshot.objects.select_related("reading"), pk=pk)
        return Response(stretch(snapshot.reading, self.parameters))


@extend_schema_view(
    list=extend_schema(summary="List outlets", description="In the order in which they were first met."),
    retrieve=extend_schema(summary="Read an outlet", description="With the number of its articles."),
)
class Outlets(ListModelMixin, RetrieveModelMixin, Door):
    """Publishers."""

    access = {"GET": Access(Scope.READ, "auditor.view_outlet")}
    queries = {"list": PageQuery}
    serializer_class = OutletView

    def get_queryset(self) -> QuerySet[Outlet]:
        """Outlets with the number of their articles."""
        return Outlet.objects.annotate(articles_known=Count("articles")).order_by("pk")


def stretch(reading: Reading, asked: Mapping[str, int]) -> dict[str, Any]:
    """The stretch of a text that ``start`` and ``end`` ask for, in code points, cut at the text's end."""
    length = len(reading.text)
    start = min(asked.get("start", 0), length)
    end = max(start, min(asked.get("end", length), length))
    return {
        "digest": reading.digest,
        "length": length,
        "start": start,
        "end": end,
        "text": reading.text[start:end],
    }


def _user(user: object) -> User:
    """The token's user; permissions have made sure that it is one."""
    return cast("User", user)
