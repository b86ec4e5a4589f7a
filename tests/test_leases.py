"""Leases on articles: the next, one ahead, heartbeat, release, skip, revoke; by outlet; tests mixed in."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from pytest_django import Settings

from auditor import review
from auditor.desk import adjudication, docket, leases, permits, worklist
from auditor.models import Assignment, Claim, Docket, QueueItem
from tests.factories import make_article, make_item, make_items

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def refused(code: str) -> "pytest.RaisesExc[permits.ReviewRefused]":
    return pytest.RaisesExc(permits.ReviewRefused, check=lambda error: error.code == code)


def another_flag(item: QueueItem, **fields: object) -> QueueItem:
    """One more flag in the article of ``item``."""
    place = QueueItem.objects.filter(article=item.article).count()
    copy = QueueItem.objects.get(pk=item.pk)
    copy.pk, copy.start, copy.anchor = None, place, f"{place:064d}"
    for name, value in fields.items():
        setattr(copy, name, value)
    copy.save()
    docket.settle(docket.hold([item.article_id]))
    return copy


def decide(item: QueueItem, held: Claim, now: datetime, verdict: str = "unsourced") -> None:
    review.decide(item.pk, reviewer=held.reviewer, fence=held.fence, verdict=verdict, now=now, reason="seen")


def test_one_lease_covers_every_flag_of_the_article(reviewer: User, editor: User, now: datetime) -> None:
    first = make_item()
    second = another_flag(first)
    held = leases.claim_next(reviewer=reviewer, now=now)
    assert held is not None
    assert worklist.work_of(held) == [first, second]
    assert leases.claim_next(reviewer=editor, now=now) is None
    decide(first, held, now)
    assert Claim.objects.get().ended_at is None
    decide(second, held, now)
    assert Claim.objects.get().end == "finished"


def test_the_next_is_fetched_ahead_under_a_short_lease_and_then_given(
    reviewer: User, editor: User, now: datetime
) -> None:
    items = make_items(3)
    held = leases.claim_next(reviewer=reviewer, now=now)
    ahead = leases.claim_ahead(reviewer=reviewer, now=now)
    assert held is not None
    assert ahead is not None
    assert (held.article, ahead.article) == (items[0].article, items[1].article)
    assert (ahead.ahead, ahead.until) == (True, now + 2 * MINUTE)
    assert leases.claim_ahead(reviewer=reviewer, now=now) == ahead
    theirs = leases.claim_next(reviewer=editor, now=now)
    assert theirs is not None
    assert theirs.article == items[2].article
    assert [one.pk for one in worklist.mine(reviewer, now=now)] == [held.pk, ahead.pk]
    given = leases.claim_next(reviewer=reviewer, now=now + MINUTE)
    assert given == ahead
    assert given is not None
    assert (given.ahead, given.until) == (False, now + 16 * MINUTE)


def test_what_was_fetched_ahead_and_is_not_wanted_any_more_goes_back(reviewer: User, now: datetime) -> None:
    make_item()
    comment = make_item(kind="reader_comment", outlet="b.example")
    ahead = leases.claim_ahead(reviewer=reviewer, now=now)
    given = leases.claim_next(reviewer=reviewer, now=now, kinds=["reader_comment"])
    assert ahead is not None
    assert given is not None
    assert given.article == comment.article
    ahead.refresh_from_db()
    assert ahead.end == "released"
    ahead = leases.claim_ahead(reviewer=reviewer, now=now)
    assert leases.claim_next(reviewer=reviewer, now=now, outlets=[comment.outlet_id]) is None
    assert leases.claim_ahead(reviewer=reviewer, now=now, outlets=[comment.outlet_id]) is None


def test_a_heartbeat_keeps_a_lease_and_none_brings_a_lost_one_back(
    reviewer: User, editor: User, now: datetime
) -> None:
    make_item()
    held = leases.claim_next(reviewer=reviewer, now=now)
    assert held is not None
    beaten = leases.heartbeat(held.pk, reviewer=reviewer, fence=held.fence, now=now + 10 * MINUTE)
    assert beaten.until == now + 25 * MINUTE
    for who, fence, at in ((editor, 1, 11), (reviewer, 2, 11), (reviewer, 1, 26)):
        with refused("lease_lost"):
            leases.heartbeat(held.pk, reviewer=who, fence=fence, now=now + at * MINUTE)


def test_a_skipped_article_goes_to_others_and_comes_back_tomorrow(
    reviewer: User, editor: User, now: datetime
) -> None:
    item = make_item()
    held = leases.claim_next(reviewer=reviewer, now=now)
    assert held is not None
    assert leases.skip(held.pk, reviewer=reviewer, fence=1, now=now).end == "skipped"
    assert leases.claim_next(reviewer=reviewer, now=now) is None
    theirs = leases.claim_next(reviewer=editor, now=now)
    assert theirs is not None
    leases.release(theirs.pk, reviewer=editor, fence=2, now=now)
    again = leases.claim_next(reviewer=reviewer, now=now + timedelta(days=1))
    assert again is not None
    assert again.article == item.article


def test_a_reviewer_works_on_the_outlets_assigned_to_them(
    reviewer: User, editor: User, now: datetime
) -> None:
    other, own = make_item(outlet="a.example"), make_item(outlet="b.example")
    Assignment.objects.create(reviewer=reviewer, outlet=own.outlet)
    with refused("outlet_not_assigned"):
        review.claim(other.pk, reviewer=reviewer, now=now)
    assert leases.claim_next(reviewer=reviewer, now=now, outlets=[other.outlet_id]) is None
    assert leases.claim_ahead(reviewer=reviewer, now=now, outlets=[other.outlet_id]) is None
    held = leases.claim_next(reviewer=reviewer, now=now)
    assert held is not None
    assert held.article == own.article
    assert leases.claim_next(reviewer=reviewer, now=now) is None
    assert leases.claim_next(reviewer=editor, now=now) is not None


def test_kinds_and_outlets_together_choose_the_most_pressing_flag(reviewer: User, now: datetime) -> None:
    make_item(kind="reader_comment", outlet="a.example", priority=QueueItem.Priority.HIGH)
    low = make_item(kind="reader_comment", outlet="b.example", priority=QueueItem.Priority.LOW)
    make_item(kind="weak_sourcing", outlet="b.example", priority=QueueItem.Priority.HIGH)
    taken = leases.claim_next(reviewer=reviewer, now=now, kinds=["reader_comment"], outlets=[low.outlet_id])
    assert taken is not None
    assert taken.article == low.article


def test_an_article_that_is_not_there_cannot_be_claimed(reviewer: User, now: datetime) -> None:
    with refused("item_unknown"):
        leases.claim(4711, reviewer=reviewer, now=now)


def test_an_editor_ends_a_stale_lease(reviewer: User, editor: User, now: datetime) -> None:
    make_items(2)
    old = leases.claim_next(reviewer=reviewer, now=now)
    fresh = leases.claim_next(reviewer=reviewer, now=now + 10 * MINUTE)
    assert old is not None
    assert fresh is not None
    assert worklist.stale(now=now + 10 * MINUTE) == [old]
    assert worklist.stale(now=now + 10 * MINUTE, silent=timedelta()) == [old, fresh]
    with refused("not_permitted"):
        leases.revoke(old.pk, by=reviewer, now=now)
    assert leases.revoke(old.pk, by=editor, now=now + 10 * MINUTE).end == "revoked"
    for gone in (old.pk, 4711):
        with refused("lease_lost"):
            leases.revoke(gone, by=editor, now=now + 10 * MINUTE)


def test_leases_that_ran_out_go_back_and_a_heartbeat_in_between_keeps_one(
    reviewer: User, now: datetime
) -> None:
    make_items(2)
    for _ in range(2):
        leases.claim_next(reviewer=reviewer, now=now)
    assert leases.expire(now=now) == 0
    kept = Claim.objects.all()[0]
    Claim.objects.filter(pk=kept.pk).update(until=now + 20 * MINUTE)
    kept.refresh_from_db()
    with transaction.atomic():
        assert not leases.end(kept, docket.hold([kept.article_id]), "expired", now + 16 * MINUTE)
    assert leases.expire(now=now + 16 * MINUTE) == 1
    assert Docket.objects.filter(state="waiting").count() == 1


def test_the_database_keeps_an_article_from_being_held_twice(
    reviewer: User, editor: User, now: datetime
) -> None:
    held = review.claim(make_item().pk, reviewer=reviewer, now=now)
    with (
        pytest.raises(IntegrityError, match=r"claim_one_lives|auditor_claim\.article_id"),
        transaction.atomic(),
    ):
        Claim.objects.create(
            article=held.article, reviewer=editor, fence=2, taken_at=now, seen_at=now, until=now + MINUTE
        )


def test_an_article_moves_to_another_outlet_with_its_flags(reviewer: User, now: datetime) -> None:
    item = make_item(outlet="a.example")
    item.article.outlet = make_article(outlet="b.example").outlet
    item.article.save()
    docket.move(item.article)
    item.refresh_from_db()
    assert (item.outlet.key, item.article.docket.outlet.key) == ("b.example", "b.example")
    taken = leases.claim_next(reviewer=reviewer, now=now, outlets=[item.outlet_id])
    assert taken is not None


def test_dockets_are_settled_many_at_a_time(now: datetime) -> None:
    items = make_items(3)
    QueueItem.objects.filter(pk=items[0].pk).update(state="withdrawn")
    places = docket.hold(item.article_id for item in items)
    docket.settle(places)
    assert [place.state for place in Docket.objects.order_by("article_id")] == [
        "idle",
        "waiting",
        "waiting",
    ]


@pytest.fixture
def with_tests(settings: Settings) -> Callable[[float], None]:
    """Mixes flags with a known answer into so large a share of claims."""

    def mix(share: float) -> None:
        settings.AUDITOR_GOLD_SHARE = share

    return mix


def test_flags_with_a_known_answer_are_mixed_in_unmarked(
    reviewer: User, editor: User, now: datetime, with_tests: Callable[[float], None]
) -> None:
    known = make_item()
    decide(known, review.claim(known.pk, reviewer=editor, now=now), now)
    adjudication.set_gold(known.pk, verdict="unsourced", by=editor, now=now)
    make_item()
    with refused("item_closed"):
        review.claim(known.pk, reviewer=reviewer, now=now)
    with_tests(1.0)
    held = leases.claim_next(reviewer=reviewer, now=now)
    assert held is not None
    assert worklist.work_of(held) == [known]
    decide(known, held, now, "not_checkable")
    known.refresh_from_db()
    assert known.standing_decision() == known.decisions.get(reviewer=editor)
    assert known.decisions.get(reviewer=reviewer).round == "gold"
    following = leases.claim_next(reviewer=reviewer, now=now)
    assert following is not None
    assert following.article != known.article
