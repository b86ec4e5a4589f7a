"""Dates as articles print them, to ISO form."""

import datetime as dt
from dataclasses import dataclass

import re2

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier januar enero",
            "february feb février februar febrero",
            "march mar mars märz marzo",
            "april apr avril abril",
            "may mai mayo",
            "june jun juin juni junio",
            "july jul juillet juli julio",
            "august aug août agosto",
            "september sep sept septembre septiembre",
            "october oct octobre oktober octubre",
            "november nov novembre noviembre",
            "december dec décembre dezember diciembre",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=lambda name: (-len(name), name))) + r")\.?"
_GAP = r"[\s\p{Z},…]+"
_PATTERNS = tuple(
    re2.compile(pattern)
    for pattern in (
        r"(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})",
        rf"(?i)(?:^|[^\p{{L}}\d]){_MONTH}[\s\p{{Z}}]+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_GAP}(?P<year>\d{{4}})",
        (
            rf"(?i)(?:^|[^\p{{L}}\d])(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?[\s\p{{Z}}]+(?:de[\s\p{{Z}}])?{_MONTH}"
            rf"{_GAP}(?:de[\s\p{{Z}}])?(?P<year>\d{{4}})"
        ),
        rf"(?i)(?:^|[^\p{{L}}\d]){_MONTH}[\s\p{{Z}}]+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:[^\p{{L}}\d]|$)",
        rf"(?i)(?:^|[^\p{{L}}\d])(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?[\s\p{{Z}}]+{_MONTH}(?:[^\p{{L}}\d]|$)",
    )
)
_TIME = re2.compile(r"(?i)(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[\s\p{Z}]*(?P<half>[ap])\.?m\b)?")


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date found in a text; ``iso`` is ``YYYY-MM-DD``, or ``--MM-DD`` when no year is printed."""

    iso: str
    start: int
    end: int

    @property
    def has_year(self) -> bool:
        """Whether the year is printed."""
        return not self.iso.startswith("--")

    def in_year(self, year: int) -> str | None:
        """The ISO date in ``year``, None when there is no such day."""
        return _iso(year, int(self.iso[2:4]), int(self.iso[5:7]))


def find_date(text: str) -> PrintedDate | None:
    """The first date printed in ``text`` (full dates before those without a year), or None."""
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            iso = _read(found.groupdict())
            if iso:
                return PrintedDate(iso, found.start(), found.end())
    return None


def find_time(text: str) -> str | None:
    """The first clock time in ``text`` as ``HH:MM``, or None."""
    for found in _TIME.finditer(text):
        hour, minute = int(found["hour"]), int(found["minute"])
        if found["half"]:
            hour = hour % 12 + (12 if found["half"] in "pP" else 0)
        if hour < 24 and minute < 60:
            return f"{hour:02}:{minute:02}"
    return None


def _read(parts: dict[str, str | None]) -> str | None:
    month = int(parts.get("number") or _MONTHS[(parts.get("month") or "january").lower()])
    day = int(parts["day"] or 0)
    if parts.get("year"):
        return _iso(int(parts["year"] or 0), month, day)
    leap = _iso(2000, month, day)  # any day of any year exists in a leap year
    return leap and "--" + leap[5:]


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None
