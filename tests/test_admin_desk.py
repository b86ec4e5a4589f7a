"""The desk's pages and acts, asked without a browser."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from pytest_django.fixtures import DjangoAssertNumQueries

from auditor import ingest
from auditor.admin.desk.charts import bars, spreads
from auditor.admin.desk.keys import USUAL, keep, keys_of
from auditor.desk import adjudication, leases
from auditor.desk.agreement import Agreement
from auditor.models import (
    Assignment,
    CatalogueEntry,
    Claim,
    Correction,
    Decision,
    Mention,
    Note,
    QueueItem,
)
from tests.conftest import audit_all
from tests.factories import make_item, make_notice, make_passage
from tests.test_desk_barriers import decide

PART = {"HTTP_HX_REQUEST": "true"}
QUERIES = {"start": 21, "page": 25, "answer": 44, "ahead": 35}
"""Most queries of each request, however many flags the article has."""


@pytest.fixture
def desk(client: Client, reviewer: User, now: datetime, seed: Callable[[str], Path]) -> Client:
    """A reviewer's browser; two seeds wait."""
    for start in ("001", "003"):
        path = seed(start)
        ingest.submit_file(path.name, path.read_bytes(), now=now)
    audit_all(now)
    client.force_login(reviewer)
    return client


def take(desk: Client) -> tuple[Claim, list[QueueItem]]:
    """Start; what is claimed, and its open flags in reading order."""
    desk.post("/admin/desk/next/", {"choose": "1"})
    held = Claim.objects.get(ended_at=None, ahead=False)
    return held, list(QueueItem.objects.open().filter(article=held.article_id).order_by("start", "end"))


def end_all() -> None:
    """Let every lease run out."""
    now = timezone.now()
    Claim.objects.update(until=now - timedelta(seconds=1), taken_at=now - timedelta(hours=1))


def sent(held: Claim, item: QueueItem, **values: object) -> dict[str, object]:
    return {"fence": held.fence, "flag": item.pk, **values}


def test_requests_cost_no_more_queries_than_the_table_says(
    desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    held, items = take(desk)
    address = f"/admin/desk/claims/{held.pk}/"
    verdict = {"verdict": "unsure", "then": items[1].pk}
    with django_assert_max_num_queries(QUERIES["start"]):
        desk.get("/admin/desk/")
    with django_assert_max_num_queries(QUERIES["page"]):
        desk.get(address)
    with django_assert_max_num_queries(QUERIES["answer"]):
        desk.post(f"{address}answer/", sent(held, items[0], **verdict), **PART, HTTP_DESK_CLAIM=str(held.pk))
    with django_assert_max_num_queries(QUERIES["ahead"]):
        desk.post("/admin/desk/ahead/", **PART)


def test_start_goes_on_with_the_article_that_is_held(desk: Client) -> None:
    held, _ = take(desk)
    again = desk.post("/admin/desk/next/", {"choose": "1"})
    assert again["Location"] == f"/admin/desk/claims/{held.pk}/"
    other = desk.post("/admin/desk/next/")
    assert str(held.pk) not in other["Location"].split("?")[0].split("/")
    assert "Article before" in desk.get(other["Location"]).content.decode()


def test_only_the_chosen_kind_is_taken(desk: Client) -> None:
    desk.post("/admin/desk/next/", {"choose": "1", "kind": "weak_sourcing"})
    held = Claim.objects.get(ended_at=None)
    assert QueueItem.objects.open().filter(article=held.article_id, kind="weak_sourcing").exists()


def test_a_relabelled_segment_raises_its_flags_anew(desk: Client) -> None:
    held, items = take(desk)
    answer = desk.post(
        f"/admin/desk/claims/{held.pk}/answer/",
        sent(held, items[0], act="relabel", kind="navigation"),
        follow=True,
    )
    assert "The segment is navigation now" in answer.content.decode()
    assert Correction.objects.get().kind == "navigation"
    assert not QueueItem.objects.open().filter(pk=items[0].pk).exists()


def test_a_kind_that_is_none_is_refused_where_the_reviewer_is(desk: Client) -> None:
    held, items = take(desk)
    answer = desk.post(f"/admin/desk/claims/{held.pk}/answer/", sent(held, items[0], act="relabel"))
    assert answer.status_code == 409
    assert "Not done." in answer.content.decode()


def test_a_flag_is_shrunk_and_grown_by_a_word(desk: Client) -> None:
    held, items = take(desk)
    words = items[0].quote.split()
    steps = (
        ("shrink", words[:-1]), ("grow", words), ("shrink_front", words[1:]), ("grow_front", words),
    )  # fmt: skip
    for act, left in steps:
        desk.post(f"/admin/desk/claims/{held.pk}/answer/", sent(held, items[0], act=act))
        items[0].refresh_from_db()
        assert items[0].quote.split() == left


def test_a_note_calls_a_colleague_who_finds_it_at_the_start(desk: Client, editor: User) -> None:
    held, items = take(desk)
    address = f"/admin/desk/claims/{held.pk}/answer/"
    assert "@name calls one" in desk.post(address, sent(held, items[0], act="note")).content.decode()
    empty = desk.post(address, sent(held, items[0], act="note", reason=" "))
    assert "Write a few words first." in empty.content.decode()
    desk.post(address, sent(held, items[0], act="note", reason="@editor, is this theirs?"))
    assert Note.objects.get().text == "@editor, is this theirs?"
    assert Mention.objects.get().user == editor
    desk.force_login(editor)
    assert "is this theirs?" in desk.get("/admin/desk/").content.decode()


def test_a_flag_is_left_to_an_editor_with_words_only(desk: Client) -> None:
    held, items = take(desk)
    address = f"/admin/desk/claims/{held.pk}/answer/"
    asked = desk.post(address, sent(held, items[0], act="escalate"))
    assert "what should they look at?" in asked.content.decode()
    desk.post(address, sent(held, items[0], act="escalate", reason="Is it libel?"))
    items[0].refresh_from_db()
    assert items[0].state == "escalated"


def test_an_attributed_quote_is_one_key_with_its_reason(desk: Client) -> None:
    held, items = take(desk)
    item = next(item for item in items if item.kind == "unsourced_assertion")
    desk.post(f"/admin/desk/claims/{held.pk}/answer/", sent(held, item, verdict="sourced+quote"))
    assert "attributed quote" in Decision.objects.get().reason


def test_a_claim_that_has_ended_leads_home_and_says_so(desk: Client) -> None:
    held, _ = take(desk)
    Claim.objects.update(
        until=timezone.now() - timedelta(seconds=1), taken_at=timezone.now() - timedelta(hours=1)
    )
    answer = desk.get(f"/admin/desk/claims/{held.pk}/", follow=True)
    assert "That claim has ended" in answer.content.decode()


def test_a_draft_is_shown_and_can_be_discarded(desk: Client) -> None:
    held, items = take(desk)
    Claim.objects.update(
        until=timezone.now() - timedelta(seconds=1), taken_at=timezone.now() - timedelta(hours=1)
    )
    late = desk.post(f"/admin/desk/claims/{held.pk}/answer/", sent(held, items[0], verdict="unsure"))
    assert late.status_code == 409
    page = desk.get("/admin/desk/").content.decode()
    assert "Answers that came too late" in page
    draft = items[0].drafts.get()
    assert "discarded" in desk.post(f"/admin/desk/drafts/{draft.pk}/discard/", follow=True).content.decode()
    assert "no draft" in desk.post(f"/admin/desk/drafts/{draft.pk}/discard/", follow=True).content.decode()


@pytest.mark.parametrize("view", ["raw", "diff"])
def test_the_article_is_looked_at_as_served_and_against_the_one_before(desk: Client, view: str) -> None:
    held, _ = take(desk)
    page = desk.get(f"/admin/desk/claims/{held.pk}/?view={view}").content.decode()
    assert ('class="raw"' if view == "raw" else "This is the first revision") in page


def test_what_changed_since_the_revision_before_is_shown_by_words(
    client: Client, reviewer: User, now: datetime
) -> None:
    for text in ("Nine men knew of the theft of 90 tons.", "Ten men knew of the theft of 90 tons."):
        ingest.submit_text(text, now=now, address="https://example.org/theft")
        audit_all(now)
    client.force_login(reviewer)
    held, _ = take(client)
    page = client.get(f"/admin/desk/claims/{held.pk}/?view=diff").content.decode()
    assert "<del>Nine</del>" in page
    assert "<ins>Ten</ins>" in page


def test_a_key_may_do_only_one_thing(reviewer: User) -> None:
    assert keep(reviewer, on=True, wanted={"next": "k"}) == (
        "k is given to 2 acts: next, previous. Give each its own.",
    )
    assert keys_of(reviewer).all == USUAL
    assert keep(reviewer, on=True, wanted={"next": "N"}) == ()
    assert keys_of(reviewer).of("next") == "Shift+N"


def test_wrong_keys_are_told_where_they_were_typed(desk: Client) -> None:
    answer = desk.post("/admin/desk/keys/", {"on": "on", "next": "k"})
    assert answer.status_code == 422
    assert "k is given to 2 acts" in answer.content.decode()


def test_a_notice_is_decided_for_all_and_taken_back(desk: Client) -> None:
    notice = make_notice("Opinions are the author's alone.", state="proposed")
    make_passage(notice)
    address = f"/admin/desk/notices/{notice.pk}/"
    assert desk.get("/admin/desk/notices/")["Location"] == address
    done = desk.post(address, {"act": "confirm"}, follow=True).content.decode()
    assert "Confirmed as disclaimer" in done
    assert "No notice waits" in desk.get("/admin/desk/notices/").content.decode()
    entry = CatalogueEntry.objects.get()
    undone = desk.post(address, {"act": "undo", "entry": entry.pk}, follow=True)
    assert "everything stands as before" in undone.content.decode()
    assert desk.get("/admin/desk/notices/9999/").status_code == 404


def test_who_answered_what_is_hidden_until_it_is_settled(
    desk: Client, reviewer: User, editor: User, settings: Settings
) -> None:
    settings.AUDITOR_DOUBLE_REVIEW = 1.0
    item = QueueItem.objects.filter(kind="unsourced_assertion").order_by("pk")[0]
    decide(item, reviewer, "unsourced")
    decide(item, editor, "not_checkable", "It is common knowledge.")
    desk.force_login(editor)
    page = desk.get("/admin/desk/adjudication/").content.decode()
    assert "1 double review differ" in page
    assert "reviewer:" not in page
    look = adjudication.disagreements()[0]
    refused = desk.post("/admin/desk/adjudication/", {"look": look.pk, "verdict": "unsourced"})
    assert refused.status_code == 422
    given = {"look": look.pk, "verdict": "unsourced", "reason": "The figure is new."}
    settled = desk.post("/admin/desk/adjudication/", given, follow=True).content.decode()
    assert "reviewer: Needs a source and has none" in settled
    board = desk.get("/admin/desk/board/").content.decode()
    assert "Krippendorff" in board


def test_an_editor_releases_a_silent_claim(desk: Client, reviewer: User, editor: User) -> None:
    held, _ = take(desk)
    Claim.objects.update(seen_at=timezone.now() - timedelta(minutes=12))
    desk.force_login(editor)
    assert "Release" in desk.get("/admin/desk/board/").content.decode()
    assert (
        "free for others" in desk.post(f"/admin/desk/claims/{held.pk}/revoke/", follow=True).content.decode()
    )
    assert "ended already" in desk.post(f"/admin/desk/claims/{held.pk}/revoke/", follow=True).content.decode()


def test_an_editor_says_who_works_on_which_outlets(client: Client, reviewer: User, editor: User) -> None:
    outlet, _ = (make_item(outlet=name).outlet for name in ("harbour.example", "noise.example"))
    desk, address = client, "/admin/desk/assignments/"
    desk.force_login(reviewer)
    assert desk.get(address).status_code == 403
    desk.force_login(editor)
    page = desk.get(f"{address}?reviewer={reviewer.pk}").content.decode()
    assert "Nobody is narrowed" in page
    assert f'value="{outlet.pk}"' in page
    kept = desk.post(address, {"reviewer": reviewer.pk, "outlet": [outlet.pk]}, follow=True).content.decode()
    assert "works on only 1 outlet" in kept
    assert "of their outlets only" in kept
    held = leases.claim_next(reviewer=reviewer, now=timezone.now())
    assert held is not None
    assert held.article.outlet == outlet
    assert leases.claim_next(reviewer=reviewer, now=timezone.now()) is None
    for wrong in ({"reviewer": "nobody"}, {"reviewer": reviewer.pk, "outlet": [999_999]}):
        told = desk.post(address, wrong, follow=True).content.decode()
        assert "nobody who may review" in told or "there no more" in told
    assert Assignment.objects.get().outlet == outlet
    assert "all outlets" in desk.post(address, {"reviewer": reviewer.pk}, follow=True).content.decode()
    assert not Assignment.objects.exists()


def test_what_was_fetched_ahead_lives_with_the_page_and_goes_with_it(desk: Client, reviewer: User) -> None:
    held, _ = take(desk)
    assert 'id="ahead-desk"' in desk.post("/admin/desk/ahead/", **PART).content.decode()
    beat = desk.post(f"/admin/desk/claims/{held.pk}/beat/", {"fence": held.fence}, **PART)
    assert 'id="lease"' in beat.content.decode()
    assert desk.post(f"/admin/desk/claims/{held.pk}/beat/", {"fence": 99}, **PART).status_code == 204
    assert desk.post("/admin/desk/let-go/").status_code == 204
    assert not Claim.objects.filter(ahead=True, ended_at=None).exists()
    assert Claim.objects.get(ended_at=None) == held


def test_drawings_know_their_places_and_what_is_not_defined() -> None:
    chart = bars([("a", 4, "four"), ("b", 1, "one")])
    assert [bar.size for bar in chart.bars] == [360, 90]
    assert (bars([]).length, chart.length) == (0, 48)
    lines = spreads({"all": Agreement(0.0, -1.0, 1.0, 9), "none": Agreement(None, None, None, 0)})
    assert [mark.at for mark in lines.marks] == [350.0, None]
    assert (lines.marks[0].low, lines.marks[0].high) == (170.0, 530.0)
