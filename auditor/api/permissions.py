"""What a token may do: never more than its scopes, never more than its user."""

from dataclasses import dataclass

from rest_framework.exceptions import MethodNotAllowed, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from auditor.models import AccessToken, Scope


@dataclass(frozen=True, slots=True)
class Access:
    """What one method of a view asks for: a scope of the token, a permission of its user.

    An empty ``scope`` means any token; an empty ``permission`` means any user.
    """

    scope: Scope | None
    permission: str = ""


class Scoped(BasePermission):
    """Grants a method when the token has its scope and the token's user its permission.

    Views say so in ``access``; a method that is not named there does not exist.
    """

    def has_permission(self, request: Request, view: object) -> bool:
        """Raises PermissionDenied (scope_missing, not_permitted) with what to do about it."""
        if not isinstance(request.auth, AccessToken):
            return False
        method = "GET" if request.method == "HEAD" else request.method
        access: Access | None = getattr(view, "access", {}).get(method)
        if access is None:
            raise MethodNotAllowed(str(request.method))
        _require_scope(request.auth, access.scope)
        if access.permission and not request.user.has_perm(access.permission):
            raise PermissionDenied(
                f"The user {request.user} lacks {access.permission}. Ask an administrator for it.",
                code="not_permitted",
            )
        return True


def _require_scope(token: AccessToken, scope: Scope | None) -> None:
    if scope is not None and not token.allows(scope):
        raise PermissionDenied(
            f"This token lacks the scope {scope.value!r}. Issue one with it: manage.py issue_token --scope.",
            code="scope_missing",
        )
