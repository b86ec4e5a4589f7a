"""The review desk in a real browser: by keys alone, by mouse, without script, on a phone."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from auditor import ingest
from auditor.models import Article, Claim, Decision, Draft, QueueItem
from auditor.models.queue import Verdict
from tests.chromium import PHONE, chromium, complaints_of, sign_in
from tests.conftest import audit_all

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
T = TypeVar("T")


@pytest.fixture
def articles(db: None, now: datetime, seed: Callable[[str], Path], reviewer: User) -> list[Article]:
    """Two of the seeds, audited: 10 and 20 flags or so."""
    files = [seed(start) for start in ("001", "003")]
    articles = [ingest.submit_file(path.name, path.read_bytes(), now=now).article for path in files]
    audit_all(now)
    return articles


@pytest.fixture
def browser(articles: list[Article], live_server: LiveServer) -> Iterator[Browser]:
    """Chromium, started after the rows were made and closed before they go."""
    with chromium() as opened:
        yield opened


def ask(question: Callable[[], T]) -> T:
    """What the database says; Django lets nobody use it beside Playwright's loop."""

    def answer() -> T:
        try:
            return question()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(answer).result()


def settled(page: Page) -> None:
    """Until nothing is on its way to the server."""
    page.wait_for_selector("body:not([aria-busy])")


def at_desk(page: Page, server: LiveServer) -> None:
    """Begin a review by Enter."""
    page.goto(f"{server.url}/admin/desk/")
    page.keyboard.press("Enter")
    page.wait_for_selector("#card")


def flag(page: Page) -> str:
    """The flag that is shown."""
    return page.locator("#card").get_attribute("data-flag") or ""


def test_the_whole_queue_is_reviewed_by_keys_alone(browser: Browser, live_server: LiveServer) -> None:
    page = sign_in(browser.new_context(), live_server.url, "reviewer")
    complaints = complaints_of(page)
    at_desk(page, live_server)
    total = ask(QueueItem.objects.open().count)
    for pressed in range(total):
        before = flag(page)
        assert page.locator("mark.now").count() >= 1
        key = page.locator(".answers .primary").get_attribute("aria-keyshortcuts")
        if pressed % 4 == 3 and page.locator("#answer_3").count():
            page.keyboard.press("3")
            page.wait_for_selector(".sheet")
            key = "1"
        page.keyboard.press(str(key))
        if pressed < total - 1:
            page.wait_for_selector(f"#card:not([data-flag='{before}'])")
        settled(page)
    page.wait_for_url("**/admin/desk/")
    assert "Nothing is left to take here" in page.locator(".messagelist").inner_text()
    assert "Nothing waits for you" in page.locator(".lead").inner_text()
    assert ask(QueueItem.objects.open().count) == 0
    assert ask(Decision.objects.filter(undoes=None).count) == total
    assert complaints == []


def test_an_answer_takes_a_note_by_shift_and_its_digit(browser: Browser, live_server: LiveServer) -> None:
    page = sign_in(browser.new_context(), live_server.url, "reviewer")
    complaints = complaints_of(page)
    at_desk(page, live_server)
    first = flag(page)
    page.keyboard.press("Shift+Digit1")
    page.wait_for_selector(".sheet #other:focus")
    assert ask(Decision.objects.count) == 0
    page.keyboard.type("Seen in the minutes")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#card:not([data-flag='{first}'])")
    settled(page)
    decision = ask(Decision.objects.get)
    assert (str(decision.item_id), decision.reason) == (first, "Seen in the minutes")
    assert complaints == []


def test_brackets_go_from_segment_to_segment(browser: Browser, live_server: LiveServer) -> None:
    page = sign_in(browser.new_context(), live_server.url, "reviewer")
    at_desk(page, live_server)
    begun = segment(page)
    seen = [begun]
    while page.locator("[aria-keyshortcuts=']']").count():
        before = flag(page)
        page.keyboard.press("]")
        page.wait_for_selector(f"#card:not([data-flag='{before}'])")
        settled(page)
        seen.append(segment(page))
    assert len(seen) > 2
    assert len(set(seen)) == len(seen)
    while page.locator("[aria-keyshortcuts='[']").count():
        before = flag(page)
        page.keyboard.press("[")
        page.wait_for_selector(f"#card:not([data-flag='{before}'])")
        settled(page)
        seen.pop()
    assert segment(page) == seen[0] == begun


def segment(page: Page) -> int:
    """Where on the page the segment of the flag that is shown stands among the segments."""
    place = "one => [...document.querySelectorAll('#text [data-kind]')].indexOf(one.closest('[data-kind]'))"
    return int(page.locator("mark.now").first.evaluate(place))


def test_undo_has_no_end_and_leads_back_to_each_flag(browser: Browser, live_server: LiveServer) -> None:
    page = sign_in(browser.new_context(), live_server.url, "reviewer")
    complaints = complaints_of(page)
    at_desk(page, live_server)
    seen = []
    for _ in range(5):
        seen.append(flag(page))
        page.locator(".answers .primary").click()
        page.wait_for_selector(f"#card:not([data-flag='{seen[-1]}'])")
        settled(page)
    for before in reversed(seen):
        page.keyboard.press("z")
        page.wait_for_selector(f"#card[data-flag='{before}']")
        settled(page)
    assert ask(Decision.objects.filter(undoes=None, undone_by=None).count) == 0
    assert ask(Decision.objects.count) == 10
    assert complaints == []


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_flag_is_decided_with_a_reason_skipped_and_undone_by_mouse(
    browser: Browser, live_server: LiveServer, script: bool
) -> None:
    page = sign_in(browser.new_context(java_script_enabled=script), live_server.url, "reviewer")
    complaints = complaints_of(page)
    page.goto(f"{live_server.url}/admin/desk/")
    page.click(".big")
    first = page.locator("#card").get_attribute("data-flag")
    page.click("#answer_3")
    page.fill("#other", "It is a wish.")
    page.click("text=Give this reason")
    page.wait_for_selector(f"#card:not([data-flag='{first}'])")
    made = ask(lambda: Decision.objects.select_related("item").get())
    assert (made.verdict, made.reason) == (Verdict.NOT_CHECKABLE, "It is a wish.")
    page.click("#status button")
    page.wait_for_selector(f"#card[data-flag='{first}']")
    assert ask(lambda: QueueItem.objects.get(pk=first).state) == "open"
    title = page.locator("h1").inner_text()
    page.click("text=Leave to others")
    page.wait_for_selector(f"h1:not(:text-is('{title}'))")
    page.click("#others li:nth-child(2) a")
    page.wait_for_selector("#others li:nth-child(2) a[aria-current]")
    assert complaints == []


def test_a_reason_in_words_is_not_lost_by_going_back(browser: Browser, live_server: LiveServer) -> None:
    page = sign_in(browser.new_context(), live_server.url, "reviewer")
    at_desk(page, live_server)
    page.keyboard.press("3")
    page.wait_for_selector(".sheet")
    page.keyboard.press("9")
    page.keyboard.type("the sentence ends 3 words before")
    page.keyboard.press("Escape")
    page.wait_for_selector(".answers")
    page.keyboard.press("1")
    page.wait_for_selector(".sheet")
    assert page.input_value("#other") == "the sentence ends 3 words before"


def test_on_a_phone_the_text_stays_above_the_card(browser: Browser, live_server: LiveServer) -> None:
    page = sign_in(browser.new_context(viewport=PHONE, has_touch=True), live_server.url, "reviewer")  # type: ignore[arg-type]
    complaints = complaints_of(page)
    page.goto(f"{live_server.url}/admin/desk/")
    page.tap(".big")
    page.wait_for_selector("#card")
    for _ in range(3):
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        words = page.locator("mark.now").first.bounding_box()
        text, card = page.locator("#text").bounding_box(), page.locator("#card").bounding_box()
        assert words
        assert text
        assert card
        assert text["y"] <= words["y"] <= text["y"] + text["height"] <= card["y"]
        before = flag(page)
        page.locator(".answers .primary").tap()
        page.wait_for_selector(f"#card:not([data-flag='{before}'])")
        settled(page)
    assert ask(Decision.objects.count) == 3
    assert complaints == []


def test_two_reviewers_never_have_the_same_article(
    editor: User, browser: Browser, live_server: LiveServer
) -> None:
    pages = [sign_in(browser.new_context(), live_server.url, name) for name in ("reviewer", "editor")]
    for page in pages:
        at_desk(page, live_server)
    for _ in range(12):
        assert pages[0].locator("h1").inner_text() != pages[1].locator("h1").inner_text()
        for page in pages:
            before = flag(page)
            page.locator(".answers .primary").click()
            page.wait_for_selector(f"#card:not([data-flag='{before}'])")
            settled(page)
    decided = ask(lambda: list(Decision.objects.values_list("item", flat=True)))
    assert len(decided) == len(set(decided)) == 24


def test_a_lease_that_ends_under_the_hand_keeps_the_answer(browser: Browser, live_server: LiveServer) -> None:
    page = sign_in(browser.new_context(), live_server.url, "reviewer")
    at_desk(page, live_server)
    shown = flag(page)
    past = timezone.now() - timedelta(seconds=1)
    begun = past - timedelta(minutes=20)
    ask(lambda: Claim.objects.filter(ahead=False).update(taken_at=begun, until=past))
    page.keyboard.press("2")
    page.wait_for_selector("#card .bad")
    assert flag(page) == shown
    assert "claim" in page.locator("#card .bad").inner_text().lower()
    assert ask(lambda: Draft.objects.get().item_id) == int(shown)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Your answer came too late and was kept")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#card:not([data-flag='{shown}'])")
    assert ask(lambda: Decision.objects.get().item_id) == int(shown)
    assert ask(Draft.objects.count) == 0


def test_another_key_does_the_same_and_keys_can_be_switched_off(
    browser: Browser, live_server: LiveServer
) -> None:
    page = sign_in(browser.new_context(), live_server.url, "reviewer")
    complaints = complaints_of(page)
    page.goto(f"{live_server.url}/admin/desk/")
    page.keyboard.press("?")
    page.wait_for_url("**/desk/keys/")
    page.fill("#key-next", "f")
    page.click("text=Keep these keys")
    at_desk(page, live_server)
    before = flag(page)
    page.keyboard.press("f")
    page.wait_for_selector(f"#card:not([data-flag='{before}'])")
    page.goto(f"{live_server.url}/admin/desk/keys/")
    page.uncheck("#on")
    page.click("text=Keep these keys")
    page.goto(f"{live_server.url}/admin/desk/")
    page.click(".big")
    page.wait_for_selector("#card")
    assert page.locator("[aria-keyshortcuts]").count() == 0
    assert page.locator("#desk kbd").count() == 0
    assert complaints == []
