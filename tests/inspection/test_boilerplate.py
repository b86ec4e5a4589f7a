"""Which rules a block answers to."""

from dataclasses import replace

import pytest

from auditor.inspection.boilerplate import best, fingerprint, recognise
from auditor.inspection.patterns import Scope
from auditor.inspection.rulebook import Match, Rule, Rulebook, load_rulebook
from auditor.inspection.tiling import SegmentKind


def _found(text: str) -> list[tuple[str, str]]:
    return [
        (match.rule.id, text[match.start : match.end])
        for match in recognise(text, load_rulebook())
        if match.known
    ]


def test_a_whole_line_is_named_by_a_whole_line_rule() -> None:
    assert _found("Leave a Reply") == [("comments.reply_heading", "Leave a Reply")]


def test_each_sentence_of_a_notice_is_named_for_itself() -> None:
    text = "All content herein is owned by author exclusively.  Some content may be satirical in nature."
    assert _found(text) == [
        ("copyright.owned", "All content herein is owned by author exclusively."),
        ("disclaimer.satire", "Some content may be satirical in nature."),
    ]


def test_a_dateline_is_named_without_the_sentence_after_it() -> None:
    text = "GENEVA, March 14. /TASS/. The talks resumed on Monday."
    assert ("dateline.wire", "GENEVA, March 14. /TASS/.") in _found(text)


def test_words_in_somebodys_mouth_are_no_notice() -> None:
    assert _found("“All rights reserved,” he said.") == []


def test_rules_for_labels_are_not_tried_on_paragraphs() -> None:
    assert _found("Photo: " + "a very long caption " * 30) == []


def test_a_known_text_is_known_by_its_fingerprint() -> None:
    rule = Rule("known", SegmentKind.DISCLAIMER, Scope.BLOCK, text="This is a “known” text.", relevance=0.9)
    rulebook = Rulebook((rule,), "", {}, {fingerprint(rule.text or ""): rule})
    (match,) = recognise('this is a "known"  text.', rulebook)
    assert (match.rule.id, match.score) == ("known", 0.9)


@pytest.mark.parametrize("scores", [(0.7, 0.9), (0.9, 0.7)])
def test_the_best_match_has_the_highest_score_then_the_first_id(scores: tuple[float, float]) -> None:
    rule = load_rulebook().rules[0]
    first, second = Match(rule, 0, 1, scores[0]), Match(replace(rule, id="z"), 0, 1, scores[1])
    assert best((first, second)) == max(first, second, key=lambda match: match.score)
    assert best((Match(replace(rule, id="z"), 0, 1, 0.5), Match(rule, 0, 1, 0.5))) == Match(rule, 0, 1, 0.5)
    assert best(()) is None
