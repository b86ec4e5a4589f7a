"""What is made of a fetch, written down and planned; the long run is in test_reaudit_table.py."""

from datetime import datetime, timedelta

import pytest

from auditor import ingest
from auditor.models import Article, Capture, Host, Snapshot
from auditor.schedule import planning, visiting
from auditor.schedule.judging import leads_elsewhere
from auditor.storage import archive
from tests.conftest import audit_all
from tests.simulation import DISCLAIMER, PARAGRAPHS, story
from tests.site import Reply, Site

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def look(now: datetime) -> Capture:
    """One look at the only article, due or not; its audit too."""
    Article.objects.update(next_audit_at=now)
    due = visiting.claim_due(now=now)
    assert due is not None
    capture = visiting.visit(*due, now=now)
    assert capture is not None
    audit_all(now)
    return capture


@pytest.fixture
def article(site: Site, now: datetime) -> Article:
    """A story, fetched once."""
    article = ingest.submit_address(site.serve("/a", story(comments=24), ETag='"v1"'), now=now).article
    look(now)
    article.refresh_from_db()
    return article


def test_a_capture_holds_what_was_asked_and_answered(site: Site, article: Article) -> None:
    capture = article.captures.get()
    assert (capture.outcome, capture.status, capture.etag, capture.kept) == ("first", 200, '"v1"', True)
    assert archive.read(capture.payload).decode() == story(comments=24)
    assert capture.snapshot == article.latest_snapshot()
    assert ["User-Agent", "SourceAuditor/0.1"] in capture.request_headers
    assert ["etag", '"v1"'] in capture.headers
    assert capture.text == capture.snapshot.reading_id
    assert str(capture).endswith("first version")


def test_a_refused_answer_leaves_its_headers_too(site: Site, article: Article, now: datetime) -> None:
    site.pages["/a"] = Reply(b"", 503, {"X-Cache": "miss"})
    capture = look(now + DAY)
    assert (capture.outcome, capture.code, capture.status) == ("unknown", "http_status", 503)
    assert ["x-cache", "miss"] in capture.headers
    assert ["If-None-Match", '"v1"'] in capture.request_headers
    assert (capture.payload, capture.kept, capture.size) == ("", False, 0)


def test_redirects_on_the_way_are_written_down(site: Site, article: Article, now: datetime) -> None:
    site.pages["/b"] = site.pages.pop("/a")
    site.pages["/a"] = Reply(b"", 301, {"Location": "/b"})
    capture = look(now + DAY)
    assert (capture.outcome, capture.redirects) == ("unchanged", [site.address("/a")])
    assert capture.address == site.address("/b")


def test_half_an_article_is_no_version_and_its_bytes_are_kept_to_be_looked_at(
    site: Site, article: Article, now: datetime
) -> None:
    site.serve("/a", story(paragraphs=PARAGRAPHS[:2]))
    capture = look(now + DAY)
    assert (capture.outcome, capture.code) == ("unknown", "too_short")
    assert "Only 6" in capture.reason
    assert (capture.kept, Snapshot.objects.count()) == (True, 1)
    assert archive.read(capture.payload).decode() == story(paragraphs=PARAGRAPHS[:2])
    article.refresh_from_db()
    assert (article.refusal_code, article.etag) == ("too_short", '"v1"')


def test_an_article_without_its_comments_is_a_version(site: Site, article: Article, now: datetime) -> None:
    site.serve("/a", story())
    assert look(now + DAY).outcome == "changed"


def test_before_any_audit_the_whole_text_is_the_measure(site: Site, now: datetime) -> None:
    ingest.submit_text(
        story(), media_type="text/html", address=site.serve("/a", "<p>Two words.</p>"), now=now
    )
    Article.objects.update(next_audit_at=now)
    due = visiting.claim_due(now=now)
    assert due is not None
    capture = visiting.visit(*due, now=now)
    assert capture is not None
    assert (capture.outcome, capture.code) == ("unknown", "too_short")


def test_a_reading_that_lacks_what_the_last_one_had_is_unknown(
    site: Site, article: Article, now: datetime
) -> None:
    site.serve("/a", story().replace("<p>On day 8", "<!-- <p>On day 8"))
    capture = look(now + DAY)
    assert (capture.outcome, capture.code) == ("unknown", "unclosed")
    assert "not read whole" in capture.reason


def test_what_was_never_read_whole_may_change(site: Site, now: datetime) -> None:
    ingest.submit_address(site.serve("/a", story() + "<!-- never closed"), now=now)
    assert look(now).outcome == "first"
    site.serve("/a", story(disclaimer=DISCLAIMER) + "<!-- never closed")
    assert look(now + DAY).outcome == "changed"


def test_a_page_that_asks_to_log_in_is_no_first_version_either(site: Site, now: datetime) -> None:
    ingest.submit_address(site.serve("/a", "<h1>Sign in</h1><p>Your name</p>"), now=now)
    capture = look(now)
    assert (capture.outcome, capture.code, Snapshot.objects.count()) == ("unknown", "login_page", 0)


def test_an_address_that_never_led_anywhere_is_gone_without_news(site: Site, now: datetime) -> None:
    ingest.submit_address(site.address("/typing-mistake"), now=now)
    found = [look(now + number * DAY) for number in range(3)]
    assert {(one.outcome, one.finding) for one in found} == {("gone", "")}


def test_doubts_that_last_are_told_once_and_so_is_their_end(
    site: Site, article: Article, now: datetime
) -> None:
    site.pages["/a"] = Reply(b"", 500)
    told = [look(now + number * DAY).finding for number in range(1, 12)]
    assert told == [""] * 7 + ["unreadable", "", "", ""]
    site.serve("/a", story(comments=24))
    assert [look(now + number * DAY).finding for number in (12, 13)] == ["back", ""]


def test_a_change_while_the_page_was_away_is_a_change_and_news_that_it_is_back(
    site: Site, article: Article, now: datetime
) -> None:
    site.pages["/a"] = Reply(b"", 410)
    assert look(now + DAY).finding == "gone"
    site.serve("/a", story(disclaimer=DISCLAIMER, comments=24))
    capture = look(now + 2 * DAY)
    assert (capture.outcome, capture.finding) == ("changed", "back")


def test_a_304_says_that_the_text_seen_last_still_stands(site: Site, article: Article, now: datetime) -> None:
    capture = look(now + DAY)
    assert (capture.status, capture.outcome, capture.text) == (304, "unchanged", article.captures.last().text)


def test_a_304_after_a_pasted_text_was_not_asked_for(site: Site, article: Article, now: datetime) -> None:
    Capture.objects.all().delete()  # as pruned long ago
    capture = look(now + DAY)
    assert (capture.status, capture.outcome, capture.text) == (304, "unchanged", "")


@pytest.mark.parametrize(
    ("before", "after", "elsewhere"),
    [
        ("https://www.harbour.example/a", "https://harbour.example/b", False),
        ("https://edition.harbour.example/a", "https://m.harbour.example/a", False),
        ("http://harbour.example/a", "https://harbour.example:8443/a", False),
        ("https://harbour.example/a", "https://casino.example/", True),
        ("https://harbour.co.uk/a", "https://casino.co.uk/", True),
        ("https://news.harbour.co.uk/a", "https://harbour.co.uk/a", False),
        ("http://192.0.2.1/a", "http://192.0.2.1:8080/a", True),
        ("http://192.0.2.1/a", "http://192.0.2.2/a", True),
    ],
)
def test_another_site_is_another_domain(before: str, after: str, elsewhere: bool) -> None:
    assert leads_elsewhere(before, after) is elsewhere


def test_the_age_is_counted_from_the_date_of_publication(site: Site, now: datetime) -> None:
    head = '<html><head><meta property="article:published_time" content="2025-03-17T09:30:00Z"></head>'
    article = ingest.submit_address(site.serve("/a", head + story()), now=now).article
    look(now)
    article.refresh_from_db()
    assert (article.ladder_step, article.plan) == ("ever 90d", "ladder")
    assert article.published_at == datetime.fromisoformat("2025-03-17T09:30:00Z")


def test_a_change_sends_an_old_article_to_the_bottom_of_the_ladder(
    site: Site, article: Article, now: datetime
) -> None:
    for number in range(1, 7):
        look(now + number * 10 * DAY)
    article.refresh_from_db()
    assert (article.ladder_step, article.plan, article.change_rate) == ("360d 30d", "rate", 0.0)
    site.serve("/a", story())
    look(now + 70 * DAY)
    article.refresh_from_db()
    assert (article.ladder_step, article.plan) == ("3h 15min", "rate")
    assert article.change_rate == pytest.approx(0.0143, abs=0.0005)


def test_an_interval_of_its_own_goes_before_the_ladder(site: Site, article: Article, now: datetime) -> None:
    Article.objects.update(interval=timedelta(days=5))
    look(now + DAY)
    article.refresh_from_db()
    assert (article.plan, article.next_audit_at) == ("fixed", now + 6 * DAY)


def test_an_outlet_may_have_a_ladder_of_its_own(site: Site, article: Article, now: datetime) -> None:
    article.outlet.ladder = "ever 10d"
    article.outlet.save()
    look(now + DAY)
    article.refresh_from_db()
    assert article.ladder_step == "ever 10d"
    assert article.next_audit_at is not None
    assert 9 * DAY <= article.next_audit_at - now - DAY <= 11 * DAY


def test_a_resting_outlet_is_left_alone_until_it_rests_no_longer(
    site: Site, article: Article, now: datetime
) -> None:
    outlet = article.outlet
    outlet.resting = True
    assert planning.replan(outlet, now=now) == 1
    outlet.save()
    article.refresh_from_db()
    assert article.next_audit_at is None
    look(now + DAY)
    site.pages["/a"] = Reply(b"", 500)
    look(now + 2 * DAY)
    look(now + 3 * DAY)
    article.refresh_from_db()
    assert article.next_audit_at is None
    outlet.resting = False
    assert planning.replan(outlet, now=now + 4 * DAY) == 1
    article.refresh_from_db()
    assert (article.next_audit_at, article.plan) == (now + 4 * DAY, "asked")


def test_what_is_gone_is_looked_for_ever_more_rarely_up_to_a_month(
    site: Site, article: Article, now: datetime
) -> None:
    site.pages["/a"] = Reply(b"", 404)
    waits = []
    for _ in range(9):
        capture = look(now)
        article.refresh_from_db()
        assert article.next_audit_at is not None
        waits.append((article.next_audit_at - capture.at) / DAY)
        now = article.next_audit_at
    assert waits[0] < 0.02, "once is perhaps a mistake of the site"
    assert [round(wait / 2**number) for number, wait in enumerate(waits[1:4], start=1)] == [1] * 3
    assert waits[-1] == 30


def test_a_site_with_many_articles_is_passed_over_in_bounded_time(
    site: Site, article: Article, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visiting, "PASSED_OVER", 2)
    for number in range(3):
        ingest.submit_address(site.serve(f"/{number}", story()), now=now)
    Host.objects.update(closed_until=now + DAY)
    assert visiting.claim_due(now=now) is None
    assert Article.objects.filter(plan="turn").count() == 2
