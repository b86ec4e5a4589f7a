"""What is known about boilerplate, as data: rules with their examples, loaded and proved."""

import functools
import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import re2

from auditor.inspection.patterns import (
    LINES,
    Candidates,
    Located,
    Pattern,
    Scope,
    candidates,
    compile_pattern,
)
from auditor.inspection.tiling import SegmentKind
from auditor.inspection.wording import fingerprint

CORE_VERSION = "1"
"""Raised when the code reads the same rules differently; part of every digest."""

PACKAGED = Path(__file__).parent / "rules"
MORE = "reviewers.toml"
"""The name under which rules from outside the directory are read."""
TRAINED = "reviewers.npz"
"""The name under which weights from outside the directory are read."""
CATALOGUE_SCORE = 0.6
"""A match below this is a clue: it goes to the reviewer, not into the catalogue (set by hand)."""


class RulebookError(ValueError):
    """A rulebook that cannot be trusted; names the rule, and the example that failed if one did."""

    def __init__(self, rule: str, message: str, example: str | None = None) -> None:
        super().__init__(f"{rule}: {message}" + (f": {example!r}" if example is not None else ""))
        self.rule = rule
        self.example = example


@dataclass(frozen=True, slots=True)
class Match:
    """A rule's answer to one stretch: ``[start, end)`` within it in code points, score in [0, 1]."""

    rule: "Rule"
    start: int
    end: int
    score: float
    groups: dict[str, str] = field(default_factory=dict)

    @property
    def known(self) -> bool:
        """Whether the match is good enough for the catalogue; else it is a clue."""
        return self.score >= CATALOGUE_SCORE


@dataclass(frozen=True, slots=True)
class Rule:
    """One piece of knowledge about boilerplate.

    ``patterns`` are RE2; in them a blank stands for any white space, ``'`` and ``"`` for any single
    or double quotation mark, ``<NAME>`` for an entry of the vocabulary. ``text`` is a known text,
    compared by fingerprint. A pattern of ``unless`` found in the stretch silences the rule. Named
    groups become ``values`` of the segment. ``zone`` says where in an article the rule is believed:
    ``any``, or ``edge`` (before and after the body). ``relevance`` in [0, 1] is how surely the words
    alone mean the kind. ``author`` and ``added`` (an ISO date) are those of a rule made by a reviewer.
    """

    id: str
    kind: SegmentKind
    scope: Scope
    patterns: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    text: str | None = None
    subkind: str | None = None
    language: str = "en"
    zone: str = "any"
    relevance: float = 1.0
    values: dict[str, object] = field(default_factory=dict)
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    author: str = ""
    added: str = ""
    compiled: tuple[Any, ...] = field(default=(), compare=False, repr=False)
    vetoes: tuple[Any, ...] = field(default=(), compare=False, repr=False)

    def measure(self, stretch: str, patterns: Sequence[int] | None = None) -> Match | None:
        """How this rule answers ``stretch`` (a block, sentence or names string), None when not at all.

        ``patterns`` are the numbers of those worth trying, in order; all of them when not given.

        Score is coverage × relevance. Coverage is full for a known text or a whole block, for a
        sentence the share the pattern covers, full from two fifths on; the relevance of a cue grows
        with its words up to four.
        """
        if self.text is not None and fingerprint(stretch) == fingerprint(self.text):
            return Match(self, 0, len(stretch), self.relevance)
        encoded = stretch.encode()
        for number in range(len(self.compiled)) if patterns is None else patterns:
            found = self.compiled[number].locate(stretch, encoded)
            if found and not any(veto.search(encoded) for veto in self.vetoes):
                return self._scored(stretch, found)
        return None

    def _scored(self, stretch: str, found: Located) -> Match:
        start, end, groups = found
        score = self.relevance
        if self.scope is Scope.SENTENCE:
            words = len(stretch[start:end].split())
            score *= min(1.0, (end - start) / len(stretch) / 0.4) * min(1.0, 0.4 + 0.15 * words)
        return Match(self, start, end, score, groups)


Reached = list[tuple[Rule, list[int]]]
"""Rules that may answer a stretch, in the order of the rulebook, each with the numbers of its patterns."""


@dataclass(frozen=True, slots=True)
class Prefilter:
    """Which patterns of one scope are worth trying on a text, so that it is not read once per rule."""

    candidates: Candidates
    owners: tuple[tuple[Rule, int], ...]

    def rules(self, text: str) -> Reached:
        """The rules that may answer ``text``; for a sentence, those whose pattern is in it."""
        numbers = self.candidates.matching(text.encode())
        if not numbers:
            return []
        reached: dict[str, tuple[Rule, list[int]]] = {}
        for number in sorted(numbers):
            rule, pattern = self.owners[number]
            reached.setdefault(rule.id, (rule, []))[1].append(pattern)
        return list(reached.values())


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Rules in the order of their ids, with the digest that stands for all of them.

    ``weights`` are those of the second stage that stand for the packaged ones, empty when these do.
    """

    rules: tuple[Rule, ...]
    digest: str
    filters: dict[Scope, Prefilter] = field(default_factory=dict, compare=False, repr=False)
    texts: dict[str, Rule] = field(default_factory=dict, compare=False, repr=False)
    weights: bytes = field(default=b"", repr=False)

    def touches(self, scope: Scope, stretch: str) -> bool:
        """Whether any rule of ``scope`` may answer ``stretch`` or a part of it."""
        prefilter = self.filters.get(scope)
        return prefilter is not None and prefilter.candidates.possible(stretch.encode())

    def reached(self, scope: Scope, stretch: str) -> Reached:
        """The rules that may answer ``stretch``, of ``scope``, or all of ``LINES`` if it is one of them."""
        prefilter = self.filters.get(scope)
        return prefilter.rules(stretch) if prefilter else []

    def answering(self, scope: Scope, stretch: str) -> Iterator[Match]:
        """The matches of all rules of ``scope`` with ``stretch``, in the order of the rules."""
        return answers(self.reached(scope, stretch), scope, stretch)


def answers(reached: Reached, scope: Scope, stretch: str) -> Iterator[Match]:
    """The matches of those of ``reached`` that are of ``scope`` with ``stretch``."""
    for rule, patterns in reached:
        if rule.scope is scope and (match := rule.measure(stretch, patterns)):
            yield match


def load_rulebook(directory: Path | None = None, *, more: str = "", weights: bytes = b"") -> Rulebook:
    """The packaged rulebook, or the one in ``directory``; with ``more`` rules, as one more file of it.

    ``weights`` of the second stage, if there are any, stand for the packaged ones.
    Reads the ``[[boilerplate]]`` tables of every ``*.toml`` there, runs every example and
    counter-example, and raises ``RulebookError`` for the first rule that is malformed or fails one.
    The packaged one is read once, and once for each of the last ``more`` and ``weights``.
    """
    return _packaged(more, weights) if directory is None else _load(directory, more, weights)


@functools.lru_cache(maxsize=4)
def _packaged(more: str, weights: bytes) -> Rulebook:
    return _load(PACKAGED, more, weights)


def _load(directory: Path, more: str, weights: bytes) -> Rulebook:
    digest = hashlib.sha256(CORE_VERSION.encode())
    vocabulary: dict[str, str] = {}
    entries: list[dict[str, Any]] = []
    files = [(path.name, path.read_bytes()) for path in sorted(directory.glob("*.toml"))]
    for name, data in [*files, *([(MORE, more.encode())] if more else [])]:
        digest.update(name.encode() + b"\0" + data + b"\0")
        table = _parse(name, data)
        vocabulary |= table.get("vocabulary", {})
        entries += table.get("boilerplate", ())
    for path in sorted(directory.glob("*.npz")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    if weights:
        digest.update(TRAINED.encode() + b"\0" + weights + b"\0")
    rules = tuple(sorted((_rule(entry, vocabulary) for entry in entries), key=lambda rule: rule.id))
    _refuse_twins(rules)
    try:
        filters = _filters(rules)
    except re2.error:
        raise _malformed(rules) from None
    rulebook = Rulebook(rules, digest.hexdigest(), filters, _texts(rules), weights)
    for rule in rules:
        _prove(rulebook, rule)
    return rulebook


def _parse(name: str, data: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RulebookError(name, f"is not TOML in UTF-8 ({error})") from error


def _rule(entry: dict[str, Any], vocabulary: dict[str, str]) -> Rule:
    name = str(entry.get("id", "a rule without id"))
    known = set(Rule.__slots__) - {"compiled", "vetoes"}
    if unknown := sorted(set(entry) - known):
        raise RulebookError(name, f"has unknown fields {', '.join(unknown)}")
    fields: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
    }
    try:
        scope = Scope(entry["scope"])
        fields |= {"kind": SegmentKind(entry["kind"]), "scope": scope}
        fields["compiled"] = tuple(
            compile_pattern(each, scope, vocabulary) for each in fields.get("patterns", ())
        )
        fields["vetoes"] = tuple(
            compile_pattern(each, Scope.SENTENCE, vocabulary) for each in fields.get("unless", ())
        )
        for pattern in fields["vetoes"] if scope is Scope.SENTENCE else fields["compiled"] + fields["vetoes"]:
            pattern.search("")  # those of sentences are compiled all at once, in their prefilter
        return Rule(**fields)
    except (KeyError, ValueError, TypeError, re2.error) as error:
        raise RulebookError(name, f"cannot be read ({error!r})") from error


def _malformed(rules: Iterable[Rule]) -> RulebookError:
    """Which rule holds the pattern that does not compile."""
    refused = ((rule, error) for rule in rules for pattern in rule.compiled if (error := _error(pattern)))
    rule, error = next(refused)
    return RulebookError(rule.id, f"cannot be read ({error!r})")


def _error(pattern: Pattern) -> Exception | None:
    try:
        pattern.search("")
    except re2.error as error:
        return error  # type: ignore[no-any-return]
    return None


def _refuse_twins(rules: tuple[Rule, ...]) -> None:
    for before, after in pairwise(rules):
        if before.id == after.id:
            raise RulebookError(after.id, "is defined twice")


def _prove(rulebook: Rulebook, rule: Rule) -> None:
    """Every example must be known, through the prefilters as in an inspection."""
    if not rule.examples:
        raise RulebookError(rule.id, "has no example")
    for example in rule.examples:
        if not _known(rulebook, rule, example):
            dropped = rule.measure(example)
            reached = "reach" if dropped is not None and dropped.known else "know"
            raise RulebookError(rule.id, f"does not {reached} its example", example)
    for example in rule.counter_examples:
        if _known(rulebook, rule, example):
            raise RulebookError(rule.id, "takes its counter-example for its own", example)


def _known(rulebook: Rulebook, rule: Rule, example: str) -> bool:
    patterns = next((numbers for one, numbers in rulebook.reached(rule.scope, example) if one is rule), ())
    match = rule.measure(example, patterns)
    return match is not None and match.known


def _filters(rules: Iterable[Rule]) -> dict[Scope, Prefilter]:
    """A prefilter per scope; the scopes of whole lines share one, so that a line is read once for all."""
    owners: dict[tuple[Scope, ...], list[tuple[Rule, int]]] = {}
    for rule in rules:
        scopes: tuple[Scope, ...] = LINES if rule.scope in LINES else (rule.scope,)
        owners.setdefault(scopes, []).extend((rule, number) for number in range(len(rule.compiled)))
    filters: dict[Scope, Prefilter] = {}
    for scopes, owned in owners.items():
        chosen = candidates(scopes[0], [rule.compiled[number] for rule, number in owned])
        filters |= dict.fromkeys(scopes, Prefilter(chosen, tuple(owned)))
    return filters


def _texts(rules: Iterable[Rule]) -> dict[str, Rule]:
    return {fingerprint(rule.text): rule for rule in rules if rule.text is not None}
