"""Access tokens: each person sees, makes and revokes their own."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from auditor.admin.pages import Kept, member, moment, page
from auditor.models import AccessToken, Scope

LONGEST = 365


class TokenForm(forms.Form):
    """A name to know the token by, what it may do, and for how long."""

    name = forms.CharField(max_length=80, help_text="The tool or script that will use it.")
    scopes = forms.MultipleChoiceField(
        choices=Scope.choices, widget=forms.CheckboxSelectMultiple, label="It may"
    )
    days = forms.IntegerField(
        min_value=1, max_value=LONGEST, initial=90, label="Days until it expires", help_text="At most a year."
    )


@admin.action(description="Revoke the chosen tokens", permissions=["delete"])
def revoke(model_admin: "AccessTokenAdmin", request: HttpRequest, tokens: QuerySet[AccessToken]) -> None:
    """Make tokens useless at once; the list holds only those that the user may revoke."""
    revoked, _ = tokens.delete()
    messages.success(request, f"{revoked} revoked. Whoever still uses them is refused from now on.")


class AccessTokenAdmin(Kept):
    """Only a digest is kept: the token itself is shown once, when it is made."""

    list_display = ("name", "beginning", "user", "scope_list", "made", "expires")
    list_select_related = ("user",)
    fields = ("name", "beginning", "user", "scope_list", "made", "expires")
    ordering = ("-created",)
    actions = (revoke,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[AccessToken]:
        """One's own; all of them for an administrator."""
        tokens: QuerySet[AccessToken] = super().get_queryset(request)
        user = member(request)
        return tokens if user.is_superuser else tokens.filter(user=user)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Revoking alone: Django's "delete selected" would be the same under another name."""
        return {name: action for name, action in super().get_actions(request).items() if name == "revoke"}

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Everyone has tokens of their own."""
        return request.user.is_authenticated

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Everyone may see their own."""
        return self._owns(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A token never exceeds what its user may do, so everyone may make one."""
        return request.user.is_authenticated

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """To delete a token is to revoke it."""
        return self._owns(request, obj)

    def _owns(self, request: HttpRequest, token: object) -> bool:
        user = member(request)
        own = not isinstance(token, AccessToken) or token.user_id == user.pk
        return own or user.is_superuser

    @admin.display(description="made", ordering="created")
    def made(self, token: AccessToken) -> str:
        """When it was made."""
        return moment(token.created)

    @admin.display(description="expires", ordering="expiry")
    def expires(self, token: AccessToken) -> str:
        """When it ends by itself."""
        return moment(token.expiry, empty="never")

    @admin.display(description="begins with")
    def beginning(self, token: AccessToken) -> str:
        """The first characters, to tell one's tokens apart."""
        return f"{token.token_key[:8]}…"

    @admin.display(description="it may")
    def scope_list(self, token: AccessToken) -> str:
        """Its scopes."""
        return ", ".join(token.scopes) or "nothing"

    @method_decorator(never_cache)
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Make a token for oneself and show it this once."""
        user = member(request)
        form = TokenForm(request.POST) if request.method == "POST" else TokenForm()
        context: dict[str, object] = {"form": form}
        if form.is_valid():
            chosen = form.cleaned_data
            _, context["token"] = AccessToken.objects.create(
                user=user,
                expiry=timedelta(days=chosen["days"]),
                name=chosen["name"],
                scopes=chosen["scopes"],
            )
        return page(request, self, "auditor/token.html", title="New access token", context=context)
