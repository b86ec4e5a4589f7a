"""Notes on flags, and colleagues called by name; why a flag comes now, and when it is due."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings

from auditor import review
from auditor.desk import notes, permits, priorities
from auditor.models import QueueItem
from tests.factories import make_item, make_items

pytestmark = pytest.mark.django_db


def refused(code: str) -> "pytest.RaisesExc[permits.ReviewRefused]":
    return pytest.RaisesExc(permits.ReviewRefused, check=lambda error: error.code == code)


def test_who_is_called_by_name_finds_the_note_until_it_was_seen(
    reviewer: User, editor: User, now: datetime
) -> None:
    item = make_item()
    note = notes.write(item.pk, author=reviewer, text=" Is this libel, @editor? (@nobody) ", now=now)
    assert (note.text, notes.of(item)) == ("Is this libel, @editor? (@nobody)", [note])
    [mention] = notes.mentions(editor)
    assert (mention.note, notes.mentions(reviewer)) == (note, [])
    assert notes.see(item, user=editor, now=now) == 1
    assert notes.see(item, user=editor, now=now) == 0
    assert notes.mentions(editor) == []
    assert notes.mentions(editor, unseen=False) == [mention]


def test_a_name_is_what_stands_behind_the_sign() -> None:
    assert notes.called_in("@ann, ask @bob.lee. (@ann) mail a@b.example @") == ("ann", "bob.lee")


def test_an_empty_or_endless_note_is_refused(reviewer: User, reader: User, now: datetime) -> None:
    item = make_item()
    for pk, who, text, code in (
        (item.pk, reviewer, "  ", "note_empty"),
        (item.pk, reviewer, "x" * 5001, "note_too_long"),
        (4711, reviewer, "x", "item_unknown"),
        (item.pk, reader, "x", "not_permitted"),
    ):
        with refused(code):
            notes.write(pk, author=who, text=text, now=now)


def decide(item: QueueItem, who: User, now: datetime, verdict: str) -> None:
    fence = review.claim(item.pk, reviewer=who, now=now).fence
    review.decide(item.pk, reviewer=who, fence=fence, verdict=verdict, reason="seen", now=now)


def test_a_rule_that_people_agree_with_moves_its_flags_forward(reviewer: User, now: datetime) -> None:
    weak = make_item()
    QueueItem.objects.filter(pk=weak.pk).update(rules=["judgement.motive"])
    bare = make_item()
    QueueItem.objects.filter(pk=bare.pk).update(rules=[])
    waiting = make_item()
    for item in make_items(5):
        decide(item, reviewer, now, "unsourced")
    other = make_item()
    QueueItem.objects.filter(pk=other.pk).update(rules=["judgement.motive"])
    decide(other, reviewer, now, "not_checkable")
    decide(bare, reviewer, now, "unsourced")
    unsure = make_item()
    decide(unsure, reviewer, now, "unsure")
    assert priorities.weigh_rules() == 3
    assert priorities.weigh_rules() == 0
    for item in (waiting, weak):
        item.refresh_from_db()
    assert waiting.precision == round((5 + 7) / 15, 4)
    assert weak.precision == round((0 + 7) / 11, 4)
    assert review.next_flag(reviewer=reviewer, now=now) == waiting
    record = priorities.record_of(waiting)
    assert record == priorities.Record(5, 5)
    assert "people agreed with 5 of 5 flags of its rule" in priorities.why_now(
        waiting, now=now, record=record
    )


def test_only_so_many_flags_move_at_a_time(reviewer: User, now: datetime) -> None:
    items = make_items(4)
    decide(items[0], reviewer, now, "unsourced")
    assert priorities.weigh_rules(limit=2) == 2
    assert priorities.weigh_rules(limit=2) == 1


def test_it_is_said_in_words_why_a_flag_comes_now(settings: Settings, now: datetime) -> None:
    settings.AUDITOR_DUE_HOURS = {"unsourced_assertion": 72}
    item = make_item(priority=QueueItem.Priority.HIGH)
    item.raised_at, item.rank = now - timedelta(days=1), 6
    item.reason = "no source; high priority: figures"
    assert priorities.why_now(item, now=now) == (
        "high priority: figures",
        "number 6 of its kind in the article: such flags come last",
        "nobody has judged its rule yet: its own probability of 70% counts",
        "waiting for a day",
        "due in 2 days",
    )
    item.raised_at, item.rank, item.reason, item.rules = now - timedelta(days=4), 1, "no source", []
    assert priorities.why_now(item, now=now, record=priorities.record_of(item))[-2:] == (
        "waiting for 4 days",
        "overdue by 24 hours",
    )


def test_flags_are_due_by_their_kind(settings: Settings, now: datetime) -> None:
    settings.AUDITOR_DUE_HOURS = {"reader_comment": 24}
    comment, claim = make_item(kind="reader_comment"), make_item()
    QueueItem.objects.update(raised_at=now - timedelta(hours=12))
    assert list(priorities.due_today(now=now)) == [comment]
    assert not priorities.overdue(now=now).exists()
    assert list(priorities.overdue(now=now + timedelta(days=1))) == [comment]
    assert set(priorities.overdue(now=now + timedelta(days=7))) == {comment, claim}
