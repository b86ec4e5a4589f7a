"""Signs of a thread: times, links to answer, headings, names."""

import pytest

from auditor.inspection.plaintext import read_text
from auditor.inspection.segments.signs import (
    Sign,
    names_a_list,
    names_a_post,
    names_comments,
    sign_of,
    sort_of,
)


def _sign(line: str) -> Sign | None:
    document = read_text(line)
    return sign_of(document, document.blocks[0])


@pytest.mark.parametrize(
    "line",
    [
        "14. 01. 2020, 20:29",
        "Kersti / 22.04.2020",
        "Feb 7, 2014 at 10:53",
        "3 hours ago",
        "an hour ago",
        "vor 2 Tagen",
        "il y a 3 jours",
        "hace una semana",
        "Anna - Le 22/01/2020 à 12:01:03",
        "7 января 2020 в 10:12",
        "i går kl. 10:12",
        "anna28.09.1912:44",
        "5m",
        "Anna, May 11, 2024 IP",
    ],
)
def test_times_of_posting_are_told_in_many_languages(line: str) -> None:
    assert _sign(line) is Sign.TIME


@pytest.mark.parametrize(
    "line", ["Reply", "Antworten | Melden", "Like Reply Share 3", "#12", "Reply to Anna", "Posts: 12"]
)
def test_links_to_answer_and_numbers_of_posts_are_told(line: str) -> None:
    assert _sign(line) is Sign.ANSWER


@pytest.mark.parametrize(
    "line",
    [
        "3 Kommentare",
        "Comments (2)",
        "Discussion",
        "Leserkommentare",
        "Réagissez",
        "Комментарии",
        "2 Responses to “It”",
        "2 kommentarer",
    ],
)
def test_headings_of_threads_are_told(line: str) -> None:
    assert _sign(line) is Sign.HEADING


@pytest.mark.parametrize(
    "line",
    [
        "Like what you read there?",
        "The minister's comments",
        "Version 13.1 of it",
        "A while ago",
        (
            "He came on 3 May 2020 and stayed for the whole of the year, and then he left for good, "
            "which nobody had expected at all."
        ),
        "A line of more than sixty code points that says nothing of any thread at all",
    ],
)
def test_other_lines_say_nothing(line: str) -> None:
    assert _sign(line) is None


@pytest.mark.parametrize("line", ["Share", "—", "3", "Gefällt mir 12"])
def test_other_buttons_and_bare_figures_are_tools(line: str) -> None:
    assert _sign(line) is Sign.TOOL


def test_names_speak_of_comments_posts_and_lists() -> None:
    assert names_comments(("even", "mycomment"))
    assert names_comments(("leserbrief",))
    assert not names_comments(("commentary", "news"))
    assert names_a_post(("post-12",))
    assert not names_a_post(("postmodern",))
    assert names_a_list(("widget", "recentcomments"))
    assert not names_a_list(("comments-area",))


def test_the_sort_of_an_element_is_its_first_word_without_number() -> None:
    assert [sort_of(names) for names in (("odd", "comment-5"), ("post12", "x"), ())] == [
        "comment-",
        "post",
        "",
    ]
