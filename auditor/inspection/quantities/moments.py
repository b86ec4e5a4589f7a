"""Dates in a sentence, to ISO form: printed in full, in part, or told from the day of publication."""

import datetime as dt
from typing import NamedTuple

from auditor.inspection.attribution.utterance import Utterance
from auditor.inspection.quantities.vocabulary import vocabulary

_YEAR_LENGTH = 4
_DAYS_IN_WEEK = 7
_SATURDAY = 6  # of ISO 8601
_TURNS = {"this": 0, "last": -1, "next": 1, "past": -1, "coming": 1}


class Moment(NamedTuple):
    """Words ``[start, end)`` that give a date, and its ISO value, "" where it cannot be told."""

    start: int
    end: int
    value: str


def read_moment(said: Utterance, at: int, today: dt.date | None) -> Moment | None:
    """The date that begins with word ``at``, or with what belongs to it before; None without one."""
    word = _bare(said.words[at])
    known = vocabulary()
    if _day_number(said, at) and _names_month(said, at + 1):
        at, word = at + 1, _bare(said.words[at + 1])  # "14 March"
    if _names_month(said, at):
        return _month(said, at, known.months[word], today)
    if word in known.weekdays and said.capitals[at]:
        return _weekday(said, at, known.weekdays[word], today)
    if word in known.days:
        day = today + dt.timedelta(days=known.days[word]) if today else None
        return Moment(at, _past_daypart(said, at + 1), day.isoformat() if day else "")
    if word in {"week", "weekend", "month", "year"}:
        return _turn(said, at, word, today)
    return _year(said, at)


def _names_month(said: Utterance, at: int) -> bool:
    return at < len(said.words) and said.capitals[at] and _bare(said.words[at]) in vocabulary().months


def _bare(word: str) -> str:
    return word.removesuffix("'s")


def is_year(word: str) -> bool:
    """Whether digits can be a year of our time."""
    return len(word) == _YEAR_LENGTH and word.isdecimal() and word[:2] in {"19", "20"}


def _month(said: Utterance, at: int, month: int, today: dt.date | None) -> Moment | None:
    start, end, day = at, at + 1, 0
    after = _day_number(said, end)
    if after:
        day, end = after, end + 1
    elif at and _day_number(said, at - 1):
        day, start = _day_number(said, at - 1), at - 1
    if end < len(said.words) and is_year(said.words[end]):
        return Moment(start, end + 1, _iso(int(said.words[end]), month, day))
    if not day and said.words[at] in {"may", "march", "mar", "dec", "sept"} and not _after_in(said, at):
        return None  # a modal verb, a walk
    start = _end_of(said, start)
    turned = _last_year(said, end)
    if turned is not None:
        return Moment(start, end + 2, _iso(today.year + turned, month, day) if today else _iso(0, month, day))
    return Moment(start, end, _iso(_nearest_year(today, month, day or 15), month, day))


def _after_in(said: Utterance, at: int) -> bool:
    return at > 0 and said.words[at - 1] in {"in", "since", "of", "until", "by", "last", "next", "from"}


def _day_number(said: Utterance, at: int) -> int:
    if at >= len(said.words):
        return 0
    word = said.words[at]
    digits = word[:-2] if word.endswith(("st", "nd", "rd", "th")) else word
    return int(digits) if digits.isdecimal() and 0 < int(digits[:3]) <= 31 else 0


def _end_of(said: Utterance, start: int) -> int:
    """ "the end of September": with the words that say which part."""
    before = said.words[max(0, start - 3) : start]
    if len(before) == 3 and before[0] == "the" and before[2] == "of" and before[1] in {"end", "beginning"}:
        return start - 3
    return start


def _last_year(said: Utterance, end: int) -> int | None:
    if said.words[end + 1 : end + 2] == ("year",) and said.words[end] in _TURNS:
        return _TURNS[said.words[end]]
    return None


def _nearest_year(today: dt.date | None, month: int, day: int) -> int:
    """The year in which a day without one lies nearest; 0 when the text has no date."""
    if today is None:
        return 0
    years = (today.year - 1, today.year, today.year + 1)
    return min(years, key=lambda year: abs((dt.date(year, month, min(day, 28)) - today).days))


def _iso(year: int, month: int, day: int) -> str:
    try:
        whole = dt.date(year or 2000, month, day or 1)
    except ValueError:
        return ""
    shown = whole.isoformat() if day else whole.isoformat()[:7]
    return shown if year else f"-{shown[4:]}"


def _weekday(said: Utterance, at: int, weekday: int, today: dt.date | None) -> Moment:
    end = _past_daypart(said, at + 1)
    if today is None:
        return Moment(at, end, "")
    turn = _TURNS.get(said.words[at - 1]) if at else None
    ahead = (weekday - today.weekday()) % _DAYS_IN_WEEK
    # The nearest such day: news of Monday speaks of the Tuesday that comes, of Thursday of the Monday past.
    near = ahead if ahead <= _DAYS_IN_WEEK // 2 else ahead - _DAYS_IN_WEEK
    if turn == -1 and near >= 0:
        near -= _DAYS_IN_WEEK
    elif turn == 1 and near <= 0:
        near += _DAYS_IN_WEEK
    return Moment(at, end, (today + dt.timedelta(days=near)).isoformat())


def _past_daypart(said: Utterance, end: int) -> int:
    parts = vocabulary().words["dayparts"]
    return end + (end < len(said.words) and said.words[end] in parts and not said.halted(end))


def _turn(said: Utterance, at: int, word: str, today: dt.date | None) -> Moment | None:
    """ "this week", "last weekend", "next month", "last year"."""
    turn = _TURNS.get(said.words[at - 1]) if at else None
    if turn is None or said.halted(at):
        return None
    return Moment(at - 1, at + 1, _turned(word, turn, today) if today else "")


def _turned(word: str, turn: int, today: dt.date) -> str:
    if word == "year":
        return str(today.year + turn)
    if word == "month":
        months = today.year * 12 + today.month - 1 + turn
        return f"{months // 12:04}-{months % 12 + 1:02}"
    year, week, _ = (today + dt.timedelta(weeks=turn)).isocalendar()
    if word == "week":
        return f"{year}-W{week:02}"
    saturday = dt.date.fromisocalendar(year, week, _SATURDAY)
    return f"{saturday.isoformat()}/{(saturday + dt.timedelta(days=1)).isoformat()}"


def _year(said: Utterance, at: int) -> Moment | None:
    word = said.words[at]
    if word.endswith("s") and is_year(word[:-1]):
        return Moment(at, at + 1, f"{word[:3]}X")
    if not is_year(word):
        return None
    before = said.words[at - 1] if at else ""
    dated = before in vocabulary().words["before-year"] or said.halted(at) or not at
    qualifying = at + 1 < len(said.words) and not said.halted(at + 1) and before in {"a", "the", "his", "her"}
    return Moment(at, at + 1, word) if dated or qualifying else None
