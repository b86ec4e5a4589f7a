"""Query parameters, strictly: what an operation understands, and nothing else."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.utils import timezone
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from auditor.api.states import ArticleState
from auditor.inspection.flags import SHOWN, FlagKind
from auditor.inspection.segments import SegmentKind
from auditor.models import Audit, Boilerplate, Capture, QueueItem, Variant
from auditor.models.queue import Verdict

MAX_ID = 2**63 - 1  # a bigint
MAX_OFFSET = 2**31 - 1  # an integer column
MAX_PAGE = 500
TEN_YEARS = 10 * 366 * 86_400


class ParameterInvalid(ValidationError):
    """A query parameter that is not known, or whose value is not understood."""


class Row(serializers.IntegerField):
    """The id of a row."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=MAX_ID, required=False, **options)


PRIORITIES = [priority.name.lower() for priority in QueueItem.Priority]


class Query(serializers.Serializer[Any]):
    """The query parameters of an operation, a field for each; ``lookups`` say what they narrow."""

    lookups: ClassVar[Mapping[str, str]] = {}

    @classmethod
    def read(cls, given: QueryDict) -> dict[str, Any]:
        """The values, by name; raises ParameterInvalid with a code for each that is wrong."""
        reader = cls(data={name: cls._value(given, name) for name in given})
        unknown = [name for name in given if name not in reader.fields]
        if unknown:
            known = ", ".join(reader.fields) or "none"
            message = ErrorDetail(f"Unknown parameter. Known here: {known}.", "unknown_parameter")
            raise ParameterInvalid({name: [message] for name in unknown})
        if not reader.is_valid():
            raise ParameterInvalid(reader.errors)
        values: dict[str, Any] = reader.validated_data
        return values

    @classmethod
    def _value(cls, given: QueryDict, name: str) -> object:
        values = given.getlist(name)
        several = isinstance(cls._declared_fields.get(name), serializers.ListField)
        # A single-valued parameter given twice fails as a list instead of losing one of the two.
        return values if several or len(values) > 1 else values[0]

    @classmethod
    def narrow(cls, rows: QuerySet[Any], values: Mapping[str, Any]) -> QuerySet[Any]:
        """The rows that ``values`` ask for."""
        wanted = {cls.lookups[name]: value for name, value in values.items() if name in cls.lookups}
        return rows.filter(**wanted)


class PageQuery(Query):
    """One page of a list."""

    cursor = serializers.CharField(
        required=False, max_length=2000, help_text="From `next` or `previous` of a page; opaque."
    )
    page_size = serializers.IntegerField(
        required=False, min_value=1, max_value=MAX_PAGE, help_text="Rows a page; 50 unless told."
    )


class TextQuery(Query):
    """A stretch of a text."""

    start = serializers.IntegerField(
        required=False, min_value=0, max_value=MAX_OFFSET, help_text="First code point; 0 unless told."
    )
    end = serializers.IntegerField(
        required=False,
        min_value=0,
        max_value=MAX_OFFSET,
        help_text="Code point after the last; the text's end unless told.",
    )


class DiffQuery(Query):
    """Which two versions."""

    before = serializers.IntegerField(min_value=1, max_value=MAX_OFFSET, help_text="Revision of the earlier.")
    after = serializers.IntegerField(min_value=1, max_value=MAX_OFFSET, help_text="Revision of the later.")


class ArticleQuery(PageQuery):
    """Which articles."""

    outlet = Row(help_text="Of this outlet.")
    state = serializers.ChoiceField(ArticleState.choices, required=False, help_text="In this state.")
    lookups = {"outlet": "outlet", "state": "state"}


class SnapshotQuery(PageQuery):
    """Which snapshots."""

    article = Row(help_text="Of this article.")
    lookups = {"article": "article"}


class CaptureQuery(PageQuery):
    """Which fetches."""

    article = Row(help_text="Of this article.")
    outcome = serializers.ChoiceField(Capture.Outcome.choices, required=False, help_text="With this outcome.")
    finding = serializers.ChoiceField(Capture.Finding.choices, required=False, help_text="With this news.")
    lookups = {"article": "article", "outcome": "outcome", "finding": "finding"}


class AuditQuery(PageQuery):
    """Which audits."""

    article = Row(help_text="Of any version of this article.")
    snapshot = Row(help_text="Of this snapshot.")
    state = serializers.ChoiceField(Audit.State.choices, required=False, help_text="In this state.")
    lookups = {"article": "snapshot__article", "snapshot": "snapshot", "state": "state"}


class SegmentQuery(PageQuery):
    """Which segments of an audit."""

    kind = serializers.ListField(
        child=serializers.ChoiceField([kind.value for kind in SegmentKind]),
        required=False,
        help_text="Of one of these kinds; may be repeated.",
    )
    lookups = {"kind": "kind__in"}


class FlagQuery(PageQuery):
    """Which flags."""

    kind = serializers.ListField(
        child=serializers.ChoiceField([kind.value for kind in FlagKind]),
        required=False,
        help_text="Of one of these kinds; may be repeated.",
    )
    outlet = Row(help_text="In articles of this outlet.")
    article = Row(help_text="In this article.")
    state = serializers.ChoiceField(QueueItem.State.choices, required=False, help_text="In this state.")
    priority = serializers.ChoiceField(PRIORITIES, required=False, help_text="As pressing as this.")
    beyond = serializers.BooleanField(
        required=False,
        help_text="Also those beyond the cap: of each kind, an article's first five are listed unless told.",
    )
    min_age = serializers.IntegerField(
        required=False, min_value=0, max_value=TEN_YEARS, help_text="Raised at least so many seconds ago."
    )
    lookups = {
        "kind": "kind__in",
        "outlet": "article__outlet",
        "article": "article",
        "state": "state",
    }

    @classmethod
    def narrow(cls, rows: QuerySet[Any], values: Mapping[str, Any]) -> QuerySet[Any]:
        """Also by priority, which is stored as a number, by age, which the clock tells, and by the cap."""
        if not values.get("beyond"):
            rows = rows.filter(rank__lte=SHOWN)
        if "priority" in values:
            rows = rows.filter(priority=QueueItem.Priority[values["priority"].upper()])
        if "min_age" in values:
            rows = rows.filter(raised_at__lte=timezone.now() - timedelta(seconds=values["min_age"]))
        return super().narrow(rows, values)


class DecisionQuery(PageQuery):
    """Which decisions."""

    flag = Row(help_text="On this flag.")
    article = Row(help_text="On flags in this article.")
    reviewer = serializers.CharField(required=False, max_length=150, help_text="By the user of this name.")
    verdict = serializers.ChoiceField(Verdict.choices, required=False, help_text="With this verdict.")
    lookups = {
        "flag": "item",
        "article": "item__article",
        "reviewer": "reviewer__username",
        "verdict": "verdict",
    }


class CatalogueQuery(PageQuery):
    """Which notices."""

    kind = serializers.ListField(
        child=serializers.ChoiceField([kind.value for kind in SegmentKind]),
        required=False,
        help_text="Of one of these kinds; may be repeated.",
    )
    outlet = Row(help_text="Seen in articles of this outlet.")
    state = serializers.ChoiceField(Boilerplate.State.choices, required=False, help_text="In this state.")
    lookups = {"kind": "kind__in", "state": "state"}

    @classmethod
    def narrow(cls, rows: QuerySet[Any], values: Mapping[str, Any]) -> QuerySet[Any]:
        """Also by outlet: notices that any of its articles carries; merged ones only when asked for."""
        if "state" not in values:
            rows = rows.exclude(state=Boilerplate.State.MERGED)
        if "outlet" in values:
            rows = rows.filter(
                Exists(Variant.objects.filter(notice=OuterRef("pk"), outlets=values["outlet"]))
            )
        return super().narrow(rows, values)
