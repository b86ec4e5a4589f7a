"""Whose turn it is: token bucket, Crawl-delay, Retry-After, robots.txt."""

import logging
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from pytest_django import Settings

from auditor import ingest
from auditor.fetching import FetchRefused, Robots
from auditor.models import Article, Capture, Host
from auditor.schedule import politeness, visiting
from tests.site import Reply, Site

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
PAGE = "<article><p>The company paid {} million euros to two officials in 2014.</p></article>"


@pytest.fixture
def articles(site: Site, now: datetime, settings: Settings) -> list[Article]:
    """Six pages of one site, all due."""
    settings.AUDITOR_HOST_PAUSE, settings.AUDITOR_HOST_BURST = 10 * SECOND, 2
    addresses = [site.serve(f"/{number}", PAGE.format(number)) for number in range(6)]
    return [ingest.submit_address(address, now=now).article for address in addresses]


def run(start: datetime, *, seconds: int, tick: int = 1) -> list[float]:
    """Workers that look for work every ``tick`` seconds; when pages were asked for, since ``start``."""
    for second in range(0, seconds, tick):
        now = start + second * SECOND
        while due := visiting.claim_due(now=now):
            visiting.visit(*due, now=now)
    return [(at - start) / SECOND for at in Capture.objects.order_by("pk").values_list("at", flat=True)]


def test_a_site_is_asked_two_times_at_once_and_then_at_its_pace(
    articles: list[Article], now: datetime
) -> None:
    assert run(now, seconds=60) == [0, 0, 10, 20, 30, 40]


def test_who_waits_is_given_a_moment_of_its_own_and_told_why(articles: list[Article], now: datetime) -> None:
    run(now, seconds=1)
    waiting = Article.objects.filter(plan="turn").order_by("turn_at")
    assert [(one.turn_at - now) / SECOND for one in waiting if one.turn_at] == [10, 20, 30, 40]
    assert all(one.next_audit_at == one.turn_at for one in waiting)


def test_other_sites_do_not_wait(articles: list[Article], now: datetime) -> None:
    other = ingest.submit_address("https://another.example/a", now=now).article
    claimed = set()
    while due := visiting.claim_due(now=now):
        claimed.add(due[0])
    assert other.pk in claimed
    assert len(claimed) == 3


def test_a_crawl_delay_holds_without_any_burst_and_is_logged(
    site: Site, articles: list[Article], now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 30", 200, {"Content-Type": "text/plain"})
    with caplog.at_level(logging.INFO, "auditor.schedule.politeness"):
        asked = run(now, seconds=240)
    assert [later - earlier for earlier, later in pairwise(asked)] == [30] * 5
    assert "robots.txt answers 200, crawl delay 30.0 s" in caplog.text
    assert [path for path, _ in site.requests].count("/robots.txt") == 1


def test_a_crawl_delay_holds_for_workers_that_come_late(
    site: Site, articles: list[Article], now: datetime
) -> None:
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 10", 200, {"Content-Type": "text/plain"})
    asked = run(now, seconds=400, tick=7)
    gaps = [later - earlier for earlier, later in pairwise(asked)]
    assert len(gaps) == 5
    assert min(gaps) >= 10


def test_an_outlet_can_be_asked_more_slowly(articles: list[Article], now: datetime) -> None:
    outlet = articles[0].outlet
    outlet.pause = 25 * SECOND
    outlet.save()
    assert run(now, seconds=101) == [0, 0, 25, 50, 75, 100]


def test_a_promise_that_nobody_came_for_is_made_anew(articles: list[Article], now: datetime) -> None:
    run(now, seconds=1)
    asked = run(now + timedelta(hours=1), seconds=60)
    assert asked[2:] == [0, 0, 10, 20, 30, 40], "the two that were asked before are due again"


def test_retry_after_holds_for_the_whole_site(site: Site, articles: list[Article], now: datetime) -> None:
    site.pages.update({path: Reply(b"", 429, {"Retry-After": "600"}) for path in list(site.pages)})
    asked = run(now, seconds=650, tick=5)
    assert asked == [0, 600]
    assert Host.objects.get().closed_until == now + 1200 * SECOND, "it asked once more"


def test_retry_after_may_be_a_date(site: Site, articles: list[Article], now: datetime) -> None:
    date = {"Date": "Tue, 17 Mar 2026 09:30:00 GMT", "Retry-After": "Tue, 17 Mar 2026 10:30:00 GMT"}
    site.pages.update({path: Reply(b"", 503, date) for path in list(site.pages)})
    run(now, seconds=1)
    assert Host.objects.get().closed_until == now + timedelta(hours=1)


def test_what_robots_txt_forbids_is_not_asked_for(site: Site, now: datetime) -> None:
    rules = b"User-agent: sourceauditor\nDisallow: /private/\nAllow: /private/open\n"
    site.pages["/robots.txt"] = Reply(rules, 200, {"Content-Type": "text/plain"})
    for path in ("/private/a", "/private/open", "/b"):
        ingest.submit_address(site.serve(path, PAGE.format(path)), now=now)
    run(now, seconds=10)
    assert [path for path, _ in site.requests] == ["/robots.txt", "/private/open", "/b"]
    withheld = Capture.objects.get(outcome="withheld")
    assert (withheld.code, withheld.status) == ("robots", None)
    assert "robots.txt asks programs not to read" in withheld.reason


def test_a_redirect_into_what_is_forbidden_stops_there(site: Site, now: datetime) -> None:
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /b", 200, {"Content-Type": "text/plain"})
    site.pages["/a"] = Reply(b"", 302, {"Location": "/b"})
    ingest.submit_address(site.address("/a"), now=now)
    run(now, seconds=1)
    assert Capture.objects.get().outcome == "withheld"
    assert [path for path, _ in site.requests] == ["/robots.txt", "/a"]


def permission(site: Site, now: datetime, path: str = "/a") -> str:
    try:
        politeness.require_permission(site.address(path), limits=ingest.limits(), now=now)
    except FetchRefused as refusal:
        return str(refusal.code)
    return "granted"


def test_a_site_with_a_fault_forbids_all_for_an_hour(site: Site, now: datetime) -> None:
    site.pages["/robots.txt"] = Reply(b"", 503)
    assert permission(site, now) == "robots"
    del site.pages["/robots.txt"]
    assert permission(site, now + timedelta(minutes=59)) == "robots"
    assert permission(site, now + timedelta(minutes=61)) == "granted"


def test_what_robots_txt_said_before_a_fault_goes_on_to_hold(site: Site, now: datetime) -> None:
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /b", 200, {"Content-Type": "text/plain"})
    assert permission(site, now) == "granted"
    site.pages["/robots.txt"] = Reply(b"", 500)
    later = now + timedelta(hours=25)
    assert (permission(site, later), permission(site, later, "/b")) == ("granted", "robots")
    before = len(site.requests)
    assert permission(site, later + timedelta(minutes=30)) == "granted"
    assert len(site.requests) == before, "it is not asked for again within the hour"
    site.pages["/robots.txt"] = Reply(b"", 404)
    assert permission(site, later + timedelta(hours=2), "/b") == "granted"


def test_robots_txt_in_a_circle_is_as_if_there_were_none(site: Site, now: datetime) -> None:
    site.pages["/robots.txt"] = Reply(b"", 302, {"Location": "/robots.txt"})
    assert permission(site, now) == "granted"
    site.pages["/robots.txt"] = Reply(b"", 302)
    assert permission(site, now + timedelta(hours=25)) == "granted"


def test_a_site_that_gives_no_answer_is_refused_for_what_it_is(site: Site, now: datetime) -> None:
    site.pages["/robots.txt"] = Reply(b"", 302, {"Location": "http://10.0.0.1/robots.txt"})
    assert permission(site, now) == "address_forbidden"


def test_only_a_short_and_readable_robots_txt_counts() -> None:
    assert Robots(200, "User-agent: *\nCrawl-delay: x").delay("SourceAuditor/0.1") is None
    assert Robots(200, "User-agent: *\nCrawl-delay: 999999").delay("SourceAuditor/0.1") == 3600
    assert Robots(200, "\0<html>not found</html>").allows("https://a.example/b", "SourceAuditor/0.1")
    assert not Robots(429).allows("https://a.example/b", "SourceAuditor/0.1")
    assert Robots(404).allows("https://a.example/b", "SourceAuditor/0.1")
