"""The corrections that hold in an article, as the core reads them."""

from auditor.inspection.corrections import Corrections, Relabelling, Resizing
from auditor.inspection.flags import FlagKind
from auditor.inspection.segments import SegmentKind
from auditor.models import Correction


def of(article: int) -> Corrections:
    """Every correction of the article, the later of two about the same words last."""
    rows = list(Correction.objects.filter(article=article))
    return Corrections(
        tuple(
            Relabelling(row.fingerprint, row.occurrence, SegmentKind(row.kind), f"correction.{row.pk}")
            for row in rows
            if row.sort == Correction.Sort.RELABEL
        ),
        tuple(
            Resizing(row.fingerprint, row.occurrence, FlagKind(row.flag), row.before, row.after)
            for row in rows
            if row.sort == Correction.Sort.RESIZE
        ),
    )
