"""Articles in the admin: listed, corrected, fetched again."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from auditor import ingest
from auditor.admin.article_list import body_share
from auditor.models import Article, Audit, Passage, QueueItem
from tests.factories import make_article, make_audit, make_item, make_items

LIST = reverse("admin:auditor_article_changelist")
REFRESH = '<meta http-equiv="refresh" content="3">'

pytestmark = pytest.mark.django_db


def page_of(article: Article) -> str:
    return reverse("admin:auditor_article_change", args=[article.pk])


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


class TestList:
    """The figures of the list and what they cost."""

    def test_it_says_of_each_article_where_it_stands(
        self, client: Client, reader: User, audited_seeds: list[Article]
    ) -> None:
        client.force_login(reader)
        rows = {row.pk: row for row in client.get(LIST).context["cl"].result_list}
        row = rows[audited_seeds[4].pk]
        audit = Audit.objects.get(snapshot__article=row)
        assert row.signals == audit.signals
        assert row.open_flags == QueueItem.objects.filter(article=row).count() > 0
        assert row.last_audited is not None
        assert row.audit_state == "done"

    def test_list_and_page_tell_the_same_body_share_by_the_audit_s_own_signal(
        self, client: Client, reader: User
    ) -> None:
        audit = make_audit()
        signal = {"name": "body_share", "numerator": 3666, "denominator": 10_000, "unit": "characters",
                  "reason": "running text", "standard": "", "sufficient": True, "needed": 0, "interval": None,
                  "spans": []}  # fmt: skip
        Audit.objects.filter(pk=audit.pk).update(signals=[{**signal, "name": "noise"}, signal])
        Passage.objects.create(
            audit=audit, ordinal=0, start=0, end=4, kind="body", alone="body", confidence=1, reason=""
        )
        client.force_login(reader)
        assert '<td class="field-body_share">37 %</td>' in client.get(LIST).content.decode()
        html = client.get(page_of(audit.snapshot.article)).content.decode()
        assert "<dt>Body share</dt><dd>37 %</dd>" in html
        assert "3,666 of 10,000 characters" in html

    def test_a_body_share_of_nothing_is_unknown(self) -> None:
        nothing = {"name": "body_share", "numerator": 0, "denominator": 0}
        assert body_share(None) == body_share([]) == body_share([nothing]) == "–"

    @pytest.mark.parametrize(
        ("state", "title"),
        [
            ("refused", "Refused"),
            ("unfetched", "Unfetched"),
            ("waiting", "Waiting"),
            ("done", "Done"),
            ("failed", "Failed"),
            ("superseded", "Superseded"),
        ],
    )
    def test_it_can_be_narrowed_to_a_state(
        self, client: Client, reader: User, state: str, title: str
    ) -> None:
        for name in ("Refused", "Unfetched", "Waiting", "Done", "Failed", "Superseded"):
            article = make_article()
            changes = {"title": name, "refusal_code": "dns" if name == "Refused" else ""}
            Article.objects.filter(pk=article.pk).update(**changes)
            if name in ("Waiting", "Done", "Failed", "Superseded"):
                audit = make_audit(article=article)
                Audit.objects.filter(pk=audit.pk).update(state=name.lower())
        client.force_login(reader)
        shown = client.get(LIST, {"state": state}).context["cl"].result_list
        assert [article.title for article in shown] == [title]

    def test_it_is_searched_by_title_address_and_outlet(self, client: Client, reader: User) -> None:
        article = make_article(outlet="harbour.example", address="https://harbour.example/a")
        make_article(outlet="noise.example")
        client.force_login(reader)
        for words in ("harbour.example/a", "harbour.example", article.title):
            assert list(client.get(LIST, {"q": words}).context["cl"].result_list) == [article]

    def test_more_rows_cost_no_more_queries(self, client: Client, reader: User) -> None:
        client.force_login(reader)
        make_items(2)
        few = queries(client, LIST)
        make_items(10)
        assert queries(client, LIST) == few


class TestUpkeep:
    """Correcting and fetching again, for editors."""

    def test_an_editor_corrects_the_title_and_comes_back_to_the_article(
        self, client: Client, editor: User
    ) -> None:
        article = make_article()
        client.force_login(editor)
        address = reverse("admin:auditor_article_details", args=[article.pk])
        assert "Correct details" in client.get(address).content.decode()
        sent = {"title": "Better", "outlet": article.outlet_id, "interval": "2 00:00:00", "next_audit_at": ""}
        assert client.post(address, sent).headers["Location"] == page_of(article)
        article.refresh_from_db()
        assert (article.title, article.interval) == ("Better", timedelta(days=2))

    def test_an_article_moved_to_another_outlet_takes_its_flags_along(
        self, client: Client, editor: User
    ) -> None:
        item, other = make_item(outlet="a.example"), make_article(outlet="b.example").outlet
        client.force_login(editor)
        sent = {"title": "Better", "outlet": other.pk, "interval": "", "next_audit_at": ""}
        client.post(reverse("admin:auditor_article_details", args=[item.article_id]), sent)
        item.refresh_from_db()
        assert (item.outlet, item.article.docket.outlet) == (other, other)

    def test_a_reviewer_may_not_correct(self, client: Client, reviewer: User) -> None:
        article = make_article()
        client.force_login(reviewer)
        address = reverse("admin:auditor_article_details", args=[article.pk])
        assert client.get(address).status_code == 403
        assert "Correct details" not in client.get(page_of(article)).content.decode()

    def test_nobody_deletes_an_article(self, client: Client, administrator: User) -> None:
        article = make_article()
        client.force_login(administrator)
        address = reverse("admin:auditor_article_delete", args=[article.pk])
        assert client.post(address, {"post": "yes"}).status_code == 403
        assert Article.objects.exists()

    def test_a_refused_address_shows_its_reason_and_who_may_submit_has_it_fetched_again(
        self, client: Client, reviewer: User, reader: User, now: datetime
    ) -> None:
        article = ingest.submit_address("https://example.org/a", now=now).article
        Article.objects.filter(pk=article.pk).update(
            refusal_code="http_status",
            refusal_reason="The site has no such page.",
            failures=2,
            next_audit_at=None,
        )
        fetch = reverse("admin:auditor_article_fetch", args=[article.pk])
        client.force_login(reader)
        assert fetch not in client.get(page_of(article)).content.decode()
        assert client.post(fetch).status_code == 403
        client.force_login(reviewer)
        html = client.get(page_of(article)).content.decode()
        assert "The site has no such page. No further try is planned." in html
        assert "The address was refused</b> (2 attempts in a row" in html
        assert fetch in html
        answer = client.post(fetch, follow=True)
        assert "being fetched again" in answer.content.decode()
        article.refresh_from_db()
        assert article.next_audit_at is not None

    def test_a_failure_that_may_pass_is_no_refusal(self, client: Client, reader: User, now: datetime) -> None:
        article = ingest.submit_address("https://example.org/a", now=now).article
        Article.objects.update(refusal_code="dns", refusal_reason="No such name.", failures=1)
        client.force_login(reader)
        html = client.get(page_of(article)).content.decode()
        assert "The address could not be fetched</b> (first attempt, dns)" in html
        assert "Next try: 17 Mar 2026 09:30 UTC." in html

    def test_the_address_of_the_button_leads_back_to_the_article(self, client: Client, editor: User) -> None:
        article = make_article()
        client.force_login(editor)
        answer = client.get(reverse("admin:auditor_article_fetch", args=[article.pk]))
        assert answer.headers["Location"] == page_of(article)

    def test_an_article_without_an_address_cannot_be_fetched_again(
        self, client: Client, editor: User
    ) -> None:
        article = make_article()
        client.force_login(editor)
        answer = client.post(reverse("admin:auditor_article_fetch", args=[article.pk]), follow=True)
        assert [message.level_tag for message in answer.context["messages"]] == ["error"]
