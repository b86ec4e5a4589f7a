"""Figures, dates, durations and ordinals of a sentence, with their values."""

import datetime as dt

from auditor.inspection.attribution.utterance import Utterance
from auditor.inspection.quantities.moments import is_year, read_moment
from auditor.inspection.quantities.quantity import Quantity, QuantityKind
from auditor.inspection.quantities.vocabulary import vocabulary

_MINUTES, _HOURS = 2, 24
_QUALIFYING = (
    ("more", "than"),
    ("less", "than"),
    ("fewer", "than"),
    ("up", "to"),
    ("at", "least"),
    ("at", "most"),
)


def find_quantities(said: Utterance, today: dt.date | None) -> tuple[Quantity, ...]:
    """The quantities of a sentence in its order; ``today`` is the day of publication, if it is known.

    Not: designations (S-400, Article 5), "both", numbers that only point back ("the two leaders").
    """
    known = vocabulary()
    opening, starting = known.opening, known.starting
    places = [at for at, word in enumerate(said.words) if word in opening or word[0] in starting]
    found: list[Quantity] = []
    reached = 0
    for at in places:
        if at < reached:
            continue
        one = _read(said, at, today)
        if one is not None:
            start, end, kind, value, unit = one
            start = max(start, reached)
            found.append(Quantity(said.place(start, end), kind, value, unit))
            reached = end
    return tuple(found)


_Read = tuple[int, int, QuantityKind, str, str]


def _read(said: Utterance, at: int, today: dt.date | None) -> _Read | None:
    word, known = said.words[at], vocabulary()
    if word.isdecimal() and said.gaps[at + 1] == ":":
        return _clock(said, at)
    moment = None if word in known.numbers else read_moment(said, at, today)
    if moment is not None:
        return moment.start, moment.end, QuantityKind.DATE, moment.value, ""
    if word in known.ordinals or _is_ordinal(word):
        return _ordinal(said, at)
    return _number(said, at)


def _clock(said: Utterance, at: int) -> _Read | None:
    """ "9:10 p.m."."""
    minutes = said.words[at + 1] if at + 1 < len(said.words) else ""
    hour = int(said.words[at][:3])
    if not (minutes.isdecimal() and len(minutes) == _MINUTES and hour < _HOURS):
        return None
    half = said.words[at + 2] if at + 2 < len(said.words) else ""
    named = half in {"a.m", "p.m", "am", "pm"}
    if named:
        hour = hour % 12 + 12 * half.startswith("p")
    return at, at + 2 + named, QuantityKind.TIME, f"{hour:02}:{minutes}", ""


def _is_ordinal(word: str) -> bool:
    return word[-2:] in {"st", "nd", "rd", "th"} and word[:-2].isdecimal()


def _ordinal(said: Utterance, at: int) -> _Read | None:
    """A place in a series, "the first day of the second round"; not "for the first time"."""
    known = vocabulary()
    end = at + 2
    if (
        end > len(said.words)
        or said.words[at + 1].rstrip("s") not in known.words["series"]
        or said.halted(at + 1)
    ):
        return None
    value = str(known.ordinals.get(said.words[at]) or said.words[at][:-2])
    following = said.words[end : end + 2]
    if following == ("of", "the") and end + 3 < len(said.words) and said.words[end + 2] in known.ordinals:
        chained = said.words[end + 3].rstrip("s") in known.words["series"]
        start = at - (at > 0 and said.words[at - 1] == "the")
        return (start if chained else at), end + (4 if chained else 0), QuantityKind.ORDINAL, value, ""
    return at, end, QuantityKind.ORDINAL, value, said.words[at + 1]


def _number(said: Utterance, at: int) -> _Read | None:
    word, known = said.words[at], vocabulary()
    if word in known.crowds:
        return _qualified(said, at), at + 1, QuantityKind.COUNT, "", ""
    if word in known.words["several"]:
        return _of_unit(said, at, at + 1, None)
    return _hyphened(said, at) or _counted(said, at)


def _hyphened(said: Utterance, at: int) -> _Read | None:
    """ "five-year", "5½-month", "34-year-old", "12-mile"."""
    known = vocabulary()
    number, _, unit = said.words[at].partition("-")
    value, unit = _value(number), unit.removesuffix("-old")
    if value is None:
        return None
    if unit in known.periods:
        duration = _iso_duration(value, known.periods[unit])
        return _qualified(said, at), at + 1, QuantityKind.DURATION, duration, ""
    if unit in known.units:
        return at, at + 1, _measure(known.units[unit]), _plain(value), known.units[unit]
    return None


def _counted(said: Utterance, at: int) -> _Read | None:
    """A number in words or figures with its scale, and its currency or unit if it has one."""
    word, known = said.words[at], vocabulary()
    end = _grouped(said, at)
    sign = known.signs.get(word[0], "")
    value = _value("".join(said.words[at:end]).lstrip(word[0] if sign else "").rstrip("%"))
    if value is None or (word[0] in known.starting and _designates(said, at)):
        return None
    while end < len(said.words) and said.words[end] in known.scales and not said.halted(end):
        value *= known.scales[said.words[end]]
        end += 1
    if sign:
        return _qualified(said, at), end, QuantityKind.MONEY, _plain(value), sign
    return _of_unit(said, at, end, value) or _count(said, at, end, value)


def _grouped(said: Utterance, at: int) -> int:
    """Where the digits end that commas part by thousands: "3,000" is two words."""
    end = at + 1
    while end < len(said.words) and said.gaps[end] == "," and said.words[end][:3].isdecimal():
        end += 1
    return end


def _value(word: str) -> float | None:
    known = vocabulary()
    if word in known.numbers:
        return known.numbers[word]
    part = known.fractions.get(word[-1:], 0.0)
    digits = (word[:-1] if part else word).replace(",", "")
    if not digits:
        return part
    if digits.endswith(("m", "bn", "k")) and digits.rstrip("mbnk").replace(".", "", 1).isdecimal():
        scale = {"m": 1e6, "n": 1e9, "k": 1e3}[digits[-1]]
        return float(digits.rstrip("mbnk")) * scale
    plain = digits.replace(".", "", 1).isdecimal()
    return float(digits) + part if plain and digits[0] != "." and digits[-1] != "." else None


def _of_unit(said: Utterance, at: int, end: int, value: float | None) -> _Read | None:
    """A number with its unit: "five months", "15 km", "12 percent", "40,000 dollars"."""
    start, past = _qualified(said, at), _percent(said, end)
    if past:
        return start, past, QuantityKind.PERCENT, _plain(value), "%"
    if end >= len(said.words) or said.halted(end):
        return None
    known, unit = vocabulary(), said.words[end]
    single = unit if unit in known.units else unit.removesuffix("s")
    if single in known.periods:
        return start, end + 1, QuantityKind.DURATION, _iso_duration(value, known.periods[single]), ""
    symbol = known.money.get(single) or known.units.get(single)
    if value is None or symbol is None:
        return None
    kind = QuantityKind.MONEY if single in known.money else _measure(symbol)
    return start, end + 1, kind, _plain(value), symbol


def _percent(said: Utterance, end: int) -> int:
    """Where "%", "percent", "per cent" or "percentage points" ends; 0 without it."""
    if said.words[end - 1].endswith("%"):
        return end
    following = said.words[end : end + 2]
    if following[:1] in _ONE_WORD:
        return end + 1
    return end + 2 if following in _PERCENT else 0


_ONE_WORD = {("percent",), ("%",)}
_PERCENT = {("per", "cent"), ("percentage", "points"), ("percentage", "point")}


def _count(said: Utterance, at: int, end: int, value: float) -> _Read | None:
    word, known = said.words[at], vocabulary()
    if word in known.numbers:
        # "the two leaders" points back, "one" hardly counts, "half" needs a unit
        back = at > 0 and said.words[at - 1] in known.words["definite"]
        if back or (word in {"one", "half"} and end == at + 1):
            return None
    return _qualified(said, at), end, QuantityKind.COUNT, _plain(value), ""


def _designates(said: Utterance, at: int) -> bool:
    """Whether a number is a name's: "Resolution 2268", "Boeing 737"; also parts of addresses."""
    if at == 0 or said.gaps[at] != " ":
        return "/" in said.gaps[at] or "=" in said.gaps[at]
    before = said.words[at - 1]
    if before in vocabulary().words["designating"]:
        return True
    opener = at == 1 and not is_year(said.words[at])
    return said.capitals[at - 1] and before not in vocabulary().months and not (opener and before in _OPENERS)


_OPENERS = frozenset(
    {"about", "some", "only", "in", "over", "nearly", "almost", "at", "the", "around", "on", "all"}
)


def _qualified(said: Utterance, at: int) -> int:
    """Where a quantity begins: with "more than", "nearly", "up to"."""
    if at > 1 and said.words[at - 2 : at] in _QUALIFYING and not said.halted(at):
        return at - 2
    if at > 0 and said.words[at - 1] in vocabulary().words["around"] and not said.halted(at):
        return at - 1
    return at


def _measure(unit: str) -> QuantityKind:
    return QuantityKind.DISTANCE if unit in {"km", "mi", "m", "ft", "yd", "in"} else QuantityKind.MEASURE


def _iso_duration(value: float | None, period: str) -> str:
    if value is None:
        return ""
    timed = "T" if period[0] == "T" else ""
    letter = period.removeprefix("T")
    zeros = letter.count("0")
    return f"P{timed}{_plain(value * 10**zeros)}{letter.lstrip('0')}"


def _plain(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else str(round(value, 6))
