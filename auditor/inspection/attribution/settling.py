"""Rules and network together: who vouches for a sentence, and how likely it is that anybody does."""

from collections.abc import Sequence
from dataclasses import replace

from auditor.inspection.attribution.carrying import find_attributions
from auditor.inspection.attribution.hearing import Attribution, Heard, Sourcing
from auditor.inspection.attribution.weighing import Weighed

_SURE = 0.95
"""What a credit counts for where the network never saw its like: PolNeAR knows no citation tails."""
_UNSEEN = frozenset({"lead_in", "citation_tail", "block_credit", "lead_in_forward"})


def attribute(heard: Sequence[Heard], weighed: Weighed) -> tuple[Attribution, ...]:
    """One attribution per sentence: by the rules, with the probability that anybody vouches for it.

    The network says how likely; where the words that vouch stand outside running prose (a credit at
    the end of a passage, a block's lead-in), which it was never shown, the rules do.
    """
    found = find_attributions(heard)
    likely = weighed.judged.attributed.round(3).tolist()
    return tuple(
        replace(one, probability=_probability(one, sentence, chance))
        for one, sentence, chance in zip(found, heard, likely, strict=True)
    )


def _probability(found: Attribution, heard: Heard, likely: float) -> float:
    if found.sourcing is Sourcing.NONE:
        return likely
    unseen = heard.unit is not None or found.carried in _UNSEEN
    return max(likely, _SURE) if unseen else likely
