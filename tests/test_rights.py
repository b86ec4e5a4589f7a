"""Rights where they are shown: stored with the audit, in the API, on its page, on the command line."""

import json

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError
from django.test import Client
from django.urls import reverse

from auditor.admin import rights_panel
from auditor.models import Article, Audit
from tests.api_door import Caller, code_of
from tests.factories import make_audit
from tests.test_command_inspect import ROOT, run

SEEDS = {number: next((ROOT / "seeds").glob(f"{number}*.txt")) for number in ("000", "001")}


@pytest.fixture
def tool(reader: User) -> Caller:
    """A tool that may read."""
    return Caller(reader)


def audit_of(article: Article) -> Audit:
    return Audit.objects.get(snapshot__article=article)


@pytest.mark.django_db
class TestStored:
    """With the audit, and by the API."""

    def test_an_audit_keeps_its_rights_and_its_policy(self, audited_seeds: list[Article]) -> None:
        stated = [audit_of(article) for article in audited_seeds]
        assert [bool(audit.rights and audit.rights["stated"]) for audit in stated] == [
            True, False, False, False, True,
        ]  # fmt: skip
        assert [audit.policy is not None for audit in stated] == [True, False, False, False, True]

    def test_the_detail_has_them_with_their_words(self, tool: Caller, audited_seeds: list[Article]) -> None:
        audit = audit_of(audited_seeds[0])
        found = tool.get(f"audits/{audit.pk}/").json()
        text = tool.get(f"audits/{audit.pk}/text/").json()["text"]
        spans = [span for one in found["rights"]["statements"] for span in one["spans"]]
        assert spans
        assert all(text[span["start"] : span["end"]] == span["text"] for span in spans)
        assert "rights" not in tool.get("audits/").json()["results"][0]

    def test_the_policy_is_json_ld_unless_json_is_asked_for(
        self, tool: Caller, audited_seeds: list[Article]
    ) -> None:
        audit = audit_of(audited_seeds[0])
        answer = tool.get(f"audits/{audit.pk}/policy/")
        assert answer.headers["Content-Type"] == "application/ld+json"
        assert json.loads(answer.content) == audit.policy
        plain = tool.client.get(f"/api/v1/audits/{audit.pk}/policy/", headers={"Accept": "application/json"})
        assert plain.headers["Content-Type"] == "application/json"

    def test_where_no_rule_is_stated_there_is_no_policy(
        self, tool: Caller, audited_seeds: list[Article]
    ) -> None:
        answer = tool.get(f"audits/{audit_of(audited_seeds[1]).pk}/policy/")
        assert code_of(answer) == (404, "no_rules")

    def test_an_audit_without_rights_is_unfinished(self, tool: Caller) -> None:
        assert code_of(tool.get(f"audits/{make_audit().pk}/policy/")) == (409, "audit_unfinished")
        assert code_of(tool.get("audits/999999/policy/"))[0] == 404


@pytest.mark.django_db
class TestPanel:
    """On the article page."""

    def page(self, client: Client, user: User, article: Article) -> str:
        client.force_login(user)
        return client.get(reverse("admin:auditor_article_change", args=[article.pk])).content.decode()

    def test_contradictions_stand_first_and_link_to_both_sides(
        self, client: Client, reader: User, audited_seeds: list[Article]
    ) -> None:
        html = self.page(client, reader, audited_seeds[4])
        assert "Rights (1 contradiction)" in html
        assert "Owned by one alone, taken from others</b> (high)" in html
        owned = audit_of(audited_seeds[4]).passages.get(kind="copyright_notice")
        assert f'href="#passage-{owned.ordinal}">“All content herein is owned' in html
        assert f'id="passage-{owned.ordinal}"' in html

    def test_who_may_do_what_is_a_table(
        self, client: Client, reader: User, audited_seeds: list[Article]
    ) -> None:
        html = self.page(client, reader, audited_seeds[0])
        assert "all articles of Global Research may be cross-posted (community internet sites)" in html
        assert "<li>a hyperlink leads to the original</li>" in html
        assert "publications@globalresearch.ca" in html
        assert "no legal advice" in html
        assert "&quot;obtainConsent&quot;" in html

    def test_a_page_that_says_nothing_is_not_taken_for_permission(
        self, client: Client, reader: User, audited_seeds: list[Article]
    ) -> None:
        html = self.page(client, reader, audited_seeds[1])
        assert "No notice on this page speaks of rights; that is not permission." in html
        assert "Statement by statement" not in html

    def test_an_audit_that_is_not_done_has_no_panel(self, client: Client, reader: User) -> None:
        assert "rights-title" not in self.page(client, reader, make_audit().snapshot.article)
        assert rights_panel.panel(None, (), part=9) is None


def statement(**said: object) -> dict[str, object]:
    return {
        "claim": "grant", "assigner": [], "assignee": "anyone", "target": "the article", "whose": None,
        "uses": [], "conditions": [], "venues": [], "contact": None, "licence": None, "year": None,
        "said_in": "metadata: license", "spans": [], **said,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ({"claim": "prohibition", "uses": ["print"]}, "nobody: the article may not be printed"),
        ({"claim": "reservation"}, "this keeps all rights in the article; it allows nothing"),
        ({"claim": "licence", "licence": "CC0"}, "anyone: the article may be used, under CC0"),
        ({"claim": "request"}, "whoever asks: the article may be used"),
    ],
)
def test_every_statement_says_who_may_do_what(said: dict[str, object], what: str) -> None:
    audit = Audit(rights={"reading": [], "statements": [statement(**said)], "contradictions": []})
    panel = rights_panel.panel(audit, (), part=9)
    assert panel is not None
    (line,) = panel.lines
    assert (line.what, line.who, line.places, line.said_in) == (what, "not said", (), "metadata: license")


def test_the_command_prints_the_report_the_data_and_the_policy() -> None:
    assert "! CONTRADICTION (medium) The copyright is claimed by Prof" in run(str(SEEDS["000"]))
    assert json.loads(run("--json", str(SEEDS["000"])))["rights"]["stated"] is True
    assert json.loads(run("--odrl", str(SEEDS["000"])))["@type"] == "Offer"
    with pytest.raises(CommandError, match="no_rules: No notice on this page speaks of rights"):
        run("--odrl", str(SEEDS["001"]))
