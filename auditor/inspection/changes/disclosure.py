"""Whether a page says itself that it was changed: by a note, or by a new date of its last change."""

from collections.abc import Sequence

import re2

from auditor.inspection.changes.alignment import Fate, Pair, Tile
from auditor.inspection.changes.classes import ChangeClass
from auditor.inspection.changes.versions import Version
from auditor.inspection.dates import find_date, find_time

PROMISE = "promise_to_update"
_PROMISE_RULE = "update.promise"
_CHANGED = re2.compile(
    r"(?i)\b(?:updat\w*|modif\w*|revised|edited|corrected|changed|aktualisiert|geändert|mis à jour|"
    r"modifié\w*|actualizad\w*|aggiornat\w*|обновлен\w*)"
)


def is_promise(tile: Tile) -> bool:
    """Whether a stretch promises that the text will be updated or corrected."""
    return promises_update(tile.subkind, tile.rules)


def promises_update(subkind: str, rules: Sequence[str]) -> bool:
    """The same of a stored passage: by its sub-kind, or by the ids of the rules that hit it."""
    return subkind == PROMISE or _PROMISE_RULE in rules


def notes(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """Notes of the desk that are new or reworded; a promise is no note of what was done."""
    fresh = (Fate.ADDED, Fate.REWORDED)
    return tuple(
        pair
        for pair in pairs
        if pair.of is ChangeClass.CORRECTION
        and pair.fate in fresh
        and pair.after
        and not is_promise(pair.after)
    )


def new_date(before: Version, after: Version, pairs: Sequence[Pair]) -> str:
    """The new date of the last change, as declared or printed; empty when there is none."""
    if after.modified and after.modified != before.modified:
        return after.modified
    for pair in pairs:
        if pair.after and pair.fate in (Fate.ADDED, Fate.REWORDED) and pair.of is ChangeClass.BYLINE_DATE:
            old = _stamp(before.words(pair.before)) if pair.before else ""
            new = _stamp(after.words(pair.after))
            if new and new != old:
                return new
    return ""


def _stamp(words: str) -> str:
    """The moment that a line names as that of a change; "5 hours ago" is none."""
    if not _CHANGED.search(words):
        return ""
    date, time = find_date(words), find_time(words)
    return " ".join(filter(None, (date.iso if date else "", time)))
