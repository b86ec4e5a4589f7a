"""An article's place in the queue: locked before its flags are touched, derived from them after."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from auditor.inspection.flags import SHOWN
from auditor.models import Article, Docket, Pass, QueueItem, SecondLook, Snapshot

BATCH = 500
BEYOND = 10
"""Added to the priority of articles in which only flags beyond the cap are left."""
State = Docket.State


@dataclass(frozen=True, slots=True, order=True)
class Rank:
    """How pressing a flag is; the least comes first, what is beyond the cap of its article last."""

    priority: int
    imprecision: float
    item: int


def hold(articles: Iterable[int]) -> list[Docket]:
    """The dockets of these articles, made where missing, locked until the transaction ends.

    Every change to an article's flags begins here: two changes to one article wait for each other,
    and as all lock in the order of the articles' ids, none waits for ever.
    """
    wanted = sorted(set(articles))
    found = _locked(wanted)
    if len(found) < len(wanted):
        missing = set(wanted) - {docket.article_id for docket in found}
        outlets = Article.objects.filter(pk__in=missing).values_list("pk", "outlet").order_by("pk")
        Docket.objects.bulk_create(
            [Docket(article_id=pk, outlet_id=outlet) for pk, outlet in outlets], ignore_conflicts=True
        )
        found = _locked(wanted)
    return found


def _locked(articles: Sequence[int]) -> list[Docket]:
    rows = Docket.objects.select_for_update(of=("self",), no_key=True).order_by("article_id")
    return [
        docket
        for first in range(0, len(articles), BATCH)
        for docket in rows.filter(article__in=articles[first : first + BATCH])
    ]


def settle(dockets: Sequence[Docket]) -> None:
    """Bring held dockets in line with their articles' flags; a claim that runs keeps its article."""
    for first in range(0, len(dockets), BATCH):
        some = dockets[first : first + BATCH]
        ids = [docket.article_id for docket in some]
        flags, seconds, newest = _open(ids), _seconds(ids), _newest(ids)
        for docket in some:
            key = docket.article_id
            docket.snapshot_id = newest.get(key)
            _place(docket, flags.get(key), seconds.get(key, []))
    _save(dockets)


def _save(dockets: Sequence[Docket]) -> None:
    changing = ["outlet", "snapshot", "state", "priority", "precision", "first", "only_seconds_of"]
    if len(dockets) == 1:
        dockets[0].save(update_fields=changing)
        return
    Docket.objects.bulk_create(
        dockets,
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=changing,
        batch_size=BATCH,
    )


def _open(articles: Sequence[int]) -> dict[int, Rank]:
    """The most pressing open flag of each article."""
    rows = QueueItem.objects.open().filter(article__in=articles).order_by()
    found: dict[int, Rank] = {}
    columns = ("article", "priority", "precision", "pk", "rank")
    for article, priority, precision, pk, place in rows.values_list(*columns):
        rank = Rank(priority + BEYOND * (place > SHOWN), -precision, pk)
        found[article] = min(rank, found.get(article, rank))
    return found


def _seconds(articles: Sequence[int]) -> dict[int, list[tuple[Rank, int]]]:
    """The second reviews that each article waits for, with who answered first."""
    looks = SecondLook.objects.filter(state=SecondLook.State.WAITING, item__article__in=articles).order_by()
    columns = ("item__article", "item__priority", "item__precision", "item", "first__reviewer")
    found: dict[int, list[tuple[Rank, int]]] = {}
    for article, priority, precision, pk, reviewer in looks.values_list(*columns):
        found.setdefault(article, []).append((Rank(priority, -precision, pk), reviewer))
    return found


def _newest(articles: Sequence[int]) -> dict[int, int]:
    snapshots = Snapshot.objects.filter(article__in=articles).order_by("revision")
    return dict(snapshots.values_list("article", "pk"))


def _place(docket: Docket, flag: Rank | None, seconds: Sequence[tuple[Rank, int]]) -> None:
    best = min([rank for rank, _ in seconds] + ([flag] if flag else []), default=None)
    firsts = {reviewer for _, reviewer in seconds}
    docket.only_seconds_of_id = firsts.pop() if flag is None and len(firsts) == 1 else None
    if best is not None:
        docket.priority, docket.precision, docket.first = best.priority, -best.imprecision, best.item
    if docket.state != State.HELD:
        docket.state = State.IDLE if best is None else State.WAITING


def offer_again(articles: Iterable[int]) -> None:
    """Flags came (back): who was unsure of all that was left is asked again."""
    Pass.objects.filter(article__in=set(articles), why=Pass.Why.UNSURE).delete()


def move(article: Article) -> None:
    """Let an article's flags follow it to another outlet; inside the transaction that moves it."""
    for docket in hold([article.pk]):
        docket.outlet_id = article.outlet_id
        QueueItem.objects.filter(article=article).update(outlet=article.outlet_id)
        docket.save(update_fields=["outlet"])
