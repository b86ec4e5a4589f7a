"""manage.py up: one command starts everything, one Ctrl-C stops it."""

import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.processes.servers import free_port, wait_for
from tests.processes.site import ROOT, Installation

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]


def answers(address: str) -> bool:
    """Whether a page is served there."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - the address is below
            return bool(answer.status == 200)
    except OSError:
        return False


def listed(word: str) -> list[str]:
    """The processes whose environment names ``word``."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if word.encode() in (folder / "environ").read_bytes():
                found.append((folder / "cmdline").read_text(errors="replace"))
        except OSError:
            continue
    return found


def test_a_taken_port_is_refused_with_the_next_one_for_advice() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} on 127.0.0.1 is taken.*--port {port + 1}"):
            call_command("up", port=port)


def test_a_database_that_lacks_tables_is_refused_with_what_to_do(data: Path) -> None:
    refused = Installation(data).manage("up", f"--port={free_port()}")
    assert refused.returncode == 1
    assert "First run: manage.py migrate" in refused.stderr


def test_everything_starts_by_one_command_and_stops_by_one_interrupt(data: Path) -> None:
    installation, port = Installation(data), free_port()
    with subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "manage.py", "up", "--prepare", f"--port={port}"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT, env=installation.environ,
    ) as up:  # fmt: skip
        try:
            site = f"http://127.0.0.1:{port}"
            wait_for(
                lambda: answers(f"{site}/readyz") and answers(f"{site}/admin/login/"), "the site", seconds=120
            )
            running = "\n".join(listed(str(data)))
            assert all(word in running for word in ("gunicorn", "worker1@", "beat"))
            up.send_signal(signal.SIGINT)
            said, _ = up.communicate(timeout=60)
        finally:
            up.kill()
    assert up.returncode == 0, said
    assert f"Source Auditor is starting on http://127.0.0.1:{port}/" in said
    assert "Everything has stopped." in said
    assert listed(str(data)) == []
