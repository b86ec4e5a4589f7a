"""Dividing the text: which stretch is body, which is boilerplate and of what kind."""

from auditor.inspection.segments.steps import PAGE_TYPE, page_type, segment
from auditor.inspection.tiling import Segment, SegmentKind

__all__ = ["PAGE_TYPE", "Segment", "SegmentKind", "page_type", "segment"]
