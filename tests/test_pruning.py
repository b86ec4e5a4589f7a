"""What may go, and what never does."""

from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from auditor import auditing, ingest, pruning
from auditor.models import Article, Audit, Capture, Decision, Passage, QueueItem, Reading, Snapshot
from auditor.pruning import KINDS, USUAL, prune
from auditor.storage import archive
from tests.conftest import audit_all
from tests.factories import make_article, make_audit, make_item

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PAGE = "<article><p>The company paid {} million euros to two officials in 2014.</p></article>"


def go(now: datetime, *kinds: str, dry: bool = False, keep: timedelta = 30 * DAY) -> dict[str, int]:
    piles = prune(now=now, keep=keep, kinds=kinds or USUAL, dry=dry)
    return {pile.kind: pile.number for pile in piles if pile.number}


def capture(article: Article, at: datetime, **fields: Any) -> Capture:
    values = {"outcome": "unchanged", "address": "https://a.example/", **fields}
    return Capture.objects.create(article=article, at=at, **values)


def test_an_audit_that_a_newer_one_has_followed_goes_with_its_segments(now: datetime) -> None:
    snapshot = ingest.submit_text("The company paid 40 million euros.", now=now).snapshot
    assert snapshot is not None
    audit_all(now)
    old = Audit.objects.get()
    assert old.passages.exists()
    QueueItem.objects.all().delete()
    Audit.objects.filter(pk=old.pk).update(rulebook="0" * 64)
    Audit.objects.ask(snapshot, rulebook=old.rulebook)
    audit_all(now)
    QueueItem.objects.filter(audit=old).delete()
    pile = prune(now=now, keep=DAY, kinds=["audits"], dry=False)[0]
    assert (pile.number, Audit.objects.filter(pk=old.pk).exists()) == (1, False)
    assert pile.size > 1000
    assert Audit.objects.count() == 1


def test_what_was_pruned_can_be_made_again_alike(now: datetime) -> None:
    article = ingest.submit_text("The company paid 40 million euros to Mr Smith.", now=now).article
    audit_all(now)
    fields = ("ordinal", "start", "end", "kind", "rules", "reason", "confidence")
    before = list(Passage.objects.values_list(*fields))
    audit = Audit.objects.get()
    found = (audit.sentences, audit.signals, audit.rights)
    QueueItem.objects.all().delete()
    rulebook = audit.rulebook
    make_audit(article=article)
    assert go(now, "former") == {"former": 1}
    Audit.objects.ask(Snapshot.objects.get(revision=1), rulebook=rulebook)
    audit_all(now)
    again = Audit.objects.get(snapshot__revision=1)
    assert (again.sentences, again.signals, again.rights) == found
    assert list(again.passages.values_list(*fields)) == before


def test_audits_that_flags_or_decisions_stand_on_stay(now: datetime, reviewer: User) -> None:
    item = make_item()
    flagged, decided, free = item.audit, make_audit(rulebook="a" * 64), make_audit(rulebook="b" * 64)
    for audit in (flagged, decided, free):
        Audit.objects.create(snapshot=audit.snapshot, rulebook="z" * 64, state="done", reading=audit.reading)
    Decision.objects.create(
        item=item, audit=decided, reviewer=reviewer, verdict="unsure", quote="Nine", decided_at=now
    )
    assert go(now, "audits", "former") == {"audits": 1}
    assert set(Audit.objects.exclude(rulebook="z" * 64)) == {flagged, decided}
    assert Decision.objects.count() == 1


def test_the_newest_finished_audit_of_a_version_and_what_waits_stay(now: datetime) -> None:
    audit = make_audit(rulebook="a" * 64)
    Audit.objects.create(snapshot=audit.snapshot, rulebook="b" * 64)
    Audit.objects.create(snapshot=audit.snapshot, rulebook="c" * 64, state="failed")
    assert go(now, "audits") == {}
    assert Audit.objects.count() == 3


def test_old_fetches_without_news_go_but_the_newest_of_each_article_stay(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "REMEMBERED", 3)
    article, other = make_article(), make_article()
    first = capture(article, now - 400 * DAY, outcome="first")
    told = capture(article, now - 399 * DAY, outcome="gone", code="http_status", finding="gone")
    old = [capture(article, now - (300 - number) * DAY) for number in range(4)]
    recent = [capture(article, now - (3 - number) * DAY) for number in range(3)]
    lonely = capture(other, now - 300 * DAY)
    assert go(now, "fetches") == {"fetches": 4}
    assert set(Capture.objects.all()) == {first, told, lonely, *recent}
    assert not Capture.objects.filter(pk__in=[one.pk for one in old]).exists()


def test_bytes_of_old_doubtful_pages_go_and_what_was_made_of_them_stays(now: datetime) -> None:
    article = make_article()
    bytes_of = [archive.keep(f"page {number}".encode()) for number in range(3)]
    fields = {"outcome": "unknown", "code": "too_short", "kept": True, "size": 6}
    old = capture(article, now - 40 * DAY, payload=bytes_of[0], **fields)
    capture(article, now - 40 * DAY, outcome="first", kept=True, payload=bytes_of[1])
    capture(article, now - DAY, payload=bytes_of[2], **fields)
    later = now + 365 * 2 * DAY  # the files of this test are as young as the test
    assert go(later, "doubts", "payloads", keep=later - now + 30 * DAY) == {"doubts": 1, "payloads": 1}
    old.refresh_from_db()
    assert (old.kept, old.code, old.payload) == (False, "too_short", bytes_of[0])
    assert set(archive.stored()) == set(bytes_of[1:])


def test_texts_and_payloads_that_nothing_points_to_go(now: datetime) -> None:
    snapshot = ingest.submit_text("The company paid 40 million euros.", now=now).snapshot
    assert snapshot is not None
    orphan = archive.keep(b"nobody's")
    Reading.objects.create(digest="d" * 64, text="nobody's")
    later = now + 365 * 2 * DAY
    assert go(later) == {"texts": 1, "payloads": 1}
    assert set(archive.stored()) == {snapshot.payload}
    assert orphan not in set(archive.stored())
    assert Reading.objects.get() == snapshot.reading


def test_a_payload_that_is_just_being_written_stays() -> None:
    digest = archive.keep(b"young")
    _, kept_at = archive.size_and_age(digest)
    assert go(kept_at + timedelta(hours=23), "payloads") == {}
    assert go(kept_at + timedelta(hours=25), "payloads") == {"payloads": 1}


def test_a_dry_run_says_what_would_go_and_takes_nothing(now: datetime) -> None:
    audit = make_audit(rulebook="a" * 64, text="One text.")
    other = make_audit(article=audit.snapshot.article, text="Another text.")
    Audit.objects.create(snapshot=audit.snapshot, rulebook="b" * 64, state="done", reading=other.reading)
    Audit.objects.filter(pk=other.pk).update(reading=audit.reading)
    Reading.objects.create(digest="d" * 64, text="nobody's")
    archive.keep(b"nobody's")
    later = now + 365 * 2 * DAY
    would = go(later, dry=True)
    assert would == {"audits": 1, "texts": 1, "payloads": 1}
    assert (Audit.objects.count(), Reading.objects.count(), len(list(archive.stored()))) == (3, 3, 1)
    assert go(later) == would
    assert go(later) == {}


def command(*words: str) -> str:
    out = StringIO()
    call_command("prune", *words, stdout=out)
    return out.getvalue()


def test_the_command_only_says_what_would_go_unless_it_is_told_to(now: datetime) -> None:
    Reading.objects.create(digest="d" * 64, text="nobody's")
    said = command()
    assert "        1  " in said
    assert said.endswith("Nothing was deleted. With --delete it is.\n")
    assert Reading.objects.count() == 1
    assert KINDS["texts"] in command("--delete", "--only", "texts", "--keep-days", "1")
    assert Reading.objects.count() == 0


@pytest.mark.parametrize("days", ["0", "-1", "x", "99999"])
def test_the_command_refuses_what_is_no_number_of_days(days: str) -> None:
    with pytest.raises(CommandError, match="no number of days"):
        command("--keep-days", days)


def test_files_of_others_in_the_store_are_left_alone(now: datetime) -> None:
    storages["payloads"].save("ab/cd/readme", ContentFile(b"mine"))
    go(now + 365 * 2 * DAY)
    assert storages["payloads"].exists("ab/cd/readme")


def test_a_retried_audit_is_no_older_one(now: datetime) -> None:
    audit = make_audit()
    Audit.objects.filter(pk=audit.pk).update(state="failed")
    auditing.retry(audit.pk, now=now)
    assert go(now, "audits") == {}
