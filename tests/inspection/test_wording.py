"""How words are compared and lines are cut."""

import pytest

from auditor.inspection.wording import cut_sentences, fingerprint, inside_quotation


def test_a_notice_is_the_same_notice_in_any_typographic_dress() -> None:
    plain = fingerprint('We use "fair use" - see [the policy](https://a.example/policy) ...')
    dressed = fingerprint("we use  “fair use” – see\u00a0the policy …")
    assert plain == dressed
    assert fingerprint("we use fair use") != plain


@pytest.mark.parametrize(
    ("line", "sentences"),
    [
        ("One is here. Two follows!  Three?", ["One is here.", "Two follows!", "Three?"]),
        (
            "He met Dr. Ruff and J. Smith in the U.S. Senate.",
            ["He met Dr. Ruff and J. Smith in the U.S. Senate."],
        ),
        (
            "He said (quietly.) Then “Left.” And 3 more.",
            ["He said (quietly.)", "Then “Left.”", "And 3 more."],
        ),
        ("it costs 3.5 million. nobody knows", ["it costs 3.5 million. nobody knows"]),
        ("Wait... What", ["Wait...", "What"]),
        ("Ends here. ", ["Ends here."]),
    ],
)
def test_a_line_is_cut_where_sentences_end_and_not_at_abbreviations(line: str, sentences: list[str]) -> None:
    assert [line[start:end] for start, end in cut_sentences(line)] == sentences


def test_words_between_open_marks_are_inside_a_quotation() -> None:
    text = 'He said “all rights reserved” and "more'
    assert inside_quotation(text, text.index("rights"))
    assert not inside_quotation(text, text.index("and"))
    assert inside_quotation(text, text.index("more"))
