"""Why a sentence was judged as it was, in words that can be argued with."""

from collections.abc import Iterator

from auditor.inspection.assertions.kinds import SentenceType
from auditor.inspection.assertions.ruling import JUDGING, OPINION
from auditor.inspection.assertions.stances import Stance
from auditor.inspection.attribution import Attribution, Sourcing


def reason_of(
    kind: SentenceType, stance: Stance, attribution: Attribution, nearest: int | None = None
) -> str:
    """What was seen in the sentence, and who vouches for it.

    ``nearest`` is how many sentences away the nearest one with a source stands; None when nobody looked.
    """
    seen = ", ".join(_seen(stance))
    content = f"{_TYPE_WORDS[kind]} with {seen}" if seen else _TYPE_WORDS[kind]
    carried = _CARRY_WORDS.get(attribution.carried or "", "")
    return f"{content}; {_SOURCE_WORDS[attribution.sourcing]}{carried}{_around(nearest)}"


NEAR = 2
"""Sentences on either side in which a reader still looks for a source."""


def _around(nearest: int | None) -> str:
    if nearest is None:
        return ""
    if nearest > NEAR:
        return ", none within two sentences"
    where = "the next sentence to it" if nearest == 1 else "two sentences away"
    return f"; a source stands {where}, but nothing carries it over"


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
        yield "judging words" if stance.kinds & JUDGING else "the form of a remark"
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
