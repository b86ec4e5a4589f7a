"""Signals are counts with what they are counted out of, and unknown when too little was read."""

from dataclasses import replace

from auditor.inspection.comments import Comment
from auditor.inspection.counts import Signal
from auditor.inspection.signals import ENOUGH_WORDS, NOTICES, weigh
from auditor.inspection.tiling import SegmentKind
from tests.inspection.paragraphs import Article, article

LONG = (
    "The army killed 40 people in Oslo. Berg said that 40 people were killed. The mayor Anna Berg said it "
    "again. He said more of it. Officials said that the army left Oslo. It was reported that the army left "
    "Bergen. It is a slap in the face. The New York Times reported that the army left Oslo by ship and by "
    "train in May. It fell, according to the survey of the town."
)


def signals(made: Article, *comments: Comment) -> dict[str, Signal]:
    found = weigh(made.document, made.segments, comments, made.assertions)
    assert len({one.name for one in found}) == len(found)
    return {one.name: one for one in found}


def share(signal: Signal) -> tuple[int, int]:
    return signal.numerator, signal.denominator


def test_claims_and_sources_are_counted_with_their_spans() -> None:
    found = signals(article(LONG))
    assert share(found["unattributed_claims"]) == (1, 8)
    assert [len(span) for span in found["unattributed_claims"].spans] == [
        len("The army killed 40 people in Oslo.")
    ]
    assert found["named_sources"].numerator == 1
    assert found["named_sources"].denominator == len(LONG.split())
    assert share(found["anonymous_share"]) == (1, 7)
    assert share(found["vague_share"]) == (1, 7)
    assert share(found["second_hand_outlet_share"]) == (1, 7)
    assert share(found["document_share"]) == (1, 7)
    assert share(found["opinion_share"]) == (1, 9)


def test_too_short_a_text_leaves_the_denominators() -> None:
    made = article("The army killed 40 people in Oslo.")
    assert len(made.document.text.split()) < ENOUGH_WORDS
    found = signals(made)
    for name in ("unattributed_claims", "named_sources", "vague_share", "opinion_share"):
        assert share(found[name]) == (0, 0)


def test_shares_of_the_page_are_counted_in_characters_that_show() -> None:
    made = article("A  bc", (SegmentKind.READER_COMMENT, "de f"), (SegmentKind.NAVIGATION, "gh"))
    place = Comment(made.segments[1].span, "1", 0)
    found = signals(made, place)
    assert share(found["body_share"]) == (3, 8)
    assert share(found["comment_share"]) == (3, 8)
    assert share(found["reader_comments"]) == (1, 3)
    assert found["reader_comments"].spans == (place.span,)


def test_notices_author_and_date_are_counted_by_presence() -> None:
    made = article(
        "It fell.",
        (SegmentKind.DISCLAIMER, "Not our views."),
        (SegmentKind.DISCLAIMER, "Nor theirs."),
        (SegmentKind.BYLINE, "By Berg"),
        (SegmentKind.DATELINE, "May 1, 2016"),
    )
    found = signals(made)
    assert share(found["notices_present"]) == (1, len(NOTICES))
    assert found["notices_present"].reason == "kinds of notice on the page: disclaimer"
    assert len(found["notices_present"].spans) == 2
    assert (share(found["author_named"]), share(found["date_printed"])) == ((1, 1), (0, 1))
    dated = replace(made.segments[4], values={"date": "2016-05-01"})
    assert signals(Article(made.document, (*made.segments[:4], dated)))["date_printed"].numerator == 1


def test_a_document_without_segments_is_unknown_throughout() -> None:
    made = article("It fell.")
    assert all(one.denominator == 0 for one in signals(Article(made.document, ())).values())
