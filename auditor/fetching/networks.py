"""Which IP addresses are no place for a public article."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# A table of our own: ``ipaddress`` calls 192.0.0.192, 6to4, NAT64 and others global before
# Python 3.11.10 / 3.12.4 (CVE-2024-4032), and its verdict changes with the interpreter.
# Source: IANA special-purpose address registries for IPv4 and IPv6 (RFC 6890), plus the one
# globally routable address that a cloud keeps for itself.
FORBIDDEN_V4 = tuple(
    (ip_network(network), words)
    for network, words in (
        ("0.0.0.0/8", "this host"),
        ("10.0.0.0/8", "a private network"),
        ("100.64.0.0/10", "a provider's internal network"),
        ("127.0.0.0/8", "this machine itself"),
        ("169.254.0.0/16", "a link-local network"),
        ("172.16.0.0/12", "a private network"),
        ("192.0.0.0/24", "a protocol assignment"),
        ("192.0.2.0/24", "a documentation network"),
        ("192.88.99.0/24", "a 6to4 relay"),
        ("192.168.0.0/16", "a private network"),
        ("198.18.0.0/15", "a benchmarking network"),
        ("198.51.100.0/24", "a documentation network"),
        ("203.0.113.0/24", "a documentation network"),
        ("224.0.0.0/4", "a multicast group"),
        ("240.0.0.0/4", "a reserved network"),
        ("168.63.129.16/32", "a cloud's internal service"),
    )
)
GLOBAL_V6 = ip_network("2000::/3")
FORBIDDEN_V6 = tuple(
    (ip_network(network), words)
    for network, words in (
        ("2001::/23", "a protocol assignment"),
        ("2001:db8::/32", "a documentation network"),
        ("2002::/16", "a 6to4 tunnel"),
        ("3fff::/20", "a documentation network"),
    )
)


def why_forbidden(number: str, allow_networks: Iterable[str] = ()) -> str | None:
    """What stands behind the IP address ``number``, in words, if it must not be dialled; else ``None``.

    IPv6 must be global unicast (2000::/3): mapped, translated, unique-local, link-local and multicast
    addresses are outside. What lies in ``allow_networks`` (CIDR) is not forbidden. Raises
    ``ValueError`` when ``number`` is no IP address.
    """
    address = ip_address(number)
    if any(address in ip_network(network) for network in allow_networks):
        return None
    return _why_v4(address) if isinstance(address, IPv4Address) else _why_v6(address)


def _why_v4(address: IPv4Address) -> str | None:
    return next((words for network, words in FORBIDDEN_V4 if address in network), None)


def _why_v6(address: IPv6Address) -> str | None:
    if address not in GLOBAL_V6:
        return "no public IPv6 network"
    return next((words for network, words in FORBIDDEN_V6 if address in network), None)
