"""Audits: leased, carried out, written down once."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from auditor import auditing, ingest
from auditor.inspection.procedure import Inspection, inspect_document, read_document
from auditor.inspection.rulebook import load_rulebook
from auditor.models import Article, Audit, Boilerplate, Passage, QueueItem, Snapshot
from auditor.storage import archive
from tests.conftest import audit_all

pytestmark = pytest.mark.django_db

STORY = """Grain ship sails

By Ann Reporter

The grain ship left the harbour on Monday, the port authority said. It will be at sea for nine days.

The company paid 40 million euros to two officials in 2014.

"It is over," the mayor said at a meeting with the owners of the ship on Tuesday.

Copyright © 2016 Harbour News. All rights reserved.
"""


def leased(now: datetime) -> Audit:
    ingest.submit_text(STORY, now=now, outlet="Harbour News")
    audit = auditing.claim_next(now=now)
    assert audit is not None
    return audit


def inspection(audit: Audit) -> Inspection:
    return inspect_document(read_document(STORY.encode(), "text/plain", "utf-8", None), load_rulebook())


def test_an_audit_is_leased_to_one_worker(now: datetime) -> None:
    audit = leased(now)
    assert (audit.state, audit.attempts, audit.leased_until) == ("running", 1, now + timedelta(seconds=120))
    assert auditing.claim_next(now=now) is None
    assert auditing.work_waits(now=now) is False
    assert auditing.work_waits(now=now + timedelta(seconds=120)) is True


def test_the_audit_of_a_dead_worker_goes_to_the_next(now: datetime) -> None:
    audit = leased(now)
    again = auditing.claim_next(now=now + timedelta(seconds=121))
    assert again is not None
    assert (again.pk, again.attempts) == (audit.pk, 2)


def test_an_article_that_kills_its_workers_ends_as_failed(now: datetime, settings: Settings) -> None:
    leased(now)
    for attempt in range(1, settings.AUDITOR_MAX_ATTEMPTS):
        assert auditing.claim_next(now=now + timedelta(minutes=2 * attempt)) is not None
    assert auditing.claim_next(now=now + timedelta(hours=1)) is None
    audit = Audit.objects.get()
    assert (audit.state, audit.error_code) == ("failed", "not_finished")


def test_an_audit_stores_passages_notices_and_flags(now: datetime) -> None:
    audit = leased(now)
    assert auditing.carry_out(audit, now=now) is True
    audit.refresh_from_db()
    text = audit.reading.text if audit.reading else ""
    assert audit.state == "done"
    assert text == STORY
    kinds = {p.kind: text[p.start : p.end] for p in audit.passages.all()}
    assert kinds["copyright_notice"].startswith("Copyright ©")
    assert Boilerplate.objects.get(kind="copyright_notice").wording == kinds["copyright_notice"]
    item = QueueItem.objects.get(quote__contains="40 million")
    assert (
        item.quote
        == text[item.start : item.end]
        == "The company paid 40 million euros to two officials in 2014."
    )
    assert Article.objects.get().title == "Grain ship sails"


@pytest.mark.parametrize(("outlet", "cited"), [("RT", []), ("Harbour News", ["RT"])])
def test_what_an_article_cites_is_stored_but_never_its_own_outlet(
    now: datetime, outlet: str, cited: list[str]
) -> None:
    story = STORY.partition("Copyright")[0] + "The grain was sold twice, the mayor told RT on Tuesday night."
    ingest.submit_text(story, now=now, outlet=outlet)
    audit = auditing.claim_next(now=now)
    assert audit is not None
    assert auditing.carry_out(audit, now=now) is True
    audit.refresh_from_db()
    assert [one["text"] for one in audit.citations] == cited


def test_a_title_that_was_given_is_kept(now: datetime) -> None:
    ingest.submit_text(STORY, now=now, title="As the submitter calls it")
    audit_all(now)
    assert Article.objects.get().title == "As the submitter calls it"


def test_each_distinct_notice_is_catalogued_once(now: datetime) -> None:
    for story in (STORY, STORY.replace("40 million", "41 million"), STORY.replace("©", "©\u00a0")):
        ingest.submit_text(story, now=now, outlet="Harbour News")
    audit_all(now)
    notice = Boilerplate.objects.with_history().get(kind="copyright_notice")
    assert (notice.articles, notice.outlets, notice.first_seen) == (3, 1, now)


def test_a_worker_that_lost_its_lease_writes_nothing(now: datetime) -> None:
    slow = leased(now)
    quick = auditing.claim_next(now=now + timedelta(minutes=3))
    assert quick is not None
    assert auditing.carry_out(quick, now=now) is True
    before = (Passage.objects.count(), QueueItem.objects.count())
    assert auditing.record(slow, inspection(slow), milliseconds=1.0, now=now) is False
    assert (Passage.objects.count(), QueueItem.objects.count()) == before


def test_asking_for_the_same_audit_twice_is_a_no_op(now: datetime) -> None:
    audit = leased(now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Audit.objects.create(snapshot=audit.snapshot, rulebook=audit.rulebook)


def test_missing_bytes_fail_the_audit_by_name_and_it_can_be_retried(now: datetime) -> None:
    audit = leased(now)
    digest = audit.snapshot.payload
    data = archive.read(digest)
    archive.remove(digest)
    assert auditing.carry_out(audit, now=now) is False
    audit.refresh_from_db()
    assert (audit.state, audit.error_code, Passage.objects.count()) == ("failed", "payload_damaged", 0)
    assert audit.error_reason

    archive.keep(data)
    assert auditing.retry(audit.pk, now=now).state == "waiting"
    audit_all(now)
    assert Audit.objects.get().state == "done"


def test_a_snapshot_that_cannot_be_read_fails_by_name(now: datetime) -> None:
    audit = leased(now)
    Snapshot.objects.update(media_type="application/pdf")
    assert auditing.carry_out(Audit.objects.get(), now=now) is False
    audit.refresh_from_db()
    assert (audit.state, audit.error_code) == ("failed", "media_type")


def test_a_fault_while_writing_leaves_nothing_half_written(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the disk is full")

    audit = leased(now)
    # A fault of the machine cannot be had on demand; the last step of the transaction stands in for it.
    monkeypatch.setattr("auditor.versions.carryover.reconcile", fail)
    assert auditing.carry_out(audit, now=now) is False
    audit.refresh_from_db()
    assert (audit.state, audit.error_code) == ("failed", "inspection_failed")
    assert audit.error_reason == "RuntimeError: the disk is full"
    assert not any(model.objects.exists() for model in (Passage, QueueItem, Boilerplate))


@pytest.mark.parametrize(("state", "code"), [("done", "audit_not_failed"), (None, "audit_unknown")])
def test_only_a_failed_audit_can_be_retried(now: datetime, state: str | None, code: str) -> None:
    audit = leased(now)
    auditing.carry_out(audit, now=now)
    with pytest.raises(auditing.AuditRefused) as refusal:
        auditing.retry(audit.pk if state else 4711, now=now)
    assert refusal.value.code == code


def test_an_audit_of_an_older_version_leaves_the_queue_alone(now: datetime) -> None:
    address = "https://harbour.example/ship"
    ingest.submit_text(STORY, now=now, address=address)
    ingest.submit_text(STORY.replace("40 million", "50 million"), now=now, address=address)
    newer, older = (Audit.objects.get(snapshot__revision=revision) for revision in (2, 1))
    for audit in (newer, older):
        Audit.objects.exclude(pk=audit.pk).filter(state="waiting").update(state="failed")
        Audit.objects.filter(pk=audit.pk).update(state="waiting")
        audit_all(now)
    assert {item.audit_id for item in QueueItem.objects.all()} == {newer.pk}
    assert "50 million" in QueueItem.objects.get(quote__contains="million").quote


def test_the_five_seeds_tile_and_come_out_with_work_to_do(audited_seeds: list[Article]) -> None:
    for article in audited_seeds:
        audit = Audit.objects.get(snapshot__article=article)
        assert audit.state == "done", audit.error_reason
        assert audit.reading is not None
        text = audit.reading.text
        covered = [0] * len(text)
        for passage in audit.passages.all():
            for place in range(passage.start, passage.end):
                covered[place] += 1
        assert all(covered[place] == 1 for place, sign in enumerate(text) if not sign.isspace())
        assert article.queue_items.filter(kind="unsourced_assertion").exists()
    assert QueueItem.objects.filter(kind="reader_comment").count() == 28


def test_a_passing_fault_is_left_to_the_next_attempt(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_: str) -> bytes:
        raise OSError("input/output error")

    audit = leased(now)
    monkeypatch.setattr("auditor.storage.archive.read", away)  # a failing disk cannot be had on demand
    with pytest.raises(OSError, match="input/output"):
        auditing.carry_out(audit, now=now)
    monkeypatch.undo()
    assert Audit.objects.get().state == "running"
    audit_all(now + timedelta(minutes=3))
    assert Audit.objects.get().state == "done"


def test_a_worker_from_before_a_retry_cannot_write_over_its_successor(now: datetime) -> None:
    zombie = leased(now)
    Audit.objects.update(state="failed")
    auditing.retry(zombie.pk, now=now)
    successor = auditing.claim_next(now=now)
    assert successor is not None
    assert successor.attempts == zombie.attempts == 1
    assert auditing.record(zombie, inspection(zombie), milliseconds=1.0, now=now) is False
    assert auditing.carry_out(successor, now=now) is True


def test_the_end_of_an_audit_is_later_than_its_beginning(now: datetime) -> None:
    auditing.carry_out(leased(now), now=now)
    audit = Audit.objects.get()
    assert audit.finished_at is not None
    assert audit.finished_at > now


def test_a_lost_payload_is_mended_by_the_same_bytes(now: datetime) -> None:
    digest = leased(now).snapshot.payload
    archive.remove(digest)
    ingest.submit_text(STORY, now=now)
    assert ingest.archive.read(digest) == STORY.encode()
