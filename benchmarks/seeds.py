"""The seed articles against their annotation: every kind of segment, comments, notices."""

from collections.abc import Sequence
from pathlib import Path

from auditor.inspection.procedure import guess_media, inspect_document, read_document
from auditor.inspection.rulebook import load_rulebook
from auditor.management.scoring import Score, add_up, rates, read_gold, score_document
from benchmarks.corpora import SEEDS
from benchmarks.tables import Cell, Table


def seeds_table(gold: Path) -> Table:
    """Precision, recall and F1 of each kind of segment in the annotated seeds, by characters.

    Raises ``FileNotFoundError`` when ``gold`` annotates no article, or one that is no seed.
    """
    total = add_up(_scores(gold))
    kinds = sorted({name.rpartition(" ")[0] for name in total.kinds})
    counts = total.counts
    return Table(
        "Seeds against their annotation, by characters",
        ("kind of segment", "F1", "precision", "recall", "characters"),
        (_weighted(total, kinds), *(_row(total, kind) for kind in kinds)),
        (
            f"comments exact (number, depth, words): {counts['comments exact']} of {counts['comments']}",
            f"notices found: {counts['notices found']} of {counts['notices']}",
        ),
    )


def flagged_seeds_table(gold: Path) -> Table:
    """Unsourced assertions in the annotated seeds: precision, recall and F1 by sentences.

    Raises ``FileNotFoundError`` as ``seeds_table`` does.
    """
    counts = add_up(_scores(gold)).counts
    rows = []
    for scope in ("clear", "all"):
        wanted, found = counts[f"flags {scope}"], counts[f"flags {scope} found"]
        rate = rates(counts[f"flags {scope} tp"], found, wanted)
        rows.append((scope, wanted, found, rate.precision, rate.recall, rate.f1))
    return Table(
        "Seeds: sentences flagged as unsourced assertions",
        ("sentences", "to flag", "flagged", "precision", "recall", "F1"),
        tuple(rows),
        ("the layer learned from these sentences too: held out, see docs/models/flags.md",),
    )


def _scores(gold: Path) -> list[Score]:
    segments, sentences = read_gold(gold / "segments.jsonl"), read_gold(gold / "sentences.jsonl")
    names = sorted(segments.keys() | sentences.keys())
    if not names:
        raise FileNotFoundError(f"{gold} holds no annotation")
    return [_score(name, segments.get(name, []), sentences.get(name, [])) for name in names]


def _score(name: str, segments: list[dict[str, object]], sentences: list[dict[str, object]]) -> Score:
    data = (SEEDS / name).read_bytes()
    inspection = inspect_document(read_document(data, guess_media(name, data), None), load_rulebook())
    return score_document(name, inspection, segments, sentences)


def _row(total: Score, kind: str) -> tuple[Cell, ...]:
    gold = total.kinds[f"{kind} gold"]
    rate = rates(total.kinds[f"{kind} tp"], total.kinds[f"{kind} found"], gold)
    return (kind, rate.f1, rate.precision, rate.recall, gold)


def _weighted(total: Score, kinds: Sequence[str]) -> tuple[Cell, ...]:
    """Each figure's mean over the kinds, weighted by how many characters are annotated so."""
    rows = [_row(total, kind) for kind in kinds]
    gold = sum(row[-1] for row in rows if isinstance(row[-1], int))
    means = (sum(float(row[at] or 0) * int(row[-1] or 0) for row in rows) / gold for at in (1, 2, 3))
    return ("all, weighted by characters", *means, gold)
