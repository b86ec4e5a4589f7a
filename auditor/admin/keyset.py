"""Lists of any length: pages by position, counts up to a limit, no OFFSET."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.views.main import IGNORED_PARAMS, ChangeList
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.core.signing import BadSignature, Signer
from django.db.models import Model
from django.http import HttpRequest
from django.utils.functional import cached_property

from auditor.models import keyset

AFTER, BEFORE = "after", "before"


class CappedPaginator(Paginator):
    """Counts no further than it must to say that there are many."""

    @cached_property
    def count(self) -> int:
        """At most one more than is counted."""
        rows: Any = self.object_list
        return keyset.capped_count(rows)


class KeysetList(ChangeList):
    """A change list whose pages begin after a row: ``after`` or ``before`` in its address, signed.

    Sorted by what no position can be told by, it has Django's numbered pages, as far as is counted.
    """

    older = newer = ""

    def get_filters_params(self, params: dict[str, Any] | None = None) -> dict[str, Any]:
        """Without the position, which narrows nothing."""
        found: dict[str, Any] = super().get_filters_params(params)
        return {name: value for name, value in found.items() if name not in {AFTER, BEFORE, *IGNORED_PARAMS}}

    def get_results(self, request: HttpRequest) -> None:
        """The page asked for, and the addresses of its neighbours."""
        names = [str(name) for name in self.queryset.query.order_by]
        try:
            order = keyset.columns(self.model, names)
        except LookupError:
            super().get_results(request)
            return
        self.filter_params.pop(AFTER, None)
        self.filter_params.pop(BEFORE, None)
        asked = BEFORE if BEFORE in request.GET else AFTER
        position = self._position(request.GET.get(asked, ""), order)
        backwards = asked == BEFORE and position is not None
        rows = keyset.page(self.queryset, order, position, size=self.list_per_page + 1, backwards=backwards)
        more, rows = len(rows) > self.list_per_page, rows[: self.list_per_page]
        self.result_list = rows[::-1] if backwards else rows
        self._link(order, more=more, backwards=backwards, begun=position is None)
        self._count(request)

    def _count(self, request: HttpRequest) -> None:
        self.paginator = self.model_admin.get_paginator(request, self.queryset, self.list_per_page)
        self.result_count = self.paginator.count
        self.full_result_count = None
        self.show_full_result_count = False
        self.show_admin_actions = bool(self.result_count)
        self.can_show_all = self.multi_page = False

    @property
    def counted(self) -> str:
        """How many rows, in words: ``10,000+`` beyond what is counted."""
        return f"{keyset.COUNTED:,}+" if self.result_count > keyset.COUNTED else f"{self.result_count:,}"

    def _link(self, order: tuple[keyset.Column, ...], *, more: bool, backwards: bool, begun: bool) -> None:
        rows = self.result_list
        if rows and (more or backwards):
            self.older = self.get_query_string({AFTER: token_of(rows[-1], order)})
        if rows and (more if backwards else not begun):
            self.newer = self.get_query_string({BEFORE: token_of(rows[0], order)})

    def _position(self, token: str, order: tuple[keyset.Column, ...]) -> list[Any] | None:
        """The values that the token tells; None, which is the beginning, when it is none of this list's."""
        try:
            values = zip(order, _signer(order).unsign_object(token), strict=True)
            return [column.field.to_python(value) for column, value in values]
        except (BadSignature, ValueError, TypeError, ValidationError):
            return None


def token_of(row: Model, order: Sequence[keyset.Column]) -> str:
    """A row's position in a list of this order, as an address carries it."""
    return _signer(order).sign_object([column.field.value_to_string(row) for column in order])


def _signer(order: Sequence[keyset.Column]) -> Signer:
    """No made-up value ever reaches the database, and no position of another list."""
    names = ",".join(column.ordering(backwards=False) for column in order)
    return Signer(salt=f"list:{order[0].field.model._meta.label_lower}:{names}")
