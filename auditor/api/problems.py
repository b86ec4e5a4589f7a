"""Whatever goes wrong, as RFC 9457 problem details with a stable code."""

import logging
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any
from urllib.parse import quote

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from auditor.api.queries import ParameterInvalid
from auditor.auditing import AuditRefused
from auditor.catalogue.entries import CatalogueRefused
from auditor.desk.permits import ReviewRefused
from auditor.fetching import FetchRefused
from auditor.inspection.document import Unreadable

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
LONGEST_MESSAGE = 1000
WHOLE = "non_field_errors"  # what Django REST framework calls the body itself
UNREADABLE = (422, "The text cannot be read")
ADDRESS_REFUSED = (422, "The address will not be fetched")
REFUSED = (409, "That cannot be done now")

# Every code, with its status and title. Codes are stable; titles and details are for people.
PROBLEMS: dict[str, tuple[int, str]] = {
    "parse_error": (400, "The request body cannot be read"),
    "invalid_body": (400, "The request body is not as it should be"),
    "invalid_parameter": (400, "A query parameter has a value that is not understood"),
    "unknown_parameter": (400, "A query parameter is not known"),
    "bad_request": (400, "The request cannot be answered"),
    "not_authenticated": (401, "A token is needed"),
    "authentication_failed": (401, "The token is not accepted"),
    "scope_missing": (403, "The token lacks a scope"),
    "not_permitted": (403, "The user lacks a permission"),
    "not_found": (404, "There is no such thing"),
    "item_unknown": (404, "There is no such flag"),
    "draft_unknown": (404, "There is no such draft"),
    "outlet_not_assigned": (403, "The outlet is not one of yours"),
    "decision_unknown": (404, "There is no such decision"),
    "audit_unknown": (404, "There is no such audit"),
    "notice_unknown": (404, "There is no such notice"),
    "entry_unknown": (404, "There is no such decision about a notice"),
    "method_not_allowed": (405, "The method is not allowed here"),
    "not_acceptable": (406, "No representation is acceptable"),
    "item_closed": (409, "The flag has been decided"),
    "claimed_by_other": (409, "Another reviewer works on the article"),
    "lease_lost": (409, "The claim has run out"),
    "already_undone": (409, "The decision has been undone"),
    "not_standing": (409, "A later decision stands"),
    "not_last": (409, "A later decision about the notice stands"),
    "already_decided": (409, "It stands decided so"),
    "words_decided": (409, "Another notice has the same words"),
    "notice_merged": (409, "The notice was merged into another"),
    "not_confirmed": (409, "Only a confirmed notice becomes a rule"),
    "not_boilerplate": (409, "Only flags on unknown boilerplate become notices"),
    "name_taken": (409, "There is a rule of that name"),
    "audit_not_failed": (409, "Only a failed audit can be retried"),
    "audit_unfinished": (409, "The audit has read no text yet"),
    "no_rules": (404, "The page states no rule of reuse"),
    "item_gone": (410, "The words of the flag are gone"),
    "too_large": (413, "The text or body is too large"),
    "unsupported_media_type": (415, "The media type is not supported"),
    "media_type": (415, "The media type cannot be audited"),
    "empty": UNREADABLE,
    "binary": UNREADABLE,
    "undecodable": UNREADABLE,
    "lone_surrogates": UNREADABLE,
    "malformed": ADDRESS_REFUSED,
    "scheme": ADDRESS_REFUSED,
    "userinfo": ADDRESS_REFUSED,
    "port": ADDRESS_REFUSED,
    "address_forbidden": ADDRESS_REFUSED,
    "verdict_unknown": (422, "The verdict does not fit the flag"),
    "reason_missing": (422, "The verdict needs a reason"),
    "note_empty": (422, "The note has no words"),
    "note_too_long": (422, "The note is too long"),
    "kind_unknown": (422, "There is no such kind of notice"),
    "variants_unknown": (422, "These are no wordings of the notice"),
    "nothing_left": (422, "A notice keeps at least one wording"),
    "same_notice": (422, "A notice cannot be merged into itself"),
    "scope_unknown": (422, "There is no such scope"),
    "rule_unproven": (422, "The rule cannot be read or fails an example"),
    "throttled": (429, "Too many requests"),
    "server_error": (500, "The auditor has a fault"),
    "database_away": (503, "The database does not answer"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong: ``code`` is a key of PROBLEMS or comes with its own ``kind`` (status, title)."""

    code: str
    detail: str
    errors: tuple[dict[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: tuple[int, str] | None = None

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self._kind[0]

    @property
    def _kind(self) -> tuple[int, str]:
        return self.kind or PROBLEMS[self.code]

    def body(self, request: HttpRequest) -> dict[str, Any]:
        """The members of RFC 9457, with ``code`` and ``errors`` as extensions."""
        status, title = self._kind
        return {
            "type": f"/api/docs/#problem-{self.code}",
            "title": title,
            "status": status,
            "detail": _clean(self.detail),
            "instance": quote(request.path),
            "code": self.code,
            "errors": [{key: _clean(text) for key, text in error.items()} for error in self.errors],
        }


def _clean(text: str) -> str:
    """Echoed input may be endless or hold half characters, which no JSON in UTF-8 can carry."""
    whole = text.encode("utf-8", "replace").decode()
    return whole if len(whole) <= LONGEST_MESSAGE else f"{whole[: LONGEST_MESSAGE - 1]}…"


def handle(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """The problem for an exception of a view; None for a fault, which ``server_error`` answers."""
    problem = describe(error)
    if problem is None:
        return None
    set_rollback()
    body = problem.body(context["request"])
    return Response(body, problem.status, headers=dict(problem.headers), content_type=MEDIA_TYPE)


@singledispatch
def describe(error: Exception) -> Problem | None:
    """The problem that an exception means; None when it is a fault of ours."""
    return None


@describe.register
def _(error: exceptions.APIException) -> Problem:
    code = str(getattr(error.detail, "code", "")) or error.default_code
    code = {"permission_denied": "not_permitted"}.get(code, code)
    known = code if code in PROBLEMS else "bad_request"
    headers = {"WWW-Authenticate": header} if (header := getattr(error, "auth_header", None)) else {}
    return Problem(known, str(error.detail), headers=headers)


@describe.register
def _(error: exceptions.Throttled) -> Problem:
    wait = math.ceil(getattr(error, "wait", None) or 1)
    return Problem("throttled", f"Try again in {wait} s.", headers={"Retry-After": str(wait)})


@describe.register
def _(error: exceptions.ValidationError) -> Problem:
    errors = tuple(_flatten(error.get_full_details()))
    return Problem("invalid_body", _sentence(errors), errors)


@describe.register
def _(error: ParameterInvalid) -> Problem:
    errors = tuple(_flatten(error.get_full_details()))
    unknown = any(entry["code"] == "unknown_parameter" for entry in errors)
    return Problem("unknown_parameter" if unknown else "invalid_parameter", _sentence(errors), errors)


@describe.register
def _(error: Http404) -> Problem:
    return Problem("not_found", str(error) or "There is nothing at this address.")


@describe.register
def _(error: PermissionDenied) -> Problem:
    return Problem("not_permitted", str(error) or "You may not do this.")


@describe.register
def _(error: RequestDataTooBig) -> Problem:
    return Problem("too_large", str(error))


@describe.register
def _(error: SuspiciousOperation) -> Problem:
    return Problem("bad_request", str(error))


@describe.register(ReviewRefused)
@describe.register(AuditRefused)
@describe.register(CatalogueRefused)
def _(error: ReviewRefused | AuditRefused | CatalogueRefused) -> Problem:
    return Problem(error.code, str(error), kind=PROBLEMS.get(error.code, REFUSED))


@describe.register
def _(error: Unreadable) -> Problem:
    return Problem(error.code, str(error), kind=PROBLEMS.get(error.code, UNREADABLE))


@describe.register
def _(error: FetchRefused) -> Problem:
    field_error = {"field": "address", "code": error.code.value, "message": str(error)}
    return Problem(error.code.value, str(error), (field_error,), kind=ADDRESS_REFUSED)


@describe.register
def _(error: OperationalError) -> Problem:
    log.error("the database does not answer", exc_info=error)
    return Problem("database_away", "Try again in a moment.", headers={"Retry-After": "2"})


def _flatten(details: Any, path: str = "") -> Iterator[dict[str, str]]:
    """Each message of a nested error with the dotted path of its field."""
    if isinstance(details, list):
        for entry in details:
            yield from _flatten(entry, path)
    elif isinstance(details.get("message"), str) and isinstance(details.get("code"), str):
        yield {"field": path, "code": details["code"], "message": details["message"]}
    else:
        for name, entry in details.items():
            yield from _flatten(entry, path if name == WHOLE else f"{path}.{name}".lstrip("."))


def _sentence(errors: tuple[dict[str, str], ...]) -> str:
    return " ".join(
        f"{error['field']}: {error['message']}" if error["field"] else error["message"] for error in errors
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """The answer to an address that leads nowhere: a problem for tools, a page for people."""
    problem = Problem("not_found", "There is nothing at this address.")
    return _answer(request, problem, "404.html")


def server_error(request: HttpRequest) -> HttpResponseBase:
    """The answer when something of ours broke; it says nothing of what."""
    problem = Problem("server_error", "The fault has been logged. If it comes again, tell the operator.")
    return _answer(request, problem, "500.html")


def _answer(request: HttpRequest, problem: Problem, template: str) -> HttpResponseBase:
    if request.path.startswith("/api/"):
        return JsonResponse(problem.body(request), status=problem.status, content_type=MEDIA_TYPE)
    try:
        page: str = render_to_string(template, {"problem": problem}, request)
    except TemplateDoesNotExist:
        page = f'<!doctype html><html lang="en"><title>{problem.status}</title><p>{problem.detail}</p></html>'
    return HttpResponse(page, status=problem.status)
