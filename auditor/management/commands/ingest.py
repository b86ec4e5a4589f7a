"""manage.py ingest: hand in files, folders and addresses."""

import time
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from auditor import tasks
from auditor.management.intake import (
    BATCH,
    Outcome,
    State,
    count,
    expand,
    failures,
    hand_in,
    is_address,
    unsettled,
)

POLL = 0.3  # seconds between two looks at the database
NAMED = 10  # skipped files that are named; of more the number is told
HINT = 20.0  # seconds without progress until the absence of a worker is suspected aloud


class Command(BaseCommand):
    """Hands articles in; safe to repeat: what is known is skipped."""

    help = "Hand in articles: files, folders (their .txt, .html … files), addresses, - for standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Sources, and what is known of them."""
        parser.add_argument("sources", nargs="+", metavar="PATH_OR_URL")
        parser.add_argument("--outlet", default="", help="who published the files")
        parser.add_argument("--title", default="", help="title of the one file that is handed in")
        parser.add_argument("--wait", action="store_true", help="wait until the workers have audited them")

    def handle(
        self, *args: object, sources: list[str], outlet: str, title: str, wait: bool, **options: object
    ) -> None:
        """Exit status 1 when anything was refused, with ``--wait`` also when a fetch or an audit failed."""
        began = timezone.now()
        expansion = expand(sources)
        found = expansion.sources
        if title and len(found) > 1:
            raise CommandError(f"--title names one article, but {len(found)} were handed in.")
        outcomes = self._hand_in(found, began, outlet, title)
        refused = [outcome for outcome in outcomes if outcome.state is State.REFUSED]
        articles = sorted({outcome.article for outcome in outcomes if outcome.article is not None})
        if wait:
            self._wait(articles, began)
            refused += failures(articles)
        for outcome in refused:
            source = _printable(outcome.source)
            self.stdout.write(f"refused  {source}\n         {outcome.code}: {outcome.reason}")
        if expansion.skipped:
            self.stdout.write(_skipped(expansion.skipped))
        self.stdout.write(", ".join(f"{number} {state}" for state, number in count(outcomes).items()))
        if refused:
            raise CommandError(
                f"{len(refused)} of {len(found)} could not be taken in; the reasons are above."
            )

    def _hand_in(self, sources: Sequence[str], now: datetime, outlet: str, title: str) -> list[Outcome]:
        outcomes: list[Outcome] = []
        quiet_since = 0
        try:
            with tqdm(total=len(sources), unit="article", disable=None) as bar:
                for outcome in hand_in(sources, now=now, outlet=outlet, title=title):
                    outcomes.append(outcome)
                    bar.update()
                    # One ring wakes a worker for all that waits; more would only fill the queue.
                    if outcome.state is State.NEW and len(outcomes) > quiet_since:
                        _ring(outcome)
                        quiet_since = len(outcomes) + BATCH
        except KeyboardInterrupt:
            _ring(*outcomes)
            raise CommandError(
                f"Interrupted after {len(outcomes)} of {len(sources)}. The same command goes on from there.",
                returncode=130,
            ) from None
        _ring(*outcomes)
        return outcomes

    def _wait(self, articles: list[int], since: datetime) -> None:
        with tqdm(total=len(articles), unit="audit", disable=None) as bar:
            moved = time.monotonic()
            while waiting := unsettled(articles, since=since):
                done = len(articles) - len(waiting)
                if done != bar.n:
                    bar.update(done - bar.n)
                    moved = time.monotonic()
                if time.monotonic() - moved > HINT:
                    bar.write(f"{len(waiting)} still wait. Is a worker running? Start one with: manage.py up")
                    moved = time.monotonic()
                time.sleep(POLL)
            bar.update(len(articles) - bar.n)


def _skipped(names: Sequence[str]) -> str:
    shown = ", ".join(map(_printable, names[:NAMED]))
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"{len(names)} skipped: not text or HTML: {shown}{more}"


def _printable(name: str) -> str:
    # A file's name may hold line ends, a terminal's commands, or bytes that are no text at all.
    return name if name.isprintable() else ascii(name)


def _ring(*outcomes: Outcome) -> None:
    taken = [outcome for outcome in outcomes if outcome.state is not State.REFUSED]
    if any(is_address(outcome.source) for outcome in taken):
        tasks.ring_on_commit(tasks.fetch_due_articles)
    if any(not is_address(outcome.source) for outcome in taken):
        tasks.ring_on_commit(tasks.carry_out_audits)
