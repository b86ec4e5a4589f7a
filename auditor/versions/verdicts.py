"""Why an audit says something else of a version than the audit before it: the rules, or a reviewer."""

from collections.abc import Iterable
from datetime import datetime

from auditor.inspection.procedure import Inspection
from auditor.inspection.verdicts import Stretch, Verdict, VerdictDiff, difference, verdict
from auditor.models import Audit, VerdictChange

FIRST = 20
"""Stretches of each sort that are kept."""
Cause = VerdictChange.Cause


def note(audit: Audit, inspection: Inspection, *, now: datetime) -> None:
    """Compare an audit with the one of the same version before it; runs inside the recording transaction."""
    before = previous(audit)
    if before is None:
        return
    found = difference(stored_verdict(before), verdict_of(inspection))
    VerdictChange.objects.filter(audit=audit).delete()
    if not found.empty:
        VerdictChange.objects.create(
            audit=audit,
            before=before,
            cause=cause_of(before, audit),
            raised=len(found.raised),
            withdrawn=len(found.withdrawn),
            relabelled=len(found.relabelled),
            shifted=len(found.shifted),
            details=details(found),
            at=now,
        )


def previous(audit: Audit) -> Audit | None:
    """The last audit of the same text that was finished before it."""
    done = Audit.objects.filter(snapshot=audit.snapshot_id, state=Audit.State.DONE, reading=audit.reading_id)
    return done.exclude(pk=audit.pk).order_by("-finished_at", "-pk").first()


def cause_of(before: Audit, after: Audit) -> str:
    """Who changed the verdict."""
    if before.rulebook == after.rulebook:
        return Cause.REVIEWER
    return Cause.RULES if before.precedents == after.precedents else Cause.BOTH


def flags_of(inspection: Inspection) -> list[Stretch]:
    """The flags as they are stored with an audit."""
    return [(flag.kind.value, flag.span.start, flag.span.end) for flag in inspection.flags]


def verdict_of(inspection: Inspection) -> Verdict:
    """What an inspection says."""
    segments = ((one.kind.value, one.span.start, one.span.end) for one in inspection.segments)
    signals = (
        {"name": one.name, "numerator": one.numerator, "denominator": one.denominator}
        for one in inspection.signals
    )
    return verdict(flags_of(inspection), segments, signals)


def stored_verdict(audit: Audit) -> Verdict:
    """What a finished audit said, from the tables."""
    segments: Iterable[Stretch] = audit.passages.order_by().values_list("kind", "start", "end")
    return verdict(audit.flags, segments, audit.signals)


def details(found: VerdictDiff) -> dict[str, list[object]]:
    """The first of each, as data."""
    return {
        "raised": [list(one) for one in found.raised[:FIRST]],
        "withdrawn": [list(one) for one in found.withdrawn[:FIRST]],
        "relabelled": [list(one) for one in found.relabelled[:FIRST]],
        "shifted": list(found.shifted),
    }
