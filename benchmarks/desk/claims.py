"""Claims by 16 at once: latency by pgbench, and whether anything is given out twice when claimers die.

python -m benchmarks.desk.claims latency|kills [--seconds 20] [--claims 100000]
"""

import argparse
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection

from auditor.desk import picking
from auditor.models import Claim

CLAIMERS = 16
CLAIM_VALUES = {
    "reviewer": "(:client_id + 1)",
    "now": "now()",
    "until": "now() + interval '15 minutes'",
    "ahead": "false",
    "least": "1",
    "most": "2147483647",
    "outlets": "(SELECT array_agg(g) FROM generate_series(:o * 10 - 9, :o * 10) g)",
    "kinds": "ARRAY['reader_comment']",
}
CASES = {
    "any outlet": picking.Wanted(1),
    "10 of 200 outlets": picking.Wanted(1, outlets=(1,)),
    "one kind": picking.Wanted(1, kinds=("reader_comment",)),
    "one kind, 10 of 200 outlets": picking.Wanted(1, kinds=("reader_comment",), outlets=(1,)),
}


def script(wanted: picking.Wanted | None) -> str:
    """The statement that the program sends, as pgbench wants it; None: a mere round trip."""
    if wanted is None:
        return "SELECT 1;\n"
    said = picking.statement(wanted)
    for name, value in CLAIM_VALUES.items():
        said = said.replace(f"%({name})s", value)
    return f"\\set o random(1, 20)\n{' '.join(said.split())};\n"


def address() -> str:
    """The database as psycopg and pgbench name it."""
    told = settings.DATABASES["default"]
    return f"postgresql://{told['USER']}@{told['HOST']}:{told['PORT'] or 5432}/{told['NAME']}"


def reset() -> None:
    """Everything waits again, and nothing of the last run is left in the way."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE auditor_claim")
        cursor.execute("UPDATE auditor_docket SET state = 'waiting', fence = 0 WHERE state <> 'waiting'")
        cursor.execute("VACUUM ANALYZE auditor_docket")


def pgbench(said: str, *, seconds: int, rate: int) -> tuple[list[float], str]:
    """Latencies in milliseconds, and what pgbench says of failures; ``rate`` 0 is as fast as it goes."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "claim.sql").write_text(said, encoding="utf-8")
        argv = ["pgbench", "-n", "-c", str(CLAIMERS), "-j", "1", "-T", str(seconds), "-f", "claim.sql", "-l"]
        argv += ["--rate", str(rate)] if rate else []
        done = subprocess.run(  # noqa: S603 - a program of PostgreSQL
            [*argv, address()], cwd=folder, capture_output=True, text=True, check=True
        )
        lines = [line.split() for log in Path(folder).glob("pgbench_log*") for line in log.open()]
    # Paced runs count from the moment a claim was due (column 3 plus the lag in column 7).
    return [int(line[2]) / 1000 for line in lines], re.search("failed.*", done.stdout)[0]  # type: ignore[index]


def told(name: str, times: Sequence[float], seconds: float, base: float) -> None:
    """One line of the table."""
    times = sorted(times)
    p50, p99 = times[len(times) // 2], times[int(len(times) * 0.99)]
    print(
        f"{name:<52} {len(times) / seconds:7.0f}/s p50 {p50:7.2f} p99 {p99:7.2f} max {times[-1]:8.2f} ms"
        f"  p50 ×{p50 / base:5.1f}  load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


def latency(seconds: int) -> None:
    """Every case as fast as it goes and paced at 100 a second; then with a transaction held open."""
    base, _ = pgbench(script(None), seconds=5, rate=0)
    unit = statistics.median(base)
    told("SELECT 1", base, 5, unit)
    for name, wanted in CASES.items():
        for rate in (0, 100):
            reset()
            times, _ = pgbench(script(wanted), seconds=seconds, rate=rate)
            told(f"{name}, {'100 a second' if rate else 'closed loop'}", times, seconds, unit)
    for rate in (100, 0):
        reset()
        with psycopg.connect(address()) as open_one:
            open_one.execute("SELECT txid_current()")
            times, _ = pgbench(script(CASES["any outlet"]), seconds=60, rate=rate)
        told(f"a transaction open for 60 s, {'100 a second' if rate else 'closed loop'}", times, 60, unit)


def claimer(number: int, folder: str) -> None:
    """Claim until nothing is left, noting each claim before asking for the next."""
    with Path(folder, f"{number}-{os.getpid()}").open("w", encoding="ascii") as notes:
        while True:
            now = datetime.now(UTC)
            pk = picking.take(picking.Wanted(number), now=now, until=now + timedelta(hours=12), ahead=False)
            if pk is None:
                return
            notes.write(f"{pk}\n")
            notes.flush()


def kills(claims: int, seed: int, longest: float) -> None:
    """Start 16 claimers, every 3 s kill one at random and start another in its place; then count."""
    reset()
    chance = random.Random(seed)  # noqa: S311 - which process dies is no secret
    began, killed = time.perf_counter(), 0
    with tempfile.TemporaryDirectory() as folder:
        crew = [_start(number + 1, folder) for number in range(CLAIMERS)]
        while Claim.objects.count() < claims and time.perf_counter() - began < longest:
            time.sleep(3)
            place = chance.randrange(CLAIMERS)
            if crew[place].poll() is None:
                crew[place].send_signal(signal.SIGKILL)
                crew[place].wait()
                killed += 1
                crew[place] = _start(place + 1, folder)
        for one in crew:
            one.kill()
            one.wait()
        noted = [line for notes in Path(folder).iterdir() for line in notes.read_text().splitlines()]
    print(f"{time.perf_counter() - began:.0f} s, seed {seed}, {killed} claimers killed")
    _count(noted)


def _start(number: int, folder: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603 - this module
        [
            sys.executable,
            "-m",
            "benchmarks.desk.claims",
            "claimer",
            "--number",
            str(number),
            "--folder",
            folder,
        ]
    )


def _count(noted: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(*) - count(DISTINCT article_id) FROM auditor_claim")
        made, twice = cursor.fetchone()
        cursor.execute(
            "SELECT count(*) FROM auditor_docket d FULL JOIN auditor_claim c ON c.article_id = d.article_id "
            "AND c.ended_at IS NULL WHERE (d.state = 'held') <> (c.id IS NOT NULL)"
        )
        torn = cursor.fetchone()[0]
    lost = len(set(noted) - {str(pk) for pk in Claim.objects.values_list("pk", flat=True)})
    print(f"claims {made:,}; double assignments {twice}; noted {len(noted):,}, lost {lost}")
    print(f"dockets and claims that differ: {torn}")


def main() -> None:
    """The command."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("what", choices=("latency", "kills", "claimer"))
    arguments.add_argument("--seconds", type=int, default=20)
    arguments.add_argument("--claims", type=int, default=100_000)
    arguments.add_argument("--longest", type=float, default=3600.0, help="Seconds.")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--number", type=int, default=1)
    arguments.add_argument("--folder", default="")
    options = arguments.parse_args()
    if options.what == "latency":
        latency(options.seconds)
    elif options.what == "kills":
        kills(options.claims, options.seed, options.longest)
    else:
        claimer(options.number, options.folder)


if __name__ == "__main__":
    main()
