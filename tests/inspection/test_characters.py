"""What each character of a text is good for."""

import pytest

from auditor.inspection.segments.characters import CLASSES, classes_of


@pytest.mark.parametrize(
    ("characters", "name"),
    [
        (" \n\u00a0", "space"),
        (",;:", "comma"),
        (".!?…", "stop"),
        ("07", "digit"),
        ("AÉЖ", "upper"),
        ('"“»', "quote"),
        ("|·–#", "bar"),
        ("水ア한\U0001f600", "wide"),
        ("aßж", "letter"),
        ("$%\u0301", "other"),
    ],
)
def test_characters_are_told_apart_in_any_script(characters: str, name: str) -> None:
    assert [CLASSES[place] for place in classes_of(characters)] == [name] * len(characters)


def test_half_a_pair_of_surrogates_is_no_error() -> None:
    assert [CLASSES[place] for place in classes_of("\ud800")] == ["wide"]
