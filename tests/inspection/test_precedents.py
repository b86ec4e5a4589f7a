"""What people decided of a wording holds wherever the same words stand again."""

import pytest

from auditor.inspection.plaintext import read_text
from auditor.inspection.precedents import NONE, Precedents, precedents
from auditor.inspection.procedure import inspect_document
from auditor.inspection.rulebook import load_rulebook
from auditor.inspection.segments import Segment, segment
from auditor.inspection.wording import fingerprint
from tests.inspection.reading import PROSE, SECOND, THIRD, told

HABIT = "Readers who like what the harbour desk does may find its letters in the reading room each week."
TWO_JOBS = "Copyright © 2016 Harbour News. The views expressed here are those of the author alone."


def decided(*rows: tuple[str, str]) -> Precedents:
    return precedents((fingerprint(words), kind, "", "catalogue.7") for words, kind in rows)


def read(text: str, known: Precedents = NONE) -> tuple[Segment, ...]:
    return segment(read_text(text), load_rulebook(), known)


def test_a_decided_paragraph_is_what_was_decided_and_nothing_else_changes() -> None:
    text = "\n\n".join((PROSE, HABIT, SECOND, THIRD))
    before, after = read(text), read(text, decided((HABIT, "subscription_prompt")))
    assert [tile.kind.value for tile in before] == ["body"] * 4
    assert [tile.kind.value for tile in after] == ["body", "subscription_prompt", "body", "body"]
    assert (after[1].rules, after[1].alone.value) == (("catalogue.7",), "body")
    assert after[1].reason == "a person decided so of these words"
    assert (after[0], after[2], after[3]) == (before[0], before[2], before[3])


def test_typographic_dress_and_case_make_no_difference() -> None:
    tiles = read("\n\n".join((PROSE, HABIT.upper())), decided((HABIT, "contact")))
    assert [tile.kind.value for tile in tiles] == ["body", "contact"]


def test_a_rejected_notice_is_body_again() -> None:
    notice = "The views expressed here are those of the author alone."
    text = "\n\n".join((PROSE, SECOND, notice))
    assert read(text)[-1].kind.value == "disclaimer"
    assert read(text, decided((notice, "body")))[-1].kind.value == "body"


def test_a_block_cut_in_two_is_put_together_when_it_was_decided_as_a_whole() -> None:
    text = "\n\n".join((PROSE, SECOND, TWO_JOBS))
    document = read_text(text)
    assert len([t for t in read(text) if t.span.start >= text.index("Copyright")]) == 2
    assert told(document, read(text, decided((TWO_JOBS, "copyright_notice"))))[-1] == (
        "copyright_notice",
        TWO_JOBS,
    )


def test_one_sentence_of_a_cut_block_is_decided_alone() -> None:
    sentence = "The views expressed here are those of the author alone."
    tiles = read("\n\n".join((PROSE, SECOND, TWO_JOBS)), decided((sentence, "comment_policy")))
    assert [tile.kind.value for tile in tiles[-2:]] == ["copyright_notice", "comment_policy"]


def test_readers_and_quoted_people_are_left_alone() -> None:
    thread = f"{PROSE}\n\n{SECOND}\n\n2 Comments\n\n1. anna says:\n{HABIT}\n\n2. ben says:\n{THIRD}\n"
    before = read(thread)
    assert any(tile.kind.value == "reader_comment" for tile in before)
    comments = {thread[t.span.start : t.span.end] for t in before if t.kind.value == "reader_comment"}
    after = read(thread, decided(*((words, "contact") for words in comments)))
    assert [tile.kind for tile in after] == [tile.kind for tile in before]


def test_a_decision_takes_the_doubt_away() -> None:
    notice = "Copyright © 2016 Harbour News. All rights reserved."
    odd = "Readers in the north of the county can still write to the desk by the old post."
    text = "\n\n".join(
        (PROSE, SECOND, notice, "The views expressed here are those of the author alone.", odd)
    )
    assert read(text)[-1].values.get("unknown_boilerplate") is True
    flags = [flag.kind.value for flag in inspect_document(read_text(text), load_rulebook()).flags]
    assert "unknown_boilerplate" in flags
    known = decided((odd, "body"))
    inspection = inspect_document(read_text(text), load_rulebook(), known)
    assert "unknown_boilerplate" not in [flag.kind.value for flag in inspection.flags]
    assert (inspection.precedents, inspection.segments[-1].confidence) == (known.digest, 0.99)


def test_the_digest_stands_for_the_decisions_in_any_order() -> None:
    one, two = ("a" * 64, "body", "", "catalogue.1"), ("b" * 64, "contact", "x", "catalogue.2")
    assert precedents([one, two]).digest == precedents([list(two), list(one)]).digest
    assert precedents([one]).digest != precedents([one, two]).digest
    assert precedents(precedents([one, two]).as_rows()) == precedents([two, one])
    assert precedents([]) is NONE
    assert NONE.digest == ""


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="gossip"):
        precedents([("a" * 64, "gossip", "", "catalogue.1")])
