"""What a site asks of programs: its robots.txt, fetched and read (RFC 9309)."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from protego import Protego

from auditor.fetching.dialling import Resolver, system_resolver
from auditor.fetching.fetcher import PAGES, REDIRECTS, fetch_file
from auditor.fetching.limits import STRICT, Limits
from auditor.fetching.refusals import FetchRefused, RefusalCode

READ_BYTES = 512 * 1024
"""What is read of it; RFC 9309 §2.5 asks for at least 500 KiB."""
LONGEST_DELAY = 3600.0
"""Seconds: a longer Crawl-delay is taken for a mistake and kept at this."""
_TOO_MANY = frozenset({RefusalCode.REDIRECT_LOOP, RefusalCode.TOO_MANY_REDIRECTS})
_CLOSED = "User-agent: *\nDisallow: /"


@dataclass(frozen=True, slots=True)
class Robots:
    """A site's robots.txt: the HTTP ``status`` it came with, and its ``text`` (empty unless it came).

    What is missing forbids nothing (RFC 9309 §2.3.1.3); a site that has a fault of its own, or that
    asks for fewer requests, forbids everything for now (§2.3.1.4).
    """

    status: int
    text: str = ""

    @property
    def reachable(self) -> bool:
        """Whether the site said what it wants, be it by having no such file."""
        return self.status < 500 and self.status != 429

    def allows(self, address: str, agent: str) -> bool:
        """Whether the program ``agent`` may fetch ``address``."""
        allowed: bool = self._rules().can_fetch(address, agent)
        return allowed

    def delay(self, agent: str) -> float | None:
        """Seconds that the site wants between two requests of ``agent``, if it says so."""
        wanted = self._rules().crawl_delay(agent)
        return min(float(wanted), LONGEST_DELAY) if wanted and wanted > 0 else None

    def _rules(self) -> Protego:
        return _read(self.text if self.reachable else _CLOSED)


@lru_cache(maxsize=64)
def _read(text: str) -> Protego:
    return Protego.parse(text)


def origin_of(address: str) -> str:
    """Scheme and authority of an address: what a robots.txt speaks for (RFC 9309 §2.3)."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def fetch_robots(origin: str, *, limits: Limits = STRICT, resolve: Resolver = system_resolver) -> Robots:
    """The robots.txt of ``origin``. Raises ``FetchRefused`` when the site gives no answer at all."""
    try:
        status, body = fetch_file(f"{origin}/robots.txt", limits=limits, resolve=resolve)
    except FetchRefused as refusal:
        if refusal.code in _TOO_MANY:  # RFC 9309 §2.3.1.2: then it is as if there were none
            return Robots(404)
        raise
    if status in PAGES:
        return Robots(status, body[:READ_BYTES].decode(errors="replace").replace("\0", ""))
    return Robots(404 if status in REDIRECTS else status)
