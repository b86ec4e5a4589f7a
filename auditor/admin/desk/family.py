"""A notice with all its articles: decided once for all of them, taken back by one key."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from auditor import tasks
from auditor.admin import notice_page
from auditor.admin.catalogue_acts import ACTS, CONFLICT, STATUSES, number, told
from auditor.admin.desk.keys import keys_of
from auditor.admin.desk.reasons import reasons_for
from auditor.admin.desk.views import frame
from auditor.admin.pages import require
from auditor.admin.rendering import label_of
from auditor.catalogue import entries
from auditor.catalogue.entries import CatalogueRefused
from auditor.desk.permits import REVIEW
from auditor.models import Boilerplate
from auditor.models.queue import Verdict

PROPOSED = Boilerplate.State.PROPOSED


def families_view(request: HttpRequest) -> HttpResponse:
    """The first notice that waits for a decision; a page that says so when none does."""
    user = require(request, REVIEW)
    first = Boilerplate.objects.filter(state=PROPOSED).order_by("pk").first()
    if first is not None:
        return HttpResponseRedirect(reverse("admin:desk_family", args=[first.pk]))
    return frame(request, "desk/family.html", {"title": "Notices", "keys": keys_of(user)})


def family_view(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice, what a decision reaches, three contexts, the decision."""
    require(request, REVIEW)
    if request.method == "POST":
        return _decide(request, pk)
    return _page(request, pk, None)


def _decide(request: HttpRequest, pk: int) -> HttpResponse:
    user, name, now = require(request, entries.CHANGE), request.POST.get("act", ""), timezone.now()
    try:
        if name == "undo":
            entries.undo(number(request.POST.get("entry", "")), by=user, now=now)
            said = "The decision was taken back; everything stands as before."
        else:
            said = told(ACTS.get(name, ACTS["relabel"])(pk, request.POST, user, now))
    except CatalogueRefused as refusal:
        return _page(request, pk, refusal)
    tasks.ring_on_commit(tasks.renew_audits)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("admin:desk_family", args=[pk]))


def _page(request: HttpRequest, pk: int, refusal: CatalogueRefused | None) -> HttpResponse:
    user = require(request, REVIEW)
    notice = Boilerplate.objects.select_related("decided_by", "merged_into").filter(pk=pk).first()
    if notice is None:
        raise Http404(f"There is no notice {pk} in the catalogue.")
    context = {
        "title": f"Notice {notice.pk}: {label_of(notice.kind)}",
        "notice": notice,
        "kind": label_of(notice.kind),
        "reach": notice_page.reach(notice),
        "contexts": notice_page.contexts(notice),
        "kinds": notice_page.kinds(),
        "reasons": reasons_for(Verdict.BODY),
        "undoable": notice_page.undoable(user, notice_page.log(notice)),
        "next": notice_page.next_proposal(notice),
        "keys": keys_of(user),
        "refusal": refusal,
    }
    return frame(
        request, "desk/family.html", context, STATUSES.get(refusal.code, CONFLICT) if refusal else 200
    )
