"""Atom feeds of an article's findings and of a notice's comings and goings; by login or by token."""

import base64
import binascii
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from typing import Any, cast

from django.contrib.auth.models import User
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from rest_framework.exceptions import AuthenticationFailed

from auditor.api.authentication import BearerToken
from auditor.catalogue.notice_past import Turn, turns
from auditor.models import Article, Boilerplate, Finding, Scope

ENTRIES = 100
View = Callable[..., HttpResponse]


def admitted(view: View, permission: str) -> View:
    """A view for who is signed in, or shows a token with the read scope, and may see such rows.

    Feed readers know HTTP Basic: the token is the password there, under any name.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = _asks(request)
        if user is None:
            refusal = HttpResponse("Sign in, or show a token.", status=401, content_type="text/plain")
            refusal["WWW-Authenticate"] = 'Basic realm="Source Auditor", charset="UTF-8"'
            return refusal
        if not user.has_perm(permission):
            return HttpResponse("You may not see this.", status=403, content_type="text/plain")
        return view(request, *args, **kwargs)

    return answer


def _asks(request: HttpRequest) -> User | None:
    """Who asks, if that can be told."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if not given:
        return request.user if isinstance(request.user, User) else None
    try:
        token = base64.b64decode(given).partition(b":")[2] if scheme.lower() == "basic" else given.encode()
        user, auth = BearerToken().authenticate_credentials(token)
    except (AuthenticationFailed, binascii.Error, ValueError):
        return None
    return user if auth.allows(Scope.READ) else None


class ArticleFeed(Feed):  # type: ignore[type-arg]  # takes no subscript at run time
    """What was found to have changed in an article, the newest first."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Article:
        """The article of the address."""
        return get_object_or_404(Article, pk=kwargs["pk"])

    def title(self, obj: Article) -> str:
        """Its title."""
        return f"Changes of {obj}"

    def link(self, obj: Article) -> str:
        """Its timeline."""
        return reverse("admin:auditor_article_timeline", args=[obj.pk])

    def items(self, obj: Article) -> Iterable[Finding]:
        """The newest findings; page furniture is no news."""
        rows = Finding.objects.standing().filter(change__article=obj).exclude(of="chrome")
        return rows.select_related("change__article", "change__after__snapshot")[:ENTRIES]

    def item_title(self, item: Any) -> str:
        """Its kind, and whether it is an alert."""
        return f"{'Alert: ' if item.alert else ''}{item.get_kind_display()}"

    def item_description(self, item: Any) -> str:
        """The reason."""
        return str(item.reason)

    def item_link(self, item: Finding) -> str:
        """The two versions side by side."""
        path = reverse("admin:auditor_article_diff", args=[item.change.article_id])
        return f"{path}?after={item.change.after.snapshot.revision}&finding={item.pk}"

    def item_updateddate(self, item: Finding) -> datetime:
        """When the version was taken."""
        return item.at


class NoticeFeed(Feed):  # type: ignore[type-arg]  # takes no subscript at run time
    """Which articles gained or lost a notice, the newest first."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Boilerplate:
        """The notice of the address."""
        return get_object_or_404(Boilerplate, pk=kwargs["pk"])

    def title(self, obj: Boilerplate) -> str:
        """Its wording."""
        return f"Comings and goings of: {obj}"

    def link(self, obj: Boilerplate) -> str:
        """Its page."""
        return reverse("admin:auditor_boilerplate_change", args=[obj.pk])

    def items(self, obj: Boilerplate) -> Iterable[Turn]:
        """The newest turns."""
        return turns(obj)[:ENTRIES]

    def item_title(self, item: Any) -> str:
        """What happened."""
        return f"{'Gained' if item.gained else 'Lost'}: {item.title}"

    def item_description(self, item: Any) -> str:
        """Where."""
        return f"{item.outlet}, version {item.revision}"

    def item_link(self, item: Turn) -> str:
        """The version."""
        return f"{reverse('admin:auditor_article_change', args=[item.article])}?revision={item.revision}"

    def item_updateddate(self, item: Turn) -> datetime:
        """When the version was taken."""
        return item.at


article_feed = admitted(cast("View", ArticleFeed()), "auditor.view_article")
notice_feed = admitted(cast("View", NoticeFeed()), "auditor.view_boilerplate")
