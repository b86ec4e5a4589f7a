"""The review queue in the admin: listed, filtered, taken from, one flag in its context."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from auditor import batches, review
from auditor.desk.permits import ReviewRefused
from auditor.inspection.flags import SHOWN
from auditor.models import Audit, Claim, Decision, Passage, QueueItem, ReviewEntry, SavedView
from auditor.models.queue import VERDICTS, Verdict
from tests.factories import make_item, make_items

LIST = reverse("admin:auditor_queueitem_changelist")
TAKE = reverse("admin:auditor_queueitem_take")

pytestmark = pytest.mark.django_db


def page_of(item: QueueItem, act: str = "change", *more: int) -> str:
    return reverse(f"admin:auditor_queueitem_{act}", args=[item.pk, *more])


def claimed(reviewer: User, item: QueueItem) -> Claim:
    return review.claim(item.pk, reviewer=reviewer, now=timezone.now())


def decided(reviewer: User, item: QueueItem, verdict: str = Verdict.UNSOURCED) -> Decision:
    fence = claimed(reviewer, item).fence
    return review.decide(
        item.pk, reviewer=reviewer, fence=fence, verdict=verdict, now=timezone.now(), reason="seen"
    )


def shown(client: Client, **asked: object) -> list[QueueItem]:
    return list(client.get(LIST, asked).context["cl"].result_list)


class TestList:
    """What is listed, in which order, at what cost."""

    def test_the_most_pressing_open_flag_comes_first(self, client: Client, reader: User) -> None:
        low = make_item(priority=QueueItem.Priority.LOW)
        likely, unlikely = make_item(probability=0.9), make_item(probability=0.2)
        high = make_item(priority=QueueItem.Priority.HIGH)
        client.force_login(reader)
        assert shown(client) == [high, likely, unlikely, low]

    def test_only_open_flags_unless_others_are_asked_for(
        self, client: Client, reader: User, reviewer: User
    ) -> None:
        done, waiting = make_items(2)
        decided(reviewer, done)
        client.force_login(reader)
        assert shown(client) == [waiting]
        assert shown(client, state="decided") == [done]
        assert set(shown(client, state="all")) == {done, waiting}
        assert shown(client, state="orphaned") == []

    def test_an_article_s_first_flags_are_shown_and_the_rest_is_one_link_away(
        self, client: Client, reader: User, reviewer: User
    ) -> None:
        first, later = make_items(2)
        QueueItem.objects.filter(pk=later.pk).update(rank=SHOWN + 1)
        client.force_login(reader)
        assert shown(client) == [first]
        assert shown(client, rank="all") == [first, later]
        assert f"first {SHOWN} of each kind" in client.get(LIST).content.decode()
        claimed(reviewer, later)
        client.force_login(reviewer)
        assert shown(client, mine="claimed") == [later]

    def test_it_is_narrowed_by_kind_outlet_priority_and_words(self, client: Client, reader: User) -> None:
        wanted = make_item(kind="weak_sourcing", outlet="harbour.example", priority=QueueItem.Priority.LOW)
        make_item(outlet="noise.example")
        client.force_login(reader)
        outlet = wanted.article.outlet_id
        assert shown(client, kind__exact="weak_sourcing") == [wanted]
        assert shown(client, outlet__id__exact=outlet) == [wanted]
        assert shown(client, priority__exact=3) == [wanted]
        assert shown(client, q=wanted.quote.split()[-1]) == [wanted]

    def test_it_is_narrowed_by_age(self, client: Client, reader: User) -> None:
        items = make_items(4)
        for item, days in zip(items, (0, 3, 20, 400), strict=True):
            QueueItem.objects.filter(pk=item.pk).update(
                raised_at=timezone.now() - timedelta(days=days, minutes=5)
            )
        client.force_login(reader)
        for item, age in zip(items, ("day", "week", "month", "older"), strict=True):
            assert shown(client, age=age) == [item]
        assert len(shown(client, age="unheard-of")) == 4

    def test_it_is_narrowed_to_what_is_mine(self, client: Client, reviewer: User, editor: User) -> None:
        held, done, undone, theirs, lapsed = make_items(5)
        claimed(reviewer, held)
        claimed(editor, theirs)
        decided(reviewer, done)
        review.undo(decided(reviewer, undone).pk, reviewer=reviewer, now=timezone.now())
        review.claim(lapsed.pk, reviewer=reviewer, now=timezone.now() - timedelta(hours=1))
        client.force_login(reviewer)
        assert shown(client, mine="claimed") == [held]
        assert shown(client, mine="decided") == [done]
        assert shown(client, mine="decided", state="open") == []

    def test_each_row_leads_to_its_article(self, client: Client, reader: User) -> None:
        item = make_item()
        client.force_login(reader)
        address = reverse("admin:auditor_article_change", args=[item.article_id])
        assert f'<a href="{address}">{item.article}</a>' in client.get(LIST).content.decode()

    def test_it_says_who_holds_a_flag(self, client: Client, reader: User, reviewer: User) -> None:
        held, _ = make_items(2)
        claimed(reviewer, held)
        client.force_login(reader)
        assert client.get(LIST).content.decode().count("reviewer until") == 1

    def test_more_rows_cost_no_more_queries(self, client: Client, reviewer: User) -> None:
        def cost() -> int:
            with CaptureQueriesContext(connection) as captured:
                client.get(LIST)
            return len(captured)

        client.force_login(reviewer)
        for item in make_items(2):
            claimed(reviewer, item)
        few = cost()
        for item in make_items(10):
            claimed(reviewer, item)
        assert cost() == few

    def test_a_long_quote_is_cut_and_a_stranger_s_words_are_escaped(
        self, client: Client, reader: User
    ) -> None:
        item = make_item()
        quote = "<script>alert(1)</script> " + "word " * 100
        QueueItem.objects.filter(pk=item.pk).update(quote=quote)
        client.force_login(reader)
        html = client.get(LIST).content.decode()
        assert "<script>alert" not in html
        assert f">{escape(quote[:139])}…<" in html


class TestTaking:
    """ "Take the next flag": the server picks."""

    def test_it_claims_the_most_pressing_one_and_opens_it(self, client: Client, reviewer: User) -> None:
        make_item(priority=QueueItem.Priority.LOW)
        pressing = make_item(priority=QueueItem.Priority.HIGH)
        client.force_login(reviewer)
        answer = client.post(TAKE, follow=True)
        assert answer.redirect_chain[0][0] == page_of(pressing)
        assert Claim.objects.get().article == pressing.article
        assert "yours until" in answer.content.decode()

    def test_it_keeps_to_the_kinds_and_outlets_of_the_list(self, client: Client, reviewer: User) -> None:
        make_item(priority=QueueItem.Priority.HIGH)
        wanted = make_item(kind="weak_sourcing", outlet="harbour.example", priority=QueueItem.Priority.LOW)
        outlet = wanted.article.outlet_id
        client.force_login(reviewer)
        filtered = client.get(LIST, {"kind__exact": "weak_sourcing", "outlet__id__exact": outlet})
        html = filtered.content.decode()
        assert '<input type="hidden" name="kind" value="weak_sourcing">' in html
        assert f'<input type="hidden" name="outlet" value="{outlet}">' in html
        answer = client.post(TAKE, {"kind": "weak_sourcing", "outlet": [outlet, "x"]})
        assert answer.headers["Location"].startswith(page_of(wanted))

    @pytest.mark.parametrize("outlet", ["x", "9" * 30, "-1"])
    def test_an_outlet_that_is_none_has_nothing_to_take(
        self, client: Client, reviewer: User, outlet: str
    ) -> None:
        make_item()
        client.force_login(reviewer)
        assert "Nothing is left" in client.post(TAKE, {"outlet": outlet}, follow=True).content.decode()

    def test_an_empty_queue_says_so(self, client: Client, reviewer: User) -> None:
        client.force_login(reviewer)
        answer = client.post(TAKE, follow=True)
        assert answer.redirect_chain[0][0] == LIST
        assert "Nothing is left to take" in answer.content.decode()

    def test_a_reader_may_not(self, client: Client, reader: User) -> None:
        make_item()
        client.force_login(reader)
        assert client.post(TAKE).status_code == 403
        assert "Take the next flag" not in client.get(LIST).content.decode()
        assert not Claim.objects.exists()


class TestItem:
    """One flag in its context."""

    def test_it_shows_the_flag_marked_between_its_neighbours_and_why(
        self, client: Client, reader: User, audited_seeds: list[object]
    ) -> None:
        item = QueueItem.objects.filter(kind="unsourced_assertion").order_by("-start")[2]
        client.force_login(reader)
        answer = client.get(page_of(item))
        html = answer.content.decode()
        drawn = answer.context["sections"]
        marked = "".join(run.text for section in drawn for run in section.runs if run.flags)
        assert "".join(marked.split()) == "".join(item.quote.split())
        assert 2 <= len(drawn) <= 5
        assert item.reason.split(";")[0][:20] in html.replace("&#x27;", "'")
        assert item.rules[0] in html
        assert reverse("admin:auditor_article_change", args=[item.article_id]) in html

    def test_a_flag_whose_audit_has_no_passages_shows_its_words(self, client: Client, reader: User) -> None:
        item = make_item()
        client.force_login(reader)
        assert item.quote in client.get(page_of(item)).content.decode()
        Audit.objects.filter(pk=item.audit_id).update(state="failed", reading=None)
        assert item.quote in client.get(page_of(item)).content.decode()

    def test_a_reader_sees_no_button_that_changes_anything(self, client: Client, reader: User) -> None:
        item = make_item()
        client.force_login(reader)
        html = client.get(page_of(item)).content.decode()
        assert "Claim this flag" not in html
        assert "Deciding needs the reviewer or editor group." in html

    @pytest.mark.parametrize("kind", VERDICTS)
    def test_every_verdict_there_is_has_its_button(self, client: Client, reviewer: User, kind: str) -> None:
        item = make_item(kind=kind)
        claimed(reviewer, item)
        client.force_login(reviewer)
        answer = client.get(page_of(item))
        assert [choice.value for choice in answer.context["choices"]] == list(VERDICTS[kind])
        for verdict in VERDICTS[kind]:
            assert f'name="verdict" value="{verdict.value}"' in answer.content.decode()

    def test_a_flag_held_by_another_cannot_be_claimed(
        self, client: Client, reviewer: User, editor: User
    ) -> None:
        item = make_item()
        claimed(editor, item)
        client.force_login(reviewer)
        html = client.get(page_of(item)).content.decode()
        assert "held by <b>editor</b>" in html
        answer = client.post(page_of(item, "claim"))
        assert answer.status_code == 409
        assert "editor holds this article until" in answer.content.decode()

    def test_a_flag_that_is_not_there_is_not_found(self, client: Client, reviewer: User) -> None:
        client.force_login(reviewer)
        for act in ("claim", "release", "decide"):
            address = reverse(f"admin:auditor_queueitem_{act}", args=[999])
            assert client.post(address, {"verdict": "unsure", "fence": 1}).status_code == 404
        assert client.get(reverse("admin:auditor_queueitem_change", args=["x"])).status_code == 404


def test_a_passage_without_a_reader_comment_has_no_speaker(client: Client, reader: User) -> None:
    item = make_item()
    Passage.objects.create(
        audit=item.audit, ordinal=0, start=0, end=item.end, kind="disclaimer", alone="body",
        confidence=0.9, reason="it disclaims", rules=["notice.disclaimer"],
    )  # fmt: skip
    client.force_login(reader)
    html = client.get(page_of(item)).content.decode()
    assert "author not recognised" not in html
    assert "it disclaims (notice.disclaimer); alone it looks like body" in html


class TestMany:
    """Several flags of the list, one answer."""

    def chosen(self, client: Client, items: list[QueueItem]) -> str:
        sent = {"action": "decide_selected", "_selected_action": [item.pk for item in items], "index": "0"}
        return client.post(LIST, sent).content.decode()

    def answer(self, client: Client, items: list[QueueItem], **given: str) -> HttpResponse:
        sent = {"flag": [item.pk for item in items], **given}
        return client.post(reverse("admin:auditor_queueitem_batch"), sent, follow=True)

    def test_they_are_decided_one_by_one_and_taken_back_together(
        self, client: Client, reviewer: User, editor: User
    ) -> None:
        items = make_items(3)
        claimed(editor, items[2])
        client.force_login(reviewer)
        asked = self.chosen(client, items)
        assert "Decide 3 flags" in asked
        assert all(escape(item.quote) in asked for item in items)
        told = self.answer(client, items, verdict="sourced", reason="Named in the lead.")
        page = told.content.decode()
        assert "2 flags decided: " in page
        assert f"Left as it is: “{items[2].quote}”. {editor} holds this article" in page
        states = [QueueItem.objects.get(pk=item.pk).state for item in items]
        assert states == ["decided", "decided", "open"]
        assert {one.reason for one in Decision.objects.all()} == {"Named in the lead."}
        assert ReviewEntry.objects.filter(act="decided").count() == 2
        assert not Claim.objects.unended().filter(reviewer=reviewer).exists()
        token = told.redirect_chain[-1][0].split("batch=")[1]
        back = client.post(reverse("admin:auditor_queueitem_batch_undo"), {"batch": token}, follow=True)
        assert "2 flags open again." in back.content.decode()
        assert QueueItem.objects.open().count() == 3
        again = client.post(reverse("admin:auditor_queueitem_batch_undo"), {"batch": token}, follow=True)
        assert "already been undone" in again.content.decode()

    def test_an_article_that_i_hold_stays_mine(self, client: Client, reviewer: User) -> None:
        item = make_item()
        other = QueueItem.objects.get(pk=item.pk)
        other.pk, other.anchor, other.start = None, "0" * 64, 1
        other.save()
        held = claimed(reviewer, item)
        client.force_login(reviewer)
        self.answer(client, [item], verdict="unsourced")
        assert QueueItem.objects.get(pk=item.pk).state == "decided"
        assert Claim.objects.unended().get() == held

    def test_what_is_lacking_is_said_and_nothing_is_lost(self, client: Client, reviewer: User) -> None:
        items = make_items(2)
        client.force_login(reviewer)
        assert "Choose an answer." in self.answer(client, items).content.decode()
        lacking = self.answer(client, items, verdict="sourced", reason=" ")
        assert lacking.status_code == 422
        assert "Say why in a few words" in lacking.content.decode()
        assert "Select others." in self.answer(client, [], verdict="sourced").content.decode()
        assert not Decision.objects.exists()

    def test_flags_of_several_kinds_are_offered_what_fits_all(self, client: Client, reviewer: User) -> None:
        items = [make_item(kind="unsourced_assertion"), make_item(kind="unknown_boilerplate")]
        client.force_login(reviewer)
        asked = self.chosen(client, items)
        assert "only answers that fit all of them" in asked
        assert 'value="wrong_segment"' in asked
        assert 'value="unsourced"' not in asked

    def test_readers_are_not_offered_it(self, client: Client, reader: User) -> None:
        items = make_items(1)
        client.force_login(reader)
        assert "decide_selected" not in client.get(LIST).content.decode()
        assert self.answer(client, items, verdict="unsourced").status_code == 403

    def test_a_token_of_somebody_s_own_making_undoes_nothing(self, client: Client, reviewer: User) -> None:
        client.force_login(reviewer)
        assert "batch/undo" not in client.get(f"{LIST}?batch=W10:forged").content.decode()
        client.post(reverse("admin:auditor_queueitem_batch_undo"), {"batch": "W10:forged"})

    def test_more_than_a_batch_is_refused(self, reviewer: User) -> None:
        with pytest.raises(ReviewRefused, match="At most 200"):
            batches.undo(range(201), reviewer=reviewer, now=timezone.now())


class TestSavedViews:
    """Filters kept under a name."""

    def save(self, client: Client, name: str, query: str, **more: str) -> str:
        sent = {"name": name, "query": query, **more}
        return client.post(reverse("admin:auditor_queueitem_save"), sent, follow=True).content.decode()

    def test_one_is_kept_opened_shared_and_thrown_away(
        self, client: Client, reviewer: User, reader: User
    ) -> None:
        make_item(kind="weak_sourcing")
        client.force_login(reviewer)
        assert "Save this view" in client.get(f"{LIST}?kind__exact=weak_sourcing").content.decode()
        kept = self.save(client, " Weak  ones ", "kind__exact=weak_sourcing&undo=3", shared="on")
        assert "Kept as “Weak ones”, for everyone." in kept
        assert "Forget “Weak ones”" in kept
        view = SavedView.objects.get()
        assert view.query == "kind__exact=weak_sourcing"
        self.save(client, "Weak ones", "priority__exact=1")
        assert SavedView.objects.get().query == "priority__exact=1"
        client.force_login(reader)
        assert "Weak ones" not in client.get(LIST).content.decode()
        SavedView.objects.update(shared=True)
        assert "?priority__exact=1" in client.get(LIST).content.decode()
        forget = reverse("admin:auditor_queueitem_forget", args=[view.pk])
        assert "not a view of yours" in client.post(forget, follow=True).content.decode()
        client.force_login(reviewer)
        assert "The view is gone" in client.post(forget, follow=True).content.decode()
        assert not SavedView.objects.exists()

    def test_a_name_is_needed_and_endless_filters_are_not_kept(self, client: Client, reviewer: User) -> None:
        client.force_login(reviewer)
        assert "Give the view a name" in self.save(client, " ", "state=all")
        assert "too long to keep" in self.save(client, "Long", "q=" + "a" * 2001)
        assert not SavedView.objects.exists()
