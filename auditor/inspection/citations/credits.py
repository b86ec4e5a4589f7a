"""Credits around a text: "(RT, March 14, 2016)", "— Reuters", "/TASS/", "Source: Xinhua"."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from auditor.inspection.attribution.utterance import Utterance
from auditor.inspection.citations.citation import CitationType, Reach
from auditor.inspection.citations.names import Mention, find_outlets, plain_name
from auditor.inspection.citations.papers import institutional
from auditor.inspection.citations.wordings import packaged_wordings
from auditor.inspection.cues import word_set

_LONGEST = 40
_SHORT_LINE = 14
_DATELINE = 8
_MONTHS = word_set("units.months")
_SIGNS = ("(", "[", "—", "–", "--", " - ", "://", "www.")
_DASHES = frozenset("—–")
_ENDED = (".", "!", "?", "…", "”", '"', "»", ".)", "’")


class Credit(NamedTuple):
    """A source that a credit names, how far it reaches, and by which rule.

    ``author`` is who else it names: the source where the outlet is the publication itself.
    """

    mention: Mention
    type: CitationType
    reach: Reach
    rule: str
    author: Mention | None = None


def read_credits(said: Utterance, *, alone: bool, closing: bool, opening: bool) -> tuple[Credit, ...]:
    """The credits in a sentence.

    ``alone``: it is all of its paragraph; ``closing``: nothing of the running text follows, ``opening``:
    it begins a paragraph.
    """
    if not said.words or not (alone or has_signs(said)):
        return ()
    tail = _tail(said)
    if tail is not None:
        return (tail,)
    if alone and len(said.words) <= _SHORT_LINE:
        line = tuple(_line(said, closing=closing))
        if line:
            return line
    found = find_outlets(said, credit=True)
    if opening:
        dateline = next((one for one in found if _opens(said, one)), None)
        if dateline is not None:
            return (Credit(dateline, CitationType.SECOND_HAND_OUTLET, Reach.ARTICLE, "credit.dateline"),)
    return tuple(credit for one in found for credit in _inline(said, one, alone=alone, closing=closing))


def has_signs(said: Utterance) -> bool:
    """Whether a sentence has a sign of credits or addresses, or is short enough for a line of its own."""
    text = said.text
    if len(said.words) <= _SHORT_LINE or text[0] in "/-":
        return True
    return any(sign in text for sign in _SIGNS)


def _tail(said: Utterance) -> Credit | None:
    """A reference in brackets or a link with a date that closes a passage, a sentence of its own."""
    text = said.text.rstrip(" .")
    bracketed = text[0] in "([" and text[-1] in ")]" and ("](" not in text or text[0] == "(")
    linked = text[0] == "[" and "](" in text and _dated(said.words)
    if len(said.words) > _LONGEST or not (bracketed or linked):
        return None
    start = 0
    while start < len(said.words) - 1 and said.words[start] in packaged_wordings().words["introductions"]:
        start += 1
    named = find_outlets(said, credit=True)
    end = _ends(said, start)
    if not packaged_wordings().words["nonames"].isdisjoint(said.words):
        return None
    if institutional(said.written[start:end]) and not (named and named[0].start == start):
        return _of(said, start, end, CitationType.DOCUMENT) if _referring(said, start) else None
    if named and (_dated(said.words) or named[0].outer <= start):
        author = _of(said, start, end, CitationType.SECOND_HAND_OUTLET).mention
        other = author if said.capitals[start] and named[0].start > end else None
        return Credit(named[0], CitationType.SECOND_HAND_OUTLET, Reach.PASSAGE, "credit.tail", other)
    unknown = said.capitals[start] and said.words[start] not in _MONTHS and _referring(said, start)
    return _of(said, start, end, CitationType.SECOND_HAND_OUTLET) if unknown else None


def _of(said: Utterance, start: int, end: int, kind: CitationType) -> Credit:
    plain = plain_name(" ".join(said.written[start:end]))
    return Credit(Mention(start, end, start, plain), kind, Reach.PASSAGE, "credit.tail")


def _ends(said: Utterance, start: int) -> int:
    """The first part of a reference: up to a comma or the end of its link."""
    end = start + 1
    while end < len(said.words) and not said.halted(end):
        end += 1
    return end


def _dated(words: Sequence[str]) -> bool:
    return any(len(word) == 4 and word.isdecimal() and word[:2] in {"19", "20"} for word in words)


def _referring(said: Utterance, start: int) -> bool:
    """Whether a date in full, or a word such as "source", says that a name is a reference."""
    return start > 0 or (_dated(said.words) and not _MONTHS.isdisjoint(said.words)) or "](" in said.text


def _line(said: Utterance, *, closing: bool) -> Iterator[Credit]:
    """A line that only gives credit: "Source: Xinhua", "(With inputs from PTI)"."""
    reach = Reach.ARTICLE if closing else Reach.PASSAGE
    words = said.words
    colon = (
        len(words) > 1 and ":" in said.gaps[1] and words[0] in {"source", "sources", "via", "from", "credit"}
    )
    inputs = "inputs" in words[:4] or "input" in words[:4]
    contributed = {"contributed", "contributing"} & set(words) and {"report", "story", "article"} & set(words)
    via = words[0] == "via" and len(words) < _DATELINE
    found = find_outlets(said, credit=True)
    if not (colon or inputs or contributed or (via and found)):
        return
    for one in found:
        yield Credit(one, CitationType.SECOND_HAND_OUTLET, reach, "credit.line")
    if colon and not found and all(said.capitals[1:]):
        kind = CitationType.DOCUMENT if institutional(said.written[1:]) else CitationType.SECOND_HAND_OUTLET
        mention = Mention(1, len(words), 1, plain_name(" ".join(said.written[1:])))
        yield Credit(mention, kind, reach, "credit.line")


def _opens(said: Utterance, one: Mention) -> bool:
    """ "MOSCOW, March 14. /TASS/.", "LONDON (AP) —": place and date, then the agency between its signs."""
    if one.end > _DATELINE:
        return False
    before, after = said.gaps[one.start], said.gaps[one.end]
    placed = all(
        said.capitals[i] or said.words[i].isdecimal() or said.words[i] in {"the", "of", "de", "la"}
        for i in range(one.start)
    )
    framed = ("(" in before and ")" in after) or ("/" in before and "/" in after)
    closed = ")" not in after or any(sign in after for sign in "-—–:") or ":" in before or "/" in before
    return placed and framed and closed


def _inline(said: Utterance, one: Mention, *, alone: bool, closing: bool) -> Iterator[Credit]:
    """ "(Al Arabiya)" inside a sentence, or "— Reuters" at its end."""
    outer = min(one.outer, one.start)
    before = said.gaps[outer]
    last = one.end == len(said.words)
    if last and (not _DASHES.isdisjoint(before) or "--" in before or before.endswith((" - ", " -"))):
        reach = Reach.ARTICLE if alone and closing and outer == 0 else Reach.PASSAGE
        yield Credit(one, CitationType.SECOND_HAND_OUTLET, reach, "credit.dash")
        return
    opened = _bracket_before(said, outer)
    if opened is None:
        return
    closes = one.end
    while closes < len(said.words) and not {")", "]"} & set(said.gaps[closes]):
        if not _datelike(said.words[closes]):
            return
        closes += 1
    if not {")", "]"} & set(said.gaps[closes]):
        return
    ended = closes == len(said.words) and said.gaps[opened].rstrip("([ ").endswith(_ENDED)
    reach = Reach.PASSAGE if ended or (opened == 0 and closes == len(said.words)) else Reach.SENTENCE
    yield Credit(one, CitationType.SECOND_HAND_OUTLET, reach, "credit.bracket")


def _bracket_before(said: Utterance, at: int) -> int | None:
    """The word after the bracket that a name stands in, over "see", "source:" and the like; None without."""
    introductions = packaged_wordings().words["introductions"]
    while at > 0 and not {"(", "["} & set(said.gaps[at]):
        if said.words[at - 1] not in introductions:
            return None
        at -= 1
    return at if {"(", "["} & set(said.gaps[at]) else None


def _datelike(word: str) -> bool:
    return word in _MONTHS or word in {"of", "on", "the"} or word[0].isdigit()
