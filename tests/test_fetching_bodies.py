"""Bodies are unpacked within bounds and refused when they are something else than a page."""

import gzip
import tracemalloc
import zlib

import pytest

from auditor.fetching import FetchRefused, Limits, RefusalCode
from auditor.fetching.bodies import coding, content_type, require_readable, sniff, unpack

HTML = b"<!doctype html><p>Seven boats left the harbour at dawn."
RAW = zlib.compressobj(wbits=-15)
RAW_DEFLATE = RAW.compress(HTML) + RAW.flush()


def opened(body: bytes, how: str, limits: Limits | None = None) -> bytes:
    return unpack(body, coding({"content-encoding": how}), limits or Limits())


@pytest.mark.parametrize(
    ("body", "how"),
    [
        (HTML, ""),
        (HTML, "identity"),
        (gzip.compress(HTML, mtime=0), "gzip"),
        (gzip.compress(HTML[:9], mtime=0) + gzip.compress(HTML[9:], mtime=0) + b"\0\0", "X-GZIP, identity"),
        (zlib.compress(HTML), "deflate"),
        (RAW_DEFLATE, "deflate"),
    ],
)
def test_a_body_is_unpacked_as_browsers_do(body: bytes, how: str) -> None:
    assert opened(body, how) == HTML


def test_an_empty_body_may_claim_to_be_packed() -> None:
    assert opened(b"", "gzip") == b""


@pytest.mark.parametrize("members", [1, 40])
def test_a_bomb_is_refused_in_one_member_or_many(members: int) -> None:
    bomb = gzip.compress(bytes(400_000)) * members
    for limits in (Limits(), Limits(ratio=2000, inflated_bytes=300_000)):
        with pytest.raises(FetchRefused) as caught:
            opened(bomb, "gzip", limits)
        assert caught.value.code == RefusalCode.TOO_LARGE


def test_a_bomb_is_never_unpacked_as_a_whole() -> None:
    bomb = gzip.compress(bytes(60_000_000), 1)
    tracemalloc.start()
    with pytest.raises(FetchRefused, match="larger than"):
        opened(bomb, "gzip", Limits(inflated_bytes=2_000_000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000_000


def test_a_body_of_just_the_permitted_size_passes() -> None:
    body = bytes(300_000)
    limits = Limits(ratio=2000, inflated_bytes=len(body))
    assert opened(gzip.compress(body), "gzip", limits) == body


@pytest.mark.parametrize(
    ("body", "how"),
    [
        (b"x", "br"),
        (gzip.compress(gzip.compress(HTML, mtime=0), mtime=0), "gzip, gzip"),
        (b"not gzip", "gzip"),
        (gzip.compress(HTML, mtime=0)[:-9], "gzip"),
        (gzip.compress(HTML, mtime=0) + b"\x1f\x8b", "gzip"),
        (b"\x07", "deflate"),
    ],
)
def test_a_body_that_cannot_be_unpacked_is_refused(body: bytes, how: str) -> None:
    with pytest.raises(FetchRefused) as caught:
        opened(body, how)
    assert caught.value.code == RefusalCode.ENCODING


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("text/html", ("text/html", None)),
        ('Text/HTML ; boundary=x; Charset = "UTF-8"', ("text/html", "utf-8")),
        ("text/plain;charset=;charset=koi8-r", ("text/plain", "koi8-r")),
        ("", ("", None)),
    ],
)
def test_type_and_charset_are_read_from_the_header(header: str, expected: tuple[str, str | None]) -> None:
    assert content_type({"content-type": header}) == expected
    require_readable(expected[0])


@pytest.mark.parametrize("media_type", ["application/pdf", "image/png", "text/html2", "*/*"])
def test_other_types_are_refused(media_type: str) -> None:
    with pytest.raises(FetchRefused) as caught:
        require_readable(media_type)
    assert caught.value.code == RefusalCode.CONTENT_TYPE
    assert media_type in str(caught.value)


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"%PDF-1.7", "text/html"),
        (b"\xef\xbb\xbf\n%PDF-1.7", "text/plain"),
        (b"PK\x03\x04", "text/html"),
        (b"\x89PNG\r\n", "text/html"),
        (b"plain words", ""),
    ],
)
def test_another_format_is_known_by_its_first_bytes(body: bytes, media_type: str) -> None:
    with pytest.raises(FetchRefused) as caught:
        sniff(body, media_type)
    assert caught.value.code == RefusalCode.CONTENT_TYPE


def test_markup_of_unsaid_type_is_taken_for_html() -> None:
    assert sniff(b"\xef\xbb\xbf\n" + HTML, "") == "text/html"
    assert sniff(b"About %PDF- files", "text/plain") == "text/plain"
