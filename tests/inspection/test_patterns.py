"""How rules are written and run."""

import pytest

from auditor.inspection.patterns import Scope, candidates, compile_pattern, expand


def test_blanks_and_quotation_marks_stand_for_all_their_kin() -> None:
    pattern = compile_pattern('the "fair use" of readers\' mail', Scope.SENTENCE, {})
    assert pattern.search("The “fair\u00a0use” of readers’ mail")


def test_signs_in_brackets_and_after_a_backslash_are_left_alone() -> None:
    assert expand(r"[ '\]] \[a b", {}) == r"[ '\]](?:[\s\p{Z}]+)\[a(?:[\s\p{Z}]+)b"


def test_the_vocabulary_is_filled_in() -> None:
    pattern = compile_pattern("on <DAY>$", Scope.SENTENCE, {"DAY": "monday|friday"})
    assert pattern.search("On Friday")
    with pytest.raises(KeyError):
        expand("<NIGHT>", {})


def test_case_counts_only_after_the_sign_for_it() -> None:
    assert compile_pattern("abc", Scope.SENTENCE, {}).search("ABC")
    assert not compile_pattern("(?-i)abc", Scope.SENTENCE, {}).search("ABC")


@pytest.mark.parametrize(
    ("scope", "matching"),
    [(Scope.BLOCK, ["b b"]), (Scope.START, ["b b", "b b x"]), (Scope.SUFFIX, ["b b", "x b b"])],
)
def test_the_scope_anchors_the_pattern(scope: Scope, matching: list[str]) -> None:
    pattern = compile_pattern("b b", scope, {})
    assert [text for text in ("b b", "b b x", "x b b") if pattern.search(text)] == matching


def test_a_match_is_located_in_code_points_whatever_the_text_is_written_in() -> None:
    pattern = compile_pattern("by (?P<writer>[A-Z]\\S+)(?P<more> and .+)?", Scope.SENTENCE, {})
    for text in ("Told by Mia", "Erzählt – “so” – by Zoë"):
        found = pattern.locate(text, text.encode())
        assert found is not None
        writer = text.rpartition(" ")[2]
        assert found == (text.index("by"), len(text), {"writer": writer})
    assert pattern.locate("Told", b"Told") is None


@pytest.mark.parametrize("scope", [Scope.SENTENCE, Scope.BLOCK])
def test_prefilters_name_every_pattern_that_may_match(scope: Scope) -> None:
    patterns = [
        compile_pattern(each, scope, {})
        for each in ("house (?:rules? ){1,2}apply", "(?-i)Rights .{0,9}held", "none")
    ]
    chosen = candidates(scope, patterns)
    assert 0 in chosen.matching(b"House rule rules apply")
    assert 1 in chosen.matching(b"Rights are held")
    assert chosen.possible(b"Rights are held")
    assert list(chosen.matching(b"zzz")) == []
    assert not chosen.possible(b"zzz")
