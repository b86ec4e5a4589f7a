"""Rules and network together: who vouches for a sentence, by which words, and how likely anybody does."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from auditor.inspection.attribution.hearing import Attribution, Heard, Sourcing
from auditor.inspection.attribution.kinds import SourceType, source_type
from auditor.inspection.attribution.references import resolved
from auditor.inspection.attribution.roles import Roles, read_roles
from auditor.inspection.attribution.utterance import Utterance
from auditor.inspection.attribution.weighing import Weighed
from auditor.inspection.cues import Lexicon, packaged_lexicon
from auditor.inspection.document import Span

ATTRIBUTED = 0.8
"""Probability from which the network is believed where the rules find nobody.

PolNeAR counts more as attributed than the annotation guide: from 0.5 on, 8 points fewer of the given
seeds' sentences have their class of source right, from 0.8 on none."""
_SURE = 0.95
"""What a credit counts for where the network never saw its like: PolNeAR knows no citation tails."""
_UNSEEN = frozenset({"lead_in", "citation_tail", "block_credit", "lead_in_forward"})
_BY_NETWORK = ("network.attributed",)
_NEARBY = 3
"""Sentences of the same paragraph looked back over, and ahead, for the words that vouch."""
_SOURCING = {
    SourceType.NAMED: Sourcing.NAMED,
    SourceType.REFERENCE: Sourcing.NAMED,
    SourceType.ANONYMOUS: Sourcing.ANONYMOUS,
    SourceType.VAGUE: Sourcing.VAGUE,
    SourceType.SECOND_HAND_OUTLET: Sourcing.SECOND_HAND_OUTLET,
    SourceType.DOCUMENT: Sourcing.DOCUMENT,
    SourceType.NONE: Sourcing.VAGUE,
}
_TYPES = {
    Sourcing.LINK: SourceType.LINK,
    Sourcing.DOCUMENT: SourceType.DOCUMENT,
    Sourcing.SECOND_HAND_OUTLET: SourceType.SECOND_HAND_OUTLET,
    Sourcing.VAGUE: SourceType.VAGUE,
    Sourcing.ANONYMOUS: SourceType.ANONYMOUS,
    Sourcing.NAMED: SourceType.NAMED,
    Sourcing.SELF_EVIDENT: SourceType.NONE,
    Sourcing.NONE: SourceType.NONE,
}


def settle(found: Sequence[Attribution], heard: Sequence[Heard], weighed: Weighed) -> tuple[Attribution, ...]:
    """One attribution per sentence: what the rules ``found``, with what the network makes of it.

    The network gives the probability and the words that are vouched for, and where the rules find
    nobody and it is sure, whoever it takes for the source, in the sentence or near it.
    The rules' words stand wherever they found any, since a reviewer can argue with them; where these
    stand outside running prose (a credit at the end of a passage, a block's lead-in), which the
    network was never shown, they are also believed against it.
    """
    likely = weighed.judged.attributed.astype(np.float64).round(3).tolist()
    roles = read_roles(weighed)
    reading = _Reading(heard, roles, likely, packaged_lexicon())
    settled = [reading.settled(place, one) for place, one in enumerate(found)]
    return resolved(settled, heard)


class _Reading:
    """The sentences of a document with what was heard and what is likely of each."""

    __slots__ = ("_heard", "_lexicon", "_likely", "_roles", "_types")

    def __init__(
        self, heard: Sequence[Heard], roles: Sequence[Roles], likely: Sequence[float], lexicon: Lexicon
    ) -> None:
        self._heard = heard
        self._roles = roles
        self._likely = likely
        self._lexicon = lexicon
        self._types: dict[Span, SourceType] = {}

    def settled(self, place: int, found: Attribution) -> Attribution:
        """The attribution of one sentence."""
        likely, contents = self._likely[place], self._roles[place].contents
        if found.sourcing is Sourcing.NONE and likely >= ATTRIBUTED and self._heard[place].unit is None:
            found = self._by_network(place, found)
        elif found.sourcing is not Sourcing.NONE and self._unseen(place, found):
            likely = max(likely, _SURE)
        return Attribution(
            found.sentence,
            found.sourcing,
            found.rules,
            found.source,
            found.cue,
            found.carried,
            likely,
            contents,
            self._type(place, found),
        )

    def _unseen(self, place: int, found: Attribution) -> bool:
        cited = found.sourcing is Sourcing.LINK or any(rule.startswith("citation") for rule in found.rules)
        return cited or self._heard[place].unit is not None or found.carried in _UNSEEN

    def _by_network(self, place: int, found: Attribution) -> Attribution:
        """Whoever the network takes for the source: in the sentence, else in the nearest with a cue."""
        for giver in self._givers(place):
            roles = self._roles[giver]
            source = roles.sources[0] if roles.sources else None
            kind = self._type_of(self._heard[giver].said, source)
            return replace(
                found,
                sourcing=_SOURCING[kind],
                rules=_BY_NETWORK,
                source=source,
                cue=roles.cues[0],
                carried=None if giver == place else self._carried(place),
            )
        return replace(found, sourcing=Sourcing.VAGUE, rules=_BY_NETWORK)

    def _givers(self, place: int) -> Iterator[int]:
        here = self._heard[place].said.paragraph
        near = [place, *range(place - 1, place - 1 - _NEARBY, -1), *range(place + 1, place + 1 + _NEARBY)]
        for other in near:
            inside = 0 <= other < len(self._heard) and self._heard[other].said.paragraph == here
            if inside and self._roles[other].cues:
                yield other

    def _carried(self, place: int) -> str:
        said = self._heard[place].said
        return "continuing_quotation" if said.quoted and all(said.quoted) else "same_speaker_previous"

    def _type(self, place: int, found: Attribution) -> SourceType:
        source, said = found.source, self._heard[place].said
        if source is None or found.sourcing in {Sourcing.LINK, Sourcing.NONE, Sourcing.SELF_EVIDENT}:
            return _TYPES[found.sourcing]
        if source not in self._types:
            credit = self._heard[place].credit
            phrase = credit.phrase if credit is not None else None
            if phrase is not None and found.carried is None and found.rules != _BY_NETWORK:
                self._types[source] = source_type(said, phrase.start, phrase.end, self._lexicon)
            elif not said.span.covers(source):
                return _TYPES[found.sourcing]
        return self._type_of(said, source)

    def _type_of(self, said: Utterance, source: Span | None) -> SourceType:
        if source is None:
            return SourceType.NONE
        kind = self._types.get(source)
        if kind is None:
            kind = self._types[source] = _read(said, source, self._lexicon)
        return kind


def _read(said: Utterance, source: Span, lexicon: Lexicon) -> SourceType:
    start, end = source.start - said.span.start, source.end - said.span.start
    held = [place for place, (begin, stop) in enumerate(said.places) if begin < end and stop > start]
    return source_type(said, held[0], held[-1] + 1, lexicon) if held else SourceType.NONE
