"""Loaded phrases: words that judge while they name, and words set in scare quotes."""

from collections.abc import Iterator

from auditor.inspection.attribution import Heard
from auditor.inspection.attribution.utterance import Utterance
from auditor.inspection.document import Span

KIND, PLAIN = "loaded", "plain"
_SCARE = 4
"""Words of a quotation that can be a scare quote; a longer one is somebody's speech."""
_MARKS = '"“”„«»'


def find_loaded(heard: Heard) -> tuple[Span, ...]:
    """The loaded phrases of a sentence, in its order, also those inside quotations.

    Neighbouring ones are one phrase. Scare quotes come with their marks.
    """
    said = heard.said
    places = [(hit.start, hit.end) for hit in heard.hits if hit.cue.kind == KIND]
    plain = [hit.end for hit in heard.hits if hit.cue.kind == PLAIN] if places else []
    places = [place for place in places if place[1] not in plain]
    own = heard.credit is None and heard.unit is None  # else the quoted words are whoever is credited's
    scares = list(_scares(said)) if own and True in said.quoted and False in said.quoted else []
    if not places and not scares:
        return ()
    found = [said.place(start, end) for start, end in _joined(said, sorted(places))]
    scared = [_marked(said, start, end) for start, end in scares]
    alone = [span for span in found if not any(other.touches(span) for other in scared)]
    return tuple(sorted([*alone, *scared]))


def _joined(said: Utterance, places: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    reached: tuple[int, int] | None = None
    for start, end in places:
        if reached is not None and start <= reached[1] and not (start == reached[1] and said.halted(start)):
            reached = reached[0], max(reached[1], end)
            continue
        if reached is not None:
            yield reached
        reached = start, end
    if reached is not None:
        yield reached


def _scares(said: Utterance) -> Iterator[tuple[int, int]]:
    """Short runs of quoted words that the writer's own sentence uses as a word of its own."""
    start = 0
    quoted = said.quoted
    while start < len(quoted):
        end = start
        while end < len(quoted) and quoted[end] == quoted[start] and (end == start or not _parted(said, end)):
            end += 1
        if quoted[start] and end - start <= _SCARE and not _speech(said, start, end):
            yield start, end
        start = end


def _parted(said: Utterance, at: int) -> bool:
    return any(mark in said.gaps[at] for mark in _MARKS)


def _speech(said: Utterance, start: int, end: int) -> bool:
    """Whether a short quotation is what somebody said: a comma or colon leads in, or it ends a sentence."""
    opened = start > 0 or not said.entered
    before, after = said.gaps[start].rstrip(_MARKS), said.gaps[end]
    return not opened or "," in before or ":" in before or after[:1] in {",", "!", "?"} or start == 0


def _marked(said: Utterance, start: int, end: int) -> Span:
    """The words with the marks right around them."""
    place = said.place(start, end)
    before, after = said.gaps[start], said.gaps[end]
    return Span(place.start - (before[-1:] in _MARKS), place.end + (after[:1] in _MARKS))
