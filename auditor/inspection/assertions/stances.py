"""What the words of one sentence weigh: facts on one side, judgement on the other."""

from collections.abc import Iterable, Iterator
from itertools import compress, count
from typing import NamedTuple

from auditor.inspection.attribution import Heard
from auditor.inspection.attribution.utterance import Utterance
from auditor.inspection.cues import Hit, word_set

_PERFECT = word_set("stances.perfect")
_WEAK_SUBJECTS = word_set("stances.weak-subjects")
_MONTHS = word_set("stances.months")
_COUNTS = word_set("stances.counts")
_MODALS = word_set("stances.modals")
_WEIGHED = frozenset({"opinion", "hedge"})
_EARLY = 6
_WRITER = frozenset({"i", "my", "me", "you", "your"})
_DIGITS = frozenset("0123456789½¼¾")
_DURATIONS = frozenset({"years", "months", "weeks", "days", "hours", "minutes"})
_YEAR = 4
_LONG = 14
_FINITE = word_set("stances.finite")
_QUOTED_FEW, _QUOTED_MANY = 0.25, 0.95


class Stance(NamedTuple):
    """Counts of one sentence's own words, those inside quotation marks left out (a tuple: cheap to make).

    ``judgement`` sums the weights of opinion, hedge and inference; ``facts`` the number of names,
    figures and grave words; ``kinds`` and ``rules`` say which cues were seen.
    """

    kinds: frozenset[str]
    rules: tuple[str, ...]
    judgement: float
    names: int
    figures: int
    grave: int
    finite: bool
    length: int
    perfect: bool
    weak_subject: bool


def weigh_words(heard: Heard) -> Stance:
    """Weigh one sentence; the weights were set by hand on three annotated articles."""
    said = heard.said
    hits = _outside_quotes(said, heard.hits)
    kinds = frozenset([hit.cue.kind for hit in hits])
    grave = len({hit.start for hit in hits if hit.cue.kind == "grave"}) if "grave" in kinds else 0
    rules = () if _JUDGING.isdisjoint(kinds) else dict.fromkeys(_judging(hits))
    names, figures = _names(said), _figures(said)
    return Stance(
        kinds=kinds,
        rules=tuple(rules),
        judgement=_judgement(said, hits, kinds)
        + _shape(said, names + figures + grave)
        - _ballast(figures, grave),
        names=names,
        figures=figures,
        grave=grave,
        finite=_finite(said, hits),
        length=len(said.words),
        perfect=not _PERFECT.isdisjoint(said.words),
        weak_subject=bool(said.words) and said.words[0] in _WEAK_SUBJECTS,
    )


_JUDGING = frozenset({"opinion", "hedge", "inference", "purpose", "motive", "grave", "background", "hope"})


def _judging(hits: Iterable[Hit]) -> Iterator[str]:
    return (hit.cue.id for hit in hits if hit.cue.kind in _JUDGING)


def _outside_quotes(said: Utterance, hits: Iterable[Hit]) -> list[Hit]:
    quoted = said.quoted
    wholly = False not in quoted
    own = hits if wholly or True not in quoted else [hit for hit in hits if not quoted[hit.start]]
    return [hit for hit in own if not _month(said, hit)] if "may" in said.words else list(own)


def _month(said: Utterance, hit: Hit) -> bool:
    """The month of May is no possibility."""
    return said.words[hit.start] == "may" and hit.start > 0 and said.capital(hit.start)


def _judgement(said: Utterance, hits: list[Hit], kinds: frozenset[str]) -> float:
    """Opinions and hedges add up; a read sign counts only before a motive or a future."""
    heaviest: dict[int, float] = {}
    if not _WEIGHED.isdisjoint(kinds):
        for hit in hits:
            if hit.cue.kind in _WEIGHED:
                heaviest[hit.start] = max(hit.cue.weight, heaviest.get(hit.start, 0.0))
    total = sum(sorted(heaviest.values(), reverse=True)[:3]) + _voice(said)
    if "inference" in kinds:
        return total + (1.7 if kinds & {"purpose", "motive"} else 0.3)
    return total - 1.0 if "motive" in kinds else total


def _voice(said: Utterance) -> float:
    """Signs of the writer's own voice: possibility, counterfactual, "I" and "you", exclamation."""
    weight = 0.5 * ("!" in said.text)
    if not _MODALS.isdisjoint(said.words[1:_EARLY]):
        weight += 0.3  # the main verb itself is one of possibility
    if said.words[:1] == ("without",) and "would" in said.words:
        weight += 0.7
    if not _WRITER.isdisjoint(said.words) and not _WRITER.isdisjoint(_own_words(said)):
        weight += 0.6
    return weight


def _own_words(said: Utterance) -> list[str]:
    return [word for word, quoted in zip(said.words, said.quoted, strict=True) if not quoted]


def _shape(said: Utterance, facts: int) -> float:
    """A short sentence that only says what something is, or that speaks in quotation marks of its own."""
    length = len(said.words)
    weight = 0.0
    if length < 8 and facts == 0 and length and said.words[0] in _WEAK_SUBJECTS | {"it's", "that's"}:
        weight += 1.0
    share = sum(said.quoted) / length if length else 0.0
    if _QUOTED_FEW <= share < _QUOTED_MANY and length < 12:
        weight += 1.0
    if length > 1 and said.written[0][0].islower() and not said.entered:
        weight += 1.0
    return weight


def _ballast(figures: int, grave: int) -> float:
    return 0.5 * min(figures, 1) + 0.3 * min(grave, 2)


def _names(said: Utterance) -> int:
    """Names in the sentence: runs of capitals, save the days and months.

    Any first word has a capital: it counts when it is a possessive or written in capitals.
    """
    names, after = 0, -1
    for index in compress(count(), said.capitals):
        if said.words[index] not in _MONTHS:
            if after != index and (index > 0 or _opens_with_name(said)):
                names += 1
            after = index + 1
    return names


def _opens_with_name(said: Utterance) -> bool:
    first = said.words[0]
    return (first.endswith("'s") or said.written[0].isupper()) and first not in _WEAK_SUBJECTS


def _figures(said: Utterance) -> int:
    """Numbers in figures or words; no years, no days of a month, no durations in words ("five years")."""
    words, figures = said.words, 0
    for index, word in enumerate(words):
        if word in _COUNTS:
            figures += index + 1 == len(words) or words[index + 1] not in _DURATIONS
        elif not word.isalpha() and _has_digit(word):
            figures += not _dated(word, words[index - 1] if index else "")
    return figures


def _dated(word: str, before: str) -> bool:
    return before in _MONTHS or (len(word) == _YEAR and word.isdecimal() and word[:2] in {"19", "20"})


def _has_digit(word: str) -> bool:
    # A letter in front makes it a designation: S-400.
    return not word[0].isalpha() and not _DIGITS.isdisjoint(word)


def _finite(said: Utterance, hits: Iterable[Hit]) -> bool:
    """Whether a finite verb can be made out; in a long sentence one is taken for granted."""
    if len(said.words) > _LONG or not _FINITE.isdisjoint(said.words):
        return True
    if any(
        hit.tense in {"s", "past", "ed"} or (hit.start == 0 and hit.cue.kind == "imperative") for hit in hits
    ):
        return True
    return any(
        (word.endswith("ed") and len(word) > 4) or word.endswith(("'ve", "'re")) for word in said.words
    )
