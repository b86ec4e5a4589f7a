"""What the demonstration shows and refuses; its processes have a test of their own."""

import io
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from auditor.inspection.segments import SegmentKind
from auditor.management.commands import demo
from auditor.management.commands.up import MAKE_TARGET, read_port, refuse_if_taken
from auditor.management.overview import read_row, table, total
from auditor.management.processes import Crew
from auditor.models import Article, Audit, Passage, QueueItem, Snapshot
from tests.factories import make_audit


def newest(articles: list[Article]) -> list[Audit]:
    return [demo.newest_audit(Snapshot.objects.get(article=article)) for article in articles]


def test_a_taken_port_is_refused_before_anything_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(MAKE_TARGET, raising=False)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(CommandError, match=rf"is taken.*manage\.py demo --port {port + 1}"):
            call_command("demo", port=port)
        monkeypatch.setenv(MAKE_TARGET, "demo")
        with pytest.raises(CommandError, match=rf"is taken.*: make demo PORT={port + 1}$"):
            call_command("demo", port=port)


@pytest.mark.parametrize("command", ["demo", "up"])
@pytest.mark.parametrize("port", ["0", "65536", "99999", "abc", "-1", "", "8000.0", "²", "9" * 5000])
def test_what_is_no_port_is_refused_in_one_line(command: str, port: str) -> None:
    with pytest.raises(CommandError, match=r"is no port: .* from 1 to 65535 is needed\.$") as caught:
        call_command(command, port=port)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("port", ["1", "65535", 8000])
def test_a_port_is_a_number_of_at_most_16_bits(port: str | int) -> None:
    assert read_port(port) == int(port)


def test_an_address_that_is_not_this_machines_is_refused_with_the_reason() -> None:
    with pytest.raises(CommandError, match=r"Port 8000 on 192\.0\.2\.1 cannot be listened on: Cannot assign"):
        refuse_if_taken("192.0.2.1", 8000, "up")


@pytest.mark.django_db
def test_the_table_counts_what_the_database_holds(audited_seeds: list[Article]) -> None:
    rows = [read_row(audit) for audit in newest(audited_seeds)]
    for article, row in zip(audited_seeds, rows, strict=True):
        passages = Passage.objects.filter(audit__snapshot__article=article)
        assert row.segments.total() == passages.count()
        assert row.comments == passages.filter(kind=SegmentKind.READER_COMMENT.value).count()
        assert row.notices == set(
            passages.filter(variant__isnull=False, mark="").values_list("variant__notice", flat=True)
        )
        assert row.flags.total() == QueueItem.objects.filter(article=article).count()
        assert 0 < row.body < row.text
    all_rows = total(rows)
    assert all_rows.flags.total() == QueueItem.objects.count()
    assert len(all_rows.notices) < sum(len(row.notices) for row in rows), "two blogs share a comment form"


@pytest.mark.django_db
def test_every_article_has_its_figures_its_title_and_its_kinds_within_a_terminals_width(
    audited_seeds: list[Article],
) -> None:
    rows = [read_row(audit) for audit in newest(audited_seeds)]
    lines = list(table(rows))
    assert max(map(len, lines)) <= 120
    for row in rows:
        place = next(number for number, line in enumerate(lines) if row.title[:60] in line)
        assert lines[place + 1].startswith(f"  {row.segments.total()} segments:")
        assert f"{100 * row.body / row.text:.0f} %" in lines[place - 1]
    assert lines[-1].startswith("All 5 articles")


@pytest.mark.django_db
def test_what_could_not_be_measured_is_shown_as_unknown() -> None:
    lines = list(table([read_row(make_audit())]))
    assert lines[3].split()[:2] == ["example.org", "?"]


@pytest.mark.django_db
def test_an_audit_that_failed_is_named_and_ends_the_demo_with_an_error(
    audited_seeds: list[Article], now: datetime
) -> None:
    audit = newest(audited_seeds)[3]
    audit.state, audit.error_code, audit.error_reason = Audit.State.FAILED, "worker_died", "It died."
    audit.save()
    out, error = io.StringIO(), io.StringIO()
    snapshots = [Snapshot.objects.get(article=article) for article in audited_seeds]
    with pytest.raises(CommandError, match="1 of 5 audits failed"):
        demo.Command(stdout=out, stderr=error)._show(snapshots, since=now, seconds=1.0)
    assert "worker_died: It died." in error.getvalue()
    assert "All 4 articles" in out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("known", "said"),
    [
        (0, "Handed in, queued, audited and recorded in 1.0 s."),
        (2, "2 of 5 were known already; the others were handed in, queued, audited and recorded in 1.0 s."),
        (5, "All 5 were known already, with nothing new to audit: these are their last audits."),
    ],
)
def test_only_what_this_run_audited_is_called_its_work(
    known: int, said: str, audited_seeds: list[Article], now: datetime
) -> None:
    snapshots = [Snapshot.objects.get(article=article) for article in audited_seeds]
    for place, snapshot in enumerate(snapshots):
        finished = now - timedelta(days=1) if place < known else now + timedelta(seconds=1)
        Audit.objects.filter(snapshot=snapshot).update(finished_at=finished)
    out = io.StringIO()
    demo.Command(stdout=out)._show(snapshots, since=now, seconds=1.0)
    assert out.getvalue().splitlines()[-1] == said


@pytest.mark.django_db
def test_seeds_that_no_worker_takes_up_end_the_demo_with_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "LIMIT", -1.0)
    with (
        Crew([], say=print, folder=tmp_path) as crew,
        pytest.raises(CommandError, match="5 audits are not done"),
    ):
        demo.Command()._audit(crew)


@pytest.mark.django_db
def test_the_reviewer_gets_a_new_password_every_time_and_no_more_rights() -> None:
    logins = [demo.renew_reviewer() for _ in range(2)]
    user = User.objects.get()
    assert [user.check_password(password) for password, _ in logins] == [False, True]
    assert [replaced for _, replaced in logins] == [False, True]
    assert (user.is_staff, user.is_superuser) == (True, False)
    assert user.has_perm("auditor.change_queueitem")
    assert not user.has_perm("auditor.overrule_decision")


@pytest.mark.django_db
def test_a_seed_is_handed_in_as_a_file_of_its_outlet(seed: Callable[[str], Path], now: datetime) -> None:
    snapshot = demo.hand_in(demo.seeds()[3])
    assert snapshot.article.outlet.name == "World Socialist Web Site"
    assert snapshot.reading.text == seed("003").read_bytes().decode()
    assert demo.hand_in(demo.seeds()[3]) == snapshot
