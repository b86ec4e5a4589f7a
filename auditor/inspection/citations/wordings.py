"""Wordings that cite, as data: forms around a source, loaded with their examples and proved."""

import functools
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from auditor.inspection.attribution.clauses import PREPOSITIONS
from auditor.inspection.attribution.utterance import Utterance
from auditor.inspection.citations.citation import CitationType
from auditor.inspection.citations.names import Mention
from auditor.inspection.cues import PACKAGED, inflections

FILE = PACKAGED / "citations.toml"
_GAP = 4
_QUALIFIED = 10
_INSERTED = 8
_START, _END, _ANY, _FAR = "^", "$", "...", "QUALIFIED"
_Step: TypeAlias = frozenset[str] | str


@dataclass(frozen=True, slots=True)
class Form:
    """The steps before a source, nearest first, and those after it."""

    before: tuple[_Step, ...]
    after: tuple[_Step, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to cite; ``mark`` is the sign that must follow the source, if any."""

    id: str
    type: CitationType
    forms: tuple[Form, ...]
    examples: tuple[tuple[str, str], ...]
    counter_examples: tuple[str, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Wordings:
    """Every wording, and the lists of words that the forms name."""

    all: tuple[Wording, ...]
    words: Mapping[str, frozenset[str]]

    def of(self, kind: CitationType) -> tuple[Wording, ...]:
        """Those that cite a source of ``kind``."""
        return tuple(one for one in self.all if one.type is kind)


@functools.cache
def packaged_wordings() -> Wordings:
    """The wordings that come with the program, read once."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    verbs: Mapping[str, Sequence[str]] = table["verbs"]
    words = {name: _expanded(listed.split(), verbs) for name, listed in table["words"].items()}
    return Wordings(tuple(_wording(entry, words, verbs) for entry in table["citation"]), words)


def _wording(
    entry: dict[str, Any], words: Mapping[str, frozenset[str]], verbs: Mapping[str, Sequence[str]]
) -> Wording:
    return Wording(
        entry["id"],
        CitationType(entry["type"]),
        tuple(_form(form, words, verbs) for form in entry["forms"]),
        tuple((text, source) for text, source in entry["examples"]),
        tuple(entry["counter_examples"]),
        entry.get("mark", ""),
    )


def _form(form: str, words: Mapping[str, frozenset[str]], verbs: Mapping[str, Sequence[str]]) -> Form:
    before, _, after = form.partition("@")
    steps = [tuple(_step(part, words, verbs) for part in side.split()) for side in (before, after)]
    return Form(steps[0][::-1], steps[1])


def _step(part: str, words: Mapping[str, frozenset[str]], verbs: Mapping[str, Sequence[str]]) -> _Step:
    if part in {_START, _END, _ANY, _FAR}:
        return part
    return words[part] if part in words else _expanded(part.split("|"), verbs)


def _expanded(parts: Sequence[str], verbs: Mapping[str, Sequence[str]]) -> frozenset[str]:
    return frozenset(
        shape for part in parts for shape in (_finite(part[:-1], verbs) if part[-1] == "~" else [part])
    )


def _finite(verb: str, verbs: Mapping[str, Sequence[str]]) -> list[str]:
    return [shape for shape, tense in inflections(verb, verbs) if tense != "ing"]


def cited_by(said: Utterance, row: Sequence[Mention], wordings: Sequence[Wording]) -> str | None:
    """The id of the first wording that cites the sources of ``row``; None when nothing does."""
    first, last = row[0], row[-1]
    doubtful = any(one.doubtful for one in row)
    governed = (
        first.outer > 0 and not _parted(said, first.outer) and said.words[first.outer - 1] in _GOVERNING
    )
    after = tuple(_afterwards(said, last))
    for wording in wordings:
        if wording.mark and wording.mark not in said.gaps[last.end]:
            continue
        for form in wording.forms:
            if not form.before and (governed or (doubtful and "reported" not in said.words)):
                continue
            if _before(said, first.outer, form.before) and any(_after(said, at, form.after) for at in after):
                return wording.id
    return None


def _afterwards(said: Utterance, source: Mention) -> Iterator[int]:
    """Where the words that follow a source may begin: past "’s Anna Berg", past an insertion."""
    at = source.end
    yield at
    while at < len(said.words) and said.capitals[at] and not said.halted(at):
        at += 1
    yield at
    if at < len(said.words) and "," in said.gaps[at]:
        ends = (i for i in range(at + 1, min(len(said.words), at + _INSERTED)) if "," in said.gaps[i])
        yield from ends


def _before(said: Utterance, at: int, steps: tuple[_Step, ...]) -> bool:
    for number, step in enumerate(steps):
        if step == _START:
            return at == 0
        if step == _ANY:
            nearest = max(0, at - _GAP)
            return any(_before(said, i, steps[number + 1 :]) for i in range(at, nearest - 1, -1))
        if at == 0 or _parted(said, at) or said.words[at - 1] not in step:
            return False
        at -= 1
    return True


def _parted(said: Utterance, at: int) -> bool:
    """Whether a sign stands there that parts clauses; a quotation mark does not."""
    return not _PARTING.isdisjoint(said.gaps[at])


_GOVERNING = PREPOSITIONS | {"of", "to", "about", "against", "into", "than", "like"}
_PARTING = frozenset(",;:—–()[]…")


def _after(said: Utterance, at: int, steps: tuple[_Step, ...]) -> bool:
    for number, step in enumerate(steps):
        if step == _END:
            return at == len(said.words)
        if step == _ANY:
            farthest = min(len(said.words), at + _GAP)
            return any(_after(said, i, steps[number + 1 :]) for i in range(at, farthest + 1))
        if step == _FAR:
            return _qualified(said, at) and any(
                said.words[i] in steps[number + 1] and said.words[i - 1] not in _PASSIVE
                for i in range(at + 1, min(len(said.words), at + _QUALIFIED))
            )
        if at >= len(said.words) or said.words[at] not in step:
            return False
        at += 1
    return True


_PASSIVE = frozenset(
    {"was", "were", "be", "been", "is", "are", "being", "to", "who", "they", "he", "she", "it"}
)


def _qualified(said: Utterance, at: int) -> bool:
    """ "A study in the Lancet", "the minutes of the meeting": not "the study of birds"."""
    if at >= len(said.words) or said.words[at] not in packaged_wordings().words["QUALIFIERS"]:
        return False
    return said.words[at] != "of" or said.words[at + 1 : at + 2] in {("the",), ("a",), ("his",), ("her",)}
