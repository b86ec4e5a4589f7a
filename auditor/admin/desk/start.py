"""The start screen: what is mine, what waits, by kind; counts end at a cap."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import QuerySet

from auditor.admin.desk.keys import keys_of
from auditor.admin.rendering import label_of
from auditor.desk import drafts, leases, notes, priorities, worklist
from auditor.inspection.flags import FlagKind
from auditor.models import QueueItem

CAP = 10_000


@dataclass(frozen=True, slots=True)
class Pile:
    """Open flags of one kind, or of all; ``count`` stops just above the cap."""

    kind: str
    label: str
    count: int
    oldest: datetime | None

    @property
    def told(self) -> str:
        """The count in words."""
        return _capped(self.count)


def start(user: User, *, now: datetime) -> dict[str, object]:
    """Everything the start screen shows, as of ``now``."""
    waiting = QueueItem.objects.open().order_by()
    if own := leases.assigned(user):
        waiting = waiting.filter(outlet__in=own)
    piles = [_pile(kind.value, waiting.filter(kind=kind.value)) for kind in FlagKind]
    return {
        "all": _pile("", waiting),
        "piles": [pile for pile in piles if pile.count],
        "mine": worklist.mine(user, now=now),
        "due": _told(waiting & priorities.due_today(now=now)),
        "mentions": notes.mentions(user),
        "drafts": drafts.drafts(user),
        "keys": keys_of(user),
    }


def _told(rows: QuerySet[QueueItem]) -> str:
    return _capped(rows.order_by()[: CAP + 1].count())


def _capped(count: int) -> str:
    return f"{CAP:,}+" if count > CAP else f"{count:,}"


def _pile(kind: str, rows: QuerySet[QueueItem]) -> Pile:
    oldest = rows.order_by("raised_at").values_list("raised_at", flat=True).first()
    return Pile(kind, label_of(kind), rows[: CAP + 1].count(), oldest)
