"""Every sentence judged: by rule, and by what the second stage learned from readers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from auditor.inspection.assertions.kinds import Assertion, SentenceType
from auditor.inspection.assertions.reasons import NEAR, reason_of
from auditor.inspection.assertions.ruling import STATING, Ruling, rule
from auditor.inspection.assertions.stances import Stance, weigh_words
from auditor.inspection.assertions.traits import Seen, see
from auditor.inspection.assertions.weights import CHECKWORTHY, FLAG, Weights, deciding
from auditor.inspection.attribution import Attribution, Heard, Sourcing

FLAG_AT = 0.35
"""Probability of a reviewer's assent from which a sentence without a source is flagged."""
LEARNED = (
    SentenceType.ASSERTION,
    SentenceType.BACKGROUND,
    SentenceType.OPINION,
    SentenceType.DIRECTIVE,
    SentenceType.FRAGMENT,
)
"""The types that only readers tell apart; the others show in marks and attributions."""
_LACKING = {Sourcing.VAGUE: 0.5, Sourcing.ANONYMOUS: 0.3, Sourcing.LINK: 0.2}
_SOURCED = 0.05
_LOUDEST = 3
_FAR = NEAR + 1


def find_assertions(
    heard: Sequence[Heard], attributions: Sequence[Attribution], weights: Weights | None = None
) -> tuple[Assertion, ...]:
    """Judge every sentence that was heard, with the attribution found for it.

    By rule alone without ``weights``; with them the rules are among what the second stage weighs.
    """
    stances = [weigh_words(one) for one in heard]
    rulings = [rule(*one) for one in zip(heard, stances, attributions, strict=True)]
    if weights is None or not heard:
        return tuple(_ruled(*one) for one in zip(heard, stances, attributions, rulings, strict=True))
    return tuple(_learned(heard, stances, attributions, rulings, weights))


def look_at(heard: Sequence[Heard], attributions: Sequence[Attribution]) -> Seen:
    """The sentences of one article (at least one) as the second stage sees them, to learn from."""
    stances = [weigh_words(one) for one in heard]
    rulings = [rule(*one) for one in zip(heard, stances, attributions, strict=True)]
    return see(heard, stances, attributions, rulings)


def _ruled(heard: Heard, stance: Stance, attribution: Attribution, ruling: Ruling) -> Assertion:
    return Assertion(
        span=heard.said.span,
        type=ruling.type,
        attribution=attribution,
        checkworthy=ruling.checkworthy,
        probability=round(_unvouched(ruling.worth, attribution), 3),
        rules=(ruling.rule, *stance.rules, *attribution.rules),
        reason=reason_of(ruling.type, stance, attribution),
    )


def _unvouched(worth: float, attribution: Attribution) -> float:
    """How likely a source is missed, given how likely the sentence needs one."""
    if attribution.sourcing is Sourcing.NONE:
        return worth
    return worth * _LACKING.get(attribution.sourcing, _SOURCED)


def _learned(
    heard: Sequence[Heard],
    stances: Sequence[Stance],
    attributions: Sequence[Attribution],
    rulings: Sequence[Ruling],
    weights: Weights,
) -> Iterator[Assertion]:
    seen = see(heard, stances, attributions, rulings)
    likely = weights.probabilities(seen)
    nearest = _nearest(attributions)
    kinds = zip(*(likely[kind.value] for kind in LEARNED), strict=True)
    for row, (chances, ruling) in enumerate(zip(kinds, rulings, strict=True)):
        attribution, stance, wanted = attributions[row], stances[row], likely[FLAG][row]
        if heard[row].unit is not None or ruling.type not in LEARNED:
            ruled = _ruled(heard[row], stance, attribution, ruling)
            yield replace(ruled, probability=min(ruled.probability, wanted))
            continue
        bare = attribution.sourcing is Sourcing.NONE
        flagged = bare and wanted >= FLAG_AT
        kind = _kind(chances, claims=flagged)
        worth = flagged if bare else kind in STATING and likely[CHECKWORTHY][row] >= FLAG_AT
        loudest = _loudest(weights, seen, row) if flagged else ()
        yield Assertion(
            span=heard[row].said.span,
            type=kind,
            attribution=attribution,
            checkworthy=worth,
            probability=wanted if bare else round(_unvouched(likely[CHECKWORTHY][row], attribution), 3),
            rules=(ruling.rule, *stance.rules, *attribution.rules, *loudest),
            reason=reason_of(kind, stance, attribution, nearest[row] if bare else None),
        )


def _kind(chances: Sequence[float], *, claims: bool) -> SentenceType:
    """The likeliest type; of a flagged sentence the likelier of the two that claim something."""
    allowed = STATING if claims else LEARNED
    return max(
        (chance, -place, kind)
        for place, (chance, kind) in enumerate(zip(chances, LEARNED, strict=True))
        if kind in allowed
    )[2]


def _loudest(weights: Weights, seen: Seen, row: int) -> tuple[str, ...]:
    names = deciding(weights, seen, FLAG, row, _LOUDEST)
    return (f"flags.trained@{weights.digest[:8]}", *(f"trait.{name.replace(' ', '-')}" for name in names))


def _nearest(attributions: Sequence[Attribution]) -> list[int]:
    """How many sentences away the nearest one with a source stands, up to one more than a reader looks."""
    steps = [0 if one.sourcing is not Sourcing.NONE else _FAR for one in attributions]
    ahead = accumulate(steps, _nearer)
    behind = list(accumulate(reversed(steps), _nearer))[::-1]
    return [min(pair) for pair in zip(ahead, behind, strict=True)]


def _nearer(before: int, own: int) -> int:
    return min(own, before + 1)
