"""The review queue: read flags, claim them, decide, undo."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.models import User
from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from auditor import review
from auditor.api.bodies import ClaimNext, Decide, Escalate, Release, WriteNote, read_body
from auditor.api.door import Door
from auditor.api.permissions import Access
from auditor.api.queries import DecisionQuery, FlagQuery, PageQuery
from auditor.api.queue import ClaimedFlag, DecisionView, DraftView, EntryView, FlagView, NoteView
from auditor.desk import blindness, drafts, leases, notes, permits
from auditor.models import Claim, Decision, Draft, Note, QueueItem, ReviewEntry, Scope

LEASE = (
    "The claim is a lease on the article with all its flags: it ends at `claimed_until`, "
    "and a decision must show its `fence`."
)


def _flags(user: User) -> QuerySet[QueueItem]:
    """Flags with their article, claimant and the standing decision that ``user`` may see, in order."""
    decisions = Decision.objects.select_related("reviewer", "undone_by").order_by("-pk")
    standing = blindness.visible(decisions.standing(), user)
    return (
        QueueItem.objects.select_related("article")
        .prefetch_related(Prefetch("decisions", standing, to_attr="standing"), Claim.of_articles("article__"))
        .in_order()
    )


@extend_schema_view(
    list=extend_schema(
        summary="List flags",
        description="The most pressing first: priority, the rule's measured precision, age.",
    ),
    retrieve=extend_schema(
        summary="Read a flag", description="With its context and the decision that stands."
    ),
)
class Flags(ListModelMixin, RetrieveModelMixin, Door):
    """Flags, and what a reviewer does with them."""

    access = {
        "GET": Access(Scope.READ, "auditor.view_queueitem"),
        "POST": Access(Scope.REVIEW, permits.REVIEW),
    }
    queries = {"list": FlagQuery, "log": PageQuery, "notes": PageQuery}

    def get_queryset(self) -> QuerySet[Any]:
        """Flags, or a flag's log or notes."""
        if self.action == "log":
            entries = ReviewEntry.objects.select_related("actor").order_by("-pk")
            return blindness.visible_log(entries, _reviewer(self.request))
        if self.action == "notes":
            return Note.objects.select_related("author").order_by("pk")
        return _flags(_reviewer(self.request))

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        """Claims show their fence."""
        views: dict[str, type[BaseSerializer[Any]]] = {
            "claim": ClaimedFlag,
            "claim_next": ClaimedFlag,
            "heartbeat": ClaimedFlag,
            "log": EntryView,
            "notes": NoteView,
        }
        return views.get(self.action, FlagView)

    @extend_schema(
        summary="Claim the article of the most pressing open flag",
        description=f"The next flag of an article you hold, else of the next that nobody holds. {LEASE}",
        request=ClaimNext,
        responses={200: ClaimedFlag, 204: OpenApiResponse(description="No such flag waits.")},
    )
    @action(detail=False, methods=["post"], url_path="claim-next")
    def claim_next(self, request: Request) -> Response:
        """Lease the next flag."""
        wanted = read_body(ClaimNext, request.data)
        item = review.next_flag(reviewer=_reviewer(request), now=self.now, **wanted)
        return Response(status=204) if item is None else self._answer(item.pk)

    @extend_schema(
        summary="Claim a flag's article",
        description=f"Claiming your own again extends the lease. {LEASE}",
        request=None,
        responses=ClaimedFlag,
    )
    @action(detail=True, methods=["post"])
    def claim(self, request: Request, pk: int) -> Response:
        """Lease one flag."""
        review.claim(pk, reviewer=_reviewer(request), now=self.now)
        return self._answer(pk)

    @extend_schema(
        summary="Give the claimed article of a flag back",
        description="Without a decision.",
        request=Release,
        responses=FlagView,
    )
    @action(detail=True, methods=["post"])
    def release(self, request: Request, pk: int) -> Response:
        """End a lease without a decision."""
        values = read_body(Release, request.data)
        review.release(pk, reviewer=_reviewer(request), now=self.now, **values)
        return self._answer(pk)

    @extend_schema(
        summary="Keep the claimed article of a flag",
        description="A sign of life: the lease runs on from now.",
        request=Release,
        responses=ClaimedFlag,
    )
    @action(detail=True, methods=["post"])
    def heartbeat(self, request: Request, pk: int) -> Response:
        """Extend a lease."""
        self._with_lease(leases.heartbeat, request, pk)
        return self._answer(pk)

    @extend_schema(
        summary="Leave the claimed article of a flag to others",
        description="It is not offered to you again today (UTC).",
        request=Release,
        responses=FlagView,
    )
    @action(detail=True, methods=["post"])
    def skip(self, request: Request, pk: int) -> Response:
        """End a lease and pass the article on."""
        self._with_lease(leases.skip, request, pk)
        return self._answer(pk)

    @extend_schema(
        summary="Leave a claimed flag to an editor",
        description="With the reason why. Its state is then `escalated`.",
        request=Escalate,
        responses=FlagView,
    )
    @action(detail=True, methods=["post"])
    def escalate(self, request: Request, pk: int) -> Response:
        """Hand a flag up."""
        review.escalate(pk, reviewer=_reviewer(request), now=self.now, **read_body(Escalate, request.data))
        return self._answer(pk)

    @extend_schema(
        summary="Decide a claimed flag",
        description="One of the flag's `verdicts`; one that disagrees with the flag must give its reason.",
        request=Decide,
        responses={201: DecisionView},
    )
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: int) -> Response:
        """Write a decision down."""
        values = read_body(Decide, request.data)
        decision = review.decide(pk, reviewer=_reviewer(request), now=self.now, **{"reason": "", **values})
        return Response(DecisionView(decision).data, 201)

    @extend_schema(summary="List a flag's log", description="Newest first.", responses=EntryView(many=True))
    @action(detail=True)
    def log(self, request: Request, pk: int) -> Response:
        """One page of what happened to a flag."""
        item = get_object_or_404(QueueItem.objects.only("pk"), pk=pk)
        page = self.paginate_queryset(self.get_queryset().filter(item=item))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(
        methods=["GET"],
        operation_id="flags_notes_list",
        summary="List a flag's notes",
        description="The oldest first.",
        responses=NoteView(many=True),
    )
    @extend_schema(
        methods=["POST"],
        operation_id="flags_notes_write",
        summary="Write a note on a flag",
        description="`@name` calls that colleague, who finds it on the desk's start page.",
        request=WriteNote,
        responses={201: NoteView},
    )
    @action(detail=True, methods=["get", "post"])
    def notes(self, request: Request, pk: int) -> Response:
        """One page of what colleagues wrote, or one more note."""
        if request.method == "POST":
            text = read_body(WriteNote, request.data)["text"]
            note = notes.write(pk, author=_reviewer(request), text=text, now=self.now)
            return Response(NoteView(note).data, 201)
        item = get_object_or_404(QueueItem.objects.only("pk"), pk=pk)
        page = self.paginate_queryset(self.get_queryset().filter(item=item))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def _with_lease(self, act: Callable[..., Claim], request: Request, pk: int) -> None:
        """Do something to the lease on a flag's article that the body's fence names."""
        shown = {"reviewer": _reviewer(request), "now": self.now, **read_body(Release, request.data)}
        act(review.lease_of(pk, **shown), **shown)

    def _answer(self, pk: int) -> Response:
        return Response(self.get_serializer(_flags(_reviewer(self.request)).get(pk=pk)).data)


@extend_schema_view(
    list=extend_schema(
        summary="List decisions",
        description="Newest first, undone ones and undoings included. What waits for a second answer "
        "is shown to its author alone.",
    ),
    retrieve=extend_schema(summary="Read a decision", description="With what undid it, if anything did."),
)
class Decisions(ListModelMixin, RetrieveModelMixin, Door):
    """What reviewers decided."""

    access = {
        "GET": Access(Scope.READ, "auditor.view_decision"),
        "POST": Access(Scope.REVIEW, permits.REVIEW),
    }
    queries = {"list": DecisionQuery}
    serializer_class = DecisionView

    def get_queryset(self) -> QuerySet[Decision]:
        """Those that the token's user may see: second reviewers answer without knowing the first answer."""
        decisions = Decision.objects.select_related("reviewer", "undone_by").order_by("-pk")
        return blindness.visible(decisions, _reviewer(self.request))

    @extend_schema(
        summary="Undo a decision",
        description="Your own; as an editor, anyone's. Nothing is deleted: the undoing is a decision itself.",
        request=None,
        responses={201: DecisionView},
    )
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: int) -> Response:
        """Take a standing decision back."""
        undoing = review.undo(pk, reviewer=_reviewer(request), now=self.now)
        return Response(DecisionView(undoing).data, 201)


@extend_schema_view(
    list=extend_schema(
        summary="List your drafts",
        description="Answers that came when the lease was lost, newest first. Claim the flag again and "
        "decide to take one up.",
    ),
    destroy=extend_schema(summary="Discard a draft", description="One of your own."),
)
class Drafts(ListModelMixin, Door):
    """Answers that came too late; nobody else sees them."""

    access = {
        "GET": Access(Scope.REVIEW, permits.REVIEW),
        "DELETE": Access(Scope.REVIEW, permits.REVIEW),
    }
    queries = {"list": PageQuery}
    serializer_class = DraftView

    def get_queryset(self) -> QuerySet[Draft]:
        """The user's own."""
        return Draft.objects.filter(reviewer=_reviewer(self.request)).order_by("-pk")

    def destroy(self, request: Request, pk: int) -> Response:
        """Throw one away."""
        drafts.discard(pk, reviewer=_reviewer(request))
        return Response(status=204)


def _reviewer(request: Request) -> User:
    """The token's user; permissions have made sure that it is one."""
    return cast("User", request.user)
