"""Every flag of a document, in text order, ranked among those of its kind."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from auditor.inspection.assertions import Assertion
from auditor.inspection.comments import Comment
from auditor.inspection.document import Document
from auditor.inspection.flags.claims import of_sentences
from auditor.inspection.flags.kinds import SHOWN, SURE, Flag, FlagKind
from auditor.inspection.flags.remarks import of_comments
from auditor.inspection.tiling import Segment

_PRESSING = {"high": 0, "medium": 1, "low": 2}


def raise_flags(
    document: Document,
    segments: Sequence[Segment],
    comments: Sequence[Comment],
    assertions: Iterable[Assertion],
) -> tuple[Flag, ...]:
    """Every flag of the document, in text order; a sentence has at most one, neighbours may share theirs."""
    flags = [
        *of_sentences(document, segments, assertions),
        *of_comments(document, segments, comments),
        *_of_unknown(segments),
    ]
    return tuple(sorted(_ranked(flags), key=lambda flag: (flag.span, flag.kind)))


def _ranked(flags: Iterable[Flag]) -> Iterator[Flag]:
    """Each flag with its rank among those of its kind: the likeliest first, then the most pressing.

    What readers wrote is all equally likely to be a comment: there the most pressing comes first.
    """
    places: dict[FlagKind, int] = {}
    for flag in sorted(flags, key=_worth):
        unsure = flag.kind is FlagKind.UNSOURCED_ASSERTION and flag.probability < SURE
        least = SHOWN if unsure else 0
        places[flag.kind] = max(places.get(flag.kind, 0), least) + 1
        yield replace(flag, rank=places[flag.kind])


def _worth(flag: Flag) -> tuple[float, int, int]:
    return -flag.probability, _PRESSING[flag.priority], flag.span.start


def _of_unknown(segments: Iterable[Segment]) -> Iterator[Flag]:
    for segment in segments:
        if segment.values.get("unknown_boilerplate"):
            yield Flag(
                segment.span,
                FlagKind.UNKNOWN_BOILERPLATE,
                round(1 - segment.confidence, 3),
                "low",
                segment.rules,
                f"looks like {segment.kind.value.replace('_', ' ')}, but no rule knows it: {segment.reason}",
            )
