"""Wrong segment: relabelled and resized in the database; flags follow at once; kept as training data."""

import json
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from auditor import corrections, ingest, review
from auditor.desk import ledger, permits
from auditor.models import Audit, Correction, Passage, QueueItem, ReviewEntry
from tests.conftest import audit_all
from tests.factories import make_item

pytestmark = pytest.mark.django_db
CLAIM = "Nine officers knew of the theft of 400 tons of grain."
SAID = "The ship left on Monday, the port authority said."
STORY = f"Grain ship sails\n\n{SAID}\n\n{CLAIM}\n\nMore follows on Friday."


def refused(code: str) -> "pytest.RaisesExc[permits.ReviewRefused]":
    return pytest.RaisesExc(permits.ReviewRefused, check=lambda error: error.code == code)


@pytest.fixture
def item(db: None, now: datetime) -> QueueItem:
    """The one flag of the story."""
    ingest.submit_text(STORY, outlet="Harbour News", now=now)
    audit_all(now)
    return QueueItem.objects.get()


def passage(text: str) -> Passage:
    [found] = [
        one
        for one in Passage.objects.select_related("audit__reading").order_by("pk")
        if one.audit.reading is not None and one.audit.reading.text[one.start : one.end] == text
    ]
    return found


def state(item: QueueItem) -> str:
    return QueueItem.objects.get(pk=item.pk).state


def test_what_hung_on_a_stretch_is_derived_again_at_once(
    item: QueueItem, reviewer: User, now: datetime
) -> None:
    made = corrections.relabel(passage(CLAIM).pk, kind="caption", by=reviewer, now=now)
    assert (made.was, made.kind, made.words) == ("body", "caption", CLAIM)
    assert passage(CLAIM).kind == "caption"
    assert passage(CLAIM).rules == [f"correction.{made.pk}"]
    assert state(item) == "withdrawn"
    assert review.next_flag(reviewer=reviewer, now=now) is None
    corrections.relabel(passage(CLAIM).pk, kind="body", by=reviewer, now=now)
    assert state(item) == "open"
    acts = list(ReviewEntry.objects.order_by("number").values_list("act", flat=True))
    assert acts == ["withdrawn", "relabelled", "returned", "relabelled"]
    assert ledger.verify().entries == 4


def test_a_correction_outlives_the_next_audit(item: QueueItem, reviewer: User, now: datetime) -> None:
    corrections.relabel(passage(CLAIM).pk, kind="caption", by=reviewer, now=now)
    Audit.objects.update(state="waiting", rulebook=item.audit.rulebook)
    audit_all(now + timedelta(days=1))
    assert passage(CLAIM).kind == "caption"
    assert state(item) == "withdrawn"


def test_a_flag_is_drawn_in_word_by_word_and_out_again(
    item: QueueItem, reviewer: User, now: datetime
) -> None:
    def quote() -> str:
        return QueueItem.objects.get(pk=item.pk).quote

    corrections.resize(item.pk, before=-1, after=0, by=reviewer, now=now)
    assert quote() == CLAIM.removeprefix("Nine ")
    corrections.resize(item.pk, before=0, after=-2, by=reviewer, now=now)
    assert quote() == "officers knew of the theft of 400 tons"
    audit_all(now)
    corrections.resize(item.pk, before=1, after=2, by=reviewer, now=now)
    assert quote() == CLAIM
    assert (QueueItem.objects.count(), state(item)) == (1, "open")
    assert ReviewEntry.objects.filter(act="resized", item=item).count() == 3


def test_what_cannot_be_put_right_is_refused_by_name(
    item: QueueItem, reviewer: User, reader: User, now: datetime
) -> None:
    here = passage(CLAIM).pk
    for pk, kind, who, code in (
        (here, "caption", reader, "not_permitted"),
        (4711, "caption", reviewer, "passage_unknown"),
        (here, "gossip", reviewer, "kind_unknown"),
        (here, "body", reviewer, "nothing_corrected"),
    ):
        with refused(code):
            corrections.relabel(pk, kind=kind, by=who, now=now)
    with refused("item_unknown"):
        corrections.resize(4711, before=1, after=0, by=reviewer, now=now)
    with refused("nothing_corrected"):
        corrections.resize(item.pk, before=0, after=0, by=reviewer, now=now)
    assert not Correction.objects.exists()


def test_an_older_version_is_not_put_right(reviewer: User, now: datetime) -> None:
    item = make_item()
    Audit.objects.update(reading=None, state="waiting")
    with refused("audit_outdated"):
        corrections.resize(item.pk, before=-1, after=0, by=reviewer, now=now)


def test_corrections_are_exported_for_training(item: QueueItem, reviewer: User, now: datetime) -> None:
    corrections.relabel(passage(CLAIM).pk, kind="caption", by=reviewer, now=now)
    corrections.relabel(passage(CLAIM).pk, kind="body", by=reviewer, now=now)
    corrections.resize(item.pk, before=-1, after=0, by=reviewer, now=now)
    out = StringIO()
    call_command("export_corrections", stdout=out)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [(line["sort"], line["was"], line["kind"], line["before"]) for line in lines] == [
        ("relabel", "body", "caption", 0),
        ("relabel", "caption", "body", 0),
        ("resize", "", "", -1),
    ]
    assert {line["words"] for line in lines} == {CLAIM}
    assert {line["text"] for line in lines} == {item.audit.reading_id}
    assert lines[0]["outlet"] == "harbour news"
