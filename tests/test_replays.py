"""A new rulebook over everything stored; what changed, and who changed it."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from auditor import auditing, ingest
from auditor.inspection.verdicts import difference, verdict
from auditor.models import Audit, Change, Finding, Passage, Replay, Snapshot, VerdictChange
from auditor.storage import archive
from auditor.versions import replays, verdicts
from tests.conftest import audit_all

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
ADDRESS = "https://example.org/payments"
FIRST = "The company paid 40 million euros to two officials in 2014."
SECOND = "Its warehouses were destroyed in the fire of March 3."
OLD = "0" * 64


def hand_in(*paragraphs: str, now: datetime, address: str = ADDRESS) -> Snapshot:
    taken = ingest.submit_text("\n\n".join(("Payments", *paragraphs)), now=now, address=address).snapshot
    audit_all(now)
    assert taken is not None
    return taken


@pytest.fixture
def history(now: datetime) -> list[Snapshot]:
    """Two versions of an article, audited under a rulebook that is no longer in force and saw less."""
    versions = [hand_in(FIRST, SECOND, now=now), hand_in(FIRST.replace("40", "60"), SECOND, now=now + DAY)]
    Audit.objects.update(rulebook=OLD, flags=[], finished_at=now)
    Passage.objects.filter(kind="headline").update(kind="body")
    return versions


def test_a_silent_edit_is_found_when_both_versions_are_audited(history: list[Snapshot]) -> None:
    change = Change.objects.get()
    assert [change.before.snapshot, change.after.snapshot] == history
    finding = change.findings.get()
    assert (finding.kind, finding.of, finding.weight, finding.alert) == ("silent_edit", "body", 3, True)
    assert finding.edits[0]["touches"] == ["number"]


def test_an_outlets_policy_says_what_is_worth_an_alert(now: datetime) -> None:
    first = hand_in(FIRST, SECOND, now=now)
    outlet = first.article.outlet
    outlet.alerts = {"body": "never"}
    outlet.save()
    hand_in(FIRST.replace("40", "60"), SECOND, now=now + DAY)
    assert not Finding.objects.get().alert


def test_versions_audited_out_of_order_are_compared_once(now: datetime) -> None:
    for number, text in enumerate((FIRST, FIRST.replace("40", "60"))):
        ingest.submit_text(f"Payments\n\n{text}\n\n{SECOND}", now=now + number * DAY, address=ADDRESS)
    first, second = Audit.objects.order_by("pk")
    Audit.objects.filter(pk=first.pk).update(state="superseded")
    audit_all(now + DAY)
    assert not Change.objects.exists()
    Audit.objects.filter(pk=first.pk).update(state="waiting")
    audit_all(now + DAY)
    assert (Change.objects.get().before, Change.objects.get().after) == (first, second)


def test_a_replay_audits_every_stored_version_and_says_what_the_rules_changed(
    history: list[Snapshot], now: datetime
) -> None:
    said = StringIO()
    call_command("replay", stdout=said)
    audits = Audit.objects.exclude(rulebook=OLD)
    assert [audit.snapshot for audit in audits.order_by("pk")] == history
    assert {audit.state for audit in audits} == {"done"}
    replay = Replay.objects.get()
    assert replay.ended_at is not None
    changed = VerdictChange.objects.order_by("pk")
    assert [(one.cause, one.raised > 0, one.relabelled) for one in changed] == [("rules", True, 1)] * 2
    found = replays.verdict_diff(replay)
    assert found["source"] == {"silent_edit": 1}
    assert found["rules"]["versions"] == 2
    assert found["reviewer"] == {}
    assert "The rules changed: versions 2" in said.getvalue()
    call_command("replay", stdout=StringIO())
    assert Audit.objects.exclude(rulebook=OLD).count() == 2


def test_a_dry_run_says_the_same_and_writes_nothing(history: list[Snapshot]) -> None:
    said = StringIO()
    before = [model.objects.count() for model in (Audit, VerdictChange, Replay, Finding)]
    call_command("replay", "--dry-run", stdout=said)
    assert [model.objects.count() for model in (Audit, VerdictChange, Replay, Finding)] == before
    assert "The rules changed: versions 2" in said.getvalue()
    assert said.getvalue().endswith("Nothing was written.\n")
    assert len(list(replays.preview(limit=1))) == 1


def test_a_version_that_cannot_be_read_is_told_and_stops_nobody(history: list[Snapshot]) -> None:
    archive.remove(history[0].payload)
    said = StringIO()
    call_command("replay", "--dry-run", stdout=said)
    assert "1 versions could not be read." in said.getvalue()
    call_command("replay", stdout=StringIO())
    assert Audit.objects.get(snapshot=history[0], state="failed").error_code == "payload_damaged"


def test_a_replay_that_was_killed_goes_on_where_it_was(history: list[Snapshot], now: datetime) -> None:
    replay = replays.begin(now=now)
    assert replays.ask(replay, limit=1)
    held = auditing.claim_next(now=timezone.now())
    assert held is not None
    assert replays.begin(now=now) == replay
    again = Replay.objects.get()
    assert again.reached == history[0].pk
    assert replays.ask(again, limit=1)
    assert not replays.ask(again, limit=1)
    assert not replays.close(again, now=now)
    audit_all(timezone.now() + DAY)
    assert replays.close(again, now=now)
    assert replays.progress(again).finished
    assert Audit.objects.exclude(rulebook=OLD).count() == 2


def test_an_editor_begins_one_and_workers_carry_it_on(
    history: list[Snapshot], client: Client, reader: User, editor: User, now: datetime
) -> None:
    client.force_login(reader)
    assert "Replay everything stored" not in client.get("/admin/auditor/replay/").content.decode()
    assert client.post("/admin/auditor/replay/begin/").status_code == 403
    client.force_login(editor)
    assert "2 stored versions have no audit" in client.get("/admin/auditor/replay/").content.decode()
    begun = client.post("/admin/auditor/replay/begin/", follow=True).content.decode()
    assert 'http-equiv="refresh"' in begun
    replay = Replay.objects.get()
    assert (replay.asked_by, replay.ended_at) == (editor, None)
    assert "runs." in client.get("/admin/auditor/replay/").content.decode()
    assert replays.carry_on(now=now)
    assert not replays.carry_on(now=now)
    assert Replay.objects.get().ended_at is None
    audit_all(timezone.now())
    assert not replays.carry_on(now=now)
    assert Replay.objects.get().ended_at == now
    assert not replays.carry_on(now=now)
    assert replays.behind() == 0
    assert "it would change nothing" in client.get("/admin/auditor/replay/").content.decode()


def test_one_whose_rulebook_is_no_longer_in_force_is_ended(history: list[Snapshot], now: datetime) -> None:
    Replay.objects.create(rulebook=OLD, began_at=now)
    assert not replays.carry_on(now=now)
    assert Replay.objects.get().ended_at == now


def test_what_a_reviewer_decided_of_a_notice_is_told_apart_from_the_rules() -> None:
    first = Audit(rulebook=OLD, precedents="")
    assert verdicts.cause_of(first, Audit(rulebook=OLD, precedents="p")) == "reviewer"
    assert verdicts.cause_of(first, Audit(rulebook="1" * 64, precedents="")) == "rules"
    assert verdicts.cause_of(first, Audit(rulebook="1" * 64, precedents="p")) == "both"


def test_the_rows_of_changes_name_themselves(history: list[Snapshot]) -> None:
    call_command("replay", stdout=StringIO())
    for model in (Change, Finding, Replay, VerdictChange):
        assert str(model.objects.first())


def test_two_verdicts_on_one_text_are_compared() -> None:
    signal = {"name": "links", "numerator": 1, "denominator": 2}
    before = verdict([("a", 0, 4), ("b", 5, 9)], [("body", 0, 9)], [signal])
    after = verdict([("a", 0, 4), ("c", 5, 9)], [("caption", 0, 9)], [{**signal, "numerator": 2}])
    found = difference(before, after)
    assert (found.raised, found.withdrawn) == ((("c", 5, 9),), (("b", 5, 9),))
    assert (found.relabelled, found.shifted) == ((("caption", 0, 9),), ("links",))
    assert difference(before, before).empty
