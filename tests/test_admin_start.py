"""The start page of the admin, and who gets how far."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from auditor import review
from auditor.admin.pages import member
from auditor.admin.site import PAGES, Desk
from auditor.models import Article, Audit
from tests.factories import make_article, make_audit, make_item, make_items

INDEX = reverse("admin:index")
TOKEN = reverse("admin:auditor_accesstoken_add")

pytestmark = pytest.mark.django_db


def failed_audit(**changes: object) -> Audit:
    audit = make_audit()
    reason = "RecursionError: too deep"
    Audit.objects.filter(pk=audit.pk).update(
        **{"state": "failed", "error_code": "inspection_failed", "error_reason": reason, **changes}
    )
    audit.refresh_from_db()
    return audit


class TestStart:
    """Where things stand."""

    def test_an_empty_house_says_how_to_begin(self, client: Client, reviewer: User) -> None:
        client.force_login(reviewer)
        html = client.get(INDEX).content.decode()
        assert "No article has been submitted yet." in html
        assert reverse("admin:auditor_article_add") in html

    def test_a_reader_of_an_empty_house_is_not_offered_what_they_may_not(
        self, client: Client, reader: User
    ) -> None:
        client.force_login(reader)
        html = client.get(INDEX).content.decode()
        assert "A reviewer or an editor can submit one." in html
        assert "Submit the first article" not in html

    def test_it_counts_what_waits_what_failed_and_what_was_refused(
        self, client: Client, reviewer: User
    ) -> None:
        failed_audit()
        failed_audit(state="waiting")
        make_items(2)
        old = make_item(kind="weak_sourcing")
        type(old).objects.filter(pk=old.pk).update(raised_at=timezone.now() - timedelta(days=15))
        Article.objects.filter(pk=make_article().pk).update(refusal_code="dns")
        client.force_login(reviewer)
        answer = client.get(INDEX)
        figures = answer.context["standing"]
        assert (figures.articles, figures.open, figures.waiting) == (6, 3, 1)
        assert (figures.failed, figures.refused) == (1, 1)
        assert [(pile.label, pile.count) for pile in figures.piles] == [
            ("unsourced assertion", 2),
            ("weak sourcing", 1),
        ]
        assert "2 weeks, 1 day" in answer.content.decode().replace("\xa0", " ")

    def test_it_lists_what_i_hold(self, client: Client, reviewer: User, editor: User) -> None:
        mine, theirs = make_items(2)
        for item, who in ((mine, reviewer), (theirs, editor)):
            review.claim(item.pk, reviewer=who, now=timezone.now())
        client.force_login(reviewer)
        assert [held.article for held in client.get(INDEX).context["standing"].mine] == [mine.article]

    def test_it_lists_what_i_decided_last(self, client: Client, reviewer: User, editor: User) -> None:
        client.force_login(reviewer)
        assert "None yet." in client.get(INDEX).content.decode()
        made = []
        for item, who in zip(make_items(3), (reviewer, editor, reviewer), strict=True):
            fence = review.claim(item.pk, reviewer=who, now=timezone.now()).fence
            made.append(
                review.decide(item.pk, reviewer=who, fence=fence, verdict="unsourced", now=timezone.now())
            )
        review.undo(made[2].pk, reviewer=reviewer, now=timezone.now())
        answer = client.get(INDEX)
        assert answer.context["standing"].decided == (made[0],)
        assert "Needs a source and has none" in answer.content.decode()

    def test_a_reader_decides_nothing_and_has_no_such_list(self, client: Client, reader: User) -> None:
        client.force_login(reader)
        html = client.get(INDEX).content.decode()
        assert "Your last decisions" not in html
        assert "Recent actions" not in html

    def test_large_figures_are_grouped(self, client: Client, reader: User) -> None:
        outlet = make_article().outlet
        Article.objects.bulk_create(Article(outlet=outlet, key=str(number)) for number in range(1000))
        client.force_login(reader)
        assert ">1,001</a>" in client.get(INDEX).content.decode()
        articles = client.get(reverse("admin:auditor_article_changelist")).content.decode()
        assert "1,001 articles" in articles

    def test_with_nothing_open_it_says_so(self, client: Client, reader: User) -> None:
        make_audit()
        client.force_login(reader)
        assert "No flag waits for a decision." in client.get(INDEX).content.decode()

    def test_staff_without_a_group_see_no_figures(self, client: Client, db: None) -> None:
        client.force_login(User.objects.create_user("newcomer", is_staff=True))
        answer = client.get(INDEX)
        assert answer.status_code == 200
        assert answer.context["standing"] is None

    def test_its_cost_does_not_grow_with_the_queue(self, client: Client, reviewer: User) -> None:
        def cost() -> int:
            with CaptureQueriesContext(connection) as captured:
                client.get(INDEX)
            return len(captured)

        client.force_login(reviewer)
        make_items(1)
        few = cost()
        make_items(10)
        assert cost() == few

    def test_our_tables_come_first_in_working_order(self, client: Client, administrator: User) -> None:
        client.force_login(administrator)
        apps = client.get(INDEX).context["app_list"]
        assert [app["app_label"] for app in apps] == ["auditor", "auth"]
        assert [model["model"] for model in apps[0]["models"]] == list(PAGES)

    def test_on_a_phone_every_column_says_what_it_is(self) -> None:
        found = finders.find("auditor/desk.css")
        rules = Path(str(found)).read_text()
        for model in PAGES:
            model_admin = admin.site._registry[model]
            for column in list(model_admin.list_display)[1:]:
                label = label_for_field(str(column), model, model_admin)
                words = str(label)[0].upper() + str(label)[1:]
                (rule,) = re.findall(
                    rf"#result_list td[^{{]*\.field-{column}\b[^{{]*::before {{(.*?)}}", rules
                )
                assert rule == f' content: "{words}: "; '

    def test_the_site_is_ours(self) -> None:
        assert isinstance(admin.site._wrapped, Desk)  # type: ignore[attr-defined]


class TestWho:
    """Nobody gets further than they may; what is refused says so in our own words."""

    @pytest.mark.parametrize("model", [model.__name__.lower() for model in PAGES])
    def test_somebody_not_signed_in_is_sent_to_the_login(self, client: Client, model: str) -> None:
        answer = client.get(reverse(f"admin:auditor_{model}_changelist"))
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("admin:login"))

    def test_the_guard_of_every_page_turns_strangers_away(self) -> None:
        request = RequestFactory().get(INDEX)
        request.user = AnonymousUser()
        with pytest.raises(PermissionDenied):
            member(request)

    def test_a_refusal_is_a_page_of_ours(self, client: Client, reader: User) -> None:
        client.force_login(reader)
        answer = client.get(reverse("admin:auditor_article_add"))
        assert answer.status_code == 403
        assert "You may not do this" in answer.content.decode()

    def test_no_page_holds_inline_script_or_style(self, client: Client, administrator: User) -> None:
        make_item()
        client.force_login(administrator)
        for model in PAGES:
            html = client.get(reverse(f"admin:auditor_{model.__name__.lower()}_changelist")).content.decode()
            assert " style=" not in html
            assert "<style" not in html
            assert "<script>" not in html
            assert " onclick=" not in html
