"""What all views of the API have in common: who may, how much, which parameters."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.utils import timezone
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.throttling import UserRateThrottle
from rest_framework.viewsets import GenericViewSet

from auditor.api.authentication import BearerToken
from auditor.api.parsers import Json
from auditor.api.permissions import Access
from auditor.api.queries import Query


class AcceptOnly(DefaultContentNegotiation):
    """The Accept header alone decides; ``?format=`` is an unknown parameter like any other."""

    settings = SimpleNamespace(URL_FORMAT_OVERRIDE=None)  # type: ignore[assignment]  # the one setting read


class SubmitThrottle(UserRateThrottle):
    """Submissions cost a fetch and an inspection each, so they have a rate of their own."""

    scope = "submit"

    def get_rate(self) -> str:
        """The rate set for ``submit``, else 120 a minute."""
        return str(self.THROTTLE_RATES.get("submit") or "120/min")


class Door(GenericViewSet[Any]):
    """A view of the API.

    ``access`` says per method which scope and permission it takes; ``queries`` says per action which
    query parameters it knows (none unless named).
    """

    access: ClassVar[Mapping[str, Access]] = {}
    queries: ClassVar[Mapping[str, type[Query]]] = {}
    authentication_classes = [BearerToken]
    parser_classes = [Json]
    content_negotiation_class = AcceptOnly
    http_method_names = ["get", "head", "post", "delete"]
    lookup_value_converter = "int"

    @property
    def query(self) -> type[Query]:
        """The query parameters that the current action knows."""
        return self.queries.get(self.action or "", Query)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse what must not go further: strangers, floods, endless bodies, unknown parameters."""
        super().initial(request, *args, **kwargs)
        _refuse_endless(request)
        self.parameters = self.query.read(request.query_params)
        self.now = timezone.now()


def _refuse_endless(request: Request) -> None:
    """JSON is parsed from the stream, past Django's own check of the size."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if length.isdigit() and int(length) > limit:
        raise RequestDataTooBig(f"The body has {int(length):,} bytes; at most {limit:,} are taken.")
