"""A user's own tokens: see them, end the one in use."""

from typing import cast

from django.contrib.auth.models import User
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from auditor.api.door import Door
from auditor.api.permissions import Access
from auditor.api.queries import PageQuery
from auditor.models import AccessToken, Scope


class TokenView(serializers.ModelSerializer[AccessToken]):
    """A token: all but its secret."""

    key = serializers.CharField(source="token_key", read_only=True, help_text="How it begins.")
    user = serializers.SlugRelatedField[User]("username", read_only=True)
    scopes = serializers.ListField(child=serializers.ChoiceField(Scope.choices), read_only=True)

    class Meta:
        model = AccessToken
        fields = read_only_fields = ("key", "name", "user", "scopes", "created", "expiry")


@extend_schema_view(
    list=extend_schema(summary="List your tokens", description="Newest first, without their secrets.")
)
class Tokens(ListModelMixin, Door):
    """The tokens of the token's user. None can end another: a leaked one must not lock its owner out."""

    access = {"GET": Access(None), "DELETE": Access(None)}
    queries = {"list": PageQuery}
    serializer_class = TokenView

    def get_queryset(self) -> QuerySet[AccessToken]:
        """The user's own."""
        own = AccessToken.objects.filter(user=cast("User", self.request.user)).select_related("user")
        return cast("QuerySet[AccessToken]", own.order_by("-created", "token_key"))

    @extend_schema(summary="Read the token in use", description="All but its secret.", responses=TokenView)
    @action(detail=False)
    def current(self, request: Request) -> Response:
        """The token that asks."""
        return Response(self.get_serializer(request.auth).data)

    @extend_schema(
        summary="Revoke the token in use", description="At once and for good.", responses={204: None}
    )
    @current.mapping.delete
    def revoke(self, request: Request) -> Response:
        """End the token that asks."""
        cast("AccessToken", request.auth).delete()
        return Response(status=204)
