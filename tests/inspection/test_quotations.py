"""Which paragraphs are held up as somebody else's."""

import pytest

from auditor.inspection.segments.quotations import find_credit, wholly_quoted
from tests.inspection.reading import PROSE, SECOND, THIRD, found, text_of

HEAD = f"A headline about the talks\n\n{PROSE}\n\n"


def _quoted(text: str) -> list[tuple[str | None, object]]:
    return [
        (tile.subkind, tile.values.get("group"))
        for tile in text_of(text)[1]
        if tile.kind.value == "blockquote"
    ]


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("He left. (Reuters, March 14, 2016)", ("Reuters", None, "2016-03-14")),
        ("He left.” (quoted by Reuters, March 14, 2016)", ("Reuters", None, "2016-03-14")),
        (
            "He left. ([text of communiqué](#), Russian presidency, March 14, 2016).",
            ("Russian presidency", None, "2016-03-14"),
        ),
        (
            "He left. (Anna Example, [A title, it is](#), Example News, March 14, 2016)",
            ("Example News", "Anna Example", "2016-03-14"),
        ),
        ("He left. [Example News](#), March 14, 2016", ("Example News", None, "2016-03-14")),
        ("He left. (March 14, 2016)", (None, None, "2016-03-14")),
    ],
)
def test_a_dated_credit_at_the_end_is_parsed(text: str, credit: tuple[str | None, str | None, str]) -> None:
    found_credit = find_credit(text)
    assert found_credit is not None
    assert (found_credit.outlet, found_credit.author, found_credit.date) == credit


@pytest.mark.parametrize(
    "text",
    [
        "He left (see below).",
        "He left. (Reuters, March 14)",
        "He left on March 14, 2016",
        "[a link](#)",
        "no opening)",
    ],
)
def test_a_parenthesis_without_a_full_date_is_no_credit(text: str) -> None:
    assert find_credit(text) is None


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("“All of it.”", True),
        ("“All of “it” here.”", True),
        ("“All,” he said, “of it.”", False),
        ("“All of it.” (Reuters, March 14, 2016)", True),
        ('"All of it."', True),
        ("All of it.”", False),
        ("“”", False),
    ],
)
def test_a_paragraph_is_wholly_quoted_when_one_pair_of_marks_encloses_it(text: str, whole: bool) -> None:
    assert wholly_quoted(text) is whole


def test_a_lead_in_and_a_credit_frame_all_paragraphs_between_them() -> None:
    text = (
        f"{HEAD}The plan has the support of the government:\n\n{SECOND}\n\n{THIRD} "
        f"(Russian Presidency, March 14, 2016)\n\n{PROSE}"
    )
    assert _quoted(text) == [("official_document", "quotation1"), ("official_document", "quotation1")]
    assert found(text, "The plan").subkind == "quote_lead_in"
    last = found(text, THIRD[:20])
    assert last.values["outlet"] == "Russian Presidency"
    assert last.values["date"] == "2016-03-14"


def test_marks_opened_in_one_paragraph_and_closed_in_another_are_one_quotation() -> None:
    text = (
        f"{HEAD}He confirmed the following to them:\n\n“{SECOND}\n\n{THIRD}” (quoted by "
        f"Reuters, March 14, 2016)\n\n{PROSE}"
    )
    assert _quoted(text) == [("quoted_speech", "quotation1"), ("quoted_speech", "quotation1")]


def test_marks_without_lead_in_are_followed_to_where_they_close() -> None:
    assert len(_quoted(f"{HEAD}“{SECOND}\n\n“{THIRD}\n\n{PROSE}”\n\nIt ends. {SECOND}")) == 3
    assert len(_quoted(f"{HEAD}“{SECOND}\n\n“{THIRD}”\n\n{SECOND}")) == 2
    assert len(_quoted(f"{HEAD}“{SECOND}\n\nand {THIRD}”\n\n{SECOND}")) == 2


def test_marks_that_never_close_or_meet_a_notice_open_no_quotation() -> None:
    assert _quoted(f"{HEAD}“{SECOND}\n\n{THIRD}\n\n{PROSE}") == []
    assert _quoted(f"{HEAD}“{SECOND}\n\nAll rights reserved.\n\n{PROSE}”") == []
    assert _quoted(f"{HEAD}“{SECOND}") == []


def test_a_credit_alone_marks_an_excerpt_and_opened_marks_with_a_credit_too() -> None:
    assert _quoted(f"{HEAD}{SECOND} [Example News](#), March 14, 2016\n\n{THIRD}") == [
        ("outlet_excerpt_unmarked", "quotation1")
    ]
    assert _quoted(f"{HEAD}“{SECOND} (RT, March 14, 2016)\n\n{THIRD}") == [("quoted_speech", "quotation1")]


def test_a_lead_in_to_an_outlet_frames_its_excerpt() -> None:
    text = (
        f"{HEAD}Recent reports say what is going on there:\n\n{SECOND} (South Front, "
        f"March 14, 2016)\n\n{THIRD}"
    )
    assert _quoted(text) == [("outlet_excerpt", "quotation1")]


def test_of_two_lead_ins_only_the_last_leads_in() -> None:
    text = (
        f"{HEAD}Its supply routes are in jeopardy now:\n\nReports say that it goes "
        f"underground:\n\n{SECOND} (RT, March 14, 2016)"
    )
    assert found(text, "Its supply").subkind is None
    assert found(text, "Reports say").subkind == "quote_lead_in"


def test_a_colon_without_marks_or_credit_frames_nothing() -> None:
    assert (
        _quoted(f"{HEAD}This is what happened on that day:\n\n{SECOND}\n\nAll rights reserved.\n\n{THIRD}")
        == []
    )
    assert _quoted(f"{HEAD}This is what happened on that day:\n\n{SECOND}") == []


def test_a_quotation_that_repeats_a_paragraph_is_a_pull_quote() -> None:
    tile = found(f"{HEAD}{SECOND}\n\n{THIRD}\n\n“{SECOND}”\n\n{PROSE} It said so.", f"“{SECOND[:20]}")
    assert tile.subkind == "pull_quote_repeat"
    assert isinstance(tile.values["repeats"], int)
