"""Problem details: the same shape whatever goes wrong, and nothing of our insides in it."""

import ast
import logging
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest
from django.test import Client, RequestFactory
from rest_framework.exceptions import APIException

from auditor import auditing, review
from auditor.api import problems
from auditor.api.problems import PROBLEMS, Problem, describe
from auditor.desk import permits
from auditor.inspection.document import Unreadable
from tests.api_door import Caller, code_of

MEMBERS = {"type", "title", "status", "detail", "instance", "code", "errors"}


def request_for(path: str) -> HttpRequest:
    return RequestFactory().get(path)


def test_a_tool_gets_a_problem_where_nothing_is(client: Client) -> None:
    answer = client.get("/api/v1/nothing/hé%25/")
    assert code_of(answer) == (404, "not_found")
    assert set(answer.json()) == MEMBERS
    assert answer.json()["instance"] == "/api/v1/nothing/h%C3%A9%25/"
    assert answer.json()["type"] == "/api/docs/#problem-not_found"


def test_a_person_gets_a_page_where_nothing_is(client: Client) -> None:
    answer = client.get("/nothing/<script>alert(1)</script>")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/html")
    assert b"<script>alert" not in answer.content
    assert b'lang="en"' in answer.content


@pytest.mark.django_db
def test_a_fault_of_ours_is_told_without_its_insides(
    reader: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("a secret of ours")

    monkeypatch.setattr("auditor.api.filters.StrictFilterBackend.filter_queryset", broken)
    tool = Caller(reader)
    tool.client.raise_request_exception = False
    answer = tool.client.get("/api/v1/articles/")
    assert code_of(answer) == (500, "server_error")
    assert "secret" not in answer.content.decode()
    assert "a secret of ours" in caplog.text


def test_a_fault_shown_to_a_person_is_a_page(settings: Any) -> None:
    answer = problems.server_error(request_for("/admin/"))
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, "text/html; charset=utf-8")


def test_pages_are_shown_even_without_their_templates(settings: Any) -> None:
    settings.TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates"}]
    answer = problems.not_found(request_for("/admin/"), Http404())
    assert answer.status_code == 404
    assert b"nothing at this address" in bytes(getattr(answer, "content", b""))


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_temporary(
    reader: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*_: object) -> None:
        raise OperationalError("server closed the connection to 10.0.0.7")

    monkeypatch.setattr("auditor.api.filters.StrictFilterBackend.filter_queryset", away)
    with caplog.at_level(logging.ERROR):
        answer = Caller(reader).get("articles/")
    assert code_of(answer) == (503, "database_away")
    assert answer.headers["Retry-After"] == "2"
    assert "10.0.0.7" not in answer.content.decode()
    assert "10.0.0.7" in caplog.text


@pytest.mark.django_db
def test_only_json_is_spoken(reader: User) -> None:
    answer = Caller(reader).client.get("/api/v1/articles/", headers={"Accept": "application/xml"})
    assert code_of(answer) == (406, "not_acceptable")


@pytest.mark.django_db
def test_too_many_requests_are_put_off(reader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rest_framework.throttling.UserRateThrottle.THROTTLE_RATES", {"user": "1/min"})
    tool = Caller(reader)
    assert tool.get("articles/").status_code == 200
    answer = tool.get("articles/")
    assert code_of(answer) == (429, "throttled")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (Http404(), 404, "not_found"),
        (PermissionDenied(), 403, "not_permitted"),
        (APIException("Odd.", code="odd"), 400, "bad_request"),
        (Unreadable("of_a_new_sort", "Not yet known here."), 422, "of_a_new_sort"),
        (permits.ReviewRefused("of_a_new_sort", "Not yet known here."), 409, "of_a_new_sort"),
    ],
)
def test_whatever_is_raised_has_a_status_and_a_code(error: Exception, status: int, code: str) -> None:
    problem = describe(error)
    assert problem is not None
    assert (problem.status, problem.code) == (status, code)
    assert problem.detail


def test_what_is_no_refusal_is_a_fault() -> None:
    assert describe(ZeroDivisionError()) is None


def test_echoed_input_is_cut_and_can_be_sent() -> None:
    problem = Problem(
        "invalid_body", "\ud800" + "x" * 5000, ({"field": "\udfff", "code": "c", "message": "m"},)
    )
    body = problem.body(request_for("/api/v1/"))
    assert body["detail"].startswith("?xxx")
    assert len(body["detail"]) == problems.LONGEST_MESSAGE
    assert body["errors"][0]["field"] == "?"


@pytest.mark.parametrize("service", [review, auditing])
def test_every_refusal_of_a_service_has_a_title(service: Any) -> None:
    """The first argument of every ReviewRefused and AuditRefused in the source is a known code."""
    tree = ast.parse(Path(service.__file__).read_text(encoding="utf-8"))
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    codes = {
        str(argument.value)
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id.endswith("Refused")
        for argument in call.args[:1]
        if isinstance(argument, ast.Constant)
    }
    assert codes
    assert codes <= set(PROBLEMS)


def test_every_code_is_explained_in_the_handbook() -> None:
    handbook = (Path(__file__).parent.parent / "docs" / "api.md").read_text(encoding="utf-8")
    assert [code for code in PROBLEMS if f"`{code}`" not in handbook] == []
