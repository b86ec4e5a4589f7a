"""What people may do with a notice, what comes with it, and how it is taken back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from auditor import auditing, ingest, reaudit
from auditor.catalogue import entries, precedents
from auditor.catalogue.entries import CatalogueRefused
from auditor.models import (
    Article,
    Audit,
    Boilerplate,
    Decision,
    Outlet,
    Passage,
    QueueItem,
    ReviewEntry,
    Variant,
)
from tests.conftest import audit_all
from tests.factories import make_item, make_notice, make_passage

pytestmark = pytest.mark.django_db

VIEWS = "The views expressed here are those of the author alone."
ODD = "Readers in the north of the county can still write to the desk by the old post."
STORY = """Grain ship sails

The grain ship left the harbour on day {day}, the port authority said. It will be at sea for nine days.

The owners declined to say who had paid for the ship and for the {day} sailors on it.

Copyright © 2016 Harbour News. All rights reserved.

{views}

{odd}
"""


def story(day: int, now: datetime, *, outlet: str = "Harbour News", odd: str = ODD) -> Article:
    """An audited article that ends in notices and in words no rule knows."""
    text = STORY.format(day=day, views=VIEWS, odd=odd)
    article = ingest.submit_text(text, now=now, outlet=outlet).article
    audit_all(now)
    return article


def state_of_everything() -> list[Any]:
    """All that an undoing must bring back."""
    return [
        list(Boilerplate.objects.order_by("pk").values()),
        list(Variant.objects.order_by("pk").values()),
        list(Outlet.objects.order_by("pk").values("pk", "precedents")),
        list(QueueItem.objects.order_by("pk").values("pk", "state")),
    ]


def kinds_of(article: Article) -> list[str]:
    """The kinds in the newest finished audit."""
    audit = Audit.objects.filter(snapshot__article=article, state="done").order_by("-finished_at", "-pk")[0]
    return list(audit.passages.order_by("ordinal").values_list("kind", flat=True))


def renew(now: datetime) -> None:
    """What the scheduler and the workers do after a decision."""
    reaudit.renew_audits()
    audit_all(now)


def unknown_flag() -> QueueItem:
    return QueueItem.objects.filter(kind="unknown_boilerplate").order_by("pk")[0]


class TestConfirming:
    """A notice is confirmed or relabelled, in every outlet that prints it."""

    def test_a_relabelled_notice_is_of_that_kind_in_the_next_audits(
        self, now: datetime, editor: User
    ) -> None:
        ours, theirs = story(1, now), story(2, now, outlet="Noise", odd="")
        other = story(3, now, outlet="No notices of that kind", odd="")
        notice = Boilerplate.objects.get(wording=VIEWS)
        Variant.outlets.through.objects.filter(outlet=other.outlet).delete()
        entries.relabel(notice.pk, kind="comment_policy", subkind="views", by=editor, now=now)
        assert "disclaimer" in kinds_of(ours)
        renew(now + timedelta(minutes=1))
        assert ("disclaimer" in kinds_of(ours), "comment_policy" in kinds_of(ours)) == (False, True)
        assert "comment_policy" in kinds_of(theirs)
        assert Boilerplate.objects.filter(wording=VIEWS).count() == 1
        assert Passage.objects.filter(variant__notice=notice, kind="comment_policy").count() == 2

    def test_an_audit_can_be_repeated_after_later_decisions(self, now: datetime, editor: User) -> None:
        article = story(1, now)
        notice = Boilerplate.objects.get(wording=VIEWS)
        entry = entries.relabel(notice.pk, kind="comment_policy", by=editor, now=now)
        renew(now + timedelta(minutes=1))
        audit = Audit.objects.latest("pk")
        before = list(audit.passages.order_by("ordinal").values_list("kind", "start", "end"))
        entries.undo(entry.pk, by=editor, now=now)
        Audit.objects.filter(pk=audit.pk).update(state="waiting")
        audit_all(now + timedelta(minutes=2))
        assert list(audit.passages.order_by("ordinal").values_list("kind", "start", "end")) == before
        assert audit.precedents != article.outlet.precedents == ""
        assert precedents.under(audit.precedents).as_rows()[0][1:] == [
            "comment_policy", "", f"catalogue.{notice.pk}",
        ]  # fmt: skip

    def test_it_is_logged_with_who_decided(self, now: datetime, editor: User) -> None:
        notice = make_notice(VIEWS)
        entry = entries.confirm(notice.pk, by=editor, now=now)
        notice.refresh_from_db()
        assert (notice.state, notice.decided_by, notice.decided_at) == ("confirmed", editor, now)
        assert (entry.act, entry.actor, str(entry)) == ("confirmed", editor, "confirmed by editor")

    def test_only_one_thing_is_true_of_the_same_words(self, now: datetime, editor: User) -> None:
        one, other = make_notice(VIEWS), make_notice(VIEWS, kind="contact")
        entries.confirm(one.pk, by=editor, now=now)
        with pytest.raises(CatalogueRefused, match=f"Notice {one.pk} has the same words") as refusal:
            entries.confirm(other.pk, by=editor, now=now)
        assert refusal.value.code == "words_decided"
        entries.merge(other.pk, into=one.pk, by=editor, now=now)
        assert one.variants.count() == 2


class TestFlags:
    """Flags that ask whether words are boilerplate hang on the notice."""

    def test_adopting_closes_every_flag_on_the_same_words(self, now: datetime, reviewer: User) -> None:
        for day in range(3):
            story(day, now)
        noise = make_item(kind="unknown_boilerplate")
        flag = unknown_flag()
        assert flag.quote == ODD
        entry = entries.adopt(flag.pk, kind="contact", by=reviewer, now=now)
        closed = QueueItem.objects.filter(kind="unknown_boilerplate").exclude(pk=noise.pk)
        assert set(closed.values_list("state", flat=True)) == {"decided"}
        noise.refresh_from_db()
        assert noise.state == "open"
        assert set(Decision.objects.values_list("verdict", "reviewer")) == {("boilerplate", reviewer.pk)}
        assert ReviewEntry.objects.filter(act="decided", actor=reviewer).count() == 3
        notice = entry.notice
        assert (notice.kind, notice.state, notice.origin) == ("contact", "confirmed", "review")
        assert Passage.objects.filter(variant__notice=notice).count() == 3

    def test_after_the_next_audit_the_words_are_a_notice(self, now: datetime, reviewer: User) -> None:
        article = story(1, now)
        entries.adopt(unknown_flag().pk, kind="contact", by=reviewer, now=now)
        renew(now + timedelta(minutes=1))
        assert kinds_of(article)[-1] == "contact"
        later = story(2, now + timedelta(days=1))
        assert kinds_of(later)[-1] == "contact"
        assert not QueueItem.objects.open().filter(kind="unknown_boilerplate").exists()

    def test_rejecting_says_that_they_are_body(self, now: datetime, reviewer: User) -> None:
        article = story(1, now)
        entry = entries.adopt(unknown_flag().pk, kind="contact", by=reviewer, now=now)
        entries.undo(entry.pk, by=reviewer, now=now)
        assert unknown_flag().state == "open"
        entries.reject(entry.notice_id, by=reviewer, now=now, reason="a call to readers, part of the story")
        assert Decision.objects.filter(undoes=None, undone_by=None).get().verdict == "body"
        renew(now + timedelta(minutes=1))
        assert kinds_of(article)[-1] == "body"
        assert not QueueItem.objects.open().filter(kind="unknown_boilerplate").exists()

    def test_a_flag_gone_since_is_not_opened_by_undoing(self, now: datetime, reviewer: User) -> None:
        story(1, now)
        entry = entries.adopt(unknown_flag().pk, kind="contact", by=reviewer, now=now)
        renew(now + timedelta(minutes=1))
        assert unknown_flag().state == "orphaned"
        entries.undo(entry.pk, by=reviewer, now=now)
        assert unknown_flag().state == "withdrawn"
        renew(now + timedelta(minutes=2))
        assert unknown_flag().state == "open"

    def test_only_flags_on_unknown_boilerplate_are_adopted(self, now: datetime, reviewer: User) -> None:
        for item, code in ((make_item().pk, "not_boilerplate"), (10**9, "item_unknown")):
            with pytest.raises(CatalogueRefused) as refusal:
                entries.adopt(item, kind="contact", by=reviewer, now=now)
            assert refusal.value.code == code

    def test_words_in_the_catalogue_already_are_not_doubled(self, now: datetime, reviewer: User) -> None:
        story(1, now)
        known = make_notice(ODD, kind="disclaimer")
        entry = entries.adopt(unknown_flag().pk, kind="contact", by=reviewer, now=now)
        assert entry.notice_id == known.pk
        assert Variant.objects.filter(wording=ODD).count() == 1


class TestMergingAndSplitting:
    """Near relations become one notice, strangers part."""

    def test_merged_wordings_are_variants_and_share_the_decision(self, now: datetime, editor: User) -> None:
        one, other = make_notice("© 2016 A"), make_notice("© 2017 A")
        make_passage(other, outlet="a.example")
        entries.confirm(one.pk, by=editor, now=now)
        entries.merge(other.pk, into=one.pk, by=editor, now=now)
        other.refresh_from_db()
        assert (other.state, other.merged_into) == ("merged", one)
        assert list(one.variants.values_list("wording", flat=True)) == ["© 2016 A", "© 2017 A"]
        assert len(precedents.under(Outlet.objects.get(key="a.example").precedents).entries) == 1

    def test_a_decision_is_kept_in_a_merger_with_an_undecided_one(self, now: datetime, editor: User) -> None:
        decided, target = make_notice("© 2016 A"), make_notice("© 2017 A")
        entries.confirm(decided.pk, by=editor, now=now)
        entries.merge(decided.pk, into=target.pk, by=editor, now=now)
        target.refresh_from_db()
        assert target.state == "confirmed"

    def test_a_wording_is_split_off_as_a_notice_of_its_own(self, now: datetime, editor: User) -> None:
        one, other = make_notice("© 2016 A"), make_notice("© 2017 A")
        entries.merge(other.pk, into=one.pk, by=editor, now=now)
        main = one.variants.get(wording="© 2016 A")
        entry = entries.split(one.pk, variants=[main.pk], by=editor, now=now)
        one.refresh_from_db()
        assert entry.other is not None
        assert (one.wording, entry.other.wording) == ("© 2017 A", "© 2016 A")
        assert (entry.other.origin, entry.other.state) == ("split", "found")

    def test_what_cannot_be_is_refused_by_name(self, now: datetime, editor: User) -> None:
        one, other = make_notice("© 2016 A"), make_notice("© 2017 A")
        mine = one.variants.get().pk
        imprint = make_notice("Write to the desk.", kind="contact")
        entries.merge(other.pk, into=one.pk, by=editor, now=now)
        refused: list[tuple[Callable[[], object], str]] = [
            (lambda: entries.merge(one.pk, into=one.pk, by=editor, now=now), "same_notice"),
            (lambda: entries.merge(imprint.pk, into=one.pk, by=editor, now=now), "kinds_differ"),
            (lambda: entries.merge(one.pk, into=10**9, by=editor, now=now), "notice_unknown"),
            (lambda: entries.confirm(other.pk, by=editor, now=now), "notice_merged"),
            (lambda: entries.split(one.pk, variants=[], by=editor, now=now), "variants_unknown"),
            (lambda: entries.split(one.pk, variants=[10**9], by=editor, now=now), "variants_unknown"),
            (lambda: entries.split(one.pk, variants=[mine, mine + 1], by=editor, now=now), "nothing_left"),
            (lambda: entries.relabel(one.pk, kind="gossip", by=editor, now=now), "kind_unknown"),
            (lambda: entries.reject(one.pk, by=editor, now=now, reason=" "), "reason_missing"),
        ]
        for attempt, code in refused:
            with pytest.raises(CatalogueRefused) as refusal:
                attempt()
            assert refusal.value.code == code

    def test_the_same_decision_twice_is_refused(self, now: datetime, editor: User) -> None:
        notice = make_notice(VIEWS)
        entries.confirm(notice.pk, by=editor, now=now)
        with pytest.raises(CatalogueRefused) as refusal:
            entries.confirm(notice.pk, by=editor, now=now)
        assert refusal.value.code == "already_decided"
        entries.reject(notice.pk, by=editor, now=now, reason="no")
        with pytest.raises(CatalogueRefused) as refusal:
            entries.reject(notice.pk, by=editor, now=now, reason="no")
        assert refusal.value.code == "already_decided"


def test_readers_decide_nothing(now: datetime, reader: User) -> None:
    notice = make_notice(VIEWS)
    for attempt in (
        lambda: entries.confirm(notice.pk, by=reader, now=now),
        lambda: entries.adopt(1, kind="contact", by=reader, now=now),
        lambda: entries.undo(1, by=reader, now=now),
    ):
        with pytest.raises(CatalogueRefused) as refusal:
            attempt()
        assert refusal.value.code == "not_permitted"


def test_a_hundred_outlets_cost_no_more_statements_than_ten(now: datetime, editor: User) -> None:
    def cost(outlets: int, wording: str) -> int:
        notice = make_notice(wording)
        for number in range(outlets):
            make_passage(notice, outlet=f"{number}.{outlets}.example")
        with CaptureQueriesContext(connection) as captured:
            entries.confirm(notice.pk, by=editor, now=now)
        assert Outlet.objects.exclude(precedents="").filter(key__contains=f".{outlets}.").count() == outlets
        return len(captured)

    few = cost(10, "First notice of all.")
    assert cost(100, "Second notice of all.") <= few


def test_a_decision_waits_for_no_worker_and_supersedes_what_waits(now: datetime, editor: User) -> None:
    article = story(1, now)
    notice = Boilerplate.objects.get(wording=VIEWS)
    entries.confirm(notice.pk, by=editor, now=now)
    assert reaudit.renew_audits() == 1
    entries.relabel(notice.pk, kind="comment_policy", by=editor, now=now)
    assert reaudit.renew_audits() == 1
    states = Audit.objects.filter(snapshot__article=article).order_by("pk").values_list("state", flat=True)
    assert list(states) == ["done", "superseded", "waiting"]
    assert auditing.work_waits(now=now)
    assert reaudit.renew_audits() == 0
