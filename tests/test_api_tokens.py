"""Tokens: issued on the command line, seen and revoked through the API."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from auditor.models import AccessToken
from tests.api_door import Caller, code_of, token_of

pytestmark = pytest.mark.django_db


def issue(*arguments: str) -> str:
    out = StringIO()
    call_command("issue_token", *arguments, stdout=out)
    return out.getvalue().strip()


def test_an_issued_token_opens_the_door_and_is_kept_only_as_a_digest(reader: User) -> None:
    token = issue("reader", "--name", "archive", "--scope", "read", "--scope", "submit", "--scope", "read")
    row = AccessToken.objects.get()
    assert (row.user, row.name, row.scopes) == (reader, "archive", ["read", "submit"])
    assert token not in {row.digest, row.token_key}
    answer = Client().get("/api/v1/articles/", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200


def test_a_token_lives_as_long_as_it_is_told(reader: User) -> None:
    issue("reader", "--name", "short", "--scope", "read", "--days", "2")
    expiry = AccessToken.objects.get().expiry
    assert abs(expiry - timezone.now() - timedelta(days=2)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("nobody", "--name", "x", "--scope", "read"), "no active user 'nobody'"),
        (("gone", "--name", "x", "--scope", "read"), "no active user 'gone'"),
        (("reader", "--name", "x", "--scope", "rule"), "invalid choice: 'rule'"),
        (("reader", "--name", "x"), "--scope"),
        (("reader", "--name", "x", "--scope", "read", "--days", "0"), "at least one day"),
        (("reader", "--name", "x" * 81, "--scope", "read"), "80 characters"),
    ],
)
def test_a_token_that_makes_no_sense_is_not_issued(
    reader: User, arguments: tuple[str, ...], reason: str
) -> None:
    User.objects.create_user("gone", is_active=False)
    with pytest.raises(CommandError, match=reason):
        issue(*arguments)
    assert not AccessToken.objects.exists()


def test_a_user_sees_only_their_own_tokens_without_secrets(reader: User, editor: User) -> None:
    token_of(editor, name="not yours")
    secret = token_of(reader, "read", name="older")
    tool = Caller(reader, "submit")
    answer = tool.get("tokens/")
    assert [(row["name"], row["scopes"]) for row in answer.json()["results"]] == [
        ("a tool", ["submit"]),
        ("older", ["read"]),
    ]
    assert secret not in answer.content.decode()
    assert tool.get("tokens/current/").json() == answer.json()["results"][0]
    first = tool.get("tokens/", page_size=1).json()
    assert [row["name"] for row in tool.get(first["next"]).json()["results"]] == ["older"]


def test_a_token_ends_itself_and_no_other(reader: User) -> None:
    token_of(reader, name="another")
    tool = Caller(reader)
    assert tool.delete("tokens/current/").status_code == 204
    assert code_of(tool.get("tokens/current/")) == (401, "authentication_failed")
    assert AccessToken.objects.get().name == "another"
