"""What the outlets teach: repeated words are proposed as notices, near-identical wordings become one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from auditor.catalogue import passages, precedents
from auditor.catalogue.rulings import Change, join
from auditor.inspection.repeats import repeated
from auditor.inspection.segments import SegmentKind
from auditor.inspection.variants import Wordings
from auditor.models import Article, Audit, Boilerplate, CatalogueEntry, Outlet, Passage, Variant
from auditor.models.leasing import first_unlocked

WINDOW = 1_000
"""Newest articles of an outlet that are looked at."""
BATCH = 500
AT_ONCE = 50
"""Proposals, and mergers, of one outlet in one go, the most repeated first."""
COMPARED = 1_000
"""Notices of one outlet that are compared, the newest; those of one kind with each other."""
State = Boilerplate.State
Act = CatalogueEntry.Act


def work_waits() -> bool:
    """Whether any outlet has been audited since its repeats were last looked for."""
    return _due().exists()


def learn_next(*, now: datetime) -> Outlet | None:
    """Learn from the outlet that has waited longest; None when there is none."""
    with transaction.atomic():
        outlet = first_unlocked(_due().order_by(F("learned_at").asc(nulls_first=True), "pk"))
        if outlet is not None:
            Outlet.objects.filter(pk=outlet.pk).update(learned_at=now)  # no other worker takes it now
    if outlet is not None:
        learn(outlet.pk, now=now, since=outlet.learned_at)
    return outlet


def learn(pk: int, *, now: datetime, since: datetime | None = None) -> int:
    """Learn from one outlet at once; how many notices were proposed. Again without news it is a no-op.

    When it fails, or there may be more, the outlet is due again (as of ``since``). Decisions lock notices
    first and outlets after them, and so does this.
    """
    done = False
    try:
        with transaction.atomic():
            proposed, done = _learn(Outlet.objects.get(pk=pk), now)
    finally:
        Outlet.objects.filter(pk=pk).update(learned_at=now if done else since)
    return proposed


def _due() -> QuerySet[Outlet]:
    audited = Audit.objects.filter(snapshot__article__outlet=OuterRef("pk"), state=Audit.State.DONE)
    since = audited.filter(finished_at__gt=OuterRef("learned_at"))
    return Outlet.objects.filter(Q(learned_at=None) & Exists(audited) | Exists(since))


def _learn(outlet: Outlet, now: datetime) -> tuple[int, bool]:
    """How many notices were proposed, and whether all was learned that there is."""
    new = list(islice(_unknown(list(repeated(_standing(outlet)))), AT_ONCE))
    for mark in sorted(new):
        _propose(outlet, mark, now)
    joined = _group(outlet, now)
    precedents.settle([outlet.pk])  # wordings decided elsewhere may have come to this outlet
    return len(new), max(joined, len(new)) < AT_ONCE


def _standing(outlet: Outlet) -> Iterable[tuple[int, str, int]]:
    """Which marks, of which length, stand in which of the outlet's newest articles: one query."""
    newest = Article.objects.filter(outlet=outlet).order_by("-pk").values("pk")[:WINDOW]
    article = "audit__snapshot__article"
    found = Passage.objects.filter(**{f"{article}__in": newest}, mark__gt="").order_by()
    return found.values_list(article, "mark", F("end") - F("start")).distinct()


def _unknown(marks: Sequence[str]) -> Iterator[str]:
    """Those of the marks that the catalogue does not hold, in the order given."""
    for first in range(0, len(marks), BATCH):
        some = marks[first : first + BATCH]
        found = Variant.objects.filter(fingerprint__in=some).values_list("fingerprint", flat=True)
        known = set(found)
        yield from (mark for mark in some if mark not in known)


def _propose(outlet: Outlet, mark: str, now: datetime) -> None:
    place = (
        Passage.objects.filter(mark=mark, audit__snapshot__article__outlet=outlet)
        .order_by("-pk")
        .values("values", "start", "end", "audit__reading__text")[0]
    )
    named = {
        "kind": str(place["values"].get("clue") or SegmentKind.NAVIGATION.value),
        "fingerprint": mark,
        "wording": place["audit__reading__text"][place["start"] : place["end"]],
    }
    notice = Boilerplate.objects.create(**named, state=State.PROPOSED, origin=Boilerplate.Origin.REPEATS)
    passages.gather(Variant.objects.create(notice=notice, **named))
    CatalogueEntry.objects.create(notice=notice, act=Act.PROPOSED, at=now, details={"outlet": outlet.pk})


def _group(outlet: Outlet, now: datetime) -> int:
    """Make near-identical wordings of one kind variants of the oldest of them; how many joined another.

    Nobody's decision is touched: only notices that no person has merged, split or decided of join
    another, and a proposal joins only a proposal.
    """
    families: dict[tuple[str, ...], list[Boilerplate]] = defaultdict(list)
    for notice in _printed(outlet):
        families[notice.kind, notice.subkind, str(notice.state == State.PROPOSED)].append(notice)
    free = set(_undecided(outlet).values_list("pk", flat=True))
    pairs = [pair for family in families.values() for pair in _pairs(family, free)][:AT_ONCE]
    for notice, elder in pairs:
        join(notice, elder, Change(Act.MERGED, None, now))
    return len(pairs)


def _pairs(family: Sequence[Boilerplate], free: Set[int]) -> Iterator[tuple[Boilerplate, Boilerplate]]:
    """Each free notice that is one with an older one, with the oldest of these that joins no other."""
    known = {notice.pk: notice for notice in family}
    wordings = Wordings((notice.pk, notice.wording) for notice in family)
    joined: set[int] = set()
    for notice in family:
        if notice.pk in free:
            alike = (pk for _, pk in wordings.like(notice.wording) if pk < notice.pk and pk not in joined)
            elder = min(alike, default=None)
            if elder is not None:
                joined.add(notice.pk)
                yield notice, known[elder]


def _printed(outlet: Outlet) -> list[Boilerplate]:
    """The newest notices of an outlet that are none of others and not rejected, held, the oldest first."""
    mine = Variant.objects.filter(outlets=outlet).values("notice")
    standing = Boilerplate.objects.filter(pk__in=mine).exclude(state__in=(State.MERGED, State.REJECTED))
    newest = list(standing.order_by("-pk").values_list("pk", flat=True)[:COMPARED])
    return list(Boilerplate.objects.select_for_update(no_key=True).filter(pk__in=newest).order_by("pk"))


def _undecided(outlet: Outlet) -> QuerySet[Boilerplate]:
    touched = CatalogueEntry.objects.exclude(act=Act.PROPOSED).filter(
        Q(notice=OuterRef("pk")) | Q(other=OuterRef("pk"), act=Act.SPLIT)
    )
    return Boilerplate.objects.filter(
        ~Exists(touched), variants__outlets=outlet, state__in=(State.FOUND, State.PROPOSED)
    )
