"""What an article's notices say of reuse, ready to print: who may do what, and what contradicts itself."""

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator

from auditor.inspection.rights.statements import listed
from auditor.inspection.rights.telling import CONDITIONS, USES
from auditor.inspection.wording import unlinked
from auditor.models import Audit, Passage

WORDS = 90
QUOTES = "“”\"'‘’ "
_USES = {use.value: words for use, words in USES.items()}
_CONDITIONS = {condition.value: words for condition, words in CONDITIONS.items()}
_PERMITTING = frozenset({"grant", "request", "licence"})


@dataclass(frozen=True, slots=True)
class Place:
    """Words of the text with the way to them; ``part`` is the page's part that shows them."""

    words: str
    anchor: str
    part: int


@dataclass(frozen=True, slots=True)
class Line:
    """One statement in words."""

    claim: str
    who: str
    what: str
    conditions: tuple[str, ...]
    ask: str
    said_in: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """One contradiction in words, with both sides."""

    kind: str
    severity: str
    reason: str
    one: tuple[Place, ...]
    other: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """All of it; without lines nothing is stated, and what is allowed is unknown."""

    reading: tuple[str, ...]
    lines: tuple[Line, ...]
    clashes: tuple[Clash, ...]
    policy: str


def panel(audit: Audit | None, passages: Sequence[Passage], *, part: int) -> Panel | None:
    """What to show of an audit's rights, ``part`` passages to a part of the page; None before it is done."""
    if audit is None or audit.rights is None:
        return None
    found = audit.rights
    where = _Passages(passages, part)
    return Panel(
        tuple(found["reading"]),
        tuple(_line(one, where) for one in found["statements"]),
        tuple(_clash(one, where) for one in found["contradictions"]),
        json.dumps(audit.policy, indent=2, ensure_ascii=False) if audit.policy else "",
    )


class _Passages:
    """Finds the passage that holds a place."""

    def __init__(self, passages: Sequence[Passage], part: int) -> None:
        self.passages = passages
        self.starts = [passage.start for passage in passages]
        self.part = part

    def places(self, spans: Sequence[Mapping[str, Any]]) -> tuple[Place, ...]:
        return tuple(self._place(span) for span in spans)

    def _place(self, span: Mapping[str, Any]) -> Place:
        index = max(0, bisect_right(self.starts, span["start"]) - 1)
        words = Truncator(" ".join(unlinked(span["text"]).split()).strip(QUOTES)).chars(WORDS)
        return Place(words, f"passage-{self.passages[index].ordinal}", index // self.part + 1)


def _line(one: Mapping[str, Any], where: _Passages) -> Line:
    year = f" ({one['year']})" if one["year"] else ""
    asking = one["claim"] == "request"
    return Line(
        claim=_CLAIMS[one["claim"]],
        who=(listed(one["assigner"]) + year) if one["assigner"] else f"not said{year}",
        what=_what(one),
        conditions=tuple(_CONDITIONS[term["condition"]] for term in one["conditions"]),
        ask=one["contact"] or (listed(one["assigner"]) if asking and one["assigner"] else ""),
        said_in="" if one["said_in"] == "text" else one["said_in"],
        places=where.places(one["spans"]),
    )


def _what(one: Mapping[str, Any]) -> str:
    """Who may do what, as far as the statement says it."""
    target = f"{one['target']} of {one['whose']}" if one["whose"] else one["target"]
    uses = listed([_USES[use] for use in one["uses"]], "or") if one["uses"] else "used"
    if one["claim"] == "prohibition":
        return f"nobody: {target} may not be {uses}"
    if one["claim"] not in _PERMITTING:
        return f"{_SPEAKS_OF[one['claim']].format(target)}; it allows nothing"
    where = f" ({listed(one['venues'])})" if one["venues"] else ""
    whom = "whoever asks" if one["claim"] == "request" else one["assignee"]
    licence = f", under {one['licence']}" if one["licence"] else ""
    return f"{whom}: {target} may be {uses}{where}{licence}"


def _clash(one: Mapping[str, Any], where: _Passages) -> Clash:
    return Clash(
        _KINDS[one["kind"]],
        one["severity"],
        one["reason"],
        where.places(one["one"]),
        where.places(one["other"]),
    )


_CLAIMS = {
    "ownership": "Claim of copyright",
    "reservation": "All rights reserved",
    "prohibition": "Prohibition",
    "grant": "Permission",
    "request": "On request",
    "licence": "Public licence",
    "fair_use": "Claim of fair use",
    "borrowed": "Copied with permission",
}
_SPEAKS_OF = {
    "ownership": "this says whose {} is",
    "reservation": "this keeps all rights in {}",
    "fair_use": "this speaks of the house's own use of {}",
    "borrowed": "this says that {} is a permitted copy",
}
_KINDS = {
    "exclusive_over_others": "Owned by one alone, taken from others",
    "own_over_others": "Copyright over words largely not its own",
    "fair_use_and_grant": "Used as fair use, passed on as permitted",
    "reserved_and_licensed": "All rights reserved, and licensed to all",
    "grant_of_others": "Permission given for another's text",
    "two_holders": "Two copyright holders",
    "forbidden_and_granted": "Copying forbidden, and allowed",
}
