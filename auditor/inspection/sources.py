"""What sort of source a noun phrase names: a person, nobody in particular, another outlet, a document."""

from dataclasses import dataclass
from enum import StrEnum

from auditor.inspection.cues import Lexicon
from auditor.inspection.utterance import Utterance


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


PRONOUNS = frozenset("he she they it i we who you".split())
_PREPOSITIONS = frozenset(
    "in at on for with from to about during after before near inside outside under among across against by into "
    "through between within over alongside who that which whose where speaking familiar close opposed".split()
)
_DEFINITE = frozenset("the both two his her their its this that".split())
_INDEFINITE = frozenset("a an one another some several many two three four five other".split())
# A capital on these says nothing: they open sentences, or are days and peoples.
_COMMON = frozenset(
    "the a an this that these those his her their its our my both two some several many one another all most no as in "
    "at for monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december us american russian syrian turkish western european british french german "
    "chinese israeli iraqi iranian arab saudi ukrainian opposition senior top state federal local other new former "
    "recent u.s republican democratic muslim kurdish officials sources reports media experts analysts critics first "
    "yesterday today now then later earlier meanwhile still but and however pro anti house white unnamed chief".split()
)
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
    return Phrase(start, end, _sort(said, start, stop, head, lexicon), head)


def _core_end(said: Utterance, start: int, end: int) -> int:
    """Where the phrase's first preposition stands: what follows only qualifies the head."""
    for index in range(start + 1, end):
        if said.words[index] in _PREPOSITIONS or said.halted(index):
            return index
    return end


def _head(said: Utterance, start: int, stop: int) -> str:
    for index in range(start + 1, stop):
        if said.words[index] == "of":
            return _bare(said.words[index - 1])
    return _bare(said.words[stop - 1])


def _bare(word: str) -> str:
    return word[:-2] if word.endswith("'s") else word.rstrip("'")


def _sort(said: Utterance, start: int, stop: int, head: str, lexicon: Lexicon) -> Source:
    words = [_bare(word) for word in said.words[start:stop]]
    if len(words) == 1 and words[0] in PRONOUNS:
        return Source.PRONOUN
    kinds = lexicon.kinds([head])
    outlet = _outlet(said, words, start, stop, lexicon)
    if outlet:
        return Source.OUTLET
    if _personal_name(said, start, stop, kinds):
        return Source.NAMED
    if "thing" in kinds:
        return Source.THING
    if "vague" in kinds and not said.capital(stop - 1):
        return Source.VAGUE
    if "document" in kinds:
        return Source.DOCUMENT
    return _person(said, words, start, stop, head, kinds)


def _outlet(said: Utterance, words: list[str], start: int, stop: int, lexicon: Lexicon) -> bool:
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
    said: Utterance, words: list[str], start: int, stop: int, head: str, kinds: frozenset[str]
) -> Source:
    names = any(said.capital(index) and said.words[index] not in _COMMON for index in range(start, stop))
    first = words[0]
    if kinds & {"institution"}:
        return Source.NAMED if first not in _INDEFINITE or names else Source.ANONYMOUS
    if "office" in kinds:
        return _office(first, names=names, plural=head.endswith("s"))
    if "anonymous" in kinds:
        return Source.ROLE if first == "the" and not head.endswith("s") else Source.ANONYMOUS
    if said.capital(stop - 1):
        return Source.NAMED
    if head.removesuffix("s").endswith(_SPEAKERS):
        return Source.ROLE if first == "the" and not head.endswith("s") else Source.ANONYMOUS
    return Source.NAMED if names and first == "the" else Source.UNKNOWN


def _office(first: str, *, names: bool, plural: bool) -> Source:
    if first in _INDEFINITE and first != "two":
        return Source.ANONYMOUS
    if plural:
        return Source.NAMED if first in _DEFINITE or names else Source.ANONYMOUS
    return Source.NAMED
