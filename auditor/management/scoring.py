"""How well an inspection agrees with people's annotations, as counts that can be added up."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from auditor.inspection.assertions import Assertion
from auditor.inspection.document import Span
from auditor.inspection.flags import FlagKind
from auditor.inspection.procedure import Inspection
from auditor.inspection.tiling import Segment, SegmentKind

NOTICES = frozenset(
    {"disclaimer", "copyright_notice", "fair_use_notice", "reprint_permission", "syndication_credit"}
)
"""The kinds of segment of which not one may be missed."""
_FOUND = 0.5
"""Share of a notice's characters that a segment of its kind must hold for it to count as found."""
_EXCERPT = 70


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one document, or of several added up.

    ``counts`` are named "agreed", "characters", "comments", ...; ``kinds`` hold characters per kind
    of segment as "KIND tp", "KIND found", "KIND gold"; ``missed`` quotes what was not found.
    """

    name: str
    counts: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    missed: tuple[str, ...] = ()

    def share(self, part: str, whole: str) -> float | None:
        """``part`` of ``whole`` in [0, 1]; None when there is nothing to count."""
        return self.counts[part] / self.counts[whole] if self.counts[whole] else None


@dataclass(frozen=True, slots=True)
class Rates:
    """Precision, recall and their harmonic mean, each in [0, 1], None when there is nothing to count."""

    precision: float | None
    recall: float | None
    f1: float | None


def rates(tp: float, found: float, gold: float) -> Rates:
    """Rates from counts: right ones, all found, all that should be found."""
    precision = tp / found if found else None
    recall = tp / gold if gold else None
    return Rates(precision, recall, 2 * tp / (found + gold) if found + gold else None)


def add_up(scores: Sequence[Score]) -> Score:
    """All scores as one."""
    total = Score("total", missed=tuple(missed for score in scores for missed in score.missed))
    for score in scores:
        total.counts.update(score.counts)
        total.kinds.update(score.kinds)
    return total


def read_gold(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of a JSON-lines file by document, in text order; empty when there is no such file."""
    rows: dict[str, list[dict[str, Any]]] = {}
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            rows.setdefault(row["doc"], []).append(row)
    for found in rows.values():
        found.sort(key=lambda row: (row["start"], row["end"]))
    return rows


def score_document(
    name: str,
    inspection: Inspection,
    segments: Sequence[Mapping[str, Any]],
    sentences: Sequence[Mapping[str, Any]],
) -> Score:
    """Compare one inspection with the annotated segments and sentences of the same text."""
    counts: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    missed = [
        *_count_labels(inspection, segments, counts, kinds),
        *_count_comments(inspection, segments, counts),
        *_count_notices(inspection, segments, counts),
    ]
    _count_sentences(inspection, sentences, counts)
    _count_flags(inspection, sentences, counts)
    _count_contents(inspection, sentences, counts)
    return Score(name, counts, kinds, tuple(missed))


def _black(text: str, start: int, end: int) -> int:
    return len("".join(text[start:end].split()))


def _count_labels(
    inspection: Inspection, gold: Iterable[Mapping[str, Any]], counts: Counter[str], kinds: Counter[str]
) -> Iterable[str]:
    """Agreement by characters that are no white space; an alternative label counts half."""
    text = inspection.document.text
    for found in inspection.segments:
        kinds[f"{found.kind.value} found"] += _black(text, found.span.start, found.span.end)
    for row in gold:
        size = _black(text, row["start"], row["end"])
        counts["characters"] += size
        kinds[f"{row['label']} gold"] += size
        for found, start, end in _overlaps(inspection.segments, row):
            shared = _black(text, start, end)
            kind = found.kind.value
            if kind == row["label"]:
                counts["agreed"] += shared
                kinds[f"{kind} tp"] += shared
            elif kind in row.get("alt_labels", ()):
                counts["half"] += shared
    return ()


def _overlaps(segments: Iterable[Segment], row: Mapping[str, Any]) -> Iterable[tuple[Segment, int, int]]:
    for found in segments:
        start, end = max(found.span.start, row["start"]), min(found.span.end, row["end"])
        if start < end:
            yield found, start, end


def _count_comments(
    inspection: Inspection, gold: Iterable[Mapping[str, Any]], counts: Counter[str]
) -> Iterable[str]:
    """A comment is found when its span, number and depth are all right; number and depth also alone."""
    exact = {(one.span.start, one.span.end, one.number, one.depth) for one in inspection.comments}
    places = {(one.number, one.depth) for one in inspection.comments}
    counts["comments found"] += len(inspection.comments)
    for row in gold:
        if row["label"] != SegmentKind.READER_COMMENT.value:
            continue
        # The first comment of a short thread may carry no annotation of its place.
        place = row.get("comment") or {}
        number, depth = place.get("number"), place.get("depth")
        counts["comments"] += 1
        counts["comments placed"] += (number, depth) in places
        if (row["start"], row["end"], number, depth) in exact:
            counts["comments exact"] += 1
        else:
            yield f"comment {number} at depth {depth}: {row['text'][:_EXCERPT]!r}"


def _count_notices(
    inspection: Inspection, gold: Iterable[Mapping[str, Any]], counts: Counter[str]
) -> Iterable[str]:
    text = inspection.document.text
    for row in gold:
        if row["label"] not in NOTICES:
            continue
        same = [
            (start, end)
            for one, start, end in _overlaps(inspection.segments, row)
            if one.kind == row["label"]
        ]
        counts["notices"] += 1
        if sum(_black(text, *place) for place in same) >= _FOUND * _black(text, row["start"], row["end"]):
            counts["notices found"] += 1
        else:
            yield f"{row['label']}: {row['text'][:_EXCERPT]!r}"


def _count_sentences(inspection: Inspection, gold: Sequence[Mapping[str, Any]], counts: Counter[str]) -> None:
    """Boundaries are sentence ends; type and sourcing are those of the sentence that overlaps most."""
    ends = {one.span.end for one in inspection.sentences}
    stops = {row["end"] for row in gold}
    if gold:
        counts.update({"ends right": len(ends & stops), "ends found": len(ends), "ends": len(stops)})
    for row in gold:
        best = _best(inspection.sentences, row)
        counts["sentences"] += 1
        if best is not None:
            counts["types right"] += best.type.value == row["type"]
            counts["sourcing right"] += best.attribution.sourcing.value == row["sourcing"]
            counts["checkworthy right"] += best.checkworthy == bool(row["checkworthy"])


def _best(sentences: Iterable[Assertion], row: Mapping[str, Any]) -> Assertion | None:
    shared = (
        (min(one.span.end, row["end"]) - max(one.span.start, row["start"]), one.span, one)
        for one in sentences
    )
    overlap, _, best = max(shared, default=(0, None, None), key=lambda entry: entry[0])
    return best if overlap > 0 else None


def _count_flags(inspection: Inspection, gold: Iterable[Mapping[str, Any]], counts: Counter[str]) -> None:
    """A sentence is flagged when an unsourced_assertion flag overlaps it."""
    flags = [one.span for one in inspection.flags if one.kind is FlagKind.UNSOURCED_ASSERTION]
    for row in gold:
        flagged = any(span.touches(Span(row["start"], row["end"])) for span in flags)
        wanted = bool(row["flag_unsourced"])
        for scope in ("all", "clear"):
            if scope == "all" or row.get("certainty") == "clear":
                counts[f"flags {scope} tp"] += flagged and wanted
                counts[f"flags {scope} found"] += flagged
                counts[f"flags {scope}"] += wanted


CONTENTS = {"numbers": "figures, dates", "loaded": "loaded phrases", "residual_unsourced": "out of reach"}
"""What is annotated inside sentences, by key, with the words it is reported under."""


def _count_contents(inspection: Inspection, gold: Sequence[Mapping[str, Any]], counts: Counter[str]) -> None:
    """Figures are right when their words are exactly those annotated; the rest when they overlap."""
    if not gold:
        return
    found = {
        "numbers": [one.span for content in inspection.contents for one in content.quantities],
        "loaded": [span for content in inspection.contents for span in content.loaded],
        "residual_unsourced": [span for content in inspection.contents for span in content.residual],
    }
    for key, spans in found.items():
        wanted = [Span(one["start"], one["end"]) for row in gold for one in row.get(key) or ()]
        alike = Span.__eq__ if key == "numbers" else Span.touches
        counts[f"{key} found"] += len(spans)
        counts[f"{key} right"] += sum(any(alike(span, one) for one in wanted) for span in spans)
        counts[key] += len(wanted)
        counts[f"{key} reached"] += sum(any(alike(span, one) for span in spans) for one in wanted)
