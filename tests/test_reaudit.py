"""What is due again, against a real site."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError

from auditor import ingest, review
from auditor.desk import permits
from auditor.models import Article, Audit, Decision, Passage, QueueItem, ReviewEntry, Snapshot
from auditor.schedule import visiting
from tests.conftest import audit_all
from tests.site import Reply, Site

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
FIRST = "The company paid 40 million euros to two officials in 2014."
SECOND = "Its warehouses were destroyed in the fire of March 3."


def page(*paragraphs: str, extra: str = "") -> str:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return f"<html><head><title>Payments</title>{extra}</head><body><article>{body}</article></body></html>"


def work(now: datetime) -> list[str]:
    """What the workers do when the doorbell rings; the outcomes."""
    outcomes = []
    while due := visiting.claim_due(now=now):
        capture = visiting.visit(*due, now=now)
        assert capture is not None
        outcomes.append(str(capture.outcome))
        audit_all(now)
    return outcomes


def counts() -> tuple[int, ...]:
    return tuple(m.objects.count() for m in (Snapshot, Audit, Passage, QueueItem, Decision, ReviewEntry))


def test_an_address_is_fetched_audited_and_scheduled_again(site: Site, now: datetime) -> None:
    article = ingest.submit_address(site.serve("/a", page(FIRST, SECOND)), now=now).article
    assert len(work(now)) == 1
    article.refresh_from_db()
    assert (article.title, article.failures) == ("Payments", 0)
    assert article.next_audit_at is not None
    assert now + timedelta(minutes=15) <= article.next_audit_at <= now + timedelta(minutes=17)
    assert Audit.objects.get().state == "done"
    assert work(now) == []


def test_an_unchanged_page_costs_one_conditional_request_and_no_row(site: Site, now: datetime) -> None:
    address = site.serve("/a", page(FIRST), ETag='"v1"')
    ingest.submit_address(address, now=now)
    work(now)
    before = counts()
    assert work(now + DAY) == ["unchanged"]
    assert site.requests[-1][1]["if-none-match"] == '"v1"'
    assert counts() == before


def test_unchanged_text_under_other_markup_writes_nothing(site: Site, now: datetime) -> None:
    ingest.submit_address(site.serve("/a", page(FIRST)), now=now)
    work(now)
    before = counts()
    site.serve("/a", page(FIRST, extra='<meta name="nonce" content="4711">'))
    work(now + DAY)
    assert counts() == before


def test_a_decided_flag_whose_sentence_still_stands_stays_decided(
    site: Site, now: datetime, reviewer: User
) -> None:
    ingest.submit_address(site.serve("/a", page(FIRST, SECOND)), now=now)
    work(now)
    item = QueueItem.objects.get(quote__contains="40 million")
    fence = review.claim(item.pk, reviewer=reviewer, now=now).fence
    review.decide(item.pk, reviewer=reviewer, fence=fence, verdict="unsourced", now=now)
    site.serve("/a", page("A paragraph was put above.", FIRST.replace("The company", "The  company"), SECOND))
    work(now + DAY)
    item.refresh_from_db()
    assert (item.state, item.audit.snapshot.revision) == ("decided", 2)
    assert item.audit.reading.text[item.start : item.end] == item.quote
    assert item.log.filter(act="carried").count() == 1


def test_a_flag_whose_words_are_gone_is_withdrawn_and_comes_back_with_them(
    site: Site, now: datetime, reviewer: User
) -> None:
    ingest.submit_address(site.serve("/a", page(FIRST, SECOND)), now=now)
    work(now)
    opened, decided = QueueItem.objects.order_by("start")
    fence = review.claim(decided.pk, reviewer=reviewer, now=now).fence
    review.decide(decided.pk, reviewer=reviewer, fence=fence, verdict="unsourced", now=now)

    def states() -> list[str]:
        return list(QueueItem.objects.order_by("pk").values_list("state", flat=True))

    site.serve("/a", page("Nothing of it was true, the court said."))
    work(now + DAY)
    assert states() == ["withdrawn", "orphaned"]
    site.serve("/a", page("Nothing of it was ever true, the court said."))
    work(now + 2 * DAY)
    assert states() == ["withdrawn", "orphaned"]
    site.serve("/a", page(FIRST, SECOND))
    work(now + 3 * DAY)
    assert states() == ["open", "decided"]
    assert list(opened.log.order_by("pk").values_list("act", flat=True)) == ["withdrawn", "returned"]


def test_a_flag_under_review_is_freed_when_its_words_go(site: Site, now: datetime, reviewer: User) -> None:
    ingest.submit_address(site.serve("/a", page(FIRST)), now=now)
    work(now)
    item = review.next_flag(reviewer=reviewer, now=now + DAY)
    assert item is not None
    site.serve("/a", page(SECOND))
    work(now + DAY)
    with pytest.raises(permits.ReviewRefused) as refusal:
        review.decide(item.pk, reviewer=reviewer, fence=1, verdict="unsourced", now=now + DAY)
    assert refusal.value.code == "item_gone"


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(b"", 500), "http_status"),
        (Reply(b"", 302, {"Location": "/a"}), "redirect_loop"),
        (Reply(b"%PDF-1.4", 200, {"Content-Type": "application/pdf"}), "content_type"),
        (Reply(b"<html><body></body></html>", 200, {"Content-Type": "text/html"}), "no_text"),
        (Reply(b"", 302, {"Location": "http://169.254.169.254/latest"}), "address_forbidden"),
    ],
)
def test_a_refused_fetch_is_shown_on_the_article_and_put_off(
    site: Site, now: datetime, reply: Reply, code: str
) -> None:
    site.pages["/a"] = reply
    article = ingest.submit_address(site.address("/a"), now=now).article
    assert work(now) == ["unknown"]
    article.refresh_from_db()
    assert (article.refusal_code, article.failures) == (code, 1)
    assert article.refusal_reason
    assert article.next_audit_at is not None
    assert now + timedelta(minutes=15) <= article.next_audit_at <= now + timedelta(minutes=17)
    assert not Snapshot.objects.exists()


def test_each_failure_doubles_the_wait_up_to_a_week(site: Site, now: datetime) -> None:
    site.pages["/broken"] = Reply(b"", 500)
    article = ingest.submit_address(site.address("/broken"), now=now).article
    waits = []
    for _ in range(12):
        work(now)
        article.refresh_from_db()
        assert article.next_audit_at is not None
        waits.append((article.next_audit_at - now) / timedelta(minutes=15))
        now = article.next_audit_at
    assert [round(wait / 2**number) for number, wait in enumerate(waits[:9])] == [1] * 9
    assert waits[-1] == timedelta(days=7) / timedelta(minutes=15)


def test_a_site_that_asks_for_patience_gets_it(site: Site, now: datetime) -> None:
    site.pages["/a"] = Reply(b"", 429, {"Retry-After": "7200"})
    article = ingest.submit_address(site.address("/a"), now=now).article
    work(now)
    article.refresh_from_db()
    assert article.next_audit_at is not None
    assert now + timedelta(hours=2) <= article.next_audit_at <= now + timedelta(hours=2.2)
    assert article.plan == "retry_after"


def test_a_good_fetch_clears_the_refusal(site: Site, now: datetime) -> None:
    article = ingest.submit_address(site.address("/a"), now=now).article
    work(now)
    site.serve("/a", page(FIRST))
    work(now + timedelta(minutes=20))
    article.refresh_from_db()
    assert (article.refusal_code, article.refusal_reason, article.failures) == ("", "", 0)


def test_a_worker_that_was_overtaken_writes_nothing(site: Site, now: datetime) -> None:
    ingest.submit_address(site.serve("/a", page(FIRST)), now=now)
    slow = visiting.claim_due(now=now)
    assert slow is not None
    assert visiting.claim_due(now=now) is None
    later = now + timedelta(minutes=3)
    assert visiting.claim_due(now=later) == (slow[0], slow[1] + 1)
    assert visiting.visit(*slow, now=later) is None
    assert not Snapshot.objects.exists()


def test_only_due_addresses_are_work(site: Site, now: datetime) -> None:
    ingest.submit_text("A text without address is not fetched.", now=now)
    assert visiting.work_waits(now=now) is False
    ingest.submit_address(site.serve("/a", page(FIRST)), now=now)
    assert visiting.work_waits(now=now) is True


def test_a_page_that_is_another_article_is_no_second_one(site: Site, now: datetime) -> None:
    ingest.submit_address(site.serve("/b", page(FIRST)), now=now)
    work(now)
    site.pages["/a"] = Reply(b"", 302, {"Location": "/b"})
    copy = ingest.submit_address(site.address("/a"), now=now).article
    work(now)
    copy.refresh_from_db()
    assert copy.refusal_code == "same_article"
    assert Snapshot.objects.count() == 1


def test_a_pasted_version_makes_the_next_fetch_a_full_one(site: Site, now: datetime) -> None:
    address = site.serve("/a", page(FIRST), ETag='"v1"')
    ingest.submit_address(address, now=now)
    work(now)
    ingest.submit_text(page(SECOND), now=now, media_type="text/html", address=address)
    work(now + DAY)
    assert "if-none-match" not in site.requests[-1][1]
    latest = Snapshot.objects.latest("revision")
    assert (latest.revision, FIRST in latest.reading.text) == (3, True)


def test_a_fault_while_a_page_is_stored_is_written_down(
    site: Site, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: bytes) -> str:
        raise OSError("no space left on device")

    article = ingest.submit_address(site.serve("/a", page(FIRST)), now=now).article
    monkeypatch.setattr("auditor.storage.archive.keep", full)  # a full disk cannot be had on demand
    assert work(now) == ["unknown"]
    article.refresh_from_db()
    assert (article.refusal_code, article.failures) == ("fetch_failed", 1)
    assert "no space left" in article.refusal_reason


def test_a_database_that_is_away_leaves_the_address_to_the_next_worker(
    site: Site, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError("the connection is closed")

    ingest.submit_address(site.serve("/a", page(FIRST)), now=now)
    monkeypatch.setattr(ingest, "take_snapshot", away)
    with pytest.raises(OperationalError):
        work(now)
    assert visiting.work_waits(now=now) is False
    assert visiting.work_waits(now=now + timedelta(minutes=3)) is True


def test_no_address_is_fetched_more_often_than_every_quarter_of_an_hour(site: Site, now: datetime) -> None:
    article = ingest.submit_address(site.serve("/a", page(FIRST)), now=now).article
    Article.objects.filter(pk=article.pk).update(interval=timedelta(0))
    assert len(work(now)) == 1
    article.refresh_from_db()
    assert article.next_audit_at == now + timedelta(minutes=15)
