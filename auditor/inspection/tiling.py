"""The tiles of a text: which stretch is what, and why."""

from dataclasses import dataclass, field
from enum import StrEnum

from auditor.inspection.document import Span


class SegmentKind(StrEnum):
    """What a segment is for. The words are those of the annotation guide."""

    HEADLINE = "headline"
    SUBHEADLINE = "subheadline"
    BYLINE = "byline"
    DATELINE = "dateline"
    TAXONOMY = "taxonomy"
    BODY = "body"
    BLOCKQUOTE = "blockquote"
    SECTION_HEADING = "section_heading"
    CAPTION = "caption"
    EMBED = "embed"
    PAGE_BREAK_ARTIFACT = "page_break_artifact"
    EDITOR_NOTE = "editor_note"
    UPDATE_NOTICE = "update_notice"
    CORRECTION_NOTICE = "correction_notice"
    DISCLAIMER = "disclaimer"
    COPYRIGHT_NOTICE = "copyright_notice"
    FAIR_USE_NOTICE = "fair_use_notice"
    REPRINT_PERMISSION = "reprint_permission"
    SYNDICATION_CREDIT = "syndication_credit"
    ARCHIVE_CREDIT = "archive_credit"
    AUTHOR_BIO = "author_bio"
    CONTACT = "contact"
    NAVIGATION = "navigation"
    SHARE_WIDGET = "share_widget"
    SUBSCRIPTION_PROMPT = "subscription_prompt"
    ADVERTISEMENT = "advertisement"
    PRIVACY_NOTICE = "privacy_notice"
    COMMENT_WIDGET = "comment_widget"
    COMMENT_COUNT = "comment_count"
    COMMENT_POLICY = "comment_policy"
    COMMENTS_CLOSED = "comments_closed"
    READER_COMMENT = "reader_comment"
    TEMPLATE_RESIDUE = "template_residue"


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of the text with what it is, and why.

    ``alone`` is what the stretch looks like without its neighbours; ``kind`` is what they made of
    it. ``rules`` are rule ids or model versions, ``confidence`` lies in [0, 1], ``reason`` is in
    words. ``values`` holds what was parsed (ISO dates, holders, outlets, e-mail addresses), and
    what the neighbours showed: ``group`` (spans of one quotation, note or repost share it),
    ``joins`` (a page break runs through the paragraph), ``unknown_boilerplate`` (looks like
    boilerplate, answers no rule well enough). Comment number and depth live in
    ``auditor.inspection.comments``.
    """

    span: Span
    kind: SegmentKind
    alone: SegmentKind
    confidence: float
    reason: str
    rules: tuple[str, ...] = ()
    subkind: str | None = None
    values: dict[str, object] = field(default_factory=dict)
