"""Ways to look at the review queue that people keep under a name."""

from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from auditor.admin.keyset import AFTER, BEFORE
from auditor.admin.pages import list_of, member
from auditor.models import SavedView

LONGEST_NAME, LONGEST_QUERY = 80, 2000
PASSING = frozenset({AFTER, BEFORE, "undo", "batch", "p", "e"})
"""Parameters of one moment, which are no part of a view."""


def shown(user: User, query: str) -> dict[str, object]:
    """What the list shows of views: the user's own and those that colleagues share, and which one is open."""
    views = list(SavedView.objects.filter(Q(owner=user) | Q(shared=True)).select_related("owner"))
    now = lasting(query)
    return {"views": views, "query": now, "viewed": next((one for one in views if one.query == now), None)}


def lasting(query: str) -> str:
    """A query string without what holds for a moment only, in one order: equal views are equal strings."""
    pairs = [(name, value) for name, value in parse_qsl(query) if name not in PASSING]
    return urlencode(sorted(pairs))


def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the filters of the list under a name; the same name again replaces the user's own."""
    user = member(request)
    name, query = " ".join(request.POST.get("name", "").split()), lasting(request.POST.get("query", ""))
    if not name or len(name) > LONGEST_NAME:
        messages.error(request, f"Give the view a name of at most {LONGEST_NAME} letters.")
    elif len(query) > LONGEST_QUERY:
        messages.error(request, "That is too long to keep: choose fewer filters.")
    else:
        shared = "shared" in request.POST
        SavedView.objects.update_or_create(owner=user, name=name, defaults={"query": query, "shared": shared})
        messages.success(request, f"Kept as “{name}”{', for everyone' if shared else ''}.")
    return _list(query)


def forget_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a view of one's own away."""
    gone, _ = SavedView.objects.filter(pk=pk, owner=member(request)).delete()
    if gone:
        messages.success(request, "The view is gone; the flags are not.")
    else:
        messages.error(request, "That is not a view of yours.")
    return _list("")


def _list(query: str) -> HttpResponse:
    address = list_of("queueitem")
    return HttpResponseRedirect(f"{address}?{query}" if query else address)
