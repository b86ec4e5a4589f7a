"""Bytes to text by the encodings of the web, never by guesswork that garbles."""

import codecs

import re2

from auditor.inspection.document import Unreadable

LIMIT = 10_000_000  # code points of one document

# The legacy encodings of the WHATWG Encoding Standard under their usual labels (encoding.spec.whatwg.org,
# "Names and labels"), with the codec that reads each. Python-only codecs (zlib, utf-7, idna) are left out.
_CODECS = {
    "utf-8": "utf-8",
    "windows-1252": "cp1252",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "ibm866": "cp866",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "macintosh": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "windows-874": "cp874",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    **{f"windows-{page}": f"cp{page}" for page in (1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258)},
    **{f"iso-8859-{part}": f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
}
_LABELS = {
    "utf8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "ascii": "windows-1252",
    "us-ascii": "windows-1252",
    "latin1": "windows-1252",
    "l1": "windows-1252",
    "iso-8859-1": "windows-1252",
    "iso8859-1": "windows-1252",
    "iso_8859-1": "windows-1252",
    "cp1252": "windows-1252",
    "x-cp1252": "windows-1252",
    "utf-16": "utf-16le",
    "unicode": "utf-16le",
    "latin2": "iso-8859-2",
    "l2": "iso-8859-2",
    "iso-8859-9": "windows-1254",
    "latin5": "windows-1254",
    "iso-8859-11": "windows-874",
    "tis-620": "windows-874",
    "cp1250": "windows-1250",
    "cp1251": "windows-1251",
    "cp866": "ibm866",
    "koi8": "koi8-r",
    "koi": "koi8-r",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "x-gbk": "gb18030",
    "chinese": "gb18030",
    "big5-hkscs": "big5",
    "x-x-big5": "big5",
    "sjis": "shift_jis",
    "shift-jis": "shift_jis",
    "ms_kanji": "shift_jis",
    "windows-31j": "shift_jis",
    "x-sjis": "shift_jis",
    "x-euc-jp": "euc-jp",
    "ks_c_5601-1987": "euc-kr",
    "korean": "euc-kr",
    "windows-949": "euc-kr",
}
_SIGNATURES = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16le"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
)
_BINARY = (
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"BZh",
    b"7z\xbc\xaf",
    b"\x7fELF",
    b"MZ\x90",
    b"\xd0\xcf\x11\xe0",
    b"\xca\xfe\xba\xbe",
    b"OggS",
    b"ID3",
    b"SQLite format 3\x00",
)
_BYTES = re2.Options()
_BYTES.encoding = re2.Options.Encoding.LATIN1
_UTF8_SEQUENCE = re2.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}", _BYTES)
_HIGH = re2.compile(rb"[\x80-\xff]", _BYTES)
_UNDEFINED_1252 = re2.compile(rb"[\x81\x8d\x8f\x90\x9d]", _BYTES)
_CONTROL = re2.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", _BYTES)


def encoding_name(label: str | None) -> str | None:
    """The WHATWG name of an encoding label such as ``Latin1``; None when browsers do not know it."""
    if label is None:
        return None
    plain = label.strip().strip("'\"").lower()
    name = _LABELS.get(plain, plain)
    return name if name in _CODECS else None


def signature(data: bytes) -> tuple[str, int] | None:
    """The encoding that a byte order mark announces and the mark's length in bytes."""
    for mark, name in _SIGNATURES:
        if data.startswith(mark):
            return name, len(mark)
    return None


def decode_strict(data: bytes, encoding: str) -> str | None:
    """``data`` in the WHATWG encoding named, or None when a byte does not fit."""
    try:
        return data.decode(_CODECS[encoding])
    except UnicodeDecodeError:
        return None


def decode_lenient(data: bytes, encoding: str) -> tuple[str, int]:
    """``data`` as a browser would read it, and how many U+FFFD had to stand in for bad bytes."""
    clean = decode_strict(data, encoding)
    if clean is not None:
        return clean, 0
    text = data.decode(_CODECS[encoding], errors="replace")
    return text, text.count("\ufffd")


def looks_foreign(data: bytes) -> bool:
    """Whether the bytes begin like a file of another kind (PDF, picture, archive, program)."""
    return data.startswith(_BINARY)


def mostly_utf8(data: bytes) -> bool:
    """Whether most high bytes stand in valid UTF-8 sequences: a damaged UTF-8 text."""
    good = sum(len(found) for found in _UTF8_SEQUENCE.findall(data))
    return good * 2 > len(_HIGH.findall(data))


def looks_binary(data: bytes) -> bool:
    """Whether the bytes are a file of another kind (by signature) or hold NUL and other controls.

    UTF-16 is recognised before this is asked. One control character in a hundred bytes is too many
    for any text (measured on none: prose has none; a log with escapes stays below).
    """
    head = data[:65536]
    if looks_foreign(data) or b"\0" in head:
        return True
    return len(_CONTROL.findall(head)) * 100 > len(head)


def plausible_windows_1252(data: bytes) -> bool:
    """Whether bytes that are no UTF-8 read as Western European text.

    Refused: undefined bytes, valid UTF-8 sequences among the high bytes (a damaged UTF-8 text), and
    more than one high byte in four (another alphabet's code page).
    """
    if _UNDEFINED_1252.search(data) or _UTF8_SEQUENCE.search(data):
        return False
    return len(_HIGH.findall(data)) * 4 <= len(data)


def decode_text(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """Text and encoding name: byte order mark, then ``declared``, UTF-8, windows-1252 if plausible.

    The byte order mark is the encoding's signature and no part of the text. Raises ``Unreadable``
    with code ``binary`` or ``undecodable``.
    """
    marked = signature(data)
    if marked:
        name, skip = marked
        text = decode_strict(data[skip:], name)
        if text is None:
            raise Unreadable("undecodable", f"The text begins with a {name} mark but is not {name}.")
        return text, name
    named = encoding_name(declared)
    if named and named.startswith("utf-16"):
        text = decode_strict(data, named)
        if text is not None:
            return text, named
    if looks_binary(data):
        raise Unreadable("binary", "This is a binary file, not a text: submit the text or the page itself.")
    return _decode_unmarked(data, named)


def _decode_unmarked(data: bytes, named: str | None) -> tuple[str, str]:
    for name in dict.fromkeys(filter(None, (named, "utf-8"))):
        text = decode_strict(data, name)
        if text is not None:
            return text, name
    if plausible_windows_1252(data):
        return data.decode("cp1252"), "windows-1252"
    raise Unreadable("undecodable", "The bytes fit no encoding for certain: submit the text as UTF-8.")


def check_text(text: str, limit: int) -> bytes:
    """``text`` in UTF-8, unless it can be no text of a document.

    Raises ``Unreadable`` (``too_large``, ``empty``, ``binary``, ``lone_surrogates``).
    """
    if len(text) > limit:
        raise too_large(limit)
    if not text or text.isspace():
        raise Unreadable("empty", "There is no text in it.")
    if "\0" in text:
        raise Unreadable("binary", "The text holds NUL characters: submit the text or the page itself.")
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        message = f"Character {error.start} is half a surrogate pair: submit the text as UTF-8."
        raise Unreadable("lone_surrogates", message) from None


def too_large(limit: int) -> Unreadable:
    """The refusal of a text of more than ``limit`` code points."""
    return Unreadable("too_large", f"The text is longer than {limit} characters: submit it in parts.")
