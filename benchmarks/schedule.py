"""Picking due work among a million articles on PostgreSQL: `python -m benchmarks.schedule`."""

import argparse
import os
import secrets
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta

import psycopg
from psycopg import sql

from benchmarks.corpora import ROOT
from benchmarks.tables import Cell, Table

POSTGRES = os.environ.get("AUDITOR_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
BOUND_MS = 50.0
"""What the slowest of a hundred picks may take."""
OUTLETS = 4999
"""A prime number: the articles that are due are spread over all of them."""

FILL = (
    """INSERT INTO auditor_outlet (name, key, precedents, ladder, resting)
       SELECT 'Outlet ' || n, 'outlet' || n || '.example', '', '', false
       FROM generate_series(1, %(outlets)s) n""",
    """INSERT INTO auditor_article (outlet_id, key, address, title, next_audit_at, plan, ladder_step, fence,
           failures, refusal_code, refusal_reason, etag, last_modified)
       SELECT 1 + n %% %(outlets)s, md5(n::text) || md5((-n)::text),
           'https://outlet' || 1 + n %% %(outlets)s || '.example/' || n, 'Article ' || n,
           %(now)s + (1 + n %% 90) * interval '1 day' + (n %% 86400) * interval '1 second', 'ladder', '', 0,
           0, '', '', '', ''
       FROM generate_series(1, %(articles)s) n""",
    """UPDATE auditor_article SET next_audit_at = %(now)s - (id %% 3600) * interval '1 second'
       WHERE id %% %(every)s = 0""",
)


@contextmanager
def database() -> Iterator[str]:
    """The address of a new, empty database, dropped afterwards."""
    name = f"auditor_bench_{secrets.token_hex(4)}"
    with closing(psycopg.connect(POSTGRES, autocommit=True)) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield f"{POSTGRES.rpartition('/')[0]}/{name}"
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def fill(address: str, *, articles: int, due: int, now: datetime) -> None:
    """Articles of ``OUTLETS`` outlets, ``due`` of them due at ``now``."""
    values = {"articles": articles, "outlets": OUTLETS, "every": articles // due, "now": now}
    with closing(psycopg.connect(address, autocommit=True)) as connection:
        for statement in FILL:
            connection.execute(statement.encode(), values)
        connection.execute("VACUUM ANALYZE")


def milliseconds(act: Callable[[], object]) -> tuple[float, object]:
    """How long ``act`` takes, and what it gives."""
    began = time.perf_counter()
    given = act()
    return (time.perf_counter() - began) * 1000, given


def work(now: datetime) -> None:
    """One worker: claim until nothing is due; print the milliseconds of each claim, with its article."""
    import django  # noqa: PLC0415 - needs DATABASE_URL, which the parent process sets

    django.setup()
    from auditor.schedule import visiting  # noqa: PLC0415 - needs Django

    visiting.work_waits(now=now)  # the connection is made before the clock runs
    while True:
        took, claimed = milliseconds(lambda: visiting.claim_due(now=now))
        if claimed is None:
            return
        assert isinstance(claimed, tuple)  # noqa: S101 - for the type checker
        print(took, claimed[0])


def claim_all(address: str, workers: int, now: datetime) -> tuple[list[float], int]:
    """The milliseconds of all claims of so many workers at once, and how many articles were claimed twice."""
    argv = [sys.executable, "-m", "benchmarks.schedule", "--work", now.isoformat()]
    environ = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings"}
    processes = [
        subprocess.Popen(argv, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environ)  # noqa: S603 - ours
        for _ in range(workers)
    ]
    lines = [line.split() for process in processes for line in process.communicate()[0].splitlines()]
    claimed = [article for _, article in lines]
    return [float(took) for took, _ in lines], len(claimed) - len(set(claimed))


def pick_only(address: str, now: datetime, rounds: int) -> tuple[list[float], str]:
    """The milliseconds of the query that picks, alone and undone each time, and how it was planned."""
    query = (
        "SELECT id FROM auditor_article WHERE next_audit_at <= %s ORDER BY next_audit_at LIMIT 1 "
        "FOR NO KEY UPDATE SKIP LOCKED"
    )
    times = []
    with closing(psycopg.connect(address)) as connection:
        for _ in range(rounds):
            took, _ = milliseconds(lambda: connection.execute(query, [now]).fetchone())
            times.append(took)
            connection.rollback()
        plan = connection.execute(f"EXPLAIN {query}".encode(), [now]).fetchall()
    return times, next(row[0].strip() for row in plan if "Scan" in row[0])


def row(name: str, times: Sequence[float], twice: Cell) -> tuple[Cell, ...]:
    """Median, 99th percentile and longest of some times, in milliseconds."""
    p99 = statistics.quantiles(times, n=100)[98]
    figures = (f"{statistics.median(times):.2f}", f"{p99:.2f}", f"{max(times):.2f}")
    return (name, len(times), *figures, twice, "kept" if p99 <= BOUND_MS else "MISSED")


def main() -> None:
    """Fill a database, pick, and say how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--due", type=int, default=1000)
    parser.add_argument("--work", type=datetime.fromisoformat, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        work(options.work)
        return
    now = datetime(2026, 3, 17, 9, 30, tzinfo=UTC)
    rows = []
    with database() as address:
        environ = {**os.environ, "DATABASE_URL": address}
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=environ, check=True
        )
        fill(address, articles=options.articles, due=options.due, now=now)
        times, plan = pick_only(address, now, options.due)
        rows.append(row("the query alone", times, "–"))
        for workers in (1, 4):
            fill_due = now + timedelta(days=workers)  # another thousand, among the dead rows of the last
            again(address, options.articles // options.due, fill_due, workers)
            rows.append(row(f"whole claims, {workers} at once", *claim_all(address, workers, fill_due)))
    title = f"{options.due:,} due of {options.articles:,} articles (bound: p99 {BOUND_MS:g} ms); {plan}"
    head = ("what", "times", "median ms", "p99 ms", "longest ms", "claimed twice", "bound")
    print(Table(title, head, tuple(rows)).as_text())


def again(address: str, every: int, now: datetime, offset: int) -> None:
    """Make others due and all the rest not, without a vacuum in between."""
    with closing(psycopg.connect(address, autocommit=True)) as connection:
        later = "UPDATE auditor_article SET next_audit_at = %s WHERE next_audit_at <= %s"
        connection.execute(later, [now + timedelta(days=30), now])
        due = (
            "UPDATE auditor_article SET next_audit_at = %s - (id %% 3600) * interval '1 second' "
            "WHERE id %% %s = %s"
        )
        connection.execute(due, [now, every, offset])


if __name__ == "__main__":
    main()
