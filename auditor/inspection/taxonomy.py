"""What every notice is called: one word for each pair of segment kind and subkind, kept as data."""

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path

from auditor.inspection.tiling import Segment, SegmentKind

TABLE = Path(__file__).parent / "rules" / "taxonomy.toml"


@dataclass(frozen=True, slots=True)
class Notice:
    """A kind of notice as the trade calls it, what it means, and the (kind, subkind) pairs that say it."""

    word: str
    means: str
    found_as: tuple[tuple[SegmentKind, str], ...]


@functools.cache
def taxonomy() -> tuple[Notice, ...]:
    """Every kind of notice, in the order of the table (rules/taxonomy.toml, read once)."""
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))["notices"]
    return tuple(
        Notice(word, entry["means"], tuple((SegmentKind(kind), sub) for kind, sub in entry["found_as"]))
        for word, entry in table.items()
    )


def notice_word(kind: SegmentKind, subkind: str | None) -> str | None:
    """The word for a segment's kind and subkind; None when it is no notice of the taxonomy."""
    return _words().get((kind, subkind or ""))


def notices_of(segment: Segment) -> list[str]:
    """Every notice in a segment: what the whole is, then what its sentences also say. No word twice."""
    whole = notice_word(segment.kind, segment.subkind)
    more = segment.values.get("notices")
    return list(dict.fromkeys([*([whole] if whole else []), *(more if isinstance(more, list) else [])]))


@functools.cache
def _words() -> dict[tuple[SegmentKind, str], str]:
    return {pair: notice.word for notice in taxonomy() for pair in notice.found_as}
