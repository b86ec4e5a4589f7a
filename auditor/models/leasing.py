"""Taking the next row of a queue when many want it."""

from typing import TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def first_unlocked(rows: QuerySet[Row]) -> Row | None:
    """The first row that no other transaction holds, held until ours ends; None when there is none.

    PostgreSQL passes over locked rows; one that others merely point to (by a foreign key) is not locked.
    SQLite cannot and need not: an IMMEDIATE transaction holds the whole file.
    """
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",), no_key=True)
    return rows.first()
