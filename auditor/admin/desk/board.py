"""The lead's board: what waits, how fast it goes, how well people agree, whose claims have gone stale."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince

from auditor.admin.desk.charts import bars, spreads
from auditor.admin.desk.keys import keys_of
from auditor.admin.desk.views import frame
from auditor.admin.pages import require
from auditor.admin.rendering import label_of
from auditor.desk import board, leases, worklist
from auditor.desk.permits import OVERRULE, ReviewRefused

DAYS = 14
OUTLETS = 20


def board_view(request: HttpRequest) -> HttpResponse:
    """Everything at once; an editor's page."""
    user, now = require(request, OVERRULE), timezone.now()
    context = {"title": "Board", "keys": keys_of(user), **_waiting(now), **_work(now), **_agreement()}
    return frame(request, "desk/board.html", context)


def revoke_view(request: HttpRequest, pk: int) -> HttpResponse:
    """End a claim that has gone stale; its article is free for others."""
    user = require(request, OVERRULE)
    try:
        held = leases.revoke(pk, by=user, now=timezone.now())
        messages.success(request, f"{held.article} is free for others again.")
    except ReviewRefused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("admin:desk_board"))


def _waiting(now: datetime) -> dict[str, object]:
    piles = board.piles()
    kinds, outlets = Counter[str](), Counter[str]()
    for pile in piles:
        kinds[label_of(pile.kind)] += pile.count
        outlets[pile.name] += pile.count
    oldest: dict[str, datetime] = {}
    for pile in piles:
        for name in (label_of(pile.kind), pile.name):
            oldest[name] = min(pile.oldest, oldest.get(name, pile.oldest))

    def told(name: str, count: int) -> str:
        return f"{count:,}, oldest {timesince(oldest[name], now, depth=1)}"

    return {
        "kinds": bars([(name, count, told(name, count)) for name, count in kinds.most_common()]),
        "outlets": bars([(name, count, told(name, count)) for name, count in outlets.most_common(OUTLETS)]),
    }


def _work(now: datetime) -> dict[str, object]:
    done = board.throughput(now=now, days=DAYS)
    days = [(now - timedelta(days=back)).date().isoformat() for back in range(DAYS - 1, -1, -1)]
    totals = [(day, sum(done[day].values()), _people(done[day])) for day in days if day in done]
    return {
        "days": bars(totals),
        "overrides": [(label_of(kind), share) for kind, share in board.overrides().items()],
        "overturned": board.overturned(),
        "gold": board.gold_accuracy(),
        "minutes": board.minutes_per_article(now=now),
        "stale": worklist.stale(now=now),
    }


def _people(counts: Mapping[str, int]) -> str:
    """``12: anna 7, ben 5``."""
    return f"{sum(counts.values()):,}: " + ", ".join(f"{who} {n:,}" for who, n in sorted(counts.items()))


def _agreement() -> dict[str, object]:
    found = board.agreement_by_kind()
    named = {label_of(kind) or "all kinds": pair for kind, pair in found.items()}
    return {
        "kappa": spreads({name: kappa for name, (kappa, _) in named.items()}),
        "alpha": spreads({name: alpha for name, (_, alpha) in named.items()}),
    }
