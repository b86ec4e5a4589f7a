"""Leases on articles: take the next, one ahead, keep, give back, leave to others."""

import hashlib
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from auditor.desk import docket, picking, worklist
from auditor.desk.permits import OVERRULE, REVIEW, ReviewRefused, permit
from auditor.models import Assignment, Claim, Docket, Pass, QueueItem

EXPIRED_AT_ONCE = 50
End = Claim.End


def claim_next(
    *, reviewer: User, now: datetime, kinds: Collection[str] = (), outlets: Collection[int] = ()
) -> Claim | None:
    """Lease the most pressing article that nobody holds and ``reviewer`` may work on; None without one.

    What was fetched ahead comes first, if it is one of those asked for. An article that the reviewer
    skipped today, or of whose flags they were unsure, is left to others. Raises ReviewRefused: not_permitted.
    """
    wanted = _wanted(reviewer, kinds, outlets)
    expire(now=now)
    if wanted is None:
        return None
    ready = _promote(wanted, now) or _test(wanted, now)
    return ready or _take(wanted, now, ahead=False)


def claim_ahead(
    *, reviewer: User, now: datetime, kinds: Collection[str] = (), outlets: Collection[int] = ()
) -> Claim | None:
    """Lease, for a short time, the article that ``claim_next`` will give; the same one when asked again.

    Raises ReviewRefused: not_permitted.
    """
    wanted = _wanted(reviewer, kinds, outlets)
    if wanted is None:
        return None
    ready = _fetched(wanted, now)
    if ready is not None:
        return heartbeat(ready.pk, reviewer=reviewer, fence=ready.fence, now=now)
    expire(now=now)
    return _take(wanted, now, ahead=True)


def claim(article: int, *, reviewer: User, now: datetime) -> Claim:
    """Lease this article; claiming one's own again extends the lease.

    Raises ReviewRefused: item_unknown, claimed_by_other, outlet_not_assigned, not_permitted.
    """
    permit(reviewer, REVIEW)
    expire(now=now)
    with transaction.atomic():
        found = docket.hold([article])
        if not found:
            raise ReviewRefused("item_unknown", f"There is no article {article}.")
        _require_assigned(reviewer, found[0].outlet_id)
        held = Claim.objects.unended().filter(article=article).select_related("reviewer").first()
        if held is None:
            docket.settle(found)
            return picking.mark(found[0], reviewer.pk, now=now, until=now + settings.AUDITOR_REVIEW_LEASE)
        if held.reviewer_id != reviewer.pk:
            raise ReviewRefused(
                "claimed_by_other",
                f"{held.reviewer} holds this article until {held.until:%H:%M} UTC. Take another one.",
            )
        held.until, held.seen_at, held.ahead = now + settings.AUDITOR_REVIEW_LEASE, now, False
        held.save(update_fields=["until", "seen_at", "ahead"])
        return held


def heartbeat(pk: int, *, reviewer: User, fence: int, now: datetime) -> Claim:
    """A sign of life: the lease runs on. Raises ReviewRefused: lease_lost, not_permitted."""
    permit(reviewer, REVIEW)
    found = Claim.objects.live(now).filter(pk=pk, reviewer=reviewer, fence=fence).first()
    if found is not None:
        found.until, found.seen_at = now + length(ahead=found.ahead), now
        rows = Claim.objects.live(now).filter(pk=pk)
        if rows.update(until=found.until, seen_at=now):
            return found
    raise _lost()


def release(pk: int, *, reviewer: User, fence: int, now: datetime) -> Claim:
    """Give an article back. Raises ReviewRefused: lease_lost, not_permitted."""
    permit(reviewer, REVIEW)
    return _give_up(pk, reviewer, fence, now, End.RELEASED)


def skip(pk: int, *, reviewer: User, fence: int, now: datetime) -> Claim:
    """Leave an article to others: it is not offered to this reviewer again today (UTC).

    Raises ReviewRefused: lease_lost, not_permitted.
    """
    permit(reviewer, REVIEW)
    with transaction.atomic():
        ended = _give_up(pk, reviewer, fence, now, End.SKIPPED)
        _leave(ended, Pass.Why.SKIPPED, until=_tomorrow(now))
    return ended


def revoke(pk: int, *, by: User, now: datetime) -> Claim:
    """End another's stale lease, as an editor. Raises ReviewRefused: lease_lost, not_permitted."""
    permit(by, OVERRULE)
    with transaction.atomic():
        held = Claim.objects.filter(pk=pk).first()
        places = docket.hold([held.article_id]) if held else []
        if held is None or not end(held, places, End.REVOKED, now):
            raise ReviewRefused("lease_lost", "That claim has ended already.")
    return held


def length(*, ahead: bool) -> timedelta:
    """How long a lease runs."""
    found: timedelta = settings.AUDITOR_AHEAD_LEASE if ahead else settings.AUDITOR_REVIEW_LEASE
    return found


def expire(*, now: datetime) -> int:
    """Give the articles of leases that ran out back to the queue; how many. Costs one look when none did."""
    run_out = Claim.objects.expired(now)
    if not run_out.exists():
        return 0
    with transaction.atomic():
        articles = list(run_out.values_list("article", flat=True)[:EXPIRED_AT_ONCE])
        ended = 0
        for place in docket.hold(articles):
            held = run_out.filter(article=place.article_id).first()
            ended += held is not None and end(held, [place], End.EXPIRED, now)
    return ended


def end(held: Claim, places: list[Docket], how: str, now: datetime) -> bool:
    """End a lease whose docket the transaction holds; False when it has ended already."""
    rows = Claim.objects.unended().filter(pk=held.pk)
    if how == End.EXPIRED:
        rows = rows.filter(until__lte=now)  # a heartbeat may have come in between
    if not rows.update(ended_at=now, end=how):
        return False
    held.ended_at, held.end = now, how
    for place in places:
        place.state = Docket.State.IDLE
    docket.settle(places)
    return True


def finish(held: Claim, places: list[Docket], now: datetime) -> bool:
    """End a lease when nothing is left that its reviewer could decide; whether it did."""
    if worklist.work_of(held, answered=False):
        return False
    end(held, places, End.FINISHED, now)
    if any(place.state == Docket.State.WAITING for place in places):
        _leave(held, Pass.Why.UNSURE, until=None)
    return True


def assigned(reviewer: User) -> tuple[int, ...]:
    """The outlets that the reviewer works on; empty: all."""
    return tuple(Assignment.objects.filter(reviewer=reviewer).values_list("outlet", flat=True))


def _wanted(reviewer: User, kinds: Collection[str], outlets: Collection[int]) -> picking.Wanted | None:
    """What may be given to the reviewer; None when nothing of it is theirs."""
    permit(reviewer, REVIEW)
    own = assigned(reviewer)
    chosen = tuple(sorted(set(outlets) & set(own))) if own and outlets else tuple(sorted(outlets or own))
    if own and outlets and not chosen:
        return None
    return picking.Wanted(reviewer.pk, tuple(sorted(set(kinds))), chosen)


def _require_assigned(reviewer: User, outlet: int) -> None:
    own = assigned(reviewer)
    if own and outlet not in own:
        raise ReviewRefused(
            "outlet_not_assigned", "You work on other outlets. Ask an editor to assign this one."
        )


def _take(wanted: picking.Wanted, now: datetime, *, ahead: bool) -> Claim | None:
    until = now + length(ahead=ahead)
    pk = picking.take(wanted, now=now, until=until, ahead=ahead)
    if pk is None and wanted.kinds:
        pk = picking.take_second(wanted, now=now, until=until, ahead=ahead)
    return None if pk is None else Claim.objects.select_related("reviewer").get(pk=pk)


def _test(wanted: picking.Wanted, now: datetime) -> Claim | None:
    """In its share of claims an article with a flag whose answer is known; unmarked, like any other."""
    taken = Claim.objects.filter(reviewer=wanted.reviewer).count()
    mark = hashlib.sha256(f"{wanted.reviewer}:{taken}".encode()).digest()
    if int.from_bytes(mark[:8], "big") >= settings.AUDITOR_GOLD_SHARE * 2**64:
        return None
    found = worklist.unanswered(wanted.reviewer, wanted.outlets).first()
    with transaction.atomic():
        places = docket.hold([found.item.article_id] if found else [])
        if not places or places[0].state == Docket.State.HELD:
            return None
        until = now + length(ahead=False)
        return picking.mark(places[0], wanted.reviewer, now=now, until=until)


def _fetched(wanted: picking.Wanted, now: datetime) -> Claim | None:
    """The reviewer's lease ahead that is one of those wanted; others are given back."""
    rows = Claim.objects.live(now).filter(reviewer=wanted.reviewer, ahead=True)
    for held in rows.select_related("reviewer"):
        if _fits(held, wanted):
            return held
        _give_up(held.pk, held.reviewer, held.fence, now, End.RELEASED)
    return None


def _fits(held: Claim, wanted: picking.Wanted) -> bool:
    place = Docket.objects.filter(article=held.article_id, outlet__in=wanted.outlets)
    if wanted.outlets and not place.exists():
        return False
    flags = QueueItem.objects.open().filter(article=held.article_id)
    return not wanted.kinds or flags.filter(kind__in=wanted.kinds).exists()


def _promote(wanted: picking.Wanted, now: datetime) -> Claim | None:
    """What was fetched ahead becomes what is before the reviewer; two windows cannot both have it."""
    held = _fetched(wanted, now)
    if held is None:
        return None
    until = now + length(ahead=False)
    rows = Claim.objects.live(now).filter(pk=held.pk, ahead=True)
    if not rows.update(ahead=False, until=until, seen_at=now):
        return None
    held.ahead, held.until, held.seen_at = False, until, now
    return held


def _give_up(pk: int, reviewer: User, fence: int, now: datetime, how: str) -> Claim:
    with transaction.atomic():
        held = Claim.objects.live(now).filter(pk=pk, reviewer=reviewer, fence=fence).first()
        if held is None or not end(held, docket.hold([held.article_id]), how, now):
            raise _lost()
    return held


def _leave(held: Claim, why: str, *, until: datetime | None) -> None:
    Pass.objects.update_or_create(
        reviewer=held.reviewer, article_id=held.article_id, defaults={"why": why, "until": until}
    )


def _tomorrow(now: datetime) -> datetime:
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day + timedelta(days=1)


def _lost() -> ReviewRefused:
    return ReviewRefused("lease_lost", "Your claim on this article has ended. Claim it again.")
