"""Audits, snapshots and the ledger in the admin: looked at, retried, never changed."""

import hashlib
from datetime import datetime

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from auditor import review
from auditor.admin.pages import moment
from auditor.desk import ledger
from auditor.models import Audit, QueueItem, ReviewEntry, Snapshot
from auditor.storage import archive
from tests.factories import TAKEN, make_audit, make_item

AUDITS = reverse("admin:auditor_audit_changelist")
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

    def test_the_address_of_the_button_leads_back_to_the_audit(self, client: Client, editor: User) -> None:
        audit = failed_audit()
        client.force_login(editor)
        answer = client.get(reverse("admin:auditor_audit_retry", args=[audit.pk]))
        assert answer.headers["Location"] == reverse("admin:auditor_audit_change", args=[audit.pk])

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
        assert moment(TAKEN) == "16 Mar 2026 12:00 UTC"
        assert moment(TAKEN) in html

    def test_moments_are_told_alike_on_every_row_s_page(
        self, client: Client, reader: User, reviewer: User, now: datetime
    ) -> None:
        item = make_item()
        claimed = review.claim(item.pk, reviewer=reviewer, now=now)
        decision = review.decide(
            item.pk, reviewer=reviewer, fence=claimed.fence, verdict="unsourced", now=now
        )
        client.force_login(reader)
        told = {
            item.audit: "16 Mar 2026 12:00 UTC",
            item.audit.snapshot: "16 Mar 2026 12:00 UTC",
            decision: "17 Mar 2026 09:30 UTC",
            item.log.latest("pk"): "17 Mar 2026 09:30 UTC",
        }
        for row, words in told.items():
            address = reverse(f"admin:auditor_{row._meta.model_name}_change", args=[row.pk])
            assert words in client.get(address).content.decode()


class TestLedger:
    """Decisions and the log, to look at."""

    def test_decisions_and_acts_are_listed(self, client: Client, reader: User, reviewer: User) -> None:
        item = make_item()
        QueueItem.objects.update(quote="word " * 40)
        held = review.claim(item.pk, reviewer=reviewer, now=timezone.now())
        decision = review.decide(
            item.pk, reviewer=reviewer, fence=held.fence, verdict="unsourced", now=timezone.now()
        )
        review.undo(decision.pk, reviewer=reviewer, now=timezone.now())
        client.force_login(reader)
        html = client.get(reverse("admin:auditor_decision_changelist")).content.decode()
        assert "Needs a source and has none" in html
        assert f"undoes decision {decision.pk}" in html
        assert ("word " * 20)[:99] + "…" in html
        html = client.get(reverse("admin:auditor_reviewentry_changelist")).content.decode()
        for act in ("Decided", "Undone"):
            assert act in html

    def test_an_act_of_the_auditor_itself_names_it(self, client: Client, reader: User) -> None:
        ledger.append([ReviewEntry(item=make_item(), act="withdrawn", at=timezone.now())])
        client.force_login(reader)
        html = client.get(reverse("admin:auditor_reviewentry_changelist")).content.decode()
        assert "the auditor" in html

    @pytest.mark.parametrize("model", ["snapshot", "audit", "decision", "reviewentry", "queueitem"])
    def test_what_must_not_change_cannot_be_changed_by_anyone(
        self, client: Client, administrator: User, model: str
    ) -> None:
        item = make_item()
        held = review.claim(item.pk, reviewer=administrator, now=timezone.now())
        decision = review.decide(
            item.pk, reviewer=administrator, fence=held.fence, verdict="unsourced", now=timezone.now()
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


def test_a_moment_is_told_in_utc_to_the_minute() -> None:
    assert moment(TAKEN) == "16 Mar 2026 12:00 UTC"
    assert moment(None) == "–"
    assert moment(None, empty="never") == "never"
