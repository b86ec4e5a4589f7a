"""Double reviews that differ: two answers side by side, whose they are hidden until it is decided."""

import hashlib
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from auditor.admin.desk.answering import WORDS, number
from auditor.admin.desk.card import Answer, answers
from auditor.admin.desk.keys import Keys, keys_of
from auditor.admin.desk.views import frame
from auditor.admin.item_page import context_of
from auditor.admin.pages import require
from auditor.desk import adjudication
from auditor.desk.permits import OVERRULE, ReviewRefused
from auditor.models import Decision, SecondLook

JUDGED = 20


@dataclass(frozen=True, slots=True)
class Dispute:
    """A flag with its two answers, in an order that tells nothing of who came first."""

    look: SecondLook
    sides: tuple[Decision, ...]
    answers: tuple[Answer, ...]


def adjudication_view(request: HttpRequest) -> HttpResponse:
    """The oldest dispute, how many wait, and those settled last, now with their names."""
    user = require(request, OVERRULE)
    if request.method == "POST":
        return _settle(request)
    return _page(request, keys_of(user))


def _settle(request: HttpRequest) -> HttpResponse:
    user = require(request, OVERRULE)
    look, verdict = number(request.POST.get("look")), request.POST.get("verdict", "")
    reason = request.POST.get("reason", "")[:WORDS]
    try:
        decision = adjudication.adjudicate(
            look, by=user, verdict=verdict.partition("+")[0], reason=reason, now=timezone.now()
        )
    except ReviewRefused as refusal:
        status = 422 if refusal.code in ("reason_missing", "verdict_unknown") else 409
        return _page(request, keys_of(user), refusal=refusal, reason=reason, status=status)
    messages.success(request, f"Settled: {decision.get_verdict_display()}.")
    return HttpResponseRedirect(reverse("admin:desk_adjudication"))


def _page(request: HttpRequest, keys: Keys, *, status: int = 200, **context: object) -> HttpResponse:
    waiting = adjudication.disagreements()
    settled = SecondLook.objects.filter(state=SecondLook.State.ADJUDICATED).order_by("-final")
    named = settled.select_related("item", "first__reviewer", "second__reviewer", "final__reviewer")
    shown = {
        "title": "Adjudication",
        "keys": keys,
        "dispute": _dispute(waiting[0], keys) if waiting else None,
        "sections": context_of(waiting[0].item) if waiting else (),
        "waiting": len(waiting),
        "settled": named[:JUDGED],
    }
    return frame(request, "desk/adjudication.html", {**shown, **context}, status)


def _dispute(look: SecondLook, keys: Keys) -> Dispute:
    sides = [side for side in (look.first, look.second) if side is not None]
    sides.sort(key=lambda side: hashlib.sha256(f"{look.pk}:{side.pk}".encode()).digest())
    return Dispute(look, tuple(sides), answers(look.item.kind, keys))
