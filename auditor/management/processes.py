"""The processes of the Procfile as one crew: started, watched, restarted and stopped together."""

import ctypes
import errno
import os
import selectors
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from string import Template
from types import TracebackType
from typing import Self

PR_SET_PDEATHSIG = 1  # prctl(2)
SHORT_LIFE = 10.0  # seconds; a process that died younger is restarted with growing patience
LONGEST_PAUSE = 30.0  # seconds

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True, slots=True)
class Command:
    """What to run, under which name its lines are shown."""

    name: str
    argv: tuple[str, ...]


def read_procfile(text: str) -> dict[str, str]:
    """The lines of a Procfile by name; raises ValueError on a line without a name or a command."""
    processes: dict[str, str] = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, colon, command = (part.strip() for part in line.partition(":"))
        if not (name and colon and command) or name in processes:
            raise ValueError(f"The Procfile has a line that is no new 'name: command': {line!r}")
        processes[name] = command
    return processes


def plan(
    processes: Mapping[str, str], *, workers: int = 1, host: str = "127.0.0.1", port: int = 8000
) -> list[Command]:
    """One command for each process, ``workers`` of the one called worker, with host and port filled in."""
    commands = []
    for name, line in processes.items():
        for number in range(1, (workers if name == "worker" else 1) + 1):
            words = Template(line).substitute(HOST=host, PORT=port, NUMBER=number)
            label = f"{name}{number}" if name == "worker" else name
            commands.append(Command(label, tuple(shlex.split(words))))
    return commands


def port_is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise
    return True


def answers(host: str, port: int) -> bool:
    """Whether something accepts connections there."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


@contextmanager
def interruptible() -> Iterator[None]:
    """Let a polite kill or a closed terminal end the block the way Ctrl-C does, by KeyboardInterrupt."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    for number in before:
        signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _die_with_parent() -> None:  # pragma: no cover - runs between fork and exec
    """In the child, before exec: a parent killed outright takes its children along."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Member:
    """One process of the crew, through all its lives."""

    def __init__(self, command: Command) -> None:
        self.command = command
        self.process: subprocess.Popen[bytes] | None = None
        self.born = 0.0
        self.due = 0.0
        self.deaths_in_a_row = 0
        self.unfinished = b""

    def start(self, environ: Mapping[str, str], folder: Path, now: float) -> None:
        """Start it in a process group of its own, so that a Ctrl-C reaches the parent alone."""
        self.process = subprocess.Popen(  # noqa: S603 - the Procfile is ours
            self.command.argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=dict(environ),
            cwd=folder,
            process_group=0,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - the parent has one thread
        )
        self.born = now

    def mourn(self, now: float) -> str:
        """After its death: clear what it left behind and set the hour of its restart; what to say."""
        assert self.process is not None, "only a started process can die"  # noqa: S101 - narrows the type
        self.kill()
        young = now - self.born < SHORT_LIFE
        self.deaths_in_a_row = self.deaths_in_a_row + 1 if young else 0
        pause = min(LONGEST_PAUSE, 0.25 * 2**self.deaths_in_a_row) if young else 0.0
        self.due = now + pause
        return f"ended with status {self.process.returncode}; starting it again in {pause:.1f} s"

    def tell(self, number: signal.Signals) -> None:
        """Signal the process itself, not its children: it ends them in its own order."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def kill(self) -> None:
        """End the whole group at once."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Crew:
    """Runs commands until told to stop; ``say(name, line)`` gets every line they print.

    A context manager: leaving the block stops all of them. Not for threads: the kernel ties a
    child's life to the thread that started it.
    """

    def __init__(
        self, commands: Iterable[Command], *, say: Callable[[str, str], None], folder: Path, **environ: str
    ) -> None:
        self.members = [Member(command) for command in commands]
        self._say = say
        self._folder = folder
        here = Path(sys.executable).parent
        path = f"{here}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        self._environ = {**os.environ, "PYTHONUNBUFFERED": "1", **environ, "PATH": path}
        self._selector = selectors.DefaultSelector()

    def __enter__(self) -> Self:
        try:
            for member in self.members:
                self._start(member)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def pid(self, name: str) -> int:
        """The process id of a running member; raises LookupError when it is between two lives."""
        for member in self.members:
            if member.command.name == name and member.process is not None and member.process.poll() is None:
                return member.process.pid
        raise LookupError(f"{name} is not running")

    def attend(self, seconds: float) -> None:
        """Pass on what is printed and restart who died, for ``seconds``."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._revive()
            self._listen(min(left, 0.2))

    def stop(self, *, patience: float = 7.0) -> None:
        """Ask all to finish; after ``patience`` seconds, or a second Ctrl-C, end them."""
        for member in self.members:
            member.tell(signal.SIGTERM)
        end = time.monotonic() + patience
        try:
            while time.monotonic() < end and any(map(_alive, self.members)):
                self._listen(0.05)
        except KeyboardInterrupt:
            self._say("up", "ending everything at once")
        for member in self.members:
            member.kill()
            self._close(member)
        self._selector.close()

    def _start(self, member: Member) -> None:
        member.start(self._environ, self._folder, time.monotonic())
        assert member.process is not None and member.process.stdout is not None  # noqa: S101, PT018 - types
        self._selector.register(member.process.stdout, selectors.EVENT_READ, member)

    def _revive(self) -> None:
        now = time.monotonic()
        for member in self.members:
            if member.process is None:
                if now >= member.due:
                    self._start(member)
            elif member.process.poll() is not None:
                self._listen(0)
                self._say(member.command.name, member.mourn(now))
                self._close(member)

    def _listen(self, seconds: float) -> None:
        for key, _ in self._selector.select(seconds):
            self._hear(key.data)

    def _hear(self, member: Member) -> None:
        assert member.process is not None and member.process.stdout is not None  # noqa: S101, PT018 - types
        data = os.read(member.process.stdout.fileno(), 65536)
        if not data:
            self._selector.unregister(member.process.stdout)
            return
        *lines, member.unfinished = (member.unfinished + data).split(b"\n")
        for line in lines:
            self._say(member.command.name, line.decode(errors="replace").rstrip())

    def _close(self, member: Member) -> None:
        if member.process is None or member.process.stdout is None:
            return
        if member.process.stdout in self._selector.get_map():
            self._selector.unregister(member.process.stdout)
        member.process.stdout.close()
        if member.unfinished:
            self._say(member.command.name, member.unfinished.decode(errors="replace"))
        member.process, member.unfinished = None, b""


def _alive(member: Member) -> bool:
    return member.process is not None and member.process.poll() is None
