"""A reviewer sees each claim without a source, each weak source, each comment, each unknown stretch."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.inspection.comments import Comment
from auditor.inspection.document import Span
from auditor.inspection.flags import Flag, FlagKind, raise_flags
from auditor.inspection.tiling import SegmentKind
from tests.inspection.paragraphs import Article, article


def flags(made: Article, *comments: Comment) -> tuple[Flag, ...]:
    return raise_flags(made.document, made.segments, comments, made.assertions)


def comment(text: str) -> Flag:
    made = article((SegmentKind.READER_COMMENT, text))
    return flags(made, Comment(Span(0, len(text)), "7", 0))[0]


@pytest.mark.parametrize(
    ("text", "priority"),
    [
        ("The army killed people in Oslo.", "high"),
        ("Oslo wants to keep the harbour.", "high"),
        ("The storm hit 30 houses in Oslo.", "high"),
        ("The storm hit Oslo and Bergen in March 2016, on May 4.", "medium"),
        ("The S-400 stands near the coast.", "low"),
    ],
)
def test_a_claim_without_a_source_is_flagged_by_its_weight(text: str, priority: str) -> None:
    (flag,) = flags(article(text))
    assert (flag.kind, flag.priority) == (FlagKind.UNSOURCED_ASSERTION, priority), flag
    assert flag.probability >= 0.5
    assert f"{priority} priority" in flag.reason
    assert "no attribution in the sentence or around it" in flag.reason


@pytest.mark.parametrize(
    ("text", "probability", "priority"),
    [
        ("It was reported that the army left Oslo.", 0.8, "medium"),
        ("Officials said that the army left Oslo.", 0.7, "low"),
    ],
)
def test_nobody_and_somebody_unnamed_are_weak_sources(text: str, probability: float, priority: str) -> None:
    (flag,) = flags(article(text))
    assert (flag.kind, flag.probability, flag.priority) == (FlagKind.WEAK_SOURCING, probability, priority)


def test_what_is_sourced_or_cannot_be_checked_is_not_flagged() -> None:
    assert flags(article("Berg said that the army left Oslo. It is a slap in the face. Will it end?")) == ()


@pytest.mark.parametrize(
    ("text", "contents", "priority"),
    [
        ("7. You moron.", "abusive words", "high"),
        ("They should be shot.", "a wish for violence", "high"),
        ("Another false flag.", "words of conspiracy", "high"),
        ("I read it on another site.", "hearsay", "medium"),
        ("They killed everybody.", "a claim about grave acts", "medium"),
        ("See https://example.org", "a link", "low"),
        ("What now?", "a question", "low"),
        ("He said “no” to it.", "quoted words", "low"),
        ("7. It cost 40 euros.", "figures", "low"),
        ("7. Fine by me.", "an opinion", "low"),
    ],
)
def test_a_comment_is_flagged_with_what_it_contains(text: str, contents: str, priority: str) -> None:
    flag = comment(text)
    assert (flag.kind, flag.priority) == (FlagKind.READER_COMMENT, priority)
    assert flag.reason.startswith("reader comment 7: ")
    assert contents in flag.reason
    assert flag.rules[0] == "flag.reader-comment"


def test_a_comment_with_a_number_and_no_other_figure_has_none() -> None:
    assert "figures" not in comment("7. Fine by me.").reason


def test_a_stretch_no_rule_knows_is_flagged() -> None:
    made = article("It is strategic.", (SegmentKind.NAVIGATION, "Odd line"))
    odd = replace(made.segments[1], confidence=0.3, values={"unknown_boilerplate": True}, rules=("r",))
    (flag,) = flags(Article(made.document, (made.segments[0], odd)))
    assert (flag.kind, flag.priority, flag.probability, flag.rules) == (
        FlagKind.UNKNOWN_BOILERPLATE,
        "low",
        0.7,
        ("r",),
    )
    assert "looks like navigation, but no rule knows it" in flag.reason


sentences = st.sampled_from(
    [
        "The army killed 40 people in Oslo.",
        "It was reported that Oslo fell.",
        "Berg said it fell.",
        "No way.",
        "Why?",
    ]
)


@given(st.lists(sentences, min_size=1, max_size=8))
def test_flags_are_in_text_order_inside_the_text_and_one_per_sentence(parts: list[str]) -> None:
    made = article(" ".join(parts))
    raised = flags(made)
    assert raised == tuple(sorted(raised, key=lambda flag: flag.span))
    assert len({flag.span for flag in raised}) == len(raised)
    assert all(flag.span.end <= len(made.document.text) for flag in raised)
    assert raised == flags(made)
