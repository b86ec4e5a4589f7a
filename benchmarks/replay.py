"""Stored articles replayed by two workers on PostgreSQL: speed beside the core's, memory, a kill."""

import argparse
import os
import random
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import django

from benchmarks.carryover import articles
from benchmarks.sentence_edits import FILLER

OLD = "0" * 64
LONGEST = 40
"""Sentences of a stored text at most."""


def stored(number: int, corpora: Path | None, seed: int) -> None:
    """``number`` articles made of real ones, each with some words of its own, not audited yet."""
    from auditor import ingest  # noqa: PLC0415 - Django is set up first
    from auditor.models import Audit  # noqa: PLC0415

    chance = random.Random(seed)  # noqa: S311 - a benchmark
    texts = [[words for part in one for _, words in part][:LONGEST] for one in articles(corpora)]
    now = datetime(2026, 3, 17, tzinfo=UTC)
    for at in range(number):
        sentences = [_varied(words, chance) for words in texts[at % len(texts)]] or ["Nothing was said."]
        text = f"Article {at}\n\n" + "\n\n".join(sentences)
        ingest.submit_text(text, now=now, address=f"https://outlet{at % 50}.example/{at}")
    Audit.objects.all().delete()


def _varied(words: str, chance: random.Random) -> str:
    return words if chance.random() > 0.1 else f"{words} {chance.choice(FILLER)}"


def workers(count: int) -> list[subprocess.Popen[bytes]]:
    """Processes that replay."""
    command = [sys.executable, "manage.py", "replay"]
    quiet = subprocess.DEVNULL
    return [subprocess.Popen(command, stdout=quiet, stderr=quiet) for _ in range(count)]  # noqa: S603 - ours


def memory(pids: list[int]) -> int:
    """Resident memory of processes together, in MiB."""
    total = 0
    for pid in pids:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
        total += next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)
    return total // 1024


def run(kill_after: float) -> tuple[float, list[int]]:
    """Two workers, of which one is killed after so many seconds (0: none is) and started again.

    Seconds, and memory of both over time in MiB. What a killed worker held waits for its lease to end.
    """
    began = time.monotonic()
    running = workers(2)
    if kill_after:
        time.sleep(kill_after)
        running[0].send_signal(signal.SIGKILL)
        running[0].wait()
        running = [running[1], *workers(1)]
    sizes = []
    while any(one.poll() is None for one in running):
        time.sleep(1)
        if all(one.poll() is None for one in running):
            sizes.append(memory([one.pid for one in running]))
    return time.monotonic() - began, sizes


def told(number: int, seconds: float, sizes: list[int]) -> Iterator[str]:
    """The figures in lines."""
    from django.db.models import Count, Sum  # noqa: PLC0415

    from auditor.models import Audit, Passage  # noqa: PLC0415

    done = Audit.objects.filter(state=Audit.State.DONE)
    core = (done.aggregate(total=Sum("milliseconds"))["total"] or 0) / 1000
    twice = Audit.objects.values("snapshot").annotate(n=Count("pk")).filter(n__gt=1).count()
    doubled = Passage.objects.values("audit", "start").annotate(n=Count("pk")).filter(n__gt=1).count()
    yield f"done {done.count():,} of {number:,}; audited twice {twice}; passages twice {doubled}"
    yield f"{number / seconds:.1f} articles/s by two workers, {seconds:.0f} s, starts and waits included"
    around = 2 * seconds - core
    share = around / max(core, 1e-9)
    yield f"core {core:.1f} s, around it {around:.1f} s of both workers' time: {share:.2f} times"
    half = len(sizes) // 2
    if half:
        early, late = statistics.mean(sizes[:half]), statistics.mean(sizes[half:])
        yield f"memory of both: {early:.0f} MiB in the first half, {late:.0f} MiB in the second"
    yield f"load {os.getloadavg()[0]:.1f}"


def main() -> None:
    """Print the figures; the database is that of DATABASE_URL, and should be empty."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.replay", description=__doc__)
    parser.add_argument("--corpora", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--kill-after", type=float, default=20.0, metavar="SECONDS")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    stored(options.articles, options.corpora, seed=7)
    print(f"{options.articles:,} articles stored; load {os.getloadavg()[0]:.1f}", flush=True)
    for line in told(options.articles, *run(options.kill_after)):
        print(line)


if __name__ == "__main__":
    main()
