"""Addresses are read strictly and written in one way; forbidden networks stay forbidden."""

import pytest

from auditor.fetching import MAX_ADDRESS_CHARS, FetchRefused, Limits, RefusalCode, canonical_address
from auditor.fetching.networks import why_forbidden


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("HTTP://Example.COM", "http://example.com/"),
        (" https://example.com:443/a \n", "https://example.com/a"),
        ("http://example.com:/", "http://example.com/"),
        ("https://example.com:80/", "https://example.com:80/"),
        ("http://example.com./#top", "http://example.com/"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://straße.example/", "https://xn--strae-oqa.example/"),
        ("https://under_score.bücher.example/", "https://under_score.xn--bcher-kva.example/"),
        ("http://new。example.com/", "http://new.example.com/"),
        ("http://8.8/", "http://8.0.0.8/"),
        ("http://0x08.010.8.8/", "http://8.8.8.8/"),
        ("http://[2606:4700:0::1111]/", "http://[2606:4700::1111]/"),
        ("http://example.com/a/./b/../c", "http://example.com/a/c"),
        ("http://example.com/../a/b/..", "http://example.com/a/"),
        ("http://example.com/a//b/%2e%2E/c/.", "http://example.com/a//c/"),
        ("http://example.com/%7euser/caf%c3%a9", "http://example.com/~user/caf%C3%A9"),
        ("http://example.com/café a?q=ж b", "http://example.com/caf%C3%A9%20a?q=%D0%B6%20b"),
        ("http://example.com/100%?q=[1]|'%zz", "http://example.com/100%?q=[1]|%27%zz"),
        ("http://example.com/?b=2&a=1&b=1", "http://example.com/?b=2&a=1&b=1"),
        ("http://example.com/?utm_source=x&id=7&FBCLID=y", "http://example.com/?id=7"),
        ("http://example.com/?gclid=x", "http://example.com/"),
        ("http://example.com/?%75tm_medium=x&ref=y", "http://example.com/?ref=y"),
        ("http://example.com?", "http://example.com/"),
        ("http://example.com/?u=http://127.0.0.1/", "http://example.com/?u=http://127.0.0.1/"),
    ],
)
def test_an_address_is_written_in_one_way(written: str, canonical: str) -> None:
    assert canonical_address(written) == canonical
    assert canonical_address(canonical) == canonical


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("", RefusalCode.SCHEME),
        ("example.com/a", RefusalCode.SCHEME),
        ("ftp://example.com/", RefusalCode.SCHEME),
        ("data:text/html,x", RefusalCode.SCHEME),
        ("http:/example.com/", RefusalCode.MALFORMED),
        ("http:///example.com/", RefusalCode.MALFORMED),
        ("http://#", RefusalCode.MALFORMED),
        ("ht\ntp://example.com/", RefusalCode.MALFORMED),
        ("http://example.com/a\r\nX-Injected: 1", RefusalCode.MALFORMED),
        ("http://example.com/\ud800", RefusalCode.MALFORMED),
        ("http://example.com\\@127.0.0.1/", RefusalCode.MALFORMED),
        ("http://example.com:80:80/", RefusalCode.MALFORMED),
        ("http://example.com:٨٠/", RefusalCode.MALFORMED),
        ("http://[::1/", RefusalCode.MALFORMED),
        ("http://[127.0.0.1]/", RefusalCode.MALFORMED),
        ("http://a..example/", RefusalCode.MALFORMED),
        ("http://example.com%00.example/", RefusalCode.MALFORMED),
        ("http://127.0.0.1／example.com/", RefusalCode.MALFORMED),
        ("http://☃\u200b\u06dd.example/", RefusalCode.MALFORMED),
        ("http://4294967297/", RefusalCode.MALFORMED),
        ("http://127.0.0.257/", RefusalCode.MALFORMED),
        (f"http://{'a' * 64}.example/", RefusalCode.MALFORMED),
        (f"http://{'a.' * 130}example/", RefusalCode.MALFORMED),
        (f"http://example.com/{'a' * MAX_ADDRESS_CHARS}", RefusalCode.MALFORMED),
        (f"http://example.com/{'ж' * 500}", RefusalCode.MALFORMED),
        ("http://user:word@example.com/", RefusalCode.USERINFO),
        ("http://example.com:8080/", RefusalCode.PORT),
        ("http://example.com:0/", RefusalCode.PORT),
        ("http://example.com:65616/", RefusalCode.PORT),
        (f"http://example.com:{'8' * 1000}/", RefusalCode.PORT),
        ("http://127.1/", RefusalCode.ADDRESS_FORBIDDEN),
        ("http://2130706433/", RefusalCode.ADDRESS_FORBIDDEN),
        ("http://１２７.0.0.1/", RefusalCode.ADDRESS_FORBIDDEN),
        ("http://[::ffff:127.0.0.1]/", RefusalCode.ADDRESS_FORBIDDEN),
    ],
)
def test_an_address_that_can_never_be_fetched_is_refused(address: str, code: RefusalCode) -> None:
    with pytest.raises(FetchRefused) as caught:
        canonical_address(address)
    assert caught.value.code == code
    assert caught.value.message == str(caught.value)
    assert not caught.value.temporary


# One address of each special-purpose network, and their public neighbours.
FORBIDDEN = (
    "0.0.0.0 10.0.0.5 100.100.100.200 127.0.0.1 169.254.169.254 172.31.255.255 192.0.0.192 192.0.2.1 "
    "192.88.99.1 192.168.1.1 198.19.0.1 198.51.100.1 203.0.113.1 239.255.255.250 255.255.255.255 "
    "168.63.129.16 :: ::1 ::ffff:8.8.8.8 ::127.0.0.1 64:ff9b::8.8.8.8 100::1 2001::1 2001:10::1 "
    "2001:db8::1 2002:a9fe:a9fe::1 3fff::1 4000::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%lo "
    "fec0::1 ff02::1 ff0e::1"
)
PUBLIC = (
    "9.255.255.255 11.0.0.1 100.128.0.1 126.0.0.1 128.0.0.1 169.253.0.1 172.32.0.1 192.0.1.1 "
    "192.169.0.1 198.20.0.1 223.255.255.255 168.63.129.17 2001:200::1 2003::1 2606:4700::1111 3ffe::1"
)


@pytest.mark.parametrize("number", FORBIDDEN.split())
def test_a_special_network_is_forbidden(number: str) -> None:
    assert why_forbidden(number)


@pytest.mark.parametrize("number", PUBLIC.split())
def test_a_public_neighbour_is_not(number: str) -> None:
    assert why_forbidden(number) is None


def test_only_the_network_that_was_opened_is_open() -> None:
    assert why_forbidden("127.0.0.1", ("127.0.0.1/32",)) is None
    assert why_forbidden("127.0.0.2", ("127.0.0.1/32", "::1/128"))
    limits = Limits(allow_networks=("127.0.0.1/32",), ports=(8001,))
    assert canonical_address("http://127.0.0.1:8001", limits=limits) == "http://127.0.0.1:8001/"


def test_a_network_that_is_none_is_an_error_at_once() -> None:
    with pytest.raises(ValueError, match="has host bits set"):
        Limits(allow_networks=("127.0.0.1/8",))
