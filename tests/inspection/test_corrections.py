"""What a person put right in one article: stretches of another kind, flags on fewer or more words."""

import pytest

from auditor.inspection.corrections import (
    NOTHING,
    Corrections,
    Relabelling,
    Resizing,
    by_words,
    relabel,
    resize,
)
from auditor.inspection.document import Span
from auditor.inspection.flags import FlagKind
from auditor.inspection.plaintext import read_text
from auditor.inspection.procedure import inspect_document
from auditor.inspection.rulebook import load_rulebook
from auditor.inspection.segments import SegmentKind
from auditor.inspection.wording import fingerprint

CLAIM = "Nine officers knew of the theft of 400 tons of grain."
SAID = "The ship left on Monday, the port authority said."
STORY = f"Grain ship sails\n\n{SAID}\n\n{CLAIM}\n\nMore follows.\n\n{CLAIM}"
DOCUMENT = read_text(STORY.encode())


def inspected(corrections: Corrections = NOTHING) -> dict[str, list[str]]:
    """Kinds of the stretches with the claim's words, and what is flagged."""
    found = inspect_document(DOCUMENT, load_rulebook(), corrections=corrections)
    quote = found.document.quote
    return {
        "kinds": [one.kind.value for one in found.segments if quote(one.span) == CLAIM],
        "flags": [quote(flag.span) for flag in found.flags],
    }


def test_nothing_corrected_changes_nothing() -> None:
    found = inspect_document(DOCUMENT, load_rulebook())
    assert relabel(DOCUMENT, found.segments, NOTHING) == found.segments
    assert resize(DOCUMENT, found.flags, NOTHING) == found.flags


def test_a_stretch_that_is_no_body_raises_no_flag_and_its_twin_still_does() -> None:
    assert inspected() == {"kinds": ["body", "body"], "flags": [CLAIM, CLAIM]}
    one = Relabelling(fingerprint(CLAIM), 1, SegmentKind.CAPTION, "correction.7")
    assert inspected(Corrections((one,))) == {"kinds": ["body", "caption"], "flags": [CLAIM]}
    back = Relabelling(fingerprint(CLAIM), 1, SegmentKind.BODY, "correction.8")
    assert inspected(Corrections((one, back)))["kinds"] == ["body", "body"]


def test_a_flag_is_drawn_in_and_out_by_words() -> None:
    shorter = Resizing(fingerprint(CLAIM), 0, FlagKind.UNSOURCED_ASSERTION, -1, -2)
    assert inspected(Corrections((), (shorter,)))["flags"] == [
        "officers knew of the theft of 400 tons",
        CLAIM,
    ]
    other = Resizing(fingerprint(CLAIM), 0, FlagKind.WEAK_SOURCING, -1, -2)
    assert inspected(Corrections((), (other,)))["flags"] == [CLAIM, CLAIM]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (0, 0, "two three"),
        (1, 0, "one two three"),
        (9, 9, "one two three four"),
        (-1, 0, "three"),
        (0, -1, "two"),
        (-9, 0, "three"),
        (0, -9, "two"),
        (-1, 1, "three four"),
    ],
)
def test_a_span_grows_and_shrinks_by_words_and_keeps_one(before: int, after: int, words: str) -> None:
    text = " one two\nthree four "
    span = by_words(text, Span(5, 14), before, after)
    assert " ".join(text[span.start : span.end].split()) == words


def test_a_span_that_ends_within_a_word_keeps_its_end_until_it_is_moved() -> None:
    assert by_words("Oslo's mayor", Span(0, 4), 0, 0) == Span(0, 4)
    assert by_words("Oslo's mayor", Span(0, 4), 0, 1) == Span(0, 12)
