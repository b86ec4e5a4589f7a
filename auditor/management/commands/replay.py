"""manage.py replay: everything stored, audited again under the rulebook in force."""

import time
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from auditor import auditing
from auditor.models import Replay
from auditor.versions import replays

CAUSES = {
    "source": "The source changed",
    "rules": "The rules changed",
    "reviewer": "A reviewer decided",
    "both": "The rules changed and a reviewer decided",
}
SHOWN = 20
PAUSE = 0.5


class Command(BaseCommand):
    """Stored versions are never fetched again. Start it twice, or have workers run, to do it in parallel.

    Killed, it is started again and goes on: the rows of the database say what is left.
    """

    help = "Audit all stored versions again under the rulebook in force, and say what changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The options."""
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")
        parser.add_argument("--limit", type=int, help="with --dry-run: at most so many versions")

    def handle(self, *args: object, **options: Any) -> None:
        """Do it."""
        if options["dry_run"]:
            self._preview(options["limit"])
        else:
            self._replay()

    def _preview(self, limit: int | None) -> None:
        sums: dict[str, Counter[str]] = {}
        shown = failed = 0
        for one in tqdm(replays.preview(limit=limit), unit="version", disable=None):
            failed += bool(one.error)
            if one.found.empty:
                continue
            counts = replays.summed([one])[one.cause]
            sums.setdefault(one.cause, Counter()).update(counts)
            shown += 1
            if shown <= SHOWN:
                figures = " ".join(f"{name} {count}" for name, count in counts.items() if name != "versions")
                self.stdout.write(f"  {one.snapshot}: {figures}")
        if shown > SHOWN:
            self.stdout.write(f"  … and {shown - SHOWN:,} versions more")
        self._tell({cause: dict(counts) for cause, counts in sums.items()})
        if failed:
            self.stdout.write(f"{failed:,} versions could not be read.")
        self.stdout.write("Nothing was written.")

    def _replay(self) -> None:
        replay = replays.begin(now=timezone.now())
        while replays.ask(replay):
            pass
        with tqdm(total=replays.progress(replay).total, unit="audit", disable=None) as bar:
            while not replays.close(replay, now=timezone.now()):
                self._work(replay, bar)
        replay.refresh_from_db()
        self._tell(replays.verdict_diff(replay))

    def _work(self, replay: Replay, bar: "tqdm[Any]") -> None:
        """Audits until there is none to take; those that others hold are waited for."""
        while audit := auditing.claim_next(now=timezone.now()):
            auditing.carry_out(audit, now=timezone.now())
            bar.update()
        counted = replays.progress(replay)
        bar.update(counted.done + counted.failed - bar.n)
        if not counted.finished:
            time.sleep(PAUSE)

    def _tell(self, found: dict[str, dict[str, int]]) -> None:
        for cause, counts in found.items():
            figures = ", ".join(
                f"{name.replace('_', ' ')} {count:,}" for name, count in counts.items() if count
            )
            self.stdout.write(f"{CAUSES[cause]}: {figures or 'nothing'}")
