"""From bytes to an inspection: the right reader, every step, the same result each time."""

import subprocess
import sys
from pathlib import Path

import pytest

from auditor.inspection.document import Unreadable
from auditor.inspection.flags import FlagKind
from auditor.inspection.procedure import guess_media, inspect_document, read_document
from auditor.inspection.rulebook import load_rulebook
from auditor.inspection.tiling import SegmentKind

ROOT = Path(__file__).parents[2]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
PAGE = b"<html><head><title>T</title></head><body><p>The army killed 40 people in Oslo.</p></body></html>"


def test_a_page_is_read_as_html_and_a_text_as_it_stands() -> None:
    assert read_document(PAGE, "Text/HTML; charset=utf-8", None).media == "text/html"
    assert read_document(PAGE, "application/xhtml+xml", None, "https://example.org/a").media == "text/html"
    assert read_document(PAGE, "text/plain", None).text == PAGE.decode()


def test_the_address_of_a_text_is_kept() -> None:
    assert read_document(b"Words.", "text/plain", "utf-8", "https://example.org/a").metadata == {
        "address": "https://example.org/a"
    }


@pytest.mark.parametrize("media", ["application/pdf", "image/png", ""])
def test_another_media_type_is_refused_by_name(media: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_document(b"%PDF-1.7", media, None)
    assert caught.value.code == "media_type"
    assert "submit an HTML page or a plain text" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "data", "media"),
    [
        ("a.html", b"anything", "text/html"),
        ("A.HTM", b"anything", "text/html"),
        ("a.txt", b"<html>", "text/plain"),
        ("a", b"\xef\xbb\xbf  <!DOCTYPE html><p>x", "text/html"),
        ("-", b"<p class='x'>x", "text/html"),
        ("a", b"Words <p>", "text/plain"),
        ("a.txt", b"%PDF-1.7", "application/pdf"),
        ("a.html", b"PK\x03\x04", "application/zip"),
    ],
)
def test_the_media_type_of_a_file_is_told_by_name_and_content(name: str, data: bytes, media: str) -> None:
    assert guess_media(name, data) == media


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_a_seed_is_inspected_whole(path: Path) -> None:
    inspection = inspect_document(read_document(path.read_bytes(), "text/plain", None), load_rulebook())
    assert inspection.document.text.encode() == path.read_bytes()
    assert inspection.rulebook == load_rulebook().digest
    kinds = {flag.kind for flag in inspection.flags}
    assert FlagKind.UNSOURCED_ASSERTION in kinds
    comments = [one for one in inspection.segments if one.kind is SegmentKind.READER_COMMENT]
    assert len(comments) == len(inspection.comments)
    assert sum(flag.kind is FlagKind.READER_COMMENT for flag in inspection.flags) == len(comments)
    assert all(one.name for one in inspection.signals)


def test_a_page_is_inspected_too() -> None:
    inspection = inspect_document(read_document(PAGE, "text/html", None), load_rulebook())
    assert [inspection.document.quote(one.span) for one in inspection.flags] == [
        "The army killed 40 people in Oslo."
    ]


SCRIPT = """
import json, sys
from auditor.inspection.procedure import inspect_document, read_document
from auditor.inspection.report import as_dict
from auditor.inspection.rulebook import load_rulebook
document = read_document(open(sys.argv[1], "rb").read(), "text/plain", None)
print(json.dumps(as_dict(inspect_document(document, load_rulebook()))))
"""


def test_the_output_is_the_same_under_any_hash_seed() -> None:
    outputs = {
        subprocess.run(  # noqa: S603 - our own interpreter, script and seed
            [sys.executable, "-c", SCRIPT, str(SEEDS[0])],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert len(outputs.pop()) > 10_000
