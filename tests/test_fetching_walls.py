"""The first wall of the fetcher: what a name resolves to, who answers there, and TLS."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpcore
import pytest

from auditor.fetching import FetchRefused, Limits, RefusalCode, fetch, system_resolver
from auditor.fetching.dialling import Wire, tls_context
from auditor.fetching.limits import Budget

PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\n<p>"
AGAIN = b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n"

# A throw-away pair for the name good.test, valid until 2126; it guards nothing.
CERTIFICATE = """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIJlpz6HYx/buFlPGktK9nCTgJVc8KPAi11zlw1vbaTK7oAoGCCqGSM49
AwEHoUQDQgAEbpmDW08VMNllIBgMP2xRxgOMuwKcBVHr59nYkAntR2grYrG0M7U/
AL3pnuPGi1vLIL1ENOdHes1jr/EHurMQYw==
-----END EC PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIBkTCCATigAwIBAgIULtgg8XLT3Un8xLvLBhZm9wSh61QwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJZ29vZC50ZXN0MCAXDTI2MTEyNTA3MjAwOVoYDzIxMjYxMTAx
MDcyMDA5WjAUMRIwEAYDVQQDDAlnb29kLnRlc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARumYNbTxUw2WUgGAw/bFHGA4y7ApwFUevn2diQCe1HaCtisbQztT8A
veme48aLW8sgvUQ050d6zWOv8Qe6sxBjo2YwZDAdBgNVHQ4EFgQUUJoNoZZ4KRVv
JFCbUNd8S4OQbBkwHwYDVR0jBBgwFoAUUJoNoZZ4KRVvJFCbUNd8S4OQbBkwFAYD
VR0RBA0wC4IJZ29vZC50ZXN0MAwGA1UdEwEB/wQCMAAwCgYIKoZIzj0EAwIDRwAw
RAIgO85ENtq7+ULuWX2mTYw6PSF8Mw0hLbq9DIMxPiUShigCIAwsC0uHGFQOMRnC
41fF0WeMDnlLoe9CzCAffsrh3bTM
-----END CERTIFICATE-----
"""


@contextlib.contextmanager
def serving(*replies: bytes, tls: ssl.SSLContext | None = None) -> Iterator[tuple[int, list[bytes]]]:
    """A site that gives one reply after another and notes the requests; yields its port and notes."""
    requests: list[bytes] = []

    def serve() -> None:
        for reply in replies:
            with contextlib.suppress(OSError):
                connection, _ = listener.accept()
                connection.settimeout(5)
                with tls.wrap_socket(connection, server_side=True) if tls else connection as wire:
                    requests.append(wire.recv(65536))
                    wire.sendall(reply)
                    if not tls:
                        wire.shutdown(socket.SHUT_WR)
                    wire.recv(1)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield listener.getsockname()[1], requests
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def loopback(port: int, networks: Sequence[str] = ("127.0.0.1/32",), **kwargs: float) -> Limits:
    return Limits(ports=(port,), allow_networks=tuple(networks), **kwargs)


def test_a_name_is_dialled_by_its_number_and_asked_for_by_name() -> None:
    with serving(PAGE) as (port, requests):
        page = fetch(f"http://Good.TEST:{port}/", limits=loopback(port), resolve=lambda *_: ["127.0.0.1"])
    assert page.address == f"http://good.test:{port}/"
    assert f"\r\nHost: good.test:{port}\r\n".encode() in requests[0]


def test_a_name_that_turns_to_a_forbidden_number_is_not_followed() -> None:
    answers = iter((["127.0.0.1"], ["127.0.0.2"]))
    with serving(AGAIN) as (port, _), socket.create_server(("127.0.0.2", port)) as secret:
        secret.setblocking(False)
        with pytest.raises(FetchRefused, match="this machine itself") as caught:
            fetch(f"http://good.test:{port}/", limits=loopback(port), resolve=lambda *_: next(answers))
        with pytest.raises(BlockingIOError):
            secret.accept()
    assert caught.value.code == RefusalCode.ADDRESS_FORBIDDEN
    assert "127.0.0.2" not in str(caught.value)


@pytest.mark.parametrize("numbers", [["127.0.0.1", "10.0.0.7"], ["10.0.0.7", "127.0.0.1"]])
def test_one_forbidden_number_spoils_the_whole_answer(numbers: list[str]) -> None:
    with serving(PAGE) as (port, requests), pytest.raises(FetchRefused, match="a private network"):
        fetch(f"http://good.test:{port}/", limits=loopback(port), resolve=lambda *_: numbers)
    assert requests == []


def test_the_next_number_is_dialled_when_one_is_dead() -> None:
    with serving(PAGE) as (port, _):
        limits = loopback(port, ["127.0.0.0/8"])
        page = fetch(f"http://a.test:{port}/", limits=limits, resolve=lambda *_: ["127.0.0.9", "127.0.0.1"])
    assert page.body == b"<p>"


def test_a_site_where_nobody_listens_cannot_be_reached() -> None:
    with serving() as (port, _):
        pass
    with pytest.raises(FetchRefused) as caught:
        fetch(f"http://127.0.0.1:{port}/", limits=loopback(port))
    assert (caught.value.code, caught.value.temporary) == (RefusalCode.CONNECTION, True)


def unknown(host: str, port: int) -> Sequence[str]:
    raise socket.gaierror(socket.EAI_NONAME, f"{host}:{port}")


def test_a_name_nobody_knows_is_refused() -> None:
    for resolve in (unknown, lambda *_: []):
        with pytest.raises(FetchRefused, match="not known to the name server") as caught:
            fetch("http://nowhere.test/", resolve=resolve)
        assert caught.value.code == RefusalCode.DNS


def test_a_name_server_that_does_not_answer_is_not_waited_for() -> None:
    patience = threading.Event()

    def silent(host: str, port: int) -> Sequence[str]:
        patience.wait(30)
        return [host][:port]

    with pytest.raises(FetchRefused) as caught:
        fetch("http://slow.test/", limits=Limits(deadline=0.2), resolve=silent)
    patience.set()
    assert caught.value.code == RefusalCode.DNS


def test_the_system_is_asked_for_the_full_name_only(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = socket.getaddrinfo

    def note(host: str, port: int, *, type: socket.SocketKind) -> object:  # noqa: A002 - its name
        asked.append(host)
        return real("127.0.0.1", port, type=type) * 2

    monkeypatch.setattr(socket, "getaddrinfo", note)
    assert system_resolver("example.com", 80) == system_resolver("localhost", 80) == ("127.0.0.1",)
    assert asked == ["example.com.", "localhost"]


@pytest.mark.parametrize(
    "reply",
    [
        b"\0\1\2 garbage\r\n\r\n",
        b"",
        b"<html>no head at all",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nX: \0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 10\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 30_000 + b"\r\n",
    ],
)
def test_what_is_not_http_is_refused(reply: bytes) -> None:
    with serving(reply) as (port, _), pytest.raises(FetchRefused) as caught:
        fetch(f"http://127.0.0.1:{port}/", limits=loopback(port, deadline=5))
    assert caught.value.code == RefusalCode.CONNECTION


@pytest.fixture
def certified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ssl.SSLContext]:
    """A server's TLS context whose certificate, for good.test, the fetcher trusts."""
    pair = tmp_path / "good.test.pem"
    pair.write_text(CERTIFICATE)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pair)
    monkeypatch.setenv("SSL_CERT_FILE", str(pair))
    tls_context.cache_clear()
    yield context
    tls_context.cache_clear()


def over_tls(name: str, port: int) -> bytes:
    return fetch(f"https://{name}:{port}/", limits=loopback(port), resolve=lambda *_: ["127.0.0.1"]).body


def test_a_page_comes_over_tls_when_the_certificate_names_the_site(certified: ssl.SSLContext) -> None:
    with serving(PAGE, tls=certified) as (port, requests):
        assert over_tls("good.test", port) == b"<p>"
    assert requests[0].startswith(b"GET / HTTP/1.1")


def test_a_certificate_for_another_name_is_refused(certified: ssl.SSLContext) -> None:
    with serving(PAGE, tls=certified) as (port, requests), pytest.raises(FetchRefused) as caught:
        over_tls("other.test", port)
    assert (caught.value.code, requests) == (RefusalCode.TLS, [])


def test_a_certificate_nobody_signed_is_refused(
    certified: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with serving(PAGE, tls=certified) as (port, requests), pytest.raises(FetchRefused) as caught:
        over_tls("good.test", port)
    assert (caught.value.code, requests) == (RefusalCode.TLS, [])


def test_a_handshake_past_the_deadline_closes_its_socket() -> None:
    moments = iter((0.0, 11.0))
    with serving(PAGE) as (port, _):
        stream = httpcore.SyncBackend().connect_tcp("127.0.0.1", port)
        with pytest.raises(FetchRefused, match="longer than 10 seconds"):
            Wire(stream, Budget(Limits(), lambda: next(moments))).start_tls(ssl.create_default_context())
        assert stream.get_extra_info("socket").fileno() == -1
