"""manage.py inspect: one file in, what was found out, and no database touched."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).parents[1]
SEED = next((ROOT / "seeds").glob("002*.txt"))
PAGE = "<html><body><p>The army killed 40 people in Oslo.</p></body></html>"


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("inspect", *arguments, stdout=out)
    return out.getvalue()


def test_a_readable_report_is_the_default() -> None:
    report = run(str(SEED))
    assert "reader_comment" in report
    assert "unsourced_assertion, high" in report


def test_the_body_alone() -> None:
    body = run("--body", str(SEED))
    assert body.startswith("President Vladimir Putin ordered")
    assert "Leave a Reply" not in body


def test_everything_as_one_json_object() -> None:
    found = json.loads(run("--json", str(SEED)))
    assert found["text"] == SEED.read_bytes().decode()
    assert len(found["comments"]) == 2


def test_html_and_text_can_be_forced(tmp_path: Path) -> None:
    file = tmp_path / "page"
    file.write_text(PAGE, encoding="utf-8")
    assert json.loads(run("--json", str(file)))["text"] == "The army killed 40 people in Oslo."
    assert json.loads(run("--json", "--html", str(file)))["text"] == "The army killed 40 people in Oslo."
    assert json.loads(run("--json", "--text", str(file)))["text"] == PAGE


def test_standard_input_and_a_charset(monkeypatch: pytest.MonkeyPatch) -> None:
    class Input:
        buffer = io.BytesIO("The café fell on Monday.".encode("latin-1"))

    monkeypatch.setattr(sys, "stdin", Input)
    assert json.loads(run("--json", "--charset", "latin-1", "-"))["text"] == "The café fell on Monday."


BAD = [
    (b"", "a.txt", "empty"),
    (b"a\0b", "a.txt", "binary"),
    (b"%PDF-1.7", "a.pdf", "media_type"),
    (b"<html><body></body></html>", "a.html", "no_text"),
]


@pytest.mark.parametrize(("data", "name", "code"), BAD)
def test_bad_input_is_refused_with_its_code_and_status_2(
    tmp_path: Path, data: bytes, name: str, code: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(CommandError, match=f"^{code}: ") as caught:
        run(str(tmp_path / name))
    assert caught.value.returncode == 2


def test_a_text_that_is_too_long_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"word " * 8_000_001)
    with pytest.raises(CommandError, match=r"^too_large: "):
        run(str(tmp_path / "a.txt"))


@pytest.mark.parametrize("name", ["missing.txt", "."])
def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError, match=r"^no_file: ") as caught:
        run(str(tmp_path / name))
    assert caught.value.returncode == 2


def test_the_command_line_ends_with_status_2_and_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a\0b")
    done = subprocess.run(  # noqa: S603 - our own interpreter and script
        [sys.executable, "manage.py", "inspect", str(tmp_path / "a.txt")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "binary: " in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
