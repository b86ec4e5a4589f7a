"""The fetcher against a real site on loopback: pages, redirects, refusals and limits."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from auditor.fetching import FetchRefused, Limits, Page, RefusalCode, fetch

Reply = bytes | Callable[[], Iterator[bytes]]
HTML = b"<!doctype html><p>Seven boats left the harbour at dawn."


class Site:
    """A web site on loopback that says, byte for byte, what a test wants it to say."""

    def __init__(self) -> None:
        self.replies: dict[str, Reply] = {}
        self.requests: list[str] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.thread = threading.Thread(target=self._serve)
        self.thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection:
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        connection.settimeout(5)
        try:
            request = connection.recv(65536).decode()
            self.requests.append(request)
            reply = self.replies.get((request.split() or ["", ""])[1], b"")
            for part in [reply] if isinstance(reply, bytes) else reply():
                connection.sendall(part)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65536):
                pass
        except (OSError, UnicodeDecodeError):
            return  # the fetcher hung up, as it should in most of these tests

    def close(self) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        self.thread.join()
        self.listener.close()

    def limits(self, **kwargs: float) -> Limits:
        return Limits(**{"allow_networks": ("127.0.0.1/32",), "ports": (self.port,), **kwargs})

    def fetch(self, path: str, **kwargs: str | None) -> Page:
        return fetch(self.address + path, limits=self.limits(), **kwargs)


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


def http(body: bytes = HTML, *headers: str, status: str = "200 OK", media_type: str = "text/html") -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}"]
    lines += [f"Content-Type: {media_type}"] if media_type else []
    return "\r\n".join([*lines, "", ""]).encode() + body


def moved(location: str, status: str = "302 Found") -> bytes:
    return http(b"", f"Location: {location}", status=status)


def refusal(site: Site, path: str = "/", **kwargs: float) -> FetchRefused:
    with pytest.raises(FetchRefused) as caught:
        fetch(site.address + path, limits=site.limits(**kwargs))
    assert str(caught.value).endswith(".")
    return caught.value


def test_a_page_comes_with_its_bytes_type_and_validators(site: Site) -> None:
    reply = http(HTML, 'ETag: "a1"', "Last-Modified: Tue, 17 Mar 2026 09:30:00 GMT", "X-A: 1", "X-A: 2")
    site.replies["/a?b=c"] = reply.replace(b"text/html", b'Text/HTML; Boundary=x; Charset="UTF-8"')
    page = site.fetch("/a?b=c#part")
    assert (page.status, page.body, page.media_type, page.charset) == (200, HTML, "text/html", "utf-8")
    assert (page.etag, page.last_modified) == ('"a1"', "Tue, 17 Mar 2026 09:30:00 GMT")
    assert (page.address, page.redirects, page.not_modified) == (f"{site.address}/a?b=c", (), False)
    assert page.headers[2:4] == (("x-a", "1"), ("x-a", "2"))
    assert page.seconds > 0


def test_a_request_holds_no_secret_and_heeds_no_proxy(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    site.replies["/"] = moved("/next").replace(b"\r\n", b"\r\nSet-Cookie: a=b; Path=/\r\n", 1)
    site.replies["/next"] = http()
    assert site.fetch("/").body == HTML
    names = {line.split(":")[0] for line in site.requests[1].split("\r\n")[1:] if line}
    assert names == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}


def test_a_site_that_says_nothing_has_changed_sends_no_body(site: Site) -> None:
    site.replies["/"] = b'HTTP/1.1 304 Not Modified\r\nETag: "a1"\r\n\r\n'
    page = site.fetch("/", etag='"a1"', last_modified="Tue, 17 Mar 2026 09:30:00 GMT")
    assert (page.status, page.not_modified, page.body, page.media_type) == (304, True, b"", "")
    assert 'If-None-Match: "a1"\r\nIf-Modified-Since: Tue, 17 Mar' in site.requests[0]


def test_an_unasked_not_modified_is_no_page(site: Site) -> None:
    site.replies["/"] = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    assert refusal(site).status == 304


def test_validators_go_to_their_own_address_only(site: Site) -> None:
    site.replies |= {"/": moved("/home"), "/home": b"HTTP/1.1 304 Not Modified\r\n\r\n"}
    with pytest.raises(FetchRefused, match="304"):
        site.fetch("/", etag='"a1"')
    assert ["If-None-Match" in request for request in site.requests] == [True, False]


def test_a_validator_that_could_break_a_request_is_left_out(site: Site) -> None:
    site.replies["/"] = http()
    assert site.fetch("/", etag='"a"\r\nX-Injected: 1', last_modified="märz").body == HTML
    assert "X-Injected" not in site.requests[0]
    assert "If-" not in site.requests[0]


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temp", "308 Perm"])
def test_a_redirect_is_followed_and_remembered(site: Site, status: str) -> None:
    site.replies |= {"/news/a": moved(" ../b?c=d#e", status), "/b?c=d": http()}
    page = site.fetch("/news/a")
    assert (page.address, page.redirects) == (f"{site.address}/b?c=d", (f"{site.address}/news/a",))


@pytest.mark.parametrize(
    "location", ["?c=d", "b?c=d", "/news/b?c=d", "//{site}/news/b?c=d", "http://{site}/news/b?c=d"]
)
def test_a_redirect_may_be_relative_in_every_way(site: Site, location: str) -> None:
    start = "/news/b?a=b" if location == "?c=d" else "/news/a"
    site.replies |= {start: moved(location.format(site=f"127.0.0.1:{site.port}")), "/news/b?c=d": http()}
    assert site.fetch(start).address == f"{site.address}/news/b?c=d"


def test_a_redirect_may_be_written_in_raw_utf8_or_latin1(site: Site) -> None:
    site.replies |= {"/": moved("/новости"), "/latin": moved("/XX").replace(b"XX", b"caf\xe9")}
    site.replies |= {"/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8": http(), "/caf%C3%A9": http()}
    assert site.fetch("/").body == HTML
    assert site.fetch("/latin").body == HTML


def test_a_circle_of_redirects_is_noticed(site: Site) -> None:
    site.replies |= {"/": moved("/b"), "/b": moved("/")}
    assert refusal(site).code == RefusalCode.REDIRECT_LOOP
    assert len(site.requests) == 2


def test_the_sixth_redirect_is_refused(site: Site) -> None:
    site.replies |= {f"/{n}": moved(f"/{n + 1}") for n in range(9)}
    site.replies["/9"] = http()
    assert site.fetch("/4").redirects == tuple(f"{site.address}/{n}" for n in range(4, 9))
    assert refusal(site, "/3").code == RefusalCode.TOO_MANY_REDIRECTS


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("http://10.0.0.5/", RefusalCode.ADDRESS_FORBIDDEN),
        ("//[::1]/", RefusalCode.PORT),
        ("file:///etc/passwd", RefusalCode.SCHEME),
        ("http:///127.0.0.1/", RefusalCode.MALFORMED),
        ("/\\127.0.0.1/", RefusalCode.MALFORMED),
        ("//[::1", RefusalCode.MALFORMED),
        ("http://a:b@127.0.0.1/", RefusalCode.USERINFO),
    ],
)
def test_a_redirect_to_a_forbidden_place_is_refused(site: Site, location: str, code: RefusalCode) -> None:
    site.replies["/"] = moved(location)
    ports = (site.port, 80) if code == RefusalCode.ADDRESS_FORBIDDEN else (site.port,)
    with pytest.raises(FetchRefused) as caught:
        fetch(site.address, limits=Limits(allow_networks=("127.0.0.1/32",), ports=ports))
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("status", "words", "temporary"),
    [
        ("404 Not Found", "no such page", False),
        ("410 Gone", "taken down", False),
        ("403 Forbidden", "does not let this service", False),
        ("503 Unavailable", "fault of its own", True),
        ("204 No Content", "no page to audit", False),
        ("302 Found", "no page to audit", False),
    ],
)
def test_a_status_without_a_page_is_refused_in_words(
    site: Site, status: str, words: str, temporary: bool
) -> None:
    site.replies["/"] = f"HTTP/1.1 {status}\r\n\r\n".encode()
    refused = refusal(site)
    assert (refused.code, refused.status, refused.temporary) == ("http_status", int(status[:3]), temporary)
    assert words in str(refused)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("9" * 6000, 30 * 24 * 3600),
        ("Tue, 17 Mar 2026 09:35:00 GMT", 300),
        ("Tue, 17 Mar 2026 09:00:00 GMT", 0),
        ("Tue, 17 Mar 2026 09:35:00", None),
        ("soon", None),
    ],
)
def test_a_site_that_asks_for_rest_says_how_long(site: Site, value: str, seconds: int | None) -> None:
    date = "Date: Tue, 17 Mar 2026 09:30:00 GMT"
    site.replies["/"] = http(b"", f"Retry-After: {value}", date, status="429 Too Many Requests")
    refused = refusal(site)
    assert (refused.status, refused.retry_after, refused.temporary) == (429, seconds, True)


def test_a_page_that_is_too_large_is_refused(site: Site) -> None:
    site.replies["/"] = http(b"<p>" + b"a" * 5000).replace(b"Content-Length", b"X-Length")
    assert refusal(site, wire_bytes=4000).code == RefusalCode.TOO_LARGE
    assert fetch(site.address, limits=site.limits(wire_bytes=6000)).body.endswith(b"a")


def test_a_page_that_announces_to_be_too_large_is_not_read(site: Site) -> None:
    site.replies["/"] = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000001\r\n\r\n"
    assert refusal(site).code == RefusalCode.TOO_LARGE


def test_a_packed_page_is_unpacked(site: Site) -> None:
    site.replies["/"] = http(gzip.compress(HTML), "Content-Encoding: gzip")
    assert site.fetch("/").body == HTML


def test_a_decompression_bomb_is_refused(site: Site) -> None:
    site.replies["/"] = http(gzip.compress(bytes(20_000_000)), "Content-Encoding: gzip")
    assert refusal(site).code == RefusalCode.TOO_LARGE


@pytest.mark.parametrize(
    "reply",
    [
        http(b"%PDF-1.7", media_type="application/pdf"),
        http(b"%PDF-1.7", media_type="text/html"),
        http(b"plain words", media_type=""),
    ],
)
def test_a_document_that_is_no_page_is_refused(site: Site, reply: bytes) -> None:
    site.replies["/"] = reply
    assert refusal(site).code == RefusalCode.CONTENT_TYPE


def drip(start: bytes) -> Callable[[], Iterator[bytes]]:
    def parts() -> Iterator[bytes]:
        yield start
        while True:
            time.sleep(0.02)
            yield b"a"

    return parts


@pytest.mark.parametrize("start", [b"HTTP/1.1 200 OK\r\nX-A: ", http()[:-20], b""])
def test_a_site_that_drips_is_cut_off_at_the_deadline(site: Site, start: bytes) -> None:
    site.replies["/"] = drip(start)
    refused = refusal(site, deadline=0.3)
    assert (refused.code, refused.temporary) == (RefusalCode.TOO_SLOW, True)
