"""Comments printed as "Name: words" below a count of comments."""

from tests.inspection.reading import PROSE, SECOND, THIRD, found, text_of, told

ARTICLE = f"Troops leave the base\n\n{PROSE}\n\n{SECOND}\n\n"
THREAD = f"Comments (2)\n\nJoe: I do not believe it.\n\nNot a word.\n\nAnna B.: Nor do I. {THIRD}"


def test_a_name_and_a_colon_open_a_comment_below_a_count() -> None:
    assert told(*text_of(f"{ARTICLE}{THREAD}\n\nLeave a Reply"))[3:] == [
        ("comment_count", "Comments (2)"),
        ("reader_comment", "Joe: I do not believe it.\n\nNot a word."),
        ("reader_comment", f"Anna B.: Nor do I. {THIRD}"),
        ("comment_widget", "Leave a Reply"),
    ]
    assert found(f"{ARTICLE}{THREAD}", "Anna B.").values["author"] == "Anna B."


def test_without_a_count_or_above_the_article_a_name_opens_nothing() -> None:
    assert (
        found(f"{ARTICLE}Joe: I do not believe a word of what they say.\n\n{THIRD}", "Joe").kind.value
        == "body"
    )
    report = f"Troops leave the base\n\nComments (2)\n\nGeneva: {PROSE}\n\n{SECOND}"
    assert "reader_comment" not in [kind for kind, _ in told(*text_of(report))]


def test_a_town_in_capitals_is_no_reader() -> None:
    text = f"{ARTICLE}Comments (2)\n\nGENEVA: {THIRD}"
    assert found(text, "GENEVA").kind.value == "body"
