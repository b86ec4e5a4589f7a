"""Flags that hang on a notice: closed with the decision about it, open again when that is undone."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet

from auditor.desk import docket
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


def close(
    notice: Boilerplate, verdict: str, *, reason: str, by: User, now: datetime
) -> tuple[list[int], list[ReviewEntry]]:
    """Decide every flag that waits for ``notice``; the ids of the decisions, and what the log should say.

    The caller appends the entries when nothing is left to lock.
    """
    places = docket.hold(waiting(notice).order_by().values_list("article", flat=True))
    items = list(waiting(notice).order_by("pk"))
    made: list[Decision] = []
    for some in _batches(items):
        made += Decision.objects.bulk_create(
            Decision(
                item=item, audit_id=item.audit_id, reviewer=by, verdict=verdict, reason=reason,
                quote=item.quote, decided_at=now,
            )
            for item in some
        )  # fmt: skip
        QueueItem.objects.filter(pk__in=[item.pk for item in some]).update(state=State.DECIDED)
    docket.settle(places)
    told = {"verdict": verdict, "reason": reason, "round": Decision.Round.FIRST.value}
    return [one.pk for one in made], _entries(made, ReviewEntry.Act.DECIDED, by, now, **told)


def reopen(decisions: Sequence[int], *, by: User, now: datetime) -> tuple[int, list[ReviewEntry]]:
    """Undo those of the decisions that still stand; how many, and what the log should say.

    Flags whose words are gone are withdrawn. The caller appends the entries when nothing is left to lock.
    """
    undone: list[Decision] = []
    articles: set[int] = set()
    for some in _batches(decisions):
        articles |= set(Decision.objects.filter(pk__in=some).values_list("item__article", flat=True))
    places = docket.hold(articles)
    for some in _batches(decisions):
        undone += _reopen(some, by, now)
    docket.offer_again(articles)
    docket.settle(places)
    return len(undone), _entries(undone, ReviewEntry.Act.UNDONE, by, now)


def _reopen(decisions: Sequence[int], by: User, now: datetime) -> list[Decision]:
    rows = Decision.objects.filter(pk__in=decisions, undone_by=None).select_related("item")
    standing = list(rows.order_by("pk"))
    Decision.objects.bulk_create(
        Decision(
            item=one.item, audit_id=one.item.audit_id, reviewer=by, quote=one.item.quote, decided_at=now,
            undoes=one,
        )
        for one in standing
    )  # fmt: skip
    here = QueueItem.objects.filter(pk__in=[one.item_id for one in standing])
    here.filter(state=State.DECIDED).update(state=State.OPEN)
    here.filter(state=State.ORPHANED).update(state=State.WITHDRAWN)
    return standing


def _entries(
    decisions: Sequence[Decision], act: str, by: User, now: datetime, **details: object
) -> list[ReviewEntry]:
    return [
        ReviewEntry(
            item=one.item,
            act=act,
            actor=by,
            at=now,
            details={"decision": one.pk, **details, **({"quote": one.quote} if details else {})},
        )
        for one in decisions
    ]


def _batches(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for first in range(0, len(rows), BATCH):
        yield rows[first : first + BATCH]
