"""A small web site on loopback whose pages a test can change between two fetches."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

VALIDATORS = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}


@dataclass(slots=True)
class Reply:
    """What the site answers: status, headers, bytes."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def vouched_for(self, request: Mapping[str, str]) -> bool:
        """Whether the reader has it already; an ETag goes before a date (RFC 9110 §13.2.2)."""
        asked = {name: request.get(field) for name, field in VALIDATORS.items()}
        name = next((name for name in VALIDATORS if asked[name]), None)
        return name is not None and asked[name] == self.headers.get(name)


@dataclass(slots=True)
class Site:
    """Pages by path, and what was asked for."""

    port: int
    pages: dict[str, Reply] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def address(self, path: str) -> str:
        """The address of ``path`` here."""
        return f"http://127.0.0.1:{self.port}{path}"

    def serve(self, path: str, text: str, **headers: str) -> str:
        """Publish an HTML page; its address."""
        named = {
            "Content-Type": "text/html; charset=utf-8",
            **{k.replace("_", "-"): v for k, v in headers.items()},
        }
        self.pages[path] = Reply(text.encode(), headers=named)
        return self.address(path)


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.requests.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            reply = site.pages.get(self.path, Reply(b"no such page", 404, {"Content-Type": "text/plain"}))
            if reply.vouched_for(self.headers):
                kept = {name: reply.headers[name] for name in VALIDATORS if name in reply.headers}
                reply = Reply(b"", 304, kept)
            self.send_response_only(reply.status)  # without a date of its own
            for name, value in {**reply.headers, "Content-Length": str(len(reply.body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
            """Quiet."""

    return Handler


@contextmanager
def running_site() -> Iterator[Site]:
    """The site, on a free port, for as long as the block lasts."""
    site = Site(0)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(site))
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
