"""What type of source a stretch of words is: a name, a reference to one, nobody in particular, a paper."""

from dataclasses import replace
from enum import StrEnum

from auditor.inspection.attribution.sources import Source, read_phrase
from auditor.inspection.attribution.utterance import Utterance
from auditor.inspection.cues import Lexicon, word_set


class SourceType(StrEnum):
    """As ``Sourcing``, but a reference ("he", "the senator") is told from a name."""

    NAMED = "named"
    REFERENCE = "reference"
    ANONYMOUS = "anonymous"
    VAGUE = "vague"
    SECOND_HAND_OUTLET = "second_hand_outlet"
    DOCUMENT = "document"
    LINK = "link"
    NONE = "none"


_REFERRING = word_set("kinds.referring")
_ANYBODY = word_set("kinds.anybody")
_LOOSE = word_set("kinds.loose")
_APPROXIMATE = word_set("kinds.approximate")
_SHARES = word_set("kinds.shares")
_PAPERS = word_set("kinds.papers")
_UNIQUE = word_set("kinds.unique")
_JOURNALISTS = word_set("kinds.journalists")
_CLOSE = word_set("kinds.close")
_COUNTED = word_set("kinds.counted")
_TENS = frozenset({"10", "ten", "100", "five", "5", "four", "4", "three", "3"})
_OPENING = frozenset({"the", "this", "that", "these", "those"})
_OF = frozenset({"of", "for", "at", "in", "from", "with", "to"})
_FIRM = frozenset({Source.OUTLET, Source.DOCUMENT, Source.PRONOUN})
_TYPES = {
    Source.NAMED: SourceType.NAMED,
    Source.PRONOUN: SourceType.REFERENCE,
    Source.ROLE: SourceType.REFERENCE,
    Source.ANONYMOUS: SourceType.ANONYMOUS,
    Source.VAGUE: SourceType.VAGUE,
    Source.OUTLET: SourceType.SECOND_HAND_OUTLET,
    Source.DOCUMENT: SourceType.DOCUMENT,
}


def source_type(said: Utterance, start: int, end: int, lexicon: Lexicon) -> SourceType:
    """The type of words ``[start, end)`` of a sentence as a source."""
    return _by_words(said.words[start:end]) or _by_noun(said, start, end, lexicon)


def _by_words(words: tuple[str, ...]) -> SourceType | None:
    """What the first words say, whatever noun follows."""
    if words[0] in _REFERRING and (len(words) == 1 or words[0] in {"who", "which"} or words[1] == "and"):
        return SourceType.REFERENCE
    if words[0] in _CLOSE and len(words) > 1:
        return SourceType.ANONYMOUS
    return SourceType.VAGUE if _of_no_number(words) else None


def _by_noun(said: Utterance, start: int, end: int, lexicon: Lexicon) -> SourceType:
    phrase = read_phrase(said, start, _before_participle(said, start, end), lexicon)
    if phrase.head.endswith("ly") and phrase.end < end:  # "a newly released email": cut too early
        phrase = replace(read_phrase(said, phrase.end, end, lexicon), start=start)
    if phrase.head in _PAPERS:
        return SourceType.DOCUMENT
    if phrase.head in _JOURNALISTS and _for_outlet(said, phrase.end, end, lexicon):
        return SourceType.SECOND_HAND_OUTLET
    if _named_beside(said, phrase.end, end):
        return SourceType.NAMED
    if phrase.source not in _FIRM and _refers(said, (phrase.start, phrase.end), end, lexicon):
        return SourceType.REFERENCE
    loose = said.words[start] in _LOOSE and not said.capital(phrase.end - 1)
    known = SourceType.VAGUE if loose else _TYPES.get(phrase.source)
    if known is SourceType.VAGUE and said.words[start] in _COUNTED:
        return SourceType.ANONYMOUS  # "a group of 32 experts": so many, and no others
    return known or _unknown(said, phrase.start, phrase.end)


def _before_participle(said: Utterance, start: int, end: int) -> int:
    """ "a database tracking such deaths": what follows the participle only qualifies the noun."""
    places = (place for place in range(start + 2, end) if said.words[place].endswith("ing"))
    return next((place for place in places if not said.capital(place)), end)


def _of_no_number(words: tuple[str, ...]) -> bool:
    """ "63 percent", "nearly eight of 10 voters", "everyone", "many of whom": nobody to ask."""
    told = [word for word in words if word not in _APPROXIMATE][:4]
    share = any(word.endswith("%") or word in _SHARES for word in told[:3])
    one_in = len(told) > 2 and told[1] in {"of", "in"} and told[2] in _TENS
    return share or one_in or words[0] in _ANYBODY


def _for_outlet(said: Utterance, start: int, end: int, lexicon: Lexicon) -> bool:
    return any(
        read_phrase(said, place, end, lexicon).source is Source.OUTLET
        for place in range(start + 1, min(end, start + 4))
    )


def _named_beside(said: Utterance, start: int, end: int) -> bool:
    """ "his former partner, Lawrence B. Cummings": a name of two words stands behind a comma."""
    return any(
        said.halted(place) and all(said.capital(at) for at in (place, place + 1))
        for place in range(start, end - 1)
    )


def _refers(said: Utterance, core: tuple[int, int], end: int, lexicon: Lexicon) -> bool:
    """ "the senator", "the Republican nominee": a role or a body named before, not named here."""
    start, stop = core
    head = said.words[stop - 1]
    if said.words[start] not in _OPENING or said.capital(stop - 1) or head in _UNIQUE or start + 1 == stop:
        return False
    names = any(said.capital(place) for place in range(start + 1, stop))
    if names and "institution" in lexicon.kinds_of(head):
        return False  # "the Trump campaign"
    belongs = stop < end and said.words[stop] in _OF and any(said.capital(at) for at in range(stop, end))
    return not belongs and head not in _ANYBODY and "and" not in said.words[start:end]


def _unknown(said: Utterance, start: int, stop: int) -> SourceType:
    if said.capital(stop - 1):
        return SourceType.NAMED
    several = said.words[stop - 1].endswith("s") and said.words[start] not in {"several", "those", "a", "an"}
    return SourceType.VAGUE if several else SourceType.ANONYMOUS
