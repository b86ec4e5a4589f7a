"""What a fetch may cost and where it may go."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_network

from auditor.fetching.refusals import FetchRefused, RefusalCode


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one fetch, redirects included.

    Times are in seconds, sizes in bytes. ``wire_bytes`` counts all that the sites send, headers too;
    ``inflated_bytes`` and ``ratio`` bound the body after decompression. ``allow_networks`` opens
    networks in CIDR notation that are closed by default (a test site on loopback, say); it is empty
    unless somebody who runs the service says otherwise. The figures were chosen after measuring
    fetchers and parsers against decompression bombs and slow sites. Raises ``ValueError`` for a
    network that is none.
    """

    deadline: float = 10.0
    connect: float = 4.0
    redirects: int = 5
    wire_bytes: int = 5_000_000
    inflated_bytes: int = 10_000_000
    ratio: int = 100
    ports: tuple[int, ...] = (80, 443)
    allow_networks: tuple[str, ...] = ()
    user_agent: str = "SourceAuditor/0.1"

    def __post_init__(self) -> None:
        for network in self.allow_networks:
            ip_network(network)


STRICT = Limits()


class Budget:
    """What is left of the limits while a fetch is under way: seconds and bytes on the wire."""

    __slots__ = ("_bytes_left", "_clock", "_limits", "_start")

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._start = clock()
        self._bytes_left = limits.wire_bytes

    def seconds_spent(self) -> float:
        """Seconds since the fetch began."""
        return self._clock() - self._start

    def seconds_left(self) -> float:
        """Seconds until the deadline, more than 0. Raises ``FetchRefused`` (too_slow) after it."""
        left = self._limits.deadline - self.seconds_spent()
        if left <= 0:
            raise too_slow(self._limits)
        return left

    def spend(self, size: int) -> None:
        """Count ``size`` bytes that came in. Raises ``FetchRefused`` (too_large) beyond the limit."""
        self._bytes_left -= size
        if self._bytes_left < 0:
            raise too_large(self._limits)


def too_slow(limits: Limits) -> FetchRefused:
    """The refusal for a site that takes longer than the deadline."""
    return FetchRefused(
        RefusalCode.TOO_SLOW,
        f"The site took longer than {limits.deadline:g} seconds. Try again later or paste the text.",
    )


def too_large(limits: Limits) -> FetchRefused:
    """The refusal for a page that is larger than the limits, packed or unpacked."""
    return FetchRefused(
        RefusalCode.TOO_LARGE,
        f"The page is larger than {limits.wire_bytes:,} bytes, or than {limits.inflated_bytes:,} bytes "
        f"(or {limits.ratio} times) once unpacked. Paste the article's text instead.",
    )
