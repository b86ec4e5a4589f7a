"""From the bytes of an answer to the bytes of a page: unpack within bounds, check what it is."""

import zlib
from collections.abc import Iterator, Mapping

from auditor.fetching.limits import Limits, too_large
from auditor.fetching.refusals import FetchRefused, RefusalCode

READABLE_TYPES = ("text/html", "application/xhtml+xml", "text/plain")

# First bytes of what sites send under the name of HTML: PDF, ZIP (also DOCX), PNG, GIF, JPEG, gzip.
FOREIGN_BEGINNINGS = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b")

GZIP = 16 + zlib.MAX_WBITS
RAW_DEFLATE = -zlib.MAX_WBITS


def content_type(headers: Mapping[str, str]) -> tuple[str, str | None]:
    """Media type (``""`` if unsaid) and charset (``None`` if unsaid) by the header, in lower case."""
    media_type, *parameters = headers.get("content-type", "").lower().split(";")
    pairs = (parameter.partition("=") for parameter in parameters)
    charsets = [value.strip(" \t'\"") for name, _, value in pairs if name.strip() == "charset"]
    return media_type.strip(), next(filter(None, charsets), None)


def require_readable(media_type: str) -> None:
    """Raise ``FetchRefused`` (content_type) for a media type that is not read; ``""`` passes."""
    if media_type and media_type not in READABLE_TYPES:
        raise _foreign(f"The address leads to {media_type[:80]!a}, not to a web page or plain text.")


def sniff(body: bytes, media_type: str) -> str:
    """The media type to go by, after a look at the body's first bytes.

    Raises ``FetchRefused`` (content_type) for another format under the name of HTML or text, and for
    a body of unsaid type that does not begin as markup does.
    """
    beginning = body[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    if beginning.startswith(FOREIGN_BEGINNINGS):
        raise _foreign("The page is really a document or image of another format.")
    if not media_type and not beginning.startswith(b"<"):
        raise _foreign("The site does not say what kind of document this is.")
    return media_type or "text/html"


def _foreign(what: str) -> FetchRefused:
    return FetchRefused(RefusalCode.CONTENT_TYPE, f"{what} Paste the article's text instead.")


def coding(headers: Mapping[str, str]) -> str:
    """How the body is packed: ``gzip``, ``deflate`` or ``identity``.

    Raises ``FetchRefused`` (encoding) for another coding and for one upon another.
    """
    named = [token.strip().lower() for token in headers.get("content-encoding", "").split(",")]
    layers = [token.removeprefix("x-") for token in named if token not in {"", "identity"}]
    if not layers:
        return "identity"
    if len(layers) > 1 or layers[0] not in {"gzip", "deflate"}:
        raise _unreadable("The page is packed in a way that was not asked for.")
    return layers[0]


def unpack(packed: bytes, how: str, limits: Limits) -> bytes:
    """The body behind ``packed`` bytes, never more than the limits allow in memory.

    Raises ``FetchRefused``: too_large beyond ``inflated_bytes`` or ``ratio``, encoding for data that
    is broken or ends early.
    """
    if how == "identity" or not packed:
        return packed
    bound = min(limits.inflated_bytes, limits.ratio * len(packed))
    body = bytearray()
    try:
        for part in _inflate(packed, how, bound):
            body += part
            if len(body) > bound:
                raise too_large(limits)
    except zlib.error as error:
        raise _unreadable("The packed page is broken.") from error
    return bytes(body)


def _inflate(packed: bytes, how: str, bound: int) -> Iterator[bytes]:
    window = GZIP if how == "gzip" else _deflate_window(packed)
    while packed:
        member = zlib.decompressobj(window)
        yield member.decompress(packed, bound + 1)
        if not member.eof:
            raise _unreadable("The packed page ends early.")
        # gzip members may follow one another (RFC 1952 §2.2); what is no member is padding.
        packed = member.unused_data if member.unused_data.startswith(b"\x1f\x8b") else b""


def _deflate_window(packed: bytes) -> int:
    # Servers disagree whether "deflate" has the zlib header (RFC 9110 §8.4.1.2); browsers take both.
    wrapped = len(packed) > 1 and packed[0] & 0x0F == 8 and (packed[0] << 8 | packed[1]) % 31 == 0
    return zlib.MAX_WBITS if wrapped else RAW_DEFLATE


def _unreadable(what: str) -> FetchRefused:
    return FetchRefused(RefusalCode.ENCODING, f"{what} Try again later or paste the article's text.")
