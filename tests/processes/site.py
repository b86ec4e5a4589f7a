"""The product as processes of its own: environment, management commands, crew, a look into the database."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from auditor.management.processes import Crew, plan, read_procfile

ROOT = Path(__file__).resolve().parent.parent.parent
# An article with a notice, a source and what has none.
STORY = """{ship} number {number} sails

By Ann Harbour

The {ship} left the harbour on Monday with {number} people on board, the port authority said.

More than {number} tons of grain were stolen from its hold during the night. Nine officers knew of the theft.

© Harbour News. All rights reserved."""


@dataclass(slots=True)
class Installation:
    """One installation: a data folder, and what its environment says of database and broker."""

    data: Path
    settings: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    @property
    def environ(self) -> dict[str, str]:
        """The environment of its processes: this one's, with no setting of the outside left."""
        outside = {
            k: v for k, v in os.environ.items() if not k.startswith("AUDITOR_") and k != "DATABASE_URL"
        }
        return {**outside, "AUDITOR_DATA": str(self.data), **self.settings}

    def manage(self, *words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
        """Run a management command to its end."""
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "manage.py", *words],
            input=stdin, capture_output=True, cwd=ROOT, env=self.environ, check=False,
        )  # fmt: skip
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
        )

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Begin a management command; what it prints goes to a file in the data folder."""
        with (self.data / f"{words[0]}.log").open("ab") as output:
            return subprocess.Popen(  # noqa: S603 - our own command
                [sys.executable, "manage.py", *words],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=ROOT, env=self.environ,
            )  # fmt: skip

    def crew(self, *, workers: int = 2, port: int = 8000, without: tuple[str, ...] = ()) -> Crew:
        """The Procfile's processes; their lines are kept in ``lines``."""
        processes = read_procfile((ROOT / "Procfile").read_text(encoding="utf-8"))
        wanted = {name: line for name, line in processes.items() if name not in without}
        environ = {"AUDITOR_DATA": str(self.data), **self.settings}
        return Crew(plan(wanted, workers=workers, port=port), say=self._hear, folder=ROOT, **environ)

    def _hear(self, name: str, line: str) -> None:
        self.lines.append(f"{name}: {line}")

    def query(self, statement: str) -> list[tuple[object, ...]]:
        """What the database says, asked past Django: an independent witness."""
        connect: Callable[[], sqlite3.Connection | psycopg.Connection]
        if address := self.settings.get("DATABASE_URL"):
            connect = lambda: psycopg.connect(address)  # noqa: E731 - one of two ways to the same thing
        else:
            connect = lambda: sqlite3.connect(self.data / "auditor.sqlite3", timeout=20)  # noqa: E731 - as above
        with closing(connect()) as connection:
            return list(connection.execute(statement).fetchall())

    def number(self, statement: str) -> int:
        """The one number that a query gives."""
        ((value,),) = self.query(statement)
        return int(str(value or 0))
