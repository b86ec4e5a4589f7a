"""The desk's addresses: each act a POST that works without script, answered in part when htmx asks."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from auditor import review
from auditor.admin.desk import answering
from auditor.admin.desk.answering import ACTS, Outcome, number
from auditor.admin.desk.looks import look
from auditor.admin.desk.screen import Screen
from auditor.admin.desk.start import start
from auditor.admin.pages import require
from auditor.desk import drafts, leases, worklist
from auditor.desk.permits import REVIEW, ReviewRefused
from auditor.models import Claim, Decision, QueueItem

CLAIMS = Claim.objects.select_related("article__outlet", "snapshot", "reviewer")
LOOKS = (("cleaned", "cleaned"), ("raw", "raw"), ("diff", "diff"))
NOTHING = "Nothing is left to take here: every open flag is decided or held."
STATUSES = {"not_permitted": 403, "item_unknown": 404, "reason_missing": 422, "verdict_unknown": 422}


def frame(
    request: HttpRequest, template: str, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    """A page in the admin's frame; of one that htmx asked for, the part within."""
    within = {"looks": LOOKS, "lease_seconds": int(settings.AUDITOR_REVIEW_LEASE.total_seconds())}
    around = {} if is_part(request) else admin.site.each_context(request)
    return render(request, template, {**around, **within, **context}, status=status)


def is_part(request: HttpRequest) -> bool:
    """Whether htmx asks, which puts the answer into the page that is there."""
    return request.headers.get("HX-Request") == "true"


def start_view(request: HttpRequest) -> HttpResponse:
    """What waits, what is mine."""
    user = require(request, REVIEW)
    context = start(user, now=timezone.now())
    return frame(request, "desk/start.html", {"title": "Review desk", **context})


def next_view(request: HttpRequest) -> HttpResponse:
    """Go on with the article that is held, or claim the next of the kinds asked for."""
    user = require(request, REVIEW)
    if "choose" in request.POST:
        request.session["desk_kinds"] = request.POST.getlist("kind")
        held = [one for one in worklist.mine(user, now=timezone.now()) if not one.ahead]
        if held and not request.session["desk_kinds"]:
            return HttpResponseRedirect(reverse("admin:desk_claim", args=[held[0].pk]))
    return _next(request, user, Outcome())


def claim_view(request: HttpRequest, pk: int) -> HttpResponse:
    """The article of a claim, at a flag."""
    user, now = require(request, REVIEW), timezone.now()
    held = CLAIMS.filter(pk=pk, reviewer=user).first()
    if held is None or not held.lives(now):
        return _home(request, "That claim has ended. What you answered is kept; take the article again.")
    return _show(request, held, user, at=number(request.GET.get("flag")))


def answer_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide the flag, escalate it, or leave the article; then whatever comes next."""
    user, now = require(request, REVIEW), timezone.now()
    held = CLAIMS.filter(pk=pk, reviewer=user).first()
    if held is None:
        return _home(request, "That is not a claim of yours. Take an article from here.")
    flag, sent = number(request.POST.get("flag")), request.POST
    outcome = _act(held, flag, request, user, now)
    if outcome.stay:
        return _show(request, held, user, at=flag, outcome=outcome)
    held = CLAIMS.get(pk=pk)
    if held.lives(now):
        return _show(request, held, user, at=number(sent.get("then")), outcome=outcome)
    return _next(request, user, outcome)


def _act(held: Claim, flag: int, request: HttpRequest, user: User, now: datetime) -> Outcome:
    sent, act = request.POST, request.POST.get("act", "answer")
    if act == "stay":
        return Outcome(stay=True, words=sent.get("reason", "")[: answering.WORDS])
    if act in ("skip", "release"):
        return answering.leave(held, act, by=user, fence=number(sent.get("fence")), now=now)
    return ACTS.get(act, answering.answer)(held, flag, sent, by=user, now=now)


def undo_view(request: HttpRequest) -> HttpResponse:
    """Take a decision of mine back, the latest unless told, and go to its flag."""
    user, now = require(request, REVIEW), timezone.now()
    asked = request.POST.get("decision")
    rows = Decision.objects.select_related("item")
    decision = rows.filter(pk=number(asked)).first() if asked else review.last_decision(user)
    if decision is None:
        return _home(request, "There is nothing to undo.")
    return _go(request, user, decision.item, answering.undo(decision, by=user, now=now))


def flag_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Claim the article of a flag and go there."""
    user = require(request, REVIEW)
    item = QueueItem.objects.filter(pk=pk).first()
    if item is None:
        return _home(request, f"There is no flag {pk}. It may have been deleted.")
    return _go(request, user, item, Outcome())


def discard_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft of mine away."""
    user = require(request, REVIEW)
    try:
        drafts.discard(pk, reviewer=user)
    except ReviewRefused as refusal:
        return _home(request, str(refusal))
    return _home(request, "The draft was discarded.")


def _go(request: HttpRequest, user: User, item: QueueItem, outcome: Outcome) -> HttpResponse:
    try:
        leases.claim(item.article_id, reviewer=user, now=timezone.now())
    except ReviewRefused as refusal:
        return _home(request, f"{outcome.said} {refusal}".strip())
    held = CLAIMS.filter(article=item.article_id, reviewer=user, ended_at=None).get()
    return _show(request, held, user, at=item.pk, outcome=outcome)


def _next(request: HttpRequest, user: User, outcome: Outcome) -> HttpResponse:
    kinds = request.session.get("desk_kinds", [])
    held = leases.claim_next(reviewer=user, now=timezone.now(), kinds=kinds)
    if held is None:
        return _home(request, f"{outcome.said} {outcome.refusal or ''} {NOTHING}".strip())
    return _show(request, CLAIMS.get(pk=held.pk), user, outcome=outcome)


def _home(request: HttpRequest, said: str) -> HttpResponse:
    """The start screen, with something said."""
    messages.info(request, said)
    home = reverse("admin:desk")
    return HttpResponse(headers={"HX-Redirect": home}) if is_part(request) else HttpResponseRedirect(home)


def _show(
    request: HttpRequest, held: Claim, user: User, *, at: int | None = None, outcome: Outcome | None = None
) -> HttpResponse:
    """The claim's article at a flag: the part that changes, the whole desk, or the page."""
    outcome = outcome or Outcome()
    screen = Screen(held, user, now=timezone.now(), at=at)
    address = _address(held, screen)
    status = STATUSES.get(outcome.refusal.code, 409) if outcome.refusal else 200
    kept = outcome.refusal or outcome.sheet or outcome.words
    if request.method == "POST" and not is_part(request) and not kept:
        if outcome.said:
            messages.success(request, outcome.said)
        return HttpResponseRedirect(address)
    context = {
        "screen": screen,
        "keys": screen.keys,
        "outcome": outcome,
        "look": look(request.GET.get("view", ""), held),
    }
    if not is_part(request):
        title = str(held.article)
        return frame(request, "desk/review.html", {**context, "title": title}, status)
    return _part(request, held, context, address, status)


def _part(
    request: HttpRequest, held: Claim, context: Mapping[str, object], address: str, status: int
) -> HttpResponse:
    """What changes: beside the text while the article is the same, else the whole desk."""
    outcome = context["outcome"]
    anew = isinstance(outcome, Outcome) and outcome.anew
    same = request.headers.get("Desk-Claim") == str(held.pk) and not anew
    answer = frame(request, "desk/side.html" if same else "desk/desk.html", {**context, "part": True}, status)
    answer["HX-Replace-Url"] = address
    if not same:
        answer["HX-Retarget"], answer["HX-Reswap"] = "#desk", "outerHTML"
    return answer


def _address(held: Claim, screen: Screen) -> str:
    at = f"?flag={screen.current.item.pk}" if screen.current else ""
    return reverse("admin:desk_claim", args=[held.pk]) + at
