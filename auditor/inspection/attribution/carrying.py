"""Attributions that reach over from another sentence: lead-ins, tags, citation tails."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor.inspection.attribution.credit import MAIN, RELATIVE, TAG
from auditor.inspection.attribution.hearing import Attribution, Heard, Sourcing, own_attribution
from auditor.inspection.cues import word_set
from auditor.inspection.tiling import SegmentKind

_FIRM = frozenset({Sourcing.NAMED, Sourcing.ANONYMOUS, Sourcing.DOCUMENT})
_FARTHEST_CREDIT = 12
"""Sentences looked back over for the words that say where a block was taken from."""
_FARTHEST_TAG = 6
"""Sentences a quotation may run on before its tag: longer speeches are blocks of their own."""


def find_attributions(heard: Sequence[Heard]) -> tuple[Attribution, ...]:
    """One attribution per sentence: its own words first, then what reaches over from its neighbours.

    Nothing farther away than the annotation guide allows is carried, and ``Sourcing.NONE`` says
    that nothing was found.
    """
    found: list[Attribution | None] = []
    for index, sentence in enumerate(heard):
        before = found[-1] if found and _together(heard, index - 1, index) else None
        found.append(own_attribution(sentence, before))
    for carry in (_over_blocks, _over_quotations, _over_tails, _to_lead_ins, _by_reference):
        for index, attribution in carry(heard, found):
            if found[index] is None:
                found[index] = attribution
    return tuple(
        attribution or Attribution(sentence.said.span, Sourcing.NONE, ())
        for sentence, attribution in zip(heard, found, strict=True)
    )


_Found = Sequence[Attribution | None]
_Carried = Iterator[tuple[int, Attribution]]


def _carry(heard: Sequence[Heard], index: int, giver: Attribution, kind: str) -> tuple[int, Attribution]:
    rule = f"carried.{kind.replace('_', '-')}"
    span = heard[index].said.span
    return index, replace(giver, sentence=span, rules=(*giver.rules, rule), carried=kind)


def _together(heard: Sequence[Heard], one: int, other: int) -> bool:
    """Whether two sentences stand in the same paragraph."""
    if not (0 <= one < len(heard) and 0 <= other < len(heard)):
        return False
    return heard[one].said.paragraph == heard[other].said.paragraph


def _over_blocks(heard: Sequence[Heard], found: _Found) -> _Carried:
    """A framed passage takes the source of its lead-in, else of the credit at its end."""
    for start, end in _blocks(heard):
        lead = _lead_in(heard, found, start)
        tail = found[end - 1] if _is_tail(heard[end - 1]) else None
        firm = lead if lead is not None and lead.sourcing in _FIRM else None
        giver = firm or tail or lead
        if giver is None:
            giver, kind = _block_credit(heard, found, start), "block_credit"
        else:
            kind = "citation_tail" if giver is tail else "lead_in"
        if giver is not None:
            yield from (
                _carry(heard, index, giver, kind) for index in range(start, end) if found[index] is None
            )


def _blocks(heard: Sequence[Heard]) -> Iterator[tuple[int, int]]:
    """Runs of sentences of consecutive block quotations, each closed by its citation tail."""
    start = None
    for index, sentence in enumerate(heard):
        quoted = sentence.said.kind is SegmentKind.BLOCKQUOTE
        if start is not None and (not quoted or _leads_in(heard[index - 1])):
            yield start, index
            start = None
        if quoted and start is None:
            start = index
        if start is not None and _is_tail(sentence) and not _together(heard, index, index + 1):
            yield start, index + 1
            start = None
    if start is not None:
        yield start, len(heard)


def _is_tail(sentence: Heard) -> bool:
    return sentence.unit is not None and sentence.unit.name == "tail"


def _leads_in(sentence: Heard) -> bool:
    return sentence.said.text.endswith(":")


def _lead_in(heard: Sequence[Heard], found: _Found, start: int) -> Attribution | None:
    return found[start - 1] if start and _leads_in(heard[start - 1]) else None


def _block_credit(heard: Sequence[Heard], found: _Found, start: int) -> Attribution | None:
    """The nearest words before a block that name the outlet it was taken from."""
    for index in range(start - 1, max(-1, start - _FARTHEST_CREDIT), -1):
        credit = heard[index].credit
        if credit is not None and credit.kind == "taken_from":
            return found[index]
    return None


def _wholly_quoted(sentence: Heard) -> bool:
    return sentence.unit is None and all(sentence.said.quoted)


def _over_quotations(heard: Sequence[Heard], found: _Found) -> _Carried:
    """Sentences of one quotation share its tag, before it and after it."""
    for index, sentence in enumerate(heard):
        if found[index] is not None or not _wholly_quoted(sentence):
            continue
        tagged = _tag_ahead(heard, found, index)
        if tagged is not None:
            yield _carry(heard, index, tagged, "tag_forward")
            continue
        behind = _speaker_behind(heard, found, index)
        if behind is not None:
            yield _carry(heard, index, *behind)


def _tag_ahead(heard: Sequence[Heard], found: _Found, index: int) -> Attribution | None:
    """The tag of a quotation that this sentence opens and a later one closes."""
    for later in range(index + 1, min(len(heard), index + 1 + _FARTHEST_TAG)):
        if not heard[later - 1].said.left or not heard[later].said.entered:
            return None
        credit = heard[later].credit
        if credit is not None and credit.rank in {TAG, MAIN}:
            return found[later]
    return None


def _speaker_behind(heard: Sequence[Heard], found: _Found, index: int) -> tuple[Attribution, str] | None:
    """Whoever spoke in the sentence before, if it is of the same paragraph or leads in with a colon."""
    before = index - 1
    giver = found[before] if before >= 0 else None
    if giver is None or giver.sourcing is Sourcing.NONE:
        return None
    if _leads_in(heard[before]):
        return giver, "lead_in"
    if not _together(heard, before, index) and not heard[index].said.entered:
        return None
    quoting = any(heard[before].said.quoted) or giver.carried is not None
    return giver, "continuing_quotation" if quoting else "same_speaker_previous"


def _over_tails(heard: Sequence[Heard], found: _Found) -> _Carried:
    """A citation tail covers the paragraph it closes, wherever the paragraph stands."""
    for tail, sentence in enumerate(heard):
        giver = found[tail]
        if not _is_tail(sentence) or giver is None:
            continue
        index = tail - 1
        while _together(heard, index, tail) and not _is_tail(heard[index]):
            yield _carry(heard, index, giver, "citation_tail")
            index -= 1


def _to_lead_ins(heard: Sequence[Heard], found: _Found) -> _Carried:
    """A sentence that ends in a colon takes the source of what it introduces."""
    for index in range(len(heard) - 1):
        following = heard[index + 1].said
        introduces = following.kind is SegmentKind.BLOCKQUOTE or (
            bool(following.quoted) and all(following.quoted)
        )
        if found[index] is None and _leads_in(heard[index]) and introduces:
            giver = next(
                (given for given in found[index + 1 : index + 12] if given and _about(given, found, index)),
                None,
            )
            if giver is not None:
                yield _carry(heard, index, giver, "lead_in_forward")


def _about(given: Attribution, found: _Found, index: int) -> bool:
    """A block's credit is what its plain sentences take; a speaker quoted inside it is not it."""
    return given.carried in {"citation_tail", "tag_forward", "block_credit"} or given.rules == (
        "unit.citation-tail",
    )


def _by_reference(heard: Sequence[Heard], found: _Found) -> _Carried:
    """ "The White House announced this"; "A diplomat was sceptical. ... the diplomat said"."""
    for index in range(len(heard) - 1):
        giver, following = found[index + 1], heard[index + 1]
        if found[index] is not None or giver is None or following.credit is None:
            continue
        if not _together(heard, index, index + 1):
            continue
        if _points_back(following):
            yield _carry(heard, index, giver, "explicit_back_reference")
        elif _same_noun(heard[index], following):
            yield _carry(heard, index, giver, "evidence_follows")


def _points_back(sentence: Heard) -> bool:
    credit, said = sentence.credit, sentence.said
    if credit is None or credit.rank not in {MAIN, RELATIVE}:
        return False
    at = credit.cue[1]
    return said.words[at : at + 1] == ("this",) and (
        at + 1 >= len(said.words) or said.words[at + 1] in _TIMES
    )


_TIMES = word_set("carrying.times")


def _same_noun(topic: Heard, evidence: Heard) -> bool:
    """The topic sentence's subject is who speaks in the next: "A diplomat ...", "the diplomat said"."""
    phrase = evidence.credit.phrase if evidence.credit else None
    if phrase is None or phrase.head not in topic.said.words[:6]:
        return False
    article = evidence.said.words[phrase.start]
    return article == "the" and topic.said.words[0] in {"a", "an", "one", "another"}
