"""manage.py demo: the seeds through message and worker, a table, then the site with a login."""

import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar

import pytest

from tests.processes.servers import free_port, lacking
from tests.processes.site import ROOT, Installation

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]

# The README's examples, which are pasted into the same installation, hand in an article of Harbour News.
SEEDS = """
SELECT count(*) FROM auditor_audit audit
JOIN auditor_snapshot snapshot ON snapshot.id = audit.snapshot_id
JOIN auditor_article article ON article.id = snapshot.article_id
JOIN auditor_outlet outlet ON outlet.id = article.outlet_id WHERE outlet.name <> 'Harbour News'
"""


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
    assert installation.number(f"{SEEDS} AND state = 'done'") == 5


def test_run_again_it_knows_the_seeds_and_serves_the_queue_to_the_login_it_prints(
    installation: Installation,
) -> None:
    with serving(installation) as site:
        assert "Log out" in open_queue(site.port, site.password)
    assert installation.number(SEEDS) == 5


def test_the_examples_of_the_readme_work_as_they_are_pasted(installation: Installation) -> None:
    shell, curl = shutil.which("sh"), shutil.which("curl")
    if shell is None or curl is None:
        lacking("curl")
    with serving(installation) as site:
        script = examples().replace("http://127.0.0.1:8000", f"http://127.0.0.1:{site.port}")
        done = subprocess.run(  # noqa: S603 - our own README
            [str(shell), "-eu"],
            input=script, capture_output=True, text=True, cwd=ROOT, env=installation.environ, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert '"unsourced"' in done.stdout, done.stdout
    assert installation.number("SELECT count(*) FROM auditor_decision WHERE verdict = 'unsourced'") == 1
    submitted = "SELECT count(*) FROM auditor_article WHERE title LIKE 'Grain ship sails%'"
    assert installation.number(submitted) == 1


def examples() -> str:
    """The commands of the README's section on the API, for the Python that runs here."""
    section = (ROOT / "README.md").read_text(encoding="utf-8").split("## The API\n")[1].split("\n## ")[0]
    lines = [line.removeprefix("    ") for line in section.splitlines() if line.startswith("    ")]
    return "\n".join(lines).replace(".venv/bin/python", sys.executable)


@dataclass(frozen=True, slots=True)
class Served:
    """A demonstration that serves: where, and the reviewer's password."""

    port: int
    password: str


@contextmanager
def serving(installation: Installation) -> Iterator[Served]:
    """Start the demo, read what it prints up to the login; stop it in the end."""
    port = free_port()
    with subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "manage.py", "demo", f"--port={port}"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT, env=installation.environ,
    ) as demo:  # fmt: skip
        try:
            yield Served(port, read_password(demo))
            demo.send_signal(signal.SIGINT)
            demo.communicate(timeout=60)
        finally:
            demo.kill()
    assert demo.returncode == 0


def read_password(demo: subprocess.Popen[str]) -> str:
    """The password, as soon as it is printed; no process of the crew has anything to say until then."""
    assert demo.stdout is not None
    said, end = [], time.monotonic() + 300
    for line in demo.stdout:
        said.append(line)
        if match := re.match(r" +password (\S+)$", line):
            assert [line for line in said if re.match(r"\w+ +\| ", line)] == []
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
