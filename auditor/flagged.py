"""Flags that hang on a notice: closed with the decision about it, open again when that is undone."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet

from auditor.inspection.flags import FlagKind
from auditor.models import Boilerplate, Decision, Passage, QueueItem, ReviewEntry

BATCH = 500
T = TypeVar("T")
State = QueueItem.State


def waiting(notice: Boilerplate) -> QuerySet[QueueItem]:
    """Open flags that ask whether a wording of ``notice`` is boilerplate."""
    places = Passage.objects.filter(
        variant__notice=notice, audit=OuterRef("audit"), start=OuterRef("start"), end=OuterRef("end")
    )
    return QueueItem.objects.open().filter(Exists(places), kind=FlagKind.UNKNOWN_BOILERPLATE)


def close(notice: Boilerplate, verdict: str, *, reason: str, by: User, now: datetime) -> list[int]:
    """Decide every flag that waits for ``notice``; the ids of the decisions."""
    items = list(waiting(notice).select_for_update().order_by("pk"))
    decisions: list[int] = []
    for some in _batches(items):
        made = Decision.objects.bulk_create(
            Decision(
                item=item, audit_id=item.audit_id, reviewer=by, verdict=verdict, reason=reason,
                quote=item.quote, decided_at=now,
            )
            for item in some
        )  # fmt: skip
        _log(made, ReviewEntry.Act.DECIDED, by, now, verdict=verdict, reason=reason)
        _set([item.pk for item in some], State.DECIDED)
        decisions += [one.pk for one in made]
    return decisions


def reopen(decisions: Sequence[int], *, by: User, now: datetime) -> int:
    """Undo those of the decisions that still stand; how many. Flags whose words are gone are withdrawn."""
    undone = 0
    for some in _batches(decisions):
        standing = list(
            Decision.objects.filter(pk__in=some, undone_by=None).select_related("item").order_by("pk")
        )
        Decision.objects.bulk_create(
            Decision(
                item=one.item, audit_id=one.item.audit_id, reviewer=by, quote=one.item.quote, decided_at=now,
                undoes=one,
            )
            for one in standing
        )  # fmt: skip
        _log(standing, ReviewEntry.Act.UNDONE, by, now)
        here = [one.item_id for one in standing if one.item.state == State.DECIDED]
        _set(here, State.OPEN)
        _set([one.item_id for one in standing if one.item.state == State.ORPHANED], State.WITHDRAWN)
        undone += len(standing)
    return undone


def _set(items: Sequence[int], state: str) -> None:
    QueueItem.objects.filter(pk__in=items).update(state=state, claimed_by=None, claimed_until=None)


def _log(decisions: Sequence[Decision], act: str, by: User, now: datetime, **details: object) -> None:
    ReviewEntry.objects.bulk_create(
        ReviewEntry(item=one.item, act=act, actor=by, at=now, details={"decision": one.pk, **details})
        for one in decisions
    )


def _batches(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for first in range(0, len(rows), BATCH):
        yield rows[first : first + BATCH]
