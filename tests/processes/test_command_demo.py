"""manage.py demo: the seeds through message and worker, a table, then the site with a login."""

import re
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

import pytest

from tests.processes.servers import free_port
from tests.processes.site import ROOT, Installation

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An empty installation, which the tests of this file use one after another in any order."""
    return Installation(tmp_path_factory.mktemp("demo"))


def test_once_audits_the_seeds_shows_the_table_and_ends(installation: Installation) -> None:
    shown = installation.manage("demo", "--once")
    assert shown.returncode == 0, shown.stderr
    for outlet in ("Global Research", "World Socialist Web Site", "Veterans Today", "All 5 articles"):
        assert re.search(rf"^{outlet} +\d+ % +\d+ +\d+", shown.stdout, re.MULTILINE), shown.stdout
    assert shown.stdout.count(" segments: ") == 5
    assert installation.number("SELECT count(*) FROM auditor_audit WHERE state = 'done'") == 5


def test_run_again_it_knows_the_seeds_and_serves_the_queue_to_the_login_it_prints(
    installation: Installation,
) -> None:
    page = sign_in(installation, free_port())
    assert "Log out" in page
    assert installation.number("SELECT count(*) FROM auditor_article") == 5


def sign_in(installation: Installation, port: int) -> str:
    """Start the demo, sign in with what it prints, look at the queue, stop it; the page shown."""
    with subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "manage.py", "demo", f"--port={port}"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT, env=installation.environ,
    ) as demo:  # fmt: skip
        try:
            page = open_queue(port, read_password(demo))
            demo.send_signal(signal.SIGINT)
            demo.communicate(timeout=60)
        finally:
            demo.kill()
    assert demo.returncode == 0
    return page


def read_password(demo: subprocess.Popen[str]) -> str:
    """The password, as soon as it is printed."""
    assert demo.stdout is not None
    said, end = [], time.monotonic() + 120
    for line in demo.stdout:
        said.append(line)
        if match := re.match(r" +password (\S+)$", line):
            return match[1]
        if time.monotonic() > end:
            break
    pytest.fail("no password was printed:\n" + "".join(said))


def open_queue(port: int, password: str) -> str:
    """Sign in as a browser does; the page shown then."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    address = f"http://127.0.0.1:{port}/admin/login/?next=/admin/auditor/queueitem/"
    form = browser.open(address, timeout=20).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token is not None
    fields = {"csrfmiddlewaretoken": token[1], "username": "reviewer", "password": password}
    page: str = browser.open(address, urllib.parse.urlencode(fields).encode(), timeout=20).read().decode()
    return page
