"""The rulebook in force: the packaged one with the rules that reviewers made."""

import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from auditor.inspection.assertions import WeightsError, weights_of
from auditor.inspection.rulebook import Rulebook, RulebookError, load_rulebook
from auditor.models import FlagWeights, HouseRule

log = logging.getLogger(__name__)


def in_force() -> Rulebook:
    """The packaged rulebook and every rule of the house that was not retired.

    A rule that a newer packaged rulebook no longer bears is left out and logged: the audits go on.
    """
    return _bearing(tuple(as_toml([rule]) for rule in standing()), trained())


def trained() -> str:
    """The digest of the weights that were trained here and are in force; empty for the packaged ones."""
    return FlagWeights.objects.filter(in_force=True).values_list("digest", flat=True).first() or ""


def standing() -> list[HouseRule]:
    """The rules of the house that were not retired, in the order of their names."""
    return list(HouseRule.objects.filter(retired_at=None).select_related("author"))


@lru_cache(maxsize=4)
def _bearing(tables: tuple[str, ...], digest: str) -> Rulebook:
    try:
        return load_rulebook(more="\n".join(tables), weights=_weights(digest))
    except RulebookError as error:
        kept = tuple(table for table in tables if f"id = {_value(error.rule)}\n" not in table)
        if len(kept) == len(tables):
            raise
        log.exception("the rule %s is left out", error.rule)
        return _bearing(kept, digest)


def _weights(digest: str) -> bytes:
    """The weights with that digest; none where a newer program measures other traits."""
    if not digest:
        return b""
    data = bytes(FlagWeights.objects.get(digest=digest).weights)
    try:
        weights_of(data)
    except WeightsError:
        log.exception("the weights %s are left out: train anew", digest[:12])
        return b""
    return data


def prove(rule: HouseRule) -> None:
    """Load the rulebook with ``rule``; raises RulebookError when it cannot be read or fails an example."""
    load_rulebook(more=as_toml([*(one for one in standing() if one.name != rule.name), rule]))


def as_toml(rules: Iterable[HouseRule]) -> str:
    """The rules in the rulebook's own format."""
    return "\n".join(_table(rule) for rule in rules)


def _table(rule: HouseRule) -> str:
    fields: Mapping[str, Any] = {
        "id": rule.name,
        **rule.entry,
        "author": rule.author.get_username(),
        "added": rule.made_at.date().isoformat(),
    }
    return "\n".join(["[[boilerplate]]", *_lines(fields)]) + "\n"


def _lines(fields: Mapping[str, Any]) -> Iterator[str]:
    for name, value in fields.items():
        if isinstance(value, list):
            yield f"{name} = ["
            yield from (f"    {_value(one)}," for one in value)
            yield "]"
        else:
            yield f"{name} = {_value(value)}"


def _value(value: object) -> str:
    """A TOML basic string or number; JSON writes both alike save for DEL (TOML 1.0, "String")."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
