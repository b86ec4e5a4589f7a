"""The crew: real, small processes that die, hang and are killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor.management import processes
from auditor.management.processes import (
    Command,
    Crew,
    answers,
    interruptible,
    plan,
    port_is_free,
    read_procfile,
)

ROOT = Path(__file__).parent.parent
SLEEP = "import time; print('ready', flush=True); time.sleep(60)"
DEAF = "import signal, time; signal.signal(15, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"


class Notebook:
    """What a crew said."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def __call__(self, name: str, line: str) -> None:
        self.lines.append(f"{name}: {line}")

    def hears(self, line: str, *, times: int = 1) -> Callable[[], bool]:
        """Whether it was said, so often."""
        return lambda: self.lines.count(line) >= times


def python(name: str, program: str) -> Command:
    return Command(name, (sys.executable, "-c", program))


def attend_until(crew: Crew, ready: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not ready():
        assert time.monotonic() < end, "it did not come about within a minute"
        crew.attend(0.05)


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that has ended and was not yet taken note of does not."""
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_the_procfile_lists_web_worker_and_scheduler() -> None:
    lines = read_procfile((ROOT / "Procfile").read_text(encoding="utf-8"))
    assert list(lines) == ["web", "worker", "beat"]
    commands = {command.name: command.argv for command in plan(lines, workers=2, port=8123)}
    assert list(commands) == ["web", "worker1", "worker2", "beat"]
    assert commands["web"][-1] == "--bind=127.0.0.1:8123"
    assert commands["worker2"][-1] == "--hostname=worker2@%h"


@pytest.mark.parametrize("text", ["web gunicorn", "web:", ": gunicorn", "web: a\nweb: b"])
def test_a_line_that_is_no_new_process_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="The Procfile has a line"):
        read_procfile(text)


def test_comments_and_empty_lines_of_a_procfile_are_passed_over() -> None:
    assert read_procfile("# what runs\n\nweb: gunicorn config.wsgi\n") == {"web": "gunicorn config.wsgi"}


def test_a_port_is_taken_while_something_listens_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert not port_is_free("127.0.0.1", port)
        assert answers("127.0.0.1", port)
    assert port_is_free("127.0.0.1", port)
    assert not answers("127.0.0.1", port)


def test_an_address_that_is_not_this_machines_is_no_taken_port() -> None:
    with pytest.raises(OSError, match="Cannot assign"):
        port_is_free("192.0.2.1", 8000)


@pytest.mark.processes
def test_lines_are_shown_behind_the_name_even_the_last_without_an_end(tmp_path: Path) -> None:
    notes = Notebook()
    program = "import sys; print('one'); print('two', file=sys.stderr); sys.stdout.write('three')"
    with Crew([python("talker", program)], say=notes, folder=tmp_path) as crew:
        attend_until(crew, notes.hears("talker: three"))
    assert {"talker: one", "talker: two"} <= set(notes.lines)


@pytest.mark.processes
def test_who_dies_is_started_again_after_a_pause_that_grows(tmp_path: Path) -> None:
    notes = Notebook()
    with Crew([python("mayfly", "raise SystemExit(3)")], say=notes, folder=tmp_path) as crew:
        attend_until(crew, notes.hears("mayfly: ended with status 3; starting it again in 1.0 s"))
    assert "mayfly: ended with status 3; starting it again in 0.5 s" in notes.lines


@pytest.mark.processes
def test_who_lived_long_is_started_again_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "SHORT_LIFE", 0.0)
    notes = Notebook()
    with Crew([python("elder", SLEEP)], say=notes, folder=tmp_path) as crew:
        attend_until(crew, notes.hears("elder: ready"))
        os.kill(crew.pid("elder"), signal.SIGKILL)
        attend_until(crew, notes.hears("elder: ready", times=2))
    assert "elder: ended with status -9; starting it again in 0.0 s" in notes.lines


@pytest.mark.processes
def test_a_process_without_output_left_is_still_looked_after(tmp_path: Path) -> None:
    notes = Notebook()
    program = "import os, time; print('closing', flush=True); os.close(1); os.close(2); time.sleep(60)"
    with Crew([python("mute", program)], say=notes, folder=tmp_path) as crew:
        attend_until(crew, notes.hears("mute: closing"))
        crew.attend(0.2)
        assert is_alive(crew.pid("mute"))


@pytest.mark.processes
def test_a_member_between_two_lives_has_no_pid(tmp_path: Path) -> None:
    notes = Notebook()
    with Crew([python("mayfly", "pass")], say=notes, folder=tmp_path) as crew:
        attend_until(crew, lambda: any("ended" in line for line in notes.lines))
        with pytest.raises(LookupError, match="mayfly is not running"):
            crew.pid("mayfly")


@pytest.mark.processes
def test_leaving_the_block_stops_everyone_also_who_will_not_listen(tmp_path: Path) -> None:
    notes = Notebook()
    crew = Crew([python("polite", SLEEP), python("deaf", DEAF)], say=notes, folder=tmp_path)
    with crew:
        attend_until(crew, lambda: notes.hears("polite: ready")() and notes.hears("deaf: ready")())
        pids = [crew.pid("polite"), crew.pid("deaf")]
        crew.stop(patience=0.3)
    assert not any(map(is_alive, pids))


@pytest.mark.processes
def test_the_children_of_a_member_end_with_it(tmp_path: Path) -> None:
    notes = Notebook()
    program = (
        "import subprocess, sys, time\n"
        f"child = subprocess.Popen([sys.executable, '-c', {SLEEP!r}])\n"
        "print('child', child.pid, flush=True); time.sleep(60)"
    )
    with Crew([python("parent", program)], say=notes, folder=tmp_path) as crew:
        attend_until(crew, lambda: any("child" in line for line in notes.lines))
        child = int(next(line for line in notes.lines if "child" in line).split()[-1])
        os.kill(crew.pid("parent"), signal.SIGKILL)
        attend_until(crew, lambda: any("ended" in line for line in notes.lines))
        assert not is_alive(child)


@pytest.mark.processes
def test_a_command_that_cannot_start_takes_the_others_down_again(tmp_path: Path) -> None:
    crew = Crew([python("sleeper", SLEEP), Command("nobody", ("/nowhere",))], say=Notebook(), folder=tmp_path)
    with pytest.raises(FileNotFoundError), crew:
        pass
    assert all(member.process is None for member in crew.members)


@pytest.mark.processes
def test_a_second_interrupt_ends_everyone_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = Notebook()
    with Crew([python("deaf", DEAF)], say=notes, folder=tmp_path) as crew:
        attend_until(crew, notes.hears("deaf: ready"))
        pid = crew.pid("deaf")

        def interrupt(seconds: float) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(crew, "_listen", interrupt)
        crew.stop()
        assert not is_alive(pid)
    assert "up: ending everything at once" in notes.lines


@pytest.mark.processes
def test_a_parent_killed_outright_leaves_no_orphan(tmp_path: Path) -> None:
    program = f"""
import sys
from pathlib import Path
from auditor.management.processes import Command, Crew
with Crew([Command("child", (sys.executable, "-c", {SLEEP!r}))], say=print, folder=Path(".")) as crew:
    print("pid", crew.pid("child"), flush=True)
    crew.attend(60)
"""
    argv = [sys.executable, "-c", program]
    with subprocess.Popen(argv, cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:  # noqa: S603 - our own
        assert parent.stdout is not None
        pid = int(parent.stdout.readline().split()[-1])
        assert is_alive(pid)
        parent.kill()
    end = time.monotonic() + 30
    while is_alive(pid):
        assert time.monotonic() < end, "the child outlived its parent"
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_polite_kill_interrupts_like_ctrl_c_and_the_old_handlers_return(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with pytest.raises(KeyboardInterrupt), interruptible():
        signal.raise_signal(number)
    assert signal.getsignal(number) == before
