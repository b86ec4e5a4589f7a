"""Every screen of the desk, light and dark, wide and narrow: no serious barrier, no breach of the policy."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from auditor import ingest, review
from auditor.desk import leases, notes
from auditor.models import Claim, QueueItem
from tests.chromium import PHONE, WIDE, chromium, complaints_of, sign_in
from tests.conftest import audit_all
from tests.factories import make_notice, make_passage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
STORY = (
    "Grain ship sails\n\nBy Ann Harbour\n\nMore than 90 tons of grain were stolen from its hold. "
    "{more}\n\nMany say that the crew was bribed.\n\n© Harbour News. All rights reserved."
)


def decide(item: QueueItem, who: User, verdict: str, reason: str = "") -> None:
    """What a reviewer does, from taking the article to giving it back."""
    now = timezone.now()
    held = leases.claim(item.article_id, reviewer=who, now=now)
    review.decide(item.pk, reviewer=who, fence=held.fence, verdict=verdict, reason=reason, now=now)
    if Claim.objects.live(now).filter(pk=held.pk).exists():
        leases.release(held.pk, reviewer=who, fence=held.fence, now=now)


@pytest.fixture
def screens(settings: Settings, now: datetime, reviewer: User, editor: User) -> list[str]:
    """The addresses of every screen, with something on each; the first claims and shows an article."""
    settings.AUDITOR_DOUBLE_REVIEW = 1.0
    for more in ("Nine officers knew of the theft.", "Ten officers knew of the theft."):
        article = ingest.submit_text(
            STORY.format(more=more), outlet="Harbour News", address="", now=now
        ).article
        audit_all(now)
    first = QueueItem.objects.filter(article=article, kind="unsourced_assertion").order_by("pk")[0]
    decide(first, reviewer, "unsourced")
    decide(first, editor, "not_checkable", "It is common knowledge.")
    other = QueueItem.objects.exclude(article=article).order_by("pk")[0]
    notes.write(other.pk, author=reviewer, text="Is @editor sure?", now=now)
    notice = make_notice("Opinions are the author's alone.")
    make_passage(notice)
    held = leases.claim(other.article_id, reviewer=editor, now=timezone.now())
    review_page = f"{reverse('admin:desk_claim', args=[held.pk])}?flag={other.pk}"
    return [
        review_page, f"{review_page}&view=raw", f"{review_page}&view=diff",
        *map(reverse, ("admin:desk", "admin:desk_history", "admin:desk_keys", "admin:desk_adjudication")),
        f"{reverse('admin:desk_assignments')}?reviewer={reviewer.pk}",
        reverse("admin:desk_board"), reverse("admin:desk_family", args=[notice.pk]),
    ]  # fmt: skip


@pytest.fixture
def browser(screens: list[str], live_server: LiveServer) -> Iterator[Browser]:
    """Chromium, started after the rows were made and closed before they go."""
    with chromium() as opened:
        yield opened


def barriers(page: Page) -> list[str]:
    """What axe finds that is serious or critical, and whatever else is wrong for anyone."""
    page.wait_for_selector("body:not([aria-busy])")
    found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
    grave = [
        f"{one['id']}: {node['target']}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*grave, *(["wider than the window"] if wide else [])]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_screen_has_a_serious_barrier(
    browser: Browser, live_server: LiveServer, screens: list[str], scheme: Literal["light", "dark"]
) -> None:
    page = sign_in(browser.new_context(color_scheme=scheme), live_server.url, "editor")
    complaints = complaints_of(page)
    found = {}
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for address in screens:
            page.goto(f"{live_server.url}{address}")
            found[address, size["width"]] = barriers(page)
        page.goto(f"{live_server.url}{screens[0]}")
        for key in ("6", "1", "n"):
            page.keyboard.press(key)
            page.wait_for_selector(".sheet")
            found[f"sheet {key}", size["width"]] = barriers(page)
            page.keyboard.press("Escape")
            page.wait_for_selector(".answers")
    assert {where: what for where, what in found.items() if what} == {}
    assert complaints == []


def test_own_script_and_style_of_the_desk_are_at_most_ten_kilobytes() -> None:
    folder = Path(__file__).parent.parent / "auditor" / "static" / "auditor"
    assert sum((folder / f"review.{kind}").stat().st_size for kind in ("js", "css")) <= 10_240
