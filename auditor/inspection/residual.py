"""Words of a sentence that its attribution does not reach, and that are worth checking all the same."""

from collections.abc import Iterator

from auditor.inspection.attribution import Attribution, Heard, Sourcing
from auditor.inspection.attribution.clauses import PREPOSITIONS
from auditor.inspection.attribution.utterance import Utterance
from auditor.inspection.cues import word_set
from auditor.inspection.document import Span

_LEADING = word_set("residual.leading")
_RELATIVE = word_set("residual.relative")
_PERFECT = word_set("residual.perfect")
_FINITE = word_set("stances.finite")
_SHORTEST = 4
"""Words that a clause must have to be a claim."""
_LATEST = 30
_COMPARING = PREPOSITIONS | {"long", "far", "well", "soon", "much", "to", "usual", "always", "ever"}
_SPEAKING = frozenset({"speech", "act", "stance", "evidence"})
_FREE = frozenset({Sourcing.SELF_EVIDENT})


def find_residual(heard: Heard, attribution: Attribution, *, opinion: bool = False) -> tuple[Span, ...]:
    """The stretches of a sentence that stand outside the reach of its own attribution, or of an ``opinion``.

    A clause in front of the one that attributes ("As the talks enter a stalemate, Moscow announces ..."),
    a relative clause in the writer's voice behind it ("..., which has killed over 250,000"). Nothing in a
    quotation, a question, or a sentence whose source stands elsewhere; nothing without a name, a figure
    or a finished act. Inside a judgement that nobody else makes, the acts it takes for granted: "With the
    aims achieved, ...", "a war that has killed ...", "their illegal invasion".
    """
    said, credit = heard.said, heard.credit
    if heard.unit is not None or attribution.carried is not None or attribution.sourcing in _FREE:
        return ()
    if len(said.words) < 2 * _SHORTEST:
        return ()
    if credit is None or attribution.sourcing is Sourcing.NONE:
        return _taken_for_granted(heard) if opinion else ()
    stretches = [*_lead(said, credit.cue[0]), *_relatives(said, credit.cue[1])]
    if credit.kind == "act":
        stretches += _participles(said, heard, credit.cue[1])
    return tuple(said.place(start, end) for start, end in stretches if _claims(heard, start, end))


def _taken_for_granted(heard: Heard) -> tuple[Span, ...]:
    """What an opinion states by the way, as if it were known."""
    said = heard.said
    stretches = [one for one in _lead(said, len(said.words)) if _claims(heard, *one)]
    stretches += _finished(said)
    stretches += [(hit.start, hit.end) for hit in heard.hits if hit.cue.kind == "accusation"]
    return tuple(said.place(start, end) for start, end in _apart(stretches))


def _apart(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


def _finished(said: Utterance) -> Iterator[tuple[int, int]]:
    """Relative clauses that tell a finished act: "a campaign that has allowed the army to win"."""
    for at in range(1, len(said.words) - _SHORTEST):
        if said.words[at] in _TELLING and not said.quoted[at] and said.words[at - 1] not in _SPOKEN:
            acted = said.words[at + 1] in {"has", "have", "had"} or said.words[at + 1].endswith("ed")
            if acted:
                yield at, _clause_end(said, at + 1)


_TELLING = frozenset({"that", "which", "who"})
_SPOKEN = word_set("stances.finite")


def _lead(said: Utterance, cue: int) -> Iterator[tuple[int, int]]:
    """The subordinate clause that opens a sentence, up to its comma, if what attributes comes after it."""
    first = said.words[0]
    if first not in _LEADING or said.quoted[0] or said.words[1] in _COMPARING:
        return
    end = next((at for at in range(2, min(cue, _LATEST)) if "," in said.gaps[at]), 0)
    # "As CNN reported, ..." attributes by itself.
    if end > _SHORTEST and end < cue:
        yield (0 if first == "with" else 1), end


def _relatives(said: Utterance, after: int) -> Iterator[tuple[int, int]]:
    """Relative clauses that a comma sets off behind the attribution, outside quotation marks."""
    for at in range(after + 1, len(said.words) - 2):
        if said.words[at] not in _RELATIVE or "," not in said.gaps[at] or said.quoted[at]:
            continue
        if said.words[at + 1] not in _FINITE:
            continue
        yield at, _clause_end(said, at + 1)


def _clause_end(said: Utterance, at: int) -> int:
    """Where the next comma or quotation parts the words; a comma inside "250,000" does not."""
    while at < len(said.words) and not said.quoted[at] and ("," not in said.gaps[at] or said.gaps[at] == ","):
        at += 1
    return at


def _participles(said: Utterance, heard: Heard, after: int) -> Iterator[tuple[int, int]]:
    """ "He ordered the withdrawal, timing it to ...": what the writer says of an act that is reported."""
    speaking = {hit.start for hit in heard.hits if hit.cue.kind in _SPEAKING}
    for at in range(after + 1, len(said.words) - _SHORTEST):
        parted = "," in said.gaps[at] and said.gaps[at] != "," and not said.quoted[at]
        if parted and said.words[at].endswith("ing") and at not in speaking:
            yield at, _clause_end(said, at + 1)


def _claims(heard: Heard, start: int, end: int) -> bool:
    said = heard.said
    if end - start < _SHORTEST:
        return False
    names = any(said.capitals[at] for at in range(max(start, 1), end))
    figures = any(said.words[at][0].isdigit() for at in range(start, end))
    grave = any(hit.cue.kind == "grave" and start <= hit.start < end for hit in heard.hits)
    done = not _PERFECT.isdisjoint(said.words[start:end])
    begun = start <= 1 or said.words[start].endswith("ing")
    return (names and (done or begun)) or figures or grave
