"""What a notice grants or forbids, as values of its segment."""

import pytest

from auditor.inspection.plaintext import read_text
from auditor.inspection.rulebook import load_rulebook
from auditor.inspection.segments import segment
from auditor.inspection.segments.grants import grants_of, licence_of
from auditor.inspection.tiling import SegmentKind


def _values(text: str) -> dict[str, object]:
    (only,) = segment(read_text(text), load_rulebook())
    return only.values


def test_a_grant_says_what_may_be_done_on_which_condition() -> None:
    values = _values(
        "The Centre of Research on Examples grants permission to cross-post Example Research articles on "
        "community internet sites as long the source and copyright are acknowledged together with a "
        "hyperlink to the original Example Research article."
    )
    assert values["issuer"] == "Centre of Research on Examples"
    assert values["uses"] == ["cross_post"]
    assert values["conditions"] == ["attribution", "hyperlink", "non_commercial"]


def test_a_ban_says_what_is_forbidden_unless_what() -> None:
    values = _values(
        "The material on this site may not be reproduced, distributed, transmitted, cached or otherwise "
        "used, except with the prior written permission of Example.com."
    )
    assert values["forbidden"] == ["reproduce", "redistribute", "store", "use"]
    assert values["unless"] == ["prior_permission"]


def test_a_fair_use_notice_says_for_which_purpose_and_by_which_law() -> None:
    values = _values(
        "All posts are meant to foster comment, reporting, teaching and study under the “fair use doctrine” "
        "in Sec. 107 of U.S. Code Title 17."
    )
    assert values["purposes"] == ["comment", "news_reporting", "teaching", "scholarship"]
    assert values["statute"] == "17 U.S.C. 107"


def test_whom_to_ask_is_kept() -> None:
    values = _values("For publication of our articles in print, contact: rights@example.org")
    assert values["email"] == "rights@example.org"
    assert values["uses"] == ["republish", "print"]


def test_other_notices_hold_no_terms() -> None:
    assert grants_of(SegmentKind.DISCLAIMER, "no_liability", "not responsible for articles you copy") == {}
    assert grants_of(SegmentKind.FAIR_USE_NOTICE, None, "fair use") == {}


@pytest.mark.parametrize(
    ("words", "licence"),
    [
        ("Licensed under CC BY-SA 4.0.", "CC BY-SA 4.0"),
        ("CC BY", "CC BY"),
        ("CC0", "CC0"),
        ("a Creative Commons Attribution-NonCommercial 4.0 International License", "CC BY-NC 4.0"),
        ("a Creative Commons Attribution Share-Alike license", "CC BY-SA"),
        ("republished under a Creative Commons license", "Creative Commons"),
        ("all rights reserved", None),
    ],
)
def test_a_licence_is_named_as_far_as_it_is_given(words: str, licence: str | None) -> None:
    assert licence_of(words).get("licence") == licence
