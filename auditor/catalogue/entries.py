"""What people may do with a notice: confirm, relabel, reject, merge, split off, adopt, undo."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from auditor.catalogue import passages
from auditor.catalogue.rulings import (
    CHANGE,
    OVERRULE,
    CatalogueRefused,
    Change,
    hold,
    join,
    move,
    permit,
    undo,
    write,
)
from auditor.inspection.boilerplate import fingerprint
from auditor.inspection.flags import FlagKind
from auditor.inspection.segments import SegmentKind
from auditor.models import Boilerplate, CatalogueEntry, Passage, QueueItem, Variant
from auditor.models.catalogue import DECIDED

__all__ = [
    "CHANGE", "OVERRULE", "CatalogueRefused",
    "adopt", "confirm", "merge", "reject", "relabel", "split", "undo",
]  # fmt: skip

NOTICE_KINDS = (
    *(kind.value for kind in SegmentKind if kind not in passages.UNCATALOGUED),
    SegmentKind.EDITOR_NOTE.value,
    SegmentKind.NAVIGATION.value,
)
"""What a notice can be relabelled to."""
State = Boilerplate.State
Act = CatalogueEntry.Act


def confirm(pk: int, *, by: User, now: datetime) -> CatalogueEntry:
    """Say that the words are a notice of their kind, in every outlet that prints them.

    Raises CatalogueRefused: notice_unknown, notice_merged, already_decided, words_decided, not_permitted.
    """
    with transaction.atomic():
        notice = hold(pk, by)
        return _name(notice, Act.CONFIRMED, notice.kind, notice.subkind, by=by, now=now)


def relabel(pk: int, *, kind: str, subkind: str = "", by: User, now: datetime) -> CatalogueEntry:
    """Say that the words are a notice of another kind; a kind within the old one does not go along.

    Raises CatalogueRefused: kind_unknown and those of ``confirm``.
    """
    _require_kind(kind)
    with transaction.atomic():
        notice = hold(pk, by)
        within = subkind.strip()[:40]
        if kind != notice.kind and within == notice.subkind:
            within = ""
        return _name(notice, Act.RELABELLED, kind, within, by=by, now=now)


def _name(
    notice: Boilerplate, act: str, kind: str, subkind: str, *, by: User, now: datetime
) -> CatalogueEntry:
    if (notice.state, notice.kind, notice.subkind) == (State.CONFIRMED, kind, subkind):
        raise CatalogueRefused("already_decided", "It stands confirmed under this kind. Nothing to do.")
    _require_alone(notice, kind)
    change = Change(act, by, now)
    change.remember(notice)
    notice.kind, notice.subkind = kind, subkind
    change.decide(notice, State.CONFIRMED)
    return write(change, [notice])


def reject(pk: int, *, by: User, now: datetime, reason: str) -> CatalogueEntry:
    """Say that the words are no notice: they are body wherever they are printed.

    Raises CatalogueRefused: reason_missing and those of ``confirm``.
    """
    if not reason.strip():
        raise CatalogueRefused("reason_missing", "Say in a few words why this is no notice.")
    with transaction.atomic():
        notice = hold(pk, by)
        if notice.state == State.REJECTED:
            raise CatalogueRefused("already_decided", "It stands rejected. Nothing to do.")
        _require_alone(notice, SegmentKind.BODY.value)
        change = Change(Act.REJECTED, by, now)
        change.remember(notice)
        change.decide(notice, State.REJECTED)
        return write(change, [notice], reason=reason.strip())


def merge(pk: int, *, into: int, by: User, now: datetime) -> CatalogueEntry:
    """Make all wordings of a notice variants of another; what was decided of that one holds for all.

    A target nobody has decided of becomes confirmed when the other was. Raises CatalogueRefused:
    same_notice, kinds_differ and those of ``confirm``.
    """
    if pk == into:
        raise CatalogueRefused("same_notice", "A notice cannot be merged into itself. Choose another.")
    with transaction.atomic():
        held = {key: hold(key, by) for key in sorted((pk, into))}
        _require_alike(held[pk], held[into])
        return join(held[pk], held[into], Change(Act.MERGED, by, now))


def split(pk: int, *, variants: Collection[int], by: User, now: datetime) -> CatalogueEntry:
    """Make some wordings of a notice a notice of their own, decided of as it was.

    Raises CatalogueRefused: variants_unknown, nothing_left and those of ``confirm``.
    """
    with transaction.atomic():
        notice = hold(pk, by)
        mine = {one.pk: one for one in notice.variants.order_by("pk")}
        if not variants or not set(variants) <= set(mine):
            raise CatalogueRefused("variants_unknown", "Choose wordings of this notice to split off.")
        left = [one for key, one in mine.items() if key not in set(variants)]
        if not left:
            raise CatalogueRefused("nothing_left", "A notice keeps at least one wording. Choose fewer.")
        change = Change(Act.SPLIT, by, now)
        change.remember(notice)
        if notice.fingerprint not in {one.fingerprint for one in left}:
            notice.wording, notice.fingerprint = left[0].wording, left[0].fingerprint
        own = _part(notice, mine[min(variants)])
        change.remember(own, state=State.MERGED, merged_into_id=notice.pk)
        move(change, sorted(variants), notice, own)
        return write(change, [notice, own], other=own)


def _part(notice: Boilerplate, wording: Variant) -> Boilerplate:
    return Boilerplate.objects.create(
        kind=notice.kind,
        subkind=notice.subkind,
        wording=wording.wording,
        fingerprint=wording.fingerprint,
        state=notice.state,
        origin=Boilerplate.Origin.SPLIT,
        decided_by=notice.decided_by,
        decided_at=notice.decided_at,
    )


def adopt(item: int, *, kind: str, subkind: str = "", by: User, now: datetime) -> CatalogueEntry:
    """Put the words of an unknown-boilerplate flag into the catalogue, as a confirmed notice of ``kind``.

    Raises CatalogueRefused: item_unknown, not_boilerplate, kind_unknown and those of ``confirm``.
    """
    permit(by)
    _require_kind(kind)
    with transaction.atomic():
        flag = QueueItem.objects.select_for_update().filter(pk=item).first()
        if flag is None:
            raise CatalogueRefused("item_unknown", f"There is no flag {item}. It may have been deleted.")
        if flag.kind != FlagKind.UNKNOWN_BOILERPLATE:
            raise CatalogueRefused(
                "not_boilerplate", "Only words flagged as unknown boilerplate become notices."
            )
        return relabel(_wording_of(flag, kind).notice_id, kind=kind, subkind=subkind, by=by, now=now)


def _wording_of(flag: QueueItem, kind: str) -> Variant:
    """The wording of a flag's words: the one the catalogue has, else a new one of a proposed notice."""
    place = Passage.objects.filter(audit=flag.audit_id, start=flag.start, end=flag.end).first()
    mark = fingerprint(flag.quote)
    variant = Variant.objects.filter(fingerprint=mark).order_by("pk").first()
    if variant is None:
        named = {"kind": SegmentKind.NAVIGATION.value, "wording": flag.quote, "fingerprint": mark}
        notice = Boilerplate.objects.create(**named, state=State.PROPOSED, origin=Boilerplate.Origin.REVIEW)
        variant = Variant.objects.create(notice=notice, **named)
    if place is not None and place.variant_id is None:
        Passage.objects.filter(pk=place.pk).update(variant=variant)
    passages.gather(variant)
    return variant


def _require_kind(kind: str) -> None:
    if kind not in NOTICE_KINDS:
        raise CatalogueRefused("kind_unknown", f"{kind!r} is no kind of notice. Use one of the list.")


def _require_alike(notice: Boilerplate, target: Boilerplate) -> None:
    """Notices of two kinds are one only if they have a wording in common."""
    marks = list(notice.variants.values_list("fingerprint", flat=True))
    if notice.kind != target.kind and not target.variants.filter(fingerprint__in=marks).exists():
        raise CatalogueRefused(
            "kinds_differ",
            f"One is {notice.get_kind_display()}, the other {target.get_kind_display()}. "
            "If they are the same, relabel one of them first.",
        )


def _require_alone(notice: Boilerplate, kind: str) -> None:
    """Of the same words only one thing can be true in one outlet."""
    marks = notice.variants.values_list("fingerprint", flat=True)
    same = Variant.objects.filter(fingerprint__in=list(marks)).exclude(notice=notice)
    twin = same.filter(Q(notice__state__in=DECIDED) | Q(notice__kind=kind)).order_by("notice").first()
    if twin is not None:
        raise CatalogueRefused(
            "words_decided", f"Notice {twin.notice_id} has the same words. Merge the two, then decide."
        )
