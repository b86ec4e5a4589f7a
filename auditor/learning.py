"""What the outlets teach: words they repeat from article to article are proposed as notices."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from auditor import passages, precedents
from auditor.inspection.repeats import repeated
from auditor.inspection.segments import SegmentKind
from auditor.models import Article, Audit, Boilerplate, CatalogueEntry, Outlet, Passage, Variant
from auditor.models.leasing import first_unlocked

WINDOW = 1_000
"""Newest articles of an outlet that are looked at."""
AT_ONCE = 50
"""Proposals of one outlet in one go, the most repeated first."""


def work_waits() -> bool:
    """Whether any outlet has been audited since its repeats were last looked for."""
    return _due().exists()


def learn_next(*, now: datetime) -> Outlet | None:
    """Learn from the outlet that has waited longest; None when there is none."""
    with transaction.atomic():
        outlet = first_unlocked(_due().order_by(F("learned_at").asc(nulls_first=True), "pk"))
        if outlet is not None:
            _learn(outlet, now)
    return outlet


def learn(pk: int, *, now: datetime) -> int:
    """Learn from one outlet at once; how many notices were proposed. Again without news it is a no-op."""
    with transaction.atomic():
        return _learn(Outlet.objects.select_for_update().get(pk=pk), now)


def _due() -> QuerySet[Outlet]:
    audited = Audit.objects.filter(snapshot__article__outlet=OuterRef("pk"), state=Audit.State.DONE)
    since = audited.filter(finished_at__gt=OuterRef("learned_at"))
    return Outlet.objects.filter(Q(learned_at=None) & Exists(audited) | Exists(since))


def _learn(outlet: Outlet, now: datetime) -> int:
    new = _unknown(repeated(_standing(outlet)))[:AT_ONCE]
    for mark in new:
        _propose(outlet, mark, now)
    Outlet.objects.filter(pk=outlet.pk).update(learned_at=now)
    precedents.settle([outlet.pk])  # wordings decided elsewhere may have come to this outlet
    return len(new)


def _standing(outlet: Outlet) -> Iterable[tuple[int, str]]:
    """Which marks stand in which of the outlet's newest articles: one query, bounded by WINDOW."""
    newest = Article.objects.filter(outlet=outlet).order_by("-pk").values("pk")[:WINDOW]
    article = "audit__snapshot__article"
    found = Passage.objects.filter(**{f"{article}__in": newest}, mark__gt="").order_by()
    return found.values_list(article, "mark").distinct()


def _unknown(marks: Iterable[str]) -> Sequence[str]:
    """Those of the marks that the catalogue does not hold, in the order given."""
    wanted = list(marks)
    known = set(Variant.objects.filter(fingerprint__in=wanted).values_list("fingerprint", flat=True))
    return [mark for mark in wanted if mark not in known]


def _propose(outlet: Outlet, mark: str, now: datetime) -> None:
    place = (
        Passage.objects.filter(mark=mark, audit__snapshot__article__outlet=outlet)
        .select_related("audit__reading")
        .order_by("-pk")[0]
    )
    reading = place.audit.reading
    if reading is None:
        return
    named = {
        "kind": str(place.values.get("clue") or SegmentKind.NAVIGATION.value),
        "fingerprint": mark,
        "wording": reading.text[place.start : place.end],
    }
    notice = Boilerplate.objects.create(
        **named, state=Boilerplate.State.PROPOSED, origin=Boilerplate.Origin.REPEATS
    )
    passages.gather(Variant.objects.create(notice=notice, **named))
    CatalogueEntry.objects.create(
        notice=notice, act=CatalogueEntry.Act.PROPOSED, at=now, details={"outlet": outlet.pk}
    )
