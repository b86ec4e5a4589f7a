"""What a reviewer may do with a flag: claim, release, decide, escalate, undo. Each one function."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from auditor.desk import docket, drafts, leases, ledger, second_looks, worklist
from auditor.desk.permits import OVERRULE, REVIEW, ReviewRefused, permit
from auditor.inspection.flags import SHOWN
from auditor.models import Claim, Decision, Docket, Draft, QueueItem, ReviewEntry
from auditor.models.queue import AGREEING, VERDICTS, Verdict

State = QueueItem.State
Round = Decision.Round


class LeaseLost(ReviewRefused):
    """A decision that came too late; ``draft`` is the answer as it was kept, if it was one."""

    def __init__(self, message: str) -> None:
        super().__init__("lease_lost", message)
        self.draft: Draft | None = None


def claim(pk: int, *, reviewer: User, now: datetime) -> Claim:
    """Lease the article of a flag that can be decided; claiming one's own again extends the lease.

    Raises ReviewRefused: item_unknown, item_closed, item_gone, claimed_by_other, outlet_not_assigned,
    not_permitted.
    """
    permit(reviewer, REVIEW)
    item = _item(pk)
    _round(item, reviewer)
    return leases.claim(item.article_id, reviewer=reviewer, now=now)


def next_flag(
    *, reviewer: User, now: datetime, kinds: Collection[str] = (), outlets: Collection[int] = ()
) -> QueueItem | None:
    """The next flag to decide: in the article that the reviewer holds, else in the next one.

    None when nothing waits. Raises ReviewRefused (not_permitted).
    """
    permit(reviewer, REVIEW)
    held = [one for one in worklist.mine(reviewer, now=now) if not one.ahead]
    while True:
        for one in held:
            flags = worklist.work_of(one, answered=False)
            fitting = [flag for flag in flags if not outlets or flag.outlet_id in outlets]
            fitting = [flag for flag in fitting if not kinds or flag.kind in kinds]
            if fitting:
                return min(fitting, key=_urgency)
        following = leases.claim_next(reviewer=reviewer, now=now, kinds=kinds, outlets=outlets)
        if following is None:
            return None
        held = [following]


def _urgency(flag: QueueItem) -> tuple[bool, int, float, int]:
    """The least first; what is beyond the cap of its article comes when nothing within it is left."""
    return flag.rank > SHOWN, flag.priority, -flag.precision, flag.pk


def release(pk: int, *, reviewer: User, fence: int, now: datetime) -> Claim:
    """Give the article of a flag back. Raises ReviewRefused: item_unknown, lease_lost, not_permitted."""
    held = lease_of(pk, reviewer=reviewer, fence=fence, now=now)
    return leases.release(held, reviewer=reviewer, fence=fence, now=now)


def lease_of(pk: int, *, reviewer: User, fence: int, now: datetime) -> int:
    """The id of the lease on a flag's article that has this fence; 0, which no lease has, without one.

    Raises ReviewRefused: item_unknown, not_permitted.
    """
    permit(reviewer, REVIEW)
    leased = Claim.objects.live(now).filter(article=_item(pk).article_id, fence=fence)
    return leased.values_list("pk", flat=True).first() or 0


def decide(pk: int, *, reviewer: User, fence: int, verdict: str, now: datetime, reason: str = "") -> Decision:
    """Decide a flag of a claimed article. A verdict that disagrees with the flag must give its reason.

    ``unsure`` is kept as a decision but leaves the flag open for someone else. An answer that comes
    when the lease is lost is kept as a draft. Raises ReviewRefused: item_unknown, item_closed,
    item_gone, lease_lost (a LeaseLost), verdict_unknown, reason_missing, not_permitted.
    """
    permit(reviewer, REVIEW)
    reason = reason.strip()
    try:
        with transaction.atomic():
            place, item = _hold(pk)
            which = _round(item, reviewer)
            _require_verdict(item, verdict, reason)
            held = _lease(item, reviewer, fence, now)
            decision = _write(item, which, held, verdict=verdict, reason=reason, now=now)
            _end_turn(held, place, now)
            ledger.append([_entry(item, ReviewEntry.Act.DECIDED, reviewer, now, **_told(decision))])
    except LeaseLost as lost:
        item = _item(pk)
        lost.draft = drafts.keep(item, reviewer=reviewer, fence=fence, answer=(verdict, reason), now=now)
        raise
    return decision


def escalate(pk: int, *, reviewer: User, fence: int, reason: str, now: datetime) -> QueueItem:
    """Leave a flag of a claimed article to an editor, with the reason why.

    Raises ReviewRefused: item_unknown, item_closed, item_gone, lease_lost, reason_missing, not_permitted.
    """
    permit(reviewer, REVIEW)
    reason = reason.strip()
    if not reason:
        raise ReviewRefused("reason_missing", "Tell the editor in a few words what to look at.")
    with transaction.atomic():
        place, item = _hold(pk)
        if item.state != State.OPEN:
            _round(item, reviewer)
            raise ReviewRefused("item_closed", "Only an open flag can be escalated.")
        held = _lease(item, reviewer, fence, now)
        item.state = State.ESCALATED
        item.save(update_fields=["state"])
        _end_turn(held, place, now)
        ledger.append([_entry(item, ReviewEntry.Act.ESCALATED, reviewer, now, reason=reason)])
    return item


def undo(pk: int, *, reviewer: User, now: datetime) -> Decision:
    """Take the decision ``pk``, which is in force, back; the flag is open again. Nothing is deleted.

    Others' decisions may be undone with the permission to overrule. Raises ReviewRefused:
    decision_unknown, already_undone, not_standing, not_permitted.
    """
    permit(reviewer, REVIEW)
    with transaction.atomic():
        decision = _decision(pk)
        if decision.reviewer_id != reviewer.pk and not reviewer.has_perm(OVERRULE):
            raise ReviewRefused(
                "not_permitted", "Only an editor may undo another reviewer's decision. Ask one to look at it."
            )
        place, item = _hold(decision.item_id)
        _require_standing(item, decision)
        undoing = Decision.objects.create(
            item=item,
            audit=item.audit,
            reviewer=reviewer,
            quote=item.quote,
            round=decision.round,
            decided_at=now,
            undoes=decision,
        )
        _reopen(item, decision)
        docket.offer_again([item.article_id])
        docket.settle([place])
        ledger.append([_entry(item, ReviewEntry.Act.UNDONE, reviewer, now, decision=decision.pk)])
    return undoing


def last_decision(reviewer: User) -> Decision | None:
    """What ``undo`` would take back next: the reviewer's latest decision that is in force."""
    return Decision.objects.in_force().filter(reviewer=reviewer).order_by("-pk").first()


def _reopen(item: QueueItem, decision: Decision) -> None:
    second_looks.withdraw(decision)
    if decision.round == Round.FIRST:
        item.state = _state_after_undo(item)
    item.save(update_fields=["state"])


def _state_after_undo(item: QueueItem) -> str:
    """Open again, unless the words are gone: then there is nothing left to decide."""
    gone = item.state in (State.ORPHANED, State.WITHDRAWN)
    return State.WITHDRAWN if gone else State.OPEN


def _item(pk: int) -> QueueItem:
    try:
        return QueueItem.objects.get(pk=pk)
    except QueueItem.DoesNotExist:
        raise ReviewRefused("item_unknown", f"There is no flag {pk}. It may have been deleted.") from None


def _hold(pk: int) -> tuple[Docket, QueueItem]:
    """The item's docket, locked until the transaction ends, and the item as it stands under that lock."""
    [place] = docket.hold([_item(pk).article_id])
    return place, _item(pk)


def _decision(pk: int) -> Decision:
    try:
        return Decision.objects.get(pk=pk)
    except Decision.DoesNotExist:
        raise ReviewRefused("decision_unknown", f"There is no decision {pk}.") from None


def _round(item: QueueItem, reviewer: User) -> Decision.Round:
    """As what an answer of this reviewer would count; refuses when it would count as nothing."""
    if item.state == State.OPEN:
        return Round.FIRST
    if item.state == State.ESCALATED:
        permit(reviewer, OVERRULE)
        return Round.FIRST
    if item.state == State.DECIDED and second_looks.waiting(item, reviewer):
        return Round.SECOND
    if _tested(item, reviewer):
        return Round.GOLD
    if item.state == State.DECIDED:
        raise ReviewRefused("item_closed", "This flag has been decided. Undo that decision to decide again.")
    raise ReviewRefused(
        "item_gone", "The words this flag stood on are no longer in the article. Nothing to decide."
    )


def _tested(item: QueueItem, reviewer: User) -> bool:
    return bool(settings.AUDITOR_GOLD_SHARE) and worklist.unanswered(reviewer.pk).filter(item=item).exists()


def _require_verdict(item: QueueItem, verdict: str, reason: str) -> None:
    allowed = VERDICTS[item.kind]
    if verdict not in allowed:
        raise ReviewRefused(
            "verdict_unknown", f"{verdict!r} is no verdict on {item.kind}. Use one of: {', '.join(allowed)}."
        )
    if not reason and verdict not in AGREEING and verdict != Verdict.UNSURE:
        raise ReviewRefused("reason_missing", "This verdict disagrees with the flag: say why in a few words.")


def _lease(item: QueueItem, reviewer: User, fence: int, now: datetime) -> Claim:
    """The lease on which a decision rests.

    It is lost once it ran out or was given to someone else, even if both are the same person.
    """
    held = Claim.objects.unended().filter(article=item.article_id).select_related("reviewer").first()
    if held is not None and held.reviewer_id == reviewer.pk and held.fence == fence and held.lives(now):
        return held
    if held is not None and held.reviewer_id != reviewer.pk and held.lives(now):
        raise LeaseLost(f"{held.reviewer} holds this article now. Your answer is kept as a draft.")
    if not Claim.objects.filter(article=item.article_id, reviewer=reviewer).exists():
        raise LeaseLost("You have not claimed this article. Claim it, then decide.")
    raise LeaseLost("Your claim on this article has ended. Claim it again; your answer is kept as a draft.")


def _write(
    item: QueueItem, which: Decision.Round, held: Claim, *, verdict: str, reason: str, now: datetime
) -> Decision:
    decision = Decision.objects.create(
        item=item,
        audit_id=item.audit_id,
        reviewer=held.reviewer,
        verdict=verdict,
        round=which,
        reason=reason,
        quote=item.quote,
        decided_at=now,
    )
    if which == Round.FIRST and verdict != Verdict.UNSURE:
        item.state, item.former = State.DECIDED, ""
        item.save(update_fields=["state", "former"])
        second_looks.ask(item, decision)
    if which == Round.SECOND and (look := second_looks.waiting(item, held.reviewer)):
        second_looks.answer(look, decision)
    Draft.objects.filter(item=item, reviewer=held.reviewer).delete()
    return decision


def _end_turn(held: Claim, place: Docket, now: datetime) -> None:
    """Give the article back when that was the last flag; else only note what became of it."""
    if not leases.finish(held, [place], now):
        docket.settle([place])


def _require_standing(item: QueueItem, decision: Decision) -> None:
    if Decision.objects.filter(undoes=decision).exists():
        raise ReviewRefused("already_undone", "This decision has already been undone.")
    final = Decision.objects.in_force().filter(item=item, round=Round.FINAL)
    if decision.round in (Round.FIRST, Round.SECOND) and final.exists():
        raise ReviewRefused("not_standing", "An editor has adjudicated this flag. Undo that first.")
    later = Decision.objects.in_force().filter(item=item, round=decision.round).order_by("-pk").first()
    if later != decision:
        raise ReviewRefused("not_standing", "A later decision stands on this flag. Undo that one first.")


def _told(decision: Decision) -> dict[str, object]:
    return {
        "decision": decision.pk,
        "verdict": decision.verdict,
        "reason": decision.reason,
        "round": decision.round,
        "quote": decision.quote,
    }


def _entry(item: QueueItem, act: str, actor: User, now: datetime, **details: object) -> ReviewEntry:
    return ReviewEntry(item=item, act=act, actor=actor, at=now, details=details)
