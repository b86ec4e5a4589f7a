"""A reviewer sees each claim without a source, each weak source, each comment, each unknown stretch."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.inspection.comments import Comment
from auditor.inspection.document import Markup, Span
from auditor.inspection.flags import SHOWN, Flag, FlagKind, raise_flags
from auditor.inspection.segments import PAGE_TYPE
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
        ("It was reported that the army left Oslo.", 0.6, "medium"),
        ("Officials said that the army left Oslo.", 0.3, "low"),
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
        ("7. You moron.", "an insult", "high"),
        ("Then Berg lied to all of us.", "an accusation against a person", "high"),
        ("She stole it.", "an accusation against a person", "high"),
        ("The convoy reached Oslo and Bergen was empty.", "a factual claim", "medium"),
        ("They should be shot.", "a wish for violence", "high"),
        ("Another false flag.", "words of conspiracy", "high"),
        ("I read it on another site.", "hearsay", "medium"),
        ("They killed everybody.", "a claim about grave acts", "medium"),
        ("See https://example.org", "a link", "low"),
        ("What now?", "a question", "low"),
        ("He said “no” to it.", "quoted words", "low"),
        ("7. It cost 40 euros.", "figures", "low"),
        ("7. Why 40 euros?", "figures", "low"),
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


@pytest.mark.parametrize(
    "header",
    [
        "March 15, 2016 at 3:45 pm",
        "15.03.2016, 16:18 Uhr",
        "3 hours ago · 12 likes",
        "Anna Berg | Tuesday, 15 March 2016 - 16:40",
    ],
)
def test_time_stamps_and_headers_are_no_figures_of_the_reader(header: str) -> None:
    text = f"7. {header}\n\nFine by me."
    made = article((SegmentKind.READER_COMMENT, text))
    (flag,) = flags(made, Comment(Span(0, len(text)), "7", 0, author="Anna Berg"))
    assert flag.reason == "reader comment 7: an opinion; nobody has reviewed it"


def test_what_stands_behind_the_author_on_the_same_line_is_the_reader_s() -> None:
    text = "Anna Berg: it cost 40 euros and nobody paid any of it"
    made = article((SegmentKind.READER_COMMENT, text))
    (flag,) = flags(made, Comment(Span(0, len(text)), "1", 0, author="Anna Berg"))
    assert "a factual claim, figures" in flag.reason


def test_an_accusation_needs_somebody_and_a_claim_must_be_stated() -> None:
    assert "accusation" not in comment("7. Fraud everywhere.").reason
    assert "claim" not in comment("I think 40 of them left.").reason
    assert "claim" not in comment("They left.").reason


def test_words_of_the_article_are_known_in_a_comment() -> None:
    said = "the army left Oslo on a quiet morning in May"
    text = f"So {said}, did it."
    made = article(f"Berg said that {said}.", (SegmentKind.READER_COMMENT, text))
    (flag,) = flags(made, Comment(made.segments[1].span, "1", 0))
    assert "words quoted from the article" in flag.reason


def test_the_most_pressing_comment_ranks_first() -> None:
    calm, harsh = "Fine by me.", "You moron."
    made = article((SegmentKind.READER_COMMENT, calm), (SegmentKind.READER_COMMENT, harsh))
    raised = flags(made, *(Comment(one.span, str(number), 0) for number, one in enumerate(made.segments, 1)))
    assert [flag.rank for flag in raised] == [2, 1]


FACTS = "The army killed 40 people in Oslo.", "The storm hit 30 houses in Bergen."


def test_neighbours_without_a_source_are_one_flag() -> None:
    made = article(f"Berg said it fell. {FACTS[0]} {FACTS[1]} Berg said it fell.")
    (flag,) = flags(made)
    assert [made.document.quote(one) for one in flag.members] == list(FACTS)
    assert flag.span == Span(flag.members[0].start, flag.members[1].end)
    assert flag.rules[0] == "flag.run"
    assert " of 2 in a row without a source: " in flag.reason


def test_a_run_ends_with_its_paragraph() -> None:
    raised = flags(article(*FACTS))
    assert [flag.members for flag in raised] == [(), ()]
    assert sorted(flag.rank for flag in raised) == [1, 2]


def test_a_page_that_is_no_article_is_flagged_only_where_it_is_as_good_as_sure() -> None:
    made = article(FACTS[0])
    forum = replace(made.segments[0], values={PAGE_TYPE: "forum"})
    (one,) = made.assertions

    def raised(probability: float) -> int:
        judged = (replace(one, probability=probability),)
        return len(raise_flags(made.document, (forum,), (), judged))

    assert (raised(0.79), raised(0.8)) == (0, 1)
    assert raise_flags(made.document, (), (), ()) == ()


def test_claims_that_are_not_sure_rank_behind_those_shown_first() -> None:
    made = article(FACTS[0], FACTS[1])
    sure, unsure = (
        replace(one, probability=chance) for one, chance in zip(made.assertions, (0.9, 0.45), strict=True)
    )
    ranks = [flag.rank for flag in raise_flags(made.document, made.segments, (), (sure, unsure))]
    assert ranks == [1, SHOWN + 1]


@pytest.mark.parametrize(
    ("links", "words", "said"),
    [
        (None, FACTS[0], "around it, no link; high"),
        (Markup(), FACTS[0], "around it, no link; high"),
        (Markup(link_chars=4), FACTS[0], "around it; high"),
        (None, "The army killed 40 people [in Oslo](#).", "; a link stands in it, but names no source; high"),
    ],
)
def test_the_reason_says_whether_there_is_a_link(links: Markup | None, words: str, said: str) -> None:
    made = article(words)
    document = replace(made.document, blocks=(replace(made.document.blocks[0], markup=links),))
    (flag,) = raise_flags(document, made.segments, (), made.assertions)
    assert said in flag.reason


def test_ranks_count_each_kind_by_itself_from_the_likeliest() -> None:
    raised = flags(article(FACTS[0], "It was reported that the army left Oslo.", FACTS[1]))
    sure = [flag for flag in raised if flag.kind is FlagKind.UNSOURCED_ASSERTION]
    assert [flag.rank for flag in raised if flag.kind is FlagKind.WEAK_SOURCING] == [1]
    assert sorted(sure, key=lambda flag: flag.rank) == sorted(sure, key=lambda flag: -flag.probability)


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
