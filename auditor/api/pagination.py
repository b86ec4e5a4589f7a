"""Pages by position, not by number: stable while rows come in, no OFFSET, no COUNT."""

from typing import Any, TypeAlias

from django.conf import settings
from django.core.exceptions import ValidationError as FieldInvalid
from django.core.signing import BadSignature, Signer
from django.db.models import Model, QuerySet
from rest_framework.exceptions import ErrorDetail
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from auditor.api.queries import ParameterInvalid
from auditor.models import keyset

Schema: TypeAlias = dict[str, Any]


class KeysetPagination(BasePagination):
    """Pages that begin after a row's position in the list's own order, which must be total.

    A cursor is signed for its list, so that no made-up value ever reaches the database.
    """

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """One page of rows; raises ParameterInvalid when the cursor is not one of this list's."""
        asked: dict[str, Any] = getattr(view, "parameters", {})
        self._request = request
        self._columns = _columns(queryset)
        self._signer = Signer(salt=f"cursor:{request.path}")
        size = asked.get("page_size", settings.REST_FRAMEWORK["PAGE_SIZE"])
        backwards, position = self._decode(asked["cursor"]) if "cursor" in asked else (False, None)
        rows = keyset.page(queryset, self._columns, position, size=size + 1, backwards=backwards)
        more, rows = len(rows) > size, rows[:size]
        self._page = rows[::-1] if backwards else rows
        self._has_next = backwards or more
        self._has_previous = more if backwards else position is not None
        return self._page

    def get_paginated_response(self, data: Any) -> Response:
        """The page with the addresses of its neighbours."""
        following = self._page[-1] if self._page and self._has_next else None
        preceding = self._page[0] if self._page and self._has_previous else None
        return Response(
            {
                "next": self._link(following, backwards=False),
                "previous": self._link(preceding, backwards=True),
                "results": data,
            }
        )

    def get_paginated_response_schema(self, schema: Schema) -> Schema:
        """The page as the schema describes it."""
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": {**link, "description": "The next page, or null on the last."},
                "previous": {**link, "description": "The page before, or null on the first."},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[Schema]:
        """None of its own: the schema takes them from the view's query."""
        return []

    def _link(self, row: Model | None, *, backwards: bool) -> str | None:
        if row is None:
            return None
        position = [column.field.value_to_string(row) for column in self._columns]
        query = self._request.query_params.copy()
        query["cursor"] = self._signer.sign_object([backwards, position])
        return self._request.build_absolute_uri(f"{self._request.path}?{query.urlencode()}")

    def _decode(self, cursor: str) -> tuple[bool, list[Any]]:
        try:
            backwards, position = self._signer.unsign_object(cursor)
            values = zip(self._columns, position, strict=True)
            return bool(backwards), [column.field.to_python(value) for column, value in values]
        except (BadSignature, ValueError, TypeError, FieldInvalid):
            message = ErrorDetail("This cursor is not one of this list. Start without it.", "invalid_cursor")
            raise ParameterInvalid({"cursor": [message]}) from None


def _columns(rows: QuerySet[Any]) -> tuple[keyset.Column, ...]:
    return keyset.columns(
        rows.model, [str(name) for name in rows.query.order_by or rows.model._meta.ordering]
    )
