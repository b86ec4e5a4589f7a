"""Sentences that are no sentences: citation tails, labels and signatures of notes."""

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.inspection.attribution.utterance import Utterance
from auditor.inspection.cues import Hit, Lexicon, word_set
from auditor.inspection.document import Span
from auditor.inspection.tiling import SegmentKind

_LONGEST_TAIL = 40
_MONTHS = word_set("units.months")
_OFFICIAL = frozenset({"institution", "office", "document"})
_INTRODUCTIONS = word_set("units.introductions")


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch that only names a source, a note or a writer.

    ``name`` is "tail", "label" or "signature"; ``sourcing`` a value of the annotation guide;
    ``source`` a span of the text, ``cue`` word indices.
    """

    name: str
    sourcing: str
    rule: str
    source: Span | None = None
    cue: tuple[int, int] | None = None


def read_unit(said: Utterance, hits: Sequence[Hit], lexicon: Lexicon) -> Unit | None:
    """What unit this is, or None for a sentence proper."""
    if not said.words:
        return Unit("mark", "none", "unit.mark")
    if said.kind in {SegmentKind.EDITOR_NOTE, SegmentKind.UPDATE_NOTICE}:
        return _of_note(said)
    if said.text[0] in "([" and _cites(said):
        return _tail(said, hits, lexicon)
    return None


def _of_note(said: Utterance) -> Unit | None:
    if said.text.endswith(":") and len(said.words) < 6:
        return Unit("label", "self_evident", "unit.note-label")
    names = all(said.capital(index) for index in range(len(said.words)))
    if names and 1 < len(said.words) < 6 and said.text.rstrip("])} ")[-1] not in ".!?":
        return Unit("signature", "self_evident", "unit.signature")
    if not {"we", "our", "us"}.isdisjoint(said.words) and not _PUBLISHING.isdisjoint(said.words):
        return Unit("plan", "self_evident", "unit.publication-about-itself")
    return None


_PUBLISHING = word_set("units.publishing")


def _cites(said: Utterance) -> bool:
    """Bracketed, or a link and a date: with a year, a month or a link, and not longer than a reference."""
    if len(said.words) > _LONGEST_TAIL:
        return False
    closed = said.text.rstrip(" .").endswith(")") if said.text[0] == "(" else "](" in said.text
    dated = any(len(word) == 4 and word.isdecimal() and word[:2] in {"19", "20"} for word in said.words)
    return closed and (dated or "](" in said.text or said.words[0] in {"via", "source", "quoted"})


def _tail(said: Utterance, hits: Sequence[Hit], lexicon: Lexicon) -> Unit:
    start, end = _cited(said)
    kinds = lexicon.kinds(said.words[start:end])
    later = lexicon.kinds(said.words)
    official = bool(kinds & _OFFICIAL) and not kinds & {"outlet", "outlet_title"}
    outlet = bool(later & {"outlet"}) and not kinds & {"document", "institution"}
    sourcing = "document" if official and not outlet else "second_hand_outlet"
    cue = next(((hit.start, hit.end) for hit in hits if hit.cue.kind == "according"), None)
    return Unit("tail", sourcing, "unit.citation-tail", said.place(start, end), cue)


def _cited(said: Utterance) -> tuple[int, int]:
    """The first name of the reference: up to a comma or the end of a link."""
    start = 0
    while start < len(said.words) - 1 and said.words[start] in _INTRODUCTIONS:
        start += 1
    end = start + 1
    while end < len(said.words) and not said.halted(end):
        end += 1
    return start, end
