"""Connect to a site: resolve, judge every answer, dial the number that was judged."""

import queue
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from ipaddress import ip_address
from typing import Any

import httpcore

from auditor.fetching.addresses import permitted
from auditor.fetching.limits import Budget, Limits
from auditor.fetching.refusals import FetchRefused, RefusalCode

MAX_DIALS = 4

Resolver = Callable[[str, int], Sequence[str]]
"""Host name and port to IP addresses; raises ``OSError`` when there are none."""


def system_resolver(host: str, port: int) -> Sequence[str]:
    """All addresses the system knows for ``host``. Raises ``OSError`` or ``ValueError``."""
    # The final dot keeps the search domains of the machine out; names without any dot are those of
    # /etc/hosts, which knows no final dot.
    name = f"{host}." if "." in host else host
    answers = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(answer[4][0]) for answer in answers))


@cache
def tls_context() -> ssl.SSLContext:
    """The trust store of the system (or of SSL_CERT_FILE); certificates and names are verified."""
    return ssl.create_default_context()


class Dialler(httpcore.NetworkBackend):
    """Lets httpcore reach permitted numbers only, within the budget.

    The check is made on the very number that is dialled, so a name that answers differently the next
    time (DNS rebinding) gains nothing. One forbidden number among the answers refuses them all.
    """

    def __init__(self, limits: Limits, budget: Budget, resolve: Resolver) -> None:
        self._limits = limits
        self._budget = budget
        self._resolve = resolve

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to one of the host's numbers. Raises ``FetchRefused``; only budget times count."""
        numbers = [permitted(number, self._limits) for number in self._numbers(host, port)]
        for number in numbers[:MAX_DIALS]:
            seconds = min(self._budget.seconds_left(), self._limits.connect)
            try:
                return Wire(httpcore.SyncBackend().connect_tcp(number, port, timeout=seconds), self._budget)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                _require_unwalled(error)
        raise FetchRefused(
            RefusalCode.CONNECTION, "The site cannot be reached. Check the address or try again later."
        )

    def _numbers(self, host: str, port: int) -> Sequence[str]:
        try:
            return (str(ip_address(host)),)
        except ValueError:
            return self._ask(host, port)

    def _ask(self, host: str, port: int) -> Sequence[str]:
        # getaddrinfo has no time-out of its own; a thread that still waits is left behind and ends
        # with the resolver's own patience.
        answers: queue.SimpleQueue[Sequence[str]] = queue.SimpleQueue()
        threading.Thread(target=self._answer, args=(host, port, answers), daemon=True).start()
        try:
            numbers = answers.get(timeout=self._budget.seconds_left())
        except queue.Empty:
            numbers = ()
        if not numbers:
            raise FetchRefused(
                RefusalCode.DNS, "The site's name is not known to the name server. Check its spelling."
            )
        return numbers

    def _answer(self, host: str, port: int, answers: queue.SimpleQueue[Sequence[str]]) -> None:
        try:
            answers.put(tuple(self._resolve(host, port)))
        except (OSError, ValueError):
            answers.put(())


def _require_unwalled(error: Exception) -> None:
    # The audit hook and a firewall of the machine both say "not permitted": nothing to try again.
    if isinstance(error.__cause__, PermissionError):
        raise FetchRefused(
            RefusalCode.ADDRESS_FORBIDDEN,
            "The connection was stopped by a guard of this service or its machine. Report this address.",
        ) from error


class Wire(httpcore.NetworkStream):
    """A connection whose every read and write is charged to the budget."""

    def __init__(self, stream: httpcore.NetworkStream, budget: Budget) -> None:
        self._stream = stream
        self._budget = budget

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """At most ``max_bytes`` bytes. Raises ``FetchRefused`` (too_slow, too_large)."""
        data = self._stream.read(max_bytes, timeout=self._budget.seconds_left())
        self._budget.spend(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send ``buffer``. Raises ``FetchRefused`` (too_slow)."""
        self._stream.write(buffer, timeout=self._budget.seconds_left())

    def close(self) -> None:
        """Close the socket."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same wire under TLS for ``server_hostname``. Raises ``FetchRefused`` (tls, too_slow)."""
        try:
            secured = self._stream.start_tls(ssl_context, server_hostname, self._budget.seconds_left())
        except FetchRefused:
            self.close()  # httpcore forgets a stream that never became a connection
            raise
        except httpcore.ConnectError as error:
            raise FetchRefused(
                RefusalCode.TLS,
                "The site's certificate or encryption cannot be trusted. Check the site in a browser.",
            ) from error
        return Wire(secured, self._budget)

    def get_extra_info(self, info: str) -> Any:
        """What httpcore wants to know about the socket."""
        return self._stream.get_extra_info(info)
