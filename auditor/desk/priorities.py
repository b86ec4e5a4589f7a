"""Why a flag comes now: how pressing, how often its rule is right, how old, and when it is due."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from auditor.desk import docket
from auditor.inspection.flags import SHOWN
from auditor.models import Decision, QueueItem
from auditor.models.queue import AGREEING, Verdict

PRIOR = 10
"""Decisions that a flag's own probability counts for, set by hand: ten opinions move it half way."""
MOVED = 0.02
"""Least change of a rule's precision for which the flags waiting under it are moved."""
BATCH = 1000
Rule = tuple[str, str]
"""Kind of flag and the first of its rules, which raised it."""


@dataclass(frozen=True, slots=True)
class Record:
    """What people said of a rule's flags: how many they agreed with, out of how many."""

    agreed: int
    of: int

    def precision(self, prior: float) -> float:
        """Share agreed with, drawn towards ``prior`` while decisions are few (beta prior of PRIOR)."""
        return round((self.agreed + PRIOR * prior) / (self.of + PRIOR), 4)


def records() -> dict[Rule, Record]:
    """The record of every rule, from the decisions that stand; who was unsure said nothing."""
    counts: dict[Rule, list[int]] = defaultdict(lambda: [0, 0])
    told = Decision.objects.standing().exclude(verdict=Verdict.UNSURE).order_by()
    for kind, rules, verdict in told.values_list("item__kind", "item__rules", "verdict").iterator():
        if rules:
            counts[kind, rules[0]][0] += verdict in AGREEING
            counts[kind, rules[0]][1] += 1
    return {rule: Record(agreed, of) for rule, (agreed, of) in counts.items()}


def weigh_rules(*, limit: int = 20_000) -> int:
    """Bring open flags in line with their rules' records; how many moved, at most ``limit`` a time."""
    known = records()
    moved: list[QueueItem] = []
    read = ("kind", "rules", "probability", "precision", "article")
    for item in QueueItem.objects.open().only(*read).iterator():
        record = known.get((item.kind, item.rules[0])) if item.rules else None
        now = record.precision(item.probability) if record else item.probability
        if abs(now - item.precision) >= MOVED:
            item.precision = now
            moved.append(item)
        if len(moved) >= limit:
            break
    for first in range(0, len(moved), BATCH):
        some = moved[first : first + BATCH]
        QueueItem.objects.bulk_update(some, ["precision"], batch_size=100)
        _settle({item.article_id for item in some})
    return len(moved)


def _settle(articles: set[int]) -> None:
    with transaction.atomic():
        docket.settle(docket.hold(articles))


def why_now(item: QueueItem, *, now: datetime, record: Record | None = None) -> tuple[str, ...]:
    """Why this flag stands where it stands in the queue, in words, what weighs most first."""
    return tuple(_reasons(item, now, record))


def _reasons(item: QueueItem, now: datetime, record: Record | None) -> Iterator[str]:
    pressing = QueueItem.Priority(item.priority).name.lower()
    _, _, why = item.reason.partition("priority: ")
    yield f"{pressing} priority: {why}" if why else f"{pressing} priority"
    if item.rank > SHOWN:
        yield f"number {item.rank} of its kind in the article: such flags come last"
    if record and record.of:
        yield f"people agreed with {record.agreed} of {record.of} flags of its rule"
    else:
        yield f"nobody has judged its rule yet: its own probability of {item.probability:.0%} counts"
    days = (now - item.raised_at).days
    yield f"waiting for {days} days" if days != 1 else "waiting for a day"
    yield _due_words(item, now)


def _due_words(item: QueueItem, now: datetime) -> str:
    left = due_at(item) - now
    hours = abs(left) // timedelta(hours=1)
    told = f"{hours // 24} days" if hours >= 48 else f"{hours} hours"
    return f"due in {told}" if left >= timedelta() else f"overdue by {told}"


def record_of(item: QueueItem) -> Record:
    """The record of the rule that raised one flag."""
    if not item.rules:
        return Record(0, 0)
    return records().get((item.kind, item.rules[0]), Record(0, 0))


def due_at(item: QueueItem) -> datetime:
    """When a flag of its kind should be decided at the latest."""
    return item.raised_at + term(item.kind)


def term(kind: str) -> timedelta:
    """How long a flag of this kind may wait: AUDITOR_DUE_HOURS, a week where nothing is said."""
    return timedelta(hours=float(settings.AUDITOR_DUE_HOURS.get(kind, 168)))


def overdue(*, now: datetime) -> QuerySet[QueueItem]:
    """Open flags that should have been decided by ``now``."""
    return _raised_before({kind: now - term(kind) for kind in _kinds()})


def due_today(*, now: datetime) -> QuerySet[QueueItem]:
    """Open flags that should be decided within a day of ``now``, overdue ones included."""
    return _raised_before({kind: now + timedelta(days=1) - term(kind) for kind in _kinds()})


def _kinds() -> tuple[str, ...]:
    return tuple(value for value, _ in QueueItem._meta.get_field("kind").flatchoices)


def _raised_before(limits: dict[str, datetime]) -> QuerySet[QueueItem]:
    late = Q()
    for kind, limit in limits.items():
        late |= Q(kind=kind, raised_at__lte=limit)
    return QueueItem.objects.open().filter(late)
