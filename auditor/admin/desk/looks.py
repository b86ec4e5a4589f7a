"""The article in another light: as it was served, or against the revision before."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from auditor.inspection.changes import Piece, word_diff
from auditor.models import Claim, Snapshot
from auditor.storage import archive

LONGEST = 200_000
"""Characters shown of what was served."""


@dataclass(frozen=True, slots=True)
class Look:
    """A way of looking: its name, and what is shown; ``empty`` says why there is nothing."""

    name: str
    raw: str = ""
    lines: tuple[tuple[Piece, ...], ...] = ()
    empty: str = ""


def look(name: str, held: Claim) -> Look:
    """The article as asked for; in its segments unless told."""
    if name == "raw":
        return _raw(held.snapshot)
    if name == "diff":
        return _diff(held.snapshot)
    return Look("cleaned")


def _raw(snapshot: Snapshot | None) -> Look:
    if snapshot is None:
        return Look("raw", empty="No version has been kept.")
    try:
        data = archive.read(snapshot.payload)
    except archive.PayloadDamaged as damage:
        return Look("raw", empty=str(damage))
    return Look("raw", raw=data.decode(snapshot.charset or "utf-8", "replace")[:LONGEST])


def _diff(snapshot: Snapshot | None) -> Look:
    earlier = snapshot and snapshot.article.snapshots.filter(revision__lt=snapshot.revision)
    before = earlier and earlier.select_related("reading").order_by("-revision").first()
    if not before or snapshot is None:
        return Look("diff", empty="This is the first revision: there is nothing to compare it with.")
    lines = tuple(_lines(before.reading.text.splitlines(), snapshot.reading.text.splitlines()))
    return Look("diff", lines=lines, empty="" if lines else "Nothing was changed in the text.")


def _lines(old: list[str], new: list[str]) -> Iterator[tuple[Piece, ...]]:
    """The changed lines by words; unchanged ones are left out."""
    for act, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if act != "equal":
            pieces = word_diff("\n".join(old[first:last]), "\n".join(new[start:end]))
            if any(piece.change != "kept" for piece in pieces):
                yield pieces
