"""Which terms of reuse one version states and the other does not: readings compared, not words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from auditor.inspection.sameness import normalise

_SAID = ("claim", "assignee", "target", "uses", "venues", "purposes", "licence", "statute", "exclusive")


@dataclass(frozen=True, slots=True)
class TermsChange:
    """Terms in words, those that are gone and those that are new."""

    gone: tuple[str, ...]
    come: tuple[str, ...]


def changed_terms(before: str, old: Mapping[str, Any], after: str, new: Mapping[str, Any]) -> TermsChange:
    """The terms of two rights readings (as ``rights.plain`` has them) that only one of the texts states.

    What is read out of words that stand in both texts is no change of terms, whatever it was read as.
    A year or an address that changed is none either.
    """
    mine, theirs = dict(_terms(old)), dict(_terms(new))
    here, there = normalise(before), normalise(after)
    gone = [told for key, (told, words) in mine.items() if key not in theirs and words not in there]
    come = [told for key, (told, words) in theirs.items() if key not in mine and words not in here]
    return TermsChange(tuple(gone), tuple(come))


def _terms(rights: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, str]]]:
    for one in rights.get("statements") or ():
        said = [f"{name}={one.get(name)}" for name in _SAID]
        said += sorted(str(term["condition"]) for term in one.get("conditions") or ())
        words = normalise(" ".join(str(span["text"]) for span in one.get("spans") or ()))
        yield "|".join(said), (str(one["reading"]), words)
