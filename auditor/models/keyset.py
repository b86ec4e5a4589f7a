"""Pages by position: the rows after a row, however deep, by the index alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Field, Model, QuerySet

COUNTED = 10_000
"""How far rows are counted; beyond it is said that there are more."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column that a list is sorted by."""

    field: "Field[Any, Any]"
    descending: bool

    def ordering(self, *, backwards: bool) -> str:
        """As ``order_by`` wants it."""
        return f"-{self.field.name}" if self.descending != backwards else self.field.name

    def beyond(self, *, backwards: bool) -> str:
        """The lookup for values that come later in the reading direction."""
        return f"{self.field.name}__{'lt' if self.descending != backwards else 'gt'}"


def columns(model: type[Model], names: Sequence[str]) -> tuple[Column, ...]:
    """The columns of an ordering; raises LookupError for one that a position cannot be told by.

    That is a column of another table, one that may be empty, or an expression.
    """
    return tuple(_column(model, str(name)) for name in names)


def _column(model: type[Model], name: str) -> Column:
    bare = name.removeprefix("-")
    fields = {field.name: field for field in model._meta.concrete_fields}
    field = model._meta.pk if bare == "pk" else fields.get(bare)
    if field is None or field.null:
        raise LookupError(f"no position by {name}")
    return Column(field, name.startswith("-"))


def page(
    rows: QuerySet[Any],
    order: Sequence[Column],
    position: Sequence[Any] | None,
    *,
    size: int,
    backwards: bool,
) -> list[Any]:
    """Up to ``size`` rows in reading direction, from the first or after ``position`` (a value per column).

    One condition "equal so far, then beyond" per column, the last first, until the page is full: each is
    a range of the index. Joined by OR in one statement they would be read from the list's beginning.
    """
    rows = rows.order_by(*(column.ordering(backwards=backwards) for column in order))
    if position is None:
        return list(rows[:size])
    found: list[Any] = []
    for depth in reversed(range(len(order))):
        equal = {column.field.name: value for column, value in zip(order[:depth], position, strict=False)}
        beyond = {order[depth].beyond(backwards=backwards): position[depth]}
        found += rows.filter(**equal, **beyond)[: size - len(found)]
        if len(found) == size:
            break
    return found


def capped_count(rows: QuerySet[Any]) -> int:
    """How many rows there are; one more than COUNTED when there are more than that."""
    return len(rows.order_by().values_list("pk", flat=True)[: COUNTED + 1])
