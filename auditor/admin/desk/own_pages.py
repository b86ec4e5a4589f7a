"""A reviewer's own pages: the last decisions, each open to be taken back, and the keys."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from auditor.admin.desk.keys import USUAL, Keys, keep, keys_of
from auditor.admin.desk.views import frame
from auditor.admin.pages import require
from auditor.desk.permits import REVIEW
from auditor.models import Decision

LAST = 50


def history_view(request: HttpRequest) -> HttpResponse:
    """My last decisions."""
    user = require(request, REVIEW)
    made = Decision.objects.filter(reviewer=user, undoes=None).order_by("-pk")
    rows = made.select_related("item__article__outlet", "undone_by")[:LAST]
    context = {"title": "My decisions", "decisions": rows, "keys": keys_of(user)}
    return frame(request, "desk/history.html", context)


def keys_view(request: HttpRequest) -> HttpResponse:
    """The keys: shown, changed, switched off."""
    user = require(request, REVIEW)
    wrong: tuple[str, ...] = ()
    keys = keys_of(user)
    if request.method == "POST":
        usual = "usual" in request.POST
        on = usual or "on" in request.POST
        wanted = {} if usual else {name: request.POST.get(name, "") for name in USUAL}
        wrong = keep(user, on=on, wanted=wanted)
        if not wrong:
            messages.success(request, "Your keys are kept." if on else "Keys are off: only buttons act.")
            return HttpResponseRedirect(reverse("admin:desk_keys"))
        keys = Keys(on, wanted)
    context = {"title": "Keys", "keys": keys, "wrong": wrong}
    return frame(request, "desk/keys.html", context, 422 if wrong else 200)
