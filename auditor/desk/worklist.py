"""What a reviewer holds and may decide there; which leases have gone stale."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet

from auditor.desk.permits import OVERRULE
from auditor.models import Claim, Decision, Gold, QueueItem, SecondLook
from auditor.models.queue import Verdict


def mine(reviewer: User, *, now: datetime) -> list[Claim]:
    """The reviewer's leases that run, the oldest first; what was fetched ahead comes last."""
    rows = Claim.objects.live(now).filter(reviewer=reviewer).select_related("article__outlet", "snapshot")
    return list(rows.order_by("ahead", "pk"))


def stale(*, now: datetime, silent: timedelta | None = None) -> list[Claim]:
    """Leases without a sign of life for ``silent`` (half a lease unless told), the longest silent first."""
    before = now - (settings.AUDITOR_REVIEW_LEASE / 2 if silent is None else silent)
    rows = Claim.objects.unended().filter(seen_at__lte=before)
    return list(rows.select_related("reviewer", "article__outlet").order_by("seen_at", "pk"))


def work_of(held: Claim, *, answered: bool = True) -> list[QueueItem]:
    """The flags that the claim's reviewer may decide, in reading order, told apart by nothing.

    Open ones, decided ones that want a second, blind answer, and test flags; escalated ones for editors.
    Without ``answered`` those are left out of which the reviewer was unsure.
    """
    me = held.reviewer
    states = [QueueItem.State.OPEN]
    if me.has_perm(OVERRULE):
        states.append(QueueItem.State.ESCALATED)
    looks = SecondLook.objects.filter(item=OuterRef("pk"), state=SecondLook.State.WAITING)
    wanted = Q(state__in=states) | Q(Exists(looks.exclude(first__reviewer=me)))
    rows = QueueItem.objects.filter(article=held.article_id).filter(wanted | _tests(me.pk))
    if not answered:
        unsure = Decision.objects.in_force().filter(item=OuterRef("pk"), reviewer=me, verdict=Verdict.UNSURE)
        rows = rows.filter(~Exists(unsure))
    return list(rows.order_by("start", "end", "pk"))


def unanswered(reviewer: int, outlets: tuple[int, ...] = ()) -> QuerySet[Gold]:
    """Test flags that the reviewer has not answered, in articles of these outlets (empty: all)."""
    answered = Decision.objects.in_force().filter(item=OuterRef("item"), reviewer=reviewer)
    rows = Gold.objects.filter(~Exists(answered), item__state=QueueItem.State.DECIDED).select_related("item")
    return rows.filter(item__outlet__in=outlets).order_by("pk") if outlets else rows.order_by("pk")


def _tests(reviewer: int) -> Q:
    """Flags that are tests for the reviewer, while tests are mixed in."""
    return Q(pk__in=unanswered(reviewer).values("item")) if settings.AUDITOR_GOLD_SHARE else Q(pk=None)
