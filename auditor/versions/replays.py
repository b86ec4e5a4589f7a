"""A new rulebook over everything that is stored: asked for in bulk, taken up again after a crash."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from auditor.catalogue import house, precedents
from auditor.desk import corrected
from auditor.inspection.document import Unreadable
from auditor.inspection.procedure import inspect_document, read_document
from auditor.inspection.verdicts import VerdictDiff, difference
from auditor.models import Audit, Decision, Finding, Replay, Snapshot, VerdictChange
from auditor.storage import archive
from auditor.versions import verdicts

BATCH = 1_000
Cause = VerdictChange.Cause


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a replay is: audits done and failed of those wanted."""

    done: int
    failed: int
    total: int

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""
        return self.done + self.failed >= self.total


@dataclass(frozen=True, slots=True)
class Preview:
    """What a replay would say otherwise of one version; ``error`` when it could not be read."""

    snapshot: Snapshot
    cause: str
    found: VerdictDiff
    error: str = ""


def begin(*, now: datetime, by: User | None = None) -> Replay:
    """The replay that runs under the rulebook in force; a new one if none does."""
    fresh = {"began_at": now, "asked_by": by}
    found, _ = Replay.objects.get_or_create(rulebook=house.in_force().digest, ended_at=None, defaults=fresh)
    return found


def ask(replay: Replay, *, limit: int = BATCH) -> bool:
    """Ask for the next audits of stored versions, at most ``limit``; False when all were asked for.

    What was reached is written with them: after a crash it goes on there, and an audit is asked for once.
    """
    with transaction.atomic():
        held = Replay.objects.select_for_update().get(pk=replay.pk)
        rows = Snapshot.objects.filter(pk__gt=held.reached).select_related("article__outlet").order_by("pk")
        some = list(rows.defer("headers")[:limit])
        Audit.objects.bulk_create(
            [
                Audit(snapshot=one, rulebook=held.rulebook, precedents=one.article.outlet.precedents)
                for one in some
            ],
            ignore_conflicts=True,
        )
        superseded = Q(state=Audit.State.SUPERSEDED, snapshot__in=some, rulebook=held.rulebook)
        Audit.objects.filter(superseded).update(state=Audit.State.WAITING, attempts=0)
        held.reached = some[-1].pk if some else held.reached
        held.asked = not some
        held.save(update_fields=["reached", "asked"])
    replay.reached, replay.asked = held.reached, held.asked
    return not held.asked


def carry_on(*, now: datetime) -> bool:
    """Ask for the next audits of the replay that runs, or end it when all are done; whether more wait.

    One whose rulebook is no longer in force asks for nothing more: what was asked for is finished.
    """
    running = Replay.objects.filter(ended_at=None).order_by("pk").first()
    if running is None:
        return False
    if running.rulebook != house.in_force().digest:
        Replay.objects.filter(pk=running.pk).update(asked=True)
        running.asked = True
    if not running.asked and ask(running):
        return True
    close(running, now=now)
    return False


def behind() -> int:
    """How many stored versions have no finished audit under the rulebook and the rulings in force."""
    return _behind().count()


def _behind() -> QuerySet[Snapshot]:
    done = Audit.objects.filter(
        snapshot=OuterRef("pk"),
        rulebook=house.in_force().digest,
        precedents=OuterRef("article__outlet__precedents"),
        state=Audit.State.DONE,
    )
    return Snapshot.objects.filter(~Exists(done))


def progress(replay: Replay) -> Progress:
    """How far it is, counted now."""
    wanted = _wanted(replay).aggregate(
        done=Count("pk", Q(state=Audit.State.DONE)), failed=Count("pk", Q(state=Audit.State.FAILED))
    )
    return Progress(wanted["done"], wanted["failed"], Snapshot.objects.count())


def close(replay: Replay, *, now: datetime) -> bool:
    """End it when everything was asked for and nothing waits; whether it has ended."""
    open_ = Q(state=Audit.State.WAITING) | Q(state=Audit.State.RUNNING)
    if not replay.asked or _wanted(replay).filter(open_).exists():
        return False
    Replay.objects.filter(pk=replay.pk, ended_at=None).update(ended_at=now)
    return True


def _wanted(replay: Replay) -> QuerySet[Audit]:
    return Audit.objects.filter(
        rulebook=replay.rulebook,
        precedents=F("snapshot__article__outlet__precedents"),
        snapshot__lte=replay.reached,
    )


def since(replay: Replay) -> datetime | None:
    """When the replay before began; None for the first."""
    earlier = Replay.objects.filter(pk__lt=replay.pk).order_by("-pk").first()
    return earlier.began_at if earlier else None


def verdict_diff(replay: Replay) -> dict[str, dict[str, int]]:
    """What changed since the replay before, by who changed it: the source, the rules, a reviewer.

    The source: findings by kind. The rules and reviewers' rulings: flags raised and withdrawn, segments
    relabelled, signals shifted, in versions that stayed the same. Reviewers also: decisions by verdict.
    """
    after = since(replay)
    findings, decisions = Finding.objects.standing(), Decision.objects.standing()
    if after is not None:
        findings, decisions = findings.filter(at__gte=after), decisions.filter(decided_at__gte=after)
    return {
        "source": _counted(findings, "kind"),
        "rules": _summed(replay, Cause.RULES, Cause.BOTH),
        "reviewer": {**_summed(replay, Cause.REVIEWER), **_counted(decisions, "verdict")},
    }


def _counted(rows: QuerySet[Finding] | QuerySet[Decision], by: str) -> dict[str, int]:
    return dict(rows.order_by().values_list(by).annotate(n=Count("pk")).order_by("-n", by))


def changes_of(replay: Replay) -> QuerySet[VerdictChange]:
    """What it said otherwise, the newest first."""
    rows = VerdictChange.objects.filter(audit__rulebook=replay.rulebook, at__gte=replay.began_at)
    return rows.filter(at__lte=replay.ended_at) if replay.ended_at else rows


def _summed(replay: Replay, *causes: str) -> dict[str, int]:
    names = ("raised", "withdrawn", "relabelled", "shifted")
    sums = (
        changes_of(replay)
        .filter(cause__in=causes)
        .aggregate(**{f"all_{name}": Sum(name, default=0) for name in names}, versions=Count("pk"))
    )
    told = {name: sums[f"all_{name}"] for name in names}
    return {"versions": sums["versions"], **told} if sums["versions"] else {}


def preview(*, limit: int | None = None) -> Iterator[Preview]:
    """What a replay would say otherwise, version by version; nothing is written.

    Memory does not grow with the number of versions.
    """
    rows = _behind().select_related("article__outlet").order_by("pk")
    for snapshot in rows[:limit].iterator(chunk_size=100):
        before = Audit.objects.filter(snapshot=snapshot, state=Audit.State.DONE).order_by("-pk").first()
        if before is not None:
            yield _previewed(snapshot, before)


def _previewed(snapshot: Snapshot, before: Audit) -> Preview:
    after = Audit(
        snapshot=snapshot,
        rulebook=house.in_force().digest,
        precedents=snapshot.article.outlet.precedents,
    )
    cause = verdicts.cause_of(before, after)
    try:
        data = archive.read(snapshot.payload)
        document = read_document(
            data, snapshot.media_type, snapshot.charset or None, snapshot.address or None
        )
    except (Unreadable, archive.PayloadDamaged) as error:
        return Preview(snapshot, cause, VerdictDiff(), str(error))
    decided = precedents.under(after.precedents)
    inspection = inspect_document(document, house.in_force(), decided, corrected.of(snapshot.article_id))
    return Preview(
        snapshot, cause, difference(verdicts.stored_verdict(before), verdicts.verdict_of(inspection))
    )


def summed(previews: list[Preview]) -> dict[str, Counter[str]]:
    """Counts by cause: versions, flags raised and withdrawn, segments relabelled, signals shifted."""
    sums: dict[str, Counter[str]] = {}
    for one in previews:
        counts = sums.setdefault(one.cause, Counter())
        counts.update(
            versions=1,
            raised=len(one.found.raised),
            withdrawn=len(one.found.withdrawn),
            relabelled=len(one.found.relabelled),
            shifted=len(one.found.shifted),
        )
    return sums
