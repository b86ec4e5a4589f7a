"""Comments with number, depth and addressee."""

import pytest

from auditor.inspection.comments import find_addressees, read_thread
from tests.inspection.reading import PROSE, SECOND, text_of


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
