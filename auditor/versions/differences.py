"""Write down what changed from one version of an article to the next, once both have been audited."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q

from auditor.inspection.changes import Finding as Found
from auditor.inspection.changes import Version, compare_versions, is_alert, policy_of
from auditor.inspection.changes.alignment import Tile, is_fleeting
from auditor.inspection.changes.classes import Policy
from auditor.inspection.document import Span
from auditor.inspection.tiling import SegmentKind
from auditor.models import Audit, Change, Finding, Snapshot

EDITS = 50
"""Stretches kept of a finding."""


def note(audit: Audit, version: Version) -> None:
    """Compare a version just audited with the one before, and with the one after if that was audited first.

    Runs inside the recording transaction, which holds the article's row.
    """
    snapshot = audit.snapshot
    for beside, later in ((_beside(snapshot, later=False), False), (_beside(snapshot, later=True), True)):
        other = _audit_of(beside, audit) if beside else None
        if other is not None:
            pair = (audit, other) if later else (other, audit)
            versions = (version, stored_version(other)) if later else (stored_version(other), version)
            _write(pair, versions)


def stored_version(audit: Audit, *, rights: bool = True) -> Version:
    """The version that a finished audit read, from the tables; without ``rights`` they are left out."""
    text = audit.reading.text if audit.reading else ""
    rows = audit.passages.order_by("ordinal").values_list("start", "end", "kind", "subkind", "rules")
    tiles = (
        Tile(Span(start, end), SegmentKind(kind), subkind, tuple(rules), is_fleeting(text[start:end]))
        for start, end, kind, subkind, rules in rows
    )
    return Version(
        text, tuple(tiles), audit.modified, (audit.rights or {}) if rights else {}, tuple(audit.incomplete)
    )


def policy_for(snapshot: Snapshot) -> Policy:
    """What is worth an alert in the outlet of a version."""
    return policy_of(settings.AUDITOR_ALERTS, snapshot.article.outlet.alerts)


def _beside(snapshot: Snapshot, *, later: bool) -> Snapshot | None:
    """The version next to one; most versions are the newest."""
    others = Snapshot.objects.filter(article=snapshot.article_id).only(
        "pk", "article", "revision", "taken_at"
    )
    if later:
        return others.filter(revision__gt=snapshot.revision).order_by("revision").first()
    if snapshot.revision == 1:
        return None
    return others.filter(revision__lt=snapshot.revision).order_by("-revision").first()


def _audit_of(snapshot: Snapshot, like: Audit) -> Audit | None:
    """Its audit under the same rulebook, else the last: a change must not be lost with a new rulebook."""
    done = Audit.objects.filter(snapshot=snapshot, state=Audit.State.DONE).select_related(
        "reading", "snapshot"
    )
    return done.order_by("-pk").filter(Q(rulebook=like.rulebook)).first() or done.order_by("-pk").first()


def _write(pair: tuple[Audit, Audit], versions: tuple[Version, Version]) -> None:
    before, after = pair
    found = compare_versions(*versions)
    Change.objects.filter(before=before, after=after).delete()  # of an earlier time under this rulebook
    change = Change.objects.create(
        article_id=after.snapshot.article_id, before=before, after=after, unknown=found.unknown
    )
    Finding.objects.bulk_create(_rows(change, found.findings, policy_for(after.snapshot)))


def _rows(change: Change, findings: Iterable[Found], policy: Policy) -> list[Finding]:
    return [
        Finding(
            change=change,
            kind=one.kind.value,
            of=one.of.value,
            weight=int(one.weight),
            alert=is_alert(one.of, one.weight, policy),
            reason=one.reason,
            edits=[
                {
                    "fate": edit.fate.value,
                    "before": _place(edit.before),
                    "after": _place(edit.after),
                    "weight": int(edit.weight),
                    "touches": [touch.value for touch in edit.touches],
                }
                for edit in one.edits[:EDITS]
            ],
            at=change.after.snapshot.taken_at,
        )
        for one in findings
    ]


def _place(tile: Tile | None) -> list[int] | None:
    return None if tile is None else [tile.span.start, tile.span.end]
