"""What reviewers decided, as examples to learn from: what the second stage saw of the sentences, no words."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

import numpy as np
from django.db.models import QuerySet

from auditor.catalogue import house, precedents
from auditor.desk import corrected
from auditor.inspection.assertions import Seen
from auditor.inspection.assertions.examples import Example
from auditor.inspection.document import Span, Unreadable
from auditor.inspection.flags import FlagKind
from auditor.inspection.procedure import read_document, sentences_seen
from auditor.models import Audit, Decision, QueueItem
from auditor.models.queue import Verdict
from auditor.storage import archive

ANSWERS = {
    Verdict.UNSOURCED: True,
    Verdict.SOURCED: False,
    Verdict.NOT_CHECKABLE: False,
    Verdict.NOT_THE_AUTHORS: False,
}
"""What a verdict on an unsourced assertion says of the flag; the other verdicts say nothing of it."""


class ExamplesRefused(ValueError):
    """An export that cannot be read; the message names the line."""


def from_decisions() -> Iterator[Example]:
    """An example for each sentence of each flag that was decided, article by article.

    The flag's words are found by their place in the audit in which it last stood.
    """
    for audit, decisions in groupby(_decided(), key=_audit):
        found = _seen(audit)
        if found is not None:
            for decision in decisions:
                yield from _of_flag(decision, *found)


def _decided() -> QuerySet[Decision]:
    rows = Decision.objects.standing().filter(
        item__kind=FlagKind.UNSOURCED_ASSERTION.value,
        item__state__in=(QueueItem.State.DECIDED, QueueItem.State.ORPHANED),
        verdict__in=list(ANSWERS),
    )
    return rows.select_related("item__audit__snapshot__article__outlet").order_by("item__audit", "item", "pk")


def _audit(decision: Decision) -> Audit:
    return decision.item.audit


def _seen(audit: Audit) -> tuple[tuple[Span, ...], Seen] | None:
    """The article as it was audited; None where its bytes are gone."""
    snapshot = audit.snapshot
    try:
        data = archive.read(snapshot.payload)
        document = read_document(
            data, snapshot.media_type, snapshot.charset or None, snapshot.address or None
        )
    except (archive.PayloadDamaged, Unreadable):
        return None
    named = replace(document, metadata={**document.metadata, "outlet": snapshot.article.outlet.name})
    decided, put_right = precedents.under(audit.precedents), corrected.of(snapshot.article_id)
    return sentences_seen(named, house.in_force(), decided, put_right)


def _of_flag(decision: Decision, spans: tuple[Span, ...], seen: Seen) -> Iterator[Example]:
    """The sentences that the flag stands on; those of a run share what its decision counts."""
    item = decision.item
    rows = [row for row, span in enumerate(spans) if span.touches(Span(item.start, item.end))]
    for row in rows:
        yield Example(
            outlet=item.article.outlet.key,
            article=f"{item.article_id}",
            answer=float(ANSWERS[Verdict(decision.verdict)]),
            load=1 / len(rows),
            traits=tuple(seen.traits[row].tolist()),
            words=tuple(seen.words[seen.owners == row].tolist()),
        )


def as_lines(examples: Iterable[Example]) -> Iterator[str]:
    """The examples as JSON lines, to be kept or brought elsewhere."""
    for one in examples:
        fields = {name: getattr(one, name) for name in Example.__slots__}
        yield json.dumps(fields, separators=(",", ":"))


def from_lines(lines: Iterable[str]) -> Iterator[Example]:
    """The examples of JSON lines. Raises ExamplesRefused for a line that is none."""
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            traits, words = tuple(map(float, row.pop("traits"))), tuple(map(int, row.pop("words")))
            example = Example(**row, traits=traits, words=words)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise ExamplesRefused(f"line {number} is no example ({error})") from error
        if not example.fits or not np.isfinite([*traits, example.answer, example.load]).all():
            raise ExamplesRefused(f"line {number} is of a second stage that measures other traits")
        yield example
