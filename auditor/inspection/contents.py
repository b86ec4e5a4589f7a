"""What stands in each sentence: figures and dates with values, loaded phrases, words no source reaches."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from auditor.inspection.assertions import Assertion, SentenceType
from auditor.inspection.attribution import Heard
from auditor.inspection.dates import find_date
from auditor.inspection.document import Document, Span
from auditor.inspection.loaded import find_loaded
from auditor.inspection.quantities import Quantity, find_quantities
from auditor.inspection.residual import find_residual
from auditor.inspection.tiling import Segment, SegmentKind


@dataclass(frozen=True, slots=True)
class Content:
    """Of one sentence: its quantities, its loaded phrases, and the words its attribution does not reach."""

    quantities: tuple[Quantity, ...] = ()
    loaded: tuple[Span, ...] = ()
    residual: tuple[Span, ...] = ()


NO_CONTENT = Content()


def read_contents(
    document: Document,
    segments: Iterable[Segment],
    heard: Sequence[Heard],
    assertions: Sequence[Assertion],
) -> tuple[Content, ...]:
    """One content per sentence that was heard; days without a date are told from that of publication."""
    today = published(document, segments)
    return tuple(
        Content(find_quantities(one.said, today), find_loaded(one), _residual(one, judged))
        for one, judged in zip(heard, assertions, strict=True)
    )


def _residual(heard: Heard, judged: Assertion) -> tuple[Span, ...]:
    return find_residual(heard, judged.attribution, opinion=judged.type is SentenceType.OPINION)


def published(document: Document, segments: Iterable[Segment]) -> dt.date | None:
    """The day of publication by the page's metadata, else by what its dateline or byline prints."""
    said = find_date(document.metadata.get("published", ""))
    if said is not None and _plausible(said.iso):
        return dt.date.fromisoformat(said.iso)
    for segment in segments:
        if segment.kind is SegmentKind.DATELINE or segment.kind is SegmentKind.BYLINE:
            printed = str(segment.values.get("date", ""))[:10]
            if _plausible(printed):
                return dt.date.fromisoformat(printed)
    return None


def _plausible(iso: str) -> bool:
    """Whether it is a whole date of an age that prints news: systems fill in the year 1 for none."""
    return len(iso) == len("2016-03-14") and "1600" < iso[:4] < "2400"
