"""Flags decided twice, the second time blind; adjudication; agreement and the lead's figures."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from auditor import review
from auditor.desk import adjudication, board, leases, permits, second_looks, worklist
from auditor.models import Claim, Decision, Gold, QueueItem, SecondLook
from tests.api_door import Caller
from tests.factories import make_item, make_items

pytestmark = pytest.mark.django_db


def refused(code: str) -> "pytest.RaisesExc[permits.ReviewRefused]":
    return pytest.RaisesExc(permits.ReviewRefused, check=lambda error: error.code == code)


def decide(item: QueueItem, who: User, now: datetime, verdict: str = "unsourced") -> Decision:
    fence = review.claim(item.pk, reviewer=who, now=now).fence
    return review.decide(item.pk, reviewer=who, fence=fence, verdict=verdict, reason="seen", now=now)


@pytest.fixture
def everything_twice(settings: Settings) -> None:
    """Every flag is one of the share."""
    settings.AUDITOR_DOUBLE_REVIEW = 1.0


def test_the_share_is_chosen_by_the_words_and_about_as_large_as_asked() -> None:
    items = [QueueItem(article_id=1, anchor=f"{number:064d}", occurrence=0) for number in range(2000)]
    chosen = [item.anchor for item in items if second_looks.is_sampled(item, 0.05)]
    assert 70 < len(chosen) < 130
    assert chosen == [item.anchor for item in items if second_looks.is_sampled(item, 0.05)]
    assert not any(second_looks.is_sampled(item, 0.0) for item in items)


@pytest.mark.usefixtures("everything_twice")
class TestDoubleReview:
    """Someone else decides again, and does not see the first answer."""

    def test_it_goes_to_someone_else(self, reviewer: User, editor: User, now: datetime) -> None:
        item = make_item()
        first = decide(item, reviewer, now)
        assert leases.claim_next(reviewer=reviewer, now=now) is None
        with refused("item_closed"):
            review.claim(item.pk, reviewer=reviewer, now=now)
        held = leases.claim_next(reviewer=editor, now=now)
        assert held is not None
        assert worklist.work_of(held) == [item]
        second = review.decide(item.pk, reviewer=editor, fence=held.fence, verdict="unsourced", now=now)
        look = SecondLook.objects.get()
        assert (look.first, look.second, look.state, second.round) == (first, second, "agreed", "second")
        assert item.standing_decision() == first
        assert leases.claim_next(reviewer=editor, now=now) is None

    def test_who_asks_for_a_kind_is_offered_its_second_looks_last(
        self, reviewer: User, editor: User, now: datetime
    ) -> None:
        item, other = make_item(), make_item()
        decide(item, reviewer, now)
        assert leases.claim_next(reviewer=editor, now=now, kinds=["reader_comment"]) is None
        for expected in (other, item):
            held = leases.claim_next(reviewer=editor, now=now, kinds=[item.kind])
            assert held is not None
            assert held.article == expected.article
        assert review.next_flag(reviewer=editor, now=now, kinds=[item.kind]) in (item, other)
        assert leases.claim_next(reviewer=reviewer, now=now, kinds=[item.kind]) is None

    def test_until_then_nobody_else_sees_the_first(
        self, reviewer: User, editor: User, client: Client, now: datetime
    ) -> None:
        item = make_item()
        first = decide(item, reviewer, now)
        mine, theirs = Caller(reviewer), Caller(editor)
        client.force_login(editor)
        assert mine.get(f"flags/{item.pk}/").json()["decision"]["id"] == first.pk
        assert theirs.get(f"flags/{item.pk}/").json()["decision"] is None
        assert theirs.get("decisions/").json()["results"] == []
        assert theirs.get(f"decisions/{first.pk}/").status_code == 404
        assert theirs.get(f"flags/{item.pk}/log/").json()["results"] == []
        page = client.get(f"/admin/auditor/queueitem/{item.pk}/change/").content.decode()
        assert reviewer.username not in page
        assert "0 decisions" in client.get("/admin/auditor/decision/").content.decode()
        assert (
            f"/reviewentry/{item.log.get().pk}/"
            not in client.get("/admin/auditor/reviewentry/").content.decode()
        )
        decide(item, editor, now)
        assert theirs.get(f"flags/{item.pk}/").json()["decision"]["id"] == first.pk
        assert len(theirs.get(f"flags/{item.pk}/log/").json()["results"]) == 2

    def test_a_test_does_not_tell_its_answer(
        self, settings: Settings, reviewer: User, editor: User, now: datetime
    ) -> None:
        settings.AUDITOR_DOUBLE_REVIEW, settings.AUDITOR_GOLD_SHARE = 0.0, 0.5
        item = make_item()
        first = decide(item, editor, now)
        Gold.objects.create(item=item, verdict=first.verdict, set_by=editor, set_at=now)
        assert Caller(reviewer).get(f"flags/{item.pk}/").json()["decision"] is None
        assert Caller(editor).get(f"flags/{item.pk}/").json()["decision"]["id"] == first.pk

    def test_who_is_unsure_leaves_it_to_a_third(
        self, reviewer: User, editor: User, administrator: User, now: datetime
    ) -> None:
        item = make_item()
        decide(item, reviewer, now)
        decide(item, editor, now, "unsure")
        assert leases.claim_next(reviewer=editor, now=now) is None
        held = leases.claim_next(reviewer=administrator, now=now)
        assert held is not None
        assert SecondLook.objects.get().state == "waiting"

    def test_with_other_work_in_the_article_the_first_reviewer_sees_only_that(
        self, reviewer: User, editor: User, now: datetime
    ) -> None:
        item = make_item()
        decide(item, reviewer, now)
        second = QueueItem.objects.get(pk=item.pk)
        second.pk, second.start, second.state = None, 1, "open"
        second.save()
        held = review.claim(second.pk, reviewer=reviewer, now=now)
        assert worklist.work_of(held) == [second]

    def test_a_difference_is_adjudicated(self, reviewer: User, editor: User, now: datetime) -> None:
        item = make_item()
        first = decide(item, reviewer, now)
        decide(item, editor, now, "not_checkable")
        [look] = adjudication.disagreements()
        with refused("not_permitted"):
            adjudication.adjudicate(look.pk, by=reviewer, verdict="unsourced", reason="x", now=now)
        with refused("reason_missing"):
            adjudication.adjudicate(look.pk, by=editor, verdict="unsourced", reason=" ", now=now)
        with refused("verdict_unknown"):
            adjudication.adjudicate(look.pk, by=editor, verdict="comment", reason="x", now=now)
        with refused("look_unknown"):
            adjudication.adjudicate(4711, by=editor, verdict="unsourced", reason="x", now=now)
        final = adjudication.adjudicate(
            look.pk, by=editor, verdict="not_checkable", reason="An opinion.", now=now
        )
        assert item.standing_decision() == final
        assert adjudication.disagreements() == []
        with refused("already_adjudicated"):
            adjudication.adjudicate(look.pk, by=editor, verdict="unsourced", reason="x", now=now)
        with refused("not_standing"):
            review.undo(first.pk, reviewer=reviewer, now=now)
        assert board.overturned() == {"editor": board.Share(0, 1), "reviewer": board.Share(1, 1)}
        review.undo(final.pk, reviewer=editor, now=now)
        assert item.standing_decision() == first
        assert [one.pk for one in adjudication.disagreements()] == [look.pk]
        item.refresh_from_db()
        assert item.state == "decided"

    def test_an_undone_answer_takes_its_comparison_along(
        self, reviewer: User, editor: User, now: datetime
    ) -> None:
        item = make_item()
        first = decide(item, reviewer, now)
        second = decide(item, editor, now)
        review.undo(second.pk, reviewer=editor, now=now)
        assert SecondLook.objects.get().state == "waiting"
        review.undo(first.pk, reviewer=reviewer, now=now)
        assert SecondLook.objects.get().state == "void"
        decide(item, reviewer, now)
        assert list(SecondLook.objects.order_by("pk").values_list("state", flat=True)) == ["void", "waiting"]

    def test_agreement_is_reckoned_per_kind_and_for_all(
        self, reviewer: User, editor: User, now: datetime
    ) -> None:
        for item, verdict in zip(
            make_items(4), ("unsourced", "unsourced", "sourced", "sourced"), strict=True
        ):
            decide(item, reviewer, now, verdict)
            decide(item, editor, now, verdict)
        comment = make_item(kind="reader_comment")
        decide(comment, reviewer, now, "comment")
        decide(comment, editor, now, "comment_to_act_on")
        found = board.agreement_by_kind()
        assert list(found) == ["", "reader_comment", "unsourced_assertion"]
        assert [one.value for one in found["unsourced_assertion"]] == [1.0, 1.0]
        assert found[""][0].units == 5
        assert found["reader_comment"][0].value == 0.0


def test_the_board_counts_what_waits_and_what_was_done(
    reviewer: User, editor: User, now: datetime, settings: Settings
) -> None:
    items = make_items(3)
    make_item(outlet="b.example")
    decide(items[0], reviewer, now)
    decide(items[1], reviewer, now, "not_checkable")
    decide(items[2], editor, now, "unsure")
    Claim.objects.filter(reviewer=reviewer).update(taken_at=now - timedelta(minutes=3))
    piles = board.piles()
    assert sorted((pile.name, pile.count) for pile in piles) == [("b.example", 1), ("example.org", 1)]
    assert board.throughput(now=now) == {"2026-03-17": {"editor": 1, "reviewer": 2}}
    assert board.overrides() == {"unsourced_assertion": board.Share(1, 2)}
    assert board.Share(0, 0).share is None
    assert board.Share(1, 2).share == 0.5
    assert board.minutes_per_article(now=now) == {"editor": 0.0, "reviewer": 3.0}
    settings.AUDITOR_GOLD_SHARE = 1.0
    for item, verdict in ((items[0], "unsourced"), (items[1], "unsourced")):
        adjudication.set_gold(item.pk, verdict=verdict, by=editor, now=now)
        decide(item, editor, now, "unsourced" if item == items[0] else "sourced")
    assert board.gold_accuracy() == {"editor": board.Share(1, 2)}
    adjudication.drop_gold(items[0].pk, by=editor)
    assert board.gold_accuracy() == {"editor": board.Share(0, 1)}


def test_what_cannot_be_a_test_is_refused(reviewer: User, editor: User, now: datetime) -> None:
    item = make_item()
    with refused("gold_undecided"):
        adjudication.set_gold(item.pk, verdict="unsourced", by=editor, now=now)
    decide(item, reviewer, now)
    for pk, verdict, who, code in (
        (4711, "unsourced", editor, "item_unknown"),
        (item.pk, "comment", editor, "verdict_unknown"),
        (item.pk, "unsourced", reviewer, "not_permitted"),
    ):
        with refused(code):
            adjudication.set_gold(pk, verdict=verdict, by=who, now=now)
    with refused("item_unknown"):
        adjudication.drop_gold(item.pk, by=editor)
