"""A real Chromium for tests: started with the same switches, signed in, listened to."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PASSWORD = "a long password for tests"
WATCH = """addEventListener('securitypolicyviolation',
    event => console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI))"""
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 800}


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium, closed again; the test is skipped where there is none, except in CI."""
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{CHROMIUM} is missing; install Debian's package chromium")
        pytest.skip(f"needs Debian's chromium at {CHROMIUM}")
    with untraced_threads(), sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=SWITCHES)
        yield opened
        opened.close()


@contextmanager
def untraced_threads() -> Iterator[None]:
    """Threads begun meanwhile are not measured for coverage.

    CPython 3.11 fails to begin one while another installs its trace function, and a browser asks for many
    things at once: the request would never be answered.
    """
    tracing = threading.gettrace()
    threading.settrace(None)  # type: ignore[arg-type]  # as the library itself does to end it
    try:
        yield
    finally:
        threading.settrace(tracing)  # type: ignore[arg-type]


def sign_in(context: BrowserContext, address: str, name: str) -> Page:
    """A page of the start of the admin at ``address``, signed in."""
    page = context.new_page()
    page.goto(f"{address}/admin/")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")
    assert page.locator("h1").inner_text() == "Where things stand"
    return page


def _failure(request: Request) -> list[str]:
    """What failed; a request that the reader's next click cut short did not."""
    return [] if request.failure == "net::ERR_ABORTED" else [f"failed: {request.url}"]


def complaints_of(page: Page) -> list[str]:
    """What the browser complains of from now on."""
    complaints: list[str] = []
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.extend(_failure(request)))
    page.on("response", lambda answer: complaints.append(answer.url) if answer.status >= 400 else None)
    page.add_init_script(WATCH)
    return complaints
