"""Audits: lease one, inspect its snapshot, write everything down in one transaction."""

import logging
import time
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction

from auditor.catalogue import house, passages, precedents
from auditor.desk import corrected
from auditor.inspection.changes import version_of
from auditor.inspection.document import Document, Unreadable
from auditor.inspection.odrl import policy
from auditor.inspection.procedure import Inspection, inspect_document, read_document
from auditor.inspection.report import as_dict
from auditor.inspection.segments import SegmentKind
from auditor.models import Article, Audit, Reading
from auditor.models.leasing import first_unlocked
from auditor.storage import archive
from auditor.versions import carryover, differences, verdicts

log = logging.getLogger(__name__)

# The database or the disk is away, or the memory is used up: no fault of the article.
PASSING = (OperationalError, InterfaceError, OSError, MemoryError)


class AuditRefused(Exception):
    """An audit that cannot be asked for again; ``code`` is stable."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def work_waits(*, now: datetime) -> bool:
    """Whether any audit waits for a worker or was left behind by one."""
    return Audit.objects.due(now, rulebook=house.in_force().digest).exists()


def claim_next(*, now: datetime) -> Audit | None:
    """Lease the oldest audit that wants work; None when there is none.

    Only audits under this process's rulebook: after a change, workers that still run the old one leave
    the new audits alone. ``attempts`` is counted before the work begins, so that an input that kills its
    worker ends as failed; with ``fence`` a worker that was thought dead cannot write over its successor.
    """
    while True:
        with transaction.atomic():
            audit = first_unlocked(Audit.objects.due(now, rulebook=house.in_force().digest))
            if audit is None:
                return None
            if audit.attempts < settings.AUDITOR_MAX_ATTEMPTS:
                return _lease(audit, now)
            _give_up(audit, now)


def _lease(audit: Audit, now: datetime) -> Audit:
    audit.state = Audit.State.RUNNING
    audit.attempts += 1
    audit.fence += 1
    audit.leased_until = now + settings.AUDITOR_LEASE
    audit.save(update_fields=["state", "attempts", "fence", "leased_until"])
    return audit


def _give_up(audit: Audit, now: datetime) -> None:
    """Fail an audit that its workers never finished; whoever may still be at it comes too late."""
    audit.state = Audit.State.FAILED
    audit.fence += 1
    audit.finished_at, audit.leased_until = now, None
    audit.error_code = "not_finished"
    audit.error_reason = (
        f"Begun {audit.attempts} times, never finished. Look at the workers' log, then retry."
    )
    audit.save()


def carry_out(audit: Audit, *, now: datetime) -> bool:
    """Inspect a leased audit's snapshot and record what was found; whether it was recorded as done.

    Whatever is wrong with the article ends in the audit's own row as ``failed`` with a code and a reason.
    A passing fault of the machine (PASSING) is raised and leaves the lease to run out: the audit is begun
    again, at most AUDITOR_MAX_ATTEMPTS times.
    """
    try:
        inspection, milliseconds = _inspect(audit)
        finished = now + timedelta(milliseconds=milliseconds)
        return record(audit, inspection, milliseconds=milliseconds, now=finished)
    except PASSING:
        raise
    except (Unreadable, archive.PayloadDamaged) as error:
        code = getattr(error, "code", "payload_damaged")
        _end(audit, now, state=Audit.State.FAILED, error_code=code, error_reason=str(error))
    except Exception as error:  # one bad article must not stop the others; it is logged and shown
        log.exception("audit %s failed", audit.pk)
        reason = f"{type(error).__name__}: {error}"
        _end(audit, now, state=Audit.State.FAILED, error_code="inspection_failed", error_reason=reason)
    return False


def _inspect(audit: Audit) -> tuple[Inspection, float]:
    snapshot = audit.snapshot
    data = archive.read(snapshot.payload)
    rulebook = house.in_force()  # outside the clock: it is loaded once per process
    decided = precedents.under(audit.precedents)
    corrections = corrected.of(snapshot.article_id)
    began = time.perf_counter()
    document = read_document(data, snapshot.media_type, snapshot.charset or None, snapshot.address or None)
    # An outlet never attributes its own article, whatever its page calls itself.
    named = replace(document, metadata={**document.metadata, "outlet": snapshot.article.outlet.name})
    inspection = inspect_document(named, rulebook, decided, corrections)
    return inspection, (time.perf_counter() - began) * 1000


def _end(audit: Audit, now: datetime, *, state: str, **changes: object) -> bool:
    """Close the lease; False when another worker holds it by now."""
    mine = Audit.objects.filter(pk=audit.pk, state=Audit.State.RUNNING, fence=audit.fence)
    return bool(mine.update(state=state, finished_at=now, leased_until=None, **changes))


def record(audit: Audit, inspection: Inspection, *, milliseconds: float, now: datetime) -> bool:
    """Write an inspection down, all or nothing; False when the lease was lost to another worker."""
    with transaction.atomic():
        Article.objects.select_for_update(no_key=True).get(pk=audit.snapshot.article_id)
        found = _found(inspection)
        done = _end(
            audit,
            now,
            state=Audit.State.DONE,
            milliseconds=round(milliseconds, 3),
            error_code="",
            error_reason="",
            **found,
        )
        if done:
            _name_article(audit.snapshot.article, inspection)
            _derive(audit, inspection, found, now)
    return done


def rewrite(audit: Audit, *, now: datetime) -> None:
    """Inspect a finished audit's snapshot again, under the corrections made since, and write that down.

    Inside the transaction of the correction: what hangs on it changes with it or not at all.
    """
    inspection, milliseconds = _inspect(audit)
    Article.objects.select_for_update(no_key=True).get(pk=audit.snapshot.article_id)
    found = _found(inspection)
    Audit.objects.filter(pk=audit.pk).update(milliseconds=round(milliseconds, 3), **found)
    _derive(audit, inspection, found, now)


def _derive(audit: Audit, inspection: Inspection, found: dict[str, Any], now: datetime) -> None:
    """All that hangs on an audit: passages, what changed since the one before, the queue."""
    audit.reading = found["reading"]
    passages.store(audit, inspection)
    differences.note(audit, version_of(inspection.document, inspection.segments, found["rights"]))
    verdicts.note(audit, inspection, now=now)
    carryover.reconcile(audit, inspection, now=now)


def _found(inspection: Inspection) -> dict[str, Any]:
    """The columns of an audit that say what was found."""
    found = as_dict(inspection)
    return {
        "reading": _reading(inspection.document),
        "policy": policy(inspection.document, inspection.rights),
        "flags": verdicts.flags_of(inspection),
        "modified": inspection.document.metadata.get("modified", "")[:100],
        **{name: found[name] for name in ("incomplete", "sentences", "citations", "signals", "rights")},
    }


def _reading(document: Document) -> Reading:
    reading, _ = Reading.objects.get_or_create(digest=document.digest, defaults={"text": document.text})
    return reading


def _name_article(article: Article, inspection: Inspection) -> None:
    """By its printed headline, else by the title the page gives itself, unless somebody named it."""
    document = inspection.document
    headline = next((s for s in inspection.segments if s.kind is SegmentKind.HEADLINE), None)
    title = document.quote(headline.span) if headline else document.metadata.get("title", "")
    title = " ".join(title.split()).lstrip("# ")[:500]
    Article.objects.filter(pk=article.pk, title="").update(title=title)


def retry(pk: int, *, now: datetime) -> Audit:
    """Ask again for an audit that failed; raises AuditRefused: audit_unknown, audit_not_failed."""
    asked = Audit.objects.filter(pk=pk, state=Audit.State.FAILED).update(
        state=Audit.State.WAITING, attempts=0, asked_at=now, finished_at=None, error_code="", error_reason=""
    )
    audit = Audit.objects.filter(pk=pk).first()
    if audit is None:
        raise AuditRefused("audit_unknown", f"There is no audit {pk}.")
    if not asked:
        raise AuditRefused(
            "audit_not_failed", f"This audit is {audit.state}; only a failed one can be retried."
        )
    return audit
