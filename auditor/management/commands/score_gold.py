"""manage.py score_gold: how well inspections agree with an annotated set of articles."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from auditor.inspection.procedure import guess_media, inspect_document, read_document
from auditor.inspection.rulebook import load_rulebook
from auditor.management.scoring import CONTENTS, Score, add_up, rates, read_gold, score_document

SEGMENTS, SENTENCES = "segments.jsonl", "sentences.jsonl"


class Command(BaseCommand):
    """Inspects the annotated articles and prints how far both agree."""

    help = f"Score inspections against PATH/{SEGMENTS} and PATH/{SENTENCES}. Needs no database."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the annotations and the articles are, and what is too little."""
        parser.add_argument("path", metavar="PATH", type=Path, help="folder with the annotations")
        parser.add_argument(
            "--seeds", type=Path, default=settings.ROOT / "seeds", help="folder with the articles"
        )
        parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
        for option, (_, meaning) in _FLOORS.items():
            parser.add_argument(f"--min-{option}", type=float, metavar="SHARE", help=f"least {meaning}")
        parser.add_argument("--all-found", action="store_true", help="no comment and no notice may be missed")

    def handle(self, *args: object, path: Path, seeds: Path, json: bool, **options: Any) -> None:
        """Exit status 1 when a figure is below its floor, 2 when there is nothing to score."""
        scores = _score(path, seeds)
        total = add_up(scores)
        if json:
            self.stdout.write(_dumped([*scores, total]))
        else:
            self.stdout.write("\n".join(_report(scores, total)))
        failed = [*_below(total, options), *(_unfound(total) if options["all_found"] else ())]
        if failed:
            raise CommandError("; ".join(failed))


def _score(path: Path, seeds: Path) -> list[Score]:
    segments, sentences = read_gold(path / SEGMENTS), read_gold(path / SENTENCES)
    names = sorted(segments.keys() | sentences.keys())
    if not names:
        raise CommandError(f"no_gold: {path} holds neither {SEGMENTS} nor {SENTENCES}.", returncode=2)
    absent = [name for name in names if not (seeds / name).is_file()]
    if absent:
        raise CommandError(f"no_article: {seeds} does not hold {', '.join(absent)}.", returncode=2)
    rulebook = load_rulebook()
    scores = []
    for name in names:
        data = (seeds / name).read_bytes()
        inspection = inspect_document(read_document(data, guess_media(name, data), None), rulebook)
        scores.append(score_document(name, inspection, segments.get(name, []), sentences.get(name, [])))
    return scores


def _figures(score: Score) -> dict[str, float | None]:
    """Every figure of a score under the name it is printed with."""
    counts = score.counts
    agreed = counts["agreed"] + counts["half"] / 2
    clear = rates(*(counts[f"flags clear{part}"] for part in (" tp", " found", "")))
    every = rates(*(counts[f"flags all{part}"] for part in (" tp", " found", "")))
    return {
        "agreement": agreed / counts["characters"] if counts["characters"] else None,
        "comments": score.share("comments exact", "comments"),
        "notices": score.share("notices found", "notices"),
        "boundaries": rates(counts["ends right"], counts["ends found"], counts["ends"]).f1,
        "types": score.share("types right", "sentences"),
        "sourcing": score.share("sourcing right", "sentences"),
        "checkworthy": score.share("checkworthy right", "sentences"),
        "precision": clear.precision,
        "recall": clear.recall,
        "precision on all": every.precision,
        "recall on all": every.recall,
        **{f"{key} precision": score.share(f"{key} right", f"{key} found") for key in CONTENTS},
        **{f"{key} recall": score.share(f"{key} reached", key) for key in CONTENTS},
    }


_FLOORS = {
    "agreement": ("agreement", "label agreement by characters"),
    "boundaries": ("boundaries", "F1 of sentence ends"),
    "types": ("types", "accuracy of sentence types"),
    "sourcing": ("sourcing", "accuracy of sourcing"),
    "precision": ("precision", "precision of unsourced_assertion on clear sentences"),
    "recall": ("recall", "recall of unsourced_assertion on clear sentences"),
}


def _below(total: Score, options: dict[str, Any]) -> Iterator[str]:
    figures = _figures(total)
    for option, (name, meaning) in _FLOORS.items():
        floor, figure = options[f"min_{option}"], figures[name]
        if floor is not None and (figure is None or figure < floor):
            yield f"{meaning} is {_percent(figure)}, below {_percent(floor)}"


def _unfound(total: Score) -> Iterator[str]:
    if total.missed:
        yield f"{len(total.missed)} comments or notices were missed"


def _percent(figure: float | None) -> str:
    return "not counted" if figure is None else f"{100 * figure:.1f} %"


def _report(scores: list[Score], total: Score) -> Iterator[str]:
    for score in [*scores, total]:
        counts, figures = score.counts, _figures(score)
        yield score.name
        yield f"  label agreement   {_percent(figures['agreement'])} of {counts['characters']:,} characters"
        yield (
            f"  reader comments   {counts['comments exact']} of {counts['comments']} exact, "
            f"{counts['comments placed']} by number and depth, {counts['comments found']} found"
        )
        yield f"  notices           {counts['notices found']} of {counts['notices']} found"
        yield f"  sentence ends     F1 {_percent(figures['boundaries'])}"
        yield (
            f"  sentences         type {_percent(figures['types'])}, "
            f"sourcing {_percent(figures['sourcing'])}, "
            f"check-worthy {_percent(figures['checkworthy'])} of {counts['sentences']}"
        )
        for scope, suffix in (("clear", ""), ("all", " on all")):
            precision, recall = (_percent(figures[f"{figure}{suffix}"]) for figure in ("precision", "recall"))
            wanted = counts[f"flags {scope}"]
            yield f"  unsourced, {scope:<6} precision {precision}, recall {recall} of {wanted}"
        for key, words in CONTENTS.items():
            precision, recall = (_percent(figures[f"{key} {figure}"]) for figure in ("precision", "recall"))
            yield f"  {words:<17} precision {precision}, recall {recall} of {counts[key]}"
        yield from (f"  missed: {missed}" for missed in score.missed if score is not total)
    yield ""
    yield from _kind_table(total)


def _kinds(score: Score) -> list[str]:
    return sorted({name.rpartition(" ")[0] for name in score.kinds})


def _kind_table(total: Score) -> Iterator[str]:
    yield f"{'kind of segment':<24}{'precision':>12}{'recall':>12}{'F1':>12}{'characters':>12}"
    for kind in _kinds(total):
        gold = total.kinds[f"{kind} gold"]
        rate = rates(total.kinds[f"{kind} tp"], total.kinds[f"{kind} found"], gold)
        cells = "".join(f"{_percent(figure):>12}" for figure in (rate.precision, rate.recall, rate.f1))
        yield f"{kind:<24}{cells}{gold:>12,}"


def _dumped(scores: list[Score]) -> str:
    return json.dumps(
        {
            score.name: {
                "figures": _figures(score),
                "counts": dict(sorted(score.counts.items())),
                "kinds": {
                    kind: asdict(rates(*(score.kinds[f"{kind} {part}"] for part in ("tp", "found", "gold"))))
                    for kind in _kinds(score)
                },
                "missed": list(score.missed),
            }
            for score in scores
        },
        indent=1,
    )
