"""Who wrote a comment, and when."""

import pytest

from auditor.inspection.segments.signs import Sign
from auditor.inspection.segments.speakers import Line, credit, iso_of, says

WORDS = Line("I do not agree with a word of what stands there.", None)


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("14. 01. 2020, 20:29", "2020-01-14T20:29"),
        ("22.04.2020", "2020-04-22"),
        ("Le 22/01/2020 à 12:01:03", "2020-01-22T12:01"),
        ("01/22/2020", "2020-01-22"),
        ("03/04/2020", None),
        ("05/05/2020", "2020-05-05"),
        ("44.44.2020", None),
        ("July 11, 2011 at 12:25 pm", "2011-07-11T12:25"),
        ("12:25 on July 11, 2011", "2011-07-11T12:25"),
        ("3 hours ago", None),
        ("14 March", None),
        ("28.09.1912:44", None),
    ],
)
def test_dates_are_read_where_day_and_month_are_plain(words: str, iso: str | None) -> None:
    assert iso_of(words) == iso


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Anna says:", "Anna"),
        ("B.A. sagt:", "B.A."),
        ("Joe wrote on 3 May:", "Joe"),
        ("Nobody knows", None),
        ("Who says:", "Who"),
    ],
)
def test_a_line_that_says_who_speaks(words: str, name: str | None) -> None:
    assert says(words) == name


@pytest.mark.parametrize(
    ("line", "author"),
    [
        (Line("Kersti Wolf / 22.04.2020", Sign.TIME), "Kersti Wolf"),
        (Line("Posted by Joe on March 3, 2016", Sign.TIME), "Joe"),
        (Line("Heidi Heim | Di, 21. April 2020 - 16:40", Sign.TIME), "Heidi Heim"),
        (Line("Par Bruno Petit, le mercredi 15 mai 2019 à 08h07", Sign.TIME), "Bruno Petit"),
        (Line("Feb 6, 2014 at 20:37 by Ruby Red", Sign.TIME), "Ruby Red"),
        (Line("Carla21:00", None, ("comment-author",)), "Carla"),
        (Line("– vogel", None, ("user-name",)), "vogel"),
        (Line("Max", None), "Max"),
        (Line("Feb 6, 2014 at 20:37", Sign.TIME), None),
        (Line("Is it so?", None), None),
        (Line("One two three four five six seven names", None), None),
        (Line("—", None, ("author",)), None),
        (Line("15", None, ("author",)), None),
        (Line("Reply", Sign.ANSWER, ("author",)), None),
    ],
)
def test_the_author_is_named_by_class_words_before_a_time_or_in_the_first_line(
    line: Line, author: str | None
) -> None:
    assert credit([line, WORDS]).get("author") == author


def test_who_and_when_are_read_together_and_a_lone_line_names_nobody() -> None:
    assert credit([WORDS, Line("Anna, 14.01.2020, 20:29", Sign.TIME)]) == {
        "author": "Anna",
        "date": "2020-01-14T20:29",
    }
    assert credit([Line("Anna", None)]) == {}
    assert credit([Line("Anna wrote:", None), Line("vor 3 Tagen", Sign.TIME)]) == {"author": "Anna"}
