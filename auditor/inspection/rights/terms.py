"""Words of notices that speak of reuse, for statements with spans: terms as data, loaded and proved."""

import functools
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import re2

from auditor.inspection.patterns import Candidates, Scope, candidates, compile_pattern

TERMS = Path(__file__).parents[1] / "rules" / "rights.toml"
SORTS = frozenset({"claim", "trait", "use", "condition", "venue", "audience", "object", "purpose", "statute"})


class TermError(ValueError):
    """Terms that cannot be trusted; names the term, and the example that failed if one did."""

    def __init__(self, term: str, message: str, example: str | None = None) -> None:
        super().__init__(f"{term}: {message}" + (f": {example!r}" if example is not None else ""))
        self.term = term
        self.example = example


@dataclass(frozen=True, slots=True)
class Term:
    """One way to say ``means``; ``sort`` is what it says something about.

    ``patterns`` and ``unless`` are written as those of a rule of sentences.
    """

    id: str
    sort: str
    means: str
    patterns: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    unless: tuple[str, ...] = ()
    compiled: tuple[Any, ...] = field(default=(), compare=False, repr=False)
    vetoes: tuple[Any, ...] = field(default=(), compare=False, repr=False)

    def find(self, sentence: str, patterns: Sequence[int] | None = None) -> "Said | None":
        """Where ``sentence`` says it first; None when it does not, or a veto is found in it.

        ``patterns`` are the numbers of those worth trying, in order; all of them when not given.
        """
        encoded = sentence.encode()
        for number in range(len(self.compiled)) if patterns is None else patterns:
            found = self.compiled[number].locate(sentence, encoded)
            if found and not any(veto.search(encoded) for veto in self.vetoes):
                return Said(self, *found)
        return None


@dataclass(frozen=True, slots=True)
class Said:
    """A term found at ``[start, end)`` of a sentence, in code points, with its named groups."""

    term: Term
    start: int
    end: int
    groups: dict[str, str]


@functools.cache
def load_terms(path: Path = TERMS) -> tuple[Term, ...]:
    """The terms of ``path`` in its order; raises ``TermError`` for the first that fails its examples."""
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["term"]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise TermError(path.name, f"holds no terms ({error})") from error
    terms = tuple(_term(entry) for entry in entries)
    for term in terms:
        _prove(term)
    return terms


def find_terms(sentence: str) -> Iterator[Said]:
    """All that ``sentence`` says of reuse, in the order of the terms."""
    owners, chosen = _prefilter()
    worth: dict[str, tuple[Term, list[int]]] = {}
    for number in sorted(chosen.matching(sentence.encode())):
        term, pattern = owners[number]
        worth.setdefault(term.id, (term, []))[1].append(pattern)
    yield from filter(None, (term.find(sentence, patterns) for term, patterns in worth.values()))


@functools.cache
def _prefilter() -> tuple[tuple[tuple[Term, int], ...], Candidates]:
    """Which patterns of which terms are in a sentence, so that it is not read once per term."""
    owners = tuple((term, number) for term in load_terms() for number in range(len(term.compiled)))
    return owners, candidates(Scope.SENTENCE, [term.compiled[number] for term, number in owners])


def _term(entry: dict[str, Any]) -> Term:
    name = str(entry.get("id", "a term without id"))
    fields: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
    }
    try:
        compiled = tuple(compile_pattern(each, Scope.SENTENCE, {}) for each in fields["patterns"])
        vetoes = tuple(compile_pattern(each, Scope.SENTENCE, {}) for each in fields.get("unless", ()))
        term = Term(**fields, compiled=compiled, vetoes=vetoes)
    except (KeyError, TypeError) as error:
        raise TermError(name, f"cannot be read ({error!r})") from error
    if term.sort not in SORTS:
        raise TermError(name, f"is of no sort known here ({term.sort})")
    return term


def _prove(term: Term) -> None:
    try:
        _try_examples(term)
    except re2.error as error:
        raise TermError(term.id, f"cannot be read ({error!r})") from error


def _try_examples(term: Term) -> None:
    for example in term.examples:
        if term.find(example) is None:
            raise TermError(term.id, "does not know its example", example)
    for example in term.counter_examples:
        if term.find(example) is not None:
            raise TermError(term.id, "takes its counter-example for its own", example)
