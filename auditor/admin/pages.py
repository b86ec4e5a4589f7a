"""What every page of the desk shares: the frame it is drawn in, and what may never be edited."""

from datetime import UTC, datetime
from typing import TypeGuard

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse


class Listed(admin.ModelAdmin):
    """A list under its own name, which never counts what it does not show."""

    heading = ""
    show_full_result_count = False
    list_per_page = 50

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
    """A moment in UTC to the minute, the shortest way that is not ambiguous."""
    return empty if when is None else f"{when.astimezone(UTC):%-d %b %Y %H:%M}"


def list_of(model: str) -> str:
    """The address of a model's list."""
    return reverse(f"admin:auditor_{model}_changelist")


def page_of(model: str, pk: object) -> str:
    """The address of one row's page."""
    return reverse(f"admin:auditor_{model}_change", args=[pk])
