"""Every page in a real browser: no violation of the policy, no error, usable by mouse and without script."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Literal

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.urls import reverse
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from auditor.admin.site import PAGES
from auditor.models import (
    AccessToken,
    Article,
    Audit,
    Boilerplate,
    Outlet,
    QueueItem,
    Snapshot,
)
from tests.chromium import PHONE, WIDE, chromium, complaints_of, sign_in
from tests.conftest import audit_all
from tests.factories import make_audit, make_item

# WCAG 2.2, 2.5.8: whatever is pressed or followed outside a sentence measures 24 by 24 pixels.
SMALL = """selector => [...document.querySelectorAll(selector)].filter(element => {
    const box = element.getBoundingClientRect();
    return box.width && (box.width < 23.5 || box.height < 23.5);
}).map(element => element.outerHTML)"""
TARGETS = (
    "main button, .flag-number, #result_list a, #changelist-filter a, .plain a, .desk-nav a, .breadcrumbs a"
)
# What a list shows beyond the right edge of its place.
CUT = """[...document.querySelectorAll('#result_list tbody *')].filter(
    element => element.getBoundingClientRect().right > innerWidth).map(element => element.outerHTML)"""

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def house(audited_seeds: list[Article], administrator: User, reviewer: User) -> list[str]:
    """The addresses of every page of the admin, with something on each."""
    failed = make_audit()
    Audit.objects.filter(pk=failed.pk).update(state="failed", error_code="x", error_reason="why")
    Article.objects.filter(pk=make_item().article_id).update(
        refusal_code="dns", refusal_reason="No such name.", address=f"https://example.org/{'long/' * 40}"
    )
    AccessToken.objects.create(user=administrator, name="a tool", scopes=["read"])
    rows = [*Article.objects.all(), Audit.objects.get(pk=failed.pk)]
    rows += [
        first
        for model in (Boilerplate, Outlet, QueueItem, Snapshot, Audit, AccessToken)
        if (first := model.objects.first())
    ]
    return [
        reverse("admin:index"),
        *(reverse(f"admin:auditor_{model.__name__.lower()}_changelist") for model in PAGES),
        *(reverse(f"admin:auditor_{row._meta.model_name}_change", args=[row.pk]) for row in rows),
        reverse("admin:auditor_article_add"),
        reverse("admin:auditor_article_details", args=[audited_seeds[0].pk]),
        reverse("admin:auditor_accesstoken_add"),
        reverse("admin:password_change"),
        "/api/docs/",
    ]


@pytest.fixture
def browser(house: list[str], live_server: LiveServer) -> Iterator[Browser]:
    """Chromium, started after the rows were made and closed before they go."""
    with chromium() as opened:
        yield opened


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_clean_wide_and_narrow(
    browser: Browser, house: list[str], live_server: LiveServer, scheme: Literal["light", "dark"]
) -> None:
    page = sign_in(browser.new_context(color_scheme=scheme), live_server.url, "admin")
    complaints = complaints_of(page)
    for address in house:
        page.goto(f"{live_server.url}{address}", wait_until="load")
        assert page.locator("h1").count() == 1, address
        assert page.locator("main").count() == 1, address
        for size in (WIDE, PHONE):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (address, size)
            assert page.evaluate(SMALL, TARGETS) == [], (address, size)
        assert complaints == [], address
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, ground[4:-1].split(", "))) > 600) == (scheme == "light")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_flag_is_claimed_decided_and_undone_by_mouse(
    browser: Browser, live_server: LiveServer, script: bool
) -> None:
    page = sign_in(browser.new_context(java_script_enabled=script), live_server.url, "reviewer")
    complaints = complaints_of(page)
    page.click("text=Take the next flag")
    state = page.locator(".state")
    assert "yours until" in state.inner_text()
    assert page.locator("mark.flag").count() >= 1
    first = page.url.split("?")[0]
    page.check("text=Then take the next flag")
    page.locator(".verdicts button").first.click()
    assert page.url.split("?")[0] != first
    assert "yours until" in state.inner_text()
    assert page.is_checked("#go_on")
    page.click(".notice-box >> text=Undo")
    assert page.url == first
    assert "The decision was undone" in page.locator(".messagelist").inner_text()
    assert "yours until" in state.inner_text()
    page.locator(".verdicts button").nth(1).click()
    if script:
        page.wait_for_selector("#reason-error")
    assert "say why in a few words" in page.locator("#reason-error").inner_text()
    page.fill("#reason", "Named in the paragraph above.")
    page.locator(".verdicts button").nth(1).click()
    assert "Named in the paragraph above." in page.locator(".standing").inner_text()
    page.click("text=Undo this decision")
    assert "yours until" in state.inner_text()
    assert [words for words in complaints if "/decide/" not in words and "422" not in words] == []


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_notice_is_found_by_the_picture_decided_for_all_and_undone(
    browser: Browser, live_server: LiveServer, script: bool
) -> None:
    page = sign_in(browser.new_context(java_script_enabled=script), live_server.url, "reviewer")
    complaints = complaints_of(page)
    page.click(".desk-nav >> text=Catalogue")
    page.locator(".matrix tr", has_text="fair use notice").locator("td a").first.click()
    page.click("#result_list tbody a")
    page.click("text=Confirm: fair use notice")
    done = page.locator(".notice-box.good")
    assert "Confirmed as fair use notice. It holds for 1 occurrence in 1 article;" in done.inner_text()
    done.locator("text=Undo").click()
    assert "everything stands as before" in page.locator(".messagelist").inner_text()
    page.fill("#why", "It is quoted.")
    page.click("text=Reject: it is body")
    assert "“It is quoted.”" in page.locator(".history").inner_text()
    assert complaints == []


def test_a_verdict_without_its_reason_leads_to_the_reason_and_its_address_to_the_flag(
    browser: Browser, live_server: LiveServer
) -> None:
    page = sign_in(browser.new_context(), live_server.url, "reviewer")
    page.click("text=Take the next flag")
    flag = page.url
    page.locator(".verdicts button").nth(1).click()
    page.wait_for_selector("#reason-error")
    assert page.evaluate("document.activeElement.id") == "reason"
    assert page.locator(".verdicts button", has_text="your choice").count() == 1
    assert page.url != flag
    page.goto(page.url)
    assert page.url == flag


def test_an_article_is_handed_in_and_read_without_script(browser: Browser, live_server: LiveServer) -> None:
    page = sign_in(browser.new_context(java_script_enabled=False), live_server.url, "reviewer")
    page.click(".desk-nav >> text=Submit")
    page.click("main button[type=submit]")
    assert "Nothing was handed in" in page.locator(".errorlist").inner_text()
    page.fill("#id_text", "Nine men were seen near the harbour.\n\nAll rights reserved.")
    page.fill("#id_title", "Nine men")
    page.click("main button[type=submit]")
    assert page.locator("h1").inner_text() == "Nine men"
    assert "Nine men were seen near the harbour." in page.locator(".undivided").inner_text()


def test_boilerplate_is_one_line_until_it_is_opened(browser: Browser, live_server: LiveServer) -> None:
    page = sign_in(browser.new_context(java_script_enabled=False), live_server.url, "reviewer")
    page.click(".desk-nav >> text=Articles")
    page.click("text=Moscow Announces")
    folded = page.locator(".segment details:has(.why)").first
    assert not folded.locator(".prose").is_visible()
    folded.locator("summary").click()
    assert folded.locator(".prose").is_visible()


def test_on_a_phone_lists_are_cards_that_lead_to_their_filters(
    browser: Browser, live_server: LiveServer
) -> None:
    page = sign_in(browser.new_context(viewport=PHONE), live_server.url, "admin")  # type: ignore[arg-type]
    for model in PAGES:
        page.goto(f"{live_server.url}{reverse(f'admin:auditor_{model.__name__.lower()}_changelist')}")
        assert page.evaluate(CUT) == [], model
    page.goto(f"{live_server.url}{reverse('admin:auditor_queueitem_changelist')}")
    assert page.locator("#header").bounding_box()["height"] < 125  # type: ignore[index]
    page.click(".to-filters a")
    assert page.locator("#changelist-filter h2").evaluate("it => it.getBoundingClientRect().top") < 800


def test_a_page_loads_itself_again_until_its_audit_is_done(
    browser: Browser, live_server: LiveServer, now: datetime
) -> None:
    page = sign_in(browser.new_context(java_script_enabled=False), live_server.url, "reviewer")
    page.click(".desk-nav >> text=Submit")
    page.fill("#id_text", "Nine men were seen.\n\nAll rights reserved.")
    page.click("main button[type=submit]")
    assert page.locator("h1").inner_text() == "Nine men were seen."
    assert page.locator(".undivided").count() == 1

    def work() -> None:
        audit_all(now)
        connection.close()

    # A worker is another process; Django lets nobody use the database beside Playwright's loop.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()
    page.wait_for_selector(".segment")
    assert page.locator("meta[http-equiv=refresh]").count() == 0
