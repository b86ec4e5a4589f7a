"""What the desk shows of re-audits: the schedule of an article, an outlet's own rules, the log of fetches."""

import zipfile
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.contrib.auth.models import User
from django.test import Client

from auditor import ingest
from auditor.desk.permits import ReviewRefused
from auditor.models import Article, Capture, Host
from auditor.schedule import visiting
from auditor.schedule.accepting import accept
from tests.conftest import audit_all
from tests.factories import make_article
from tests.simulation import DISCLAIMER, PARAGRAPHS, story
from tests.site import Reply, Site

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def look(now: datetime) -> None:
    Article.objects.update(next_audit_at=now)
    due = visiting.claim_due(now=now)
    assert due is not None
    visiting.visit(*due, now=now)
    audit_all(now)


@pytest.fixture
def article(site: Site, now: datetime) -> Article:
    """Seven looks: a version, nothing new, a change, doubts, gone."""
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 7", 200, {"Content-Type": "text/plain"})
    article = ingest.submit_address(site.serve("/a", story()), now=now).article
    pages = [
        story(),
        story(),
        story(disclaimer=DISCLAIMER),
        story(paragraphs=PARAGRAPHS[:2]),
        story(disclaimer=DISCLAIMER),
    ]
    for number, text in enumerate(pages):
        site.serve("/a", text)
        look(now + number * DAY)
    site.pages["/a"] = Reply(b"", 410)
    look(now + 5 * DAY)
    article.refresh_from_db()
    return article


def page(client: Client, address: str, *, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_an_article_says_when_it_is_fetched_next_and_why(
    client: Client, article: Article, reader: User
) -> None:
    client.force_login(reader)
    html = page(client, f"/admin/auditor/article/{article.pk}/change/")
    assert "Re-audits of the address" in html
    assert "the last fetch failed; each failure doubles the wait" in html
    assert "every 3h, up to an age of 7d" in html
    assert "crawl delay 7 s" in html
    assert "Of the last 6 fetches: 2 unchanged; 1 first version; 1 changed" in html
    assert html.count("<title>") == 7, "each bar says in words what it is"
    assert "The page was taken down." in html


def test_a_text_without_address_has_no_schedule(client: Client, reader: User, now: datetime) -> None:
    article = ingest.submit_text("The company paid 40 million euros.", now=now).article
    client.force_login(reader)
    assert "Re-audits" not in page(client, f"/admin/auditor/article/{article.pk}/change/")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"next_audit_at": None}, "not fetched again"),
        ({"change_rate": 0.0}, "no change seen"),
        ({"change_rate": 0.25}, "0.25 a day"),
        ({"ladder_step": ""}, "too few looks to tell"),
        ({"ladder_step": "ever 90d"}, "every 90d, at any age"),
    ],
)
def test_the_schedule_is_told_in_words(
    client: Client, reader: User, fields: dict[str, object], words: str
) -> None:
    article = make_article(address="https://example.org/a")
    Article.objects.filter(pk=article.pk).update(**fields)
    client.force_login(reader)
    assert words in page(client, f"/admin/auditor/article/{article.pk}/change/")


def test_a_site_that_asked_for_patience_is_named(client: Client, reader: User, now: datetime) -> None:
    article = make_article(address="https://example.org/a")
    host = Host.objects.create(origin="https://example.org", closed_until=now)
    client.force_login(reader)
    html = page(client, f"/admin/auditor/article/{article.pk}/change/")
    assert "robots.txt not asked for yet, asked to be left alone until 17 Mar 2026 09:30 UTC" in html
    assert str(host) == "https://example.org"


def test_the_log_of_fetches_has_states_that_need_no_colour(
    client: Client, article: Article, reader: User
) -> None:
    client.force_login(reader)
    html = page(client, f"/admin/auditor/capture/?article__id__exact={article.pk}")
    assert '<span class="outcome bad">Unknown: what came is not to be relied on</span>' in html
    assert '<span class="outcome away">Gone</span>' in html
    assert '<span class="outcome good">First version</span>' in html
    assert "it may not have been served whole" in html


def test_a_fetch_shows_what_was_asked_and_answered(client: Client, article: Article, reader: User) -> None:
    client.force_login(reader)
    first, same, *_, gone = article.captures.order_by("pk")
    html = page(client, f"/admin/auditor/capture/{first.pk}/change/")
    assert "<dt>User-Agent</dt><dd>SourceAuditor/0.1</dd>" in html
    assert "revision 1" in html
    assert f"Download {first.size:,} bytes" in html
    html = page(client, f"/admin/auditor/capture/{gone.pk}/change/")
    assert "none was taken" in html
    assert "none came" in html
    Capture.objects.filter(pk=same.pk).update(
        kept=False, redirects=["https://a.example/old"], request_headers=[]
    )
    html = page(client, f"/admin/auditor/capture/{same.pk}/change/")
    assert "not kept: they show the text that was known" in html
    assert "https://a.example/old → " in html


def test_the_bytes_of_a_doubtful_page_can_be_looked_at(
    client: Client, article: Article, reader: User
) -> None:
    client.force_login(reader)
    doubtful = article.captures.get(outcome="unknown")
    answer = client.get(f"/admin/auditor/capture/{doubtful.pk}/payload/")
    assert answer.content.decode() == story(paragraphs=PARAGRAPHS[:2])
    assert answer["Content-Disposition"].startswith("attachment")
    gone = article.captures.get(outcome="gone")
    assert client.get(f"/admin/auditor/capture/{gone.pk}/payload/").status_code == 404


def test_a_doubtful_page_is_taken_as_a_version_after_all(
    client: Client, article: Article, reader: User, editor: User, now: datetime
) -> None:
    doubtful = article.captures.get(outcome="unknown")
    address = f"/admin/auditor/capture/{doubtful.pk}/change/"
    accepting = f"/admin/auditor/capture/{doubtful.pk}/accept/"
    client.force_login(reader)
    assert "after all" not in page(client, address)
    assert client.post(accepting).status_code == 403
    client.force_login(editor)
    assert "Take it as a version after all" in page(client, address)
    told = client.post(accepting, follow=True).content.decode()
    assert "Taken as revision 3; it is being audited." in told
    audit_all(now)
    doubtful.refresh_from_db()
    assert doubtful.snapshot == article.latest_snapshot()
    assert doubtful.snapshot.reading.text.count("On day") == 2
    assert "after all" not in page(client, address)
    assert "revision 3" in page(client, address)
    assert accept(doubtful.pk, by=editor, now=now) == doubtful.snapshot
    unchanged = article.captures.filter(outcome="unchanged").first()
    assert unchanged is not None
    again = client.post(f"/admin/auditor/capture/{unchanged.pk}/accept/", follow=True)
    assert "there is nothing to take" in again.content.decode()
    Capture.objects.filter(pk=doubtful.pk).update(kept=False)
    for pk, code in ((doubtful.pk, "not_kept"), (999_999, "fetch_unknown")):
        with pytest.raises(ReviewRefused) as refused:
            accept(pk, by=editor, now=now)
        assert refused.value.code == code


def test_a_history_is_taken_along_as_one_file(client: Client, article: Article, reader: User) -> None:
    client.force_login(reader)
    answer = client.get(f"/admin/auditor/article/{article.pk}/export/")
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(BytesIO(answer.getvalue())) as pack:
        assert len(pack.namelist()) == 2


def settings_of(article: Article, **changes: str) -> dict[str, str]:
    return {"name": article.outlet.name, "ladder": "", "pause": "", **changes}


def test_an_editor_sets_how_often_an_outlet_is_looked_at(
    client: Client, article: Article, editor: User, now: datetime
) -> None:
    client.force_login(editor)
    address = f"/admin/auditor/outlet/{article.outlet_id}/change/"
    assert "3h 15min, 1d 1h, 7d 3h, 30d 3d, 360d 30d, ever 90d" in page(client, address)
    client.post(address, settings_of(article, ladder="ever 2d", pause="0:00:09"))
    article.outlet.refresh_from_db()
    assert (article.outlet.ladder, article.outlet.pause) == ("ever 2d", timedelta(seconds=9))
    client.post(address, settings_of(article, resting="on"))
    article.refresh_from_db()
    assert article.next_audit_at is None
    client.post(address, settings_of(article))
    article.refresh_from_db()
    assert article.next_audit_at is not None


def test_a_ladder_that_cannot_be_read_is_refused_in_words(
    client: Client, article: Article, editor: User
) -> None:
    client.force_login(editor)
    address = f"/admin/auditor/outlet/{article.outlet_id}/change/"
    answer = client.post(address, settings_of(article, ladder="often"))
    assert "is no step: write an age and an interval" in answer.content.decode()
