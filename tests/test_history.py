"""An article's history as WARC and JSON-LD."""

import json
import zipfile
from datetime import datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from warcio.archiveiterator import ArchiveIterator

from auditor import ingest, review
from auditor.models import Article, QueueItem, Snapshot
from auditor.schedule import visiting
from auditor.storage import archive, history
from auditor.storage.linked_data import as_json
from tests.conftest import audit_all
from tests.simulation import DISCLAIMER, story
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
    """Fetched, unmodified, other markup, pasted, changed, gone, forbidden."""
    address = site.serve("/a?page=1", story(), ETag='"1"')
    article = ingest.submit_address(address, now=now).article
    look(now)
    look(now + DAY)
    site.serve("/a?page=1", story(nonce="other"))
    look(now + 2 * DAY)
    ingest.submit_text(story(comments=24), media_type="text/html", address=address, now=now + 2.5 * DAY)
    audit_all(now + 2.5 * DAY)
    site.serve("/a?page=1", story(disclaimer=DISCLAIMER, comments=24))
    look(now + 3 * DAY)
    look(now + 4 * DAY)
    site.pages["/a?page=1"] = Reply(b"", 410)
    look(now + 5 * DAY)
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /", 200, {"Content-Type": "text/plain"})
    look(now + 6 * DAY)
    return Article.objects.get(pk=article.pk)


def records(article: Article) -> list[tuple[str, Any, bytes]]:
    file = BytesIO()
    history.write_warc(article, file)
    file.seek(0)
    return [
        (record.rec_type, record, record.content_stream().read())
        for record in ArchiveIterator(file, check_digests="raise")
    ]


def test_every_fetch_is_a_record_in_order(article: Article) -> None:
    kinds = [kind for kind, _, _ in records(article) if kind not in ("request", "metadata")]
    assert kinds == [
        "warcinfo", "response", "revisit", "response", "resource", "response", "revisit", "response",
    ]  # fmt: skip


def test_a_response_holds_the_bytes_that_came_and_truthful_headers(article: Article) -> None:
    responses = [(record, body) for kind, record, body in records(article) if kind == "response"]
    first, same, changed, gone = responses
    assert first[1].decode() == story()
    assert first[0].http_headers.get_statuscode() == "200"
    assert first[0].http_headers.get_header("etag") == '"1"'
    assert first[0].http_headers.get_header("Content-Length") == str(len(story().encode()))
    assert first[0].http_headers.get_header("X-Archive-Orig-content-length") is not None
    assert first[0].rec_headers.get_header("WARC-Date") == "2026-03-17T09:30:00Z"
    assert same[0].rec_headers.get_header("WARC-Truncated") == "unspecified"
    assert same[1] == b""
    assert changed[1].decode() == story(disclaimer=DISCLAIMER, comments=24)
    assert gone[0].http_headers.get_statuscode() == "410"


def test_what_came_again_points_to_what_came_before(article: Article) -> None:
    unmodified, same = (record.rec_headers for kind, record, _ in records(article) if kind == "revisit")
    assert unmodified.get_header("WARC-Profile").endswith("server-not-modified")
    assert unmodified.get_header("WARC-Refers-To-Date") == "2026-03-17T09:30:00Z"
    assert same.get_header("WARC-Profile").endswith("identical-payload-digest")
    assert same.get_header("WARC-Refers-To-Date") == "2026-03-20T09:30:00Z"


def test_requests_and_what_was_made_of_the_answers_stand_beside_them(article: Article) -> None:
    found = records(article)
    requests = [record for kind, record, _ in found if kind == "request"]
    assert len(requests) == 6
    assert requests[1].http_headers.get_header("If-None-Match") == '"1"'
    assert requests[0].http_headers.statusline == "/a?page=1 HTTP/1.1"
    told = [body.decode() for kind, _, body in found if kind == "metadata"]
    assert len(told) == 7
    assert "outcome: first\r\n" in told[0]
    assert "outcome: gone\r\nfinding: gone\r\ncode: http_status\r\n" in told[5]
    assert "outcome: withheld" in told[6]


def test_audits_segments_flags_and_decisions_are_linked_data(
    article: Article, reviewer: User, now: datetime
) -> None:
    later = now + 7 * DAY
    item = QueueItem.objects.filter(article=article, state="open")[0]
    fence = review.claim(item.pk, reviewer=reviewer, now=later).fence
    review.decide(item.pk, reviewer=reviewer, fence=fence, verdict="unsure", now=later)
    graph = json.loads(as_json(article))["@graph"]
    names = {node["@id"] for node in graph}
    assert len(names) == len(graph)
    versions = [node for node in graph if "schema:text" in node]
    assert [node["schema:version"] for node in versions] == [1, 2, 3]
    flag = next(node for node in graph if node.get("oa:motivatedBy") == {"@id": "oa:questioning"})
    place, quote = flag["oa:hasTarget"]["oa:hasSelector"]
    source = flag["oa:hasTarget"]["oa:hasSource"]["@id"]
    text = next(node["schema:text"] for node in versions if node["@id"] == source)
    assert text[place["oa:start"] : place["oa:end"]] == quote["oa:exact"]
    decision = next(node for node in graph if node.get("oa:motivatedBy") == {"@id": "oa:assessing"})
    assert decision["oa:hasTarget"]["@id"] in names
    assert (decision["prov:wasAttributedTo"], decision["oa:hasBody"]["auditor:verdict"]) == (
        "reviewer",
        "unsure",
    )
    segments = [node for node in graph if node.get("oa:motivatedBy") == {"@id": "oa:classifying"}]
    assert {"headline", "body", "disclaimer"} <= {one["oa:hasBody"]["auditor:kind"] for one in segments}
    assert {one["prov:wasGeneratedBy"]["@id"] for one in segments} <= names


def test_both_files_name_a_fetch_alike(article: Article) -> None:
    ids = {record.rec_headers.get_header("WARC-Record-ID").strip("<>") for _, record, _ in records(article)}
    captures = [node for node in json.loads(as_json(article))["@graph"] if "auditor:outcome" in node]
    assert len(captures) == 7
    assert {node["@id"] for node in captures[:6]} <= ids


def test_a_text_without_address_has_a_history_too(now: datetime) -> None:
    article = ingest.submit_text("The company paid 40 million euros.", now=now).article
    (_, _, _), (kind, record, body) = records(article)
    assert (kind, body) == ("resource", b"The company paid 40 million euros.")
    assert record.rec_headers.get_header("WARC-Target-URI").startswith("urn:uuid:")
    assert history.name_of(article) == f"article-{article.pk}-text"


def test_the_command_writes_both_files(article: Article, tmp_path: Path) -> None:
    out = StringIO()
    call_command("export_history", str(article.pk), article.address, to=tmp_path / "new", stdout=out)
    warc, beside, *_ = map(Path, out.getvalue().splitlines())
    with warc.open("rb") as file:
        assert next(iter(ArchiveIterator(file))).rec_type == "warcinfo"
    assert json.loads(beside.read_text(encoding="utf-8"))["@context"]["oa"] == "http://www.w3.org/ns/oa#"


def test_the_command_names_an_article_that_is_not_there() -> None:
    with pytest.raises(CommandError, match="no article 4711"):
        call_command("export_history", "4711")


def test_a_download_holds_both(article: Article) -> None:
    file = BytesIO()
    history.write_zip(article, file)
    with zipfile.ZipFile(file) as pack:
        assert [Path(name).suffix for name in pack.namelist()] == [".gz", ".jsonld"]
        assert pack.testzip() is None
    assert QueueItem.objects.filter(article=article).exists()
    assert Snapshot.objects.filter(article=article).count() == 3


def test_bytes_that_are_missing_cut_their_record_short_and_nothing_else(article: Article) -> None:
    whole = records(article)
    for version in article.snapshots.all():
        archive.remove(version.payload)
    cut = [record for _, record, _ in records(article) if record.rec_headers.get_header("WARC-Truncated")]
    assert {record.rec_type for record in cut} == {"response", "resource"}
    assert len(records(article)) == len(whole)
