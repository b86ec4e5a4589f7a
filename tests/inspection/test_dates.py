"""Dates as articles print them."""

import pytest

from auditor.inspection.dates import find_date, find_time


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Global Research, March 14, 2016", "2016-03-14"),
        ("16 March 2016", "2016-03-16"),
        ("– First published  …  March 14,  2016", "2016-03-14"),
        ("on 2016-03-14 at noon", "2016-03-14"),
        ("26 Nov 2015", "2015-11-26"),
        ("3. Januar 2019", "2019-01-03"),
        ("14 de marzo de 2016", "2016-03-14"),
        ("MOSCOW, March 14. /TASS/.", "--03-14"),
        ("since 14 March", "--03-14"),
    ],
)
def test_a_printed_date_is_read_to_iso_form(text: str, iso: str) -> None:
    date = find_date(text)
    assert date is not None
    assert date.iso == iso
    assert date.has_year == (not iso.startswith("--"))


@pytest.mark.parametrize("text", ["no date here", "February 31, 2016", "2016-13-40", "smarch 14, 2016"])
def test_what_is_no_day_of_the_calendar_is_no_date(text: str) -> None:
    assert find_date(text) is None


def test_a_day_without_year_is_put_into_a_year_only_if_it_exists_there() -> None:
    date = find_date("Feb 29")
    assert date is not None
    assert date.in_year(2016) == "2016-02-29"
    assert date.in_year(2015) is None


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("4:04 PM - 26 Nov", "16:04"),
        ("12:10 am", "00:10"),
        ("at 09.30", "09:30"),
        ("score 31:75", None),
        ("none", None),
    ],
)
def test_clock_times_are_read_on_the_twenty_four_hour_clock(text: str, time: str | None) -> None:
    assert find_time(text) == time
