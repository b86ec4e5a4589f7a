"""Words that carry attributions and judgements, as data: cues with their examples, loaded and proved."""

import functools
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

PACKAGED = Path(__file__).parent / "rules"
PATTERN = "sourcing*.toml"
QUOTES = '“”„"«»'
_VOWELS = "aeiou"
_EDGES = "\"“”„'’‘`.,;:!?()[]{}—–…«»"


class CueError(ValueError):
    """A lexicon that cannot be trusted; names the cue, and the example that failed if one did."""

    def __init__(self, cue: str, message: str, example: str | None = None) -> None:
        super().__init__(f"{cue}: {message}" + (f": {example!r}" if example is not None else ""))
        self.cue = cue
        self.example = example


@dataclass(frozen=True, slots=True)
class Cue:
    """One piece of knowledge about wording.

    ``kind`` says what its forms do to a sentence ("speech", "vague", "opinion", ...). A form is
    words in lower case; ``word~`` stands for a verb's inflections, ``a|b`` for either word, ``*``
    for any word. ``complement``: as an attribution it needs "that" or quoted words nearby.
    ``weight`` is what a judgement adds to its side.
    """

    id: str
    kind: str
    forms: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    complement: bool = False
    weight: float = 1.0


class Hit(NamedTuple):
    """A cue found at words ``[start, end)`` of a sentence (a tuple: hundreds are made per article).

    ``tense`` is the inflection of a verb ("base", "s", "ing", "ed", "past", "en"), empty otherwise;
    "ed" stands for a past that also serves as participle, "past" for a past of its own, "en" for a
    participle of its own.
    """

    cue: Cue
    start: int
    end: int
    tense: str = ""


_Step: TypeAlias = frozenset[str] | None
_Single: TypeAlias = tuple[Cue, str]
_Longer: TypeAlias = tuple[tuple[_Step, ...], Cue, str]


@dataclass(slots=True)
class _Forms:
    """The forms that begin with one word: those of that word alone, and longer ones by their second word."""

    singles: list[_Single] = field(default_factory=list)
    longer: dict[str, list[_Longer]] = field(default_factory=dict)
    open: list[_Longer] = field(default_factory=list)

    def add(self, rest: tuple[_Step, ...], cue: Cue, tense: str) -> None:
        """Take in one form; of several that fit, the longest must come first."""
        if not rest:
            if all(known is not cue for known, _ in self.singles):
                self.singles.append((cue, tense))
        elif rest[0] is None:
            self.open.append((rest, cue, tense))
        else:
            for second in rest[0]:
                forms = self.longer.setdefault(second, [])
                forms.append((rest, cue, tense))
                forms.sort(key=_longest_first)

    def longer_hits(self, words: Sequence[str], at: int, following: str) -> dict[str, Hit]:
        """The cues of several words at word ``at`` by id, each once, in its longest form."""
        candidates: Sequence[_Longer] = self.longer.get(following, ())
        if self.open:
            candidates = sorted([*candidates, *self.open], key=_longest_first)
        found: dict[str, Hit] = {}
        for rest, cue, tense in candidates:
            end = at + 1 + len(rest)
            if end <= len(words) and cue.id not in found and _follows(words, at + 1, rest):
                found[cue.id] = Hit(cue, at, end, tense)
        return found


def _longest_first(form: _Longer) -> int:
    return -len(form[0])


class Lexicon:
    """Every cue, indexed by its first two words so that a sentence is read once."""

    __slots__ = ("_index", "cues")

    def __init__(self, cues: Sequence[Cue], verbs: Mapping[str, Sequence[str]]) -> None:
        self.cues = tuple(cues)
        self._index: dict[str, _Forms] = {}
        for cue in cues:
            for form in cue.forms:
                for first, tense, rest in _expand(form, verbs):
                    self._index.setdefault(first, _Forms()).add(rest, cue, tense)

    def find(self, words: Sequence[str]) -> tuple[Hit, ...]:
        """Every cue in ``words`` (lower case), by first word; of one cue at one place the longest form."""
        hits: list[Hit] = []
        found = zip(map(self._index.get, words), (*words[1:], ""), strict=False)
        for at, (forms, following) in enumerate(found):
            if forms is None:
                continue
            taken: Collection[str] = ()
            if forms.open or following in forms.longer:
                longer = forms.longer_hits(words, at, following)
                hits += longer.values()
                taken = longer
            for cue, tense in forms.singles:
                if cue.id not in taken:
                    hits.append(Hit(cue, at, at + 1, tense))
        return tuple(hits)

    def kinds(self, words: Sequence[str]) -> frozenset[str]:
        """The kinds of cue that occur in ``words``."""
        return frozenset(hit.cue.kind for hit in self.find(words))

    def kinds_of(self, word: str) -> frozenset[str]:
        """The kinds of cue that ``word`` alone is a form of."""
        forms = self._index.get(word)
        return frozenset(cue.kind for cue, _ in forms.singles) if forms is not None else frozenset()


def load_lexicon(directory: Path = PACKAGED) -> Lexicon:
    """The cues of every ``sourcing*.toml`` in ``directory``, each proved on its own examples.

    Raises ``CueError`` for a cue without examples, a repeated id, or an example that fails.
    """
    cues: list[Cue] = []
    verbs: dict[str, list[str]] = {}
    for path in sorted(directory.glob(PATTERN)):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        verbs.update(table.get("verbs", {}))
        cues.extend(_cue(entry) for entry in table.get("cue", []))
    seen: set[str] = set()
    for cue in cues:
        if cue.id in seen:
            raise CueError(cue.id, "the id is used twice")
        seen.add(cue.id)
        _prove(cue, verbs)
    return Lexicon(cues, verbs)


@functools.cache
def packaged_lexicon() -> Lexicon:
    """The lexicon that comes with the program, loaded once."""
    return load_lexicon()


def word_set(name: str) -> frozenset[str]:
    """The words listed under ``name`` in the packaged ``[words]`` tables, in lower case.

    Raises ``CueError`` when there is no such list.
    """
    try:
        return _word_lists()[name]
    except KeyError:
        raise CueError(name, "no such list of words") from None


@functools.cache
def _word_lists() -> dict[str, frozenset[str]]:
    lists: dict[str, frozenset[str]] = {}
    for path in sorted(PACKAGED.glob(PATTERN)):
        words = tomllib.loads(path.read_text(encoding="utf-8")).get("words", {})
        lists.update((name, frozenset(entry.split())) for name, entry in words.items())
    return lists


def plain(text: str) -> list[str]:
    """The words of a short example in the shape in which sentences are read."""
    words = (word.strip(_EDGES).lower().replace("’", "'") for word in text.split())
    return [word for word in words if word]


def inflections(verb: str, verbs: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Each form of ``verb`` with its tense: base, s, ing, and ed or past and en."""
    yield verb, "base"
    yield _third(verb), "s"
    yield _gerund(verb), "ing"
    pasts = verbs.get(verb) or [_past(verb)]
    if len(pasts) == 1:
        yield pasts[0], "ed"
    else:
        yield pasts[0], "past"
        yield pasts[1], "en"


def _cue(entry: dict[str, Any]) -> Cue:
    name = str(entry.get("id", "?"))
    missing = [key for key in ("id", "kind", "forms", "examples", "counter_examples") if not entry.get(key)]
    if missing:
        raise CueError(name, f"nothing under {', '.join(missing)}")
    given: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
    }
    try:
        return Cue(**given)
    except TypeError as error:
        raise CueError(name, str(error)) from error


def _prove(cue: Cue, verbs: Mapping[str, Sequence[str]]) -> None:
    alone = Lexicon([cue], verbs)
    for example in cue.examples:
        if not _shows(alone, cue, example):
            raise CueError(cue.id, "does not find its example", example)
    for example in cue.counter_examples:
        if _shows(alone, cue, example):
            raise CueError(cue.id, "finds its counter-example", example)


def _shows(alone: Lexicon, cue: Cue, example: str) -> bool:
    words = plain(example)
    complemented = not cue.complement or "that" in words or any(mark in example for mark in QUOTES)
    return complemented and bool(alone.find(words))


def _expand(form: str, verbs: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str, tuple[_Step, ...]]]:
    """Each first word of ``form`` with its tense and the steps that follow it."""
    first, *others = form.split()
    rest = tuple(_step(other, verbs) for other in others)
    for word in first.split("|"):
        if word.endswith("~"):
            yield from ((shape, tense, rest) for shape, tense in inflections(word[:-1], verbs))
        else:
            yield word, "", rest


def _step(part: str, verbs: Mapping[str, Sequence[str]]) -> _Step:
    if part == "*":
        return None
    words: set[str] = set()
    for word in part.split("|"):
        words.update(shape for shape, _ in inflections(word[:-1], verbs)) if word.endswith(
            "~"
        ) else words.add(word)
    return frozenset(words)


def _follows(words: Sequence[str], start: int, rest: tuple[_Step, ...]) -> bool:
    return all(step is None or words[start + offset] in step for offset, step in enumerate(rest))


def _doubles(verb: str) -> bool:
    # One syllable, one vowel, one final consonant: plan, planned.
    return (
        len(verb) > 2
        and verb[-1] not in "aeiouwxy"
        and verb[-2] in _VOWELS
        and verb[-3] not in _VOWELS
        and sum(letter in _VOWELS for letter in verb) == 1
    )


def _third(verb: str) -> str:
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _gerund(verb: str) -> str:
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        return verb[:-1] + "ing"
    return verb + (verb[-1] if _doubles(verb) else "") + "ing"


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ied"
    return verb + (verb[-1] if _doubles(verb) else "") + "ed"
