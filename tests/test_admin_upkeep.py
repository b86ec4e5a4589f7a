"""The rest of the admin: the start page, audits, snapshots, the ledger, tokens, and who may see what."""

import hashlib
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from auditor import archive, review
from auditor.admin.pages import member, moment
from auditor.admin.site import PAGES, Desk
from auditor.models import AccessToken, Article, Audit, Decision, Snapshot
from tests.factories import TAKEN, make_article, make_audit, make_item, make_items

INDEX = reverse("admin:index")
AUDITS = reverse("admin:auditor_audit_changelist")
TOKENS = reverse("admin:auditor_accesstoken_changelist")
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
        assert client.get(INDEX).context["standing"].mine == (mine,)

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

    def test_the_site_is_ours(self) -> None:
        assert isinstance(admin.site._wrapped, Desk)  # type: ignore[attr-defined]


class TestAudits:
    """Failed ones are visible with their reason and can be retried by editors."""

    def test_the_list_shows_failures_with_their_reason(self, client: Client, reader: User) -> None:
        audit = failed_audit()
        make_audit()
        client.force_login(reader)
        answer = client.get(AUDITS, {"state__exact": "failed"})
        assert list(answer.context["cl"].result_list) == [audit]
        assert "RecursionError: too deep" in answer.content.decode()
        assert "Retry the failed ones" not in answer.content.decode()

    def test_the_list_tells_the_time_it_took(self, client: Client, reader: User) -> None:
        Audit.objects.filter(pk=make_audit().pk).update(milliseconds=41.7)
        client.force_login(reader)
        assert "42 ms" in client.get(AUDITS).content.decode()

    def test_more_rows_cost_no_more_queries(self, client: Client, editor: User) -> None:
        def cost() -> int:
            with CaptureQueriesContext(connection) as captured:
                client.get(AUDITS)
            return len(captured)

        client.force_login(editor)
        failed_audit()
        few = cost()
        for _ in range(8):
            failed_audit()
        assert cost() == few

    def test_an_editor_retries_one_from_its_article(self, client: Client, editor: User) -> None:
        audit = failed_audit()
        client.force_login(editor)
        retry = reverse("admin:auditor_audit_retry", args=[audit.pk])
        for address in (
            reverse("admin:auditor_article_change", args=[audit.snapshot.article_id]),
            reverse("admin:auditor_audit_change", args=[audit.pk]),
        ):
            assert retry in client.get(address).content.decode()
        answer = client.post(retry, follow=True)
        assert "asked for again" in answer.content.decode()
        audit.refresh_from_db()
        assert (audit.state, audit.attempts, audit.error_code) == ("waiting", 0, "")

    def test_one_that_did_not_fail_is_left_alone(self, client: Client, editor: User) -> None:
        audit = make_audit()
        client.force_login(editor)
        retry = reverse("admin:auditor_audit_retry", args=[audit.pk])
        assert "only a failed one can be retried" in client.post(retry, follow=True).content.decode()
        assert client.post(reverse("admin:auditor_audit_retry", args=[999])).status_code == 404

    def test_a_reviewer_sees_the_failure_and_no_button(self, client: Client, reviewer: User) -> None:
        audit = failed_audit()
        client.force_login(reviewer)
        html = client.get(
            reverse("admin:auditor_article_change", args=[audit.snapshot.article_id])
        ).content.decode()
        assert "RecursionError: too deep" in html
        assert "Retry" not in html
        assert client.post(reverse("admin:auditor_audit_retry", args=[audit.pk])).status_code == 403

    def test_an_editor_retries_several_from_the_list(self, client: Client, editor: User) -> None:
        failed, done = failed_audit(), make_audit()
        client.force_login(editor)
        sent = {"action": "retry_failed", "_selected_action": [failed.pk, done.pk]}
        html = client.post(AUDITS, sent, follow=True).content.decode()
        assert "1 will be audited again. 1 had not failed and were left alone." in html
        html = client.post(AUDITS, {**sent, "_selected_action": [done.pk]}, follow=True).content.decode()
        assert "0 will be audited again." in html

    def test_all_of_them_failed_leaves_nothing_to_mention(self, client: Client, editor: User) -> None:
        client.force_login(editor)
        sent = {"action": "retry_failed", "_selected_action": [failed_audit().pk]}
        assert "left alone" not in client.post(AUDITS, sent, follow=True).content.decode()


class TestSnapshots:
    """Every version as it was served, and its bytes."""

    @pytest.fixture
    def snapshot(self) -> Snapshot:
        data = b"<script>alert(1)</script>"
        snapshot = make_audit().snapshot
        snapshot.payload = archive.keep(data)
        snapshot.save()
        return snapshot

    def test_the_bytes_come_only_as_a_file_to_save(
        self, client: Client, reader: User, snapshot: Snapshot
    ) -> None:
        client.force_login(reader)
        page = client.get(reverse("admin:auditor_snapshot_change", args=[snapshot.pk]))
        address = reverse("admin:auditor_snapshot_payload", args=[snapshot.pk])
        assert address in page.content.decode()
        answer = client.get(address)
        assert answer.content == b"<script>alert(1)</script>"
        digest = hashlib.sha256(answer.content).hexdigest()
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{digest}.bin"'
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]

    def test_bytes_that_are_gone_are_told(self, client: Client, reader: User) -> None:
        snapshot = make_audit().snapshot
        client.force_login(reader)
        address = reverse("admin:auditor_snapshot_payload", args=[snapshot.pk])
        assert "is missing from the store" in client.get(address, follow=True).content.decode()
        assert client.get(reverse("admin:auditor_snapshot_payload", args=[999])).status_code == 404

    def test_staff_without_a_group_do_not_get_them(self, client: Client, snapshot: Snapshot) -> None:
        client.force_login(User.objects.create_user("newcomer", is_staff=True))
        address = reverse("admin:auditor_snapshot_payload", args=[snapshot.pk])
        assert client.get(address).status_code == 403

    def test_the_list_says_when_each_was_taken(
        self, client: Client, reader: User, snapshot: Snapshot
    ) -> None:
        client.force_login(reader)
        html = client.get(reverse("admin:auditor_snapshot_changelist")).content.decode()
        assert moment(TAKEN) == "16 Mar 2026 12:00"
        assert moment(TAKEN) in html


class TestLedger:
    """Decisions and the log, to look at."""

    def test_decisions_and_acts_are_listed(self, client: Client, reader: User, reviewer: User) -> None:
        item = review.claim(make_item().pk, reviewer=reviewer, now=timezone.now())
        decision = review.decide(
            item.pk, reviewer=reviewer, fence=item.fence, verdict="unsourced", now=timezone.now()
        )
        Decision.objects.filter(pk=decision.pk).update(quote="word " * 40)
        review.undo(decision.pk, reviewer=reviewer, now=timezone.now())
        client.force_login(reader)
        html = client.get(reverse("admin:auditor_decision_changelist")).content.decode()
        assert "Needs a source and has none" in html
        assert f"undoes decision {decision.pk}" in html
        assert ("word " * 20)[:99] + "…" in html
        html = client.get(reverse("admin:auditor_reviewentry_changelist")).content.decode()
        for act in ("Claimed", "Decided", "Undone"):
            assert act in html

    def test_an_act_of_the_auditor_itself_names_it(self, client: Client, reader: User) -> None:
        make_item().log.create(act="withdrawn", at=timezone.now())
        client.force_login(reader)
        html = client.get(reverse("admin:auditor_reviewentry_changelist")).content.decode()
        assert "the auditor" in html

    @pytest.mark.parametrize("model", ["snapshot", "audit", "decision", "reviewentry", "queueitem"])
    def test_what_must_not_change_cannot_be_changed_by_anyone(
        self, client: Client, administrator: User, model: str
    ) -> None:
        item = review.claim(make_item().pk, reviewer=administrator, now=timezone.now())
        decision = review.decide(
            item.pk, reviewer=administrator, fence=item.fence, verdict="unsourced", now=timezone.now()
        )
        rows = {
            "snapshot": item.audit.snapshot,
            "audit": item.audit,
            "decision": decision,
            "reviewentry": item.log.first(),
            "queueitem": item,
        }
        row = rows[model]
        assert row is not None
        client.force_login(administrator)
        change = reverse(f"admin:auditor_{model}_change", args=[row.pk])
        assert client.post(change, {"revision": 7}).status_code in (403, 405)
        assert client.get(reverse(f"admin:auditor_{model}_add")).status_code == 403
        address = reverse(f"admin:auditor_{model}_delete", args=[row.pk])
        assert client.post(address, {"post": "yes"}).status_code == 403
        assert type(row).objects.filter(pk=row.pk).exists()


class TestTokens:
    """Each person's own tokens."""

    def test_a_token_is_shown_once_and_works_as_told(self, client: Client, reviewer: User) -> None:
        client.force_login(reviewer)
        sent = {"name": "newsroom", "scopes": ["read", "review"], "days": 30}
        answer = client.post(TOKEN, sent)
        token = AccessToken.objects.get()
        assert answer.context["token"] in answer.content.decode()
        assert answer.context["token"].startswith(token.token_key)
        assert "no-store" in answer.headers["Cache-Control"]
        assert (token.user, token.name, token.scopes) == (reviewer, "newsroom", ["read", "review"])
        assert timedelta(days=29) < token.expiry - timezone.now() <= timedelta(days=30)
        listed = client.get(TOKENS).content.decode()
        assert answer.context["token"] not in listed
        assert token.token_key[:8] in listed

    @pytest.mark.parametrize(
        "sent",
        [
            {},
            {"name": "x", "scopes": ["all"], "days": 3},
            {"name": "x", "scopes": ["read"], "days": 4000},
            {"name": "x", "days": 3},
        ],
    )
    def test_a_token_without_name_scope_or_end_is_not_made(
        self, client: Client, reviewer: User, sent: dict[str, object]
    ) -> None:
        client.force_login(reviewer)
        assert "No token was made" in client.post(TOKEN, sent).content.decode()
        assert not AccessToken.objects.exists()

    def test_others_see_and_revoke_only_their_own(
        self, client: Client, reviewer: User, reader: User, administrator: User
    ) -> None:
        own, _ = AccessToken.objects.create(user=reviewer, name="own", scopes=["read"])
        other, _ = AccessToken.objects.create(user=reader, name="other", scopes=[], expiry=None)
        client.force_login(reviewer)
        assert list(client.get(TOKENS).context["cl"].result_list) == [own]
        chosen = {"action": "revoke", "_selected_action": [own.pk, other.pk]}
        assert "1 revoked" in client.post(TOKENS, chosen, follow=True).content.decode()
        assert list(AccessToken.objects.all()) == [other]
        delete = reverse("admin:auditor_accesstoken_delete", args=[other.pk])
        assert client.post(delete, {"post": "yes"}).status_code == 302
        assert AccessToken.objects.filter(pk=other.pk).exists()
        client.force_login(administrator)
        html = client.get(TOKENS).content.decode()
        assert "nothing" in html
        assert "never" in html
        client.post(delete, {"post": "yes"})
        assert not AccessToken.objects.exists()

    def test_a_token_cannot_be_changed_afterwards(self, client: Client, reviewer: User) -> None:
        token, _ = AccessToken.objects.create(user=reviewer, name="own", scopes=["read"])
        client.force_login(reviewer)
        address = reverse("admin:auditor_accesstoken_change", args=[token.pk])
        assert client.get(address).status_code == 200
        assert client.post(address, {"scopes": "all"}).status_code == 403


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


def test_a_moment_is_told_in_utc_to_the_minute() -> None:
    assert moment(TAKEN) == "16 Mar 2026 12:00"
    assert moment(None) == "–"
    assert moment(None, empty="never") == "never"
