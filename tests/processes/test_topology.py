"""Beyond one machine: web, two workers and a scheduler that share only a database and a broker."""

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from auditor.management.processes import Crew
from tests.processes.servers import Server, free_port
from tests.processes.site import ROOT, STORY, Installation

pytestmark = [pytest.mark.processes, pytest.mark.services, pytest.mark.xdist_group("processes")]

LIMIT = 120.0  # seconds for any one thing to come about; on a quiet machine each takes two or three


@dataclass(slots=True)
class Tool:
    """Another tool with a token, speaking to the API; the crew is looked after while it waits."""

    crew: Crew
    port: int
    token: str = ""

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """The answer as JSON; raises urllib's HTTPError on a refusal."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - the address is above
            return json.load(answer)

    def wait(self, ready: Callable[[], bool], what: str) -> None:
        """Until ``ready``; fails the test when it does not come about."""
        end = time.monotonic() + LIMIT
        while not ready():
            if time.monotonic() > end:
                pytest.fail(f"{what}: not within {LIMIT:.0f} s")
            self.crew.attend(0.2)

    def is_up(self) -> bool:
        """Whether the site says that it can serve."""
        try:
            return bool(self.ask("GET", "/readyz")["status"] == "ready")
        except OSError:
            return False


def prepare(installation: Installation) -> str:
    """Make the tables, a user and a token with every scope."""
    for words in (
        ("migrate", "--verbosity=0"),
        ("createsuperuser", "--noinput", "--username=tool", "--email=tool@auditor.example"),
    ):
        done = installation.manage(*words)
        assert done.returncode == 0, done.stderr
    scopes = [f"--scope={scope}" for scope in ("read", "submit", "review")]
    issued = installation.manage("issue_token", "tool", "--name=a test", *scopes)
    assert issued.returncode == 0, issued.stderr
    return issued.stdout.strip()


def answering_workers(installation: Installation) -> str:
    """What the workers say to the question with which the Compose file checks their health."""
    asked = subprocess.run(
        [sys.executable, "-m", "celery", "--app=config", "inspect", "--timeout=5", "ping"],
        capture_output=True, text=True, cwd=ROOT, env=installation.environ, check=False,
    )  # fmt: skip
    return asked.stdout


def work_through(installation: Installation, queue: str, broker: str, database: str) -> None:
    """Post articles over HTTP, see two workers audit them, decide a flag, see it decided."""
    installation.settings |= {
        "DATABASE_URL": database,
        "AUDITOR_BROKER_URL": broker,
        "AUDITOR_QUEUE": queue,
        "DJANGO_SUPERUSER_PASSWORD": "a long password for tests",
    }
    token, port = prepare(installation), free_port()
    with installation.crew(workers=2, port=port) as crew:
        tool = Tool(crew, port, token)
        tool.wait(tool.is_up, "the site answers")
        texts = [STORY.format(ship="grain ship", number=number) for number in range(7, 13)]
        ids = [tool.ask("POST", "/api/v1/articles/", {"text": text})["id"] for text in texts]

        def all_audited() -> bool:
            return all(tool.ask("GET", f"/api/v1/articles/{pk}/")["state"] == "audited" for pk in ids)

        tool.wait(all_audited, "six articles are audited")
        flag = tool.ask("POST", "/api/v1/flags/claim-next/", {})
        decision = {"fence": flag["fence"], "verdict": flag["verdicts"][0], "reason": "nobody is named"}
        decided = tool.ask("POST", f"/api/v1/flags/{flag['id']}/decide/", decision)
        assert decided["verdict"] == flag["verdicts"][0]
        assert tool.ask("GET", f"/api/v1/flags/{flag['id']}/")["state"] == "decided"
        answers = answering_workers(installation)
        assert all(name in answers for name in ("worker1@", "worker2@")), answers
    assert (
        installation.number("SELECT count(*) FROM auditor_audit WHERE state = 'done' AND attempts = 1") == 6
    )


def test_an_article_goes_from_http_to_a_decision_over_postgresql_and_rabbitmq(
    data: Path, database: str, rabbitmq: Server
) -> None:
    work_through(Installation(data), "topology", rabbitmq.address, database)


def test_the_same_processes_work_with_redis_for_a_broker(data: Path, database: str, redis: Server) -> None:
    work_through(Installation(data), "topology", redis.address, database)
