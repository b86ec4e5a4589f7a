"""What every page of the desk shares: the frame it is drawn in, and what may never be edited."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache, wraps
from typing import Any, TypeGuard

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db.models import DateTimeField, Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST, require_safe

from auditor.admin.keyset import CappedPaginator, KeysetList


class Listed(admin.ModelAdmin):
    """A list under its own name, which never counts what it does not show."""

    heading = ""
    show_full_result_count = False
    list_per_page = 50
    paginator = CappedPaginator

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[KeysetList]:
        """Pages by position, so that none costs more than the first."""
        return KeysetList

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """The list, not an invitation to "select" something."""
        title = self.heading or str(self.opts.verbose_name_plural).capitalize()
        return super().changelist_view(request, {"title": title, **(extra_context or {})})


class Kept(Listed):
    """Rows that are looked at and never added, changed or deleted by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Services add rows."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """What was found or decided stays as it is."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Nothing is deleted: a decision is undone by another row."""
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """The fields, moments among them in the one way they are told everywhere."""
        moments = {field.name: field for field in self.opts.fields if isinstance(field, DateTimeField)}
        fields = super().get_fields(request, obj)
        return [told(name, moments[name].verbose_name) if name in moments else name for name in fields]


class Pictured(Listed):
    """Rows that are read on a page of our own instead of Django's form."""

    @method_decorator(require_safe)
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        """The page of one row, for who may see such rows."""
        require(request, f"{self.opts.app_label}.view_{self.opts.model_name}")
        return self.row_page(request, object_id)

    def row_page(self, request: HttpRequest, key: str) -> HttpResponse:
        """The page of the row with this key; raises Http404. Abstract; Django's metaclass cannot say so."""
        raise NotImplementedError


def page(
    request: HttpRequest,
    model_admin: admin.ModelAdmin,
    template: str,
    *,
    title: str,
    status: int = 200,
    context: dict[str, object],
) -> TemplateResponse:
    """One of our own pages inside the admin's frame."""
    request.current_app = model_admin.admin_site.name
    frame = {**model_admin.admin_site.each_context(request), "opts": model_admin.opts, "title": title}
    return TemplateResponse(request, template, {**frame, **context}, status=status)


def act(view: Callable[..., HttpResponse], model: str) -> Callable[..., HttpResponse]:
    """A view that changes something by POST; a GET of its address leads to the row, or to the list.

    After a refusal the browser holds that address, and people reload it or keep it.
    """
    post = require_POST(view)

    @wraps(view)
    def answer(request: HttpRequest, **row: int) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            return HttpResponseRedirect(page_of(model, row["pk"]) if row else list_of(model))
        return post(request, **row)

    return answer


def is_member(user: User | AnonymousUser) -> TypeGuard[User]:
    """Whether somebody is signed in; the admin lets nobody else this far."""
    return user.is_authenticated


def member(request: HttpRequest) -> User:
    """Who asks; raises PermissionDenied for nobody."""
    if not is_member(request.user):
        raise PermissionDenied
    return request.user


def require(request: HttpRequest, permission: str) -> User:
    """Who asks, if they may; raises PermissionDenied otherwise."""
    user = member(request)
    if not user.has_perm(permission):
        raise PermissionDenied
    return user


def moment(when: datetime | None, *, empty: str = "–") -> str:
    """``25 Nov 2026 08:44 UTC``: the shortest way that is not ambiguous."""
    return empty if when is None else f"{when.astimezone(UTC):%-d %b %Y %H:%M} UTC"


@cache
def told(name: str, label: str) -> Callable[[Model], str]:
    """A column that shows a row's moment ``name``; always the same one, as Django compares them."""

    @admin.display(description=label, ordering=name)
    def shown(row: Model) -> str:
        return moment(getattr(row, name))

    shown.__name__ = name
    return shown


def list_of(model: str) -> str:
    """The address of a model's list."""
    return reverse(f"admin:auditor_{model}_changelist")


def page_of(model: str, pk: object) -> str:
    """The address of one row's page."""
    return reverse(f"admin:auditor_{model}_change", args=[pk])
