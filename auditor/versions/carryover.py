"""Bring an article's queue in line with its newest version; decisions whose words stand, stand."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from auditor.desk import docket, ledger
from auditor.inspection.comparison import Anchor, anchors, exactly, match, stood
from auditor.inspection.document import Document
from auditor.inspection.flags import Flag
from auditor.inspection.procedure import Inspection
from auditor.inspection.revisions import revised
from auditor.inspection.sameness import normalise
from auditor.models import Audit, QueueItem, ReviewEntry, Snapshot

FOLLOWED = (
    "audit", "start", "end", "quote", "former", "anchor", "occurrence", "prefix", "suffix",
    "probability", "priority", "rank", "members", "rules", "reason", "state",
)  # fmt: skip
State = QueueItem.State
STANDING = frozenset({State.OPEN, State.DECIDED, State.ESCALATED})
Act = ReviewEntry.Act


def reconcile(audit: Audit, inspection: Inspection, *, now: datetime) -> None:
    """Follow every queue item of the audit's article to its newest text, and add what is new.

    Runs inside the recording transaction, which holds the article's row. The audit of an older
    version leaves the queue alone.
    """
    article = audit.snapshot.article
    if Snapshot.objects.filter(article=article, revision__gt=audit.snapshot.revision).exists():
        return
    places = docket.hold([article.pk])
    items = list(QueueItem.objects.filter(article=article).select_related("audit").order_by("start", "pk"))
    found = anchors(inspection.document.text, inspection.flags)
    partners = match([_anchor(item) for item in items], found)
    later = _later(items, inspection, partners)
    entries: list[ReviewEntry] = []
    for at, (item, partner) in enumerate(zip(items, partners, strict=True)):
        place = later.get(at) if partner is None else partner
        if place is None:
            entries += _lose(item, now)
            continue
        standing = _standing(audit, inspection.document, inspection.flags[place], found[place])
        entries += (_keep if partner is not None else _follow)(item, standing, now)
    # An upsert: bulk_update's CASE per row and column grows with the square of the number of flags.
    QueueItem.objects.bulk_create(
        items, update_conflicts=True, unique_fields=["id"], update_fields=FOLLOWED, batch_size=500
    )
    taken = {*partners, *later.values()}
    QueueItem.objects.bulk_create(
        QueueItem(
            article=article,
            outlet_id=article.outlet_id,
            precision=flag.probability,
            **_standing(audit, inspection.document, flag, place),
        )
        for index, (flag, place) in enumerate(zip(inspection.flags, found, strict=True))
        if index not in taken
    )
    docket.offer_again([article.pk])
    docket.settle(places)
    ledger.append(entries)


def _later(
    items: Sequence[QueueItem], inspection: Inspection, partners: Sequence[int | None]
) -> dict[int, int]:
    """Later wordings (item, flag) of items that stood until now; what was gone before stays gone."""
    here = [at for at, item in enumerate(items) if partners[at] is not None or item.state in STANDING]
    kept = {place: to for place, at in enumerate(here) if (to := partners[at]) is not None}
    if len(kept) == len(here):
        return {}
    quote = inspection.document.quote
    after = [stood(flag.kind.value, quote(flag.span)) for flag in inspection.flags]
    found = revised([stood(items[at].kind, items[at].quote) for at in here], after, kept)
    return {here[old]: new for old, new in found.items()}


def _anchor(item: QueueItem) -> Anchor:
    words = len(item.quote.split())
    exact = exactly(item.audit.reading_id or "", item.start, item.end)
    return Anchor(item.kind, item.anchor, item.occurrence, item.prefix, item.suffix, words, exact)


def _standing(audit: Audit, document: Document, flag: Flag, place: Anchor) -> dict[str, object]:
    """The columns that say where and why an item stands in ``audit``."""
    return {
        "audit": audit,
        "kind": flag.kind.value,
        "start": flag.span.start,
        "end": flag.span.end,
        "quote": document.quote(flag.span),
        "anchor": place.digest,
        "occurrence": place.occurrence,
        "prefix": place.prefix,
        "suffix": place.suffix,
        "probability": flag.probability,
        "priority": QueueItem.Priority[flag.priority.upper()],
        "rank": flag.rank,
        "members": [[one.start, one.end] for one in flag.members],
        "rules": list(flag.rules),
        "reason": flag.reason,
    }


def _keep(item: QueueItem, standing: dict[str, object], now: datetime) -> Iterator[ReviewEntry]:
    """The same words in the same place: what was decided, stands."""
    _stand(item, standing)
    returned = {State.WITHDRAWN: State.OPEN, State.ORPHANED: State.DECIDED}.get(State(item.state))
    if returned is not None:
        item.state = returned
        yield _entry(item, Act.RETURNED, now)
    elif item.state == State.DECIDED:
        yield _entry(item, Act.CARRIED, now)


def _follow(item: QueueItem, standing: dict[str, object], now: datetime) -> Iterator[ReviewEntry]:
    """A later wording: what was decided waits for a look; it stands again when its words come back."""
    before = item.quote
    _stand(item, standing)
    if item.former and normalise(item.former) == normalise(item.quote):
        item.state, item.former = State.DECIDED, ""
        yield _entry(item, Act.RETURNED, now)
        return
    if item.state == State.DECIDED:
        item.state, item.former = State.OPEN, before
    yield _entry(item, Act.CHANGED, now, quote=before)


def _stand(item: QueueItem, standing: dict[str, object]) -> None:
    for name, value in standing.items():
        setattr(item, name, value)


def _lose(item: QueueItem, now: datetime) -> Iterator[ReviewEntry]:
    lost = {
        State.OPEN: State.WITHDRAWN,
        State.ESCALATED: State.WITHDRAWN,
        State.DECIDED: State.ORPHANED,
    }.get(State(item.state))
    if lost is not None:
        item.state = lost
        yield _entry(item, Act(lost.value), now)


def _entry(item: QueueItem, act: str, now: datetime, **details: object) -> ReviewEntry:
    return ReviewEntry(item=item, act=act, at=now, details={"audit": item.audit_id, **details})
