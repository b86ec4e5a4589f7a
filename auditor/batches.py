"""Many flags decided with one answer: each on its own and logged on its own, all taken back together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.contrib.auth.models import User

from auditor import review
from auditor.desk import leases
from auditor.desk.permits import REVIEW, ReviewRefused, permit
from auditor.models import Claim, Decision, QueueItem

Row = TypeVar("Row", QueueItem, Decision)
MOST = 200
"""Flags in one batch: as many as two pages of the list."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The decisions that were made, and what was left as it is, each with the reason."""

    done: tuple[int, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


def decide(pks: Iterable[int], *, reviewer: User, verdict: str, reason: str, now: datetime) -> Batch:
    """Give many flags one verdict, with one reason.

    An article that nobody holds is claimed for it and given back; one that a colleague holds is left alone,
    as is every flag that cannot be given this verdict. Raises ReviewRefused: not_permitted, too_many.
    """
    permit(reviewer, REVIEW)
    items = list(QueueItem.objects.filter(pk__in=_few(pks)).order_by("article", "pk"))

    def answer(item: QueueItem) -> int:
        held = _lease(item, reviewer, now)
        fence = held.fence if held else review.claim(item.pk, reviewer=reviewer, now=now).fence
        try:
            given = {"verdict": verdict, "reason": reason}
            return review.decide(item.pk, reviewer=reviewer, fence=fence, now=now, **given).pk
        finally:
            if held is None and (mine := _lease(item, reviewer, now)):
                leases.release(mine.pk, reviewer=reviewer, fence=fence, now=now)

    return _all(items, answer)


def undo(pks: Iterable[int], *, reviewer: User, now: datetime) -> Batch:
    """Take many decisions back, the last first. Raises ReviewRefused: not_permitted, too_many."""
    permit(reviewer, REVIEW)
    made = Decision.objects.filter(pk__in=_few(pks)).order_by("-pk")
    return _all(list(made), lambda decision: review.undo(decision.pk, reviewer=reviewer, now=now).pk)


def _few(pks: Iterable[int]) -> list[int]:
    found = list(pks)
    if len(found) > MOST:
        raise ReviewRefused("too_many", f"At most {MOST} flags at a time: these are {len(found):,}.")
    return found


def _lease(item: QueueItem, reviewer: User, now: datetime) -> Claim | None:
    return Claim.objects.live(now).filter(article=item.article_id, reviewer=reviewer, ahead=False).first()


def _all(rows: Iterable[Row], act: Callable[[Row], int]) -> Batch:
    done, refused = [], []
    for row in rows:
        try:
            done.append(act(row))
        except ReviewRefused as refusal:
            refused.append((row.quote, str(refusal)))
    return Batch(tuple(done), tuple(refused))
