"""What may go: derived rows that can be made again, uneventful fetches, payloads nobody points to."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import (
    CharField,
    Exists,
    F,
    JSONField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
)
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.db.models.functions import Cast, Coalesce, Length

from auditor.models import Audit, Capture, Reading, Snapshot
from auditor.schedule.planning import REMEMBERED
from auditor.storage import archive

FRESH = timedelta(days=1)
"""A payload younger than this may belong to a version that is just being written."""
BATCH = 500
FIXED = 8
"""Bytes reckoned for a column of fixed length."""
DERIVED = frozenset({"passage"})
"""Tables whose rows belong to an audit and are made again with it; what else points to one, keeps it."""
DOUBTFUL = (Capture.Outcome.UNKNOWN, Capture.Outcome.MOVED)


@dataclass(frozen=True, slots=True)
class Pile:
    """What of one kind may go: how many, and how many bytes (in the database: about)."""

    kind: str
    number: int
    size: int


def prune(*, now: datetime, keep: timedelta, kinds: Iterable[str], dry: bool) -> tuple[Pile, ...]:
    """Take away what may go, or say what would; ``keep`` is how long fetches and doubtful pages stay.

    Decisions, and every audit that a flag or anything but its own findings points to, stay; so does
    of every version its newest finished audit. A dry run does the same inside a transaction that it
    undoes, so that it says what would really go. Payloads go last: nobody points to them then.
    """
    with transaction.atomic():
        piles = [PILES[kind](now - keep) for kind in PILES if kind in kinds]
        free = list(_free(now)) if "payloads" in kinds else []
        transaction.set_rollback(dry)
    if "payloads" in kinds:
        piles.append(Pile("payloads", len(free), sum(size for _, size in free)))
    for digest, _ in [] if dry else free:
        if not _pointed_to([digest]):
            archive.remove(digest)
    return tuple(piles)


def _older_audits(_: datetime) -> Pile:
    """Audits that a newer finished one of the same version has followed."""
    newer = Audit.objects.filter(snapshot=OuterRef("snapshot"), state=Audit.State.DONE, pk__gt=OuterRef("pk"))
    ended = (Audit.State.DONE, Audit.State.FAILED, Audit.State.SUPERSEDED)
    return _take("audits", _free_audits().filter(Exists(newer), state__in=ended))


def _former_audits(_: datetime) -> Pile:
    """Audits of versions that are not the newest; `manage.py replay` makes them again."""
    later = Snapshot.objects.filter(
        article=OuterRef("snapshot__article"), revision__gt=OuterRef("snapshot__revision")
    )
    return _take("former", _free_audits().filter(Exists(later), state=Audit.State.DONE))


def _free_audits() -> QuerySet[Audit]:
    """Audits to which nothing but their own findings points."""
    audits = Audit.objects.all()
    for model, field in _pointing(Audit):
        if model._meta.model_name not in DERIVED:
            audits = audits.exclude(Exists(model._default_manager.filter(**{field: OuterRef("pk")})))
    return audits


def _pointing(model: type[Model]) -> Iterator[tuple[type[Model], str]]:
    """The tables and columns that point to a table, also those it does not know of itself."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            yield relation.related_model, relation.field.name


def _unread(_: datetime) -> Pile:
    """Texts that no version and no audit has any more."""
    return _take("texts", Reading.objects.filter(snapshots=None, audits=None))


def _uneventful(before: datetime) -> Pile:
    """Old fetches that brought neither a version nor news, save the newest of each article."""
    newest = Capture.objects.filter(article=OuterRef("article")).order_by("-pk").values("pk")
    nth = Subquery(newest[REMEMBERED : REMEMBERED + 1])
    old = Capture.objects.filter(at__lt=before, finding="", snapshot=None)
    return _take("fetches", old.filter(pk__lte=nth).exclude(outcome__in=Capture.TAKEN))


def _doubts(before: datetime) -> Pile:
    """The bytes of old pages that were not believed; what was made of them stays written down."""
    old = Capture.objects.filter(at__lt=before, kept=True, outcome__in=DOUBTFUL)
    size = old.aggregate(size=Sum("size"))["size"] or 0
    return Pile("doubts", old.update(kept=False), size)


PILES: Mapping[str, Callable[[datetime], Pile]] = {
    "audits": _older_audits,
    "former": _former_audits,
    "texts": _unread,
    "fetches": _uneventful,
    "doubts": _doubts,
}
KINDS = {
    "audits": "audits that a newer one of the same version has followed, with their segments",
    "former": "audits of versions that are not the newest, with their segments",
    "texts": "texts that no version and no audit has any more",
    "fetches": "old fetches without news",
    "doubts": "bytes of old pages that were not believed",
    "payloads": "files in the payload store that nothing points to",
}
USUAL = ("audits", "texts", "fetches", "doubts", "payloads")


def _take(kind: str, rows: QuerySet[Model]) -> Pile:  # type: ignore[type-arg,unused-ignore]  # any table
    """Delete rows with all that belongs to them; how many, and about how many bytes that was."""
    keys = list(rows.values_list("pk", flat=True))
    size = 0
    for first in range(0, len(keys), BATCH):
        batch = rows.model._default_manager.filter(pk__in=keys[first : first + BATCH])
        size += _size(batch) + sum(_size(part) for part in _parts(batch))
        batch.delete()
    return Pile(kind, len(keys), size)


def _parts(batch: QuerySet[Model]) -> Iterator[QuerySet[Model]]:
    for model, field in _pointing(batch.model):
        if model._meta.model_name in DERIVED:
            yield model._default_manager.filter(**{f"{field}__in": batch})


def _size(rows: QuerySet[Model]) -> int:
    """About how many bytes rows take: their words and JSON, and a little for every other column."""
    columns = rows.model._meta.concrete_fields
    long = [field.name for field in columns if isinstance(field, CharField | TextField | JSONField)]
    lengths = sum((Coalesce(Length(Cast(F(name), TextField())), 0) for name in long), start=Value(0))
    found = rows.order_by().aggregate(size=Sum(lengths + FIXED * (len(columns) - len(long))))
    return int(found["size"] or 0)


def _free(now: datetime) -> Iterator[tuple[str, int]]:
    """Payloads to which nothing points, with their sizes."""
    digests = sorted(archive.stored())
    for first in range(0, len(digests), BATCH):
        batch = digests[first : first + BATCH]
        known = _pointed_to(batch)
        for digest in batch:
            if digest not in known:
                size, kept_at = archive.size_and_age(digest)
                if now - kept_at >= FRESH:
                    yield digest, size


def _pointed_to(digests: list[str]) -> set[str]:
    versions = Snapshot.objects.filter(payload__in=digests).values_list("payload", flat=True)
    captures = Capture.objects.filter(Q(kept=True), payload__in=digests).values_list("payload", flat=True)
    return {*versions, *captures}
