"""How a decision about a notice is written down, with all that comes with it, and taken back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from auditor.catalogue import flagged, precedents
from auditor.desk import ledger
from auditor.models import Boilerplate, CatalogueEntry, HouseRule, Outlet, ReviewEntry, Variant
from auditor.models.catalogue import DECIDED
from auditor.models.queue import Verdict

CHANGE = "auditor.change_boilerplate"
OVERRULE = "auditor.overrule_decision"
STANDING = ("kind", "subkind", "wording", "fingerprint", "state", "decided_by_id", "merged_into_id")
State = Boilerplate.State
Act = CatalogueEntry.Act


class CatalogueRefused(Exception):
    """A mutation that cannot be made; ``code`` is stable, the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(slots=True)
class Change:
    """One mutation under way: who (None: the auditor), when, how everything stood before, what moved."""

    act: str
    by: User | None
    now: datetime
    before: dict[str, dict[str, object]] = field(default_factory=dict)
    moved: dict[str, int] = field(default_factory=dict)
    decisions: list[int] = field(default_factory=list)

    def remember(self, notice: Boilerplate, **otherwise: object) -> None:
        """How ``notice`` stands now, which is what undoing goes back to, ``otherwise`` excepted."""
        standing = {name: getattr(notice, name) for name in STANDING}
        decided = notice.decided_at and notice.decided_at.isoformat()
        self.before[str(notice.pk)] = {**standing, "decided_at": decided, **otherwise}

    def decide(self, notice: Boilerplate, state: str) -> None:
        """Put the notice under this person's decision."""
        notice.state, notice.decided_by, notice.decided_at = state, self.by, self.now


def permit(by: User) -> None:
    if not by.has_perm(CHANGE):
        raise CatalogueRefused(
            "not_permitted", "Deciding needs the reviewer or editor group. Ask an administrator to add you."
        )


def hold(pk: int, by: User) -> Boilerplate:
    """The notice, locked until the transaction ends."""
    permit(by)
    notice = Boilerplate.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if notice is None:
        raise CatalogueRefused("notice_unknown", f"There is no notice {pk} in the catalogue.")
    if notice.state == State.MERGED:
        raise CatalogueRefused(
            "notice_merged", f"It was merged into notice {notice.merged_into_id}. Look there."
        )
    return notice


def write(
    change: Change, notices: list[Boilerplate], *, other: Boilerplate | None = None, reason: str = ""
) -> CatalogueEntry:
    """Save a change with its log entry, close the flags it answers, and bring the outlets in line."""
    for notice in notices:
        notice.save()
    standing = notices[-1]
    told: list[ReviewEntry] = []
    if standing.state in DECIDED and change.by is not None:
        verdict = Verdict.BOILERPLATE if standing.state == State.CONFIRMED else Verdict.BODY
        why = reason or f"Notice {standing.pk} of the catalogue was {standing.state}."
        change.decisions, told = flagged.close(standing, verdict, reason=why, by=change.by, now=change.now)
    entry = CatalogueEntry.objects.create(
        notice=notices[0], other=other, act=change.act, actor=change.by, at=change.now,
        details={
            "undoable": True,
            "before": change.before,
            "moved": change.moved,
            "decisions": change.decisions,
            "kind": standing.kind,
            **({"reason": reason} if reason else {}),
        },
    )  # fmt: skip
    _settle([notice.pk for notice in notices])
    ledger.append(told)
    return entry


def undo(pk: int, *, by: User, now: datetime) -> CatalogueEntry:
    """Take the last decision about a notice back, with everything that came with it. Nothing is deleted.

    Flags that it closed are open again; others' decisions may be undone with the permission to overrule.
    Raises CatalogueRefused: entry_unknown, already_undone, not_last, not_permitted.
    """
    permit(by)
    with transaction.atomic():
        entry = CatalogueEntry.objects.select_for_update(of=("self",)).filter(pk=pk).first()
        if entry is None or entry.undoes_id is not None or not entry.details.get("undoable"):
            raise CatalogueRefused("entry_unknown", f"There is no decision {pk} in the log of the catalogue.")
        if entry.actor_id != by.pk and not by.has_perm(OVERRULE):
            raise CatalogueRefused("not_permitted", "Only an editor may undo another's decision. Ask one.")
        touched = Boilerplate.objects.select_for_update(no_key=True).in_bulk(
            [int(key) for key in entry.details["before"]]
        )
        _require_last(entry, touched)
        _restore(entry, touched, now)
        reopened, told = flagged.reopen(entry.details["decisions"], by=by, now=now)
        undoing = CatalogueEntry.objects.create(
            notice=entry.notice, other=entry.other, act=Act.UNDONE, actor=by, at=now, undoes=entry,
            details={"act": entry.act, "flags": reopened},
        )  # fmt: skip
        _settle(touched)
        ledger.append(told)
    return undoing


def _require_last(entry: CatalogueEntry, touched: Iterable[int]) -> None:
    if CatalogueEntry.objects.filter(undoes=entry).exists():
        raise CatalogueRefused("already_undone", "This decision has already been undone.")
    later = CatalogueEntry.objects.filter(
        Q(notice__in=touched) | Q(other__in=touched), pk__gt=entry.pk, undoes=None, undone_by=None
    ).exclude(act=Act.RULED)
    if entry.act != Act.RULED and later.exists():
        raise CatalogueRefused("not_last", "A later decision stands on this notice. Undo that one first.")


def _restore(entry: CatalogueEntry, touched: dict[int, Boilerplate], now: datetime) -> None:
    for key, standing in entry.details["before"].items():
        Boilerplate.objects.filter(pk=touched[int(key)].pk).update(**standing)
    sources: dict[int, list[int]] = {}
    for variant, notice in entry.details["moved"].items():
        sources.setdefault(notice, []).append(int(variant))
    for notice, variants in sources.items():
        Variant.objects.filter(pk__in=variants).update(notice=notice)
    if entry.act == Act.RULED:
        HouseRule.objects.filter(pk=entry.details["rule"], retired_at=None).update(retired_at=now)


def _settle(notices: Iterable[int]) -> None:
    printed = Outlet.objects.filter(wordings__notice__in=list(notices))
    precedents.settle(set(printed.values_list("pk", flat=True)))


def join(notice: Boilerplate, target: Boilerplate, change: Change) -> CatalogueEntry:
    """Make the wordings of a held notice variants of another; a person's decision about it goes with them."""
    change.remember(notice)
    change.remember(target)
    move(change, notice.variants.values_list("pk", flat=True), notice, target)
    if change.by is not None and notice.state == State.CONFIRMED and not target.decided:
        change.decide(target, State.CONFIRMED)
    change.decide(notice, State.MERGED)
    notice.merged_into = target
    return write(change, [notice, target], other=target)


def move(change: Change, variants: Iterable[int], notice: Boilerplate, to: Boilerplate) -> None:
    """Give wordings of ``notice`` to another."""
    moved = list(variants)
    change.moved = {str(variant): notice.pk for variant in moved}
    Variant.objects.filter(pk__in=moved).update(notice=to)
