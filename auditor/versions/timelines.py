"""An article over time: its versions, what changed between them, promises kept; two versions side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from auditor.inspection.changes import ChangeClass, FindingKind, Piece, Version, compare_versions, word_diff
from auditor.inspection.changes.alignment import Fate, Pair
from auditor.models import Article, Audit, Finding, Snapshot
from auditor.versions.differences import stored_version

VERSIONS = 200
"""Versions that a timeline shows, the newest."""
ENDS = (FindingKind.PROMISE_KEPT.value, FindingKind.PROMISE_WITHDRAWN.value)


@dataclass(frozen=True, slots=True)
class Step:
    """A version, what was found to have changed in it, and why nothing can be said if so."""

    snapshot: Snapshot
    findings: tuple[Finding, ...]
    unknown: str


@dataclass(frozen=True, slots=True)
class History:
    """The versions in the order of time; ``promised_at`` is when a promise was made that is open still."""

    steps: tuple[Step, ...]
    promised_at: datetime | None


@dataclass(frozen=True, slots=True)
class Row:
    """A stretch of one or both versions; ``kept`` counts the stretches of a run that stayed as they are."""

    fate: str
    of: str
    before: tuple[Piece, ...] = ()
    after: tuple[Piece, ...] = ()
    kept: int = 0

    @property
    def label(self) -> str:
        """Its class in words."""
        return self.of.replace("_", " and ")


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two versions of an article, with what was found between them."""

    before: Snapshot
    after: Snapshot
    rows: tuple[Row, ...]
    unknown: str
    reasons: tuple[tuple[str, str], ...]


def history(article: Article) -> History:
    """The newest versions of an article and what changed, in three queries."""
    snapshots = list(article.snapshots.defer("headers").order_by("-revision")[:VERSIONS])[::-1]
    rows = Finding.objects.standing().filter(change__article=article).order_by("pk")
    found: dict[int, list[Finding]] = {}
    for finding in rows.select_related("change__after"):
        found.setdefault(finding.change.after.snapshot_id, []).append(finding)
    unknown = dict(article.changes.exclude(unknown="").values_list("after__snapshot", "unknown"))
    steps = tuple(Step(one, tuple(found.get(one.pk, ())), unknown.get(one.pk, "")) for one in snapshots)
    return History(steps, _promised(steps))


def _promised(steps: tuple[Step, ...]) -> datetime | None:
    since: datetime | None = None
    for step in steps:
        kinds = {finding.kind for finding in step.findings}
        if FindingKind.PROMISE_MADE.value in kinds:
            since = step.snapshot.taken_at
        if not kinds.isdisjoint(ENDS):
            since = None
    return since


def side_by_side(article: Article, *, before: int, after: int) -> SideBySide | None:
    """Two versions by revision; None where one of them is not there or was never audited."""
    audits = [_audit(article, revision) for revision in (before, after)]
    if audits[0] is None or audits[1] is None:
        return None
    old, new = stored_version(audits[0]), stored_version(audits[1])
    found = compare_versions(old, new)
    return SideBySide(
        audits[0].snapshot,
        audits[1].snapshot,
        tuple(_rows(old, new, found.pairs)),
        found.unknown,
        tuple((one.kind.value.replace("_", " "), one.reason) for one in found.findings),
    )


def _audit(article: Article, revision: int) -> Audit | None:
    done = Audit.objects.filter(snapshot__article=article, state=Audit.State.DONE)
    return (
        done.filter(snapshot__revision=revision).select_related("reading", "snapshot").order_by("-pk").first()
    )


def _rows(old: Version, new: Version, pairs: tuple[Pair, ...]) -> Iterator[Row]:
    for quiet, run in groupby(
        pairs, key=lambda pair: pair.fate is Fate.KEPT or pair.of is ChangeClass.CHROME
    ):
        some = list(run)
        if quiet:
            yield Row("kept", "", kept=len(some))
        else:
            yield from (_row(old, new, pair) for pair in some)


def _is_quiet(pair: Pair) -> bool:
    return pair.fate is Fate.KEPT or pair.of is ChangeClass.CHROME


def _row(old: Version, new: Version, pair: Pair) -> Row:
    before = old.words(pair.before) if pair.before else ""
    after = new.words(pair.after) if pair.after else ""
    pieces = word_diff(before, after)
    return Row(
        pair.fate.value,
        pair.of.value,
        tuple(piece for piece in pieces if piece.change != "inserted"),
        tuple(piece for piece in pieces if piece.change != "deleted"),
    )


def as_data(one: History) -> dict[str, Any]:
    """A history as data."""
    return {
        "promised_at": one.promised_at,
        "versions": [
            {
                "revision": step.snapshot.revision,
                "taken_at": step.snapshot.taken_at,
                "unknown": step.unknown,
                "findings": [finding_data(finding) for finding in step.findings],
            }
            for step in one.steps
        ],
    }


def finding_data(finding: Finding) -> dict[str, Any]:
    """A finding as data; places are code points of the two versions' texts."""
    return {
        "id": finding.pk,
        "kind": finding.kind,
        "class": finding.of,
        "weight": finding.get_weight_display(),
        "alert": finding.alert,
        "reason": finding.reason,
        "edits": finding.edits,
        "before_audit": finding.change.before_id,
        "after_audit": finding.change.after_id,
    }


def diff_data(one: SideBySide) -> dict[str, Any]:
    """Two versions side by side as data."""
    return {
        "before": one.before.revision,
        "after": one.after.revision,
        "unknown": one.unknown,
        "findings": [{"kind": kind.replace(" ", "_"), "reason": reason} for kind, reason in one.reasons],
        "rows": [
            {
                "fate": row.fate,
                "class": row.of,
                "kept": row.kept,
                "before": [{"change": piece.change, "words": piece.words} for piece in row.before],
                "after": [{"change": piece.change, "words": piece.words} for piece in row.after],
            }
            for row in one.rows
        ],
    }
