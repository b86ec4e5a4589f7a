"""What a page hides."""

import pytest

from auditor.inspection.markup.hiding import hidden_selectors, hides


@pytest.mark.parametrize(
    ("sheet", "selectors"),
    [
        (".q{display:none}", {".q"}),
        ("p.q, #w , .x > b{ Display : None !important; color:red }", {"p.q", "#w"}),
        (".q{visibility:hidden}.r{font-size:0px}.s{font-size:0.9em}.t{font-size:.5em}", {".q", ".r"}),
        ("@import url(x);.q{display:none}/* .r{display:none} */.s{color:red}", {".q"}),
        ("@media print{.q{display:none}.r{display:none}}.s{display:none}", {".s"}),
        (
            ".q{display:none}.open .q{display:block}.r{display:none}@media(width>9px){#a.r{display:flex}}",
            set(),
        ),
        ("p{display:none}.q:hover{display:none}}}.r{display:none}", {".r"}),
        ("body.q{display:none}", {"body.q"}),
        (".q{display:none", {".q"}),
    ],
)
def test_only_plain_rules_that_nothing_takes_back_hide(sheet: str, selectors: set[str]) -> None:
    assert hidden_selectors(f"<p>x</p><style type=x>{sheet}</style><p>y</p>") == selectors


def test_every_sheet_is_read_and_an_unfinished_one_is_none() -> None:
    assert hidden_selectors("<style>.a{display:none}</style><style>.b{display:none}</style>") == {".a", ".b"}
    assert hidden_selectors("<style>.a{display:none}") == frozenset()
    assert hidden_selectors("<style") == frozenset()


def test_a_page_that_hides_itself_whole_is_shown_by_a_script() -> None:
    assert not hides("body", {"class": "q"}, frozenset({".q"}))
    assert hides("p", {"class": "a q"}, frozenset({".q"}))
    assert not hides("p", {"class": "a", "style": "color:red"}, frozenset({".q"}))
