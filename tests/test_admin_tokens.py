"""Access tokens in the admin: made once, shown once, revoked by their owner."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from auditor.models import AccessToken

TOKENS = reverse("admin:auditor_accesstoken_changelist")
TOKEN = reverse("admin:auditor_accesstoken_add")

pytestmark = pytest.mark.django_db


class TestTokens:
    """Each person's own tokens."""

    def test_a_token_is_shown_once_and_works_as_told(self, client: Client, reviewer: User) -> None:
        client.force_login(reviewer)
        sent = {"name": "newsroom", "scopes": ["read", "review"], "days": 30}
        answer = client.post(TOKEN, sent)
        token = AccessToken.objects.get()
        assert answer.context["token"] in answer.content.decode()
        assert answer.context["token"].startswith(token.token_key)
        assert "no-store" in answer.headers["Cache-Control"]
        assert (token.user, token.name, token.scopes) == (reviewer, "newsroom", ["read", "review"])
        assert timedelta(days=29) < token.expiry - timezone.now() <= timedelta(days=30)
        listed = client.get(TOKENS).content.decode()
        assert answer.context["token"] not in listed
        assert token.token_key[:8] in listed

    @pytest.mark.parametrize(
        "sent",
        [
            {},
            {"name": "x", "scopes": ["all"], "days": 3},
            {"name": "x", "scopes": ["read"], "days": 4000},
            {"name": "x", "days": 3},
        ],
    )
    def test_a_token_without_name_scope_or_end_is_not_made(
        self, client: Client, reviewer: User, sent: dict[str, object]
    ) -> None:
        client.force_login(reviewer)
        assert "No token was made" in client.post(TOKEN, sent).content.decode()
        assert not AccessToken.objects.exists()

    def test_others_see_and_revoke_only_their_own(
        self, client: Client, reviewer: User, reader: User, administrator: User
    ) -> None:
        own, _ = AccessToken.objects.create(user=reviewer, name="own", scopes=["read"])
        other, _ = AccessToken.objects.create(user=reader, name="other", scopes=[], expiry=None)
        client.force_login(reviewer)
        assert list(client.get(TOKENS).context["cl"].result_list) == [own]
        chosen = {"action": "revoke", "_selected_action": [own.pk, other.pk]}
        assert "1 revoked" in client.post(TOKENS, chosen, follow=True).content.decode()
        assert list(AccessToken.objects.all()) == [other]
        delete = reverse("admin:auditor_accesstoken_delete", args=[other.pk])
        assert client.post(delete, {"post": "yes"}).status_code == 302
        assert AccessToken.objects.filter(pk=other.pk).exists()
        client.force_login(administrator)
        html = client.get(TOKENS).content.decode()
        assert "nothing" in html
        assert "never" in html
        client.post(delete, {"post": "yes"})
        assert not AccessToken.objects.exists()

    def test_a_token_cannot_be_changed_afterwards(self, client: Client, reviewer: User) -> None:
        token, _ = AccessToken.objects.create(user=reviewer, name="own", scopes=["read"])
        client.force_login(reviewer)
        address = reverse("admin:auditor_accesstoken_change", args=[token.pk])
        assert client.get(address).status_code == 200
        assert client.post(address, {"scopes": "all"}).status_code == 403
