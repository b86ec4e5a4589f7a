"""Read a web address strictly, and write every address of one page in one way."""

import re
import socket
from dataclasses import dataclass, replace
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import quote, unquote

import idna

from auditor.fetching.limits import STRICT, Limits
from auditor.fetching.networks import why_forbidden
from auditor.fetching.refusals import FetchRefused, RefusalCode

MAX_ADDRESS_CHARS = 2_000
DEFAULT_PORTS = {"http": 80, "https": 443}

# Parameters that name the click, not the page: Firefox's query-stripping list and the campaign
# parameters of the analytics services themselves. Ambiguous ones ("ref", "cid", "id") stay.
TRACKING_PREFIXES = ("utm_", "hsa_", "mtm_", "pk_")
TRACKING_NAMES = frozenset(
    (
        *("fbclid", "igsh", "igshid"),  # Meta
        *("gclid", "gclsrc", "dclid", "gbraid", "wbraid", "srsltid"),  # Google
        *("msclkid", "yclid", "ysclid", "twclid", "ttclid", "li_fat_id"),  # Bing, Yandex, X, TikTok, LinkedIn
        *("mc_cid", "mc_eid", "mkt_tok", "vero_id", "__s", "wickedid"),  # senders of newsletters
        *("_hsenc", "_hsmi", "__hssc", "__hstc", "__hsfp", "hsctatracking"),  # HubSpot
        *("oly_anon_id", "oly_enc_id", "s_cid", "s_kwcid", "rb_clickid", "_openstat"),  # advertising
        *("at_medium", "at_campaign", "xtor"),  # AT Internet, on the pages of broadcasters
    )
)

# The sets of the WHATWG URL standard: what a browser leaves unescaped in a query and in a path.
SAFE_IN_QUERY = "!$%&()*+,-./:;=?@[\\]^_`{|}~"
SAFE_IN_PATH = "!$%&'()*+,-./:;=@[]_|~"

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_ADDRESS = re.compile(r"//([^/?#]+)([^?#]*)(?:\?([^#]*))?(?:#.*)?", re.DOTALL)
_AUTHORITY = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([^:\[\]]+))(?::([0-9]*))?")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMERIC = re.compile(r"[0-9]+|0x[0-9a-f]*")
_UNSENDABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_ESCAPE = re.compile("%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


@dataclass(frozen=True, slots=True)
class Address:
    """A web address in its parts, normalised; ``host`` is ASCII, an IPv6 number without brackets."""

    scheme: str
    host: str
    port: int
    path: str
    query: str

    @property
    def authority(self) -> str:
        """Host and port as the Host header writes them; the scheme's own port is left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def target(self) -> str:
        """Path and query as the request line writes them."""
        return f"{self.path}?{self.query}" if self.query else self.path

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"


def canonical_address(address: str, *, limits: Limits = STRICT) -> str:
    """The one way to write ``address``, at most 2,000 ASCII characters.

    Scheme and host in lower case, host in IDNA, numbers as dotted decimals, no default port, no
    fragment, no tracking parameters, no dot segments, escapes as RFC 3986 §6.2.2 has them; the order
    of the query is kept, and http and https stay apart. Raises ``FetchRefused`` (malformed, scheme,
    userinfo, port, address_forbidden) for what can never be fetched under ``limits``.
    """
    parsed = parse_address(address, limits)
    kept = "&".join(pair for pair in parsed.query.split("&") if not _tracks(pair))
    return str(replace(parsed, query=kept))


def _tracks(pair: str) -> bool:
    name = unquote(pair.partition("=")[0]).lower()
    return name in TRACKING_NAMES or name.startswith(TRACKING_PREFIXES)


def parse_address(text: str, limits: Limits) -> Address:
    """``text`` in its parts, nothing dropped but the fragment. Raises as ``canonical_address``."""
    text = text.strip(" \t\r\n\f")
    if len(text) > MAX_ADDRESS_CHARS:
        raise _malformed(f"longer than {MAX_ADDRESS_CHARS:,} characters")
    scheme, authority, path, query = _split(text)
    host, port = _read_authority(authority, scheme, limits)
    address = Address(scheme, host, port, _clean_path(path), _escape(query, SAFE_IN_QUERY))
    if len(str(address)) > MAX_ADDRESS_CHARS:
        raise _malformed(f"longer than {MAX_ADDRESS_CHARS:,} characters once its letters are escaped")
    return address


def join_address(base: Address, location: str, limits: Limits) -> Address:
    """Where a redirect from ``base`` to ``location`` leads. Raises as ``canonical_address``."""
    location = location.strip(" \t")
    if _SCHEME.match(location):
        return parse_address(location, limits)
    site = f"{base.scheme}://{base.authority}"
    if location.startswith("//"):
        site = f"{base.scheme}:"
    elif location.startswith("?"):
        site += base.path
    elif not location.startswith("/"):
        site += base.path[: base.path.rindex("/") + 1]
    return parse_address(site + location, limits)


def _split(text: str) -> tuple[str, str, str, str]:
    if _UNSENDABLE.search(text):
        raise _malformed("written with control characters")
    scheme = _SCHEME.match(text)
    if scheme is None or scheme[1].lower() not in DEFAULT_PORTS:
        raise FetchRefused(
            RefusalCode.SCHEME, "Only web addresses can be fetched. Begin it with http:// or https://."
        )
    parts = _ADDRESS.fullmatch(text, scheme.end())
    if parts is None or "\\" in parts[1] + parts[2]:
        raise _malformed("not of the form https://site/page")
    return scheme[1].lower(), parts[1], parts[2], parts[3] or ""


def _read_authority(authority: str, scheme: str, limits: Limits) -> tuple[str, int]:
    if "@" in authority:
        raise FetchRefused(
            RefusalCode.USERINFO, "The address holds a user name or password. Leave it out, up to the @ sign."
        )
    parts = _AUTHORITY.fullmatch(authority)
    if parts is None:
        raise _malformed("one whose site name cannot be read")
    port = int(parts[3][:6]) if parts[3] else DEFAULT_PORTS[scheme]
    if port not in limits.ports:
        allowed = " or ".join(map(str, limits.ports))
        raise FetchRefused(
            RefusalCode.PORT, f"Only port {allowed} can be fetched. Leave the port out of the address."
        )
    return (_read_v6(parts[1], limits) if parts[1] else _read_host(parts[2], limits)), port


def _read_v6(text: str, limits: Limits) -> str:
    try:
        number = str(IPv6Address(text))
    except AddressValueError as error:
        raise _malformed("one whose IPv6 number cannot be read") from error
    return permitted(number, limits)


def _read_host(text: str, limits: Limits) -> str:
    host = _to_ascii(text)
    labels = host.split(".")
    if len(host) > 253 or not all(map(_LABEL.fullmatch, labels)):
        raise _malformed("one whose site name has forbidden characters, or too many")
    if not _NUMERIC.fullmatch(labels[-1]):
        return host
    # As in browsers, "127.1", "0x7f000001" and "2130706433" are numbers, and so is their last label.
    try:
        return permitted(str(IPv4Address(socket.inet_aton(host))), limits)
    except OSError as error:
        raise _malformed("one whose IP number cannot be read") from error


def _to_ascii(text: str) -> str:
    try:
        mapped = idna.uts46_remap(text, std3_rules=False, transitional=False)
        labels = mapped.removesuffix(".").split(".")
        return ".".join(label if label.isascii() else idna.alabel(label).decode() for label in labels)
    except UnicodeError as error:
        raise _malformed("one whose site name is no international domain name") from error


def permitted(number: str, limits: Limits) -> str:
    """``number`` itself if it may be dialled. Raises ``FetchRefused`` (address_forbidden)."""
    why = why_forbidden(number, limits.allow_networks)
    if why is None:
        return number
    raise FetchRefused(
        RefusalCode.ADDRESS_FORBIDDEN,
        f"The address leads to {why}, not to a public web site. Give the article's public address.",
    )


def _clean_path(path: str) -> str:
    segments = _escape(path, SAFE_IN_PATH).split("/")[1:]
    kept: list[str] = []
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)


def _escape(text: str, safe: str) -> str:
    return _ESCAPE.sub(_normal_escape, quote(text, safe=safe))


def _normal_escape(escape: re.Match[str]) -> str:
    character = chr(int(escape[1], 16))
    return character if character in _UNRESERVED else escape[0].upper()


def _malformed(what: str) -> FetchRefused:
    return FetchRefused(
        RefusalCode.MALFORMED, f"The address is {what}. Copy it again from the browser's address bar."
    )
