"""Decisions through edits of the article: carried, shown for a look, orphaned, offered elsewhere."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from auditor import ingest, review
from auditor.models import QueueItem, Snapshot
from auditor.versions.offers import offers
from tests.conftest import audit_all

pytestmark = pytest.mark.django_db

FIRST = "The company paid 40 million euros to two officials in 2014."
SECOND = "Its warehouses were destroyed in the fire of March 3."
ADDRESS = "https://example.org/payments"
DAY = timedelta(days=1)


def hand_in(*paragraphs: str, now: datetime, address: str = ADDRESS) -> Snapshot:
    """A version of the article at the address, audited."""
    taken = ingest.submit_text("\n\n".join(("Payments", *paragraphs)), now=now, address=address).snapshot
    audit_all(now)
    assert taken is not None
    return taken


def decide(item: QueueItem, reviewer: User, now: datetime, verdict: str = "unsourced", **more: str) -> None:
    held = review.claim(item.pk, reviewer=reviewer, now=now)
    review.decide(item.pk, reviewer=reviewer, fence=held.fence, verdict=verdict, now=now, **more)


def flag(words: str) -> QueueItem:
    return QueueItem.objects.get(quote__contains=words)


@pytest.fixture
def decided(now: datetime, reviewer: User) -> QueueItem:
    """A decision on the first sentence."""
    hand_in(FIRST, SECOND, now=now)
    decide(flag("40 million"), reviewer, now)
    return flag("40 million")


def test_an_edited_sentence_keeps_its_flag_and_its_decision_waits_for_a_look(
    decided: QueueItem, reviewer: User, now: datetime
) -> None:
    hand_in(FIRST.replace("40", "60"), SECOND, now=now + DAY)
    decided.refresh_from_db()
    assert (decided.state, decided.former) == ("open", FIRST)
    assert "60 million" in decided.quote
    assert decided.log.filter(act="changed").get().details["quote"] == FIRST
    assert QueueItem.objects.count() == 2
    decide(decided, reviewer, now + DAY)
    decided.refresh_from_db()
    assert (decided.state, decided.former) == ("decided", "")


def test_an_open_flag_follows_its_edited_words(now: datetime) -> None:
    hand_in(FIRST, SECOND, now=now)
    hand_in(FIRST, SECOND.replace("March 3", "March 4"), now=now + DAY)
    assert (flag("March 4").state, flag("March 4").former) == ("open", "")
    assert QueueItem.objects.count() == 2


def test_a_decision_stands_again_when_its_words_come_back(decided: QueueItem, now: datetime) -> None:
    hand_in(FIRST.replace("40", "60"), SECOND, now=now + DAY)
    hand_in(FIRST.upper(), SECOND, now=now + 2 * DAY)
    decided.refresh_from_db()
    assert (decided.state, decided.former) == ("decided", "")


def test_what_was_orphaned_is_not_followed_to_other_words(decided: QueueItem, now: datetime) -> None:
    hand_in("Nothing of it was true, the court said.", now=now + DAY)
    hand_in(FIRST.replace("40", "60"), SECOND, now=now + 2 * DAY)
    decided.refresh_from_db()
    assert (decided.state, decided.quote) == ("orphaned", FIRST)
    assert flag("60 million").state == "open"


def test_the_page_shows_the_word_diff_and_keeps_the_decision_by_one_key(
    decided: QueueItem, reviewer: User, now: datetime, client: Client
) -> None:
    hand_in(FIRST.replace("40", "60"), SECOND, now=now + DAY)
    client.force_login(reviewer)
    page = f"/admin/auditor/queueitem/{decided.pk}/"
    client.post(f"{page}claim/")
    shown = client.get(f"{page}change/").content.decode()
    assert "<del>40</del>" in shown
    assert "<ins>60</ins>" in shown
    assert 'value="unsourced" accesskey="k"' in shown


def test_a_decision_on_the_same_sentence_elsewhere_is_offered_and_not_applied(
    decided: QueueItem, reviewer: User, now: datetime, client: Client
) -> None:
    hand_in(FIRST.replace("40 m", "40\u00a0m"), SECOND, now=now, address="https://copy.example/a")
    copy = QueueItem.objects.filter(article__address__contains="copy", quote__contains="million").get()
    assert copy.state == "open"
    assert [offer.item_id for offer in offers(copy)] == [decided.pk]
    other = QueueItem.objects.filter(article__address__contains="copy").exclude(pk=copy.pk).get()
    assert not offers(other)
    assert not offers(decided)
    copy.quote = "Paid in 2014."
    assert not offers(copy)
    client.force_login(reviewer)
    assert (
        "offered, not applied" in client.get(f"/admin/auditor/queueitem/{copy.pk}/change/").content.decode()
    )
