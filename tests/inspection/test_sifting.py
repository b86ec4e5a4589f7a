"""Texts without markup: what is body in a printed page, and that a bare text keeps its body."""

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.inspection.document import Span
from auditor.inspection.plaintext import read_text
from auditor.inspection.rulebook import load_rulebook
from auditor.inspection.segments import segment
from auditor.inspection.segments.fronts import read_front
from auditor.inspection.segments.layout import read_alone
from auditor.inspection.segments.sifting import WEIGHTS, read_lines, sift
from auditor.inspection.tiling import SegmentKind
from tests.inspection.printed_texts import ABROAD, ARTICLE, BARE, HEADLINE, MENU, MORE, printed
from tests.inspection.reading import found, text_of

RUNNING = ("body", "blockquote", "section_heading")


def body_of(text: str) -> list[str]:
    """The words of each segment that is running text."""
    document, segments = text_of(text)
    return [document.quote(tile.span) for tile in segments if tile.kind.value in RUNNING]


def test_of_a_printed_page_the_paragraphs_are_body_and_the_rest_is_not() -> None:
    assert body_of(printed(*ARTICLE)) == list(ARTICLE)
    assert found(printed(*ARTICLE), HEADLINE).kind.value == "headline"


@pytest.mark.parametrize("language", sorted(ABROAD))
def test_other_languages_are_sifted_as_well(language: str) -> None:
    menu, headline, paragraphs, more = ABROAD[language]
    text = printed(*paragraphs, headline=headline, menu=menu, more=more)
    assert body_of(text) == list(paragraphs)
    assert found(text, headline).kind.value == "headline"


@pytest.mark.parametrize("name", sorted(BARE))
def test_a_text_with_no_page_around_it_keeps_its_body(name: str) -> None:
    text, lines = BARE[name]
    kept = body_of(text)
    assert [line for line in lines if not any(words.startswith(line) for words in kept)] == []


def test_prose_that_is_set_aside_keeps_its_first_reading_and_says_why() -> None:
    teaser = "Sign up for our letter and get the best of the harbour in your inbox every single morning."
    document, segments = text_of(printed(*ARTICLE, more=f"{MORE}\n{teaser}"))
    tile = next(
        tile for tile in segments if document.quote(tile.span) == "Minister opens new bridge over the lake"
    )
    assert tile.kind.value == "navigation"
    assert tile.alone.value == "section_heading"
    assert "% likely body among its neighbours" in tile.reason
    assert tile.rules == (f"texts.trained@{hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()[:8]}",)
    assert tile.confidence == tile.values["set_aside"]


def test_a_kept_paragraph_has_the_rules_and_the_weights_as_reasons() -> None:
    tile = found(printed(*ARTICLE), ARTICLE[1])
    assert tile.rules[0] == "layout.shape"
    assert tile.rules[1].startswith("texts.trained@")
    assert tile.confidence >= 0.6


def test_a_heading_alone_between_two_paragraphs_stays() -> None:
    text = printed(*ARTICLE[:2], "A season lost", *ARTICLE[2:])
    assert found(text, "A season lost").kind.value == "section_heading"


def test_where_nothing_is_likely_body_the_likeliest_line_is() -> None:
    text = printed("Closed until 4 May")
    document = read_text(text)
    alone = read_alone(document, load_rulebook())
    open_ = [tile for tile in read_lines(document, alone, alone) if tile.kind.value in RUNNING]
    assert open_ != []
    assert max(sift(document, alone).together) < 0.5


def test_a_text_of_few_short_lines_is_left_to_the_rules() -> None:
    document = read_text("\n\n".join([HEADLINE, *ARTICLE, "Contact"]))
    alone = read_alone(document, load_rulebook())
    assert read_lines(document, alone, alone) is alone


_PARAGRAPHS = st.lists(st.sampled_from(ARTICLE), min_size=3, max_size=5, unique=True)
_LINES = st.lists(st.sampled_from([*MENU.splitlines(), *MORE.splitlines()]), max_size=20)


@settings(max_examples=40, deadline=None)
@given(_PARAGRAPHS, _LINES)
def test_a_footer_below_a_text_changes_nothing_in_its_paragraphs(
    paragraphs: list[str], footer: list[str]
) -> None:
    text = "\n\n".join([HEADLINE, *paragraphs])
    before = [words for words in body_of(text) if words in ARTICLE]
    after = [words for words in body_of("\n\n".join([text, *footer])) if words in ARTICLE]
    assert before == after == paragraphs


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(st.text(min_size=1, max_size=60), st.sampled_from([*ARTICLE, *MORE.splitlines()])),
        min_size=1,
    )
)
def test_every_sign_of_a_text_lies_in_one_segment(lines: list[str]) -> None:
    text = "\n".join(lines)
    if not text.strip() or "\x00" in text:
        return
    try:
        document = read_text(text)
    except ValueError:
        return
    tiles = [tile for tile in segment(document, load_rulebook()) if tile.kind.value != "page_break_artifact"]
    covered = [place for tile in tiles for place in range(tile.span.start, tile.span.end)]
    assert len(covered) == len(set(covered))
    assert {place for place, sign in enumerate(document.text) if not sign.isspace()} <= set(covered)


def test_below_a_long_menu_the_headline_is_the_line_whose_words_the_text_takes_up() -> None:
    menu = "\n".join([MENU, *(f"Desk of the {number} winds" for number in range(20))])
    text = printed(*ARTICLE, menu=menu)
    assert found(text, HEADLINE).kind.value == "headline"
    assert found(text, "Desk of the 19").kind.value == "navigation"
    assert body_of(text) == list(ARTICLE)


def test_a_kept_sentence_below_a_long_menu_is_no_second_heading() -> None:
    document = read_text(printed(*ARTICLE, menu="\n".join([*MENU.splitlines()] * 3)))
    tiles = read_alone(document, load_rulebook())
    place = next(place for place, tile in enumerate(tiles) if document.quote(tile.span) == HEADLINE)
    short = replace(tiles[place + 1], kind=SegmentKind.BODY)
    short = replace(short, span=Span(short.span.start, short.span.start + 60))
    kept = read_front(document, [*tiles[: place + 1], short, *tiles[place + 2 :]])
    assert kept[place + 1].kind is SegmentKind.BODY
