"""Who asks: a bearer token, found by its digest in one query."""

from typing import Any, cast

import re2
from django.contrib.auth.models import User
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import build_bearer_security_scheme_object
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from rest_framework.exceptions import AuthenticationFailed

from auditor.models import AccessToken

_TOKEN = re2.compile(rb"[0-9A-Za-z]{32,128}")


class BearerToken(TokenAuthentication):  # type: ignore[misc]  # knox ships no types
    """Knox's tokens, but one query, no writes while reading, and no crash on bytes that are no text."""

    def authenticate_credentials(self, token: bytes) -> tuple[User, AccessToken]:
        """The user and token; raises AuthenticationFailed when unknown, expired or of an inactive user."""
        if not _TOKEN.fullmatch(token):
            raise AuthenticationFailed("This is no token. Send the one that issue_token printed.")
        found = (
            AccessToken.objects.select_related("user")
            .filter(digest=hash_token(token.decode("ascii")))
            .first()
        )
        if found is None or (found.expiry is not None and found.expiry <= timezone.now()):
            raise AuthenticationFailed("The token is unknown, revoked or expired. Ask for a new one.")
        user, auth = self.validate_user(found)
        return user, auth


class BearerTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # drf-spectacular's
    """How the schema describes the token."""

    target_class = "auditor.api.authentication.BearerToken"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        """The HTTP bearer scheme."""
        scheme: dict[str, str] = build_bearer_security_scheme_object("Authorization", "Bearer")
        return {**scheme, "description": "A token from `manage.py issue_token`, with its scopes."}

    def get_security_requirement(self, auto_schema: AutoSchema) -> dict[str, list[str]]:
        """The scope that the operation takes, as OpenAPI 3.1 lets any scheme name its roles."""
        access = cast("Any", auto_schema.view).access[auto_schema.method]
        return {self.name: [] if access.scope is None else [access.scope.value]}
