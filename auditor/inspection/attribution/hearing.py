"""Who is said to have said it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from auditor.inspection.attribution.credit import Credit
from auditor.inspection.attribution.kinds import SourceType
from auditor.inspection.attribution.sources import Source
from auditor.inspection.attribution.speech import find_credit
from auditor.inspection.attribution.units import Unit, read_unit
from auditor.inspection.attribution.utterance import Utterance, utter
from auditor.inspection.cues import Hit, Lexicon, packaged_lexicon
from auditor.inspection.document import Document, Span
from auditor.inspection.tiling import Segment, SegmentKind


class Sourcing(StrEnum):
    """Of what sort the source of a sentence is (annotation guide, part B)."""

    NAMED = "named"
    ANONYMOUS = "anonymous"
    VAGUE = "vague"
    SECOND_HAND_OUTLET = "second_hand_outlet"
    DOCUMENT = "document"
    LINK = "link"
    SELF_EVIDENT = "self_evident"
    NONE = "none"


_SOURCING = {
    Source.NAMED: Sourcing.NAMED,
    Source.PRONOUN: Sourcing.NAMED,
    Source.ROLE: Sourcing.NAMED,
    Source.ANONYMOUS: Sourcing.ANONYMOUS,
    Source.VAGUE: Sourcing.VAGUE,
    Source.OUTLET: Sourcing.SECOND_HAND_OUTLET,
    Source.DOCUMENT: Sourcing.DOCUMENT,
}


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who vouches for one sentence, by which words.

    ``sentence`` is the sentence's span; ``source`` and ``cue`` are spans of the text, inside the
    sentence or, when ``carried`` says how the source reaches over ("lead_in", "citation_tail",
    "tag_forward", ...), outside it. ``probability`` in [0, 1] is how likely it is that anybody
    vouches for at least half of the sentence's words (G3 of PolNeAR), whatever ``sourcing`` says.
    ``content`` are the stretches of the sentence that are vouched for. ``type`` tells references from
    names; ``antecedent`` is then whom it means.
    """

    sentence: Span
    sourcing: Sourcing
    rules: tuple[str, ...]
    source: Span | None = None
    cue: Span | None = None
    carried: str | None = None
    probability: float = 0.0
    content: tuple[Span, ...] = ()
    type: SourceType = SourceType.NONE
    antecedent: Span | None = None


class Heard(NamedTuple):
    """One sentence as it was read: its words, the cues in them, its own credit, what sort of unit it is."""

    said: Utterance
    hits: tuple[Hit, ...]
    unit: Unit | None
    credit: Credit | None


def hear(
    document: Document,
    segments: Sequence[Segment],
    sentences: Iterable[Span],
    lexicon: Lexicon | None = None,
) -> tuple[Heard, ...]:
    """Read every sentence once: its words, cues, and the credit it carries itself."""
    cues = lexicon or packaged_lexicon()
    own = _own_names(document, segments)
    heard = []
    for said in utter(document, segments, sentences):
        hits = cues.find(said.words)
        unit = read_unit(said, hits, cues)
        credit = None if unit else find_credit(said, hits, cues, own)
        heard.append(Heard(said, hits, unit, credit))
    return tuple(heard)


def own_attribution(heard: Heard, before: Attribution | None) -> Attribution | None:
    """What the sentence's own words say, None when they name no source.

    ``before`` is the previous sentence's attribution: "it" and "the diplomat" are whoever it was.
    """
    if heard.unit is not None:
        return _of_unit(heard.said, heard.unit)
    credit = heard.credit
    if credit is None or (_is_it(heard) and (before is None or before.sourcing is Sourcing.NONE)):
        return None
    said, phrase = heard.said, credit.phrase
    return Attribution(
        sentence=said.span,
        sourcing=_resolved(credit, before),
        rules=(credit.rule,),
        source=said.place(phrase.start, phrase.end) if phrase else None,
        cue=said.place(*credit.cue),
    )


def _of_unit(said: Utterance, unit: Unit) -> Attribution:
    cue = said.place(*unit.cue) if unit.cue else None
    return Attribution(said.span, Sourcing(unit.sourcing), (unit.rule,), unit.source, cue)


def _is_it(heard: Heard) -> bool:
    phrase = heard.credit.phrase if heard.credit else None
    return phrase is not None and phrase.source is Source.PRONOUN and phrase.head == "it"


def _resolved(credit: Credit, before: Attribution | None) -> Sourcing:
    """A pronoun or "the official" is no better known than whoever was just named."""
    refers = credit.source in {Source.PRONOUN, Source.ROLE}
    if refers and before is not None and before.sourcing in {Sourcing.ANONYMOUS, Sourcing.NAMED}:
        return before.sourcing
    if credit.source is Source.ROLE:
        return Sourcing.ANONYMOUS
    return _SOURCING[credit.source]


def _own_names(document: Document, segments: Iterable[Segment]) -> frozenset[str]:
    """Names of the publication itself, from the page's metadata and its copyright line."""
    names = {document.metadata.get(key, "") for key in ("site", "outlet")}
    for segment in segments:
        if segment.kind is SegmentKind.COPYRIGHT_NOTICE or segment.kind is SegmentKind.DATELINE:
            names.update(str(segment.values.get(key, "")) for key in ("outlet", "holder"))
    return frozenset(name.lower().removeprefix("the ") for name in names if name)
