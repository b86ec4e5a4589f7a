"""The ladder: how often an article is looked at."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.ladder import DEFAULT, LONGEST, SHORTEST, Looks, lengthen, pace, read_ladder, short, spread

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("age", "every"),
    [
        (timedelta(0), timedelta(minutes=15)),
        (3 * HOUR, HOUR),
        (DAY, 3 * HOUR),
        (29 * DAY, 3 * DAY),
        (359 * DAY, 30 * DAY),
        (4000 * DAY, 90 * DAY),
    ],
)
def test_the_older_the_last_change_the_longer_the_wait(age: timedelta, every: timedelta) -> None:
    assert read_ladder(DEFAULT).at(age).every == every


def test_a_ladder_is_written_as_it_is_read() -> None:
    assert str(read_ladder(DEFAULT)) == DEFAULT
    assert short(timedelta(seconds=90)) == "1.5min"


@pytest.mark.parametrize(
    ("text", "amiss"),
    [
        ("", "is no step"),
        ("3h", "is no step"),
        ("3h 15min", "ever"),
        ("ever 1d, 3h 15min", "ever"),
        ("ever 1d, ever 2d", "ever"),
        ("1d 1h, 3h 2h, ever 1d", "grow"),
        ("1d 1h, 1d 2h, ever 1d", "grow"),
        ("ever 1min", "no interval between 15min and 365d"),
        ("ever 400d", "no interval"),
        ("ever soon", "no length of time"),
        ("ever 0d", "no length of time"),
        ("ever 1w", "no length of time"),
        ("ever ²d", "no length of time"),
        ("ever 9999999d", "no interval|no length"),
    ],
)
def test_what_is_no_ladder_is_refused_in_words(text: str, amiss: str) -> None:
    with pytest.raises(ValueError, match=amiss):
        read_ladder(text)


def test_a_rate_needs_looks_and_allows_for_what_they_missed() -> None:
    assert Looks(4, 4, 4.0).rate is None
    assert Looks(10, 2, 0.0).rate is None
    assert Looks(10, 0, 10.0).rate == 0
    rate = Looks(10, 5, 10.0).rate
    assert rate is not None
    assert 0.6 < rate < 0.7, "more than the share seen, 0.5 a day (Poisson: 0.69)"
    assert Looks(10, 10, 10.0).rate == pytest.approx(3.04, abs=0.01)


def test_a_busy_page_is_looked_at_sooner_and_a_still_one_later_within_bounds() -> None:
    step = read_ladder("ever 8h").steps[0]
    assert pace(step, None) == 8 * HOUR
    assert pace(step, 1000.0) == HOUR
    assert pace(step, 0.0) == pace(step, 0.0001) == 16 * HOUR
    assert pace(step, 1.5) / DAY == pytest.approx(0.46209812)
    assert pace(read_ladder("ever 15min").steps[0], 1000.0) == SHORTEST
    assert pace(read_ladder("ever 300d").steps[0], 0.0) == LONGEST


@given(st.text(), st.integers(1, 10**6))
def test_jitter_is_small_and_always_the_same_for_one_article(key: str, seconds: int) -> None:
    span = timedelta(seconds=seconds)
    assert spread(span, key) == spread(span, key)
    assert 0.9 * span <= spread(span, key) <= 1.1 * span
    assert span <= lengthen(span, key) <= 1.1 * span


def test_articles_are_spread() -> None:
    shares = sorted(spread(DAY, str(number)) / DAY for number in range(1000))
    assert 0.94 < shares[250] < 0.96
    assert 1.04 < shares[750] < 1.06
