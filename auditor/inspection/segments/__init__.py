"""Dividing the text: which stretch is body, which is boilerplate and of what kind."""

from auditor.inspection.segments.steps import segment
from auditor.inspection.tiling import Segment, SegmentKind

__all__ = ["Segment", "SegmentKind", "segment"]
