"""Deciding in the admin: claim, decide with a reason, release, undo; every refusal says why."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from auditor import review
from auditor.models import Claim, Decision, QueueItem, ReviewEntry
from auditor.models.desk import lease
from auditor.models.queue import Verdict
from tests.factories import make_item, make_items

LIST = reverse("admin:auditor_queueitem_changelist")

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


class TestDeciding:
    """Claim, decide, release, undo, all through the services."""

    def test_claim_decide_and_undo_leave_their_history(self, client: Client, reviewer: User) -> None:
        item = make_item()
        client.force_login(reviewer)
        client.post(page_of(item, "claim"))
        fence = Claim.objects.get().fence
        sent = {"verdict": "sourced", "fence": fence, "reason": "Named two lines up."}
        html = client.post(page_of(item, "decide"), sent, follow=True).content.decode()
        assert "Decided: Has a source after all." in html
        assert "Named two lines up." in html
        decision = Decision.objects.get()
        html = client.post(page_of(item, "undo", decision.pk), follow=True).content.decode()
        assert "The decision was undone" in html
        acts = list(ReviewEntry.objects.order_by("pk").values_list("act", flat=True))
        assert acts == ["decided", "undone"]
        item.refresh_from_db()
        assert item.state == QueueItem.State.OPEN
        for words in ("decided by reviewer", "undone by reviewer"):
            assert words in html

    def test_decide_and_next_opens_the_next_flag_with_an_undo_for_the_last(
        self, client: Client, reviewer: User
    ) -> None:
        first, second = make_items(2)
        client.force_login(reviewer)
        sent = {"verdict": "unsourced", "fence": claimed(reviewer, first).fence, "go_on": "on"}
        answer = client.post(page_of(first, "decide"), sent, follow=True)
        decision = Decision.objects.get()
        assert answer.redirect_chain[0][0].startswith(page_of(second))
        html = answer.content.decode()
        assert page_of(first, "undo", decision.pk) in html
        assert 'name="go_on" checked' in html
        assert lease(second.article, timezone.now()).reviewer == reviewer

    def test_after_the_last_flag_the_list_offers_the_undo(self, client: Client, reviewer: User) -> None:
        item = make_item()
        client.force_login(reviewer)
        sent = {"verdict": "unsourced", "fence": claimed(reviewer, item).fence, "go_on": "on"}
        answer = client.post(page_of(item, "decide"), sent, follow=True)
        assert answer.redirect_chain[0][0].startswith(LIST)
        html = answer.content.decode()
        assert "Nothing is left to take" in html
        assert page_of(item, "undo", Decision.objects.get().pk) in html

    def test_a_disagreement_without_a_reason_is_sent_back(self, client: Client, reviewer: User) -> None:
        item = make_item()
        fence = claimed(reviewer, item).fence
        client.force_login(reviewer)
        answer = client.post(page_of(item, "decide"), {"verdict": "sourced", "fence": fence})
        assert answer.status_code == 422
        html = answer.content.decode()
        assert html.count("say why in a few words") == 1
        assert html.index('id="reason-error"') < html.index('aria-invalid="true" autofocus')
        assert html.count('<span class="choice">your choice</span>') == 1
        assert html.index('value="sourced"') < html.index("your choice") < html.index('value="not_checkable"')
        assert not Decision.objects.exists()

    def test_who_is_unsure_passes_the_flag_on(self, client: Client, reviewer: User) -> None:
        first, second = make_items(2)
        client.force_login(reviewer)
        sent = {"verdict": "unsure", "fence": claimed(reviewer, first).fence}
        html = client.post(page_of(first, "decide"), sent, follow=True).content.decode()
        assert "Passed on to someone else: the flag stays open." in html
        assert "Decided:" not in html
        sent = {"verdict": "unsure", "fence": claimed(reviewer, second).fence, "go_on": "on"}
        html = client.post(page_of(second, "decide"), sent, follow=True).content.decode()
        assert f"Passed on to someone else: “{second.quote}”" in html

    @pytest.mark.parametrize(
        "sent",
        [{}, {"verdict": "unsourced"}, {"verdict": "comment", "fence": 1}, {"verdict": "x", "fence": 1}],
    )
    def test_an_answer_that_makes_no_sense_is_sent_back_with_its_text(
        self, client: Client, reviewer: User, sent: dict[str, object]
    ) -> None:
        item = make_item()
        claimed(reviewer, item)
        client.force_login(reviewer)
        answer = client.post(page_of(item, "decide"), {**sent, "reason": "My long reason."})
        assert answer.status_code == 422
        assert "My long reason.</textarea>" in answer.content.decode()
        assert not Decision.objects.exists()

    def test_a_lease_that_ran_out_keeps_the_answer_until_the_flag_is_claimed_again(
        self, client: Client, reviewer: User
    ) -> None:
        item = make_item()
        fence = claimed(reviewer, item).fence
        Claim.objects.update(until=F("taken_at") + timedelta(microseconds=1))
        client.force_login(reviewer)
        sent = {"verdict": "sourced", "fence": fence, "reason": "My long reason.", "go_on": "on"}
        answer = client.post(page_of(item, "decide"), sent)
        assert answer.status_code == 409
        html = answer.content.decode()
        assert "Your claim on this article has ended" in html
        assert "My long reason.</textarea>" in html
        html = client.post(
            page_of(item, "claim"), {"reason": "My long reason.", "go_on": "on"}
        ).content.decode()
        assert "My long reason.</textarea>" in html
        assert 'name="go_on" checked' in html
        assert "Release without deciding" in html

    def test_a_decided_flag_cannot_be_decided_again(
        self, client: Client, reviewer: User, editor: User
    ) -> None:
        item = make_item()
        decided(editor, item)
        client.force_login(reviewer)
        answer = client.post(page_of(item, "decide"), {"verdict": "unsourced", "fence": 1})
        assert answer.status_code == 409
        assert "has been decided" in answer.content.decode()

    def test_a_decision_about_words_that_have_changed_shows_the_old_words(
        self, client: Client, reader: User, editor: User
    ) -> None:
        item = make_item()
        decided(editor, item)
        QueueItem.objects.update(quote="Nine old men were seen.")
        client.force_login(reader)
        html = client.get(page_of(item)).content.decode()
        assert f"Decided of these words: “{item.quote}”" in html

    def test_a_flag_is_given_back(self, client: Client, reviewer: User) -> None:
        item = make_item()
        fence = claimed(reviewer, item).fence
        client.force_login(reviewer)
        answer = client.post(page_of(item, "release"), {"fence": fence}, follow=True)
        assert "free for others again" in answer.content.decode()
        assert lease(item.article, timezone.now()) is None

    def test_a_flag_of_someone_else_is_not_given_back(
        self, client: Client, reviewer: User, editor: User
    ) -> None:
        item = make_item()
        fence = claimed(editor, item).fence
        client.force_login(reviewer)
        for sent in (fence, "x"):
            assert client.post(page_of(item, "release"), {"fence": sent}).status_code == 409
        assert lease(item.article, timezone.now()).reviewer == editor

    def test_only_an_editor_undoes_what_another_decided(
        self, client: Client, reviewer: User, editor: User, administrator: User
    ) -> None:
        item = make_item()
        undo = page_of(item, "undo", decided(administrator, item).pk)
        client.force_login(reviewer)
        assert "Undo this decision" not in client.get(page_of(item)).content.decode()
        refused = client.post(undo)
        assert refused.status_code == 403
        assert "Only an editor may undo" in refused.content.decode()
        client.force_login(editor)
        assert "Undo this decision" in client.get(page_of(item)).content.decode()
        assert client.post(undo).status_code == 302
        assert client.post(undo).status_code == 409

    def test_an_undo_must_name_the_flag_it_belongs_to(self, client: Client, reviewer: User) -> None:
        item, other = make_items(2)
        decision = decided(reviewer, item)
        client.force_login(reviewer)
        assert client.post(page_of(other, "undo", decision.pk)).status_code == 404

    def test_the_undo_of_somebody_else_is_not_offered_by_address(
        self, client: Client, reviewer: User, editor: User
    ) -> None:
        item, other = make_items(2)
        decision = decided(editor, item)
        client.force_login(reviewer)
        for asked in (decision.pk, "x", ""):
            assert "just_decided" in (answer := client.get(page_of(other), {"undo": asked})).context
            assert answer.context["just_decided"] is None

    @pytest.mark.parametrize("act", ["claim", "release", "decide"])
    def test_a_reader_may_do_none_of_it(self, client: Client, reader: User, act: str) -> None:
        item = make_item()
        client.force_login(reader)
        assert client.post(page_of(item, act), {"fence": 0, "verdict": "unsourced"}).status_code == 403
        assert not ReviewEntry.objects.exists()

    def test_no_act_is_done_by_following_a_link_which_leads_to_the_flag(
        self, client: Client, reviewer: User
    ) -> None:
        item = make_item()
        decision = decided(reviewer, item)
        before = ReviewEntry.objects.count()
        client.force_login(reviewer)
        acts = [page_of(item, act) for act in ("claim", "release", "decide")]
        for address in (*acts, page_of(item, "undo", decision.pk)):
            assert client.get(address).headers["Location"] == page_of(item)
            assert client.head(address).status_code == 302
            assert client.put(address).status_code == 405
        assert client.get(reverse("admin:auditor_queueitem_take")).headers["Location"] == LIST
        assert ReviewEntry.objects.count() == before

    def test_no_act_is_done_from_another_site(self, reviewer: User) -> None:
        item = make_item()
        client = Client(enforce_csrf_checks=True)
        client.force_login(reviewer)
        answer = client.post(page_of(item, "claim"))
        assert answer.status_code == 403
        assert "Nothing was changed" in answer.content.decode()
        assert not ReviewEntry.objects.exists()
