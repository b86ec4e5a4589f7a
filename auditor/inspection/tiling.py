"""The tiles of a text: which stretch is what, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
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


def revised(  # noqa: PLR0913 - a revision says what, by which rule, why and how surely
    segment: Segment,
    kind: SegmentKind,
    rule: str,
    reason: str,
    *,
    subkind: str | None = None,
    confidence: float = 0.8,
    values: dict[str, object] | None = None,
) -> Segment:
    """``segment`` as its neighbours read it: same span, same ``alone``, a new kind with its reason."""
    same = segment.kind is kind
    return Segment(
        span=segment.span,
        kind=kind,
        alone=segment.alone,
        confidence=confidence,
        reason=reason,
        rules=(*segment.rules, rule) if same else (rule,),
        subkind=subkind,
        values={**(segment.values if same else _evidence(segment, kind)), **(values or {})},
    )


def _evidence(segment: Segment, kind: SegmentKind) -> dict[str, object]:
    """What was found in running text stays found in it when it turns out to be a quotation."""
    running = {segment.kind, kind} == {SegmentKind.BODY, SegmentKind.BLOCKQUOTE}
    return {"notices": segment.values["notices"]} if running and "notices" in segment.values else {}


_MAIN = frozenset({SegmentKind.BODY, SegmentKind.BLOCKQUOTE, SegmentKind.SECTION_HEADING})


def main_spans(segment: Segment) -> tuple[Span, ...]:
    """The stretches of a segment that are the page's main text: all of it, none, or a forum post's body."""
    if segment.kind in _MAIN:
        return (segment.span,)
    parts = segment.values.get("post")
    return tuple(Span(start, end) for start, end in parts) if isinstance(parts, list) else ()


def merged(segments: Sequence[Segment], whole: Segment) -> Segment:
    """One segment over all of ``segments``, from the first's start to the last's end, said by ``whole``."""
    return replace(whole, span=Span(segments[0].span.start, segments[-1].span.end))


def with_values(segment: Segment, **values: object) -> Segment:
    """``segment`` with more parsed values; what it had under the same name is replaced."""
    return replace(segment, values={**segment.values, **values})
