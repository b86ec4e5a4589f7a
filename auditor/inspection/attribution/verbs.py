"""Credits by verbs: "Putin said", "rejected by the court", "reports suggest"."""

from dataclasses import replace

from auditor.inspection.attribution.clauses import (
    BE,
    HAVE,
    MODAL,
    PREPOSITIONS,
    Subject,
    VerbGroup,
    first_subject,
    noun_phrase,
    relative,
    relative_antecedent,
    secondary,
    subject_after,
    subject_before,
    verb_group,
)
from auditor.inspection.attribution.credit import MAIN, RELATIVE, TAG, Credit, credited
from auditor.inspection.attribution.sources import MUTE, PRONOUNS, Phrase, Source, read_phrase
from auditor.inspection.attribution.utterance import Utterance
from auditor.inspection.cues import QUOTES, Hit, Lexicon, word_set

_NEARBY = 12
_CLOSING = '"”»'
_SPEAKING = frozenset({"office", "institution", "document", "anonymous", "outlet", "outlet_title"})
_AUXILIARIES = HAVE | MODAL | BE
_CONTRACTED = frozenset({"it's", "he's", "she's"})
_DETERMINERS = word_set("speech.determiners")
_NOUN_LIKE = word_set("speech.noun-like")
_AFTER_VERB = word_set("speech.after-verb")
_TAIL = word_set("speech.tail")


def read_verb(said: Utterance, hit: Hit, lexicon: Lexicon) -> Credit | None:
    """A verb of saying, of acting by words, or of evidence, with whoever does it."""
    if hit.end - hit.start >= 4 and said.words[hit.end - 1] == "saying":
        return _quoted_as_saying(said, hit, lexicon)
    if _is_noun(said, hit, lexicon) or any(said.halted(index) for index in range(hit.start + 1, hit.end)):
        return None
    group = verb_group(said, hit)
    if group.passive:
        return _by_agent(said, hit, lexicon)
    if group.modal or (group.infinitive and not group.catenative):
        return None
    subject = _subject(said, hit, group)
    if subject is None:
        return None
    return _credit(said, hit, subject, lexicon)


def _is_noun(said: Utterance, hit: Hit, lexicon: Lexicon) -> bool:
    """Whether the word is no verb here: "the reports of May", "their claims", "United States"."""
    at = hit.start
    if at and said.capital(at):
        return True
    before = said.words[at - 1] if at and not said.halted(at) else ""
    if before in _DETERMINERS or (before.endswith("'s") and before not in _CONTRACTED):
        return not (
            (before in {"that", "this"} and hit.tense in {"s", "past"})
            or (before, hit.tense) == ("by", "ing")
        )
    if said.words[at] not in _NOUN_LIKE or hit.end - at > 1:
        return False
    return not (_objects(said, hit.end) and _speaks(said, hit, before, lexicon))


def _objects(said: Utterance, at: int) -> bool:
    """Whether what stands at word ``at`` can be what somebody claims, orders or reports."""
    if at >= len(said.words):
        return False
    return said.words[at] in _AFTER_VERB or said.quoted[at] or said.capital(at)


def _speaks(said: Utterance, hit: Hit, before: str, lexicon: Lexicon) -> bool:
    """Whether the word before a verb that could be a noun can be its subject."""
    if before in PRONOUNS or before in HAVE | BE:
        return True
    if hit.start and said.capital(hit.start - 1) and before not in {"", "united", "member"}:
        return True
    if hit.tense == "base":
        return before.endswith("s")
    return hit.tense == "s" and bool(lexicon.kinds_of(before) & _SPEAKING)


def _quoted_as_saying(said: Utterance, hit: Hit, lexicon: Lexicon) -> Credit | None:
    """ "quoted Assad as saying": whoever is quoted vouches, not whoever quotes."""
    stop = hit.end - 2
    phrase = read_phrase(said, hit.start + 1, stop, lexicon)
    return (
        None
        if phrase.source in MUTE
        else replace(credited(hit, "speech", MAIN, phrase), cue=(stop + 1, hit.end))
    )


def _by_agent(said: Utterance, hit: Hit, lexicon: Lexicon) -> Credit | None:
    """ "was speculated by the press": in the passive only the agent is a source; without one, nobody."""
    at = hit.end
    if hit.cue.complement or said.words[hit.start] == "agreed":
        return None  # "written by", "agreed by": told flatly, nobody says it
    if at >= len(said.words) - 1 or said.words[at] != "by":
        return None
    found = noun_phrase(said, at + 1)
    phrase = read_phrase(said, found.start, found.end, lexicon)
    if phrase.source in MUTE:
        return None
    return replace(credited(hit, hit.cue.kind, MAIN, phrase), cue=(hit.start, at + 1))


def _subject(said: Utterance, hit: Hit, group: VerbGroup) -> Subject | None:
    """Whoever stands before the verb, after it, or at the head of the sentence it shares."""
    start = group.start
    if hit.tense == "ing" and not group.progressive and not group.catenative:
        return _participle_subject(said, hit)
    if start == 0:
        return None if hit.tense == "base" else subject_after(said, hit.end)
    if said.halted(start) and _marks(said, start):
        inverted = subject_after(said, hit.end)
        if inverted is not None:
            return inverted
    found = subject_before(said, start)
    if found is None:
        return subject_after(said, hit.end)
    return _sharer(said, hit, found, start) if found.shared else found


def _sharer(said: Utterance, hit: Hit, found: Subject, start: int) -> Subject | None:
    """The subject of a verb that has none of its own: "gave no date and said", "Churkin, who declared"."""
    antecedent = relative_antecedent(said, found, start)
    if antecedent is not None:
        return antecedent
    alien = relative(found.opener) or secondary(found.opener) or hit.tense == "base"
    return None if alien else first_subject(said)


def _marks(said: Utterance, index: int) -> bool:
    gap = said.gaps[index]
    return "''" in gap or any(mark in QUOTES for mark in gap)


def _participle_subject(said: Utterance, hit: Hit) -> Subject | None:
    """ "with a spokesman saying", "rejected it, saying": not "saying so is easy"."""
    at = hit.start
    if at == 0 or hit.cue.kind != "speech":
        return None
    if said.halted(at) or said.words[at - 1] == "by":
        return first_subject(said)
    found = subject_before(said, at)
    if found is None or found.shared or said.words[at - 1] in PREPOSITIONS | {"of"}:
        return None
    return found if "with" in said.words[max(0, found.start - 1) : found.start + 1] else first_subject(said)


def _credit(said: Utterance, hit: Hit, subject: Subject, lexicon: Lexicon) -> Credit | None:
    if secondary(subject.opener) or _foreign(said, subject):
        return None
    phrase = read_phrase(said, subject.start, subject.end, lexicon)
    source = _speaker(said, hit, phrase)
    if source is None:
        return None
    rank = _rank(said, hit, subject)
    weak = hit.cue.complement and rank != TAG
    if (weak or rank == RELATIVE) and not _complemented(said, hit, subject):
        return None
    if rank == RELATIVE and subject.opener != "who":
        return None
    return credited(hit, hit.cue.kind, rank, replace(phrase, source=source))


def _foreign(said: Utterance, subject: Subject) -> bool:
    """Whether the words before the verb have a verb of their own, or only hang on another noun."""
    words = said.words[subject.start : subject.end]
    return words[0] == "of" or not _AUXILIARIES.isdisjoint(words)


def _speaker(said: Utterance, hit: Hit, phrase: Phrase) -> Source | None:
    """The sort of source, or None for what cannot speak."""
    kind, source = hit.cue.kind, phrase.source
    if kind == "evidence":
        return source if source in {Source.VAGUE, Source.DOCUMENT, Source.OUTLET} else None
    if source is Source.PRONOUN and said.words[phrase.start] in {"i", "we", "you", "who"}:
        return None
    if source is Source.UNKNOWN and hit.cue.id == "sourcing.say":
        return Source.ANONYMOUS
    return None if source in MUTE else source


def _rank(said: Utterance, hit: Hit, subject: Subject) -> int:
    if relative(subject.opener):
        return RELATIVE
    inverted = subject.start >= hit.end
    stop = subject.end if inverted else hit.end
    start = hit.start if inverted else subject.start
    if start > 2 and said.halted(start) and _closes(said, stop):
        return TAG
    return MAIN


def _closes(said: Utterance, stop: int) -> bool:
    """Nothing but a time, a place or another inserted phrase follows a tag."""
    return stop >= len(said.words) or said.halted(stop) or said.words[stop] in _TAIL


def _complemented(said: Utterance, hit: Hit, subject: Subject) -> bool:
    """Whether "that", a colon or quoted words follow the cue, or a quotation closes before its subject."""
    end = min(len(said.words), hit.end + _NEARBY)
    if "that" in said.words[hit.end - 1 : end] or any(said.quoted[hit.end : end]):
        return True
    gap = said.gaps[min(subject.start, hit.start)]
    closed = any(mark in _CLOSING for mark in gap) and any(stop in gap for stop in ",.?!—")
    return closed or ":" in said.gaps[hit.end]
