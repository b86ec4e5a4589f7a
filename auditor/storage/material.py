"""What was handed in or fetched, read once and checked against the limits of the service."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from auditor.inspection.document import Document, Unreadable
from auditor.inspection.procedure import read_document

MAX_BYTES = 10_000_000
# An inspection takes about 3 µs a code point here: 2 million end well inside a worker's lease.
MAX_TEXT = 2_000_000


@dataclass(frozen=True, slots=True)
class Material:
    """What was handed in or fetched: bytes, what they claim to be, and the text read from them.

    ``charset`` is the sender's word and may be empty; ``address`` is where redirects ended.
    """

    data: bytes
    media_type: str
    document: Document
    charset: str = ""
    address: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def read_material(
    data: bytes | str,
    media_type: str,
    *,
    charset: str = "",
    address: str = "",
    headers: Mapping[str, str] | None = None,
) -> Material:
    """Read ``data``; raises Unreadable with a code when it is empty, too large, binary or undecodable.

    Text handed in as ``str`` is kept as UTF-8; lone surrogates in it are refused, not replaced.
    """
    if isinstance(data, str):
        data, charset = _encode(data), "utf-8"
    if len(data) > MAX_BYTES:
        raise Unreadable(
            "too_large",
            f"{len(data):,} bytes were handed in; at most {MAX_BYTES:,} are read. Submit a shorter text.",
        )
    document = read_document(data, media_type, charset or None, address or None)
    if len(document.text) > MAX_TEXT:
        raise Unreadable(
            "too_large", f"The text has {len(document.text):,} characters; at most {MAX_TEXT:,} are read."
        )
    return Material(data, media_type[:100], document, charset[:40], address, headers or {})


def one_line(text: str) -> str:
    """A title or an outlet's name in one line; refused by name when no database could keep it."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Unreadable(
            "label", "The title or the outlet's name holds half a character. Type it anew."
        ) from error
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _encode(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise Unreadable(
            "lone_surrogates",
            f"The text holds half a character (a lone surrogate) at code point {error.start}. "
            "Re-export it as UTF-8 and submit it again.",
        ) from error
