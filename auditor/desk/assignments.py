"""Which outlets a reviewer works on; whoever has none works on all."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User

from auditor.desk.permits import OVERRULE, REVIEW, ReviewRefused, permit
from auditor.models import Assignment, Outlet


@dataclass(frozen=True, slots=True)
class Desk:
    """A reviewer with their outlets; none means all of them."""

    reviewer: User
    outlets: tuple[Outlet, ...]


def desks() -> list[Desk]:
    """Every active user who may review, by name."""
    people = User.objects.with_perm(REVIEW, backend="django.contrib.auth.backends.ModelBackend")
    found = people.prefetch_related("assignments__outlet").order_by("username")
    return [
        Desk(one, tuple(sorted((it.outlet for it in one.assignments.all()), key=lambda outlet: outlet.name)))
        for one in found
    ]


def assign(reviewer: int, outlets: Iterable[int], *, by: User) -> Collection[Outlet]:
    """Let a reviewer work on these outlets and no others; none of them: on all.

    Leases that run are not touched. Raises ReviewRefused: reviewer_unknown, outlet_unknown, not_permitted.
    """
    permit(by, OVERRULE)
    person = User.objects.filter(pk=reviewer, is_active=True).first()
    if person is None or not person.has_perm(REVIEW):
        raise ReviewRefused("reviewer_unknown", "That is nobody who may review.")
    wanted = set(outlets)
    found = list(Outlet.objects.filter(pk__in=wanted))
    if len(found) < len(wanted):
        raise ReviewRefused("outlet_unknown", "One of those outlets is there no more. Choose again.")
    Assignment.objects.filter(reviewer=person).exclude(outlet__in=wanted).delete()
    rows = [Assignment(reviewer=person, outlet=outlet) for outlet in found]
    Assignment.objects.bulk_create(rows, ignore_conflicts=True)
    return found
