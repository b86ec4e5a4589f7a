"""The names of media in a sentence, told from people, places and plain words of the same letters."""

import functools
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from auditor.inspection.attribution.utterance import Utterance
from auditor.inspection.cues import PACKAGED, word_set

_FILE = PACKAGED / "outlets.toml"
_SHOUTED = frozenset({"TV", "Television", "Radio"})
_CALENDAR = word_set("stances.months") | {"may"}


class Mention(NamedTuple):
    """A source named at words ``[start, end)``; ``outer`` is where what introduces the name begins.

    ``doubtful``: the name alone might be something else. ``plain`` is the name as names are compared.
    """

    start: int
    end: int
    outer: int
    plain: str
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Outlets:
    """The names of media by their first words, and the words that make names or go with them."""

    certain: dict[str, list[tuple[str, ...]]]
    common: frozenset[str]
    bare: frozenset[str]
    words: dict[str, frozenset[str]]
    aliases: dict[str, frozenset[str]] = field(default_factory=dict)
    known: frozenset[str] = frozenset()

    def alike(self, plain: str) -> frozenset[str]:
        """Every name of the outlet that ``plain`` is a name of, itself at least."""
        return self.aliases.get(plain, frozenset({plain}))


@functools.cache
def packaged_outlets() -> Outlets:
    """The names that come with the program, read once."""
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    certain: dict[str, list[tuple[str, ...]]] = {}
    aliases: dict[str, set[str]] = {}
    for row in (*table["certain"], *table["common"]):
        names = row.split(" = ")
        for name in names:
            aliases.setdefault(plain_name(name), set()).update(map(plain_name, names))
    common = frozenset(name for row in table["common"] for name in row.split(" = ") if " " not in name)
    for name in (name for row in table["certain"] for name in row.split(" = ")):
        words = tuple(name.replace("’", "'").replace("& ", "").split())
        if words[0] == "The":
            words = words[1:]
        if len(words) == 1 and words[0] in common:
            continue  # "the Guardian"
        certain.setdefault(_base(words[0]), []).append(words)
    for names_of in certain.values():
        names_of.sort(key=len, reverse=True)
    words_of = {key: frozenset(value.split()) for key, value in table.items() if isinstance(value, str)}
    words_of["openings"] |= word_set("sentences.starters")
    words_of["mediums"] = words_of["media"] | words_of["voices"]
    words_of["before"] = words_of["media"] | words_of["demonyms"] | {"the", "news", "its", "a", "an"}
    alike = {key: frozenset(value) for key, value in aliases.items()}
    capitals = frozenset(certain) | common | words_of["titles"]
    known = capitals | words_of["mediums"] | {f"{word}'s" for word in capitals} | _SHOUTED
    return Outlets(certain, common, words_of["bare"], words_of, alike, known)


def plain_name(name: str) -> str:
    """``name`` as names are compared: in lower case, without "the" and possessive."""
    words = name.lower().replace("’", "'").split()
    last = _base(words[-1]) if words else ""
    return " ".join([*words[:-1], last] if words[:1] != ["the"] else [*words[1:-1], last])


def find_outlets(said: Utterance, *, credit: bool = False) -> tuple[Mention, ...]:
    """Every medium named in a sentence, in its order. In a ``credit`` common names count as well."""
    outlets = packaged_outlets()
    if outlets.known.isdisjoint(said.written):
        return ()  # most sentences
    found: list[Mention] = []
    reached = 0
    for index in _candidates(said, outlets):
        if index < reached:
            continue
        mention = _at(said, index, outlets, credit=credit)
        if mention is not None and mention.start >= reached:
            found.append(mention)
            reached = mention.end
    return tuple(found)


def _candidates(said: Utterance, outlets: Outlets) -> Iterable[int]:
    return (index for index, word in enumerate(said.written) if word in outlets.known)


def _at(said: Utterance, index: int, outlets: Outlets, *, credit: bool) -> Mention | None:
    word = _base(said.written[index])
    for name in outlets.certain.get(word, ()):
        end = index + len(name)
        company = said.written[end : end + 1] and _base(said.written[end]) in outlets.words["companies"]
        if (
            _is_name(said, index, name)
            and not company
            and not _personal(said, index, index + len(name), outlets)
        ):
            return _mention(said, index, _with_parts(said, index + len(name), outlets), outlets)
    if word in outlets.words["titles"] and said.capitals[index]:
        titled = _titled(said, index, outlets)
        if titled is not None:
            return titled
    if word in outlets.common and said.capitals[index]:
        return _common(said, index, outlets, credit=credit)
    return _described(said, index, outlets)


def _is_name(said: Utterance, index: int, name: tuple[str, ...]) -> bool:
    if len(name) == 1:
        return True
    end = index + len(name)
    written = said.written[index:end]
    if written[:-1] != name[:-1] or _base(written[-1]) != name[-1]:
        return False
    return not any(said.halted(at) for at in range(index + 1, end))


def _personal(said: Utterance, start: int, end: int, outlets: Outlets) -> bool:
    """Whether a name of one word is somebody's last name: "Anna Bloomberg", "Mayor Bloomberg"."""
    if end - start > 1 or said.written[start].isupper() or not start or said.halted(start):
        return False
    before = said.words[start - 1]
    named = said.capitals[start - 1] and before not in outlets.words["openings"]
    return before in outlets.words["honorifics"] or (named and not before.endswith("'s"))


def _goes_on(said: Utterance, end: int, outlets: Outlets) -> bool:
    """Whether a capital right after the name makes it another one: "Times Square", "Post Office"."""
    if end >= len(said.words) or said.halted(end) or not said.capitals[end]:
        return False
    return said.words[end] not in _CALENDAR and not said.words[end - 1].endswith("'s")


def _with_parts(said: Utterance, end: int, outlets: Outlets) -> int:
    """Past what goes on with a name: "CNN International", "Kommersant daily", "Tasnim news agency"."""
    while end < len(said.words) and not said.halted(end) and not said.words[end - 1].endswith("'s"):
        going = outlets.words["parts"] if said.capitals[end] else outlets.words["mediums"] | {"news"}
        if said.written[end] not in going:
            break
        end += 1
    return end


def _mention(said: Utterance, start: int, end: int, outlets: Outlets, *, doubtful: bool = False) -> Mention:
    """With what introduces the name: "the German weekly Die Zeit"."""
    outer = start
    while outer > 0 and not said.halted(outer) and said.words[outer - 1] in outlets.words["before"]:
        outer -= 1
    if outer and said.words[outer - 1].endswith("'s") and outer < start and not said.halted(outer):
        outer -= 1  # "Russia’s state news agency"
    return Mention(start, end, outer, plain_name(" ".join(said.written[start:end])), doubtful)


def _titled(said: Utterance, index: int, outlets: Outlets) -> Mention | None:
    """ "the Baltimore Herald": the capitals before a word that ends names of papers."""
    start = index
    while start > 0 and index - start < 4 and said.capitals[start - 1] and not said.halted(start):
        if said.words[start - 1] in outlets.words["openings"] or said.words[start - 1].endswith("'s"):
            break
        start -= 1
    if start == index or said.words[start] in outlets.words["honorifics"]:
        return None
    end = _with_parts(said, index + 1, outlets)
    return None if _goes_on(said, end, outlets) else _mention(said, start, end, outlets)


def _common(said: Utterance, index: int, outlets: Outlets, *, credit: bool) -> Mention | None:
    """A word that is also a name of papers: after "the", beside "magazine", or in a credit."""
    end = _with_parts(said, index + 1, outlets)
    if _goes_on(said, end, outlets) or _personal(said, index, end, outlets):
        return None
    before = said.words[index - 1] if index and not said.halted(index) else ""
    after = said.words[end] if end < len(said.words) and not said.halted(end) else ""
    beside = {before, after} & (outlets.words["media"] - {"agency", "site", "outlet", "station"})
    bare = said.written[index] in outlets.bare
    if credit or beside or (before == "the" and not bare):
        return _mention(said, index, end, outlets)
    return _mention(said, index, end, outlets, doubtful=True) if bare else None


def _described(said: Utterance, index: int, outlets: Outlets) -> Mention | None:
    """A name beside a word for a medium, "the website Middle East Eye", or none: "state television"."""
    word = said.words[index]
    if said.capitals[index]:
        return _unnamed(said, index, outlets) if word in outlets.words["voices"] else None
    if word in outlets.words["media"] and not (
        word == "agency" and said.words[index - 1 : index] != ("news",)
    ):
        start = index + 1
        start += said.words[start : start + 1] == ("the",)
        end = _capitals_from(said, start)
        if end > start and not said.halted(index + 1):
            return _mention(said, start, end, outlets)
        end = index - (word == "agency")
        start = _capitals_to(said, end, outlets)
        if start < end:
            return _mention(said, start, index + 1, outlets)
    return _unnamed(said, index, outlets) if word in outlets.words["voices"] else None


def _capitals_from(said: Utterance, start: int) -> int:
    end = start
    while end < len(said.words) and said.capitals[end] and not said.halted(end):
        end += 1
    return end


def _capitals_to(said: Utterance, end: int, outlets: Outlets) -> int:
    start = end
    while start > 0 and said.capitals[start - 1] and not said.halted(start):
        before = said.words[start - 1]
        if before in outlets.words["openings"] or before.endswith("'s"):
            break
        start -= 1
    return start


def _unnamed(said: Utterance, index: int, outlets: Outlets) -> Mention | None:
    """ "State television", "Syria’s state news agency": whose it is says enough."""
    start = index - (said.words[index - 1 : index] == ("news",))
    if start == 0 or said.halted(start):
        return None
    if said.words[start - 1] in outlets.words["unnamed"]:
        return _mention(said, start - 1, index + 1, outlets)
    known = (
        said.words[start - 1] == "the"
        and not said.capitals[index]
        and (start < index or said.words[index] in outlets.words["named"])
    )
    return _mention(said, start, index + 1, outlets) if known else None


def _base(word: str) -> str:
    return word[:-2] if word.endswith("'s") else word.rstrip("'")


def in_rows(mentions: Iterable[Mention], said: Utterance) -> Iterator[tuple[Mention, ...]]:
    """Mentions that are named together: "Reuters and the BBC"."""
    row: list[Mention] = []
    for mention in mentions:
        between = said.words[row[-1].end : mention.outer] if row else ()
        joined = bool(row) and (between == ("and",) or (not between and "," in said.gaps[mention.outer]))
        if row and not joined:
            yield tuple(row)
            row = []
        row.append(mention)
    if row:
        yield tuple(row)
