"""What named groups say, parsed."""

import pytest

from auditor.inspection.patterns import Scope
from auditor.inspection.rulebook import Match, Rule
from auditor.inspection.segments.particulars import particulars
from auditor.inspection.tiling import SegmentKind

RULE = Rule("r", SegmentKind.BYLINE, Scope.BLOCK, values={"medium": "print"})


@pytest.mark.parametrize(
    ("group", "words", "values"),
    [
        ("author", "[Prof Anna Example](#)", {"author": "Prof Anna Example", "author_title": "Prof"}),
        ("date", "March 14, 2016", {"date": "2016-03-14"}),
        ("date", "March 14.", {"date": None, "day": "--03-14"}),
        ("date", "someday", {}),
        ("year", "2016", {"year": 2016}),
        ("until", "2018", {"until": 2018}),
        ("count", "1,204", {"count": 1204}),
        ("count", "One", {"count": 1}),
        ("count", "many", {}),
        ("place", "NEW YORK", {"place": "New York"}),
        ("place", "Moscow", {"place": "Moscow"}),
        ("holders", "[Anna](#), Example Research and 2016", {"holders": ["Anna", "Example Research"]}),
        ("terms", "[Middle East](#), [Russia](#)", {"terms": ["Middle East", "Russia"]}),
        ("terms", "Syria, Russia", {"terms": ["Syria", "Russia"]}),
        ("links", "About XY - Full Policy | Comments", {"links": ["About XY", "Full Policy", "Comments"]}),
        ("email", "anna@example.org.", {"email": "anna@example.org"}),
        ("placeholder", " %s ", {"placeholder": "%s"}),
        ("title2", "“The news”", {"title": "The news"}),
    ],
)
def test_each_group_is_parsed_by_its_name_and_never_guessed(
    group: str, words: str, values: dict[str, object]
) -> None:
    assert particulars(Match(RULE, 0, 1, 1.0, {group: words})) == {"medium": "print", **values}


@pytest.mark.parametrize(("printed", "until"), [("18", 2018), ("2018", 2018)])
def test_the_last_year_of_a_range_is_told_in_full(printed: str, until: int) -> None:
    match = Match(RULE, 0, 1, 1.0, {"year": "2016", "until": printed})
    assert particulars(match) == {"medium": "print", "year": 2016, "until": until}
