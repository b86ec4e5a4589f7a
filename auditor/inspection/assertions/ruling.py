"""What each sentence does by rule: assert, report, judge, ask; and whether that can be checked."""

import math
from typing import NamedTuple

from auditor.inspection.assertions.kinds import SentenceType
from auditor.inspection.assertions.stances import Stance
from auditor.inspection.attribution import Attribution, Heard, Sourcing
from auditor.inspection.cues import word_set

OPINION = 1.0
"""Weight of judging words from which a sentence is an opinion (set by hand on three annotated articles)."""
STATING = frozenset({SentenceType.ASSERTION, SentenceType.BACKGROUND})
REPORTING = frozenset({SentenceType.REPORTED_SPEECH, SentenceType.QUOTATION_ONLY})
JUDGING = frozenset({"opinion", "hedge", "inference"})
_DUTIES = word_set("assertions.duties")


class Ruling(NamedTuple):
    """What the rules make of a sentence: its type, the rule that says so, how surely it is worth a check."""

    type: SentenceType
    rule: str
    worth: float

    @property
    def checkworthy(self) -> bool:
        """Whether its main claim can be checked and matters."""
        return self.type in STATING | REPORTING and self.worth >= _EVEN


_EVEN = 0.5


def rule(heard: Heard, stance: Stance, attribution: Attribution) -> Ruling:
    """The type and the worth of one sentence."""
    kind, why = _type(heard, stance, attribution)
    return Ruling(kind, why, _worth(heard, stance, kind))


def _type(heard: Heard, stance: Stance, attribution: Attribution) -> tuple[SentenceType, str]:
    said = heard.said
    if heard.unit is not None:
        plan = heard.unit.name == "plan"
        return (SentenceType.ASSERTION if plan else SentenceType.FRAGMENT), heard.unit.rule
    if said.text.rstrip('"”’)» ').endswith("?") and heard.credit is None:
        return SentenceType.QUESTION, "type.question-mark"
    if not stance.finite:
        return SentenceType.FRAGMENT, "type.no-finite-verb"
    if all(said.quoted):
        return SentenceType.QUOTATION_ONLY, "type.wholly-quoted"
    reports = heard.credit is not None and attribution.sourcing is not Sourcing.NONE
    if heard.credit is not None and reports and heard.credit.kind != "taken_from":
        return _credited(heard.credit.kind)
    return _own_voice(heard, stance)


def _credited(kind: str) -> tuple[SentenceType, str]:
    if kind == "law":
        return SentenceType.BACKGROUND, "type.rule-of-law"
    return SentenceType.REPORTED_SPEECH, "type.attributed"


def _own_voice(heard: Heard, stance: Stance) -> tuple[SentenceType, str]:
    if _directs(heard, stance):
        return SentenceType.DIRECTIVE, "type.named-party-is-told"
    if stance.judgement >= OPINION:
        return SentenceType.OPINION, "type.judging-words" if stance.kinds & JUDGING else "type.remark"
    if "background" in stance.kinds and not stance.kinds & {"motive", "inference"}:
        return SentenceType.BACKGROUND, "type.established-before"
    return SentenceType.ASSERTION, "type.stated"


def _directs(heard: Heard, stance: Stance) -> bool:
    """ "Israel and India must respect the path": a party by name, a duty, something to do."""
    said = heard.said
    if any(
        hit.cue.kind == "imperative" and hit.start == 0 and hit.end < len(said.words) for hit in heard.hits
    ):
        return not stance.kinds & {"opinion", "inference"} and not said.quoted[0]
    for index in range(1, len(said.words) - 2):
        if said.words[index] in _DUTIES and not said.quoted[index]:
            following = said.words[index + 1]
            return said.capital(index - 1) and following not in {"be", "not", "have", "lecture"}
    return False


def _worth(heard: Heard, stance: Stance, kind: SentenceType) -> float:
    """How surely the main claim can be checked and matters, in (0, 1)."""
    if heard.unit is not None or kind in {SentenceType.QUESTION, SentenceType.FRAGMENT}:
        return 0.02
    if kind in REPORTING:
        return _worth_of_report(heard, stance)
    weight = 0.5 + 0.35 * min(stance.names, 3) + 0.5 * min(stance.figures, 2) + 0.5 * min(stance.grave, 2)
    weight += 0.5 * ("motive" in stance.kinds) + 0.2 * stance.perfect
    weight -= 1.0 * max(0.0, stance.judgement) + 0.5 * stance.weak_subject
    if stance.length < 4:
        weight -= 2.5
    if kind is SentenceType.BACKGROUND:
        weight -= 2.0 if stance.length < 18 and not stance.grave and not stance.figures else 0.4
    if kind in {SentenceType.OPINION, SentenceType.DIRECTIVE}:
        weight -= 1.0
    return 1 / (1 + math.exp(-weight))


def _worth_of_report(heard: Heard, stance: Stance) -> float:
    """Hopes, praise and moods cannot be checked; orders, figures and reported facts can."""
    acts = any(hit.cue.id == "sourcing.act-by-words" for hit in heard.hits)
    hopes = any(hit.cue.kind == "hope" for hit in heard.hits)
    guess = heard.credit is not None and heard.credit.kind == "impersonal" and "inference" not in stance.kinds
    expected = guess and bool({"expected", "hoped", "feared"} & set(heard.said.words))
    return 0.2 if expected or (hopes and not acts and not stance.figures) else 0.85
