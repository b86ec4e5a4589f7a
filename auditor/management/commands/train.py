"""manage.py train: learn from reviewers' decisions which sentences want a source."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from auditor.inspection.assertions.examples import Example, Fit, Lesson
from auditor.training import examples, retraining


class Command(BaseCommand):
    """Retrains the second stage, says how well before and after, and puts it in force if it is better."""

    help = (
        "Retrain the second stage from reviewers' decisions, drawn to the packaged weights. "
        "Prints a report; nothing is replaced unless it is better."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Where examples come from, and what becomes of the lesson."""
        parser.add_argument(
            "--seed", type=int, default=1, help="decides which articles are held out together"
        )
        parser.add_argument(
            "--from",
            type=Path,
            nargs="+",
            metavar="FILE",
            dest="files",
            help="exported examples to learn from as well",
        )
        parser.add_argument(
            "--export", type=Path, metavar="FILE", help="write the examples to FILE, and stop"
        )
        parser.add_argument("--report", action="store_true", help="only print the report")
        parser.add_argument("--retire", action="store_true", help="go back to the packaged weights")

    def handle(self, *args: object, **options: Any) -> None:
        """Exit status 1 when nothing was replaced."""
        if options["retire"]:
            retired = retraining.retire()
            self.stdout.write("The packaged weights are in force" + (" again." if retired else " already."))
            return
        try:
            known = [*examples.from_decisions(), *_read(options["files"] or ())]
        except examples.ExamplesRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["export"]:
            lines = [f"{line}\n" for line in examples.as_lines(known)]
            options["export"].write_text("".join(lines), encoding="utf-8")
            self.stdout.write(f"{len(lines)} examples in {options['export']}.")
            return
        self._train(known, options["seed"], report=options["report"])

    def _train(self, known: list[Example], seed: int, *, report: bool) -> None:
        try:
            lesson = retraining.study(known, seed=seed)
            self.stdout.write("\n".join(_report(lesson)))
            if not report:
                row = retraining.bring_into_force(lesson, seed=seed, now=timezone.now())
                self.stdout.write(f"In force: {row.digest}. Stored articles are audited anew.")
        except retraining.TrainingRefused as refusal:
            raise CommandError(f"{refusal.code}: {refusal}") from refusal


def _read(files: tuple[Path, ...]) -> Iterator[Example]:
    for path in files:
        with path.open(encoding="utf-8") as lines:
            yield from examples.from_lines(lines)


_COLUMNS = ("examples", "accepted", "loss before", "after", "ECE before", "after")


def _report(lesson: Lesson) -> Iterator[str]:
    yield " " * 28 + "".join(f"{name:>13}" for name in _COLUMNS)
    for name, before, after in lesson.outlets:
        yield _line(name, before, after)
    yield _line("all", lesson.before, lesson.after)
    yield f"drawn to the packaged weights with strength {lesson.pull:g}; " + (
        "better" if lesson.better else "no better"
    )


def _line(name: str, before: Fit, after: Fit) -> str:
    figures = (
        f"{before.examples}",
        f"{before.accepted:.0%}",
        f"{before.loss:.3f}",
        f"{after.loss:.3f}",
        f"{before.calibration_error:.3f}",
        f"{after.calibration_error:.3f}",
    )
    return f"{name[:27]:<28}" + "".join(f"{figure:>13}" for figure in figures)
