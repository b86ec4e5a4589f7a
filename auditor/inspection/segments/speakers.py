"""Who wrote a comment, and when: read off its short lines."""

from collections.abc import Sequence
from dataclasses import dataclass

import re2

from auditor.inspection.dates import find_date, find_time
from auditor.inspection.segments.signs import Sign, time_in

_NAMED = re2.compile(
    r"^(?:fn|comment-?_*(?:author|name|user|username|poster|by|meta|info)\w*|author\w*|commenter\w*|user-?_?(?:name|text|info)?|"
    r"vcard|nick(?:name)?|says|comment-author-link|benutzer|autor|auteur|person|poster|creator|name)$"
)
_SAYS = re2.compile(
    r"(?i)^(?P<author>.{1,60}?)[\s\p{Z}]+(?:says|said|wrote|writes|commented|schrieb|schreibt|sagte?|meint|dice|dijo|dit|"
    r"a dit|a écrit|escribió|skrev|sier|пишет)(?:[\s\p{Z}](?:on|am|at|le|el)\b.*)?[\s\p{Z}]*[:…]?$"
)
_BEFORE = re2.compile(
    r"(?i)^[\s\p{Z}\p{P}\p{S}]*(?:(?:posted|post|written|comment(?:ed)?|asked|answered|geschrieben|kommentar|gepostet|publié|"
    r"écrit|publicado|автор)[\s\p{Z}]+)?(?:(?:by|von|par|por|av|от)[\s\p{Z}]+)?"
)
_AFTER = re2.compile(r"(?i)(?:[\s\p{Z}:,–—/()\[\]-]+(?:on|am|at|le|el|den|says|posted|schrieb|wrote|um)?)+$")
_ASIDE = re2.compile(  # what follows a name: a rank, a weekday, a time
    r"(?i)[\s\p{Z}]*(?:[|»•·#].*|,[\s\p{Z}]+(?:le|el|den|on)[\s\p{Z}].*|\d{1,2}:\d{2}(?:[\s\p{Z}]*[ap]m)?)$"
)
_BY = re2.compile(r"(?i)[\s\p{Z}](?:by|von|par|por|av)[\s\p{Z}]+(?P<author>[^\d,:|]{2,40})$")
_NUMERIC = re2.compile(
    r"(?:^|[^\d.])(?P<first>\d{1,2})[./] ?(?P<second>\d{1,2})[./] ?(?P<year>199\d|20[0-3]\d)(?:\D|$)"
)
_MOST_WORDS = 6  # of a name
_LONGEST = 60  # code points of a name


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a comment: its words, what it says of the thread, class and id words right around it."""

    words: str
    sign: Sign | None
    names: tuple[str, ...] = ()


def credit(lines: Sequence[Line]) -> dict[str, object]:
    """The printed ``author`` of a comment and its ``date`` (ISO, with the time if printed), where found."""
    values: dict[str, object] = {}
    author = _author(lines)
    if author:
        values["author"] = author
    date = next((said for line in lines if line.sign is Sign.TIME and (said := iso_of(line.words))), None)
    if date:
        values["date"] = date
    return values


def says(words: str) -> str | None:
    """The name in a line such as "Anna says:", None in others."""
    found = _SAYS.search(words)
    return _name(found["author"]) if found else None


def author_of(words: str) -> str | None:
    """The name in a line that also prints a time of posting ("Anna, 3 May 2020"), None in others."""
    return _name(_without_time(words)) if time_in(words) else None


def iso_of(words: str) -> str | None:
    """The full date printed in ``words`` in ISO form, with the time of day if printed.

    Of a date in figures parted by slashes, day and month are told only where one of them is over 12.
    """
    printed = find_date(words)
    if printed and printed.has_year:
        iso, start, end = printed.iso, printed.start, printed.end
    else:
        numeric = _numeric(words)
        if numeric is None:
            return None
        iso, start, end = numeric
    time = find_time(words[end:]) or find_time(words[:start])
    return f"{iso}T{time}" if time else iso


def _numeric(words: str) -> tuple[str, int, int] | None:
    found = _NUMERIC.search(words)
    if not found:
        return None
    first, second = int(found["first"]), int(found["second"])
    if "/" in found[0] and first <= 12 and second <= 12 and first != second:
        return None
    day, month = (second, first) if second > 12 else (first, second)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{found['year']}-{month:02}-{day:02}", found.start(), found.end()


def _author(lines: Sequence[Line]) -> str | None:
    for line in lines:
        if len(line.words) <= 2 * _LONGEST and (said := says(line.words)):
            return said
    named = (line for line in lines if any(map(_NAMED.search, line.names)))
    dated = (line for line in lines if line.sign is Sign.TIME)
    first = (line for line in lines[:1] if len(lines) > 1)
    for line in (*named, *dated, *first):
        if line.sign in (None, Sign.TIME) and (name := _name(_without_time(line.words))):
            return name
    return None


def _without_time(words: str) -> str:
    """``words`` before the time they print, or the name after it."""
    start, end = time_in(words) or (len(words), len(words))
    before = words[:start]
    if any(sign.isalpha() for sign in before):
        return before
    after = _BY.search(words[end:])
    return after["author"] if after else ""


def _name(words: str) -> str | None:
    """``words`` as a name: short, with a letter, without "by" before or "says" after; no sentence."""
    line = _ASIDE.sub("", words.split("\n", maxsplit=1)[0], count=1)
    bare = _AFTER.sub("", _BEFORE.sub("", line, count=1), count=1).strip()
    if not 1 < len(bare) <= _LONGEST or bare.count(" ") >= _MOST_WORDS or bare[-1] in "!?;":
        return None
    return bare if any(sign.isalpha() for sign in bare) else None
