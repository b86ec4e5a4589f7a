"""The log: one chain that the database keeps, and that names the first entry somebody touched."""

from datetime import datetime
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from auditor import review
from auditor.desk import ledger
from auditor.models import Decision, ReviewEntry
from tests.factories import make_items

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain(reviewer: User, now: datetime) -> list[ReviewEntry]:
    """Four entries: two decisions, an undoing, a decision."""
    for item in make_items(3):
        fence = review.claim(item.pk, reviewer=reviewer, now=now).fence
        made = review.decide(item.pk, reviewer=reviewer, fence=fence, verdict="unsourced", now=now)
        if item.pk % 2:
            review.undo(made.pk, reviewer=reviewer, now=now)
    return list(ReviewEntry.objects.order_by("number"))


def verify(*arguments: str) -> str:
    out = StringIO()
    call_command("verify_log", *arguments, stdout=out)
    return out.getvalue()


def tamper(statement: str) -> None:
    """Change the log behind the database's back, as whoever owns the files could."""
    connection.check_constraints()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE auditor_reviewentry DISABLE TRIGGER auditor_log_is_kept")
        else:
            cursor.execute("DROP TRIGGER auditor_log_not_changed")
            cursor.execute("DROP TRIGGER auditor_log_not_deleted")
        cursor.execute(statement)


def test_every_entry_names_the_digest_of_the_one_before(chain: list[ReviewEntry]) -> None:
    assert [entry.number for entry in chain] == list(range(1, len(chain) + 1))
    before = [ledger.BEGINNING, *(entry.digest for entry in chain)]
    assert [entry.previous for entry in chain] == before[:-1]
    assert verify() == f"{len(chain)} entries hold; the last has the digest {chain[-1].digest}.\n"
    assert verify("--head", chain[0].digest).startswith(f"{len(chain)} entries hold")


def test_an_empty_log_holds() -> None:
    assert verify() == f"0 entries hold; the last has the digest {ledger.BEGINNING}.\n"
    ledger.append([])
    assert not ReviewEntry.objects.exists()


def test_the_digest_is_that_of_the_canonical_json(chain: list[ReviewEntry]) -> None:
    entry = ReviewEntry(
        number=1, item_id=7, act="undone", actor_id=3, at=chain[0].at, details={"decision": 5, "b": "ü"},
        previous=ledger.BEGINNING,
    )  # fmt: skip
    assert ledger.canonical(entry) == (
        b'{"act":"undone","actor":3,"at":"2026-03-17T09:30:00.000000+00:00",'
        b'"details":{"b":"\\u00fc","decision":5},"item":7,"number":1}'
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE auditor_reviewentry SET act = 'carried' WHERE number = 2",
        "DELETE FROM auditor_reviewentry",
        "UPDATE auditor_decision SET verdict = 'sourced'",
        "UPDATE auditor_decision SET decided_at = '2020-01-01 00:00:00'",
        "DELETE FROM auditor_decision",
    ],
)
def test_the_database_refuses_to_change_or_delete_an_entry(chain: list[ReviewEntry], statement: str) -> None:
    decided = Decision.objects.count()
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        connection.cursor().execute(statement)
    assert (ReviewEntry.objects.count(), Decision.objects.count()) == (len(chain), decided)


def test_which_audit_a_decision_stood_in_may_be_forgotten(chain: list[ReviewEntry]) -> None:
    assert Decision.objects.update(audit=None) == Decision.objects.count() > 0


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        (
            "UPDATE auditor_reviewentry SET act = 'carried' WHERE number = 2",
            "Entry 2 is broken: its contents",
        ),
        ("DELETE FROM auditor_reviewentry WHERE number = 2", "Entry 3 is broken: entry 2 is missing"),
        (
            "UPDATE auditor_reviewentry SET previous = act WHERE number = 3",
            "Entry 3 is broken: it does not name the digest",
        ),
    ],
)
def test_what_was_touched_is_named(chain: list[ReviewEntry], statement: str, message: str) -> None:
    tamper(statement)
    with pytest.raises(CommandError, match=message):
        verify()


def test_an_end_cut_off_is_told_by_a_digest_noted_before(chain: list[ReviewEntry]) -> None:
    tamper(f"DELETE FROM auditor_reviewentry WHERE number = {len(chain)}")  # noqa: S608 - a number
    assert verify().startswith(f"{len(chain) - 1} entries hold")
    with pytest.raises(CommandError, match="was cut off"):
        verify("--head", chain[-1].digest)
