"""One notice in the admin: decided once for all its occurrences, its past drawn, everything undoable."""

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from auditor import tasks
from auditor.admin.catalogue_picture import picture
from auditor.admin.notice_page import highlighted
from auditor.catalogue import entries
from auditor.inspection.changes import word_diff
from auditor.models import Article, Audit, Boilerplate, HouseRule, Passage, Variant
from tests.factories import make_article, make_audit, make_item, make_notice, make_passage

pytestmark = pytest.mark.django_db

VIEWS = "The views expressed here are the author's own."


def page_of(notice: Boilerplate) -> str:
    return reverse("admin:auditor_boilerplate_change", args=[notice.pk])


def post(client: Client, door: str, notice: Boilerplate, **sent: Any) -> HttpResponse:
    answer: Any = client.post(reverse(f"admin:auditor_boilerplate_{door}", args=[notice.pk]), sent)
    return answer  # type: ignore[no-any-return]


class TestDeciding:
    """Buttons in forms, each with what it touches."""

    def test_it_says_beforehand_and_afterwards_what_is_touched(self, client: Client, reviewer: User) -> None:
        notice = make_notice(VIEWS)
        for number in range(3):
            make_passage(notice, outlet=f"{number % 2}.example")
        client.force_login(reviewer)
        html = client.get(page_of(notice)).content.decode()
        assert "<b>3 occurrences in 3 articles</b> of 2 outlets" in html
        answer = post(client, "decide", notice, act="confirm")
        html = client.get(answer["Location"]).content.decode()
        assert "Confirmed as disclaimer. It holds for 3 occurrences in 3 articles" in html
        assert "3 articles are audited again with it" in html
        entry = notice.log.get()
        assert f'name="entry" value="{entry.pk}"' in html
        answer = post(client, "undo", notice, entry=entry.pk)
        assert "Undone: everything stands as before." in client.get(answer["Location"]).content.decode()
        notice.refresh_from_db()
        assert notice.state == "found"

    def test_occurrences_are_those_of_the_articles_as_they_are_now(
        self, client: Client, reviewer: User
    ) -> None:
        notice = make_notice(VIEWS)
        article = make_article()
        old = make_passage(notice, article=article)  # two versions of one article, the older audited twice
        make_passage(notice, article=article)
        Audit.objects.create(
            snapshot=old.audit.snapshot, rulebook="s" * 64, state="done", reading=old.audit.reading
        )
        gone = make_article()
        make_passage(notice, article=gone)
        make_audit(article=gone, text="The notice was taken off.")
        client.force_login(reviewer)
        assert "<b>1 occurrence in 1 article</b> of 1 outlet" in client.get(page_of(notice)).content.decode()

    def test_the_log_calls_a_notice_what_it_was_called_then(self, client: Client, reviewer: User) -> None:
        notice = make_notice(VIEWS)
        client.force_login(reviewer)
        post(client, "decide", notice, act="confirm")
        post(client, "decide", notice, act="relabel", kind="contact", subkind="")
        html = client.get(page_of(notice)).content.decode()
        assert "Confirmed as disclaimer." in html
        assert "Relabelled: it is contact from now on." in html

    def test_every_button_does_what_it_says(self, client: Client, reviewer: User) -> None:
        notice, other = make_notice(VIEWS), make_notice("The views here are the author's own views.")
        client.force_login(reviewer)
        post(client, "decide", notice, act="relabel", kind="contact", subkind="desk")
        post(client, "decide", other, act="relabel", kind="contact", subkind="")
        answer = post(client, "decide", other, act="merge", into=notice.pk)
        assert answer["Location"].startswith(page_of(notice))
        wording = Variant.objects.get(wording=other.wording)
        html = client.get(page_of(notice)).content.decode()
        assert "2 variants" in html
        assert f"Notice {other.pk} was merged in." in html
        assert "Decide there." in client.get(page_of(other)).content.decode()
        post(client, "decide", notice, act="split", variant=wording.pk)
        post(client, "decide", notice, act="reject", reason="part of the story")
        notice.refresh_from_db()
        assert (notice.state, notice.kind, notice.variants.count()) == ("rejected", "contact", 1)
        assert "“part of the story”" in client.get(page_of(notice)).content.decode()

    @pytest.mark.parametrize(
        ("sent", "status", "words"),
        [
            ({"act": "reject", "reason": ""}, 422, "Say in a few words why"),
            ({"act": "merge", "into": "9" * 30}, 404, "There is no notice -1"),
            ({"act": "merge", "into": ""}, 404, "There is no notice"),
            ({"act": "split"}, 422, "Choose wordings"),
            ({"act": "relabel", "kind": "gossip"}, 422, "is no kind of notice"),
            ({"act": "burn"}, 422, "Choose what to do"),
        ],
    )
    def test_a_refusal_is_said_on_the_page(
        self, client: Client, reviewer: User, sent: dict[str, str], status: int, words: str
    ) -> None:
        notice = make_notice(VIEWS)
        client.force_login(reviewer)
        answer = post(client, "decide", notice, **sent)
        assert (answer.status_code, words in answer.content.decode()) == (status, True)
        assert "Error: Notice" in answer.content.decode()

    def test_a_decision_overtaken_by_another_is_a_conflict(
        self, client: Client, reviewer: User, editor: User, now: datetime
    ) -> None:
        notice = make_notice(VIEWS)
        entry = entries.confirm(notice.pk, by=editor, now=now)
        client.force_login(reviewer)
        assert post(client, "decide", notice, act="confirm").status_code == 409
        assert post(client, "undo", notice, entry=entry.pk).status_code == 403
        assert "Undo the last decision" not in client.get(page_of(notice)).content.decode()

    def test_readers_look_and_do_not_decide(self, client: Client, reader: User) -> None:
        notice = make_notice(VIEWS)
        client.force_login(reader)
        assert "Deciding needs the reviewer or editor group." in client.get(page_of(notice)).content.decode()
        assert post(client, "decide", notice, act="confirm").status_code == 403

    def test_a_notice_that_is_not_there_is_not_found(self, client: Client, reviewer: User) -> None:
        client.force_login(reviewer)
        gone = Boilerplate(pk=10**6)
        assert post(client, "decide", gone, act="confirm").status_code == 404


class TestAdopting:
    """From a flag into the catalogue."""

    def test_a_flags_page_offers_it_and_leads_to_the_notice(self, client: Client, reviewer: User) -> None:
        item = make_item(kind="unknown_boilerplate")
        client.force_login(reviewer)
        page = reverse("admin:auditor_queueitem_change", args=[item.pk])
        assert "Put it into the catalogue" in client.get(page).content.decode()
        answer: Any = client.post(
            reverse("admin:auditor_boilerplate_adopt"), {"item": item.pk, "kind": "contact"}
        )
        notice = Boilerplate.objects.get(wording=item.quote)
        assert answer["Location"].startswith(page_of(notice))
        assert "1 open flag" not in client.get(answer["Location"]).content.decode()

    def test_the_flags_page_names_the_notice_that_has_its_words(self, client: Client, reader: User) -> None:
        item = make_item(kind="unknown_boilerplate")
        notice = make_notice(item.quote)
        passage = make_passage(notice)
        Passage.objects.filter(pk=passage.pk).update(audit=item.audit, start=item.start, end=item.end)
        client.force_login(reader)
        html = client.get(reverse("admin:auditor_queueitem_change", args=[item.pk])).content.decode()
        assert f"notice {notice.pk}</a>: found by the rules" in html
        assert "Put it into the catalogue" not in html

    def test_what_cannot_be_adopted_is_refused(self, client: Client, reviewer: User) -> None:
        client.force_login(reviewer)
        door = reverse("admin:auditor_boilerplate_adopt")
        assert client.post(door, {"item": "x", "kind": "contact"}).status_code == 404
        item = make_item()
        answer: Any = client.post(door, {"item": item.pk, "kind": "contact"}, follow=True)
        assert "Only words flagged as unknown boilerplate" in answer.content.decode()


class TestRule:
    """Editors make rules; what was typed stays."""

    def test_a_refused_rule_keeps_what_was_typed(self, client: Client, editor: User, now: datetime) -> None:
        notice = make_notice(VIEWS)
        entries.confirm(notice.pk, by=editor, now=now)
        client.force_login(editor)
        typed = {"name": "house.x", "scope": "start", "pattern": "the (views", "examples": "The views too."}
        answer = post(client, "rule", notice, **typed)
        html = answer.content.decode()
        assert answer.status_code == 422
        assert all(words in html for words in ("cannot be read", "house.x", "the (views", "The views too."))
        post(client, "rule", notice, **{**typed, "pattern": "the views"})
        assert HouseRule.objects.get().name == "house.x"
        assert "Retire this rule" in client.get(page_of(notice)).content.decode()

    def test_nobody_else_sees_the_form(self, client: Client, reviewer: User, now: datetime) -> None:
        notice = make_notice(VIEWS)
        entries.confirm(notice.pk, by=reviewer, now=now)
        client.force_login(reviewer)
        assert "Make it a rule" not in client.get(page_of(notice)).content.decode()
        assert post(client, "rule", notice).status_code == 403


class TestPicture:
    """Kinds by outlets."""

    def test_each_cell_counts_distinct_notices(self) -> None:
        one, other = make_notice("© 2016 A", kind="copyright_notice"), make_notice(VIEWS)
        for outlet in ("a.example", "a.example", "b.example"):
            make_passage(one, outlet=outlet)
        make_passage(other, outlet="a.example")
        make_passage(make_notice("Not theirs."), outlet="a.example")
        drawn = picture(
            kind="disclaimer", outlet=str(Article.objects.filter(outlet__key="a.example")[0].outlet_id)
        )
        assert [name for _, name, _ in drawn.outlets] == ["a.example", "b.example"]
        rows = {row.kind: [cell.count for cell in row.cells] for row in drawn.rows}
        assert rows == {"disclaimer": [2, 0], "copyright_notice": [1, 1]}
        assert [cell.side for cell in drawn.rows[0].cells] == [26.0, 0.0]
        assert drawn.rows[0].cells[0].chosen
        assert drawn.total == 3

    def test_small_outlets_share_no_column_unless_asked_for(self) -> None:
        for number in range(12):
            notice = make_notice(f"Notice {number}.")
            make_passage(notice, outlet=f"{number:02}.example")
            if number:
                make_passage(make_notice(f"Second of {number}."), outlet=f"{number:02}.example")
        assert picture().others == 2
        least = Article.objects.get(outlet__key="00.example").outlet_id
        assert least not in [pk for pk, _, _ in picture().outlets]
        assert picture(outlet=str(least)).outlets[-1] == (least, "00.example", True)

    def test_an_empty_catalogue_says_what_fills_it(self, client: Client, reader: User, editor: User) -> None:
        door = reverse("admin:auditor_boilerplate_changelist")
        client.force_login(reader)
        assert "Notices come in with audits" in client.get(door).content.decode()
        client.force_login(editor)
        assert "Submit an article" in client.get(door).content.decode()

    def test_repeats_are_looked_for_on_demand(
        self, client: Client, reader: User, reviewer: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make_notice(VIEWS)
        rung: list[object] = []
        monkeypatch.setattr(tasks, "ring", rung.append)
        lists, door = (
            reverse("admin:auditor_boilerplate_changelist"),
            reverse("admin:auditor_boilerplate_learn"),
        )
        client.force_login(reader)
        assert client.post(door).status_code == 403
        assert "Look for repeats now" not in client.get(lists).content.decode()
        client.force_login(reviewer)
        assert "Look for repeats now" in client.get(lists).content.decode()
        assert "searched for repeats" in client.post(door, follow=True).content.decode()
        assert rung == [tasks.learn_repeats]

    def test_from_a_notice_the_next_proposal_is_one_click_away(self, client: Client, reader: User) -> None:
        first, noise, last = (make_notice(f"Proposal {n}.", state="proposed") for n in range(3))
        Boilerplate.objects.filter(pk=noise.pk).update(state="confirmed")
        client.force_login(reader)
        for notice, following in ((first, last), (last, first), (noise, last)):
            assert client.get(page_of(notice)).context["next"] == following
        Boilerplate.objects.update(state="found")
        assert client.get(page_of(first)).context["next"] is None

    def test_proposals_are_one_click_away(self, client: Client, reader: User) -> None:
        make_notice(VIEWS, state="proposed", origin="repeats")
        make_notice("Noise.")
        client.force_login(reader)
        door = reverse("admin:auditor_boilerplate_changelist")
        assert '<a href="?state=proposed"><b>1</b> want a decision</a>' in client.get(door).content.decode()
        rows = client.get(door, {"state": "proposed"}).context["cl"].result_list
        assert [row.wording for row in rows] == [VIEWS]


def test_a_diff_goes_word_by_word() -> None:
    pieces = word_diff("© 2016 A Press, all rights", "© 2017 A Press all rights reserved")
    assert [(piece.change, piece.words) for piece in pieces] == [
        ("kept", "©"),
        ("deleted", "2016"),
        ("inserted", "2017"),
        ("kept", "A"),
        ("deleted", "Press,"),
        ("inserted", "Press"),
        ("kept", "all rights"),
        ("inserted", "reserved"),
    ]


def test_values_are_marked_where_they_stand_the_longest_first() -> None:
    runs = highlighted(
        "© 2016 Harbour News Harbour", [{"holder": "Harbour News", "town": "Harbour", "n": "x"}]
    )
    assert [(run.words, run.value) for run in runs] == [
        ("© 2016 ", ""),
        ("Harbour News", "holder"),
        (" Harbour", ""),
    ]
