"""A notice over time: in which outlets, since when, with which gaps; which articles gained or lost it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from operator import itemgetter

from django.db.models import Exists, OuterRef, QuerySet

from auditor.models import Audit, Boilerplate, Passage, Snapshot

LOOKED_AT = 5_000
"""Versions that a timeline is drawn from, the newest."""
STRIPS = 12
CHANGES = 100
SLOTS, WIDTH = 60, 600
Seen = tuple[datetime, bool]


@dataclass(frozen=True, slots=True)
class Bar:
    """A slot of time: which share of the versions of that time carry the notice, in [0, 1]."""

    x: float
    width: float
    share: float

    @property
    def height(self) -> float:
        """Of 20; what is there at all is seen."""
        return round(max(3.0, 20 * self.share), 1) if self.share else 0.0

    @property
    def y(self) -> float:
        """Where it begins, from above."""
        return 22 - self.height


@dataclass(frozen=True, slots=True)
class Strip:
    """One outlet: its bars, and the same in figures. ``gaps`` are times without it between times with it."""

    outlet: str
    bars: tuple[Bar, ...]
    first: datetime
    last: datetime
    carried: int
    looked_at: int
    gaps: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """All outlets on one scale; ``others`` are not drawn."""

    strips: tuple[Strip, ...]
    begins: datetime
    ends: datetime
    others: int


@dataclass(frozen=True, slots=True)
class Turn:
    """An article that has gained or lost the notice from one version to the next."""

    article: int
    title: str
    outlet: str
    gained: bool
    revision: int
    at: datetime


def _carrying(notice: Boilerplate) -> Exists:
    return Exists(Passage.objects.filter(audit__snapshot=OuterRef("pk"), variant__notice=notice))


def _audited() -> QuerySet[Snapshot]:
    """Versions that an audit has looked at."""
    return Snapshot.objects.filter(
        Exists(Audit.objects.filter(snapshot=OuterRef("pk"), state=Audit.State.DONE))
    )


def timeline(notice: Boilerplate) -> Timeline | None:
    """When which outlet printed it; None when it stands nowhere."""
    outlets = set(notice.variants.values_list("outlets", flat=True)) - {None}
    rows = _audited().filter(article__outlet__in=outlets).order_by("-taken_at")
    newest = list(rows.values_list("pk", "article__outlet__name", "taken_at")[:LOOKED_AT])
    places = Passage.objects.filter(audit__snapshot__in=[pk for pk, _, _ in newest])
    has = set(places.filter(variant__notice=notice).values_list("audit__snapshot", flat=True))
    seen: dict[str, list[Seen]] = defaultdict(list)
    for pk, outlet, at in newest:
        seen[outlet].append((at, pk in has))
    carrying = {outlet: found[::-1] for outlet, found in seen.items() if any(carries for _, carries in found)}
    if not carrying:
        return None
    begins = min(found[0][0] for found in carrying.values())
    ends = max(found[-1][0] for found in carrying.values())
    ordered = sorted(carrying.items(), key=lambda pair: (-sum(has for _, has in pair[1]), pair[0]))
    strips = tuple(_strip(outlet, found, begins, ends) for outlet, found in ordered[:STRIPS])
    return Timeline(strips, begins, ends, len(ordered) - len(strips))


def _strip(outlet: str, seen: Sequence[Seen], begins: datetime, ends: datetime) -> Strip:
    carried = [at for at, has in seen if has]
    runs = [has for has, _ in groupby(has for _, has in _by_day(seen))]
    inside = runs[runs.index(True) : len(runs) - runs[::-1].index(True)]
    return Strip(
        outlet=outlet,
        bars=tuple(_bars(seen, begins, ends)),
        first=carried[0],
        last=carried[-1],
        carried=len(carried),
        looked_at=len(seen),
        gaps=inside.count(False),
    )


def _by_day(seen: Iterable[Seen]) -> Iterator[Seen]:
    """A day carries the notice when any version of that day does."""
    for day, found in groupby(seen, key=lambda one: one[0].date()):
        some = list(found)
        yield datetime.combine(day, some[0][0].time()), any(has for _, has in some)


def _bars(seen: Iterable[Seen], begins: datetime, ends: datetime) -> Iterator[Bar]:
    span = max(ends - begins, timedelta(seconds=1))
    slots: dict[int, list[bool]] = defaultdict(list)
    for at, carries in seen:
        slots[min(SLOTS - 1, int(SLOTS * ((at - begins) / span)))].append(carries)
    width = WIDTH / SLOTS
    for slot, found in sorted(slots.items()):
        yield Bar(round(slot * width, 1), width - 1, sum(found) / len(found))


def turns(notice: Boilerplate) -> list[Turn]:
    """Articles that gained or lost it between two audited versions, the latest first."""
    carriers = Passage.objects.filter(variant__notice=notice).values("audit__snapshot__article")
    rows = (
        _audited()
        .filter(article__in=carriers, article__snapshots__revision__gt=1)
        .distinct()
        .order_by("article", "revision")
        .values_list(
            "article", "article__title", "article__address", "article__outlet__name",
            _carrying(notice), "revision", "taken_at",
        )[:LOOKED_AT]
    )  # fmt: skip
    found: list[Turn] = []
    for article, versions in groupby(rows, key=itemgetter(0)):
        for before, after in pairwise(versions):
            if before[4] != after[4]:
                title = after[1] or after[2] or f"Article {article}"
                found.append(Turn(article, title, after[3], after[4], after[5], after[6]))
    return sorted(found, key=lambda turn: turn.at, reverse=True)[:CHANGES]
