"""The catalogue and the outlets in the admin: each notice once, its history derived."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from auditor.models import Article, Audit, Boilerplate, Outlet
from tests import factories
from tests.factories import TAKEN, make_article, make_item, make_passage

LIST = reverse("admin:auditor_boilerplate_changelist")
OUTLETS = reverse("admin:auditor_outlet_changelist")
WORDING = "The views expressed here are the author's own and nobody else's."

pytestmark = pytest.mark.django_db


def page_of(notice: Boilerplate) -> str:
    return reverse("admin:auditor_boilerplate_change", args=[notice.pk])


def make_notice(wording: str = WORDING, *, kind: str = "disclaimer", subkind: str = "") -> Boilerplate:
    return factories.make_notice(wording, kind=kind, subkind=subkind)


def found_in(
    notice: Boilerplate, *, outlet: str = "example.org", values: dict[str, object] | None = None
) -> Audit:
    return make_passage(notice, outlet=outlet, values=values or {}).audit


def shown(client: Client, **asked: object) -> list[Boilerplate]:
    return list(client.get(LIST, asked).context["cl"].result_list)


class TestList:
    """Notices with where and when they were seen."""

    def test_it_counts_articles_and_outlets_and_tells_first_and_last(
        self, client: Client, reader: User
    ) -> None:
        notice = make_notice(subkind="personal_views")
        for outlet in ("a.example", "a.example", "b.example"):
            audit = found_in(notice, outlet=outlet)
        audit.snapshot.taken_at = TAKEN + timedelta(days=40)
        audit.snapshot.save()
        make_notice("Noise: never found anywhere.")
        client.force_login(reader)
        html = client.get(LIST).content.decode()
        row = html[html.index(page_of(notice)) :].split("</tr>")[0]
        for cell in ("disclaimer · personal views", ">3<", ">2<", "16 Mar 2026", "25 Apr 2026"):
            assert cell in row

    def test_it_is_narrowed_by_kind_outlet_and_words(self, client: Client, reader: User) -> None:
        wanted = make_notice(kind="copyright_notice", wording="© Harbour News 2026")
        noise = make_notice()
        found_in(wanted, outlet="harbour.example")
        found_in(noise, outlet="noise.example")
        client.force_login(reader)
        outlet = Outlet.objects.get(key="harbour.example").pk
        assert shown(client, kind="copyright_notice") == [wanted]
        assert shown(client, outlet=outlet) == [wanted]
        assert shown(client, q="harbour") == [wanted]
        assert shown(client, outlet="x") == shown(client, outlet="9" * 20) == []

    def test_it_is_ordered_by_how_widespread_a_notice_is(self, client: Client, reader: User) -> None:
        rare, common = make_notice("Rare."), make_notice("Common.")
        for notice, times in ((rare, 1), (common, 3)):
            for _ in range(times):
                found_in(notice)
        client.force_login(reader)
        assert shown(client, o="-3") == [common, rare]
        assert shown(client, o="3") == [rare, common]

    def test_the_outlet_filter_does_not_change_the_figures(self, client: Client, reader: User) -> None:
        notice = make_notice()
        for outlet in ("a.example", "b.example"):
            found_in(notice, outlet=outlet)
        client.force_login(reader)
        (row,) = shown(client, outlet=Outlet.objects.get(key="a.example").pk)
        assert row.outlets == 2

    def test_more_rows_cost_no_more_queries(self, client: Client, reader: User) -> None:
        def cost() -> int:
            with CaptureQueriesContext(connection) as captured:
                client.get(LIST)
            return len(captured)

        client.force_login(reader)
        found_in(make_notice())
        few = cost()
        for number in range(10):
            found_in(make_notice(f"Notice number {number}."))
        assert cost() == few

    def test_a_long_wording_is_cut(self, client: Client, reader: User) -> None:
        make_notice("word " * 100)
        client.force_login(reader)
        assert ("word " * 24)[:119] + "…" in client.get(LIST).content.decode()


class TestNotice:
    """One notice."""

    def test_it_shows_every_occurrence_and_what_was_read_out_of_it(
        self, client: Client, reader: User
    ) -> None:
        notice = make_notice("© Harbour News 2026", kind="copyright_notice")
        values: dict[str, object] = {"holder": "Harbour News", "year": 2026}
        first = found_in(notice, outlet="a.example", values=values)
        second = found_in(notice, outlet="b.example", values=values)
        Article.objects.filter(pk=second.snapshot.article_id).update(title="", address="https://b.example/x")
        client.force_login(reader)
        answer = client.get(page_of(notice))
        html = answer.content.decode()
        assert answer.context["parsed"] == [values]
        assert [row.article.outlet.name for row in answer.context["occurrences"]] == [
            "a.example",
            "b.example",
        ]
        for words in ("© Harbour News 2026", first.snapshot.article.title, "https://b.example/x", "holder"):
            assert words in html

    def test_a_notice_that_is_nowhere_any_more_says_so(self, client: Client, reader: User) -> None:
        client.force_login(reader)
        assert "In no audit that is kept." in client.get(page_of(make_notice())).content.decode()

    def test_near_relations_are_of_the_same_kind_and_share_half_their_words(
        self, client: Client, reader: User
    ) -> None:
        notice = make_notice()
        close = make_notice(WORDING.replace("author's", "writer's"))
        make_notice("Something else entirely.")
        make_notice(WORDING + " Really.", kind="fair_use_notice")
        client.force_login(reader)
        answer = client.get(page_of(notice))
        assert [relation.notice for relation in answer.context["relations"]] == [close]
        assert "91 %" in answer.content.decode()

    def test_it_cannot_be_changed_or_deleted(self, client: Client, administrator: User) -> None:
        notice = make_notice()
        client.force_login(administrator)
        assert client.post(page_of(notice), {"wording": "x"}).status_code == 405
        address = reverse("admin:auditor_boilerplate_delete", args=[notice.pk])
        assert client.post(address, {"post": "yes"}).status_code == 403

    def test_one_that_is_not_there_is_not_found(self, client: Client, reader: User) -> None:
        client.force_login(reader)
        address = reverse("admin:auditor_boilerplate_change", args=["999"])
        assert client.get(address).status_code == 404


class TestOutlets:
    """Outlets and their derived counts."""

    def test_it_counts_articles_open_flags_and_distinct_notices(self, client: Client, reader: User) -> None:
        notice = make_notice()
        for _ in range(2):
            found_in(notice, outlet="a.example")
        make_item(outlet="a.example")
        make_item(outlet="noise.example")
        client.force_login(reader)
        rows = {row.key: row for row in client.get(OUTLETS).context["cl"].result_list}
        row = rows["a.example"]
        assert (row.articles_n, row.flags_n, row.notices_n) == (3, 1, 1)

    def test_its_page_leads_to_what_is_counted(self, client: Client, reader: User) -> None:
        item = make_item(outlet="a.example")
        outlet = item.article.outlet
        client.force_login(reader)
        html = client.get(reverse("admin:auditor_outlet_change", args=[outlet.pk])).content.decode()
        for address in (
            f"{reverse('admin:auditor_article_changelist')}?outlet__id__exact={outlet.pk}",
            f"{reverse('admin:auditor_queueitem_changelist')}?outlet__id__exact={outlet.pk}",
            f"{LIST}?outlet={outlet.pk}",
        ):
            assert address in html
            assert client.get(address).status_code == 200

    def test_an_editor_corrects_its_name_and_nothing_else(
        self, client: Client, editor: User, reviewer: User
    ) -> None:
        outlet = make_article(outlet="a.example").outlet
        address = reverse("admin:auditor_outlet_change", args=[outlet.pk])
        client.force_login(reviewer)
        assert client.post(address, {"name": "A"}).status_code == 403
        client.force_login(editor)
        client.post(address, {"name": "The A Tribune", "key": "other.example"})
        outlet.refresh_from_db()
        assert (outlet.name, outlet.key) == ("The A Tribune", "a.example")

    def test_outlets_are_neither_added_nor_deleted_by_hand(self, client: Client, administrator: User) -> None:
        outlet = make_article().outlet
        client.force_login(administrator)
        assert client.get(reverse("admin:auditor_outlet_add")).status_code == 403
        address = reverse("admin:auditor_outlet_delete", args=[outlet.pk])
        assert client.post(address, {"post": "yes"}).status_code == 403
