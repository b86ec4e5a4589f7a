"""The catalogue at a glance: how many notices of each kind each outlet prints."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from django.db.models import Count

from auditor.admin.rendering import FAMILIES, family_of, label_of
from auditor.models import Boilerplate, Outlet, Variant

COLUMNS = 10
SIDE = 26
"""Pixels of the largest square."""
FAMILY_ORDER = {family: place for place, family in enumerate(FAMILIES)}


@dataclass(frozen=True, slots=True)
class Cell:
    """Distinct notices of one kind in one outlet; ``side`` is that of a square of as much area, in pixels."""

    outlet: int | None
    count: int
    side: float
    chosen: bool

    @property
    def corner(self) -> float:
        """Where the square begins, so that it stands in the middle."""
        return (SIDE - self.side) / 2


@dataclass(frozen=True, slots=True)
class Row:
    """One kind over all outlets shown."""

    kind: str
    label: str
    family: str
    total: int
    cells: tuple[Cell, ...]
    chosen: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """Kinds by outlets. ``others`` outlets do not have a column of their own."""

    outlets: tuple[tuple[int, str, bool], ...]
    rows: tuple[Row, ...]
    others: int
    states: tuple[tuple[str, str, int], ...]

    @property
    def total(self) -> int:
        """Distinct notices in the catalogue."""
        return sum(count for _, _, count in self.states)


def picture(*, kind: str = "", outlet: str = "") -> Picture:
    """The catalogue as a picture, in four queries; ``kind`` and ``outlet`` are those of the filter."""
    counts, totals = _counts()
    sizes = Counter[int]()
    for (_, printed), count in counts.items():
        sizes[printed] += count
    shown = [pk for pk, _ in sizes.most_common(COLUMNS)]
    if outlet.isdecimal() and int(outlet) in sizes and int(outlet) not in shown:
        shown[-1] = int(outlet)
    names = dict(Outlet.objects.filter(pk__in=shown).values_list("pk", "name"))
    largest = max(counts.values(), default=1)
    rows = [
        Row(
            kind=one,
            label=label_of(one),
            family=family_of(one),
            total=total,
            cells=tuple(_cell(counts, one, pk, largest, kind, outlet) for pk in shown),
            chosen=one == kind,
        )
        for one, total in totals.items()
    ]
    rows.sort(key=lambda row: (FAMILY_ORDER.get(row.family, len(FAMILY_ORDER)), -row.total, row.kind))
    return Picture(
        outlets=tuple((pk, names[pk], str(pk) == outlet) for pk in shown),
        rows=tuple(rows),
        others=len(sizes) - len(shown),
        states=_states(),
    )


def _counts() -> tuple[Mapping[tuple[str, int], int], Mapping[str, int]]:
    """Distinct notices by kind and outlet, and by kind."""
    standing = Variant.objects.exclude(notice__state=Boilerplate.State.MERGED).order_by()
    printed = standing.filter(outlets__isnull=False).values_list("notice__kind", "outlets")
    counts = {(kind, pk): count for kind, pk, count in printed.annotate(n=Count("notice", distinct=True))}
    notices = Boilerplate.objects.standing().order_by().values_list("kind")
    return counts, dict(notices.annotate(n=Count("pk")))


def _cell(
    counts: Mapping[tuple[str, int], int], kind: str, outlet: int, largest: int, asked: str, at: str
) -> Cell:
    count = counts.get((kind, outlet), 0)
    side = max(4.0, SIDE * sqrt(count / largest)) if count else 0.0
    return Cell(outlet, count, round(side, 1), asked == kind and at == str(outlet))


def _states() -> tuple[tuple[str, str, int], ...]:
    found: dict[str, int] = defaultdict(int)
    found |= dict(Boilerplate.objects.standing().order_by().values_list("state").annotate(n=Count("pk")))
    words = {
        Boilerplate.State.PROPOSED: "want a decision",
        Boilerplate.State.FOUND: "found by the rules",
        Boilerplate.State.CONFIRMED: "confirmed",
        Boilerplate.State.REJECTED: "rejected",
    }
    return tuple((state.value, label, found[state.value]) for state, label in words.items())
