"""What a page says of its rights and cannot all be so."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from auditor.inspection.document import Span
from auditor.inspection.rights.origin import Origin, Voice
from auditor.inspection.rights.parties import is_of, same_house
from auditor.inspection.rights.statements import IMAGES, Claim, Condition, Credit, Statement, listed

_SHOWN = 3
"""Passages of others that one contradiction points to, the largest voices first."""
_VAGUE = ("author", "owner", "writer", "creator", "photographer", "contributor")


class Kind(StrEnum):
    """Which two things do not go together."""

    EXCLUSIVE_OVER_OTHERS = "exclusive_over_others"
    OWN_OVER_OTHERS = "own_over_others"
    FAIR_USE_AND_GRANT = "fair_use_and_grant"
    RESERVED_AND_LICENSED = "reserved_and_licensed"
    GRANT_OF_OTHERS = "grant_of_others"
    TWO_HOLDERS = "two_holders"
    FORBIDDEN_AND_GRANTED = "forbidden_and_granted"


class Severity(StrEnum):
    """How much depends on it for somebody who would reuse the text."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two sides that do not go together; ``one`` and ``other`` are their words.

    A side is empty where the page's head says it.
    """

    kind: Kind
    severity: Severity
    reason: str
    one: tuple[Span, ...]
    other: tuple[Span, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    """All that is known when contradictions are looked for."""

    statements: Sequence[Statement]
    credits: Sequence[Credit]
    origin: Origin
    house: tuple[str, ...]

    def of(self, *claims: Claim) -> list[Statement]:
        """The statements of these claims that are about the text, not about pictures alone."""
        return [one for one in self.statements if one.claim in claims and one.target != IMAGES]

    @property
    def strangers(self) -> list[Credit]:
        """Credits to others than the house."""
        return [credit for credit in self.credits if not is_of(credit.outlet, self.house)]

    @property
    def voices(self) -> list[Voice]:
        """Others whose words stand in the text."""
        return [voice for voice in self.origin.voices if voice.other]


def find_contradictions(
    statements: Sequence[Statement], named: Sequence[Credit], origin: Origin, house: Iterable[str]
) -> tuple[Contradiction, ...]:
    """Every contradiction found, at most one of each kind, in the order of ``Kind``."""
    case = _Case(statements, named, origin, tuple(house))
    return tuple(found for look in _LOOKS for found in look(case))


def _exclusive(case: _Case) -> Iterator[Contradiction]:
    """ "Owned by author exclusively" over paragraphs that are credited to others."""
    claims = [one for one in case.of(Claim.OWNERSHIP) if one.exclusive]
    reposted = [voice for voice in case.voices if voice.reposted]
    if claims and (reposted or case.strangers):
        names = [voice.name for voice in reposted] or [credit.outlet for credit in case.strangers]
        share = f" ({_share(case.origin.reposted, case.origin)})" if reposted else ""
        yield Contradiction(
            Kind.EXCLUSIVE_OVER_OTHERS,
            Severity.HIGH if 2 * case.origin.reposted >= case.origin.characters else Severity.MEDIUM,
            f"Everything is said to be owned by {_names(claims)} alone, but text is taken over from "
            f"{_listed(names)}{share}.",
            _spans(claims),
            _others(case.strangers, reposted),
            _rules(claims),
        )


def _own(case: _Case) -> Iterator[Contradiction]:
    """A copyright line over a text that is largely others' words."""
    claims = [one for one in case.of(Claim.OWNERSHIP) if not one.exclusive]
    if claims and case.origin.is_largely_others:
        names = [voice.name for voice in case.voices]
        yield Contradiction(
            Kind.OWN_OVER_OTHERS,
            Severity.HIGH if 2 * case.origin.reposted >= case.origin.characters else Severity.MEDIUM,
            f"The copyright is claimed by {_names(claims)}, but {_taken(case.origin)}: {_listed(names)}.",
            _spans(claims),
            _others((), case.voices),
            _rules(claims),
        )


def _fair_use(case: _Case) -> Iterator[Contradiction]:
    """Others' work used without being asked for, and all of it passed on for reuse."""
    uses = [one for one in case.statements if one.claim is Claim.FAIR_USE]
    grants = case.of(Claim.GRANT, Claim.LICENCE)
    if uses and grants:
        yield Contradiction(
            Kind.FAIR_USE_AND_GRANT,
            Severity.MEDIUM,
            "Others' copyrighted material is said to be here as fair use, not always authorised by its "
            f"owners, and {_names(grants)} lets others reuse the text without leaving it out. "
            "Fair use by one is no permission for the next.",
            _spans(uses),
            _spans(grants),
            _rules([*uses, *grants]),
        )


def _reserved(case: _Case) -> Iterator[Contradiction]:
    """All rights kept, or every use subject to consent, and a public licence."""
    kept = case.of(Claim.RESERVATION, Claim.PROHIBITION)
    licences = case.of(Claim.LICENCE)
    if kept and licences:
        yield Contradiction(
            Kind.RESERVED_AND_LICENSED,
            Severity.HIGH,
            f"All rights are kept or copying is forbidden, and the text is under a public licence "
            f"({licences[0].licence}).",
            _spans(kept),
            _spans(licences),
            _rules([*kept, *licences]),
        )


def _granted(case: _Case) -> Iterator[Contradiction]:
    """Permission given by one who credits another as the text's origin."""
    grants = case.of(Claim.GRANT, Claim.LICENCE)
    reposted = [voice for voice in case.voices if voice.reposted]
    if grants and (case.strangers or reposted):
        names = [credit.outlet for credit in case.strangers] or [voice.name for voice in reposted]
        yield Contradiction(
            Kind.GRANT_OF_OTHERS,
            Severity.HIGH,
            f"Reuse is permitted by {_names(grants)}, but the text is credited to {_listed(names)}: whether "
            "the permission was theirs to give is not said.",
            _spans(grants),
            _others(case.strangers, reposted),
            _rules(grants),
        )


def _holders(case: _Case) -> Iterator[Contradiction]:
    """Two copyright lines with different holders."""
    named = [(name, one) for one in case.of(Claim.OWNERSHIP) for name in one.assigner if not _vague(name)]
    first = named[0] if named else None
    rival = next((pair for pair in named if first and not _together(first, pair)), None)
    if first and rival:
        yield Contradiction(
            Kind.TWO_HOLDERS,
            Severity.LOW,
            f"The copyright is claimed by {first[0]} and by {rival[0]}; they may be one house under two "
            "names, which is not said.",
            first[1].spans,
            rival[1].spans,
            _rules([first[1], rival[1]]),
        )


def _forbidden(case: _Case) -> Iterator[Contradiction]:
    """Copying forbidden without exception, and allowed."""
    bans = [one for one in case.of(Claim.PROHIBITION) if not one.asks(Condition.PRIOR_PERMISSION)]
    grants = [one for one in case.of(Claim.GRANT) if not one.asks(Condition.PRIOR_PERMISSION)]
    if bans and grants:
        yield Contradiction(
            Kind.FORBIDDEN_AND_GRANTED,
            Severity.HIGH,
            "Copying is forbidden without exception, and reuse is allowed.",
            _spans(bans),
            _spans(grants),
            _rules([*bans, *grants]),
        )


_LOOKS: tuple[Callable[[_Case], Iterator[Contradiction]], ...] = (
    _exclusive,
    _own,
    _fair_use,
    _reserved,
    _granted,
    _holders,
    _forbidden,
)


def _together(one: tuple[str, Statement], other: tuple[str, Statement]) -> bool:
    """Whether two holders stand in one notice, or look like one house."""
    return one[1] is other[1] or other[0] in one[1].assigner or same_house(one[0], other[0])


def _vague(name: str) -> bool:
    return any(word in name.lower() for word in _VAGUE)


def _names(statements: Iterable[Statement]) -> str:
    names = [name for one in statements for name in one.assigner]
    return _listed(names) if names else "somebody not named"


def _listed(names: Iterable[str]) -> str:
    return listed(dict.fromkeys(names))


def _share(part: int, origin: Origin) -> str:
    return f"{part:,} of {origin.characters:,} characters, {round(100 * part / origin.characters)} %"


def _taken(origin: Origin) -> str:
    own = sum(voice.characters for voice in origin.voices if voice.house)
    besides = f", {own:,} of them from the house itself, the rest from others" if own else " from others"
    return f"much of the text is quoted or taken over ({_share(origin.taken, origin)}){besides}"


def _spans(statements: Iterable[Statement]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(span for one in statements for span in one.spans))


def _others(named: Iterable[Credit], voices: Iterable[Voice]) -> tuple[Span, ...]:
    spans = [credit.span for credit in named]
    spans += [voice.spans[0] for voice in list(voices)[:_SHOWN]]
    return tuple(sorted(dict.fromkeys(spans)))


def _rules(statements: Iterable[Statement]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rule for one in statements for rule in one.rules))
