"""Bytes to text."""

import pytest

from auditor.inspection import decoding
from auditor.inspection.document import Unreadable


@pytest.mark.parametrize(
    ("label", "name"),
    [
        (" Latin1 ", "windows-1252"),
        ('"UTF8"', "utf-8"),
        ("koi8-r", "koi8-r"),
        ("utf-7", None),
        ("zlib", None),
        (None, None),
    ],
)
def test_labels_are_read_as_browsers_read_them_and_python_only_codecs_are_unknown(
    label: str | None, name: str | None
) -> None:
    assert decoding.encoding_name(label) == name


@pytest.mark.parametrize("name", sorted(decoding._CODECS))
def test_every_encoding_named_has_a_codec_that_reads_ascii(name: str) -> None:
    data = "plain words".encode(decoding._CODECS[name])
    assert decoding.decode_strict(data, name) == "plain words"


@pytest.mark.parametrize(
    ("data", "text", "name"),
    [
        (b"\xef\xbb\xbfZ\xc3\xbcrich", "Zürich", "utf-8"),
        ("Zürich".encode("utf-16"), "Zürich", "utf-16le"),
        (b"\xfe\xff" + "Zürich".encode("utf-16-be"), "Zürich", "utf-16be"),
        ("Zürich".encode(), "Zürich", "utf-8"),
        (
            "Zürich – “quoted” and more words to read".encode("cp1252"),
            "Zürich – “quoted” and more words to read",
            "windows-1252",
        ),
    ],
)
def test_marks_come_first_then_utf8_then_plausible_windows_1252(data: bytes, text: str, name: str) -> None:
    assert decoding.decode_text(data) == (text, name)


def test_a_declared_encoding_is_tried_first_and_passed_over_when_it_does_not_fit() -> None:
    assert decoding.decode_text("Москва".encode("cp1251"), "windows-1251") == ("Москва", "windows-1251")
    assert decoding.decode_text("Zürich".encode(), "iso-2022-jp")[0] == "Zürich"
    assert decoding.decode_text("Zürich".encode("utf-16-le"), "utf-16") == ("Zürich", "utf-16le")
    assert decoding.decode_text(b"abc", "utf-16") == ("abc", "utf-8")


@pytest.mark.parametrize(
    "data",
    [
        "Москва сообщает о начале вывода войск".encode("cp1251"),
        "a broken “quotation” and more".encode()[:-6] + b"\xff\xfe and so on",
        b"undefined \x81 byte",
    ],
)
def test_what_windows_1252_would_garble_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        decoding.decode_text(data)
    assert refusal.value.code == "undecodable"


def test_a_mark_followed_by_other_bytes_is_refused() -> None:
    with pytest.raises(Unreadable) as refusal:
        decoding.decode_text(b"\xef\xbb\xbf\xff")
    assert refusal.value.code == "undecodable"


@pytest.mark.parametrize("data", [b"%PDF-1.4 text", b"PK\x03\x04", b"words\0words", b"\x01\x02\x03 ok"])
def test_files_of_other_kinds_are_binary(data: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        decoding.decode_text(data)
    assert refusal.value.code == "binary"


def test_lenient_reading_counts_what_it_lost() -> None:
    assert decoding.decode_lenient(b"fine", "utf-8") == ("fine", 0)
    assert decoding.decode_lenient(b"fi\xffne", "utf-8") == ("fi\ufffdne", 1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("a\0b", "binary"),
        ("a\ud800b", "lone_surrogates"),
        ("abcdef", "too_large"),
    ],
)
def test_texts_that_can_be_no_document_are_refused_with_a_code(text: str, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        decoding.check_text(text, 5)
    assert refusal.value.code == code
