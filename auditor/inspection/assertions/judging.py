"""What each sentence does: assert, report, judge, ask; and whether that can be checked."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from auditor.inspection.assertions.stances import Stance, weigh_words
from auditor.inspection.attribution import Attribution, Heard, Sourcing
from auditor.inspection.cues import word_set
from auditor.inspection.document import Span


class SentenceType(StrEnum):
    """Annotation guide, part B."""

    ASSERTION = "assertion"
    REPORTED_SPEECH = "reported_speech"
    QUOTATION_ONLY = "quotation_only"
    OPINION = "opinion"
    BACKGROUND = "background"
    QUESTION = "question"
    DIRECTIVE = "directive"
    FRAGMENT = "fragment"


OPINION = 1.0
"""Weight of judging words from which a sentence is an opinion (set by hand on three annotated articles)."""
_STATING = frozenset({SentenceType.ASSERTION, SentenceType.BACKGROUND})
_REPORTING = frozenset({SentenceType.REPORTED_SPEECH, SentenceType.QUOTATION_ONLY})
_JUDGING = frozenset({"opinion", "hedge", "inference"})
_DUTIES = word_set("assertions.duties")


@dataclass(frozen=True, slots=True)
class Assertion:
    """One sentence of body, blockquote or editor's note, judged.

    ``probability`` in [0, 1] is how likely a careful reader would want a source that is not there.
    """

    span: Span
    type: SentenceType
    attribution: Attribution
    checkworthy: bool
    probability: float
    rules: tuple[str, ...]
    reason: str


def find_assertions(heard: Sequence[Heard], attributions: Sequence[Attribution]) -> tuple[Assertion, ...]:
    """Judge every sentence that was heard, with the attribution found for it."""
    return tuple(_judge(one, attribution) for one, attribution in zip(heard, attributions, strict=True))


def _judge(heard: Heard, attribution: Attribution) -> Assertion:
    stance = weigh_words(heard)
    kind, rule = _type(heard, stance, attribution)
    worth = _worth(heard, stance, kind)
    checkworthy = worth >= 0.5 if kind in _STATING else kind in _REPORTING and worth >= 0.5
    unsourced = attribution.sourcing is Sourcing.NONE
    probability = worth if unsourced else worth * _LACKING.get(attribution.sourcing, 0.05)
    return Assertion(
        span=heard.said.span,
        type=kind,
        attribution=attribution,
        checkworthy=checkworthy,
        probability=round(probability, 3),
        rules=(rule, *stance.rules, *attribution.rules),
        reason=_reason(kind, stance, attribution),
    )


_LACKING = {Sourcing.VAGUE: 0.5, Sourcing.ANONYMOUS: 0.3, Sourcing.LINK: 0.2}


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
        return SentenceType.OPINION, "type.judging-words" if stance.kinds & _JUDGING else "type.remark"
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
    if kind in _REPORTING:
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


def _reason(kind: SentenceType, stance: Stance, attribution: Attribution) -> str:
    seen = ", ".join(_seen(stance))
    content = f"{_TYPE_WORDS[kind]} with {seen}" if seen else _TYPE_WORDS[kind]
    return (
        f"{content}; {_SOURCE_WORDS[attribution.sourcing]}{_CARRY_WORDS.get(attribution.carried or '', '')}"
    )


def _seen(stance: Stance) -> Iterator[str]:
    """What decided, in words."""
    if stance.names:
        yield f"{stance.names} name{'s' * (stance.names > 1)}"
    if stance.figures:
        yield f"{stance.figures} figure{'s' * (stance.figures > 1)}"
    if stance.grave:
        yield "words of grave or contested acts"
    if "motive" in stance.kinds:
        yield "a motive told flatly"
    if stance.judgement >= OPINION:
        yield "judging words" if stance.kinds & _JUDGING else "the form of a remark"
    if "inference" in stance.kinds:
        yield "a sign that is read"


_TYPE_WORDS = {
    SentenceType.ASSERTION: "statement in the article's own voice",
    SentenceType.REPORTED_SPEECH: "report of what somebody said",
    SentenceType.QUOTATION_ONLY: "quotation",
    SentenceType.OPINION: "judgement or guess",
    SentenceType.BACKGROUND: "background told as established",
    SentenceType.QUESTION: "question",
    SentenceType.DIRECTIVE: "call on somebody to act",
    SentenceType.FRAGMENT: "words without a finite verb",
}
_SOURCE_WORDS = {
    Sourcing.NAMED: "somebody is named who said it",
    Sourcing.ANONYMOUS: "those who said it are real but not named",
    Sourcing.VAGUE: "nobody in particular is said to have said it",
    Sourcing.SECOND_HAND_OUTLET: "another outlet is given as its source",
    Sourcing.DOCUMENT: "a document is given as its source",
    Sourcing.LINK: "nothing but a link stands for its source",
    Sourcing.SELF_EVIDENT: "the publication speaks of itself",
    Sourcing.NONE: "no attribution in the sentence or around it",
}
_CARRY_WORDS = {
    "lead_in": ", in the words that lead in to it",
    "citation_tail": ", in the credit at the end of the passage",
    "tag_forward": ", after the quotation it opens",
    "continuing_quotation": ", before the quotation it goes on with",
    "lead_in_forward": ", in the passage it introduces",
    "explicit_back_reference": ", in the next sentence, which points back to it",
    "evidence_follows": ", in the next sentence, which gives the evidence",
    "same_speaker_previous": ", in the sentence before it",
    "block_credit": ", in the credit of the whole passage",
}
