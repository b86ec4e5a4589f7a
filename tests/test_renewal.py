"""What a changed rulebook makes of stored snapshots: audited again, never fetched again."""

from datetime import datetime

import pytest
from django.contrib.auth.models import User

from auditor import auditing, ingest, reaudit, review
from auditor.models import Audit, QueueItem
from tests.conftest import audit_all
from tests.site import Site
from tests.test_reaudit import DAY, FIRST, SECOND, page, work

pytestmark = pytest.mark.django_db


def test_a_changed_rulebook_reaudits_the_newest_snapshots_without_fetching(site: Site, now: datetime) -> None:
    ingest.submit_address(site.serve("/a", page(FIRST)), now=now)
    work(now)
    site.serve("/a", page(FIRST, SECOND))
    work(now + DAY)
    asked = len(site.requests)
    Audit.objects.update(rulebook="0" * 64)
    items = set(QueueItem.objects.values_list("pk", "state"))
    assert reaudit.renew_audits() == 1
    assert reaudit.renew_audits() == 0
    audit_all(now + DAY)
    assert Audit.objects.exclude(rulebook="0" * 64).get().snapshot.revision == 2
    assert set(QueueItem.objects.values_list("pk", "state")) == items
    assert len(site.requests) == asked


def test_going_back_to_a_former_rulebook_brings_the_queue_back(site: Site, now: datetime) -> None:
    ingest.submit_address(site.serve("/a", page(FIRST)), now=now)
    work(now)
    first = Audit.objects.get()
    second = Audit.objects.create(
        snapshot=first.snapshot, rulebook="0" * 64, state="done", reading=first.reading, finished_at=now + DAY
    )
    QueueItem.objects.update(audit=second)
    assert reaudit.renew_audits() == 1
    audit_all(now + 2 * DAY)
    assert {item.audit_id for item in QueueItem.objects.all()} == {first.pk}
    assert reaudit.renew_audits() == 0


def test_what_waits_under_a_former_rulebook_is_superseded_and_may_come_back(
    site: Site, now: datetime
) -> None:
    ingest.submit_text(FIRST, now=now)
    current = Audit.objects.get().rulebook
    Audit.objects.update(rulebook="0" * 64)
    assert auditing.claim_next(now=now) is None
    assert reaudit.renew_audits() == 1
    assert Audit.objects.get(rulebook="0" * 64).state == "superseded"
    Audit.objects.filter(rulebook=current).delete()
    Audit.objects.update(rulebook=current)
    assert reaudit.renew_audits() == 1
    assert Audit.objects.get().state == "waiting"


def test_repeated_words_in_an_unchanged_text_keep_their_own_decisions(
    site: Site, now: datetime, reviewer: User
) -> None:
    ingest.submit_text("\n\n".join([FIRST, SECOND, FIRST, SECOND, FIRST, SECOND]), now=now)
    audit_all(now)
    middle = QueueItem.objects.filter(quote__contains="40 million").order_by("start")[1]
    fence = review.claim(middle.pk, reviewer=reviewer, now=now).fence
    review.decide(middle.pk, reviewer=reviewer, fence=fence, verdict="unsourced", now=now)
    before = list(QueueItem.objects.order_by("pk").values_list("pk", "start", "state"))
    Audit.objects.update(rulebook="0" * 64)
    reaudit.renew_audits()
    audit_all(now + DAY)
    assert list(QueueItem.objects.order_by("pk").values_list("pk", "start", "state")) == before
