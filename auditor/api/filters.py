"""The filter of every list: the strict query that its view declares."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request


class StrictFilterBackend(BaseFilterBackend):
    """Narrows by the parameters that the view has read and checked.

    The view's ``parameters`` were refused before this if one was unknown or wrong.
    """

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        """The rows that the request asks for."""
        narrowed: QuerySet[Any] = view.query.narrow(queryset, view.parameters)
        return narrowed

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """None of its own: the schema takes them from the view's query."""
        return []
