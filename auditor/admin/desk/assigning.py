"""Who works on which outlets: an editor's page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from auditor.admin.desk.keys import keys_of
from auditor.admin.desk.views import frame
from auditor.admin.pages import require
from auditor.desk import assignments
from auditor.desk.permits import OVERRULE, ReviewRefused
from auditor.models import Outlet

OFFERED = 500
"""Outlets in the list to choose from: the first by name."""


def assignments_view(request: HttpRequest) -> HttpResponse:
    """Every reviewer's outlets, and a form for one of them."""
    user = require(request, OVERRULE)
    if request.method == "POST":
        sent = request.POST
        person = sent.get("reviewer", "")
        wanted = [int(value) for value in sent.getlist("outlet") if value.isdecimal()]
        try:
            found = assignments.assign(int(person) if person.isdecimal() else 0, wanted, by=user)
            told = f"only {len(found)} outlet{'' if len(found) == 1 else 's'}" if found else "all outlets"
            messages.success(request, f"Kept: this reviewer works on {told}.")
        except ReviewRefused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("admin:desk_assignments"))
    desks = assignments.desks()
    asked = request.GET.get("reviewer", "")
    context = {
        "title": "Reviewers and outlets",
        "keys": keys_of(user),
        "desks": desks,
        "chosen": next((desk for desk in desks if str(desk.reviewer.pk) == asked), None),
        "offered": Outlet.objects.order_by("name")[:OFFERED],
        "narrowed": any(desk.outlets for desk in desks),
    }
    return frame(request, "desk/assignments.html", context)
