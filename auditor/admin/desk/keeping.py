"""What the page does by itself: keep the claim alive, have the next article ready, let it go."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from auditor.admin.desk.answering import number
from auditor.admin.desk.screen import Screen
from auditor.admin.desk.views import CLAIMS, frame
from auditor.admin.pages import require
from auditor.desk import leases
from auditor.desk.permits import REVIEW, ReviewRefused
from auditor.models import Claim

EMPTY = 204


def beat_view(request: HttpRequest, pk: int) -> HttpResponse:
    """A sign of life for the claim, and for the one fetched ahead; answers with the time left."""
    user, now = require(request, REVIEW), timezone.now()
    try:
        leases.heartbeat(pk, reviewer=user, fence=number(request.POST.get("fence")), now=now)
        for held in Claim.objects.live(now).filter(reviewer=user, ahead=True):
            leases.heartbeat(held.pk, reviewer=user, fence=held.fence, now=now)
    except ReviewRefused:
        return HttpResponse(status=EMPTY)  # the clock on the page already says that the claim has ended
    return frame(request, "desk/lease.html", {"screen": Screen(CLAIMS.get(pk=pk), user, now=now)})


def ahead_view(request: HttpRequest) -> HttpResponse:
    """Claim the next article for a short time and send it, to be shown when this one is done."""
    user, now = require(request, REVIEW), timezone.now()
    held = leases.claim_ahead(reviewer=user, now=now, kinds=request.session.get("desk_kinds", []))
    if held is None:
        return HttpResponse(status=EMPTY)
    screen = Screen(CLAIMS.get(pk=held.pk), user, now=now)
    return frame(request, "desk/ahead.html", {"screen": screen, "ahead": True})


def let_go_view(request: HttpRequest) -> HttpResponse:
    """The page is left: what was fetched ahead goes back to the queue."""
    user, now = require(request, REVIEW), timezone.now()
    for held in Claim.objects.live(now).filter(reviewer=user, ahead=True):
        leases.release(held.pk, reviewer=user, fence=held.fence, now=now)
    return HttpResponse(status=EMPTY)
