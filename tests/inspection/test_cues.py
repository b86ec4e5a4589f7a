"""The lexicon proves itself when it is loaded, and finds what its forms say."""

from pathlib import Path

import pytest

from auditor.inspection.cues import (
    Cue,
    CueError,
    Lexicon,
    inflections,
    load_lexicon,
    packaged_lexicon,
    plain,
    word_set,
)


def lexicon(*forms: str) -> Lexicon:
    return Lexicon([Cue("c", "k", forms, ("x",), ("y",))], {"tell": ["told"], "write": ["wrote", "written"]})


def spots(found: Lexicon, text: str) -> list[tuple[int, int, str]]:
    return [(hit.start, hit.end, hit.tense) for hit in found.find(plain(text))]


def test_a_verb_is_found_in_every_inflection_with_its_tense() -> None:
    words = lexicon("tell~", "write~", "plan~", "deny~", "admit~", "reply~", "agree~", "go~")
    assert spots(words, "tell tells telling told wrote written") == [
        (0, 1, "base"),
        (1, 2, "s"),
        (2, 3, "ing"),
        (3, 4, "ed"),
        (4, 5, "past"),
        (5, 6, "en"),
    ]
    assert len(spots(words, "planned planning denies denied replied agreed agreeing goes")) == 8


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("stop", ["stop", "stops", "stopping", "stopped"]),
        ("deny", ["deny", "denies", "denying", "denied"]),
        ("play", ["play", "plays", "playing", "played"]),
        ("press", ["press", "presses", "pressing", "pressed"]),
        ("agree", ["agree", "agrees", "agreeing", "agreed"]),
        ("note", ["note", "notes", "noting", "noted"]),
    ],
)
def test_regular_verbs_are_inflected_by_rule(verb: str, forms: list[str]) -> None:
    assert [form for form, _ in inflections(verb, {})] == forms


def test_the_longest_form_of_a_cue_wins_at_its_place() -> None:
    assert spots(lexicon("call", "call on", "call on him"), "they call on him") == [(1, 4, "")]
    assert spots(lexicon("call", "call on", "call on him"), "they call on") == [(1, 3, "")]
    assert spots(lexicon("call", "call on"), "they call") == [(1, 2, "")]


def test_alternatives_any_word_and_inflections_inside_a_form() -> None:
    assert spots(lexicon("in * words|view"), "in his words, in her view, in our time") == [
        (0, 3, ""),
        (3, 6, ""),
    ]
    assert spots(lexicon("it is tell~|said that"), "it is told that") == [(0, 4, "")]
    assert spots(lexicon("a b", "a c"), "a d a") == []


def test_a_form_given_twice_is_found_once() -> None:
    assert spots(lexicon("yes", "yes|no"), "yes") == [(0, 1, "")]


def test_kinds_of_words() -> None:
    words = packaged_lexicon()
    assert words.kinds(plain("According to the Kremlin")) >= {"according", "institution"}
    assert words.kinds_of("kremlin") == {"institution"}
    assert words.kinds_of("xylophone") == frozenset()


def test_the_packaged_lexicon_is_loaded_once() -> None:
    assert packaged_lexicon() is packaged_lexicon()


GOOD = """
[[cue]]
id = "t.add"
kind = "speech"
complement = true
forms = ["add~"]
examples = ["“We stay,” he added.", "He added that they stay."]
counter_examples = ["He added salt."]
"""


def loaded(tmp_path: Path, text: str) -> Lexicon:
    (tmp_path / "sourcing-test.toml").write_text(text, encoding="utf-8")
    return load_lexicon(tmp_path)


def test_a_good_lexicon_is_read(tmp_path: Path) -> None:
    assert [cue.id for cue in loaded(tmp_path, GOOD).cues] == ["t.add"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (GOOD + GOOD, "the id is used twice"),
        (GOOD.replace("He added salt.", "He added, “Stay.”"), "finds its counter-example"),
        (GOOD.replace("He added that they stay.", "He left."), "does not find its example"),
        (GOOD.replace('examples = ["“We', 'samples = ["“We'), "nothing under examples"),
        (GOOD + "color = 3\n", "unexpected keyword"),
        ("[[cue]]\n", "nothing under id, kind"),
    ],
)
def test_a_lexicon_that_cannot_be_trusted_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(CueError, match=reason) as caught:
        loaded(tmp_path, text)
    assert caught.value.cue in {"t.add", "?"}


def test_the_refusal_names_the_example_that_failed(tmp_path: Path) -> None:
    with pytest.raises(CueError) as caught:
        loaded(tmp_path, GOOD.replace("He added that they stay.", "He left."))
    assert "'He left.'" in str(caught.value)


def test_lists_of_words_are_asked_for_by_name() -> None:
    assert "he" in word_set("sources.pronouns")
    with pytest.raises(CueError, match="no such list"):
        word_set("sources.adverbs-of-doubt")
