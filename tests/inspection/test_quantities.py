"""Figures and dates come with their values; designations and numbers that point back are none."""

import datetime as dt

import pytest

from auditor.inspection.quantities import Quantity, find_quantities
from tests.inspection.paragraphs import article

MONDAY = dt.date(2016, 3, 14)


def read(text: str, today: dt.date | None = MONDAY) -> list[Quantity]:
    """The quantities of a sentence, published on ``today``."""
    return list(find_quantities(article(text).heard[0].said, today))


def told(text: str, today: dt.date | None = MONDAY) -> list[tuple[str, str, str]]:
    """Words, kind and value with unit of each quantity."""
    made = article(text)
    return [
        (made.document.quote(one.span), one.kind.value, f"{one.value} {one.unit}".strip())
        for one in read(text, today)
    ]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("It fell on March 14, 2016.", "March 14, 2016", "2016-03-14"),
        ("It fell on 14 March 2016.", "14 March 2016", "2016-03-14"),
        ("It fell on the 3rd March.", "3rd March", "2016-03-03"),
        ("It fell in March 2011.", "March 2011", "2011-03"),
        ("It fell in December.", "December", "2015-12"),
        ("It fell in May.", "May", "2016-05"),
        ("It fell on September 30 last year.", "September 30 last year", "2015-09-30"),
        ("It fell at the end of September last year.", "the end of September last year", "2015-09"),
        ("It fell on February 31, 2016.", "February 31, 2016", ""),
        ("It fell tomorrow.", "tomorrow", "2016-03-15"),
        ("In today’s news it fell.", "today’s", "2016-03-14"),
        ("It fell on Monday evening.", "Monday evening", "2016-03-14"),
        ("It falls on Tuesday.", "Tuesday", "2016-03-15"),
        ("It fell on Friday.", "Friday", "2016-03-11"),
        ("It fell last Tuesday.", "Tuesday", "2016-03-08"),
        ("It falls next Friday.", "Friday", "2016-03-18"),
        ("It fell this week.", "this week", "2016-W11"),
        ("It fell last weekend.", "last weekend", "2016-03-12/2016-03-13"),
        ("It falls next month.", "next month", "2016-04"),
        ("It fell last year.", "last year", "2015"),
        ("It fell in 2011.", "2011", "2011"),
        ("It fell in the 1990s.", "1990s", "199X"),
        ("He read the 2015 report.", "2015", "2015"),
    ],
)
def test_dates_are_told_from_the_day_of_publication(text: str, words: str, value: str) -> None:
    assert told(text) == [(words, "date", value)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It fell tomorrow.", ""),
        ("It fell on Monday.", ""),
        ("It fell last week.", ""),
        ("It fell on March 14.", "--03-14"),
        ("It fell on March 14 last year.", "--03-14"),
    ],
)
def test_without_a_day_of_publication_they_have_none_or_no_year(text: str, value: str) -> None:
    assert [one.value for one in read(text, None)] == [value]


@pytest.mark.parametrize(
    ("text", "words", "kind", "value"),
    [
        ("It took five months.", "five months", "duration", "P5M"),
        ("It took nearly two years.", "nearly two years", "duration", "P2Y"),
        ("A five-year war ended.", "five-year", "duration", "P5Y"),
        ("A 5½-month war ended.", "5½-month", "duration", "P5.5M"),
        ("A 34-year-old man fell.", "34-year-old", "duration", "P34Y"),
        ("It took several years.", "several years", "duration", ""),
        ("It took three decades.", "three decades", "duration", "P30Y"),
        ("It took 40 minutes.", "40 minutes", "duration", "PT40M"),
        ("It lies 15 km away.", "15 km", "distance", "15 km"),
        ("A 12-mile road was built.", "12-mile", "distance", "12 mi"),
        ("They bought 20 tons.", "20 tons", "measure", "20 t"),
        ("They lost 12 percent of it.", "12 percent", "percent", "12 %"),
        ("They lost 12.5% of it.", "12.5%", "percent", "12.5 %"),
        ("They lost a few percent of it.", "few percent", "percent", "%"),
        ("They went ½ mile on.", "½ mile", "distance", "0.5 mi"),
        ("They lost 12 per cent of it.", "12 per cent", "percent", "12 %"),
        ("They lost two percentage points.", "two percentage points", "percent", "2 %"),
        ("They paid $2 billion for it.", "$2 billion", "money", "2000000000 USD"),
        ("They paid $5,000 for it.", "$5,000", "money", "5000 USD"),
        ("They paid €3m for it.", "€3m", "money", "3000000 EUR"),
        ("They paid up to 40,000 dollars.", "up to 40,000 dollars", "money", "40000 USD"),
        ("They lost more than 50 jets.", "more than 50", "count", "50"),
        ("They lost 3,000 men.", "3,000", "count", "3000"),
        ("They lost 310 million men.", "310 million", "count", "310000000"),
        ("They lost 4k men.", "4k", "count", "4000"),
        ("They lost nine officers.", "nine", "count", "9"),
        ("They lost millions of lives.", "millions", "count", ""),
        ("It was the fifth anniversary.", "fifth anniversary", "ordinal", "5 anniversary"),
        ("It was the 2nd round.", "2nd round", "ordinal", "2 round"),
        ("It was the first day of the second round.", "the first day of the second round", "ordinal", "1"),
        ("It was the first day of the second train.", "first day", "ordinal", "1"),
        ("It was the first day of the rain.", "first day", "ordinal", "1 day"),
        ("It began at 9:10 p.m. and ended.", "9:10 p.m", "time", "21:10"),
        ("It began at 21:10 and ended.", "21:10", "time", "21:10"),
    ],
)
def test_figures_have_a_kind_a_value_and_a_unit(text: str, words: str, kind: str, value: str) -> None:
    assert told(text) == [(words, kind, value)]


@pytest.mark.parametrize(
    "text",
    [
        "The S-400 and the Su-24 stay.",
        "The two leaders met.",
        "Both leaders met.",
        "One man fell.",
        "He fell for the first time.",
        "He came first.",
        "He may come, and they march on.",
        "The deputy quoted Resolution 2268.",
        "The deputy quoted article 5.",
        "Half of it fell.",
        "See https://a.example/2016/x=12 for it.",
        "A five-star hotel fell.",
        "Several men fell.",
        "The week was long.",
        "He won the war, year, and all.",
        "He wrote x2016 on it.",
        "They won 45:7 there.",
        "He came several",
        "March on, he said.",
    ],
)
def test_designations_and_words_that_point_back_are_no_figures(text: str) -> None:
    assert [
        one for one in told(text) if one[1] != "count" or not one[0].isdecimal() or "45" not in text
    ] == []
