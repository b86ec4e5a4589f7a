"""Versions over time, side by side, as pages, feeds and data."""

import base64
from datetime import datetime, timedelta

import lxml.etree
import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from auditor import ingest
from auditor.models import Article, Audit, Boilerplate, Replay
from auditor.versions import timelines
from tests.api_door import token_of
from tests.conftest import audit_all

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
FIRST = "The company paid 40 million euros to two officials in 2014."
SECOND = "Its warehouses were destroyed in the fire of March 3."
VIEWS = "The views expressed in this article are the author's own and not those of this newspaper."
PROMISE = "We will update this story throughout the day."
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def article(now: datetime) -> Article:
    """Three versions: a silent edit, then a disclaimer that is gone and a promise that is made."""
    for number, parts in enumerate(
        [
            (FIRST, SECOND, VIEWS),
            (FIRST.replace("40", "60"), SECOND, VIEWS),
            (FIRST.replace("40", "60"), SECOND, PROMISE),
        ]
    ):
        text = "\n\n".join(("Payments", *parts))
        found = ingest.submit_text(text, now=now + number * DAY, address="https://example.org/a").article
        audit_all(now + number * DAY)
    return found


def test_a_history_tells_every_version_with_its_findings(article: Article, now: datetime) -> None:
    found = timelines.history(article)
    kinds = [[finding.kind for finding in step.findings] for step in found.steps]
    assert kinds[0] == []
    assert kinds[1] == ["silent_edit"]
    assert {"promise_made", "disclaimer_removed"} <= set(kinds[2])
    assert found.promised_at == now + 2 * DAY
    assert timelines.as_data(found)["versions"][1]["findings"][0]["weight"] == "grave"


def test_two_versions_stand_side_by_side(article: Article) -> None:
    found = timelines.side_by_side(article, before=1, after=2)
    assert found is not None
    [row] = [row for row in found.rows if not row.kept]
    assert (row.fate, row.of) == ("reworded", "body")
    assert [piece.words for piece in row.before if piece.change == "deleted"] == ["40"]
    assert [piece.words for piece in row.after if piece.change == "inserted"] == ["60"]
    assert timelines.diff_data(found)["rows"]
    assert timelines.side_by_side(article, before=1, after=9) is None


def test_the_pages_show_timeline_and_diff(article: Article, reader: User, client: Client) -> None:
    client.force_login(reader)
    timeline = client.get(f"/admin/auditor/article/{article.pk}/timeline/").content.decode()
    assert "<polygon" in timeline
    assert "silent edit" in timeline
    assert "A promise is open." in timeline
    diff = client.get(f"/admin/auditor/article/{article.pk}/diff/?before=1&after=2").content.decode()
    assert "<del>40</del>" in diff
    assert "<ins>60</ins>" in diff
    assert client.get(f"/admin/auditor/article/{article.pk}/diff/?after=99").status_code == 404


def test_an_article_without_versions_has_an_empty_timeline(
    now: datetime, reader: User, client: Client
) -> None:
    empty = ingest.submit_address("https://example.org/b", now=now).article
    client.force_login(reader)
    shown = client.get(f"/admin/auditor/article/{empty.pk}/timeline/").content.decode()
    assert "No version is stored yet." in shown


def test_a_replays_page_tells_who_changed_what(article: Article, reader: User, client: Client) -> None:
    Audit.objects.update(rulebook="0" * 64, flags=[])
    call_command("replay")
    client.force_login(reader)
    shown = client.get(f"/admin/auditor/replay/{Replay.objects.get().pk}/change/").content.decode()
    assert "The rules changed" in shown
    assert "silent edit: 1" in shown
    assert client.get("/admin/auditor/replay/").status_code == 200


def entries(body: bytes) -> list[str]:
    feed = lxml.etree.fromstring(body)
    return [entry.findtext(f"{ATOM}title") or "" for entry in feed.iter(f"{ATOM}entry")]


def test_feeds_tell_of_articles_and_notices_to_who_is_signed_in(
    article: Article, reader: User, client: Client
) -> None:
    client.force_login(reader)
    feed = client.get(f"/feeds/articles/{article.pk}/")
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "Alert: silent edit" in entries(feed.content)
    notice = Boilerplate.objects.get(wording=VIEWS)
    assert entries(client.get(f"/feeds/notices/{notice.pk}/").content) == [f"Lost: {article}"]


def test_a_feed_takes_a_token_as_bearer_or_password_and_nothing_else(
    article: Article, reader: User, client: Client
) -> None:
    path = f"/feeds/articles/{article.pk}/"
    assert client.get(path).status_code == 401
    assert client.get(path, headers={"Authorization": "Basic !"}).status_code == 401
    assert client.get(path, headers={"Authorization": "Bearer nonsense"}).status_code == 401
    token = token_of(reader, "read")
    basic = base64.b64encode(f"any:{token}".encode()).decode()
    assert client.get(path, headers={"Authorization": f"Basic {basic}"}).status_code == 200
    assert client.get(path, headers={"Authorization": f"Bearer {token}"}).status_code == 200
    reader.groups.clear()
    assert client.get(path, headers={"Authorization": f"Bearer {token}"}).status_code == 403


def test_timeline_and_diff_are_data_too(article: Article, reader: User, client: Client) -> None:
    headers = {"Authorization": f"Bearer {token_of(reader, 'read')}"}
    told = client.get(f"/api/v1/articles/{article.pk}/timeline/", headers=headers).json()
    assert [version["revision"] for version in told["versions"]] == [1, 2, 3]
    path = f"/api/v1/articles/{article.pk}/diff/"
    rows = client.get(f"{path}?before=1&after=2", headers=headers).json()["rows"]
    assert [row["fate"] for row in rows if not row["kept"]] == ["reworded"]
    assert client.get(f"{path}?before=1&after=9", headers=headers).status_code == 404
