"""Credits without a verb of saying: "according to", "his claim that", "it is believed", "article from"."""

from dataclasses import replace

from auditor.inspection.attribution.clauses import HAVE, MODAL, noun_phrase, relative, secondary
from auditor.inspection.attribution.credit import IMPERSONAL, NOUN, PHRASE, POSSESSED, TAG, Credit, credited
from auditor.inspection.attribution.sources import MUTE, Phrase, Source, read_phrase
from auditor.inspection.attribution.utterance import Utterance
from auditor.inspection.cues import Hit, Lexicon

_LONGEST = 16
"""Words looked at after a cue for the name of its source."""
_VERBS = HAVE | MODAL
_AUTHORS = frozenset({Source.NAMED, Source.ANONYMOUS, Source.OUTLET})


def read_according(said: Utterance, hit: Hit, lexicon: Lexicon) -> Credit | None:
    """ "according to the Kremlin": covers the whole sentence, wherever it stands."""
    start = hit.end
    if start >= len(said.words):
        return None
    end = start + 1
    while (
        end < min(len(said.words), start + _LONGEST)
        and not said.halted(end)
        and said.words[end] not in _VERBS
    ):
        end += 1
    phrase = read_phrase(said, start, end, lexicon)
    if phrase.source in MUTE or phrase.source is Source.DOCUMENT:
        phrase = _author_of(said, phrase, end, lexicon)
    return credited(hit, "according", TAG, phrase)


def _author_of(said: Utterance, phrase: Phrase, end: int, lexicon: Lexicon) -> Phrase:
    """ "according to a previous statement by Putin": whoever made it, else the paper itself."""
    for index in range(phrase.start + 1, end - 1):
        if said.words[index] in {"by", "from"}:
            author = read_phrase(said, index + 1, end, lexicon)
            if author.source in _AUTHORS:
                return author
    return replace(phrase, source=Source.VAGUE if phrase.source is Source.UNKNOWN else Source.DOCUMENT)


def read_words_of(said: Utterance, hit: Hit, lexicon: Lexicon) -> Credit | None:
    """ "In Putin’s words"."""
    if hit.end - hit.start < 3 or said.words[hit.start] == "for":
        return None
    phrase = read_phrase(said, hit.start + 1, hit.end - 1, lexicon)
    source = Source.PRONOUN if phrase.head in {"his", "her", "their"} else phrase.source
    if source in MUTE or source is Source.VAGUE:
        return None
    return credited(hit, "according", PHRASE, replace(phrase, source=source))


def read_impersonal(said: Utterance, hit: Hit, _lexicon: Lexicon) -> Credit | None:
    """ "it was reported that", "is believed to": nobody says it."""
    before = said.words[hit.start - 1] if hit.start else ""
    if relative(before) or secondary(before):
        return None
    return Credit(Source.VAGUE, IMPERSONAL, (hit.start, hit.end), hit.cue.id, "impersonal")


def read_noun(said: Utterance, hit: Hit, lexicon: Lexicon) -> Credit | None:
    """ "last month's declaration by Assad that": the maker of a statement is its source."""
    start = hit.end
    stop = min(len(said.words), start + 8)
    if hit.cue.kind == "noun_vague":
        return Credit(Source.VAGUE, NOUN, (hit.start, hit.end), hit.cue.id, "noun")
    end = next((index for index in range(start, stop) if said.words[index] == "that"), 0)
    if end <= start:
        return None
    phrase = read_phrase(said, start, end, lexicon)
    return None if phrase.source in MUTE else credited(hit, "noun", NOUN, phrase)


def read_possessed(said: Utterance, hit: Hit, _lexicon: Lexicon) -> Credit | None:
    """ "Trump’s claim that": whoever has the noun; "claims that" alone are nobody's."""
    for index in range(hit.start - 1, max(-1, hit.start - 4), -1):
        if said.words[index].endswith("'s") and said.capital(index):
            return credited(hit, "noun", POSSESSED, Phrase(index, index + 1, Source.NAMED, said.words[index]))
        if said.words[index] in {"his", "her", "their"}:
            return credited(
                hit, "noun", POSSESSED, Phrase(index, index + 1, Source.PRONOUN, said.words[index])
            )
    return None


def read_taken_from(said: Utterance, hit: Hit, lexicon: Lexicon) -> Credit | None:
    """ "excellent article from RT": the words that say where a text was taken from."""
    if hit.end >= len(said.words):
        return None
    found = noun_phrase(said, hit.end)
    phrase = read_phrase(said, found.start, found.end, lexicon)
    if phrase.source is not Source.OUTLET:
        return None
    return Credit(Source.OUTLET, PHRASE, (hit.end - 1, hit.end), hit.cue.id, "taken_from", phrase)


def read_law(said: Utterance, hit: Hit, lexicon: Lexicon) -> Credit | None:
    """ "Under Article 5 of the treaty": a rule quoted by its name is a document."""
    if hit.start != 0:
        return None
    for index in range(1, min(len(said.words), _LONGEST)):
        if index > 2 and "," in said.gaps[index] and ")" not in said.gaps[index]:
            return None
        named = said.capital(index) or said.words[index] == "law"
        if named and "document" in lexicon.kinds_of(said.words[index]):
            found = noun_phrase(said, index)
            return credited(hit, "law", PHRASE, Phrase(index, found.end, Source.DOCUMENT, said.words[index]))
    return None
