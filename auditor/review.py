"""What a reviewer may do with a flag: claim, release, decide, undo. Each one function, each logged."""

from collections.abc import Collection
from datetime import datetime
from functools import partial

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from auditor.models import Decision, QueueItem, ReviewEntry
from auditor.models.leasing import first_unlocked
from auditor.models.queue import AGREEING, VERDICTS, Verdict

REVIEW = "auditor.change_queueitem"
OVERRULE = "auditor.overrule_decision"


class ReviewRefused(Exception):
    """A mutation that cannot be made; ``code`` is stable, the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


_not_permitted = partial(ReviewRefused, "not_permitted")


def claim(pk: int, *, reviewer: User, now: datetime) -> QueueItem:
    """Lease one open flag to ``reviewer``; claiming one's own again extends the lease.

    The returned item's ``fence`` must be shown with the decision. Raises ReviewRefused:
    item_unknown, item_closed, claimed_by_other, not_permitted.
    """
    _permit(reviewer, REVIEW)
    with transaction.atomic():
        item = _hold(pk)
        _require_open(item)
        if _leased_to_other(item, reviewer, now):
            raise ReviewRefused(
                "claimed_by_other",
                f"{item.claimed_by} holds this flag until {item.claimed_until:%H:%M} UTC. Take another one.",
            )
        return _lease(item, reviewer, now)


def claim_next(
    *,
    reviewer: User,
    now: datetime,
    kinds: Collection[str] = (),
    outlets: Collection[int] = (),
) -> QueueItem | None:
    """Lease the most pressing open flag that nobody holds; None when there is none.

    Flags beyond the cap of their article come when none within it is left.
    A flag on which this reviewer was unsure is left to someone else. Raises ReviewRefused (not_permitted).
    """
    _permit(reviewer, REVIEW)
    waiting = QueueItem.objects.open().unclaimed(now).in_order()
    if kinds:
        waiting = waiting.filter(kind__in=kinds)
    if outlets:
        waiting = waiting.filter(article__outlet__in=outlets)
    mine = Decision.objects.filter(reviewer=reviewer, verdict=Verdict.UNSURE, undone_by__isnull=True)
    with transaction.atomic():
        free = waiting.exclude(pk__in=mine.values("item"))
        item = first_unlocked(free.shown_first()) or first_unlocked(free)
        return item and _lease(item, reviewer, now)


def release(pk: int, *, reviewer: User, fence: int, now: datetime) -> QueueItem:
    """Give a claimed flag back. Raises ReviewRefused: item_unknown, lease_lost, not_permitted."""
    _permit(reviewer, REVIEW)
    with transaction.atomic():
        item = _hold(pk)
        _require_lease(item, reviewer, fence, now)
        return _free(item, ReviewEntry.Act.RELEASED, reviewer, now)


def decide(pk: int, *, reviewer: User, fence: int, verdict: str, now: datetime, reason: str = "") -> Decision:
    """Decide a claimed flag. A verdict that disagrees with the flag must give its reason.

    ``unsure`` is kept as a decision but leaves the flag open for someone else. Raises ReviewRefused:
    item_unknown, item_closed, lease_lost, verdict_unknown, reason_missing, not_permitted.
    """
    _permit(reviewer, REVIEW)
    reason = reason.strip()
    with transaction.atomic():
        item = _hold(pk)
        _require_open(item)
        _require_verdict(item, verdict, reason)
        _require_lease(item, reviewer, fence, now)
        decision = Decision.objects.create(
            item=item,
            audit=item.audit,
            reviewer=reviewer,
            verdict=verdict,
            reason=reason,
            quote=item.quote,
            decided_at=now,
        )
        if verdict != Verdict.UNSURE:
            item.state = QueueItem.State.DECIDED
        _free(
            item, ReviewEntry.Act.DECIDED, reviewer, now, decision=decision.pk, verdict=verdict, reason=reason
        )
    return decision


def undo(pk: int, *, reviewer: User, now: datetime) -> Decision:
    """Take the standing decision ``pk`` back; the flag is open again. Nothing is deleted.

    Others' decisions may be undone with the permission to overrule. Raises ReviewRefused:
    decision_unknown, already_undone, not_standing, not_permitted.
    """
    _permit(reviewer, REVIEW)
    with transaction.atomic():
        decision = _decision(pk)
        if decision.reviewer_id != reviewer.pk and not reviewer.has_perm(OVERRULE):
            raise _not_permitted(
                "Only an editor may undo another reviewer's decision. Ask one to look at it."
            )
        item = _hold(decision.item_id)
        _require_standing(item, decision)
        undoing = Decision.objects.create(
            item=item, audit=item.audit, reviewer=reviewer, quote=item.quote, decided_at=now, undoes=decision
        )
        item.state = _state_after_undo(item)
        if _leased_to_other(item, reviewer, now):  # who holds the flag by now keeps it
            item.save(update_fields=["state"])
            _log(item, ReviewEntry.Act.UNDONE, reviewer, now, decision=decision.pk)
        else:
            _free(item, ReviewEntry.Act.UNDONE, reviewer, now, decision=decision.pk)
    return undoing


def _state_after_undo(item: QueueItem) -> str:
    """Open again, unless the words are gone: then there is nothing left to decide."""
    gone = item.state in (QueueItem.State.ORPHANED, QueueItem.State.WITHDRAWN)
    return QueueItem.State.WITHDRAWN if gone else QueueItem.State.OPEN


def _permit(reviewer: User, permission: str) -> None:
    if not reviewer.has_perm(permission):
        raise _not_permitted("Reviewing needs the reviewer or editor group. Ask an administrator to add you.")


def _hold(pk: int) -> QueueItem:
    """The item, locked until the transaction ends."""
    try:
        return QueueItem.objects.select_for_update().get(pk=pk)
    except QueueItem.DoesNotExist:
        raise ReviewRefused("item_unknown", f"There is no flag {pk}. It may have been deleted.") from None


def _decision(pk: int) -> Decision:
    try:
        return Decision.objects.get(pk=pk)
    except Decision.DoesNotExist:
        raise ReviewRefused("decision_unknown", f"There is no decision {pk}.") from None


def _require_open(item: QueueItem) -> None:
    if item.state == QueueItem.State.OPEN:
        return
    if item.state == QueueItem.State.DECIDED:
        raise ReviewRefused("item_closed", "This flag has been decided. Undo that decision to decide again.")
    raise ReviewRefused(
        "item_gone", "The words this flag stood on are no longer in the article. Nothing to decide."
    )


def _require_verdict(item: QueueItem, verdict: str, reason: str) -> None:
    allowed = VERDICTS[item.kind]
    if verdict not in allowed:
        raise ReviewRefused(
            "verdict_unknown", f"{verdict!r} is no verdict on {item.kind}. Use one of: {', '.join(allowed)}."
        )
    if not reason and verdict not in AGREEING and verdict != Verdict.UNSURE:
        raise ReviewRefused("reason_missing", "This verdict disagrees with the flag: say why in a few words.")


def _require_standing(item: QueueItem, decision: Decision) -> None:
    if Decision.objects.filter(undoes=decision).exists():
        raise ReviewRefused("already_undone", "This decision has already been undone.")
    if item.standing_decision() != decision:
        raise ReviewRefused("not_standing", "A later decision stands on this flag. Undo that one first.")


def _leased_to_other(item: QueueItem, reviewer: User, now: datetime) -> bool:
    return _leased(item, now) and item.claimed_by_id != reviewer.pk


def _leased(item: QueueItem, now: datetime) -> bool:
    return item.claimed_until is not None and item.claimed_until > now


def _require_lease(item: QueueItem, reviewer: User, fence: int, now: datetime) -> None:
    """The lease is lost once it ran out or was given to someone else, even if both are the same person."""
    if item.claimed_by_id is None and item.fence == 0:
        raise ReviewRefused("lease_lost", "You have not claimed this flag. Claim it, then decide.")
    if _leased_to_other(item, reviewer, now):
        raise ReviewRefused("lease_lost", f"{item.claimed_by} holds this flag now. Your answer is unsaved.")
    if item.fence != fence or item.claimed_by_id != reviewer.pk or not _leased(item, now):
        raise ReviewRefused(
            "lease_lost", "Your claim on this flag has ended. Claim it again; your answer is unsaved."
        )


def _lease(item: QueueItem, reviewer: User, now: datetime) -> QueueItem:
    item.claimed_by = reviewer
    item.claimed_until = now + settings.AUDITOR_REVIEW_LEASE
    item.fence += 1
    item.save(update_fields=["claimed_by", "claimed_until", "fence"])
    _log(item, ReviewEntry.Act.CLAIMED, reviewer, now, fence=item.fence)
    return item


def _free(item: QueueItem, act: str, reviewer: User, now: datetime, **details: object) -> QueueItem:
    item.claimed_by = item.claimed_until = None
    item.save(update_fields=["state", "claimed_by", "claimed_until"])
    _log(item, act, reviewer, now, **details)
    return item


def _log(item: QueueItem, act: str, actor: User, now: datetime, **details: object) -> None:
    ReviewEntry.objects.create(item=item, act=act, actor=actor, at=now, details=details)
