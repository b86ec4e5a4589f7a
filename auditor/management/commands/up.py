"""manage.py up: web, workers and the scheduler, started by one command and stopped by one Ctrl-C."""

import os
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from auditor.management.processes import Crew, interruptible, plan, port_is_free, read_procfile

PORT, LAST_PORT = 8000, 65535
MAKE_TARGET = "AUDITOR_MAKE"  # set by the Makefile: the target that was asked for, to name it in advice


class Command(BaseCommand):
    """Starts the processes of the Procfile and keeps them running."""

    help = "Run web, workers and the scheduler until Ctrl-C; whoever dies is started again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many workers, and where to listen."""
        parser.add_argument("--workers", type=int, default=1, help="worker processes (default 1)")
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
        add_port(parser)
        parser.add_argument(
            "--prepare", action="store_true", help="first migrate, and in production collect the static files"
        )

    def handle(
        self, *args: object, workers: int, host: str, port: str | int, prepare: bool, **options: object
    ) -> None:
        """Refuses when the port is none, or taken, or the database is behind; else runs until interrupted."""
        port = read_port(port)
        refuse_if_taken(host, port, "up")
        if prepare:
            _prepare()
        refuse_if_behind()
        with interruptible(), crew(self, workers=workers, host=host, port=port) as running:
            self.stdout.write(f"Source Auditor is starting on http://{host}:{port}/ (Ctrl-C stops it)")
            self.stdout.flush()
            try:
                while True:
                    running.attend(60)
            except KeyboardInterrupt:
                self.stdout.write("Stopping …")
        self.stdout.write("Everything has stopped.")


def crew(command: BaseCommand, *, workers: int, host: str, port: int, without: tuple[str, ...] = ()) -> Crew:
    """The processes of the Procfile, their lines shown by ``command`` behind their names."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    lines = read_procfile((settings.ROOT / "Procfile").read_text(encoding="utf-8"))
    wanted = {name: line for name, line in lines.items() if name not in without}

    def say(name: str, line: str) -> None:
        if line:
            command.stdout.write(f"{name:<8}| {line}")
            command.stdout.flush()

    planned = plan(wanted, workers=workers, host=host, port=port)
    # Celery warns at length of root, because of pickled messages; ours are JSON and nothing else is accepted.
    quiet = ",".join(
        filter(None, [os.environ.get("PYTHONWARNINGS"), "ignore:You're running the worker with"])
    )
    return Crew(planned, say=say, folder=settings.ROOT, PYTHONWARNINGS=quiet)


def add_port(parser: ArgumentParser) -> None:
    """``--port``, which ``read_port`` reads: a mistake in it is told in one line, without the usage."""
    parser.add_argument("--port", default=PORT, help=f"port to listen on (default {PORT})")


def read_port(given: str | int) -> int:
    """The port; raises CommandError when it is no whole number from 1 to 65535."""
    text = str(given)
    if text.isascii() and text.isdigit() and len(text) <= len(str(LAST_PORT)) and 1 <= int(text) <= LAST_PORT:
        return int(text)
    raise CommandError(f"{text!r} is no port: a whole number from 1 to {LAST_PORT} is needed.")


def refuse_if_taken(host: str, port: int, command: str) -> None:
    """Raises CommandError when something listens on the port already, or nothing may."""
    try:
        free = port_is_free(host, port)
    except OSError as error:
        raise CommandError(f"Port {port} on {host} cannot be listened on: {error.strerror}.") from error
    if not free:
        raise CommandError(
            f"Port {port} on {host} is taken. Stop what listens there, or choose another: "
            f"{_asked_again(command, port + 1 if port < LAST_PORT else PORT)}"
        )


def _asked_again(command: str, port: int) -> str:
    if target := os.environ.get(MAKE_TARGET):
        return f"make {target} PORT={port}"
    return f"manage.py {command} --port {port}"


def _prepare() -> None:
    call_command("migrate", verbosity=0)
    if settings.PRODUCTION:
        call_command("collectstatic", interactive=False, verbosity=0)


def refuse_if_behind() -> None:
    """Raises CommandError when the database lacks migrations."""
    executor = MigrationExecutor(connection)
    lacking = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if lacking:
        raise CommandError(f"The database lacks {len(lacking)} migrations. First run: manage.py migrate")
