"""Who may do what through the API: every operation, every persona."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from auditor import review
from auditor.api.schema import document
from auditor.api.urls import router
from auditor.models import AccessToken, Audit, Capture
from tests.api_door import Caller, code_of, token_of
from tests.factories import make_audit, make_item, make_notice

pytestmark = pytest.mark.django_db

# Statuses for: nobody, reader, reviewer, editor; an editor's tokens for reading, submitting, reviewing.
# Past the door a mutation is still refused for want of a body (400) or of something to act on (409).
ACCESS = {
    "GET articles/": (401, 200, 200, 200, 200, 403, 403),
    "POST articles/": (401, 403, 400, 400, 403, 400, 403),
    "GET articles/{article}/": (401, 200, 200, 200, 200, 403, 403),
    "GET articles/{article}/timeline/": (401, 200, 200, 200, 200, 403, 403),
    "GET articles/{article}/diff/": (401, 400, 400, 400, 400, 403, 403),
    "GET articles/{article}/history/": (401, 200, 200, 200, 200, 403, 403),
    "GET fetches/": (401, 200, 200, 200, 200, 403, 403),
    "GET fetches/{fetch}/": (401, 200, 200, 200, 200, 403, 403),
    "GET snapshots/": (401, 200, 200, 200, 200, 403, 403),
    "GET snapshots/{snapshot}/": (401, 200, 200, 200, 200, 403, 403),
    "GET snapshots/{snapshot}/text/": (401, 200, 200, 200, 200, 403, 403),
    "GET audits/": (401, 200, 200, 200, 200, 403, 403),
    "GET audits/{audit}/": (401, 200, 200, 200, 200, 403, 403),
    "GET audits/{audit}/text/": (401, 200, 200, 200, 200, 403, 403),
    "GET audits/{audit}/policy/": (401, 200, 200, 200, 200, 403, 403),
    "GET audits/{audit}/segments/": (401, 200, 200, 200, 200, 403, 403),
    "POST audits/{audit}/retry/": (401, 403, 403, 409, 403, 409, 403),
    "GET flags/": (401, 200, 200, 200, 200, 403, 403),
    "GET flags/{flag}/": (401, 200, 200, 200, 200, 403, 403),
    "GET flags/{flag}/log/": (401, 200, 200, 200, 200, 403, 403),
    "POST flags/claim-next/": (401, 403, 204, 204, 403, 403, 204),
    "POST flags/{flag}/claim/": (401, 403, 409, 409, 403, 403, 409),
    "POST flags/{flag}/release/": (401, 403, 400, 400, 403, 403, 400),
    "POST flags/{flag}/heartbeat/": (401, 403, 400, 400, 403, 403, 400),
    "POST flags/{flag}/skip/": (401, 403, 400, 400, 403, 403, 400),
    "POST flags/{flag}/escalate/": (401, 403, 400, 400, 403, 403, 400),
    "GET flags/{flag}/notes/": (401, 200, 200, 200, 200, 403, 403),
    "POST flags/{flag}/notes/": (401, 403, 400, 400, 403, 403, 400),
    "GET drafts/": (401, 403, 200, 200, 403, 403, 200),
    "DELETE drafts/{draft}/": (401, 403, 404, 404, 403, 403, 404),
    "POST flags/{flag}/decide/": (401, 403, 400, 400, 403, 403, 400),
    "GET decisions/": (401, 200, 200, 200, 200, 403, 403),
    "GET decisions/{decision}/": (401, 200, 200, 200, 200, 403, 403),
    "POST decisions/{decision}/undo/": (401, 403, 403, 409, 403, 403, 409),
    "GET catalogue/": (401, 200, 200, 200, 200, 403, 403),
    "GET catalogue/{notice}/": (401, 200, 200, 200, 200, 403, 403),
    "GET catalogue/{notice}/occurrences/": (401, 200, 200, 200, 200, 403, 403),
    "GET catalogue/{notice}/variants/": (401, 200, 200, 200, 200, 403, 403),
    "GET catalogue/{notice}/timeline/": (401, 200, 200, 200, 200, 403, 403),
    "GET catalogue/{notice}/log/": (401, 200, 200, 200, 200, 403, 403),
    "POST catalogue/{notice}/confirm/": (401, 403, 201, 409, 403, 403, 409),
    "POST catalogue/{notice}/relabel/": (401, 403, 400, 400, 403, 403, 400),
    "POST catalogue/{notice}/reject/": (401, 403, 400, 400, 403, 403, 400),
    "POST catalogue/{notice}/merge/": (401, 403, 400, 400, 403, 403, 400),
    "POST catalogue/{notice}/split/": (401, 403, 400, 400, 403, 403, 400),
    "POST catalogue/{notice}/undo/": (401, 403, 400, 400, 403, 403, 400),
    "POST catalogue/{notice}/rule/": (401, 403, 403, 409, 403, 403, 409),
    "POST catalogue/adopt/": (401, 403, 400, 400, 403, 403, 400),
    "GET outlets/": (401, 200, 200, 200, 200, 403, 403),
    "GET outlets/{outlet}/": (401, 200, 200, 200, 200, 403, 403),
    "GET tokens/": (401, 200, 200, 200, 200, 200, 200),
    "GET tokens/current/": (401, 200, 200, 200, 200, 200, 200),
    "DELETE tokens/current/": (401, 204, 204, 204, 204, 204, 204),
}

NO_RIGHTS = {
    "stated": False, "reading": [], "statements": [], "credits": [], "contradictions": [],
    "origin": {"characters": 0, "taken": 0, "others": 0, "voices": []},
}  # fmt: skip


@pytest.fixture
def ids(administrator: User) -> dict[str, int]:
    """One of each thing; the one flag is decided, and its decision undone by the administrator."""
    item = make_item()
    audit: Audit = item.audit
    Audit.objects.filter(pk=audit.pk).update(rights=NO_RIGHTS, policy={"@type": "Set"})
    now = timezone.now()
    for _ in range(2):
        claimed = review.claim(item.pk, reviewer=administrator, now=now)
        decision = review.decide(
            item.pk, reviewer=administrator, fence=claimed.fence, verdict="unsourced", reason="", now=now
        )
        if item.decisions.count() == 1:
            review.undo(decision.pk, reviewer=administrator, now=now)
    return {
        "article": item.article_id,
        "snapshot": audit.snapshot_id,
        "audit": audit.pk,
        "flag": item.pk,
        "decision": item.decisions.order_by("pk")[0].pk,
        "draft": 999_999,
        "notice": make_notice("Not our views.").pk,
        "outlet": item.article.outlet_id,
        "fetch": Capture.objects.create(article=item.article, at=now, outcome="unchanged").pk,
    }


@pytest.mark.parametrize("operation", ACCESS)
def test_every_operation_answers_every_persona_as_the_table_says(
    operation: str, ids: dict[str, int], reader: User, reviewer: User, editor: User
) -> None:
    callers = (
        Caller(),
        Caller(reader),
        Caller(reviewer),
        Caller(editor),
        Caller(editor, "read"),
        Caller(editor, "submit"),
        Caller(editor, "review"),
    )
    method, path = operation.split(" ")
    path = path.format(**ids)
    calls = [getattr(caller, method.lower()) for caller in callers]
    answers = [call(path) for call in calls]
    for answer in answers:
        answer.close()  # a download is a file
    assert tuple(answer.status_code for answer in answers) == ACCESS[operation]


def test_the_table_names_every_operation_of_the_schema() -> None:
    named = {tuple(operation.replace("{", " ").replace("}", " ").split()) for operation in ACCESS}
    assert len(named) == len(ACCESS)
    documented = sum(len(item) for item in document()["paths"].values())
    assert documented == len(ACCESS)


def test_every_view_says_for_each_method_what_it_takes() -> None:
    for prefix, view, _ in router.registry:
        assert view.access, f"{prefix} says nothing"
        for access in view.access.values():
            assert prefix == "tokens" or (access.scope and access.permission)


def test_nobody_is_told_how_to_sign_in() -> None:
    answer = Caller().get("articles/")
    assert code_of(answer) == (401, "not_authenticated")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_browser_session_is_no_token(editor: User) -> None:
    client = Client()
    client.force_login(editor)
    assert client.get("/api/v1/articles/").status_code == 401


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer a b",
        "Bearer short",
        "Bearer " + "0" * 64,
        "Bearer \xff\xfe" + "0" * 40,
        "Bearer " + "0" * 40 + "\0",
        "Basic YTpi",
    ],
)
def test_a_token_that_is_none_is_refused_politely(db: None, header: str) -> None:
    answer = Client().get("/api/v1/articles/", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.json()["code"] in {"authentication_failed", "not_authenticated"}


def test_an_expired_token_is_refused(reader: User) -> None:
    caller = Caller(reader)
    AccessToken.objects.update(expiry=timezone.now())
    assert code_of(caller.get("articles/")) == (401, "authentication_failed")


def test_the_token_of_a_user_who_left_is_refused(reader: User) -> None:
    caller = Caller(reader)
    reader.is_active = False
    reader.save()
    assert code_of(caller.get("articles/")) == (401, "authentication_failed")


def test_a_missing_scope_and_a_missing_permission_are_told_apart(reader: User, editor: User) -> None:
    scope = Caller(editor, "read").post("flags/claim-next/")
    assert code_of(scope) == (403, "scope_missing")
    assert "'review'" in scope.json()["detail"]
    permission = Caller(reader).post("flags/claim-next/")
    assert code_of(permission) == (403, "not_permitted")
    assert "auditor.change_queueitem" in permission.json()["detail"]


def test_a_user_without_a_group_may_nothing(db: None) -> None:
    stranger = User.objects.create_user("stranger", password="a long password for tests")
    make_audit()
    for path in ("articles/", "snapshots/", "audits/", "flags/", "decisions/", "catalogue/", "outlets/"):
        assert code_of(Caller(stranger).get(path)) == (403, "not_permitted")


def test_a_method_that_a_list_lacks_is_not_allowed(editor: User) -> None:
    client = Caller(editor).client
    for method in ("put", "patch", "options"):
        assert code_of(getattr(client, method)("/api/v1/articles/")) == (405, "method_not_allowed")
    assert code_of(client.delete("/api/v1/articles/")) == (405, "method_not_allowed")
    assert code_of(client.post("/api/v1/audits/")) == (405, "method_not_allowed")


def test_a_token_costs_one_query(reader: User, django_assert_num_queries: object) -> None:
    client, token = Client(), token_of(reader)
    token_of(reader)
    Caller()
    with django_assert_num_queries(1):  # type: ignore[operator]
        client.get("/api/v1/tokens/current/", headers={"Authorization": f"Bearer {token}"})
