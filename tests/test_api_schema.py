"""The schema: current, complete, true; and its page for people."""

from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import yaml
from django.contrib.auth.models import User
from django.core.cache import cache as rates
from django.core.management import CommandError, call_command
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error

from auditor.api.problems import PROBLEMS
from auditor.api.reference import type_of
from auditor.api.schema import document
from auditor.management.commands import export_schema
from auditor.models import Scope
from config.wsgi import application
from tests.api_door import token_of
from tests.factories import make_item


@pytest.fixture(scope="module")
def current() -> str:
    """The schema as the command renders it; it takes seconds to validate."""
    return export_schema.render()


@pytest.fixture
def rendered(current: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command with its rendering done."""
    monkeypatch.setattr(export_schema, "render", lambda: current)


def test_the_committed_schema_is_current_and_made_without_guessing(rendered: None) -> None:
    out = StringIO()
    call_command("export_schema", "--check", stdout=out)
    assert out.getvalue() == "openapi.yaml is current.\n"


def test_the_served_schema_is_the_committed_one(client: Client, current: str) -> None:
    assert client.get("/api/schema/").content.decode() == current


def test_the_schema_is_written_and_a_difference_is_shown(rendered: None, tmp_path: Path) -> None:
    path = tmp_path / "docs" / "openapi.yaml"
    with pytest.raises(CommandError, match="not current"):
        call_command("export_schema", "--check", "--path", str(path))
    call_command("export_schema", "--path", str(path), stdout=StringIO())
    call_command("export_schema", "--check", "--path", str(path), stdout=StringIO())
    path.write_text(
        path.read_text(encoding="utf-8").replace("openapi: 3.1.0", "openapi: 3.0.0"), encoding="utf-8"
    )
    with pytest.raises(CommandError, match=r"\+openapi: 3\.1\.0"):
        call_command("export_schema", "--check", "--path", str(path))


class Guessing(SchemaGenerator):
    """A generator that meets a view which it cannot read."""

    def get_schema(self, *_: Any, **__: Any) -> dict[str, Any]:
        """Warn."""
        GENERATOR_STATS.emit("a view was guessed at", "warning")
        return {}


def test_a_warning_of_the_generator_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_schema, "_generator", Guessing)
    try:
        with pytest.raises(CommandError, match="warnings"):
            export_schema.render()
    finally:
        GENERATOR_STATS.reset()


def test_every_operation_documents_its_problems() -> None:
    for path, item in document()["paths"].items():
        for method, operation in item.items():
            expected = {"400", "401", "403", "406", "429", "503"}
            expected |= {"404"} if "{" in path else set()
            expected |= {"413"} if method == "post" else set()
            expected |= {"415", "422"} if "requestBody" in operation else set()
            assert expected <= set(operation["responses"]), (path, method)
            assert operation["summary"]
            for parameter in operation.get("parameters", ()):
                assert parameter["in"] in {"path", "header"} or parameter["description"]


def test_every_operation_names_the_scope_it_takes() -> None:
    scopes = {
        scope
        for item in document()["paths"].values()
        for operation in item.values()
        for entry in operation["security"]
        for scope in entry["token"]
    }
    assert scopes == set(Scope.values)


def test_offsets_are_said_to_be_code_points() -> None:
    assert "count Unicode code points" in document()["info"]["description"]
    for name in ("Segment", "Text", "Sentence"):
        assert "code points" in document()["components"]["schemas"][name]["description"]


@pytest.mark.parametrize(
    ("query", "accept", "content_type"),
    [
        ("", "*/*", "application/vnd.oai.openapi"),
        ("?format=json", "*/*", "application/vnd.oai.openapi+json"),
        ("", "application/vnd.oai.openapi+json", "application/vnd.oai.openapi+json"),
        ("", "image/png", "application/vnd.oai.openapi"),
    ],
)
def test_the_schema_is_open_to_anyone(client: Client, query: str, accept: str, content_type: str) -> None:
    answer = client.get(f"/api/schema/{query}", headers={"Accept": accept, "Authorization": "Bearer wrong"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == f"{content_type}; charset=utf-8"
    assert yaml.safe_load(answer.content)["openapi"] == "3.1.0"


class Page(HTMLParser):
    """What the page holds: ids, links to them, and anything that a strict policy would stop."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: set[str] = set()
        self.stopped: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect."""
        for name, value in attrs:
            if name == "id":
                self.ids.append(str(value))
            if name == "href" and str(value).startswith("#"):
                self.targets.add(str(value)[1:])
            if name == "style" or name.startswith("on"):
                self.stopped.append(f"{tag} {name}")
        if tag in {"script", "style"}:
            self.stopped.append(tag)


def test_the_page_shows_every_operation_object_and_problem_to_anyone(client: Client) -> None:
    answer = client.get("/api/docs/")
    assert answer.status_code == 200
    page = Page(answer.content.decode())
    operations = {
        operation["operationId"] for item in document()["paths"].values() for operation in item.values()
    }
    objects = {f"object-{name}" for name in document()["components"]["schemas"]}
    assert operations | objects | {f"problem-{code}" for code in PROBLEMS} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert page.targets <= set(page.ids)


def test_the_page_needs_no_script_and_no_exception_from_the_policy(client: Client) -> None:
    answer = client.get("/api/docs/")
    assert Page(answer.content.decode()).stopped == []
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("schema", "words", "component"),
    [
        ({"type": "string", "format": "date-time"}, "string (date-time)", ""),
        ({"type": ["integer", "null"]}, "integer or null", ""),
        ({"$ref": "#/components/schemas/Flag"}, "Flag", "Flag"),
        ({"oneOf": [{"$ref": "#/components/schemas/Reason"}, {"type": "null"}]}, "Reason or null", "Reason"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Flag"}}, "list of Flag", "Flag"),
        ({}, "any", ""),
    ],
)
def test_types_are_told_in_words(schema: dict[str, Any], words: str, component: str) -> None:
    assert (type_of(schema).words, type_of(schema).component) == (words, component)


schema = schemathesis.openapi.from_wsgi("/api/schema/", application)


@pytest.fixture
def everything(django_db_serialized_rollback: None, transactional_db: None, administrator: User) -> str:
    """A token that may do everything, and something to do it to."""
    make_item()
    return token_of(administrator)


OPERATIONS = {found.ok().label: found.ok() for found in schema.get_all_operations()}


@pytest.mark.parametrize("label", OPERATIONS)
def test_nothing_that_the_schema_allows_is_a_fault_of_ours(label: str, everything: str) -> None:
    @settings(
        max_examples=6,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=OPERATIONS[label].as_strategy())
    def call(case: Any) -> None:
        rates.clear()
        case.call_and_validate(headers={"Authorization": f"Bearer {everything}"}, checks=[not_a_server_error])

    call()
