"""The doorbell and the doors behind it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from celery import Celery
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from auditor import ingest, tasks
from auditor.catalogue import entries
from auditor.models import Article, Audit, Boilerplate, Outlet, Passage, QueueItem
from tests.factories import make_item
from tests.site import Site

pytestmark = pytest.mark.django_db

STORY = "The company paid 40 million euros to two officials in 2014."


@pytest.fixture
def at_once() -> Iterator[None]:
    """Run tasks where they are rung."""
    conf = tasks.sweep.app.conf
    conf.update(task_always_eager=True)
    yield
    conf.update(task_always_eager=False)


def test_ringing_carries_out_every_waiting_audit(at_once: None) -> None:
    for number in range(3):
        ingest.submit_text(f"{STORY} {number}", now=timezone.now())
    tasks.ring(tasks.carry_out_audits)
    assert set(Audit.objects.values_list("state", flat=True)) == {"done"}


def test_a_long_queue_is_carried_out_in_several_messages(
    at_once: None, site: Site, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.AUDITOR_HOST_BURST = 5  # all pages are of one host
    monkeypatch.setattr(tasks, "AT_ONCE", 2)
    for number in range(5):
        ingest.submit_text(f"{STORY} {number}", now=timezone.now())
        ingest.submit_address(
            site.serve(f"/{number}", f"<p>{STORY} On page {number}.</p>"), now=timezone.now()
        )
    tasks.sweep()
    assert Audit.objects.filter(state="done").count() == 10


def test_the_bell_rings_only_once_the_row_is_there(
    at_once: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True) as rung, transaction.atomic():
        ingest.submit_text(STORY, now=timezone.now())
        tasks.ring_on_commit(tasks.carry_out_audits)
        assert Audit.objects.get().state == "waiting"
    assert len(rung) == 1
    assert Audit.objects.get().state == "done"


def test_a_broker_that_is_away_costs_no_request(caplog: pytest.LogCaptureFixture) -> None:
    nowhere = Celery("nowhere", broker="amqp://127.0.0.1:1//", set_as_current=False)
    nowhere.conf.task_publish_retry = False

    @nowhere.task
    def bell() -> None:
        """Never heard."""

    tasks.ring(bell)
    assert "the broker is away" in caplog.text


def test_the_sweeper_rings_for_what_was_left_behind(at_once: None, site: Site) -> None:
    ingest.submit_text(STORY, now=timezone.now())
    ingest.submit_address(site.serve("/a", f"<p>{STORY} Again.</p>"), now=timezone.now())
    tasks.sweep()
    assert list(Audit.objects.values_list("state", flat=True)) == ["done", "done"]
    assert Article.objects.exclude(next_audit_at=None).get().next_audit_at > timezone.now()
    tasks.sweep()
    assert [path for path, _ in site.requests] == ["/robots.txt", "/a"]


def test_a_new_rulebook_is_noticed(at_once: None) -> None:
    ingest.submit_text(STORY, now=timezone.now() - timedelta(days=1))
    tasks.ring(tasks.carry_out_audits)
    Audit.objects.update(rulebook="0" * 64)
    tasks.renew_audits()
    assert Audit.objects.filter(state="done").count() == 2
    tasks.renew_audits()
    assert Audit.objects.count() == 2


def test_repeats_are_learned_and_decided_ones_reach_stored_articles(at_once: None, reviewer: User) -> None:
    habit = "The harbour desk is read by those who sail and by those who wait for them at the quay."
    for number in range(3):
        text = (
            f"{STORY} {number}\n\n{habit}\n\nNobody on pier {number} wanted to speak of the captain at all."
        )
        ingest.submit_text(text, now=timezone.now() - timedelta(days=1), outlet="Harbour News")
    tasks.ring(tasks.carry_out_audits)
    tasks.learn_repeats()
    notice = Boilerplate.objects.get(state="proposed")
    entries.relabel(notice.pk, kind="contact", by=reviewer, now=timezone.now())
    tasks.learn_repeats()
    assert Passage.objects.filter(variant__notice=notice, kind="contact").count() == 3


def test_outlets_beyond_one_message_wait_for_the_next(at_once: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "AT_ONCE", 1)
    for outlet in ("Harbour News", "Elsewhere"):
        ingest.submit_text(f"{STORY} So says {outlet}.", now=timezone.now(), outlet=outlet)
    tasks.carry_out_audits()
    tasks.learn_repeats()
    assert Outlet.objects.exclude(learned_at=None).count() == 1
    tasks.learn_repeats()
    assert Outlet.objects.exclude(learned_at=None).count() == 2


def test_every_task_is_a_thin_door() -> None:
    names = {entry["task"] for entry in tasks.sweep.app.conf.beat_schedule.values()}
    assert names <= set(tasks.sweep.app.tasks)


def test_rules_are_weighed_by_what_was_decided_of_their_flags() -> None:
    item = make_item(probability=0.7)
    QueueItem.objects.update(precision=0.2)
    tasks.weigh_rules()
    item.refresh_from_db()
    assert item.precision == 0.7
