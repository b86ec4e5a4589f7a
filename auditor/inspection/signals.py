"""What the whole document shows, as counts with what they are counted out of."""

from collections.abc import Callable, Iterable, Sequence

from auditor.inspection.assertions import Assertion, SentenceType
from auditor.inspection.attribution import Sourcing
from auditor.inspection.citations import Citation
from auditor.inspection.comments import Comment
from auditor.inspection.counts import Signal, share
from auditor.inspection.document import Document
from auditor.inspection.practice import weigh_sourcing
from auditor.inspection.tiling import Segment, SegmentKind

ENOUGH_WORDS = 50
"""Words of running text below which a reading says nothing about the article's practice (set by hand)."""
_RUNNING = frozenset({SegmentKind.BODY, SegmentKind.BLOCKQUOTE})
_COMMENTS = frozenset({SegmentKind.READER_COMMENT})
_DATED = frozenset({SegmentKind.DATELINE, SegmentKind.BYLINE, SegmentKind.ARCHIVE_CREDIT})
NOTICES = (
    SegmentKind.DISCLAIMER,
    SegmentKind.COPYRIGHT_NOTICE,
    SegmentKind.FAIR_USE_NOTICE,
    SegmentKind.REPRINT_PERMISSION,
    SegmentKind.SYNDICATION_CREDIT,
    SegmentKind.ARCHIVE_CREDIT,
    SegmentKind.CORRECTION_NOTICE,
    SegmentKind.UPDATE_NOTICE,
    SegmentKind.EDITOR_NOTE,
)
"""The kinds of notice by which a publication states terms, origin or changes."""
_NOTICES = frozenset(NOTICES)


def weigh(
    document: Document,
    segments: Sequence[Segment],
    comments: Sequence[Comment],
    assertions: Sequence[Assertion],
    citations: Sequence[Citation] = (),
) -> tuple[Signal, ...]:
    """The signals of one document, always the same ones in the same order.

    With fewer than ``ENOUGH_WORDS`` words of running text the counts of sentences have denominator
    0: too little was read to say anything.
    """
    words = sum([len(document.quote(one.span).split()) for one in segments if one.kind in _RUNNING])
    total = sum([_shown(document, one) for one in segments])
    judged = assertions if words >= ENOUGH_WORDS else ()
    return (
        *weigh_sourcing(document, judged, citations, words),
        *(_share_of_attributed(judged, sourcing) for sourcing in _SHARES),
        _opinions(judged),
        _share_of_text(document, segments, total, "body_share", "running text", _RUNNING),
        _share_of_text(document, segments, total, "comment_share", "reader comments", _COMMENTS),
        _notices(segments),
        _presence(segments, "author_named", "byline with an author", _has_author),
        _presence(segments, "date_printed", "date of publication", _has_date),
        Signal(
            "reader_comments",
            len(comments),
            len(segments),
            "segments",
            ("signal.reader-comments",),
            "reader comments among the segments of the page",
            tuple(comment.span for comment in comments),
        ),
    )


_SHARES = {
    Sourcing.ANONYMOUS: "sentences that stand on people who are not named",
    Sourcing.VAGUE: "sentences that stand on nobody in particular",
    Sourcing.SECOND_HAND_OUTLET: "sentences taken from another outlet",
    Sourcing.DOCUMENT: "sentences that stand on a document",
}


_OF_NOBODY = frozenset({Sourcing.NONE, Sourcing.SELF_EVIDENT})


def _share_of_attributed(assertions: Sequence[Assertion], sourcing: Sourcing) -> Signal:
    attributed = [one for one in assertions if one.attribution.sourcing not in _OF_NOBODY]
    spans = tuple(one.span for one in attributed if one.attribution.sourcing is sourcing)
    name = f"{sourcing.value}_share"
    return share(name, spans, len(attributed), "attributed sentences", _SHARES[sourcing], standard="")


def _opinions(assertions: Sequence[Assertion]) -> Signal:
    spans = tuple(one.span for one in assertions if one.type is SentenceType.OPINION)
    reason = "sentences that judge, guess or predict in the article's own voice"
    return share("opinion_share", spans, len(assertions), "sentences", reason, standard="")


def _shown(document: Document, segment: Segment) -> int:
    """How many code points of a segment are no white space."""
    text = document.quote(segment.span)
    return len(text) - text.count(" ") if text.isprintable() else sum(map(len, text.split()))


def _share_of_text(
    document: Document,
    segments: Iterable[Segment],
    total: int,
    name: str,
    what: str,
    kinds: frozenset[SegmentKind],
) -> Signal:
    """A share of the text, in code points that are no white space."""
    sizes = [(one.span, _shown(document, one)) for one in segments if one.kind in kinds]
    spans = tuple([span for span, size in sizes if size])
    reason = f"characters of {what} among all characters of the page"
    return Signal(
        name, sum(size for _, size in sizes), total, "characters", (f"signal.{name}",), reason, spans
    )


def _notices(segments: Sequence[Segment]) -> Signal:
    found = [one for one in segments if one.kind in _NOTICES]
    kinds = sorted({one.kind.value.replace("_", " ") for one in found})
    return Signal(
        "notices_present",
        len(kinds),
        len(NOTICES) if segments else 0,
        "kinds of notice",
        ("signal.notices-present",),
        f"kinds of notice on the page: {', '.join(kinds) or 'none'}",
        tuple(one.span for one in found),
    )


def _presence(segments: Sequence[Segment], name: str, what: str, counts: Callable[[Segment], bool]) -> Signal:
    spans = tuple([one.span for one in segments if counts(one)])
    stated = "is printed" if spans else "was not found"
    rules = (f"signal.{name}",)
    return Signal(name, int(bool(spans)), int(bool(segments)), "page", rules, f"a {what} {stated}", spans)


def _has_author(segment: Segment) -> bool:
    return segment.kind is SegmentKind.BYLINE


def _has_date(segment: Segment) -> bool:
    return segment.kind in _DATED and "date" in segment.values
