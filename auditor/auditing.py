"""Audits: lease one, inspect its snapshot, write everything down in one transaction."""

import logging
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction

from auditor import archive, carryover
from auditor.inspection.boilerplate import fingerprint
from auditor.inspection.comments import Comment
from auditor.inspection.document import Document, Unreadable
from auditor.inspection.procedure import Inspection, inspect_document, read_document
from auditor.inspection.report import as_dict
from auditor.inspection.rulebook import load_rulebook
from auditor.inspection.segments import Segment, SegmentKind
from auditor.models import Article, Audit, Boilerplate, Passage, Reading
from auditor.models.leasing import first_unlocked

log = logging.getLogger(__name__)

# What belongs to one article or one reader is no notice, and neither are the links of a page's menus.
UNCATALOGUED = frozenset(
    {
        SegmentKind.HEADLINE, SegmentKind.SUBHEADLINE, SegmentKind.SECTION_HEADING, SegmentKind.BODY,
        SegmentKind.BLOCKQUOTE, SegmentKind.CAPTION, SegmentKind.EMBED, SegmentKind.PAGE_BREAK_ARTIFACT,
        SegmentKind.EDITOR_NOTE, SegmentKind.READER_COMMENT, SegmentKind.DATELINE, SegmentKind.TAXONOMY,
        SegmentKind.NAVIGATION,
    }
)  # fmt: skip


# The database or the disk is away, or the memory is used up: no fault of the article.
PASSING = (OperationalError, InterfaceError, OSError, MemoryError)


class AuditRefused(Exception):
    """An audit that cannot be asked for again; ``code`` is stable."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def work_waits(*, now: datetime) -> bool:
    """Whether any audit waits for a worker or was left behind by one."""
    return Audit.objects.due(now, rulebook=load_rulebook().digest).exists()


def claim_next(*, now: datetime) -> Audit | None:
    """Lease the oldest audit that wants work; None when there is none.

    Only audits under this process's rulebook: after a change, workers that still run the old one leave
    the new audits alone. ``attempts`` is counted before the work begins, so that an input that kills its
    worker ends as failed; with ``fence`` a worker that was thought dead cannot write over its successor.
    """
    while True:
        with transaction.atomic():
            audit = first_unlocked(Audit.objects.due(now, rulebook=load_rulebook().digest))
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
    rulebook = load_rulebook()  # outside the clock: it is loaded once per process
    began = time.perf_counter()
    document = read_document(data, snapshot.media_type, snapshot.charset or None, snapshot.address or None)
    inspection = inspect_document(document, rulebook)
    return inspection, (time.perf_counter() - began) * 1000


def _end(audit: Audit, now: datetime, *, state: str, **changes: object) -> bool:
    """Close the lease; False when another worker holds it by now."""
    mine = Audit.objects.filter(pk=audit.pk, state=Audit.State.RUNNING, fence=audit.fence)
    return bool(mine.update(state=state, finished_at=now, leased_until=None, **changes))


def record(audit: Audit, inspection: Inspection, *, milliseconds: float, now: datetime) -> bool:
    """Write an inspection down, all or nothing; False when the lease was lost to another worker."""
    found = as_dict(inspection)
    with transaction.atomic():
        Article.objects.select_for_update().get(pk=audit.snapshot.article_id)
        reading = _reading(inspection.document)
        done = _end(
            audit,
            now,
            state=Audit.State.DONE,
            reading=reading,
            milliseconds=round(milliseconds, 3),
            incomplete=found["incomplete"],
            sentences=found["sentences"],
            signals=found["signals"],
            error_code="",
            error_reason="",
        )
        if done:
            _store_passages(audit, inspection)
            _name_article(audit.snapshot.article, inspection)
            carryover.reconcile(audit, inspection, now=now)
    return done


def _reading(document: Document) -> Reading:
    reading, _ = Reading.objects.get_or_create(digest=document.digest, defaults={"text": document.text})
    return reading


def _store_passages(audit: Audit, inspection: Inspection) -> None:
    audit.passages.all().delete()  # of an earlier time under this rulebook
    notices = _catalogue(inspection)
    comments = {comment.span: comment for comment in inspection.comments}
    Passage.objects.bulk_create(
        Passage(
            audit=audit,
            ordinal=ordinal,
            start=segment.span.start,
            end=segment.span.end,
            kind=segment.kind.value,
            subkind=segment.subkind or "",
            alone=segment.alone.value,
            confidence=segment.confidence,
            rules=list(segment.rules),
            reason=segment.reason,
            values=segment.values,
            boilerplate_id=notices.get(_notice_key(inspection.document, segment)),
            comment=_comment(comments.get(segment.span)),
        )
        for ordinal, segment in enumerate(inspection.segments)
    )


def _notice_key(document: Document, segment: Segment) -> tuple[str, str]:
    return segment.kind.value, fingerprint(document.quote(segment.span))


def _catalogue(inspection: Inspection) -> dict[tuple[str, str], int]:
    """Every notice of the document in the catalogue once: (kind, fingerprint) -> id."""
    document = inspection.document
    notices = {
        _notice_key(document, segment): segment
        for segment in reversed(inspection.segments)
        if segment.kind not in UNCATALOGUED
    }
    Boilerplate.objects.bulk_create(
        [
            Boilerplate(
                kind=kind,
                fingerprint=mark,
                subkind=segment.subkind or "",
                wording=document.quote(segment.span),
            )
            for (kind, mark), segment in sorted(notices.items())
        ],
        ignore_conflicts=True,
    )
    known = Boilerplate.objects.filter(fingerprint__in={mark for _, mark in notices})
    return {(row.kind, row.fingerprint): row.pk for row in known}


def _comment(comment: Comment | None) -> dict[str, object] | None:
    if comment is None:
        return None
    return {
        "number": comment.number,
        "depth": comment.depth,
        "parent": comment.parent,
        "author": comment.author,
        "addressees": list(comment.addressees),
    }


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
