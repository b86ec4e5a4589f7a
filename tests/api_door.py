"""How tests call the API: as a persona with a token, every answer checked against the schema."""

import json
import re
from functools import cache
from typing import Any

from django.contrib.auth.models import User
from django.core.cache import cache as rates
from django.http import HttpResponse
from jsonschema import Draft202012Validator
from rest_framework.test import APIClient

from auditor.api.schema import document
from auditor.models import AccessToken, Scope

ROOT = "/api/v1/"
ALL_SCOPES = tuple(scope.value for scope in Scope)


def token_of(user: User, *scopes: str, name: str = "a tool") -> str:
    """A new token of ``user``; with all scopes unless told."""
    _, token = AccessToken.objects.create(user=user, name=name, scopes=list(scopes or ALL_SCOPES))
    return str(token)


class Caller:
    """A tool that calls the API; nobody's when ``user`` is None."""

    def __init__(self, user: User | None = None, *scopes: str) -> None:
        rates.clear()  # another test's requests do not count
        self.client = APIClient()
        if user is not None:
            self.client.credentials(HTTP_AUTHORIZATION=f"Bearer {token_of(user, *scopes)}")

    def get(self, path: str, **query: Any) -> HttpResponse:
        """``path`` is under the API's root unless it is a whole address."""
        return self._checked("get", path, self.client.get(_address(path), query))

    def post(self, path: str, body: Any = None, **options: Any) -> HttpResponse:
        """Post ``body`` as JSON (None: no body), unless ``options`` say what it is."""
        if body is not None and not options:
            body, options = json.dumps(body), {"content_type": "application/json"}
        return self._checked("post", path, self.client.post(_address(path), body, **options))

    def delete(self, path: str) -> HttpResponse:
        """Delete what is at ``path``."""
        return self._checked("delete", path, self.client.delete(_address(path)))

    @staticmethod
    def _checked(method: str, path: str, answer: HttpResponse) -> HttpResponse:
        promised = _answers(method, _address(path).partition("?")[0])
        if promised is not None and answer.status_code != 405:
            assert str(answer.status_code) in promised, f"{answer.status_code} is not in the schema"
            _check_body(promised[str(answer.status_code)], answer)
        return answer


def _address(path: str) -> str:
    return path if path.startswith(("/", "http://")) else ROOT + path


def _answers(method: str, address: str) -> Any:
    """The answers that the schema promises for an address; None when it promises none."""
    plain = address.removeprefix("http://testserver")
    for pattern, item in _paths():
        if pattern.fullmatch(plain) and method in item:
            return item[method]["responses"]
    return None


@cache
def _paths() -> list[tuple[re.Pattern[str], Any]]:
    paths = document()["paths"]
    # Whole words first, so that flags/claim-next/ is not taken for a flag.
    ordered = sorted(paths, key=lambda path: "{" in path)
    return [(re.compile(re.sub(r"\{\w+\}", r"\\d+", path)), paths[path]) for path in ordered]


def _check_body(promised: Any, answer: HttpResponse) -> None:
    if "content" not in promised:
        assert not answer.content
        return
    media_type = answer.headers["Content-Type"]
    schema = promised["content"][media_type]["schema"]
    if schema.get("format") == "binary":
        return
    Draft202012Validator({**schema, "components": document()["components"]}).validate(answer.json())


def code_of(answer: HttpResponse) -> tuple[int, str]:
    """Status and code of a problem."""
    assert answer.headers["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


def fields_of(answer: HttpResponse) -> dict[str, str]:
    """Which fields a problem names, with the code of each."""
    return {error["field"]: error["code"] for error in answer.json()["errors"]}
