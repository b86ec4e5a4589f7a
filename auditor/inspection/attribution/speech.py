"""Who speaks in one sentence: its own credit, without its neighbours."""

from collections.abc import Iterator, Sequence
from itertools import islice

from auditor.inspection.attribution.clauses import HAVE, MODAL
from auditor.inspection.attribution.credit import PHRASE, TAG, Credit
from auditor.inspection.attribution.mentions import (
    read_according,
    read_impersonal,
    read_law,
    read_noun,
    read_possessed,
    read_taken_from,
    read_words_of,
)
from auditor.inspection.attribution.sources import PRONOUNS, Phrase, Source
from auditor.inspection.attribution.utterance import Utterance
from auditor.inspection.attribution.verbs import read_verb
from auditor.inspection.cues import Hit, Lexicon, word_set

_MOST = 40
"""Cues looked at in one sentence: no sentence of an article has so many, a hostile one must not cost more."""
_DETERMINERS = word_set("speech.determiners")


def find_credit(said: Utterance, hits: Sequence[Hit], lexicon: Lexicon, own: frozenset[str]) -> Credit | None:
    """The credit that vouches for the sentence's main claim, or None.

    ``own`` holds the names of the publication itself in lower case: it is no source for its claims.
    """
    given = [
        credit
        for credit in _readings(said, hits, lexicon)
        if credit.phrase is None or " ".join(_words(said, credit.phrase)) not in own
    ]
    if not given or said.text.endswith("?"):
        return None
    best = min(given, key=lambda credit: (credit.rank, credit.cue))
    if best.source is Source.OUTLET:
        best = _last_vouching(best, given)
    return None if _outrun(said, best, given) else best


def _words(said: Utterance, phrase: Phrase) -> list[str]:
    words = list(said.words[phrase.start : phrase.end])
    return words[1:] if words[0] == "the" else words


def _last_vouching(outlet: Credit, given: Sequence[Credit]) -> Credit:
    """Of a chain the last party that is no medium: "the agency said Assad had told it"."""
    others = (
        credit
        for credit in given
        if credit.kind == "speech"
        and credit.source in {Source.NAMED, Source.ANONYMOUS}
        and credit.cue > outlet.cue
    )
    return next(others, outlet)


def _readings(said: Utterance, hits: Sequence[Hit], lexicon: Lexicon) -> Iterator[Credit]:
    speaking = (hit for hit in hits if hit.cue.kind in _READERS and not said.quoted[hit.start])
    for hit in islice(speaking, _MOST):
        credit = _READERS[hit.cue.kind](said, hit, lexicon)
        if credit is not None:
            yield credit


_READERS = {
    "speech": read_verb,
    "act": read_verb,
    "stance": read_verb,
    "evidence": read_verb,
    "according": read_according,
    "words_of": read_words_of,
    "impersonal": read_impersonal,
    "noun": read_noun,
    "noun_vague": read_noun,
    "noun_of": read_possessed,
    "law": read_law,
    "taken_from": read_taken_from,
}


def _outrun(said: Utterance, best: Credit, given: Sequence[Credit]) -> bool:
    """Whether a further half of the sentence makes a new claim that the credit does not reach.

    "Russia said it fought terrorists, but a large part of its strikes were on other groups": the new
    half decides (annotation guide, hard cases).
    """
    if best.rank in {TAG, PHRASE} or said.words[0] in {"while", "although", "though"}:
        return False
    last = max(credit.cue[0] for credit in given)
    return any(
        not said.quoted[index] and _new_half(said, best, index)
        for index in range(max(best.cue[1] + 1, last), len(said.words) - 3)
    )


def _new_half(said: Utterance, best: Credit, index: int) -> bool:
    word, following = said.words[index], said.words[index + 1]
    if word == "but":
        own_subject = following not in PRONOUNS and (following in _DETERMINERS or said.capital(index + 1))
        # In the past perfect or conditional the report goes on: "said he had called, but they had not".
        backshifted = any(later in HAVE | MODAL for later in said.words[index + 1 : index + 8])
        return said.halted(index) and own_subject and not backshifted
    # "announces a withdrawal while maintaining its bases, ...": a short object, then the real list.
    short = index - best.cue[1] <= 5 and "that" not in said.words[best.cue[1] : index]
    return (
        word == "while" and following.endswith("ing") and short and len(said.words) - index > 2 * (index + 1)
    )
