"""manage.py ingest: files, folders, addresses and standard input, safe to repeat."""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from auditor import auditing, ingest
from auditor.fetching import FetchRefused
from auditor.management import intake
from auditor.management.commands import ingest as command
from auditor.models import Article, Audit, Snapshot

pytestmark = pytest.mark.django_db

STORY = "The {ship} left the harbour on Monday with forty people on board, the port authority said.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three articles, one of them deeper, and a file of another kind."""
    (tmp_path / "press" / "older").mkdir(parents=True)
    press = tmp_path / "press"
    (press / "b.txt").write_text(STORY.format(ship="ferry"), encoding="utf-8")
    (press / "a.html").write_text(
        f"<html><body><p>{STORY.format(ship='tanker')}</p></body></html>", encoding="utf-8"
    )
    (press / "older" / "c.TXT").write_text(STORY.format(ship="grain ship"), encoding="utf-8")
    (press / "picture.png").write_bytes(b"\x89PNG\r\n")
    return press


def run(*words: str) -> str:
    """What the command prints."""
    out = io.StringIO()
    call_command("ingest", *words, stdout=out)
    return out.getvalue()


def last(printed: str) -> str:
    """The last line, which counts."""
    return printed.splitlines()[-1]


def refusal(*words: str) -> tuple[str, str]:
    """What the command prints, and the error it ends with; it must end with one."""
    out = io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("ingest", *words, stdout=out)
    return out.getvalue(), str(caught.value)


def test_a_folder_gives_its_articles_in_order_of_their_names(folder: Path) -> None:
    found = intake.expand([str(folder)])
    assert [Path(path).name for path in found.sources] == ["a.html", "b.txt", "c.TXT"]
    assert [Path(path).name for path in found.skipped] == ["picture.png"]


def test_every_article_of_a_folder_comes_in_and_asks_for_its_audit(folder: Path) -> None:
    assert last(run(str(folder), "--outlet", "Harbour News")) == "3 new, 0 known, 0 refused"
    assert set(Article.objects.values_list("outlet__name", flat=True)) == {"Harbour News"}
    assert Audit.objects.filter(state="waiting").count() == 3
    assert set(Snapshot.objects.values_list("media_type", flat=True)) == {"text/html", "text/plain"}


def test_files_of_other_types_are_counted_and_named_and_are_no_refusal(folder: Path) -> None:
    (folder / "a\x1b[2Jb.pdf").write_bytes(b"%PDF-1.7")
    first, second = run(str(folder)).splitlines()
    assert first.startswith("2 skipped: not text or HTML: ")
    assert first.endswith("picture.png")
    assert r"a\x1b[2Jb.pdf" in first, "a name does not command the terminal"
    assert second == "3 new, 0 known, 0 refused"


def test_of_many_files_of_other_types_only_some_are_named(folder: Path) -> None:
    for number in range(command.NAMED + 2):
        (folder / f"{number:02}.jpg").touch()
    line = run(str(folder)).splitlines()[0]
    assert line.startswith(f"{command.NAMED + 3} skipped")
    assert line.count(".jpg") == command.NAMED
    assert line.endswith(" and 3 more")


def test_a_second_run_reads_no_known_file_as_an_article(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(str(folder))
    (folder / "d.txt").write_text(STORY.format(ship="lifeboat"), encoding="utf-8")
    submitted: list[str] = []
    real = ingest.submit_file

    def witness(name: str, data: bytes, **rest: object) -> ingest.Submission:
        submitted.append(Path(name).name)
        return real(name, data, **rest)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(ingest, "submit_file", witness)
    assert last(run(str(folder))) == "1 new, 3 known, 0 refused"
    assert submitted == ["d.txt"]


def test_the_same_words_in_two_files_are_one_article(folder: Path) -> None:
    (folder / "again.txt").write_bytes((folder / "b.txt").read_bytes())
    assert last(run(str(folder))) == "3 new, 1 known, 0 refused"
    assert Article.objects.count() == 3


def test_a_run_that_is_interrupted_is_taken_up_where_it_stopped(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = ingest.submit_file

    def stop_at_b(name: str, data: bytes, **rest: object) -> ingest.Submission:
        if name.endswith("b.txt"):
            raise KeyboardInterrupt
        return real(name, data, **rest)  # type: ignore[arg-type]  # passed on as it came

    with monkeypatch.context() as patch:
        patch.setattr(ingest, "submit_file", stop_at_b)
        with pytest.raises(CommandError, match="after 1 of 3") as caught:
            run(str(folder))
    assert caught.value.returncode == 130
    assert last(run(str(folder))) == "2 new, 1 known, 0 refused"


def test_every_refusal_is_named_with_its_code_and_the_rest_still_comes_in(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "no articles").mkdir()
    (tmp_path / "binary.txt").write_bytes(b"\x00\x01\x02\x03" * 200)
    sources = [tmp_path / name for name in ("empty.txt", "missing.txt", "no articles", "binary.txt")]
    out, error = refusal(str(folder), *map(str, sources), "http://127.0.0.1/a", "gopher://harbour.example/a")
    for code in ("empty:", "no_such_file:", "no_articles:", "binary"):
        assert code in out, code
    assert "3 new, 0 known, 6 refused" in out
    assert error.startswith("6 of 9")
    assert Article.objects.count() == 3


def test_a_file_too_large_is_refused_by_its_size_before_it_is_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MAX_BYTES", 20)
    out, _ = refusal(str(folder / "b.txt"))
    assert "too_large: The file has 90 bytes; at most 20 are read." in out


def test_a_file_that_cannot_be_opened_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbid(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    # Permissions do not bind root, who runs many a test machine.
    monkeypatch.setattr(intake, "_known", lambda sources: {})
    monkeypatch.setattr(Path, "read_bytes", forbid)
    out, _ = refusal(str(folder / "b.txt"))
    assert "file_unreadable: The file cannot be read: Permission denied." in out


def test_standard_input_is_an_article_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(STORY.encode())))
    assert run("-", "--title", "A ship sails").strip() == "1 new, 0 known, 0 refused"
    assert Article.objects.get().title == "A ship sails"


def test_a_title_is_for_one_article_only(folder: Path) -> None:
    _, error = refusal(str(folder), "--title", "A ship sails")
    assert "--title names one article" in error
    assert not Article.objects.exists()


def test_an_address_is_registered_to_be_fetched_and_known_the_second_time() -> None:
    address = "https://harbour.example/ship?utm_source=feed"
    assert run(address).strip() == "1 new, 0 known, 0 refused"
    assert run(address).strip() == "0 new, 1 known, 0 refused"
    assert Article.objects.get().next_audit_at is not None


def test_waiting_ends_when_the_workers_are_done_and_wonders_aloud_when_nothing_moves(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def work(seconds: float) -> None:
        now = datetime.now(UTC)
        audit = auditing.claim_next(now=now)
        assert audit is not None
        auditing.carry_out(audit, now=now)

    monkeypatch.setattr(command, "HINT", -1.0)
    monkeypatch.setattr(command.time, "sleep", work)
    run(str(folder), "--wait")
    assert Audit.objects.filter(state="done").count() == 3
    assert "3 still wait. Is a worker running?" in capsys.readouterr().out


def test_waiting_tells_of_fetches_refused_and_audits_failed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(seconds: float) -> None:
        now = datetime.now(UTC)
        Article.objects.filter(address__gt="").update(
            refusal_code="dns_failed",
            refusal_reason="The name is not known.",
            fetched_at=now,
            next_audit_at=None,
        )
        Audit.objects.update(
            state="failed", error_code="worker_died", error_reason="It died.", finished_at=now
        )

    monkeypatch.setattr(command.time, "sleep", fail)
    out, error = refusal(str(folder / "b.txt"), "https://harbour.example/ship", "--wait")
    assert "dns_failed: The name is not known." in out
    assert "worker_died: It died." in out
    assert error.startswith("2 of 2")


def test_a_refused_address_asked_for_again_is_waited_for_again() -> None:
    began = datetime(2026, 3, 17, tzinfo=UTC)
    run("https://harbour.example/ship")
    article = Article.objects.get()
    Article.objects.update(refusal_code="dns_failed", fetched_at=datetime(2026, 3, 16, tzinfo=UTC))
    assert intake.unsettled([article.pk], since=began) == {article.pk}
    Article.objects.update(fetched_at=began)
    assert intake.unsettled([article.pk], since=began) == set()


def test_what_the_fetcher_refuses_keeps_its_own_code() -> None:
    with pytest.raises(FetchRefused) as caught:
        ingest.submit_address("ftp://harbour.example/a", now=datetime(2026, 3, 17, tzinfo=UTC))
    out, _ = refusal("ftp://harbour.example/a")
    assert f"{caught.value.code}: " in out
