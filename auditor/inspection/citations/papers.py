"""The documents that a sentence names: "court papers", "a 2015 GAO report", "the indictment"."""

from collections.abc import Iterable

from auditor.inspection.attribution.clauses import PREPOSITIONS
from auditor.inspection.attribution.utterance import Utterance
from auditor.inspection.citations.names import Mention
from auditor.inspection.citations.wordings import packaged_wordings
from auditor.inspection.cues import word_set

_SMALLEST = 2
_STARTERS = word_set("sentences.starters")
_JOINING = frozenset({"to", "of", "and", "or", "that", "as"})
_WIDEST = 5
"""Words that belong to a document's name before its noun."""


def find_papers(said: Utterance) -> tuple[Mention, ...]:
    """Every document named in a sentence, in its order."""
    papers = packaged_wordings().words["papers"]
    if papers.isdisjoint(said.words):
        return ()
    found = (_paper(said, index) for index, word in enumerate(said.words) if word in papers)
    return tuple(mention for mention in found if mention is not None)


def _paper(said: Utterance, index: int) -> Mention | None:
    words = packaged_wordings().words
    if said.quoted[index] and not all(said.quoted):
        return None
    start = _begins(said, index, words["determiners"])
    plain = said.words[index]
    if plain in words["plural"] and index == start and not said.capitals[index]:
        return None
    between = said.words[start:index]
    if plain in words["plural"] and not (
        words["modifiers"] & set(between) or any(said.capitals[start:index])
    ):
        return None
    outer = start - (start > 0 and said.words[start - 1] in words["determiners"])
    return Mention(start, index + 1, _whole(said, outer), plain)


def _whole(said: Utterance, outer: int) -> int:
    """Where the whole of it begins: "Article 5 of the treaty", "the text of the communiqué"."""
    if outer < _SMALLEST or said.words[outer - 1] != "of":
        return outer
    parts = packaged_wordings().words["divisions"]
    return next((at for at in (outer - 2, outer - 3) if at >= 0 and said.words[at] in parts), outer)


def _begins(said: Utterance, index: int, determiners: Iterable[str]) -> int:
    """Where its name begins: after a determiner, or with the words that qualify the noun."""
    for at in range(index, max(0, index - _WIDEST), -1):
        before = said.words[at - 1]
        if before in determiners:
            return at
        if said.halted(at) or before in PREPOSITIONS or before in _JOINING:
            break
    start = index
    while start > 0 and index - start < _WIDEST and not said.halted(start):
        before = said.words[start - 1]
        if start == 1 and before in _STARTERS:
            break  # the capital of the sentence, not of a name
        if not (
            said.capitals[start - 1] or before in packaged_wordings().words["modifiers"] or before.isdecimal()
        ):
            break
        start -= 1
    return start


def institutional(words: Iterable[str]) -> bool:
    """Whether a credit names an authority or a document, not a medium; ``words`` as printed."""
    known = packaged_wordings().words
    return any(word.lower() in known["institutions"] or word in known["papers"] for word in words)
