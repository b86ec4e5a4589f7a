"""Where reader comments begin and end in a text without markup."""

import pytest

from tests.inspection.reading import PROSE, SECOND, THIRD, found, kinds, text_of, told

NUMBERED = """
  1. The first comment on this page.

  2. The second comment has

    two paragraphs.

    • A reply set farther in.

  3. The third.
"""
ARTICLE = f"A headline about the talks\n\n{PROSE}\n\n{SECOND}\n"


def _comments(text: str) -> list[str]:
    return [words for kind, words in told(*text_of(text)) if kind == "reader_comment"]


def test_a_counted_thread_is_read_comment_by_comment() -> None:
    assert _comments(f"{ARTICLE}\n3 Responses to “A headline”\n{NUMBERED}\nLeave a Reply\n") == [
        "1. The first comment on this page.",
        "2. The second comment has\n\n    two paragraphs.",
        "• A reply set farther in.",
        "3. The third.",
    ]


def test_a_thread_is_known_by_the_form_after_it() -> None:
    assert len(_comments(f"{ARTICLE}{NUMBERED}\nComments are closed.")) == 4


def test_an_indented_thread_after_a_notice_needs_no_form() -> None:
    assert len(_comments(f"{ARTICLE}\nAll rights reserved.\n{NUMBERED}")) == 4


def test_a_numbered_list_in_the_article_is_no_thread() -> None:
    listed = f"{ARTICLE}\n1. The first reason is this.\n\n2. The second.\n\n3. The third.\n\n{THIRD}\n"
    assert _comments(listed) == []


def test_a_count_may_begin_anywhere_and_numbers_that_jump_belong_to_the_comment() -> None:
    text = (
        f"{ARTICLE}\n2 Responses to “A headline”\n\n  7. Seventh.\n\n  9. not a number of "
        f"the thread\n\n  8. Eighth.\n"
    )
    assert _comments(text) == ["7. Seventh.\n\n  9. not a number of the thread", "8. Eighth."]


def test_the_thread_ends_where_a_line_stands_farther_left() -> None:
    text = f"{ARTICLE}\n2 Responses to “A headline”\n\n    1. One.\n\n    2. Two.\n\nAbout the house\n"
    assert _comments(text) == ["1. One.", "2. Two."]


def test_named_comments_are_read_with_their_authors() -> None:
    text = (
        f"{ARTICLE}\n2 Comments\n\nAnna says:\nMarch 14, 2016 at 3:05 pm\nI do not agree.\n\n"
        "Ben Example said:\nNor do I.\n\nLeave a Reply\n"
    )
    assert [tile.values["author"] for tile in text_of(text)[1] if tile.kind.value == "reader_comment"] == [
        "Anna",
        "Ben Example",
    ]


def test_two_named_comments_before_a_form_are_a_thread_and_one_is_not() -> None:
    two = f"{ARTICLE}\nAnna says:\nNo.\n\nBen says:\nYes.\n\nLeave a Reply\n"
    assert len(_comments(two)) == 2
    one = f"{ARTICLE}\nAnna says:\nNo.\n\nLeave a Reply\n"
    assert _comments(one) == []


def test_only_so_many_unannounced_beginnings_are_looked_at() -> None:
    lists = "\n\n".join("1. A list of one." for _ in range(60))
    assert "reader_comment" not in kinds(f"{ARTICLE}\n{lists}\n\n{THIRD}")
    announced = f"{ARTICLE}\n{lists}\n\n{THIRD}\n\n1 Response to “A headline”\n\n  1. The comment.\n"
    assert _comments(announced) == ["1. The comment."]


def test_pieces_of_a_line_open_no_comment() -> None:
    line = "1. Disclaimer: The views expressed here are those of the author. 2. All rights reserved."
    assert "reader_comment" not in kinds(f"{ARTICLE}\n{line}\n\nLeave a Reply")
    assert (
        found(f"{ARTICLE}\n2 Comments\n\n  1. One. All rights reserved.\n", "1.").kind.value
        == "reader_comment"
    )


def test_a_bullet_no_farther_in_than_the_numbers_belongs_to_the_comment() -> None:
    text = f"{ARTICLE}\n2 Responses to “A headline”\n\n  1. One:\n\n  • a point\n\n  2. Two.\n"
    assert _comments(text) == ["1. One:\n\n  • a point", "2. Two."]


@pytest.mark.parametrize(
    ("thread", "authors"),
    [
        ("Comments (2)\n\nJoe: I agree with all of it.\n\nAnna Lee: I do not.", ["Joe", "Anna Lee"]),
        ("2 Kommentare\n\nAnna sagt:\n14. März 2016\nDas stimmt nicht.\n\nBen sagt:\nDoch.", ["Anna", "Ben"]),
        (
            "Comments\n\nPosted by Joe on March 3, 2016\nI agree.\n\nPosted by Ann, 3 hours ago\nNo.",
            ["Joe", "Ann"],
        ),
        ("Комментарии (2)\n\nАнна, 14.01.2020 10:12\nНет.\n\nБен, 15.01.2020 10:12\nДа.", ["Анна", "Бен"]),
    ],
)
def test_an_announced_thread_is_cut_where_somebody_is_named(thread: str, authors: list[str]) -> None:
    segments = text_of(f"{ARTICLE}\n{thread}\n\nLeave a Reply\n")[1]
    assert [tile.values["author"] for tile in segments if tile.kind.value == "reader_comment"] == authors


def test_names_before_a_colon_open_nothing_in_a_thread_that_is_not_announced_or_is_numbered() -> None:
    assert _comments(f"{ARTICLE}\nJoe: I agree.\n\nAnna: No.\n\nLeave a Reply\n") == []
    numbered = f"{ARTICLE}\n2 Comments\n\n  1. So it is.\n\n  Joe: no.\n\n  2. Yes.\n"
    assert _comments(numbered) == ["1. So it is.\n\n  Joe: no.", "2. Yes."]


def test_a_line_too_long_to_name_anybody_opens_no_comment() -> None:
    text = f"{ARTICLE}\n2 Comments\n\n{PROSE}\n\nAnna says:\nNo.\n"
    assert _comments(text) == []


@pytest.mark.parametrize(
    "first",
    [
        "Geneva: The talks on the water of the river broke down on Monday after three days, both sides said.",
        "GENEVA: The talks on the water of the river broke down on Monday after three days, both sides said.",
        "By Anna Lee, 3 May 2020",
        "1. The first reason why the talks broke down is that nobody had measured the water of the river.",
    ],
)
def test_a_count_above_the_report_opens_no_thread(first: str) -> None:
    text = f"A headline about the talks\n\n3 comments\n\n{first}\n\n{PROSE}\n\n{SECOND}\n\n{THIRD}\n"
    assert _comments(text) == []
    for words in (PROSE, SECOND, THIRD):
        assert found(text, words[:20]).kind.value == "body"


def test_a_place_in_capitals_is_no_reader_below_a_count_that_stands_between_two_reports() -> None:
    text = f"{ARTICLE}\n3 comments\n\nGENEVA: The talks broke down on Monday, both sides said.\n\n{THIRD}\n"
    assert _comments(text) == []


def test_below_a_count_without_a_report_several_short_remarks_are_a_thread() -> None:
    remarks = ("Joe: I agree with all of it.", "Anna Lee: I do not.", "Ben: Nor do I.")
    assert _comments("3 comments\n\n" + "\n\n".join(remarks)) == list(remarks)
    assert _comments("2 comments\n\n" + "\n\n".join(remarks[:2])) == []


def test_below_a_count_without_a_report_long_answers_are_an_interview() -> None:
    answers = "\n\n".join(f"{name}: {PROSE} {SECOND} {THIRD} {PROSE}" for name in ("Joe", "Anna", "Ben"))
    assert _comments(f"An interview\n\n3 comments\n\n{answers}") == []


def test_a_short_report_with_its_count_and_the_form_keeps_its_comments() -> None:
    text = (
        "Head of it all\n\nThe army killed 40 people in Oslo.\n\n2 Responses to “Head of it all”\n\n"
        "  1. A first comment here.\n\n  2. A second comment there.\n\nLeave a Reply\n"
    )
    assert kinds(text).count("reader_comment") == 2
