"""Rules as data, proved when loaded."""

from pathlib import Path

import pytest

from auditor.inspection.patterns import Candidates, Scope
from auditor.inspection.rulebook import CATALOGUE_SCORE, Rule, RulebookError, load_rulebook
from auditor.inspection.tiling import SegmentKind

VOCABULARY = '[vocabulary]\nHOUSE = "example times|sample post"\n'
GOOD = """
[[boilerplate]]
id = "b.rule"
kind = "copyright_notice"
scope = "sentence"
patterns = ['''rights held by (?P<holder><HOUSE>)''']
unless = ['''not''']
examples = ["All rights held by Example Times"]
counter_examples = ["No rights", "rights not held by Sample Post"]

[[boilerplate]]
id = "a.text"
kind = "disclaimer"
scope = "block"
text = "Comments are the readers’ own."
examples = ["Comments are the readers' own."]
"""


def _folder(tmp_path: Path, rules: str) -> Path:
    (tmp_path / "vocabulary.toml").write_text(VOCABULARY, encoding="utf-8")
    (tmp_path / "rules.toml").write_text(rules, encoding="utf-8")
    (tmp_path / "sourcing.toml").write_text('[[cue]]\nid = "of another kind"\n', encoding="utf-8")
    return tmp_path


def test_rules_come_in_the_order_of_their_ids_and_other_tables_are_left_alone(tmp_path: Path) -> None:
    rulebook = load_rulebook(_folder(tmp_path, GOOD))
    assert [rule.id for rule in rulebook.rules] == ["a.text", "b.rule"]
    (match,) = rulebook.answering(Scope.SENTENCE, "All rights held by Example Times")
    assert match.groups == {"holder": "Example Times"}


def test_the_digest_changes_with_any_file_and_with_nothing_else(tmp_path: Path) -> None:
    folder = _folder(tmp_path, GOOD)
    before = load_rulebook(folder).digest
    assert load_rulebook(folder).digest == before
    (folder / "sourcing.toml").write_text("[[cue]]\n", encoding="utf-8")
    assert load_rulebook(folder).digest != before


def test_the_packaged_rulebook_is_read_once() -> None:
    assert load_rulebook() is load_rulebook()
    assert len(load_rulebook().digest) == 64


def test_more_rules_are_read_and_proved_with_the_packaged_ones() -> None:
    more = """[[boilerplate]]
id = "house.quay"
kind = "contact"
scope = "block"
text = "Write to the quay."
examples = ["Write to the quay."]
author = "ann"
added = "2026-03-17"
"""
    wider = load_rulebook(more=more)
    assert wider.digest != load_rulebook().digest
    assert [rule.author for rule in wider.rules if rule.id == "house.quay"] == ["ann"]
    assert len(wider.rules) == len(load_rulebook().rules) + 1
    with pytest.raises(RulebookError, match=r"house\.quay: does not know its example: 'Go away\.'"):
        load_rulebook(more=more.replace('["Write to the quay."]', '["Go away."]'))
    with pytest.raises(RulebookError, match=r"reviewers\.toml: is not TOML"):
        load_rulebook(more="[[")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('id = "a.text"', 'id = "b.rule"'), "b.rule: is defined twice"),
        (('kind = "disclaimer"', 'kind = "gossip"'), "a.text: cannot be read"),
        (('scope = "block"', 'scope = "page"'), "a.text: cannot be read"),
        (('scope = "block"', 'scope = "block"\ncolour = "red"'), "a.text: has unknown fields colour"),
        (("rights held by", "(rights"), "b.rule: cannot be read"),
        (("'''not'''", "'''(not'''"), "b.rule: cannot be read"),
        (("['''rights", "['''held''', '''(rights"), "b.rule: cannot be read"),
        (("<HOUSE>", "<BARN>"), "b.rule: cannot be read"),
        (('examples = ["Comments are the readers\' own."]', ""), "a.text: has no example"),
        (
            ('"All rights held by Example Times"', '"All rights reserved"'),
            "b.rule: does not know its example",
        ),
        (('"No rights"', '"rights held by Sample Post"'), "b.rule: takes its counter-example for its own"),
        (("[[boilerplate]]", "[[boilerplate"), "rules.toml: is not TOML"),
    ],
)
def test_a_rulebook_that_cannot_be_trusted_is_refused_by_name(
    tmp_path: Path, change: tuple[str, str], message: str
) -> None:
    with pytest.raises(RulebookError, match=message):
        load_rulebook(_folder(tmp_path, GOOD.replace(*change)))


def test_a_refusal_names_the_rule_and_the_example(tmp_path: Path) -> None:
    broken = GOOD.replace('"All rights held by Example Times"', '"All rights reserved"')
    with pytest.raises(RulebookError) as refusal:
        load_rulebook(_folder(tmp_path, broken))
    assert (refusal.value.rule, refusal.value.example) == ("b.rule", "All rights reserved")


def test_an_example_that_the_prefilter_would_drop_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = Candidates(lambda text: (), lambda text: False)
    monkeypatch.setattr("auditor.inspection.rulebook.candidates", lambda scope, patterns: nothing)
    with pytest.raises(RulebookError, match="does not reach its example"):
        load_rulebook(_folder(tmp_path, GOOD))


def test_only_the_patterns_that_are_in_a_sentence_are_tried_and_the_answer_is_that_of_all() -> None:
    rulebook = load_rulebook()
    for rule in rulebook.rules:
        for example in (*rule.examples[:1], *rule.counter_examples[:1]):
            every = {one.id: one.measure(example) for one in rulebook.rules if one.scope is rule.scope}
            tried = {match.rule.id: match for match in rulebook.answering(rule.scope, example)}
            assert tried == {name: match for name, match in every.items() if match is not None}, example


def test_a_few_words_in_a_long_sentence_are_a_clue_and_not_knowledge(tmp_path: Path) -> None:
    rulebook = load_rulebook(_folder(tmp_path, GOOD))
    sentence = "The court heard for a third day whether the rights held by Example Times, " + "a paper " * 20
    (match,) = rulebook.answering(Scope.SENTENCE, sentence)
    assert 0 < match.score < CATALOGUE_SCORE
    assert not match.known


def test_a_rulebook_without_rules_of_a_scope_answers_nothing(tmp_path: Path) -> None:
    rulebook = load_rulebook(_folder(tmp_path, GOOD))
    assert list(rulebook.answering(Scope.PREFIX, "anything")) == []
    assert not rulebook.touches(Scope.PREFIX, "anything")


@pytest.mark.parametrize("rule", load_rulebook().rules, ids=lambda rule: rule.id)
def test_every_packaged_rule_has_examples_for_and_against(rule: Rule) -> None:
    assert rule.examples
    assert rule.counter_examples
    assert rule.kind in SegmentKind
    assert rule.zone in {"any", "edge"}
