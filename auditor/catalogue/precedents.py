"""Which decisions hold in which outlet: kept once by their digest, part of every audit's identity."""

from collections import defaultdict
from collections.abc import Collection
from functools import lru_cache

from auditor.inspection.precedents import NONE, Precedents, precedents
from auditor.inspection.segments import SegmentKind
from auditor.models import Boilerplate, Outlet, PrecedentSet, Variant
from auditor.models.catalogue import DECIDED

BATCH = 500


def under(digest: str) -> Precedents:
    """The precedents with that digest, as they were when an audit was asked for."""
    return _read(digest) if digest else NONE


@lru_cache(maxsize=64)
def _read(digest: str) -> Precedents:
    return precedents(PrecedentSet.objects.get(digest=digest).rows)


def settle(outlets: Collection[int]) -> int:
    """Bring outlets in line with the decisions about the notices they print; how many changed.

    The outlet's digest is what its next audits are asked for under, so ``reaudit.renew_audits`` sees to
    its stored articles. Runs inside the transaction of the decision. The rows' keys are not locked: an
    audit that is being recorded points to its outlet, and may wait for a flag closed here.
    """
    changed = 0
    chosen = sorted(outlets)
    for first in range(0, len(chosen), BATCH):
        changed += _settle(chosen[first : first + BATCH])
    return changed


def _settle(outlets: Collection[int]) -> int:
    rows = list(Outlet.objects.select_for_update(no_key=True).filter(pk__in=outlets).order_by("pk"))
    decided = _decided(outlets)
    changed, kept = [], {}
    for outlet in rows:
        found = precedents(decided[outlet.pk])
        if found.digest != outlet.precedents:
            kept[found.digest] = PrecedentSet(digest=found.digest, rows=found.as_rows())
            outlet.precedents = found.digest
            changed.append(outlet)
    PrecedentSet.objects.bulk_create(kept.values(), ignore_conflicts=True)
    # An upsert: bulk_update's CASE grows with the square of the rows.
    Outlet.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["id"], update_fields=["precedents"]
    )
    return len(changed)


def _decided(outlets: Collection[int]) -> dict[int, list[tuple[str, str, str, str]]]:
    """Per outlet: fingerprint, kind, subkind and source of each decided wording it printed."""
    printed = (
        Variant.objects.filter(outlets__in=outlets, notice__state__in=DECIDED)
        .values_list("outlets", "fingerprint", "notice__state", "notice__kind", "notice__subkind", "notice")
        .order_by()
    )
    found = defaultdict(list)
    for outlet, fingerprint, state, kind, subkind, notice in printed:
        what = (SegmentKind.BODY.value, "") if state == Boilerplate.State.REJECTED else (kind, subkind)
        found[outlet].append((fingerprint, *what, f"catalogue.{notice}"))
    return found
