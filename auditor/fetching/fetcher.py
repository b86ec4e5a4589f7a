"""Fetch one page: follow redirects, keep to the limits, refuse in words."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import cast

import httpcore

from auditor.fetching.addresses import Address, join_address, parse_address
from auditor.fetching.bodies import coding, content_type, require_readable, sniff, unpack
from auditor.fetching.dialling import Dialler, Resolver, system_resolver, tls_context
from auditor.fetching.guard import under_guard
from auditor.fetching.limits import STRICT, Budget, Limits, too_large, too_slow
from auditor.fetching.refusals import Exchange, FetchRefused, Headers, RefusalCode, refused_status

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PAGES = frozenset({200, 203})
MAX_RETRY_AFTER = 30 * 24 * 3600

Permit = Callable[[str], None]
"""Asked before every request of a fetch with its address; raises ``FetchRefused`` to stop it."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a site answered.

    ``exchange`` is the last request and its answer. ``body`` is unpacked but not decoded;
    ``charset`` is only what the header says. ``seconds`` is how long the fetch took. With
    ``not_modified`` the site says that nothing changed: ``body`` and ``media_type`` are empty.
    """

    exchange: Exchange
    body: bytes
    media_type: str
    charset: str | None
    etag: str | None
    last_modified: str | None
    seconds: float
    not_modified: bool = False

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.exchange.status

    @property
    def address(self) -> str:
        """Where the page was found."""
        return self.exchange.address

    @property
    def redirects(self) -> tuple[str, ...]:
        """The addresses passed on the way, in order."""
        return self.exchange.redirects

    @property
    def headers(self) -> Headers:
        """The answer's, names in lower case, in the order sent."""
        return self.exchange.headers


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to one ``request``; ``body`` is read and unpacked only where it is a page."""

    request: Headers
    status: int
    headers: Headers
    body: bytes = b""

    @property
    def fields(self) -> dict[str, str]:
        """Headers by lower-case name; repeated ones are joined by commas (RFC 9110 §5.3)."""
        fields: dict[str, str] = {}
        for name, value in self.headers:
            fields[name] = f"{fields[name]}, {value}" if name in fields else value
        return fields


def fetch(  # noqa: PLR0913 - what one fetch depends on, all named
    address: str,
    *,
    etag: str | None = None,
    last_modified: str | None = None,
    limits: Limits = STRICT,
    permit: Permit = lambda _: None,
    resolve: Resolver = system_resolver,
    clock: Callable[[], float] = time.monotonic,
) -> Page:
    """Fetch the page at ``address``; ``permit`` is asked before each request.

    ``etag`` and ``last_modified`` are what a former answer of this very address said; they are sent
    to it and not to the target of a redirect, for which they prove nothing. Sends no cookies and no
    credentials, and heeds no proxy variables. Raises ``FetchRefused``, and nothing else, for whatever
    keeps the page away.
    """
    line = Line(limits, Budget(limits, clock), resolve, permit)
    conditions = _validators(etag, last_modified)
    with under_guard(limits):
        answer, course = _follow(parse_address(address, limits), conditions, line)
        return _page(answer, course, line, conditional=bool(conditions) and len(course) == 1)


def fetch_file(
    address: str,
    *,
    limits: Limits = STRICT,
    resolve: Resolver = system_resolver,
    clock: Callable[[], float] = time.monotonic,
) -> tuple[int, bytes]:
    """Status and unpacked body (empty unless it is a page) of a file of any type, such as a robots.txt.

    Raises ``FetchRefused`` when no answer comes at all.
    """
    line = Line(limits, Budget(limits, clock), resolve, any_type=True)
    with under_guard(limits):
        answer, _ = _follow(parse_address(address, limits), {}, line)
    return answer.status, answer.body


@dataclass(frozen=True, slots=True)
class Line:
    """What one fetch has to its disposal on every hop."""

    limits: Limits
    budget: Budget
    resolve: Resolver
    permit: Permit = lambda _: None
    any_type: bool = False

    def ask(self, address: Address, conditions: Mapping[str, str]) -> Answer:
        """One request and its answer. Raises ``FetchRefused``."""
        origin = httpcore.Origin(address.scheme.encode(), address.host.encode(), address.port)
        connection = httpcore.HTTPConnection(
            origin,
            ssl_context=tls_context() if address.scheme == "https" else None,
            network_backend=Dialler(self.limits, self.budget, self.resolve),
        )
        try:
            headers = self._headers(address, conditions)
            response = connection.handle_request(_request(address, headers))
            return self._read(response, headers)
        except httpcore.TimeoutException as error:
            raise too_slow(self.limits) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise FetchRefused(
                RefusalCode.CONNECTION, "The site broke off or does not speak HTTP. Try again later."
            ) from error
        finally:
            connection.close()

    def _headers(self, address: Address, conditions: Mapping[str, str]) -> Headers:
        return (
            ("Host", address.authority),
            ("User-Agent", self.limits.user_agent),
            ("Accept", "text/html, application/xhtml+xml, text/plain;q=0.8"),
            ("Accept-Encoding", "gzip, deflate"),
            ("Connection", "close"),
            *conditions.items(),
        )

    def _read(self, response: httpcore.Response, request: Headers) -> Answer:
        headers = tuple((_text(name).lower(), _text(value)) for name, value in response.headers)
        answer = Answer(request, response.status, headers)
        if answer.status not in PAGES:
            return answer
        fields = answer.fields
        if not self.any_type:
            require_readable(content_type(fields)[0])
        how = coding(fields)
        if int(fields.get("content-length", 0)) > self.limits.wire_bytes:
            raise too_large(self.limits)
        packed = b"".join(cast("Iterable[bytes]", response.stream))
        return Answer(request, answer.status, headers, unpack(packed, how, self.limits))


def _request(address: Address, headers: Headers) -> httpcore.Request:
    url = httpcore.URL(scheme=address.scheme, host=address.host, port=address.port, target=address.target)
    return httpcore.Request("GET", url, headers=list(headers))


def _text(raw: bytes) -> str:
    # Some sites put raw UTF-8 into Location; whatever else is there, Latin-1 loses no byte of it.
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _validators(etag: str | None, last_modified: str | None) -> dict[str, str]:
    asked = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    # They were read from an answer: what could not stand in a request must not break one.
    return {name: value for name, value in asked.items() if value and value.isascii() and value.isprintable()}


def _follow(here: Address, conditions: Mapping[str, str], line: Line) -> tuple[Answer, tuple[str, ...]]:
    """The last answer, and every address that was asked on the way to it."""
    passed: list[str] = []
    while True:
        line.permit(str(here))
        answer = line.ask(here, {} if passed else conditions)
        location = answer.fields.get("location")
        if answer.status not in REDIRECTS or not location:
            return answer, (*passed, str(here))
        passed.append(str(here))
        here = join_address(here, location, line.limits)
        _check_course(str(here), passed, line.limits)


def _check_course(here: str, passed: list[str], limits: Limits) -> None:
    if here in passed:
        raise FetchRefused(
            RefusalCode.REDIRECT_LOOP,
            "The site sends the reader round in a circle. Open the page in a browser and paste its text.",
        )
    if len(passed) > limits.redirects:
        raise FetchRefused(
            RefusalCode.TOO_MANY_REDIRECTS,
            f"The site redirects more than {limits.redirects} times. Give the address it ends at.",
        )


def _page(answer: Answer, course: tuple[str, ...], line: Line, *, conditional: bool) -> Page:
    fields = answer.fields
    not_modified = conditional and answer.status == 304
    exchange = Exchange(course[-1], course[:-1], answer.request, answer.status, answer.headers)
    if answer.status not in PAGES and not not_modified:
        raise refused_status(exchange, _retry_after(fields))
    media_type, charset = content_type(fields)
    return Page(
        exchange=exchange,
        body=answer.body,
        media_type="" if not_modified else sniff(answer.body, media_type),
        charset=charset,
        etag=fields.get("etag"),
        last_modified=fields.get("last-modified"),
        seconds=line.budget.seconds_spent(),
        not_modified=not_modified,
    )


def _retry_after(fields: Mapping[str, str]) -> int | None:
    value = fields.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return min(int(value[:10]), MAX_RETRY_AFTER)
    try:
        # Measured against the site's own clock, not against ours.
        wait = parsedate_to_datetime(value) - parsedate_to_datetime(fields.get("date", ""))
        return min(max(0, int(wait.total_seconds())), MAX_RETRY_AFTER)
    except (ValueError, TypeError):
        return None
