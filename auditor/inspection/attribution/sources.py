"""What sort of source a noun phrase names: a person, nobody in particular, another outlet, a document."""

from dataclasses import dataclass
from enum import StrEnum

from auditor.inspection.attribution.utterance import Utterance
from auditor.inspection.cues import Lexicon, word_set


class Source(StrEnum):
    """What a noun phrase can be as the one who says something."""

    NAMED = "named"
    ANONYMOUS = "anonymous"
    VAGUE = "vague"
    OUTLET = "outlet"
    DOCUMENT = "document"
    PRONOUN = "pronoun"
    ROLE = "role"  # "the diplomat", "the president": whoever it was before
    THING = "thing"  # cannot speak
    UNKNOWN = "unknown"


MUTE = frozenset({Source.THING, Source.UNKNOWN})
"""What cannot be made out to be anybody who speaks."""
PRONOUNS = word_set("sources.pronouns")
_PREPOSITIONS = word_set("sources.prepositions")
_DEFINITE = word_set("sources.definite")
_INDEFINITE = word_set("sources.indefinite")
# A capital on these says nothing: they open sentences, or are days and peoples.
_COMMON = word_set("sources.common")
_COLLECTIVE = word_set("sources.collective")
_FOREMOST = word_set("sources.foremost")
_KINDS = ("outlet", "document", "vague", "anonymous", "office", "institution", "thing")
_SPEAKERS = ("er", "or", "ist", "man", "woman", "ian", "ant", "ee", "eer", "men", "women", "folk")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words ``[start, end)`` of a sentence as a source; ``head`` is the noun that decides its sort."""

    start: int
    end: int
    source: Source
    head: str


def read_phrase(said: Utterance, start: int, end: int, lexicon: Lexicon) -> Phrase:
    """Classify words ``[start, end)``: the head noun first, then names and articles around it."""
    stop = _core_end(said, start, end)
    head = _head(said, start, stop)
    return Phrase(start, stop, _sort(said, start, stop, head, lexicon), head)


def _core_end(said: Utterance, start: int, end: int) -> int:
    """Where the phrase's first preposition stands: what follows only qualifies the head."""
    for index in range(start + 1, end):
        word = said.words[index]
        participle = word.endswith("ed") and len(word) > 4 and index > start + 1 and not said.capital(index)
        if word in _PREPOSITIONS or participle or said.halted(index):
            return index
    return end


def _head(said: Utterance, start: int, stop: int) -> str:
    for index in range(start + 1, stop):
        if said.words[index] == "of" and said.words[index - 1] not in _COLLECTIVE:
            return _bare(said.words[index - 1])
    return _bare(said.words[stop - 1])


def _bare(word: str) -> str:
    return word[:-2] if word.endswith("'s") else word.rstrip("'")


def _sort(said: Utterance, start: int, stop: int, head: str, lexicon: Lexicon) -> Source:
    words = [_bare(word) for word in said.words[start:stop]]
    if len(words) == 1 and words[0] in PRONOUNS:
        return Source.PRONOUN
    if _outlet(said, words, stop, lexicon):
        return Source.OUTLET
    kinds = lexicon.kinds_of(head)
    if _personal_name(said, start, stop, kinds):
        return Source.NAMED
    if "office" in lexicon.kinds_of(head.removesuffix("s")):
        kinds |= {"office"}
    for kind, source in _DECIDING.items():
        if kind in kinds:
            return source
    return _person(said, (start, stop), words, head, kinds)


_DECIDING = {"thing": Source.THING, "vague": Source.VAGUE, "document": Source.DOCUMENT}


def _outlet(said: Utterance, words: list[str], stop: int, lexicon: Lexicon) -> bool:
    """Whether the phrase ends in the name of a medium ("the New York Times"), or a word for one."""
    for hit in lexicon.find(words):
        if hit.end != len(words):
            continue
        if hit.cue.kind == "outlet":
            return True
        named = said.capital(stop - 1) and len(words) > 1 and said.capital(stop - 2)
        if hit.cue.kind == "outlet_title" and named and words[-2] not in _COMMON:
            return True
    return False


def _personal_name(said: Utterance, start: int, stop: int, kinds: frozenset[str]) -> bool:
    """Whether the phrase ends in a name ("spokesman Dmitry Peskov"), not in a role after one."""
    last = stop - 1
    if not said.capital(last) or said.words[last] in _COMMON:
        return False
    lower_roles = kinds & {"vague", "anonymous", "thing", "document"}
    return not lower_roles or (last > start and said.capital(last - 1) and "anonymous" not in kinds)


def _person(
    said: Utterance, core: tuple[int, int], words: list[str], head: str, kinds: frozenset[str]
) -> Source:
    """People and institutions: held to it by name, or a role that only one fits, or nobody known."""
    names = any(said.capital(index) and said.words[index] not in _COMMON for index in range(*core))
    first, plural = words[0], head.endswith("s")
    # "the two leaders", "Russia’s top diplomat": only these persons fit.
    if (first in {"the", "both"} and "two" in words[:2]) or (names and not _FOREMOST.isdisjoint(words)):
        return Source.NAMED
    if "institution" in kinds:
        return Source.NAMED if names or first not in _INDEFINITE else Source.ANONYMOUS
    if "office" in kinds:
        return _office(first, names=names, plural=plural)
    if "anonymous" in kinds or head.removesuffix("s").endswith(_SPEAKERS):
        return Source.ROLE if first == "the" and not plural else Source.ANONYMOUS
    return Source.NAMED if names and first == "the" else Source.UNKNOWN


def _office(first: str, *, names: bool, plural: bool) -> Source:
    if plural:
        return Source.NAMED if names or first in _DEFINITE else Source.ANONYMOUS
    return Source.ANONYMOUS if first in _INDEFINITE else Source.NAMED
