"""Taking the most pressing article that nobody holds: one statement, however many want one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from auditor.inspection.flags import SHOWN
from auditor.models import Claim, Docket, Pass, QueueItem, SecondLook
from auditor.models.leasing import first_unlocked

ATTEMPTS = 3
"""How often it is tried again when every candidate was taken by others in that moment."""
MOST = 2**31 - 1
CANDIDATES = 8
"""Articles looked at per outlet (and flags per kind) when the choice is narrowed."""

_OFFERED = """
    d.state = 'waiting' AND d.only_seconds_of_id IS DISTINCT FROM %(reviewer)s
    AND NOT EXISTS (
        SELECT FROM auditor_pass p
        WHERE p.reviewer_id = %(reviewer)s AND p.article_id = d.article_id
          AND (p.until IS NULL OR p.until > %(now)s))
"""
_ORDER = "d.priority, d.precision DESC, d.first"
_ANYWHERE = f"SELECT d.article_id FROM auditor_docket d WHERE {_OFFERED}"  # noqa: S608 - made of constants
_BY_OUTLET = f"""
    SELECT d.article_id FROM auditor_docket d WHERE d.state = 'waiting' AND d.article_id IN (
        SELECT c.article_id FROM unnest(%(outlets)s::bigint[]) AS o(id) CROSS JOIN LATERAL (
            SELECT d.article_id FROM auditor_docket d
            WHERE d.outlet_id = o.id AND {_OFFERED} ORDER BY {_ORDER} LIMIT {CANDIDATES}) c)
"""  # noqa: S608 - made of constants
_FLAGS = f"""
    SELECT d.article_id FROM auditor_docket d WHERE d.state = 'waiting' AND d.article_id IN (
        SELECT c.article_id FROM {{sources}} CROSS JOIN LATERAL (
            SELECT d.article_id FROM auditor_queueitem i JOIN auditor_docket d ON d.article_id = i.article_id
            WHERE i.state = 'open' AND i.rank BETWEEN %(least)s AND %(most)s AND {{narrow}} AND {_OFFERED}
            ORDER BY i.priority, i.precision DESC, i.id LIMIT {CANDIDATES}) c)
"""  # noqa: S608 - made of constants
_BY_KIND = _FLAGS.format(sources="unnest(%(kinds)s::text[]) AS k(kind)", narrow="i.kind = k.kind")
_BY_BOTH = _FLAGS.format(
    sources="unnest(%(outlets)s::bigint[]) AS o(id) CROSS JOIN unnest(%(kinds)s::text[]) AS k(kind)",
    narrow="i.outlet_id = o.id AND i.kind = k.kind",
)
_TAKE = f"""
WITH picked AS ({{choice}} ORDER BY {_ORDER} LIMIT 1 FOR NO KEY UPDATE OF d SKIP LOCKED),
marked AS (
    UPDATE auditor_docket d SET state = 'held', fence = d.fence + 1
    FROM picked WHERE d.article_id = picked.article_id
    RETURNING d.article_id, d.snapshot_id, d.fence)
INSERT INTO auditor_claim
    (article_id, snapshot_id, reviewer_id, fence, taken_at, seen_at, until, ahead, "end")
SELECT article_id, snapshot_id, %(reviewer)s, fence, %(now)s, %(now)s, %(until)s, %(ahead)s, '' FROM marked
RETURNING id
"""  # noqa: S608 - made of constants


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reviewer asks for: flags of these kinds, articles of these outlets (empty: any)."""

    reviewer: int
    kinds: tuple[str, ...] = ()
    outlets: tuple[int, ...] = ()


def statement(wanted: Wanted) -> str:
    """The statement for PostgreSQL that picks, marks and claims, with named parameters.

    Per outlet by LATERAL: ``outlet_id = ANY(…)`` would walk the index of all outlets (measured
    7,370 ms against 7 ms at a million flags, 10 of 200 outlets).
    """
    choices = {
        (False, False): _ANYWHERE,
        (False, True): _BY_OUTLET,
        (True, False): _BY_KIND,
        (True, True): _BY_BOTH,
    }
    return _TAKE.format(choice=choices[bool(wanted.kinds), bool(wanted.outlets)])


def take(wanted: Wanted, *, now: datetime, until: datetime, ahead: bool) -> int | None:
    """Claim the most pressing article for the reviewer; the claim's id, or None when nothing waits."""
    if connection.vendor == "postgresql":
        return _take_at_once(wanted, {"now": now, "until": until, "ahead": ahead})
    with transaction.atomic():
        docket = waiting(wanted, now=now).first()
        if docket is None:
            return None
        return mark(docket, wanted.reviewer, now=now, until=until, ahead=ahead).pk


def take_second(wanted: Wanted, *, now: datetime, until: datetime, ahead: bool) -> int | None:
    """Claim an article with a flag of the wanted kinds that waits for a second answer; its id, or None."""
    looks = SecondLook.objects.filter(
        state=SecondLook.State.WAITING, item__article=OuterRef("article"), item__kind__in=wanted.kinds
    ).exclude(first__reviewer=wanted.reviewer)
    with transaction.atomic():
        docket = first_unlocked(waiting(replace(wanted, kinds=()), now=now).filter(Exists(looks)))
        return None if docket is None else mark(docket, wanted.reviewer, now=now, until=until, ahead=ahead).pk


def _take_at_once(wanted: Wanted, moments: Mapping[str, datetime | bool]) -> int | None:
    chosen: dict[str, Any] = {
        "reviewer": wanted.reviewer,
        "kinds": list(wanted.kinds),
        "outlets": list(wanted.outlets),
        **moments,
    }
    for least, most in _attempts(wanted):
        with connection.cursor() as cursor:
            cursor.execute(statement(wanted), {**chosen, "least": least, "most": most})
            row = cursor.fetchone()
        if row is not None:
            return int(row[0])
    return None


def _attempts(wanted: Wanted) -> list[tuple[int, int]]:
    """Ranks from and to, for each attempt: flags beyond the cap come when none within it is left."""
    if wanted.kinds:
        return [(1, SHOWN)] * ATTEMPTS + [(SHOWN + 1, MOST)] * ATTEMPTS
    return [(1, MOST)] * (ATTEMPTS if wanted.outlets else 1)


def mark(docket: Docket, reviewer: int, *, now: datetime, until: datetime, ahead: bool = False) -> Claim:
    """Give a docket, which the transaction holds, to the reviewer."""
    docket.state = Docket.State.HELD
    docket.fence += 1
    docket.save(update_fields=["state", "fence"])
    return Claim.objects.create(
        article_id=docket.article_id,
        snapshot_id=docket.snapshot_id,
        reviewer_id=reviewer,
        fence=docket.fence,
        taken_at=now,
        seen_at=now,
        until=until,
        ahead=ahead,
    )


def waiting(wanted: Wanted, *, now: datetime) -> QuerySet[Docket]:
    """Dockets that may be offered to the reviewer, the most pressing first."""
    passed = Pass.objects.filter(
        Q(until=None) | Q(until__gt=now), reviewer=wanted.reviewer, article=OuterRef("article")
    )
    rows = Docket.objects.filter(~Exists(passed), state=Docket.State.WAITING)
    rows = rows.filter(Q(only_seconds_of=None) | ~Q(only_seconds_of=wanted.reviewer))
    if wanted.outlets:
        rows = rows.filter(outlet__in=wanted.outlets)
    if not wanted.kinds:
        return rows.order_by("priority", "-precision", "first")
    flags = QueueItem.objects.open().filter(article=OuterRef("article"), kind__in=wanted.kinds)
    beyond = ExpressionWrapper(Q(rank__gt=SHOWN), BooleanField())
    flags = flags.order_by(beyond, "priority", "-precision", "pk")
    rows = rows.annotate(
        flag=flags.values("pk")[:1],
        beyond=flags.values_list(beyond)[:1],
        urgency=flags.values("priority")[:1],
        likelihood=flags.values("precision")[:1],
    )
    return rows.exclude(flag=None).order_by("beyond", "urgency", "-likelihood", "flag")
