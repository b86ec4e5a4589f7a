"""Why an address was not fetched: a stable code for machines, words for people."""

from dataclasses import dataclass
from enum import StrEnum


class RefusalCode(StrEnum):
    """Every reason for which a fetch ends without a page. The values are stable."""

    MALFORMED = "malformed"
    SCHEME = "scheme"
    USERINFO = "userinfo"
    PORT = "port"
    ADDRESS_FORBIDDEN = "address_forbidden"
    DNS = "dns"
    CONNECTION = "connection"
    TLS = "tls"
    REDIRECT_LOOP = "redirect_loop"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    CONTENT_TYPE = "content_type"
    ENCODING = "encoding"
    HTTP_STATUS = "http_status"
    ROBOTS = "robots"


TEMPORARY = frozenset({RefusalCode.DNS, RefusalCode.CONNECTION, RefusalCode.TLS, RefusalCode.TOO_SLOW})
TEMPORARY_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})


Headers = tuple[tuple[str, str], ...]
"""Names in lower case with their values, in the order sent."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """The last request of a fetch and its answer, without the body.

    ``address`` is where it was sent, ``redirects`` the addresses passed on the way, in order.
    """

    address: str
    redirects: tuple[str, ...]
    request: Headers
    status: int
    headers: Headers


class FetchRefused(Exception):
    """An address that was not fetched: ``code``, and a message that says what to do.

    ``status`` is the HTTP status for ``http_status``, else ``None``. ``retry_after`` is how many
    seconds the site asks to be left alone, if it said so. ``exchange`` is what was asked and answered,
    if it came to that. The message never holds the number a name was resolved to, so that nobody can
    read a private name server through it.
    """

    def __init__(
        self,
        code: RefusalCode,
        message: str,
        *,
        status: int | None = None,
        retry_after: int | None = None,
        exchange: Exchange | None = None,
    ) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.status = status
        self.retry_after = retry_after
        self.exchange = exchange

    def __str__(self) -> str:
        return self.message

    @property
    def temporary(self) -> bool:
        """Whether the same address may well be fetched later."""
        return self.code in TEMPORARY or self.status in TEMPORARY_STATUSES


STATUS_ADVICE = {
    401: "The site asks for a login. Paste the article's text instead.",
    402: "The site asks for payment. Paste the article's text instead.",
    403: "The site does not let this service read the page. Paste the article's text instead.",
    404: "The site has no such page. Check the address.",
    410: "The page was taken down. If you have its text, paste it instead.",
    429: "The site asks for fewer requests. Try again later.",
    451: "The page is withheld for legal reasons. If you have its text, paste it instead.",
}


def refused_status(exchange: Exchange, retry_after: int | None = None) -> FetchRefused:
    """The refusal for an answer whose HTTP status brings no page."""
    status = exchange.status
    fallback = (
        "The site has a fault of its own. Try again later."
        if 500 <= status < 600
        else "That is no page to audit. Check the address in a browser."
    )
    advice = STATUS_ADVICE.get(status, fallback)
    wait = "" if retry_after is None else f" It asks to wait {retry_after} seconds."
    return FetchRefused(
        RefusalCode.HTTP_STATUS,
        f"The site answered with status {status}. {advice}{wait}",
        status=status,
        retry_after=retry_after,
        exchange=exchange,
    )
