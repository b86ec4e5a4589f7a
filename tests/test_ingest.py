"""Articles come in."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from auditor import ingest
from auditor.fetching import FetchRefused
from auditor.inspection.document import Unreadable
from auditor.models import Article, Audit, Outlet, Reading, Snapshot
from auditor.storage import archive

pytestmark = pytest.mark.django_db

PAGE = "<html><head><title>Grain ship sails</title></head><body><p>{}</p></body></html>"
STORY = "The grain ship left the harbour on Monday with forty people on board, the port authority said."


def nothing_was_written() -> bool:
    return not (Article.objects.exists() or Snapshot.objects.exists() or Audit.objects.exists())


def test_a_seed_is_kept_byte_for_byte_and_its_text_is_the_decoded_bytes(
    seed: Callable[[str], Path], now: datetime
) -> None:
    path = seed("004")
    snapshot = ingest.submit_file(path.name, path.read_bytes(), now=now).snapshot
    assert snapshot is not None
    assert archive.read(snapshot.payload) == path.read_bytes()
    assert snapshot.reading.text == path.read_bytes().decode()


def test_a_submission_asks_for_its_audit(now: datetime, reviewer: User) -> None:
    article = ingest.submit_text(STORY, now=now, outlet=" Harbour  News ", by=reviewer).article
    audit = Audit.objects.get(snapshot__article=article)
    assert (audit.state, article.outlet.name, article.submitted_by) == ("waiting", "Harbour News", reviewer)


def test_the_same_text_twice_is_one_article(now: datetime) -> None:
    first = ingest.submit_text(STORY, now=now)
    again = ingest.submit_text(STORY.encode(), now=now + timedelta(days=1), outlet="Elsewhere")
    assert (first.created, again.created) == (True, False)
    assert first.article == again.article
    assert Snapshot.objects.count() == Audit.objects.count() == 1


def test_a_page_handed_over_with_its_address_is_a_version_of_that_article(now: datetime) -> None:
    address = "https://www.harbour.example/ship?utm_source=feed"
    first = ingest.submit_text(PAGE.format(STORY), now=now, media_type="text/html", address=address)
    second = ingest.submit_text(
        PAGE.format("It came back."),
        now=now,
        media_type="text/html",
        address="https://www.harbour.example/ship",
    )
    assert first.article == second.article
    assert [first.snapshot.revision, second.snapshot.revision] == [1, 2]
    assert (first.article.title, first.article.outlet.key) == ("Grain ship sails", "harbour.example")


def test_a_text_without_outlet_says_so(now: datetime) -> None:
    assert ingest.submit_text(STORY, now=now).article.outlet.name == "Outlet not stated"


def test_a_change_of_markup_alone_is_no_new_version(now: datetime) -> None:
    address = "https://harbour.example/ship"
    for page in (PAGE, PAGE.replace("<p>", '<p class="x">')):
        ingest.submit_text(page.format(STORY), now=now, media_type="text/html", address=address)
    assert Snapshot.objects.count() == 1


def test_a_text_seen_before_is_stored_once_for_all_articles(now: datetime) -> None:
    for host in ("one.example", "two.example"):
        ingest.submit_text(STORY, now=now, address=f"https://{host}/a")
    assert (Article.objects.count(), Reading.objects.count()) == (2, 1)


@pytest.mark.parametrize(
    ("data", "media_type", "code"),
    [
        ("", "text/plain", "empty"),
        (" \n\t ", "text/plain", "empty"),
        (b"\x00\x01\x02PNG\x00\xff\xfe\x00" * 40, "text/plain", "binary"),
        (b"caf\xff\xfe\x81\x8d\x8f is not text in any way \x90\x9d", "text/plain", "undecodable"),
        ("half a character: \ud83d", "text/plain", "lone_surrogates"),
        ("word " * 10_000_000, "text/plain", "too_large"),
        ("<html><head><title>x</title></head><body></body></html>", "text/html", "no_text"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "application/pdf", "media_type"),
    ],
)
def test_bad_input_is_refused_by_name_and_leaves_nothing(
    data: str | bytes, media_type: str, code: str, now: datetime
) -> None:
    with pytest.raises(Unreadable) as refusal:
        ingest.submit_text(data, now=now, media_type=media_type)
    assert refusal.value.code == code
    assert nothing_was_written()


def test_a_pdf_named_html_is_refused(now: datetime) -> None:
    with pytest.raises(Unreadable):
        ingest.submit_file("article.html", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\x00\x00", now=now)
    assert nothing_was_written()


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("ftp://example.org/a", "scheme"),
        ("http://127.0.0.1/admin", "address_forbidden"),
        ("http://user:secret@example.org/", "userinfo"),
        ("http://example.org:25/", "port"),
        ("not an address", "scheme"),
        ("http://exa mple.org/", "malformed"),
    ],
)
def test_an_address_that_can_never_be_fetched_is_refused_at_once(
    address: str, code: str, now: datetime
) -> None:
    with pytest.raises(FetchRefused) as refusal:
        ingest.submit_address(address, now=now)
    assert refusal.value.code == code
    assert nothing_was_written()


def test_an_address_waits_to_be_fetched_at_once(now: datetime) -> None:
    submission = ingest.submit_address("HTTPS://Harbour.Example:443/ship#top", now=now)
    assert submission.article.address == "https://harbour.example/ship"
    assert list(Article.objects.due(now)) == [submission.article]
    assert ingest.submit_address("https://harbour.example/ship", now=now).created is False


def test_asking_again_for_a_refused_address_ends_its_back_off(now: datetime) -> None:
    article = ingest.submit_address("https://harbour.example/ship", now=now).article
    Article.objects.filter(pk=article.pk).update(refusal_code="dns", next_audit_at=now + timedelta(days=7))
    ingest.submit_address("https://harbour.example/ship", now=now)
    assert list(Article.objects.due(now)) == [article]


def test_a_text_longer_than_a_worker_can_read_in_time_is_refused(now: datetime) -> None:
    with pytest.raises(Unreadable, match="at most 2,000,000") as refusal:
        ingest.submit_text("word " * 500_000, now=now)
    assert refusal.value.code == "too_large"


def test_labels_are_made_one_line_and_storable(now: datetime) -> None:
    article = ingest.submit_text(STORY, now=now, title=" A\x00 ship\n sails ", outlet="Harbour\tNews").article
    assert (article.title, article.outlet.name) == ("A ship sails", "Harbour News")
    with pytest.raises(Unreadable) as refusal:
        ingest.submit_text(STORY, now=now, outlet="half \ud83d")
    assert refusal.value.code == "label"


def test_a_known_text_makes_no_outlet_that_has_no_article(now: datetime) -> None:
    ingest.submit_text(STORY, now=now, outlet="Harbour News")
    ingest.submit_text(STORY, now=now, outlet="Somebody Else")
    assert not Outlet.objects.filter(name="Somebody Else").exists()
