"""Reading HTML: the visible text of a page, with the way back to its elements."""

from auditor.inspection.markup.page import read_html

__all__ = ["read_html"]
