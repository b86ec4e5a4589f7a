"""White space."""

from auditor.inspection.markup.words import collapsed


def test_white_space_is_collapsed_as_in_a_browser_and_no_break_spaces_stay() -> None:
    assert collapsed("  a\t b\r\n c\f") == "a b c"
    assert collapsed("a \u00a0 b") == "a \u00a0 b"
    assert collapsed("a" + " " * 1000 + "b\x1fc") == "a b\x1fc"
