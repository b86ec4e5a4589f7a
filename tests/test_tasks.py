"""The doorbell and the doors behind it."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from auditor import ingest, tasks
from auditor.models import Article, Audit
from tests.site import Site

pytestmark = pytest.mark.django_db

STORY = "The company paid 40 million euros to two officials in 2014."


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run tasks where they are rung."""
    monkeypatch.setattr(tasks.carry_out_audits.app.conf, "task_always_eager", True)


def test_ringing_carries_out_every_waiting_audit(at_once: None) -> None:
    for number in range(3):
        ingest.submit_text(f"{STORY} {number}", now=timezone.now())
    tasks.ring(tasks.carry_out_audits)
    assert set(Audit.objects.values_list("state", flat=True)) == {"done"}


def test_the_bell_rings_only_once_the_row_is_there(
    at_once: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True) as rung, transaction.atomic():
        ingest.submit_text(STORY, now=timezone.now())
        tasks.ring_on_commit(tasks.carry_out_audits)
        assert Audit.objects.get().state == "waiting"
    assert len(rung) == 1
    assert Audit.objects.get().state == "done"


def test_a_broker_that_is_away_costs_no_request(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(tasks.carry_out_audits.app.conf, "broker_transport_options", {})
    with tasks.carry_out_audits.app.connection_for_write("amqp://127.0.0.1:1//") as nowhere:
        monkeypatch.setattr(
            tasks.carry_out_audits.app, "producer_or_acquire", lambda _=None: nowhere.Producer()
        )
        tasks.ring(tasks.carry_out_audits)
    assert "the broker is away" in caplog.text


def test_the_sweeper_rings_for_what_was_left_behind(at_once: None, site: Site) -> None:
    ingest.submit_text(STORY, now=timezone.now())
    ingest.submit_address(site.serve("/a", f"<p>{STORY} Again.</p>"), now=timezone.now())
    tasks.sweep()
    assert list(Audit.objects.values_list("state", flat=True)) == ["done", "done"]
    assert Article.objects.exclude(next_audit_at=None).get().next_audit_at > timezone.now()
    tasks.sweep()
    assert len(site.requests) == 1


def test_a_new_rulebook_is_noticed(at_once: None) -> None:
    ingest.submit_text(STORY, now=timezone.now() - timedelta(days=1))
    tasks.ring(tasks.carry_out_audits)
    Audit.objects.update(rulebook="0" * 64)
    tasks.renew_audits()
    assert Audit.objects.filter(state="done").count() == 2
    tasks.renew_audits()
    assert Audit.objects.count() == 2


def test_every_task_is_a_thin_door(settings: Settings) -> None:
    names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert names <= set(tasks.sweep.app.tasks)
