"""The schema as a file for machines, and as a page for people that needs no script."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer

from auditor.api.problems import PROBLEMS
from auditor.api.schema import Node, document
from auditor.models import Scope

YAML = "application/vnd.oai.openapi"
JSON = "application/vnd.oai.openapi+json"
FORMATS = {"yaml": YAML, "json": JSON}


@require_safe
@cache_control(max_age=300)
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, for anyone: YAML, or JSON by the Accept header or ``?format=json``."""
    named = FORMATS.get(request.GET.get("format", ""))
    media_type = named or request.get_preferred_type([YAML, JSON]) or YAML
    answer = HttpResponse(rendered(media_type), content_type=f"{media_type}; charset=utf-8")
    patch_vary_headers(answer, ["Accept"])
    return answer


@cache
def rendered(media_type: str) -> bytes:
    """The document in one of the two formats; made once, because it takes most of a second."""
    renderer: Any = OpenApiJsonRenderer() if media_type == JSON else OpenApiYamlRenderer()  # both untyped
    written: bytes = renderer.render(document(), renderer_context={})
    return written


@dataclass(frozen=True, slots=True)
class Type:
    """A type in words, with the component that it links to, if any."""

    words: str
    component: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter or member as the page shows it."""

    name: str
    type: Type
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One status that an operation answers with."""

    status: str
    description: str
    type: Type | None


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as the page shows it."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    scope: str
    parameters: tuple[Field, ...]
    bodies: tuple[tuple[str, Type], ...]
    answers: tuple[Answer, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Component:
    """One object of the schema as the page shows it."""

    name: str
    description: str
    fields: tuple[Field, ...]
    options: tuple[Type, ...]


@require_safe
@cache_control(max_age=300)
def reference(request: HttpRequest) -> HttpResponse:
    """Every operation, object and problem on one page, for anyone."""
    origin = request.build_absolute_uri("/").rstrip("/")
    return render(request, "api/reference.html", {**contents(), "origin": origin})


@cache
def contents() -> dict[str, Any]:
    """What the page shows."""
    schema = document()
    operations = list(_operations(schema["paths"]))
    things = {operation.id.partition("_")[0]: None for operation in operations}
    return {
        "groups": [(thing, [o for o in operations if o.id.startswith(f"{thing}_")]) for thing in things],
        "components": [_component(*entry) for entry in schema["components"]["schemas"].items()],
        "problems": [(code, status, title) for code, (status, title) in PROBLEMS.items()],
        "scopes": Scope.choices,
    }


def _operations(paths: Node) -> Iterator[Operation]:
    for path, item in paths.items():
        for method, operation in item.items():
            responses = sorted(operation["responses"].items())
            yield Operation(
                id=operation["operationId"],
                method=method.upper(),
                path=path,
                summary=operation.get("summary", ""),
                description=marked(operation.get("description", "")),
                scope=" ".join(scope for entry in operation["security"] for scope in entry["token"]),
                parameters=tuple(_parameters(operation.get("parameters", ()))),
                bodies=tuple(_contents(operation.get("requestBody", {}))),
                answers=tuple(_answer(*entry) for entry in responses if entry[0] < "400"),
                problems=tuple(status for status, _ in responses if status >= "400"),
            )


def marked(text: str) -> SafeString:
    """Plain text with what stands between backticks as code; everything is escaped."""
    parts = enumerate(text.split("`"))
    return format_html_join(
        "", "{}", ((format_html("<code>{}</code>", part) if n % 2 else part,) for n, part in parts)
    )


def _said(entry: Node) -> SafeString:
    """A description without the list of values that spectacular adds: the page shows them with the type."""
    return marked(entry.get("description", "").partition("* `")[0].strip())


def _parameters(entries: Iterable[Node]) -> Iterator[Field]:
    """Those of the query; the path shows its own."""
    for entry in entries:
        if entry["in"] == "query":
            yield Field(entry["name"], type_of(entry["schema"]), entry.get("required", False), _said(entry))


def _contents(node: Node) -> Iterator[tuple[str, Type]]:
    for media_type, entry in node.get("content", {}).items():
        yield media_type, type_of(entry["schema"])


def _answer(status: str, response: Node) -> Answer:
    kind = next((kind for _, kind in _contents(response)), None)
    return Answer(status, response.get("description", ""), kind)


def _component(name: str, schema: Node) -> Component:
    required = schema.get("required", ())
    fields = tuple(
        Field(member, type_of(entry), member in required, _said(entry))
        for member, entry in schema.get("properties", {}).items()
    )
    options = tuple(type_of(option) for option in schema.get("oneOf", ()))
    return Component(name, marked(schema.get("description", "")), fields, options)


def type_of(schema: Node) -> Type:
    """A schema's type in words: its component, its values, or its JSON type with its format."""
    for option in (schema, *schema.get("oneOf", ()), *schema.get("allOf", ())):
        if "$ref" in option:
            name = option["$ref"].rpartition("/")[2]
            return Type(name if option is schema else f"{name} or null", name)
    if "items" in schema:
        inner = type_of(schema["items"])
        return Type(f"list of {inner.words}", inner.component, inner.values)
    kinds = schema.get("type", "any")
    words = " or ".join([kinds] if isinstance(kinds, str) else kinds)
    form = f" ({schema['format']})" if "format" in schema else ""
    return Type(words + form, values=tuple(str(value) for value in schema.get("enum", ())))
