"""The second wall of the fetcher: an audit hook that acts only while a fetch is under way."""

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.fetching import FetchRefused, Limits, RefusalCode
from auditor.fetching.guard import judge_event, under_guard


@pytest.mark.parametrize(
    "target",
    [
        ("127.0.0.1", 80),
        ("::1", 80, 0, 0),
        ("fe80::1%lo", 80, 0, 1),
        ("localhost", 80),
        "/run/db",
        b"\0db",
        (),
    ],
)
def test_the_second_wall_stops_a_fetch_on_its_way_to_anything_private(target: object) -> None:
    judge_event("socket.connect", (None, target))
    with under_guard(Limits()), pytest.raises(PermissionError, match="and was stopped"):
        judge_event("socket.connect", (None, target))


def test_the_second_wall_lets_the_fetch_itself_through() -> None:
    with under_guard(Limits(allow_networks=("127.0.0.1/32",))):
        judge_event("socket.connect", (None, ("127.0.0.1", 80)))
        judge_event("socket.connect", (None, ("2606:4700::1111", 443, 0, 0)))
        judge_event("socket.sendmsg", (None, None))
        judge_event("open", ("/etc/hosts", "r", 0))


# The first wall is torn down, the resolver uses a database of its own meanwhile, and still nothing
# reaches the private number. In a process of its own, because an audit hook stays for good.
BREACH = """
import socket
from auditor.fetching import FetchRefused, Limits, dialling, fetch, guard_sockets

def database():
    socket.create_connection(listener.getsockname()).close()
    listener.accept()[0].close()

def resolve(host, port):
    database()
    return ["127.0.0.1"]

guard_sockets()
guard_sockets()
listener = socket.create_server(("127.0.0.1", 0))
port = listener.getsockname()[1]
dialling.permitted = lambda number, limits: number
database()
try:
    fetch(f"http://good.test:{port}/", limits=Limits(ports=(port,)), resolve=resolve)
except FetchRefused as refused:
    print(refused.code, "because", refused.__cause__.__cause__)
listener.setblocking(False)
try:
    listener.accept()
except BlockingIOError:
    print("nobody came")
listener.setblocking(True)
database()
listener.close()
print("the database is still reachable")
"""


def test_the_second_wall_stands_when_the_first_has_fallen() -> None:
    run = subprocess.run(  # noqa: S603 - this interpreter, and a text of our own
        [sys.executable, "-W", "error", "-c", BREACH],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parent.parent,
        timeout=60,
        check=False,
    )
    assert run.stderr == ""
    assert run.stdout.splitlines() == [
        "address_forbidden because the fetch tried to reach this machine itself and was stopped",
        "nobody came",
        "the database is still reachable",
    ]


def test_a_refusal_survives_the_way_between_processes() -> None:
    refused = FetchRefused(RefusalCode.HTTP_STATUS, "Wait.", status=429, retry_after=7)
    copy = pickle.loads(pickle.dumps(refused))  # noqa: S301 - our own bytes
    assert (copy.code, str(copy), copy.status, copy.retry_after) == ("http_status", "Wait.", 429, 7)
