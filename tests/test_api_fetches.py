"""Fetches and histories through the API."""

import zipfile
from datetime import datetime
from io import BytesIO

import pytest
from django.contrib.auth.models import User

from auditor import ingest
from auditor.models import Article
from auditor.schedule import visiting
from tests.api_door import Caller
from tests.conftest import audit_all
from tests.simulation import story
from tests.site import Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(site: Site, now: datetime) -> Article:
    article = ingest.submit_address(site.serve("/a", story(), ETag='"1"'), now=now).article
    due = visiting.claim_due(now=now)
    assert due is not None
    visiting.visit(*due, now=now)
    audit_all(now)
    return article


def test_an_article_says_when_it_is_fetched_next_and_why(article: Article, reader: User) -> None:
    told = Caller(reader).get(f"articles/{article.pk}/").json()
    assert (told["plan"], told["ladder_step"], told["change_rate"]) == ("ladder", "3h 15min", None)
    assert told["next_audit_at"].startswith("2026-03-17T09:4")


def test_fetches_are_listed_in_brief_and_read_with_their_headers(article: Article, reader: User) -> None:
    tool = Caller(reader)
    (listed,) = tool.get("fetches/", article=article.pk, outcome="first").json()["results"]
    assert "headers" not in listed
    assert (listed["outcome"], listed["status"], listed["kept"]) == ("first", 200, True)
    read = tool.get(f"fetches/{listed['id']}/").json()
    assert ["etag", '"1"'] in read["headers"]
    assert ["User-Agent", "SourceAuditor/0.1"] in read["request_headers"]
    assert tool.get("fetches/", outcome="gone").json()["results"] == []
    assert tool.get("fetches/", outcome="lost").status_code == 400


def test_a_history_is_a_zip(article: Article, reader: User) -> None:
    answer = Caller(reader).get(f"articles/{article.pk}/history/")
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(BytesIO(answer.getvalue())) as pack:
        assert pack.testzip() is None
    assert Caller(reader).get("articles/4711/history/").status_code == 404
