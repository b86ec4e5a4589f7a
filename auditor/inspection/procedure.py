"""The steps of an inspection, in order."""

from dataclasses import dataclass

from auditor.inspection.assertions import Assertion
from auditor.inspection.comments import Comment
from auditor.inspection.document import Document
from auditor.inspection.flags import Flag
from auditor.inspection.segments import Segment
from auditor.inspection.signals import Signal


@dataclass(frozen=True, slots=True)
class Inspection:
    """Everything found in one document under one rulebook."""

    document: Document
    rulebook: str
    segments: tuple[Segment, ...]
    comments: tuple[Comment, ...]
    sentences: tuple[Assertion, ...]
    flags: tuple[Flag, ...]
    signals: tuple[Signal, ...]
