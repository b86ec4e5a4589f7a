"""Putting right how an article was divided: its flags are derived again at once, the correction is kept."""

import json
from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from auditor import auditing
from auditor.desk import ledger
from auditor.desk.permits import REVIEW, ReviewRefused, permit
from auditor.inspection.comparison import anchor
from auditor.inspection.corrections import by_words
from auditor.inspection.document import Span
from auditor.inspection.segments import SegmentKind
from auditor.inspection.wording import fingerprint
from auditor.models import Audit, Correction, Passage, QueueItem, ReviewEntry

Sort = Correction.Sort


def relabel(passage: int, *, kind: str, by: User, now: datetime) -> Correction:
    """Say that a stretch of an article is of another kind; what hung on it is derived again at once.

    It holds in this article alone and in its later audits, as long as the words stand; a notice is put
    right for all articles in the catalogue. Raises ReviewRefused: passage_unknown, audit_outdated,
    kind_unknown, nothing_corrected, not_permitted.
    """
    permit(by, REVIEW)
    row = Passage.objects.select_related("audit__snapshot", "audit__reading").filter(pk=passage).first()
    if row is None:
        raise ReviewRefused("passage_unknown", f"There is no passage {passage}: it was divided anew since.")
    if kind not in set(SegmentKind):
        raise ReviewRefused("kind_unknown", f"{kind!r} is no kind of stretch. Use one of the list.")
    if kind == row.kind:
        raise ReviewRefused("nothing_corrected", "The stretch has that kind already.")
    text = _text(row.audit)
    earlier = row.audit.passages.filter(start__lt=row.start).order_by("start")
    marks = [fingerprint(text[start:end]) for start, end in earlier.values_list("start", "end")]
    words = text[row.start : row.end]
    correction = Correction(
        sort=Sort.RELABEL, words=words, fingerprint=fingerprint(words),
        occurrence=marks.count(fingerprint(words)), start=row.start, end=row.end, was=row.kind, kind=kind,
    )  # fmt: skip
    return _apply(correction, row.audit, None, by=by, now=now)


def resize(item: int, *, before: int, after: int, by: User, now: datetime) -> Correction:
    """Let a flag begin ``before`` and end ``after`` words further out; negative numbers draw it in.

    Raises ReviewRefused: item_unknown, audit_outdated, nothing_corrected, not_permitted.
    """
    permit(by, REVIEW)
    flag = QueueItem.objects.select_related("audit__snapshot", "audit__reading").filter(pk=item).first()
    if flag is None:
        raise ReviewRefused("item_unknown", f"There is no flag {item}. It may have been deleted.")
    text, here = _text(flag.audit), Span(flag.start, flag.end)
    raised = _raised(flag, text)
    wanted = by_words(text, here, before, after)
    if wanted == here:
        raise ReviewRefused("nothing_corrected", "The flag cannot be drawn further that way.")
    correction = Correction(
        sort=Sort.RESIZE, words=text[raised.start : raised.end], fingerprint=raised.fingerprint,
        occurrence=raised.occurrence, start=raised.start, end=raised.end, flag=flag.kind,
        before=raised.before + before, after=raised.after + after,
    )  # fmt: skip
    with transaction.atomic():
        _stand(flag, text, wanted)
        return _apply(correction, flag.audit, flag, by=by, now=now)


def _stand(flag: QueueItem, text: str, span: Span) -> None:
    """Let the flag stand on ``span``, so that it is followed and no other is raised there."""
    place = anchor(text, span, flag.kind)
    QueueItem.objects.filter(pk=flag.pk).update(
        start=span.start,
        end=span.end,
        quote=text[span.start : span.end],
        anchor=place.digest,
        prefix=place.prefix,
        suffix=place.suffix,
    )


def _raised(flag: QueueItem, text: str) -> Correction:
    """The flag as the inspection raises it, before any resizing: what a new correction adds to."""
    for row in Correction.objects.filter(article=flag.article_id, sort=Sort.RESIZE, flag=flag.kind).order_by(
        "-pk"
    ):
        stands = by_words(text, Span(row.start, row.end), row.before, row.after)
        if text[row.start : row.end] == row.words and stands == Span(flag.start, flag.end):
            return row
    words = text[flag.start : flag.end]
    mark = fingerprint(words)
    earlier = QueueItem.objects.filter(audit=flag.audit, kind=flag.kind, start__lt=flag.start)
    marks = [fingerprint(text[start:end]) for start, end in earlier.values_list("start", "end")]
    return Correction(fingerprint=mark, occurrence=marks.count(mark), start=flag.start, end=flag.end)


def _text(audit: Audit) -> str:
    """The text of an audit that can be put right: of the article's newest version."""
    snapshot = audit.snapshot
    newer = snapshot.article.snapshots.filter(revision__gt=snapshot.revision).exists()
    if newer or audit.reading is None:
        raise ReviewRefused("audit_outdated", "The article has changed since. Look at its newest version.")
    return audit.reading.text


def _apply(
    correction: Correction, audit: Audit, flag: QueueItem | None, *, by: User, now: datetime
) -> Correction:
    """Keep the correction, inspect again under it, write down what was found, and say so in the log."""
    correction.article_id, correction.audit = audit.snapshot.article_id, audit
    correction.made_by, correction.made_at = by, now
    relabelled = correction.sort == Sort.RELABEL
    act = ReviewEntry.Act.RELABELLED if relabelled else ReviewEntry.Act.RESIZED
    told = {name: getattr(correction, name) for name in ("words", "was", "kind", "flag", "before", "after")}
    with transaction.atomic():
        correction.save()
        auditing.rewrite(audit, now=now)
        details = {"correction": correction.pk, "article": correction.article_id, **told}
        ledger.append([ReviewEntry(item=flag, act=act, actor=by, at=now, details=details)])
    return correction


def exported() -> Iterator[str]:
    """Every correction as a line of JSON, for training: the words, what was read, what a person read."""
    rows = Correction.objects.select_related("article__outlet", "audit").order_by("pk")
    for row in rows.iterator():
        yield json.dumps(_exported(row), ensure_ascii=False, sort_keys=True)


def _exported(row: Correction) -> dict[str, object]:
    names = ("sort", "words", "occurrence", "start", "end", "was", "kind", "flag", "before", "after")
    return {
        "id": row.pk,
        "article": row.article.key,
        "address": row.article.address,
        "outlet": row.article.outlet.key,
        "text": row.audit.reading_id if row.audit else None,
        "rulebook": row.audit.rulebook if row.audit else None,
        "made_at": row.made_at.isoformat(),
        **{name: getattr(row, name) for name in names},
    }
