"""Words that attribute a sentence: who is credited, by which words, and how far they reach."""

from dataclasses import dataclass

from auditor.inspection.attribution.sources import Phrase, Source
from auditor.inspection.cues import Hit

TAG, MAIN, PHRASE, IMPERSONAL, RELATIVE, NOUN, POSSESSED = range(7)
"""How a credit reaches over its sentence, from the one that covers all of it to the weakest."""


@dataclass(frozen=True, slots=True)
class Credit:
    """A cue at words ``[start, end)`` of its sentence, a source, and how far they reach (``rank``).

    ``rule`` is the cue's id, ``kind`` what sort of wording it is ("speech", "according", "noun",
    ...), ``phrase`` the words of the source when there are any.
    """

    source: Source
    rank: int
    cue: tuple[int, int]
    rule: str
    kind: str
    phrase: Phrase | None = None


def credited(hit: Hit, kind: str, rank: int, phrase: Phrase) -> Credit:
    """The credit that the words of ``hit`` give to ``phrase``."""
    return Credit(phrase.source, rank, (hit.start, hit.end), hit.cue.id, kind, phrase)
