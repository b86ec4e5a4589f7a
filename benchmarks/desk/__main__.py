"""python -m benchmarks.desk: key press to next flag painted, in Chromium, against a site that serves.

Every open flag of the site's queue is decided: run it on a demonstration's data. ``painted`` is the first
frame after the key press in which the next flag's card and its outlined words are drawn (two animation
frames after the change); ``answered`` is when the server's answer has been put in its place as well. A GET
of /healthz is timed beside each, as a measure of the machine.
"""

import argparse
import os
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
# Runs before every page: notes the moment of each key press and of the frame that shows another flag.
WATCH = """(() => {
  let pressed, shown;
  const flag = () => document.querySelector('#card')?.dataset.flag;
  window.painted = [];
  addEventListener('keydown', () => { pressed = performance.now(); shown = flag(); }, true);
  new MutationObserver(() => {
    if (pressed === undefined || flag() === undefined || flag() === shown) return;
    const began = pressed;
    pressed = undefined;
    requestAnimationFrame(() => requestAnimationFrame(() => painted.push(performance.now() - began)));
  }).observe(document, { subtree: true, childList: true });
})()"""


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` (0 to 1) of the values lie; nearest rank."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def told(name: str, values: Sequence[float]) -> str:
    """One line: how many, p50, p95, p99 and the longest, in milliseconds."""
    p50, p95, p99 = (percentile(values, share) for share in (0.5, 0.95, 0.99))
    return (
        f"{name:10} n={len(values):4}  p50 {p50:6.0f}  p95 {p95:6.0f}  p99 {p99:6.0f}  max {max(values):6.0f}"
    )


def sign_in(page: Page, site: str, name: str, password: str) -> None:
    """Through the admin's own form."""
    page.goto(f"{site}/admin/")
    page.fill("#id_username", name)
    page.fill("#id_password", password)
    page.click("input[type=submit]")


def measure(page: Page, site: str, pause: float) -> dict[str, list[float]]:
    """Decide one flag after the other by its first key that needs no reason; milliseconds of each."""
    answered: list[float] = []
    machine: list[float] = []
    page.goto(f"{site}/admin/desk/")
    page.keyboard.press("Enter")
    page.wait_for_selector("#card")
    while page.locator(".answers .primary").count():
        time.sleep(pause)
        before = page.locator("#card").get_attribute("data-flag")
        began = time.perf_counter()
        page.request.get(f"{site}/healthz")
        machine.append(1000 * (time.perf_counter() - began))
        key = page.locator(".answers .primary").get_attribute("aria-keyshortcuts") or ""
        began = time.perf_counter()
        page.keyboard.press(key)
        page.wait_for_selector(f"#card:not([data-flag='{before}']), .messagelist")
        page.wait_for_selector("body:not([aria-busy])")
        answered.append(1000 * (time.perf_counter() - began))
        if page.locator(".messagelist").count():
            break
        painted = page.evaluate("window.painted")
    return {"painted": painted, "answered": answered[:-1], "healthz": machine}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="benchmarks.desk", description=__doc__)
    parser.add_argument("--site", default="http://127.0.0.1:8000")
    parser.add_argument("--user", default="reviewer")
    parser.add_argument("--pause", type=float, default=0.5, help="seconds a reader takes; enough to prefetch")
    wanted = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=SWITCHES)
        page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
        page.add_init_script(WATCH)
        sign_in(page, wanted.site, wanted.user, os.environ["DESK_PASSWORD"])
        found = measure(page, wanted.site, wanted.pause)
        browser.close()
    load = os.getloadavg()[0]
    print(f"load average {load:.1f}, {os.cpu_count()} cores; milliseconds")
    for name, values in found.items():
        print(told(name, values))
    ratio = statistics.median(found["answered"]) / statistics.median(found["healthz"])
    print(f"answered / healthz at the median: {ratio:.1f}")


if __name__ == "__main__":
    main()
