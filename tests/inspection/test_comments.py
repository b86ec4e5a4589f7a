"""Comments with number, depth and addressee."""

import pytest

from auditor.inspection.comments import find_addressees, read_thread
from tests.inspection.reading import PROSE, SECOND, page_of, text_of


def test_numbers_are_printed_ones_and_replies_count_under_their_parent() -> None:
    text = (
        f"A headline about it\n\n{PROSE}\n\n{SECOND}\n\n3 Responses to “A headline about it”\n\n"
        "  14. One.\n\n    • Two.\n\n    • Tony: three.\n\n  15. Four.\n\n    • Five.\n\n      • Six.\n\n"
        "Leave a Reply\n"
    )
    thread = read_thread(*text_of(text))
    assert [(each.number, each.depth, each.parent) for each in thread] == [
        ("14", 0, None),
        ("14.1", 1, "14"),
        ("14.2", 1, "14"),
        ("15", 0, None),
        ("15.1", 1, "15"),
        ("15.1.1", 2, "15.1"),
    ]
    assert thread[2].addressees == ("Tony",)
    assert all(each.author is None for each in thread)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("7. Tony: NO. What was that?", ("Tony",)),
        ("• JWD: Brilliant.\n\n  KingGeor: Not so.\n\n  JWD: again", ("JWD", "KingGeor")),
        ("@anna_b you are right", ("anna_b",)),
        ("Update: more to come", ()),
        ("I say: no", ()),
        ("3. Nothing of the kind here", ()),
        ("Mary Jane: hello", ("Mary Jane",)),
    ],
)
def test_names_before_a_colon_are_those_answered(text: str, names: tuple[str, ...]) -> None:
    assert find_addressees(text) == names


def test_a_text_without_comments_has_no_thread() -> None:
    assert read_thread(*text_of(f"A headline about it\n\n{PROSE}")) == ()


def _page(*comments: tuple[str, str, str]) -> str:
    items = "".join(
        f"<li class=comment><cite class=fn>{author}</cite><p>{date}</p><p>{words}</p></li>"
        for author, date, words in comments
    )
    return f"<article><p>{PROSE}</p><p>{SECOND}</p></article><ol class=commentlist>{items}</ol>"


def test_a_comment_on_a_page_has_the_author_and_date_printed_with_it() -> None:
    thread = read_thread(
        *page_of(_page(("Anna", "14.01.2020, 20:29", "I do not agree."), ("Ben", "today", "I do.")))
    )
    assert [(each.author, each.date) for each in thread] == [("Anna", "2020-01-14T20:29"), ("Ben", None)]


def test_an_earlier_commenter_called_by_name_is_answered() -> None:
    thread = read_thread(
        *page_of(
            _page(
                ("Anna", "", "I do not agree with it."),
                ("Ben", "", "Anna, you are right, and the others are not."),
                ("Carla", "", "Hello Ben! So are you."),
                ("Dora", "", "Nobody, I say, is right: it is so."),
                ("Emil", "", "@Carla so is it."),
                ("Anna", "", "Anna, that is me."),
            )
        )
    )
    assert [(each.addressees, each.answers) for each in thread] == [
        ((), None),
        (("Anna",), "1"),
        (("Ben",), "2"),
        ((), None),
        (("Carla",), "3"),
        ((), None),
    ]


def test_words_of_an_earlier_comment_are_known_as_quoted() -> None:
    said = "Nobody can tell how many aircraft will stay there. We shall see."
    document, segments = text_of(
        f"A headline about it\n\n{PROSE}\n\n{SECOND}\n\n3 Responses to “A headline about it”\n\n"
        f"  1. {said}\n\n    • Nobody can tell how many aircraft will stay there.\n\n      I can.\n\n"
        "  2. > as it was\n\n    It was not.\n\n  3. We shall see.\n\nLeave a Reply\n"
    )
    thread = read_thread(document, segments)
    quoted = [each.quoted and document.quote(each.quoted) for each in thread]
    assert quoted == [None, "Nobody can tell how many aircraft will stay there.", "> as it was", None]
    assert [each.answers for each in thread] == [None, "1", None, None]


def test_who_speaks_in_an_announced_thread_is_no_addressee() -> None:
    document, segments = text_of(
        f"A headline about it\n\n{PROSE}\n\n{SECOND}\n\nComments (3)\n\nJoe: I agree.\n\n"
        "Posted by Ann on March 4, 2016\n> I agree.\nI do not.\n\nBen sagt:\n@Joe nor do I\n"
    )
    thread = read_thread(document, segments)
    assert [(each.author, each.date, each.addressees, each.answers) for each in thread] == [
        ("Joe", None, (), None),
        ("Ann", "2016-03-04", (), "1"),
        ("Ben", None, ("Joe",), "1"),
    ]
