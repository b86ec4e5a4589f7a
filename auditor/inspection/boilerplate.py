"""Which rules a block of text answers to."""

from collections.abc import Iterator

from auditor.inspection.patterns import Scope
from auditor.inspection.rulebook import Match, Reached, Rulebook, answers
from auditor.inspection.wording import cut_sentences, fingerprint, inside_quotation

__all__ = ["best", "fingerprint", "recognise"]

_LONGEST_LABEL = 400  # code points; no rule about whole lines describes a longer one


def recognise(text: str, rulebook: Rulebook) -> tuple[Match, ...]:
    """Every rule that ``text`` (one block, no white space at its ends) answers to.

    Each match's span is the stretch that the rule names: the block, a sentence of it, or its
    beginning or end, in code points of ``text``. Matches under the catalogue score are clues. What
    stands inside somebody's quotation marks is speech, not a notice, and is left out.
    """
    reached, touched = rulebook.reached(Scope.BLOCK, text), rulebook.touches(Scope.SENTENCE, text)
    if not (reached or touched or rulebook.texts):
        return ()
    return (*_lines(text, rulebook, reached), *(_sentences(text, rulebook) if touched else ()))


def best(matches: tuple[Match, ...]) -> Match | None:
    """The match with the highest score, the longest pattern among equals, then the first id."""
    return min(matches, key=lambda match: (-match.score, match.rule.id), default=None)


def _lines(text: str, rulebook: Rulebook, reached: Reached) -> Iterator[Match]:
    if rulebook.texts and (rule := rulebook.texts.get(fingerprint(text))):
        yield Match(rule, 0, len(text), rule.relevance)
    for scope in (Scope.BLOCK, Scope.START):
        if scope is Scope.START or len(text) <= _LONGEST_LABEL:
            for match in answers(reached, scope, text):
                yield Match(match.rule, 0, len(text), match.score, match.groups)
    for scope in (Scope.PREFIX, Scope.SUFFIX):
        yield from answers(reached, scope, text)


def _sentences(text: str, rulebook: Rulebook) -> Iterator[Match]:
    for start, end in cut_sentences(text):
        for match in rulebook.answering(Scope.SENTENCE, text[start:end]):
            if not inside_quotation(text, start + match.start):
                yield Match(match.rule, start, end, match.score, match.groups)
