"""Claim, release, decide, undo."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User

from auditor import review
from auditor.desk import docket, drafts, leases, permits
from auditor.inspection.flags import SHOWN
from auditor.models import Claim, Decision, QueueItem, ReviewEntry
from tests.factories import make_item, make_items

pytestmark = pytest.mark.django_db


def refused(code: str) -> "pytest.RaisesExc[permits.ReviewRefused]":
    return pytest.RaisesExc(permits.ReviewRefused, check=lambda error: error.code == code)


def test_a_claim_is_a_lease_with_a_fence(reviewer: User, now: datetime) -> None:
    item = make_item()
    held = review.claim(item.pk, reviewer=reviewer, now=now)
    assert (held.article, held.reviewer, held.fence) == (item.article, reviewer, 1)
    assert held.until == now + timedelta(minutes=15)


def test_the_most_pressing_flag_comes_first(reviewer: User, now: datetime) -> None:
    make_items(3, priority=QueueItem.Priority.LOW)
    pressing = make_item(priority=QueueItem.Priority.HIGH, probability=0.4)
    make_item(priority=QueueItem.Priority.HIGH, probability=0.3)
    assert review.next_flag(reviewer=reviewer, now=now) == pressing


def test_flags_beyond_an_article_s_cap_come_last(reviewer: User, now: datetime) -> None:
    beyond = make_item(priority=QueueItem.Priority.HIGH)
    QueueItem.objects.filter(pk=beyond.pk).update(rank=SHOWN + 1)
    within = make_item(priority=QueueItem.Priority.LOW)
    docket.settle(docket.hold([beyond.article_id]))
    taken = [leases.claim_next(reviewer=reviewer, now=now) for _ in range(2)]
    assert [held.article for held in taken if held] == [within.article, beyond.article]
    assert review.next_flag(reviewer=reviewer, now=now) == within


def test_the_next_flag_is_never_one_that_someone_holds(reviewer: User, editor: User, now: datetime) -> None:
    first, second = make_items(2)
    assert review.next_flag(reviewer=reviewer, now=now) == first
    assert review.next_flag(reviewer=editor, now=now) == second
    assert leases.claim_next(reviewer=editor, now=now) is None


def test_the_next_flag_can_be_asked_for_by_kind_and_outlet(reviewer: User, now: datetime) -> None:
    make_item()
    wanted = make_item(kind="reader_comment")
    outlet = wanted.article.outlet_id
    assert review.next_flag(reviewer=reviewer, now=now, kinds=["reader_comment"], outlets=[outlet]) == wanted
    assert review.next_flag(reviewer=reviewer, now=now, kinds=["weak_sourcing"]) is None


def test_a_lease_that_ran_out_frees_the_flag(reviewer: User, editor: User, now: datetime) -> None:
    item = make_item()
    review.claim(item.pk, reviewer=reviewer, now=now)
    with refused("claimed_by_other"):
        review.claim(item.pk, reviewer=editor, now=now)
    later = now + timedelta(minutes=16)
    assert review.next_flag(reviewer=editor, now=later) == item


def test_two_reviewers_on_one_flag_cannot_both_decide(reviewer: User, editor: User, now: datetime) -> None:
    item = make_item()
    stale = review.claim(item.pk, reviewer=reviewer, now=now)
    later = now + timedelta(minutes=16)
    fresh = review.claim(item.pk, reviewer=editor, now=later)
    with refused("lease_lost"):
        review.decide(item.pk, reviewer=reviewer, fence=stale.fence, verdict="unsourced", now=later)
    review.decide(item.pk, reviewer=editor, fence=fresh.fence, verdict="unsourced", now=later)
    assert list(Decision.objects.values_list("reviewer", flat=True)) == [editor.pk]


def test_a_lost_lease_says_how_it_was_lost(reviewer: User, editor: User, now: datetime) -> None:
    item = make_item()

    def answer(at: datetime) -> str:
        with refused("lease_lost") as refusal:
            review.decide(item.pk, reviewer=reviewer, fence=1, verdict="unsourced", now=at)
        return str(refusal.value)

    assert "not claimed" in answer(now)
    review.claim(item.pk, reviewer=reviewer, now=now)
    assert "has ended" in answer(now + timedelta(minutes=16))
    review.claim(item.pk, reviewer=editor, now=now + timedelta(minutes=16))
    assert "editor holds" in answer(now + timedelta(minutes=16))


def test_a_decision_needs_a_claim(reviewer: User, now: datetime) -> None:
    with refused("lease_lost"):
        review.decide(make_item().pk, reviewer=reviewer, fence=0, verdict="unsourced", now=now)


def decide(
    item: QueueItem, reviewer: User, now: datetime, verdict: str = "unsourced", reason: str = ""
) -> Decision:
    fence = review.claim(item.pk, reviewer=reviewer, now=now).fence
    return review.decide(item.pk, reviewer=reviewer, fence=fence, verdict=verdict, reason=reason, now=now)


def test_a_decision_closes_the_flag_and_keeps_its_words(reviewer: User, now: datetime) -> None:
    item = make_item()
    decision = decide(item, reviewer, now)
    item.refresh_from_db()
    assert (item.state, item.standing_decision()) == ("decided", decision)
    assert [held.end for held in Claim.objects.all()] == ["finished"]
    assert decision.quote == item.quote
    with refused("item_closed"):
        review.claim(item.pk, reviewer=reviewer, now=now)


def test_a_verdict_that_disagrees_must_say_why(reviewer: User, now: datetime) -> None:
    item = make_item()
    with refused("reason_missing"):
        decide(item, reviewer, now, "sourced", "   ")
    assert decide(item, reviewer, now, "sourced", " The Kremlin is named. ").reason == "The Kremlin is named."


def test_a_verdict_must_fit_the_kind_of_flag(reviewer: User, now: datetime) -> None:
    with refused("verdict_unknown"):
        decide(make_item(kind="reader_comment"), reviewer, now, "sourced", "why not")


def test_unsure_leaves_the_flag_to_someone_else(reviewer: User, editor: User, now: datetime) -> None:
    item = make_item()
    decide(item, reviewer, now, "unsure")
    assert review.next_flag(reviewer=reviewer, now=now) is None
    assert review.next_flag(reviewer=editor, now=now) == item


def test_undo_opens_the_flag_again_and_deletes_nothing(reviewer: User, now: datetime) -> None:
    item = make_item()
    decision = decide(item, reviewer, now)
    undoing = review.undo(decision.pk, reviewer=reviewer, now=now)
    item.refresh_from_db()
    assert (item.state, item.standing_decision(), undoing.undoes) == ("open", None, decision)
    assert Decision.objects.count() == 2
    with refused("already_undone"):
        review.undo(decision.pk, reviewer=reviewer, now=now)


def test_an_undone_flag_can_be_decided_anew(reviewer: User, now: datetime) -> None:
    item = make_item()
    first = decide(item, reviewer, now)
    review.undo(first.pk, reviewer=reviewer, now=now)
    second = decide(item, reviewer, now, "not_checkable", "an opinion")
    assert item.standing_decision() == second
    with refused("already_undone"):
        review.undo(first.pk, reviewer=reviewer, now=now)


def test_an_undoing_cannot_be_undone(reviewer: User, now: datetime) -> None:
    decision = decide(make_item(), reviewer, now)
    undoing = review.undo(decision.pk, reviewer=reviewer, now=now)
    with refused("not_standing"):
        review.undo(undoing.pk, reviewer=reviewer, now=now)


def test_only_an_editor_undoes_what_another_decided(reviewer: User, editor: User, now: datetime) -> None:
    own = decide(make_item(), editor, now)
    with refused("not_permitted"):
        review.undo(own.pk, reviewer=reviewer, now=now)
    other = decide(make_item(), reviewer, now)
    assert review.undo(other.pk, reviewer=editor, now=now).undoes == other


def test_undoing_a_decision_whose_words_are_gone_leaves_nothing_to_decide(
    reviewer: User, now: datetime
) -> None:
    item = make_item()
    decision = decide(item, reviewer, now)
    QueueItem.objects.filter(pk=item.pk).update(state=QueueItem.State.ORPHANED)
    review.undo(decision.pk, reviewer=reviewer, now=now)
    item.refresh_from_db()
    assert item.state == "withdrawn"
    with refused("item_gone"):
        review.claim(item.pk, reviewer=reviewer, now=now)


def test_a_released_flag_is_free_at_once(reviewer: User, editor: User, now: datetime) -> None:
    item = make_item()
    fence = review.claim(item.pk, reviewer=reviewer, now=now).fence
    with refused("lease_lost"):
        review.release(item.pk, reviewer=editor, fence=fence, now=now)
    review.release(item.pk, reviewer=reviewer, fence=fence, now=now)
    assert review.next_flag(reviewer=editor, now=now) == item


def test_a_reader_may_do_nothing_here(reader: User, now: datetime) -> None:
    item = make_item()
    for act in (
        lambda: review.claim(item.pk, reviewer=reader, now=now),
        lambda: review.next_flag(reviewer=reader, now=now),
        lambda: review.release(item.pk, reviewer=reader, fence=0, now=now),
        lambda: review.decide(item.pk, reviewer=reader, fence=0, verdict="unsourced", now=now),
        lambda: review.undo(1, reviewer=reader, now=now),
    ):
        with refused("not_permitted"):
            act()


def test_what_does_not_exist_is_named(reviewer: User, now: datetime) -> None:
    with refused("item_unknown"):
        review.claim(4711, reviewer=reviewer, now=now)
    with refused("decision_unknown"):
        review.undo(4711, reviewer=reviewer, now=now)


def test_every_act_is_in_the_log(reviewer: User, now: datetime) -> None:
    item = make_item()
    fence = review.claim(item.pk, reviewer=reviewer, now=now).fence
    review.release(item.pk, reviewer=reviewer, fence=fence, now=now)
    review.undo(decide(item, reviewer, now).pk, reviewer=reviewer, now=now)
    acts = ReviewEntry.objects.filter(item=item).order_by("pk").values_list("act", "actor")
    assert list(acts) == [("decided", reviewer.pk), ("undone", reviewer.pk)]
    ends = Claim.objects.order_by("pk").values_list("end", flat=True)
    assert list(ends) == ["released", "finished"]


def test_a_refused_act_leaves_no_trace(reviewer: User, now: datetime) -> None:
    item = make_item()
    with refused("verdict_unknown"):
        decide(item, reviewer, now, "nonsense")
    assert not Decision.objects.exists()
    assert not ReviewEntry.objects.exists()


def test_taking_back_ones_doubt_leaves_anothers_claim_alone(
    reviewer: User, editor: User, now: datetime
) -> None:
    item = make_item()
    doubt = decide(item, reviewer, now, "unsure")
    fence = review.claim(item.pk, reviewer=editor, now=now).fence
    review.undo(doubt.pk, reviewer=reviewer, now=now)
    review.decide(item.pk, reviewer=editor, fence=fence, verdict="unsourced", now=now)
    item.refresh_from_db()
    assert item.state == "decided"


def test_a_doubt_taken_back_brings_the_flag_back_to_its_reviewer(reviewer: User, now: datetime) -> None:
    item = make_item()
    review.undo(decide(item, reviewer, now, "unsure").pk, reviewer=reviewer, now=now)
    assert review.next_flag(reviewer=reviewer, now=now) == item


def test_a_late_answer_is_kept_as_a_draft_until_it_is_decided_or_discarded(
    reviewer: User, editor: User, now: datetime
) -> None:
    item, later = make_item(), now + timedelta(minutes=16)
    held = review.claim(item.pk, reviewer=reviewer, now=now)
    for reason in ("first", "second"):
        with pytest.raises(review.LeaseLost) as lost:
            review.decide(
                item.pk, reviewer=reviewer, fence=held.fence, verdict="sourced", reason=reason, now=later
            )
        assert lost.value.draft in drafts.drafts(reviewer)
    [draft] = drafts.drafts(reviewer)
    assert (draft.verdict, draft.reason, draft.quote, draft.fence) == ("sourced", "second", item.quote, 1)
    with refused("draft_unknown"):
        drafts.discard(draft.pk, reviewer=editor)
    again = review.claim(draft.item_id, reviewer=reviewer, now=later)
    review.decide(
        item.pk, reviewer=reviewer, fence=again.fence, verdict=draft.verdict, reason=draft.reason, now=later
    )
    assert drafts.drafts(reviewer) == []


def test_a_draft_can_be_thrown_away(reviewer: User, now: datetime) -> None:
    item = make_item()
    review.claim(item.pk, reviewer=reviewer, now=now)
    with refused("lease_lost"):
        review.decide(item.pk, reviewer=reviewer, fence=9, verdict="unsourced", now=now)
    [draft] = drafts.drafts(reviewer)
    drafts.discard(draft.pk, reviewer=reviewer)
    assert drafts.drafts(reviewer) == []


def test_an_escalated_flag_is_left_to_editors(reviewer: User, editor: User, now: datetime) -> None:
    item = make_item()
    held = review.claim(item.pk, reviewer=reviewer, now=now)
    with refused("reason_missing"):
        review.escalate(item.pk, reviewer=reviewer, fence=held.fence, reason=" ", now=now)
    review.escalate(item.pk, reviewer=reviewer, fence=held.fence, reason="A libel?", now=now)
    assert review.next_flag(reviewer=reviewer, now=now) is None
    with refused("not_permitted"):
        review.claim(item.pk, reviewer=reviewer, now=now)
    fence = review.claim(item.pk, reviewer=editor, now=now).fence
    with refused("item_closed"):
        review.escalate(item.pk, reviewer=editor, fence=fence, reason="And again?", now=now)
    decision = review.decide(item.pk, reviewer=editor, fence=fence, verdict="unsourced", now=now)
    assert item.standing_decision() == decision
    with refused("item_closed"):
        review.escalate(item.pk, reviewer=editor, fence=fence, reason="And again?", now=now)


def test_undo_goes_back_decision_by_decision(reviewer: User, now: datetime) -> None:
    made = [decide(item, reviewer, now) for item in make_items(3)]
    for decision in reversed(made):
        assert review.last_decision(reviewer) == decision
        review.undo(decision.pk, reviewer=reviewer, now=now)
    assert review.last_decision(reviewer) is None
    assert QueueItem.objects.open().count() == 3
