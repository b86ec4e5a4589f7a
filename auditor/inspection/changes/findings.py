"""What an editor wants to be told of the change from one version of an article to the next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from auditor.inspection.changes.alignment import Fate, Pair, Tile, align
from auditor.inspection.changes.classes import ChangeClass, Weight
from auditor.inspection.changes.disclosure import is_promise, new_date, notes
from auditor.inspection.changes.gravity import Touch, weigh_edit
from auditor.inspection.changes.terms import changed_terms
from auditor.inspection.changes.versions import Version, unknown
from auditor.inspection.tiling import SegmentKind


class FindingKind(StrEnum):
    """What was found."""

    SILENT_EDIT = "silent_edit"
    DATED_EDIT = "dated_edit"
    NOTED_EDIT = "noted_edit"
    HEADLINE_CHANGED = "headline_changed"
    BYLINE_CHANGED = "byline_changed"
    CORRECTION_ADDED = "correction_added"
    CORRECTION_REMOVED = "correction_removed"
    CORRECTION_REWORDED = "correction_reworded"
    DISCLAIMER_ADDED = "disclaimer_added"
    DISCLAIMER_REMOVED = "disclaimer_removed"
    DISCLAIMER_REWORDED = "disclaimer_reworded"
    RIGHTS_CHANGED = "rights_changed"
    COMMENTS_CLOSED = "comments_closed"
    COMMENTS_REOPENED = "comments_reopened"
    COMMENTS_REMOVED = "comments_removed"
    COMMENTS_GREW = "comments_grew"
    PROMISE_MADE = "promise_made"
    PROMISE_KEPT = "promise_kept"
    PROMISE_WITHDRAWN = "promise_withdrawn"
    CHROME_CHANGED = "chrome_changed"


LINE = 12
"""Words up to which a stretch that ends like no sentence is a line, not a paragraph."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One stretch that changed: what became of it, how much that weighs, what it touches."""

    fate: Fate
    before: Tile | None
    after: Tile | None
    weight: Weight
    touches: tuple[Touch, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell, with the stretches that show it and a reason in words."""

    kind: FindingKind
    of: ChangeClass
    weight: Weight
    reason: str
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """All that became of a version; ``unknown`` says why nothing can be told, and is empty when it can."""

    pairs: tuple[Pair, ...]
    findings: tuple[Finding, ...]
    unknown: str = ""

    @property
    def classes(self) -> tuple[ChangeClass, ...]:
        """The classes that something was found in."""
        return tuple(one for one in ChangeClass if any(finding.of is one for finding in self.findings))


def compare_versions(before: Version, after: Version) -> Changes:
    """Everything that changed from one version of an article to the next, class by class."""
    reason = unknown(before, after)
    if reason:
        return Changes((), (), reason)
    pairs = align(before.text, before.tiles, after.text, after.tiles)
    return Changes(pairs, tuple(_Findings(before, after, pairs).all()))


class _Findings:
    """The findings of one pair of versions."""

    def __init__(self, before: Version, after: Version, pairs: Sequence[Pair]) -> None:
        self.before, self.after, self.pairs = before, after, pairs
        self.edits = {of: tuple(self._edits(of)) for of in ChangeClass}

    def all(self) -> Iterator[Finding]:
        """In the order of the classes."""
        yield from self._body()
        yield from self._plain(ChangeClass.HEADLINE, FindingKind.HEADLINE_CHANGED, "the headline")
        yield from self._byline()
        yield from self._notes()
        yield from self._promises()
        yield from self._disclaimers()
        yield from self._rights()
        yield from self._comments()
        yield from self._chrome()

    def _edits(self, of: ChangeClass) -> Iterator[Edit]:
        for pair in self.pairs:
            # What else than body stands in another place has not changed for a reader.
            moved = pair.fate is Fate.MOVED and not (of is ChangeClass.BODY and _body_to_body(pair))
            if pair.of is of and pair.fate is not Fate.KEPT and not moved:
                weight, touched = self._weigh(pair)
                yield Edit(pair.fate, pair.before, pair.after, weight, touched)

    def _weigh(self, pair: Pair) -> tuple[Weight, tuple[Touch, ...]]:
        if pair.fate is Fate.MOVED:
            return Weight.SLIGHT, ()
        old = self.before.words(pair.before) if pair.before else ""
        new = self.after.words(pair.after) if pair.after else ""
        weight, touched = weigh_edit(old, new)
        if pair.fate is Fate.REWORDED:
            return weight, touched
        # A paragraph that came or went has names in it as any other: that alone is not grave. A line
        # that is no sentence is a teaser or a label more often than not.
        return (
            Weight.SLIGHT if pair.of is ChangeClass.BODY and _is_line(old or new) else Weight.ORDINARY
        ), touched

    def _body(self) -> Iterator[Finding]:
        edits = self.edits[ChangeClass.BODY]
        if not edits:
            return
        weight = _heaviest(edits)
        told = _told(edits)
        date = new_date(self.before, self.after, self.pairs)
        if notes(self.pairs):
            yield Finding(
                FindingKind.NOTED_EDIT, ChangeClass.BODY, Weight.SLIGHT, f"{told}; a note was added", edits
            )
        elif date:
            lighter = Weight(max(weight - 1, Weight.SLIGHT))
            yield Finding(
                FindingKind.DATED_EDIT,
                ChangeClass.BODY,
                lighter,
                f"{told}; no note, but a new date: {date}",
                edits,
            )
        else:
            yield Finding(
                FindingKind.SILENT_EDIT, ChangeClass.BODY, weight, f"{told}; no note, no new date", edits
            )

    def _plain(self, of: ChangeClass, kind: FindingKind, name: str) -> Iterator[Finding]:
        edits = self.edits[of]
        if edits:
            yield Finding(kind, of, _heaviest(edits), f"{name} changed", edits)

    def _byline(self) -> Iterator[Finding]:
        edits = self.edits[ChangeClass.BYLINE_DATE]
        if edits:
            named = any(e.weight is Weight.GRAVE and _named(e) and Touch.NAME in e.touches for e in edits)
            weight = Weight.GRAVE if named else Weight.SLIGHT
            reason = "another author is named" if named else "the byline or a date changed"
            yield Finding(FindingKind.BYLINE_CHANGED, ChangeClass.BYLINE_DATE, weight, reason, edits)

    def _notes(self) -> Iterator[Finding]:
        kinds = {
            Fate.ADDED: (FindingKind.CORRECTION_ADDED, "a note of the desk was added"),
            Fate.REMOVED: (FindingKind.CORRECTION_REMOVED, "a note of the desk was removed"),
            Fate.REWORDED: (FindingKind.CORRECTION_REWORDED, "a note of the desk was reworded"),
        }
        for edit in self.edits[ChangeClass.CORRECTION]:
            if not _promises(edit):
                kind, reason = kinds[edit.fate]
                yield Finding(kind, ChangeClass.CORRECTION, edit.weight, reason, (edit,))

    def _promises(self) -> Iterator[Finding]:
        old = [tile for tile in self.before.tiles if is_promise(tile)]
        new = [tile for tile in self.after.tiles if is_promise(tile)]
        of, kept = ChangeClass.CORRECTION, self._kept_word()
        shown = tuple(edit for edit in self.edits[of] if _promises(edit))
        if new and not old:
            yield Finding(
                FindingKind.PROMISE_MADE, of, Weight.SLIGHT, "the page promises to be updated", shown
            )
        if old and kept:
            yield Finding(FindingKind.PROMISE_KEPT, of, Weight.SLIGHT, f"as promised: {kept}", shown)
        if old and not new and not kept:
            reason = "the promise to update is gone, and nothing was updated"
            yield Finding(FindingKind.PROMISE_WITHDRAWN, of, Weight.ORDINARY, reason, shown)

    def _kept_word(self) -> str:
        """How a promise to update was kept; empty when it was not."""
        if notes(self.pairs):
            return "a note was added"
        heavy = [edit for edit in self.edits[ChangeClass.BODY] if edit.weight > Weight.SLIGHT]
        return "the body was changed" if heavy else ""

    def _disclaimers(self) -> Iterator[Finding]:
        kinds = {
            Fate.ADDED: (FindingKind.DISCLAIMER_ADDED, "added"),
            Fate.REMOVED: (FindingKind.DISCLAIMER_REMOVED, "removed"),
            Fate.REWORDED: (FindingKind.DISCLAIMER_REWORDED, "reworded"),
        }
        for edit in self.edits[ChangeClass.DISCLAIMER_RIGHTS]:
            kind, act = kinds[edit.fate]
            tile = edit.after or edit.before
            name = tile.kind.value.replace("_", " ") if tile else "notice"
            weight = self._notice_weight(edit)
            yield Finding(kind, ChangeClass.DISCLAIMER_RIGHTS, weight, f"{name} {act}", (edit,))

    def _notice_weight(self, edit: Edit) -> Weight:
        """A year that turned in a copyright line is nobody's news."""
        if edit.fate is not Fate.REWORDED:
            return Weight.ORDINARY
        years = set(edit.touches) <= {Touch.DATE, Touch.NUMBER} and edit.touches
        return Weight.SLIGHT if years else min(edit.weight, Weight.ORDINARY)

    def _rights(self) -> Iterator[Finding]:
        found = changed_terms(self.before.text, self.before.rights, self.after.text, self.after.rights)
        told = [*(f"gone: {one}" for one in found.gone), *(f"new: {one}" for one in found.come)]
        if told:
            of = ChangeClass.DISCLAIMER_RIGHTS
            yield Finding(FindingKind.RIGHTS_CHANGED, of, Weight.ORDINARY, " ".join(told))

    def _comments(self) -> Iterator[Finding]:
        of, edits = ChangeClass.COMMENTS, self.edits[ChangeClass.COMMENTS]
        closed = [_closes(version) for version in (self.before, self.after)]
        if closed[0] != closed[1]:
            kind = FindingKind.COMMENTS_CLOSED if closed[1] else FindingKind.COMMENTS_REOPENED
            reason = "comments were closed" if closed[1] else "comments are no longer closed"
            yield Finding(kind, of, Weight.ORDINARY, reason, edits)
        comments = [edit for edit in edits if _is_comment(edit)]
        gone = tuple(edit for edit in comments if edit.fate is Fate.REMOVED)
        come = tuple(edit for edit in comments if edit.fate is Fate.ADDED)
        if gone:
            # Threads show the newest page only: what came in may push out what was there.
            weight = Weight.SLIGHT if come else Weight.ORDINARY
            yield Finding(FindingKind.COMMENTS_REMOVED, of, weight, f"{len(gone)} comments are gone", gone)
        if come:
            yield Finding(FindingKind.COMMENTS_GREW, of, Weight.SLIGHT, f"{len(come)} comments more", come)

    def _chrome(self) -> Iterator[Finding]:
        edits = self.edits[ChangeClass.CHROME]
        if edits:
            reason = f"{len(edits)} pieces of page furniture changed"
            yield Finding(FindingKind.CHROME_CHANGED, ChangeClass.CHROME, Weight.SLIGHT, reason, edits)


def _body_to_body(pair: Pair) -> bool:
    return all(tile is not None and tile.of is ChangeClass.BODY for tile in (pair.before, pair.after))


def _is_line(words: str) -> bool:
    return words.count(" ") < LINE and not words.rstrip("\"'”’) ").endswith((".", "!", "?", "…", "。"))


def _heaviest(edits: Sequence[Edit]) -> Weight:
    return max(edit.weight for edit in edits)


def _told(edits: Sequence[Edit]) -> str:
    """``2 reworded, 1 added (number, name)``."""
    counts = [(fate.value, sum(edit.fate is fate for edit in edits)) for fate in Fate]
    touched = [touch.value for touch in Touch if any(touch in edit.touches for edit in edits)]
    parts = ", ".join(f"{count} {word}" for word, count in counts if count)
    return parts + (f" ({', '.join(touched)})" if touched else "")


def _promises(edit: Edit) -> bool:
    return any(tile is not None and is_promise(tile) for tile in (edit.before, edit.after))


def _named(edit: Edit) -> bool:
    tile = edit.after or edit.before
    return tile is not None and tile.kind is SegmentKind.BYLINE


def _is_comment(edit: Edit) -> bool:
    tile = edit.after or edit.before
    return tile is not None and tile.kind is SegmentKind.READER_COMMENT


def _closes(version: Version) -> bool:
    return any(tile.kind is SegmentKind.COMMENTS_CLOSED for tile in version.tiles)
