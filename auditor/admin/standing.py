"""Where things stand: the figures of the start page, all derived when asked for."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Count, Min, Q

from auditor.admin.rendering import label_of
from auditor.models import Article, Audit, Claim, Decision, QueueItem

LOOKS = ("auditor.view_article", "auditor.view_audit", "auditor.view_queueitem")


@dataclass(frozen=True, slots=True)
class Pile:
    """Open flags of one kind, and since when the oldest waits."""

    kind: str
    label: str
    count: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How many articles there are, what work waits or failed, what reviewers have before them."""

    articles: int
    waiting: int
    failed: int
    refused: int
    piles: tuple[Pile, ...]
    mine: tuple[Claim, ...]
    decided: tuple[Decision, ...]

    @property
    def open(self) -> int:
        """Open flags of every kind."""
        return sum(pile.count for pile in self.piles)


def standing(user: User, *, now: datetime) -> Standing | None:
    """The figures as of ``now``, or None for a user who may not look."""
    if not user.has_perms(LOOKS):
        return None
    states = Audit.objects.aggregate(
        waiting=Count("pk", filter=Q(state__in=[Audit.State.WAITING, Audit.State.RUNNING])),
        failed=Count("pk", filter=Q(state=Audit.State.FAILED)),
    )
    piles = (
        QueueItem.objects.open()
        .order_by()
        .values("kind")
        .annotate(count=Count("pk"), oldest=Min("raised_at"))
    )
    return Standing(
        articles=Article.objects.count(),
        refused=Article.objects.exclude(refusal_code="").count(),
        piles=tuple(
            Pile(row["kind"], label_of(row["kind"]), row["count"], row["oldest"])
            for row in piles.order_by("-count", "kind")
        ),
        decided=tuple(
            Decision.objects.filter(reviewer=user, undoes=None, undone_by=None).select_related("item")[:10]
        ),
        mine=tuple(Claim.objects.live(now).filter(reviewer=user).select_related("article")[:10]),
        **states,
    )
