"""The desk while its server is killed and begun again: every answer arrives, and once."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.chromium import PASSWORD, chromium, sign_in
from tests.processes.servers import free_port, wait_for
from tests.processes.site import ROOT, Installation
from tests.processes.test_command_up import answers

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.xdist_group("processes")]
PEOPLE = f"""
from django.contrib.auth.models import Group, User
user = User.objects.create_user("reviewer", password="{PASSWORD}", is_staff=True)
user.groups.add(Group.objects.get(name="reviewer"))
"""


@contextmanager
def serving(installation: Installation, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The web process; killed without warning at the end."""
    words = [sys.executable, "-m", "gunicorn", "config.wsgi", f"--bind=127.0.0.1:{port}", "--threads=4"]
    with subprocess.Popen(  # noqa: S603 - our own command
        words, cwd=ROOT, env=installation.environ, start_new_session=True
    ) as web:
        try:
            wait_for(lambda: answers(f"http://127.0.0.1:{port}/readyz"), "the site")
            yield web
        finally:
            os.killpg(web.pid, signal.SIGKILL)  # its worker too, which would answer for a while yet


def test_a_restart_in_mid_review_loses_and_doubles_nothing(data: Path) -> None:
    installation, port = Installation(data, {"AUDITOR_EAGER": "1"}), free_port()
    for words in (("migrate", "-v0"), ("ingest", str(next((ROOT / "seeds").glob("003*.txt"))))):
        assert installation.manage(*words).returncode == 0
    assert installation.manage("shell", "-v0", "-c", PEOPLE).returncode == 0
    site = f"http://127.0.0.1:{port}"
    with chromium() as browser:
        with serving(installation, port):
            page = sign_in(browser.new_context(), site, "reviewer")
            page.goto(f"{site}/admin/desk/")
            page.keyboard.press("Enter")
            first = page.locator("#card").get_attribute("data-flag")
            page.locator(".answers .primary").click()
            page.wait_for_selector(f"#card:not([data-flag='{first}'])")
            page.wait_for_selector("body:not([aria-busy])")
        second = page.locator("#card").get_attribute("data-flag")
        page.locator(".answers .primary").click()
        page.wait_for_selector("text=yours is kept and sent")
        with serving(installation, port):
            page.wait_for_selector("body:not([aria-busy])")
            third = page.locator("#card").get_attribute("data-flag")
    decided = installation.query("SELECT item_id FROM auditor_decision ORDER BY id")
    assert [str(item) for (item,) in decided] == [first, second]
    assert third not in (first, second)
