"""The lead's figures: what waits, how fast it goes, how well people agree. All derived when asked for."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Min, Q
from django.db.models.functions import TruncDate

from auditor.desk.agreement import Agreement, alpha, kappa
from auditor.models import Claim, Decision, QueueItem, SecondLook
from auditor.models.queue import AGREEING, Verdict

Round = Decision.Round


@dataclass(frozen=True, slots=True)
class Pile:
    """Open flags of a kind in an outlet, and since when the oldest waits."""

    kind: str
    outlet: int
    name: str
    count: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Share:
    """So many out of so many; ``None`` as a share of nothing."""

    count: int
    of: int

    @property
    def share(self) -> float | None:
        """Between 0 and 1."""
        return self.count / self.of if self.of else None


def piles() -> tuple[Pile, ...]:
    """Open flags by kind and outlet, the largest pile first."""
    rows = QueueItem.objects.open().order_by().values("kind", "outlet", name=F("outlet__name"))
    counted = rows.annotate(count=Count("pk"), oldest=Min("raised_at")).order_by("-count", "kind", "outlet")
    return tuple(Pile(**row) for row in counted)


def throughput(*, now: datetime, days: int = 14) -> dict[str, dict[str, int]]:
    """Decisions per day (ISO date, UTC) and reviewer over the last ``days``; undoings do not count."""
    since = now - timedelta(days=days)
    rows = Decision.objects.filter(undoes=None, decided_at__gt=since).order_by()
    found: dict[str, dict[str, int]] = defaultdict(dict)
    counted = rows.values(day=TruncDate("decided_at"), who=F("reviewer__username")).annotate(
        count=Count("pk")
    )
    for row in counted.order_by("day", "who"):
        found[row["day"].isoformat()][row["who"]] = row["count"]
    return dict(found)


def agreement_by_kind() -> dict[str, tuple[Agreement, Agreement]]:
    """Per kind of flag Cohen's kappa and Krippendorff's alpha of the double reviews; "" for all kinds."""
    looks = SecondLook.objects.exclude(second=None).exclude(state=SecondLook.State.VOID).order_by("pk")
    answers: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for kind, first, second in looks.values_list("item__kind", "first__verdict", "second__verdict"):
        answers[kind].append((first, second))
        answers[""].append((first, second))
    return {kind: (kappa(pairs), alpha(pairs)) for kind, pairs in sorted(answers.items())}


def overrides() -> dict[str, Share]:
    """Per kind how many of the decisions that stand disagree with the flag."""
    decided = Decision.objects.standing().exclude(verdict=Verdict.UNSURE).order_by()
    disagreeing = ~Q(verdict__in=AGREEING)
    rows = decided.values("item__kind").annotate(of=Count("pk"), count=Count("pk", filter=disagreeing))
    return {row["item__kind"]: Share(row["count"], row["of"]) for row in rows.order_by("item__kind")}


def overturned() -> dict[str, Share]:
    """Per reviewer how many of their adjudicated first or second answers were not what stood in the end."""
    looks = SecondLook.objects.filter(state=SecondLook.State.ADJUDICATED)
    columns = ("final__verdict", "first__reviewer__username", "first__verdict",
               "second__reviewer__username", "second__verdict")  # fmt: skip
    lost: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for final, one, first, other, second in looks.values_list(*columns):
        for who, verdict in ((one, first), (other, second)):
            given[who] += 1
            lost[who] += verdict != final
    return {who: Share(lost[who], of) for who, of in sorted(given.items())}


def gold_accuracy() -> dict[str, Share]:
    """Per reviewer how many test flags were answered as they should be."""
    tests = Decision.objects.in_force().filter(round=Round.GOLD).exclude(verdict=Verdict.UNSURE).order_by()
    right = Q(verdict=F("item__gold__verdict"))
    rows = tests.filter(item__gold__isnull=False).values("reviewer__username")
    counted = rows.annotate(of=Count("pk"), count=Count("pk", filter=right)).order_by("reviewer__username")
    return {row["reviewer__username"]: Share(row["count"], row["of"]) for row in counted}


def minutes_per_article(*, now: datetime, days: int = 14) -> dict[str, float]:
    """Per reviewer the median minutes from taking an article to finishing it, over the last ``days``."""
    ended = Claim.objects.filter(end=Claim.End.FINISHED, ended_at__gt=now - timedelta(days=days)).order_by()
    taken: dict[str, list[float]] = defaultdict(list)
    spent = ended.annotate(spent=F("ended_at") - F("taken_at"))
    for who, time in spent.values_list("reviewer__username", "spent"):
        taken[who].append(time.total_seconds() / 60)
    return {who: sorted(times)[len(times) // 2] for who, times in sorted(taken.items())}
