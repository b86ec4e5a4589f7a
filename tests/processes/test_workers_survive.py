"""Workers are killed, the broker goes down, and still every article is audited exactly once."""

import os
import random
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from auditor.management.processes import Crew
from tests.processes.servers import Server
from tests.processes.site import STORY, Installation

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]

ARTICLES = 500
WORKERS = ("worker1", "worker2")
LIMIT = 240.0  # seconds on a crowded machine (about 30 on a quiet one), then the counts are taken
# Short leases, so that what a killed worker held is taken up again within the test.
HASTE = {"AUDITOR_LEASE_SECONDS": "2", "AUDITOR_SWEEP_SECONDS": "0.3", "AUDITOR_MAX_ATTEMPTS": "10"}
SHIPS = ("grain ship", "hospital ship", "ferry", "tanker", "fishing boat", "research ship")
QUERIES = {
    "articles": "SELECT count(*) FROM auditor_article",
    "audits": "SELECT count(*) FROM auditor_audit",
    "done": "SELECT count(*) FROM auditor_audit WHERE state = 'done'",
    "passages": "SELECT count(*) FROM auditor_passage",
    "flags": "SELECT count(*) FROM auditor_queueitem",
    "interrupted": "SELECT count(*) FROM auditor_audit WHERE attempts > 1",
}
ROWS_OF_AUDITS = """
    SELECT s.payload,
           (SELECT count(*) FROM auditor_passage p WHERE p.audit_id = a.id),
           (SELECT count(DISTINCT p.start) FROM auditor_passage p WHERE p.audit_id = a.id),
           (SELECT count(*) FROM auditor_queueitem q WHERE q.article_id = s.article_id),
           (SELECT count(*) FROM (
               SELECT DISTINCT q.kind, q.start, q."end" FROM auditor_queueitem q
               WHERE q.article_id = s.article_id
           ) distinct_flags)
    FROM auditor_audit a JOIN auditor_snapshot s ON s.id = a.snapshot_id
"""


@dataclass(slots=True)
class Mishaps:
    """What goes wrong, at which number of finished audits; ``seed`` makes it go wrong the same way again."""

    seed: int
    break_broker: Callable[[Crew], None]
    planned: list[tuple[int, str]] = field(default_factory=list)
    killed: int = 0
    broken: int = 0

    def __post_init__(self) -> None:
        moments = random.Random(self.seed).sample(range(40, 400), 4)  # noqa: S311 - repeatable, not secret
        self.planned = list(zip(sorted(moments), ("workers", "broker", "workers", "workers"), strict=True))

    def befall(self, crew: Crew, installation: Installation) -> None:
        """Whatever is due by now."""
        if not self.planned or installation.number(QUERIES["done"]) < self.planned[0][0]:
            return
        if self.planned[0][1] == "broker":
            self.break_broker(crew)
            self.broken += 1
        elif not self._kill_at_work(crew, installation):
            return
        self.planned.pop(0)

    def _kill_at_work(self, crew: Crew, installation: Installation) -> bool:
        """Kill all workers, in the middle of an audit; False when they cannot be caught at it now."""
        try:
            pids = [crew.pid(name) for name in WORKERS]
        except LookupError:
            return False
        if not installation.number("SELECT count(*) FROM auditor_audit WHERE state = 'running'"):
            return False
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        self.killed += 1
        return True


def write_articles(folder: Path) -> None:
    """Articles that differ, each with something to flag and a notice they all share."""
    folder.mkdir()
    for number in range(ARTICLES):
        ship = SHIPS[number % len(SHIPS)]
        (folder / f"{number:03}.txt").write_text(STORY.format(ship=ship, number=number + 2), encoding="utf-8")


def endure(installation: Installation, mishaps: Mishaps) -> None:
    """Hand the articles in while workers audit them and things go wrong, until all is done."""
    articles = installation.data / "articles"
    write_articles(articles)
    migrated = installation.manage("migrate", "--verbosity=0")
    assert migrated.returncode == 0, migrated.stderr
    end = time.monotonic() + LIMIT
    with installation.crew(workers=len(WORKERS), without=("web",)) as crew:
        submitting = installation.start("ingest", str(articles))
        try:
            while time.monotonic() < end and not settled(installation, submitting, mishaps):
                crew.attend(0.05)
                mishaps.befall(crew, installation)
                assert not submitting.poll(), (installation.data / "ingest.log").read_text()
        finally:
            submitting.kill()
            submitting.wait()
    assert submitting.returncode == 0, (installation.data / "ingest.log").read_text()


def settled(installation: Installation, submitting: subprocess.Popen[bytes], mishaps: Mishaps) -> bool:
    """Whether everything was handed in, everything planned went wrong, and all is audited."""
    return (
        submitting.poll() is not None
        and not mishaps.planned
        and installation.number(QUERIES["done"]) >= ARTICLES
    )


def assert_exactly_once(
    installation: Installation, mishaps: Mishaps, show: pytest.CaptureFixture[str]
) -> None:
    """Nothing lost, nothing doubled, and each article, all alike, with as many findings as the next."""
    counts = {name: installation.number(query) for name, query in QUERIES.items()}
    rows = installation.query(ROWS_OF_AUDITS)
    lost = ARTICLES - len({payload for payload, *_ in rows}) + counts["audits"] - counts["done"]
    doubled = len(rows) - len({payload for payload, *_ in rows})
    doubled += sum(passages != starts or flags != kinds for _, passages, starts, flags, kinds in rows)
    with show.disabled():
        print(  # noqa: T201 - the counts are what this test is for
            f"\n    AUDITOR_KILL_SEED={mishaps.seed}: lost {lost}, doubled {doubled}; {counts}; "
            f"workers killed {mishaps.killed} times, broker restarted {mishaps.broken} times"
        )
    assert (lost, doubled) == (0, 0)
    assert counts["articles"] == counts["audits"] == counts["done"] == ARTICLES
    assert len({tuple(found) for _, *found in rows}) == 1, "the articles are alike, so their findings are too"
    assert (mishaps.killed, mishaps.broken) == (3, 1)
    assert counts["interrupted"] > 0, (
        "no worker was caught in the middle of an audit: this run proves nothing"
    )


def a_seed() -> int:
    """The seed of the environment, to see a run again, or a new one."""
    return int(os.environ.get("AUDITOR_KILL_SEED") or secrets.randbelow(10**6))


def test_the_embedded_default_audits_every_article_exactly_once(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def empty_the_queue(crew: Crew) -> None:
        messages = data / "doorbell" / "messages"
        shutil.rmtree(messages)
        messages.mkdir()

    installation = Installation(data, HASTE)
    mishaps = Mishaps(a_seed(), empty_the_queue)
    endure(installation, mishaps)
    assert_exactly_once(installation, mishaps, capsys)


@pytest.mark.services
def test_rabbitmq_and_postgresql_audit_every_article_exactly_once(
    data: Path, database: str, rabbitmq: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    def restart(crew: Crew) -> None:
        rabbitmq.kill()
        crew.attend(0.5)
        rabbitmq.launch()

    installation = Installation(
        data,
        {
            **HASTE,
            "DATABASE_URL": database,
            "AUDITOR_BROKER_URL": rabbitmq.address,
            "AUDITOR_QUEUE": "survival",
        },
    )
    mishaps = Mishaps(a_seed(), restart)
    endure(installation, mishaps)
    assert_exactly_once(installation, mishaps, capsys)
