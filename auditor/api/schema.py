"""The API's description: drf-spectacular, with our queries, our problems and our words."""

from functools import cache
from typing import Any, TypeAlias

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema

from auditor.api.problems import MEDIA_TYPE, PROBLEMS

Node: TypeAlias = dict[str, Any]

ABOUT = """\
Source Auditor tells what a web article stands on: body and boilerplate apart, unsourced assertions and
reader comments in a review queue.

**Tokens.** Send `Authorization: Bearer <token>`. A token has scopes (read, submit, review) and never more
rights than its user.

**Offsets** are half-open, `[start, end)`, and count Unicode code points, not bytes and not UTF-16 units:
Python's `text[start:end]`, JavaScript's `[...text].slice(start, end).join("")`.

**Pages.** A list answers `results` with the addresses of its `next` and `previous` page. Rows that come in
meanwhile move nothing: no row is shown twice or left out.

**Problems.** Whatever goes wrong is answered as `application/problem+json` (RFC 9457) with a stable `code`.
Unknown query parameters and unknown fields are refused, not ignored.

**Rates.** Requests are counted per user; past the rate the answer is 429 with `Retry-After` in seconds.
Submissions have a stricter rate of their own.
"""

PROBLEM: Node = {
    "type": "object",
    "description": "RFC 9457 problem details.",
    "required": ["type", "title", "status", "detail", "instance", "code", "errors"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "description": "Where the code is explained."},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "What went wrong here, and what to do."},
        "instance": {"type": "string", "format": "uri-reference"},
        "code": {"type": "string", "description": "Stable, for machines.", "examples": sorted(PROBLEMS)},
        "errors": {
            "type": "array",
            "description": "One entry for each field or parameter at fault.",
            "items": {
                "type": "object",
                "required": ["field", "code", "message"],
                "properties": {
                    "field": {"type": "string", "description": "Dotted path; empty: the whole body."},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
    },
}
SAID: dict[int, str] = {
    400: "The request is not understood.",
    401: "No token, or one that is not accepted.",
    403: "The token lacks a scope, or its user a permission.",
    404: "There is no such thing.",
    406: "Only JSON is spoken.",
    409: "That cannot be done now.",
    410: "The words of the flag are gone.",
    413: "The body or text is too large.",
    415: "The media type is not supported.",
    422: "Understood, but refused.",
    429: "Too many requests; see Retry-After.",
    503: "The database does not answer; try again.",
}


class Schema(AutoSchema):
    """Takes the query parameters from the view's query."""

    def get_override_parameters(self) -> list[Any]:
        """The strict query of the current action."""
        query = getattr(self.view, "query", None)
        return [query()] if query is not None and query().fields else []

    def get_operation_id(self) -> str:
        """``flags_claim``, not ``flags_claim_create``: the view's action is the verb."""
        thing = self._tokenize_path()[0]
        verb = getattr(self.view, "action", self.method.lower())
        return f"{thing}_{verb}"

    def get_serializer_name(self, serializer: Any, direction: str) -> str:
        """``Flag``, not ``FlagView``: clients know no views."""
        return type(serializer).__name__.removesuffix("View")


def add_problems(result: Node, generator: SchemaGenerator, request: object, public: bool) -> Node:
    """A spectacular hook: documents every problem answer, and that unknown fields are refused."""
    result["info"]["description"] = ABOUT
    components = result["components"]["schemas"]
    components["Problem"] = PROBLEM
    for name, component in components.items():
        if name.endswith("Request") and component.get("type") == "object":
            component["additionalProperties"] = False
    for path, item in result["paths"].items():
        for method, operation in item.items():
            for status in _statuses(path, method, operation):
                operation["responses"].setdefault(str(status), _response(status))
    tidied: Node = _tidied(result)
    return tidied


def _tidied(node: Any) -> Any:
    """Without spectacular's marks for a hook that is not used here; docstrings as Markdown."""
    if isinstance(node, str):
        return node.replace("``", "`")
    if isinstance(node, dict):
        return {key: _tidied(value) for key, value in node.items() if key != "x-spec-enum-id"}
    return [_tidied(value) for value in node] if isinstance(node, list) else node


def _statuses(path: str, method: str, operation: Node) -> list[int]:
    """Which problems an operation can answer with."""
    statuses = [400, 401, 403, 406, 429, 503]
    if "{" in path:
        statuses.append(404)
    if path.endswith("/adopt/"):  # names its flag in the body
        statuses += [404, 409]
    if method == "post":
        statuses += [409, 410] if "{" in path else []
        statuses += [413, 415, 422] if "requestBody" in operation else [413]
    if path.endswith(("/text/", "/policy/")):
        statuses.append(409)
    return sorted(statuses)


def _response(status: int) -> Node:
    response: Node = {
        "description": SAID[status],
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    header = {401: "WWW-Authenticate", 429: "Retry-After", 503: "Retry-After"}.get(status)
    if header:
        response["headers"] = {header: {"schema": {"type": "string" if status == 401 else "integer"}}}
    return response


@cache
def document() -> Node:
    """The whole OpenAPI document; the same for everyone, so made once."""
    generator: Any = SchemaGenerator  # its methods are untyped
    schema: Node = generator().get_schema(request=None, public=True)
    return schema
