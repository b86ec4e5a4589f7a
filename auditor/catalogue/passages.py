"""Write an inspection's segments down as passages, each wording of a notice in the catalogue once."""

from collections.abc import Iterable

from auditor.inspection.boilerplate import fingerprint
from auditor.inspection.comments import Comment
from auditor.inspection.document import Document
from auditor.inspection.procedure import Inspection
from auditor.inspection.repeats import mark
from auditor.inspection.segments import Segment, SegmentKind
from auditor.models import Audit, Boilerplate, Passage, Variant

# What belongs to one article or one reader is no notice, and neither are the links of a page's menus.
UNCATALOGUED = frozenset(
    {
        SegmentKind.HEADLINE, SegmentKind.SUBHEADLINE, SegmentKind.SECTION_HEADING, SegmentKind.BODY,
        SegmentKind.BLOCKQUOTE, SegmentKind.CAPTION, SegmentKind.EMBED, SegmentKind.PAGE_BREAK_ARTIFACT,
        SegmentKind.EDITOR_NOTE, SegmentKind.READER_COMMENT, SegmentKind.DATELINE, SegmentKind.TAXONOMY,
        SegmentKind.NAVIGATION,
    }
)  # fmt: skip
BATCH = 500
Key = tuple[str, str]
"""Fingerprint and kind of a wording."""


def store(audit: Audit, inspection: Inspection) -> None:
    """Replace the audit's passages; runs inside the recording transaction."""
    audit.passages.all().delete()  # of an earlier time under this rulebook
    document = inspection.document
    marks = [mark(segment, document.quote(segment.span)) for segment in inspection.segments]
    notices = _catalogue(inspection)
    wordings = _wordings({*notices, *((one, "") for one in marks if one)})
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
            mark=words,
            variant_id=wordings.get((words, "") if words else _key(document, segment)),
            comment=_comment(comments.get(segment.span)),
        )
        for ordinal, (segment, words) in enumerate(zip(inspection.segments, marks, strict=True))
    )
    print_in(audit.snapshot.article.outlet_id, set(wordings.values()))


def print_in(outlet: int, wordings: Iterable[int]) -> None:
    """Note that an outlet printed these wordings."""
    through = Variant.outlets.through
    through.objects.bulk_create(
        [through(variant_id=wording, outlet_id=outlet) for wording in sorted(wordings)],
        ignore_conflicts=True,
    )


def gather(wording: Variant) -> None:
    """Point every passage with these words to their wording, and note the outlets that printed it."""
    Passage.objects.filter(mark=wording.fingerprint, variant=None).update(variant=wording)
    outlets = Passage.objects.filter(variant=wording).order_by().values("audit__snapshot__article__outlet")
    wording.outlets.add(*outlets.distinct().values_list("audit__snapshot__article__outlet", flat=True))


def _key(document: Document, segment: Segment) -> Key:
    return fingerprint(document.quote(segment.span)), segment.kind.value


def _catalogue(inspection: Inspection) -> set[Key]:
    """Every notice of the document in the catalogue; the keys of their wordings."""
    document = inspection.document
    notices = {
        _key(document, segment): segment
        for segment in reversed(inspection.segments)
        if segment.kind not in UNCATALOGUED
    }
    fresh = sorted(set(notices) - set(_wordings(notices)))
    if fresh:
        _add(document, {key: notices[key] for key in fresh})
    return set(notices)


def _add(document: Document, notices: dict[Key, Segment]) -> None:
    """New notices with their first wording; another worker that was faster keeps its own."""
    rows = Boilerplate.objects.bulk_create(
        Boilerplate(
            kind=kind,
            fingerprint=words,
            subkind=segment.subkind or "",
            wording=document.quote(segment.span),
        )
        for (words, kind), segment in notices.items()
    )
    Variant.objects.bulk_create(
        [
            Variant(notice=row, kind=row.kind, fingerprint=row.fingerprint, wording=row.wording)
            for row in rows
        ],
        ignore_conflicts=True,
    )
    Boilerplate.objects.filter(pk__in=[row.pk for row in rows], variants=None).delete()


def _wordings(keys: Iterable[Key]) -> dict[Key, int]:
    """The variant of each key that the catalogue knows; a key without a kind asks for any.

    The kind people gave a wording is as good as the kind it was found under.
    """
    wanted = sorted(set(keys))
    found: dict[Key, int] = {}
    for first in range(0, len(wanted), BATCH):  # SQLite takes 32,766 parameters, an article may have more
        marks = {words for words, _ in wanted[first : first + BATCH]}
        rows = Variant.objects.filter(fingerprint__in=marks).select_related("notice").order_by("-pk")
        for row in rows:
            for kind in (row.notice.kind, row.kind, ""):
                found[row.fingerprint, kind] = row.pk
    return {key: found[key] for key in wanted if key in found}


def _comment(comment: Comment | None) -> dict[str, object] | None:
    if comment is None:
        return None
    return {
        "number": comment.number,
        "depth": comment.depth,
        "parent": comment.parent,
        "author": comment.author,
        "addressees": list(comment.addressees),
        "date": comment.date,
        "quoted": [comment.quoted.start, comment.quoted.end] if comment.quoted else None,
        "answers": comment.answers,
    }
