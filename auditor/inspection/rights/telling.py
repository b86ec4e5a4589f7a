"""Rights in words: what the page says, whom to ask, what does not go together. Never advice."""

from collections.abc import Callable, Sequence

from auditor.inspection.rights.contradictions import Contradiction
from auditor.inspection.rights.origin import Origin
from auditor.inspection.rights.statements import (
    ANYONE,
    ARTICLE,
    ARTICLES,
    Claim,
    Condition,
    Statement,
    Use,
    listed,
)

UNKNOWN = "No notice on this page speaks of rights; that is not permission."
CAUTION = "This repeats what the page says; it is no legal advice."
USES = {
    Use.CROSS_POST: "cross-posted",
    Use.REPUBLISH: "republished",
    Use.REPRODUCE: "reproduced",
    Use.PRINT: "printed",
    Use.REDISTRIBUTE: "distributed",
    Use.SHARE: "shared",
    Use.REWRITE: "changed",
    Use.TRANSLATE: "translated",
    Use.QUOTE: "quoted",
}
CONDITIONS = {
    Condition.ATTRIBUTION: "source or author are named",
    Condition.COPYRIGHT_NOTICE: "the copyright is acknowledged",
    Condition.HYPERLINK: "a hyperlink leads to the original",
    Condition.UNMODIFIED: "nothing is changed",
    Condition.COMPLETE: "it is taken whole",
    Condition.NON_COMMERCIAL: "it is not for profit",
    Condition.PRIOR_PERMISSION: "permission was given before",
    Condition.NOTIFY: "the house is told",
    Condition.SHARE_ALIKE: "what is made of it is under the same licence",
    Condition.PERSONAL_USE: "it is for personal use",
}


def tell(statements: Sequence[Statement], origin: Origin, found: Sequence[Contradiction]) -> tuple[str, ...]:
    """The reading, one sentence a string: what is stated, whose words they are, then the caution."""
    said = [sentence_of(one) for one in statements] or [UNKNOWN]
    if origin.is_largely_others:
        said.append(_taken(origin))
    if found:
        counted = "1 contradiction was" if len(found) == 1 else f"{len(found)} contradictions were"
        said.append(f"{counted} found in this.")
    return (*dict.fromkeys(said), *([CAUTION] if statements else []))


def sentence_of(one: Statement) -> str:
    """One statement as a sentence."""
    return _capital(_TOLD[one.claim](one))


def _taken(origin: Origin) -> str:
    names = listed(voice.name for voice in origin.voices if voice.other)
    percent = round(100 * origin.others / origin.characters)
    share = f"{origin.others:,} of {origin.characters:,} characters ({percent} %)"
    return f"Of the running text, {share} are quoted or taken over from {names}."


def _ownership(one: Statement) -> str:
    year = f" ({one.year})" if one.year else ""
    alone = " alone" if one.exclusive else ""
    return f"Copyright in {_target(one)} is claimed by {_who(one)}{alone}{year}."


def _reservation(one: Statement) -> str:
    return f"All rights are reserved by {_who(one)}: nothing is allowed by this notice."


def _prohibition(one: Statement) -> str:
    unless = _if(one, "unless")
    return f"{_target(one)} may not be {_uses(one)}{unless}{_ask(one)}."


def _grant(one: Statement) -> str:
    where = f" ({listed(one.venues)})" if one.venues else ""
    allowed = f"{_target(one)} may be {_uses(one)} by {one.assignee}{where}"
    return f"{allowed}{_if(one, 'if')}, says {_who(one)}{_ask(one)}."


def _request(one: Statement) -> str:
    what = f"To have {_target(one)} {_uses(one)}"
    where = f" ({listed(one.venues)})" if one.venues else ""
    purpose = f" for {listed(one.purposes)}" if one.purposes else ""
    asked = one.contact or (listed(one.assigner) if one.assigner else "for permission; of whom is not said")
    return f"{what}{where}{purpose}, ask {asked}."


def _licence(one: Statement) -> str:
    if not one.uses:
        return f"{_target(one)} is under a public licence: {one.licence}."
    return f"{_target(one)} may be {_uses(one)} by {ANYONE}{_if(one, 'if')}, under {one.licence}."


def _fair_use(one: Statement) -> str:
    law = f" ({one.statute})" if one.statute else ""
    purpose = f", to further {listed(one.purposes)}" if one.purposes else ""
    return f"{_who(one)} relies on fair use{law} for others' copyrighted material{purpose}."


def _borrowed(one: Statement) -> str:
    return f"{_target(one)} is here with permission of {_who(one)}."


_TOLD: dict[Claim, Callable[[Statement], str]] = {
    Claim.OWNERSHIP: _ownership,
    Claim.RESERVATION: _reservation,
    Claim.PROHIBITION: _prohibition,
    Claim.GRANT: _grant,
    Claim.REQUEST: _request,
    Claim.LICENCE: _licence,
    Claim.FAIR_USE: _fair_use,
    Claim.BORROWED: _borrowed,
}


def _who(one: Statement) -> str:
    return listed(one.assigner) if one.assigner else "somebody not named"


def _target(one: Statement) -> str:
    if one.whose is None:
        return one.target
    return f"{one.whose} articles" if one.target in (ARTICLE, ARTICLES) else f"{one.target} of {one.whose}"


def _capital(sentence: str) -> str:
    """With a capital, unless it begins with an address."""
    return sentence if sentence.startswith("www.") else sentence[:1].upper() + sentence[1:]


def _uses(one: Statement) -> str:
    return listed([USES[use] for use in one.uses], "or") if one.uses else "used"


def _if(one: Statement, word: str) -> str:
    terms = [CONDITIONS[term.condition] for term in one.conditions]
    return f" {word} {listed(terms)}" if terms else ""


def _ask(one: Statement) -> str:
    return f"; ask {one.contact}" if one.contact else ""
