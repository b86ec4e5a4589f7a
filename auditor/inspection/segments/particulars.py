"""What a notice's words say, parsed: dates, names, holders, terms of use, addresses. Never guessed.

Names of the values, by segment kind and subkind; a value that the words do not give is absent.

=====================  ==============================================================================
copyright_notice       ``holders`` (names; of owned_by_author perhaps ["author (not named)"]), ``year``
                       (int, the first one), ``until`` (int, of a range)
- no_reproduction      ``forbidden`` (words of USES), ``unless`` (words of CONDITIONS)
reprint_permission     ``issuer`` (who grants), ``uses`` (words of USES), ``conditions`` (words of
                       CONDITIONS), ``email`` (whom to ask)
- licence              ``licence`` ("CC BY-NC 4.0", "CC0", "public domain"), ``url``
fair_use_notice        ``site``, ``purposes`` (words of PURPOSES), ``statute`` ("17 U.S.C. 107")
syndication_credit     ``outlet``, ``place``; ``agency`` of a wire credit; ``date`` of first_published
dateline               ``date``, ``outlet`` (also of a wire: the agency), ``place``
disclaimer             ``issuer`` (who is not liable), ``owner`` and ``site`` of ownership_of_outlet
byline, author_bio     ``author``, ``author_title``; ``link_target`` of linked_author
archive_credit         ``author``, ``date``
editor_note            ``author`` of a signature
contact                ``email``
taxonomy               ``label``, ``terms``
comment_count          ``count`` (int), ``title``
comment_widget         ``provider``
share_widget           ``platform``
subscription_prompt    ``outlet``
navigation             ``author``, ``links``
template_residue       ``placeholder``
embed                  ``date`` of a tweet
=====================  ==============================================================================

A date without its year is ``day`` ("--03-14"), and ``date`` is None. USES, CONDITIONS and PURPOSES, with what
they mean, stand in ``auditor.inspection.segments.grants``.
"""

from collections.abc import Callable

import re2

from auditor.inspection.dates import find_date
from auditor.inspection.rulebook import Match
from auditor.inspection.wording import unlinked

_LINK = re2.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_TITLE = re2.compile(r"^((?:Prof|Dr|Mr|Mrs|Ms|Sir)\b\.?)")
_COUNTS = {"no": 0, "one": 1}


def particulars(match: Match) -> dict[str, object]:
    """The values of a match: its rule's constants, then every named group that could be parsed."""
    values: dict[str, object] = dict(match.rule.values)
    for name, words in match.groups.items():
        plain = name.rstrip("0123456789")
        parsed = _PARSERS.get(plain, _words)(words)
        if parsed not in (None, "", []):
            values[plain] = parsed
    return values | _derived(values)


def _derived(values: dict[str, object]) -> dict[str, object]:
    derived: dict[str, object] = {}
    date = str(values.get("date", ""))
    if date.startswith("--"):
        derived["date"] = None
        derived["day"] = date
    year, until = values.get("year"), values.get("until")
    if isinstance(year, int) and isinstance(until, int) and until < 100:
        derived["until"] = year - year % 100 + until
    title = _TITLE.search(str(values.get("author", "")))
    if title:
        derived["author_title"] = title[1]
    return derived


def _words(words: str) -> str:
    return " ".join(unlinked(words).split()).strip(" ,;|“”\"'")


def _date(words: str) -> str | None:
    found = find_date(words)
    return found.iso if found else None


def _number(words: str) -> int | None:
    digits = words.replace(",", "").replace(".", "")
    return int(digits) if digits.isdigit() else _COUNTS.get(words.lower())


def _place(words: str) -> str:
    plain = _words(words)
    return plain.title() if plain.isupper() else plain


def _holders(words: str) -> list[str]:
    parts = (_words(part) for part in unlinked(words).replace(" and ", ",").split(","))
    return [part for part in parts if part and not part.isdigit()]


def _terms(words: str) -> list[str]:
    linked = _LINK.findall(words)
    return [_words(term) for term in (linked or words.split(","))]


def _links(words: str) -> list[str]:
    parts = re2.split(r" [-|·•–—/] ", words)
    return [_words(part) for part in parts]


def _email(words: str) -> str:
    return words.rstrip(".")


def _verbatim(words: str) -> str:
    return words.strip()


_PARSERS: dict[str, Callable[[str], object]] = {
    "date": _date,
    "year": _number,
    "until": _number,
    "count": _number,
    "place": _place,
    "holders": _holders,
    "terms": _terms,
    "links": _links,
    "email": _email,
    "link_target": _verbatim,
    "placeholder": _verbatim,
}
