"""Whether what a site served is the article at all, or a prompt, a gate or an error in its place."""

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.inspection.document import Document
from auditor.inspection.patterns import Pattern, Scope, compile_pattern

PACKAGED = Path(__file__).with_suffix(".toml")
LOOKED_AT = 8
"""Lines at the beginning of a page that would say so."""
AN_ARTICLE = 1500
"""Code points (a fifth of a page of print) above which a text is believed whatever it opens with."""


class StandInError(ValueError):
    """A table of stand-ins that cannot be trusted; names the entry and the example."""


@dataclass(frozen=True, slots=True)
class StandIn:
    """Something served in an article's place; ``reason`` says in words what."""

    id: str
    reason: str
    patterns: tuple[Pattern, ...]

    def says(self, line: str) -> bool:
        """Whether ``line`` is one of its signs."""
        return any(pattern.search(line) for pattern in self.patterns)


def stand_in(document: Document) -> StandIn | None:
    """What stands in the article's place; None when nothing shows that it is not the article."""
    if len(document.text) > AN_ARTICLE:
        return None
    lines = [document.metadata.get("title", ""), *document.text.split("\n")]
    first = [line.strip() for line in lines if line.strip()][: LOOKED_AT + 1]
    return next((one for one in packaged() if any(map(one.says, first))), None)


@functools.cache
def packaged() -> tuple[StandIn, ...]:
    """The stand-ins that come with the program, loaded and proved once."""
    return load(PACKAGED.read_text(encoding="utf-8"))


def load(toml: str) -> tuple[StandIn, ...]:
    """The entries of a table, each proved on its own examples; raises ``StandInError``."""
    return tuple(map(_proved, tomllib.loads(toml)["standin"]))


def _proved(entry: dict[str, Any]) -> StandIn:
    lines = (compile_pattern(line, Scope.SENTENCE, {}) for line in entry["lines"])
    one = StandIn(entry["id"], entry["reason"], tuple(lines))
    for wanted, examples in ((True, entry["examples"]), (False, entry["counter_examples"])):
        for example in examples:
            if one.says(example) is not wanted:
                raise StandInError(f"{one.id}: {example!r} is {'not ' if wanted else ''}found")
    return one
