"""Real servers for a test: a RabbitMQ and a Redis of its own, a database in the PostgreSQL that runs here."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from kombu import Connection
from psycopg import sql

POSTGRES = os.environ.get("AUDITOR_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
SYSTEM_FOLDERS = ("/usr/lib/rabbitmq/bin", "/usr/sbin", "/usr/local/sbin")


def lacking(what: str) -> None:
    """Skip the test, except where every server must be there: then it fails."""
    reason = f"{what} is not on this machine"
    if os.environ.get("CI"):
        pytest.fail(f"{reason}, and CI must not skip this test")
    pytest.skip(reason)


def program(name: str) -> str:
    """The path of a server's program; skips the test when there is none."""
    # Debian's own start script for RabbitMQ changes the user; the one behind it is found first.
    found = shutil.which(name, path=os.pathsep.join([*SYSTEM_FOLDERS, os.environ.get("PATH", "")]))
    if found is None:
        lacking(name)
    assert found is not None
    return found


def free_port() -> int:
    """A port of 127.0.0.1 on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_for(ready: Callable[[], bool], what: str, *, seconds: float = 60.0) -> None:
    """Until ``ready``; fails the test after ``seconds``."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            pytest.fail(f"{what} was not ready within {seconds:.0f} s")
        time.sleep(0.1)


class Server:
    """A server's process, which can be ended without warning and begun again on the same data."""

    def __init__(self, argv: list[str], *, address: str, folder: Path, **environ: str) -> None:
        self.address = address
        self._argv = argv
        self._folder = folder
        self._environ = {**os.environ, **environ}
        self._process: subprocess.Popen[bytes] | None = None

    def launch(self) -> None:
        """Begin, without waiting until it answers."""
        with (self._folder / "output.log").open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 - a program of this machine
                self._argv,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=self._environ,
                cwd=self._folder,
                start_new_session=True,
            )

    def wait(self, *, seconds: float = 60.0) -> None:
        """Until it answers; fails the test with its last lines when it ends instead."""
        wait_for(lambda: self.answers() or self._ended(), self._argv[0], seconds=seconds)

    def _ended(self) -> bool:
        if self._process is not None and self._process.poll() is not None:
            last = (self._folder / "output.log").read_text(errors="replace")[-2000:]
            pytest.fail(f"{self._argv[0]} ended with status {self._process.returncode}:\n{last}")
        return False

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def answers(self) -> bool:
        """Whether it takes a connection of its own kind."""
        with Connection(self.address, connect_timeout=2) as connection:
            try:
                connection.connect()
            except (OSError, *connection.connection_errors):
                return False
        return True


@contextmanager
def rabbitmq(folder: Path) -> Iterator[Server]:
    """A RabbitMQ that shares nothing with one that may run here already."""
    script = program("rabbitmq-server")
    port, distribution, names = free_port(), free_port(), free_port()
    plugins, config, environment = (
        folder / "enabled_plugins",
        folder / "rabbitmq.conf",
        folder / "environment",
    )
    plugins.write_text("[].\n", encoding="ascii")
    config.write_text(f"listeners.tcp.1 = 127.0.0.1:{port}\n", encoding="ascii")
    environment.touch()
    server = Server(
        [script],
        address=f"amqp://guest:guest@127.0.0.1:{port}//",
        folder=folder,
        HOME=str(folder),  # where Erlang keeps its cookie
        RABBITMQ_NODENAME=f"auditor{port}@localhost",
        RABBITMQ_CONF_ENV_FILE=str(environment),  # instead of the system's
        RABBITMQ_CONFIG_FILE=str(config),
        RABBITMQ_DIST_PORT=str(distribution),
        RABBITMQ_MNESIA_BASE=str(folder / "data"),
        RABBITMQ_LOG_BASE=str(folder / "log"),
        RABBITMQ_ENABLED_PLUGINS_FILE=str(plugins),
        ERL_EPMD_PORT=str(names),
        ERL_EPMD_ADDRESS="127.0.0.1",
    )
    server.launch()
    try:
        server.wait()
        yield server
    finally:
        server.kill()
        # Erlang's name server is a daemon of its own; it goes once it has noticed that its node is gone.
        wait_for(lambda: _end_names(names), "epmd's end")


def _end_names(port: int) -> bool:
    argv = [program("epmd"), "-port", str(port), "-kill"]
    done = subprocess.run(argv, capture_output=True, check=False)  # noqa: S603 - a program of this machine
    return done.returncode == 0


@contextmanager
def redis(folder: Path) -> Iterator[Server]:
    """A Redis that keeps nothing."""
    port = free_port()
    argv = [
        program("redis-server"),
        "--bind",
        "127.0.0.1",
        "--port",
        str(port),
        "--save",
        "",
        "--appendonly",
        "no",
    ]
    server = Server(argv, address=f"redis://127.0.0.1:{port}/0", folder=folder)
    server.launch()
    try:
        server.wait()
        yield server
    finally:
        server.kill()


@contextmanager
def postgresql_database() -> Iterator[str]:
    """The address of a new, empty database in the PostgreSQL that runs here, dropped afterwards."""
    name = f"auditor_test_{secrets.token_hex(4)}"
    try:
        connection = psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        lacking("PostgreSQL (AUDITOR_TEST_POSTGRES says where)")
    with closing(connection):
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield f"{POSTGRES.rpartition('/')[0]}/{name}"
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
