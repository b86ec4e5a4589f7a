"""Where the subject of a verb stands in a sentence, and what kind of clause the verb is in."""

from dataclasses import dataclass

from auditor.inspection.attribution.utterance import Utterance
from auditor.inspection.cues import Hit, word_set

BE = word_set("clauses.be")
HAVE = word_set("clauses.have")
_DO = word_set("clauses.do")
MODAL = word_set("clauses.modal")
_ADVERBS = word_set("clauses.adverbs")
_CATENATIVE = word_set("clauses.catenative")
_RELATIVE = word_set("clauses.relative")
_SUBORDINATE = word_set("clauses.subordinate")
_COORDINATE = word_set("clauses.coordinate")
PREPOSITIONS = word_set("clauses.prepositions")
_DETERMINERS = frozenset({"the", "a", "an"})
_BEGINNING = _DETERMINERS | {"one", "his", "her", "their", "he", "she", "they"}
_SHORT = 4
_INSERTING = ",;:—–-()…"
_FARTHEST = 30
"""Words looked at before the verb: no subject of the gold or of PolNeAR's development texts is longer."""


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """The auxiliaries and adverbs before a verb: ``[start, verb]`` and what they make of it."""

    start: int
    passive: bool = False
    modal: bool = False
    infinitive: bool = False
    catenative: bool = False
    progressive: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """Words ``[start, end)`` before a verb, and the word that opens its clause ("" for a main clause).

    ``shared`` when the verb has no subject of its own: it is the clause's first.
    """

    start: int
    end: int
    opener: str = ""
    shared: bool = False


def verb_group(said: Utterance, hit: Hit) -> VerbGroup:
    """Read back from the verb over its auxiliaries and adverbs, never over a comma or a quotation mark."""
    words = said.words
    start = hit.start
    passive = modal = infinitive = catenative = progressive = False
    while start > 0 and not said.halted(start):
        word = words[start - 1]
        if word in BE:
            passive = passive or hit.tense in {"ed", "en"}
            progressive = True
        elif word in MODAL:
            modal = True
        elif word == "to" and hit.start - start < 2:
            infinitive = True
        elif word in _CATENATIVE and (infinitive or hit.tense == "ing"):
            catenative = True
        elif not (
            word in HAVE or word in _DO or word in _ADVERBS or (word.endswith("ly") and word != "family")
        ):
            break
        start -= 1
    return VerbGroup(start, passive, modal, infinitive, catenative, progressive)


def subject_before(said: Utterance, end: int) -> Subject | None:
    """The noun phrase that ends before word ``end``, over an inserted phrase if commas mark one."""
    return (
        _over_insertion(said, end)
        if any(mark in _INSERTING for mark in said.gaps[end])
        else _phrase(said, end)
    )


def _phrase(said: Utterance, end: int) -> Subject:
    words = said.words
    start, opener = end, ""
    lowest = max(0, end - _FARTHEST)
    while start > lowest:
        word = words[start - 1]
        if _opens_clause(said, start - 1, end):
            opener = word
            break
        start -= 1
        if said.halted(start):
            break
    if start == end:
        return Subject(0, 0, opener, shared=True)
    return Subject(_skip_adverbial(said, start, end), end, opener)


def _opens_clause(said: Utterance, index: int, end: int) -> bool:
    word = said.words[index]
    if word in _RELATIVE or word in _SUBORDINATE:
        return True
    if word == "as":
        return index + 1 < end
    if word not in _COORDINATE:
        return False
    # "Obama and Putin discussed" is one subject, "and Pankov said" is not.
    joins_names = (
        0 < index < end - 1 and said.capital(index - 1) and said.capital(index + 1) and word == "and"
    )
    return not joins_names or said.halted(index)


def _skip_adverbial(said: Utterance, start: int, end: int) -> int:
    """Leave out "First", "In Damascus" and the like where no comma does."""
    while start < end - 1 and said.words[start] in _ADVERBS - {"both", "all"}:
        start += 1
    if said.words[start] not in PREPOSITIONS:
        return start
    at = end - 1
    while at > start and said.words[at - 1] not in PREPOSITIONS:
        at -= 1
    return min(at, end - 1)


def _over_insertion(said: Utterance, end: int) -> Subject | None:
    """ "Pankov, speaking Tuesday at a ceremony, said": the subject stands before the first comma."""
    at = end - 1
    while at > 0 and end - at < _FARTHEST:
        if said.halted(at):
            found = _phrase(said, at)
            if not found.shared and _nominal(said, found):
                return found
        at -= 1
    return None


def _nominal(said: Utterance, subject: Subject) -> bool:
    determined = said.words[subject.start] in _DETERMINERS and subject.end - subject.start < _SHORT
    return determined or any(said.capital(index) for index in range(subject.start, subject.end))


def subject_after(said: Utterance, start: int) -> Subject | None:
    """The noun phrase after an inverted verb: "said Ivan Konovalov, director of the centre"."""
    if start >= len(said.words) or said.halted(start):
        return None
    begins = said.capital(start) or said.words[start] in _BEGINNING
    return noun_phrase(said, start) if begins else None


def noun_phrase(said: Utterance, start: int) -> Subject:
    """The words from ``start`` up to a preposition, a clause or a comma, ten at most."""
    end = start + 1
    while end < len(said.words) and end - start < 10 and not said.halted(end):
        if said.words[end] in PREPOSITIONS | _RELATIVE | _SUBORDINATE | {"as", "told"}:
            break
        end += 1
    return Subject(start, end)


def first_subject(said: Utterance) -> Subject:
    """The first noun phrase of the sentence, over an opening phrase that a comma closes."""
    words = said.words
    start = 0
    if words[0] in PREPOSITIONS | _SUBORDINATE | {"as"} or words[0].endswith("ing"):
        start = next((index for index in range(1, min(len(words), _FARTHEST)) if "," in said.gaps[index]), 0)
    while start < min(len(words) - 1, 2 * _FARTHEST) and words[start] in _ADVERBS | _COORDINATE:
        start += 1
    end = start + 1
    while end < min(len(words), start + 8) and not said.halted(end) and _still_name(said, end):
        end += 1
    return Subject(start, end)


def _still_name(said: Utterance, index: int) -> bool:
    """ "The state news agency SANA": nouns go on until a verb or a preposition, names while capitals do."""
    word = said.words[index]
    if said.capital(index):
        return True
    noun = not (word in _NO_NOUNS or word.endswith("ed"))
    return noun and (not said.capital(index - 1) or said.words[index - 1] in _DETERMINERS)


_NO_NOUNS = word_set("stances.finite") | PREPOSITIONS | {"that", "to"}


def relative_antecedent(said: Utterance, subject: Subject, verb_start: int) -> Subject | None:
    """ "Churkin, who declared": the name before the relative word."""
    end = verb_start - 1
    start = end
    while start > 0 and said.capital(start - 1) and (start == end or not said.halted(start)):
        start -= 1
    return Subject(start, end, "who") if subject.opener == "who" and start < end else None


def secondary(opener: str) -> bool:
    """Whether a clause so opened only qualifies the sentence: "after Putin announced"."""
    return opener in _SUBORDINATE


def relative(opener: str) -> bool:
    """Whether a clause so opened hangs on a noun or on another verb: "who said", "that Putin said"."""
    return opener in _RELATIVE
