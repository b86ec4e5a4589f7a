"""The queue through the API: claim, decide, release, undo; and two reviewers on one flag."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils import timezone

from auditor.models import Decision, QueueItem
from tests.api_door import Caller, code_of, fields_of
from tests.factories import make_item, make_items

pytestmark = pytest.mark.django_db


@pytest.fixture
def tool(reviewer: User) -> Caller:
    """A reviewer's tool."""
    return Caller(reviewer)


@pytest.fixture
def other(editor: User) -> Caller:
    """An editor's tool."""
    return Caller(editor)


def decide(tool: Caller, flag: int, **changes: Any) -> Any:
    claimed = tool.post(f"flags/{flag}/claim/").json()
    return tool.post(f"flags/{flag}/decide/", {"fence": claimed["fence"], "verdict": "unsourced", **changes})


def test_a_flag_is_claimed_decided_and_shown_as_decided(tool: Caller, reviewer: User) -> None:
    item = make_item()
    claimed = tool.post("flags/claim-next/")
    assert (claimed.status_code, claimed.json()["id"]) == (200, item.pk)
    assert claimed.json()["claimed_by"] == reviewer.username
    body = {"fence": claimed.json()["fence"], "verdict": "sourced", "reason": "The mayor is named above."}
    decided = tool.post(f"flags/{item.pk}/decide/", body)
    assert decided.status_code == 201
    assert decided.json()["reason"] == "The mayor is named above."
    shown = tool.get(f"flags/{item.pk}/").json()
    assert (shown["state"], shown["claimed_by"]) == ("decided", None)
    assert shown["decision"] == decided.json() == tool.get(f"decisions/{decided.json()['id']}/").json()
    assert "fence" not in shown
    assert [entry["act"] for entry in tool.get(f"flags/{item.pk}/log/").json()["results"]] == ["decided"]


def test_the_next_flag_is_one_of_those_asked_for(tool: Caller) -> None:
    make_items(2)
    wanted = make_item(kind="reader_comment", outlet="b.example")
    body = {"kinds": ["reader_comment"], "outlets": [wanted.article.outlet_id]}
    assert tool.post("flags/claim-next/", body).json()["id"] == wanted.pk
    assert tool.post("flags/claim-next/", body).json()["id"] == wanted.pk
    decide(tool, wanted.pk, verdict="comment")
    assert tool.post("flags/claim-next/", body).status_code == 204


def test_flags_beyond_an_article_s_cap_are_listed_when_asked_for(tool: Caller) -> None:
    first, later = make_items(2)
    QueueItem.objects.filter(pk=later.pk).update(rank=6, members=[[0, 4], [5, 9]])
    assert [flag["id"] for flag in tool.get("flags/").json()["results"]] == [first.pk]
    listed = tool.get("flags/", beyond="true").json()["results"]
    assert [(flag["id"], flag["rank"], flag["members"]) for flag in listed] == [
        (first.pk, 1, []),
        (later.pk, 6, [[0, 4], [5, 9]]),
    ]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"kinds": ["gossip"]}, {"kinds.0": "invalid_choice"}),
        ({"kinds": "reader_comment"}, {"kinds": "not_a_list"}),
        ({"outlets": [0]}, {"outlets.0": "min_value"}),
        ({"outlets": [10**30]}, {"outlets.0": "max_value"}),
        ({"kind": "reader_comment"}, {"kind": "unknown_field"}),
        ([], {"": "invalid"}),
    ],
)
def test_an_unknown_kind_is_refused(tool: Caller, body: Any, fields: dict[str, str]) -> None:
    answer = tool.post("flags/claim-next/", body)
    assert code_of(answer) == (400, "invalid_body")
    assert fields_of(answer) == fields


def test_two_reviewers_on_one_flag(tool: Caller, other: Caller, reviewer: User) -> None:
    item = make_item()
    fence = tool.post(f"flags/{item.pk}/claim/").json()["fence"]
    refused = other.post(f"flags/{item.pk}/claim/")
    assert code_of(refused) == (409, "claimed_by_other")
    assert reviewer.username in refused.json()["detail"]
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        assert other.post(f"flags/{item.pk}/claim/").status_code == 200
        late = tool.post(f"flags/{item.pk}/decide/", {"fence": fence, "verdict": "unsourced"})
        assert code_of(late) == (409, "lease_lost")
        assert code_of(tool.post(f"flags/{item.pk}/release/", {"fence": fence})) == (409, "lease_lost")
    assert not Decision.objects.exists()


def test_a_flag_given_back_is_anyones(tool: Caller, other: Caller) -> None:
    item = make_item()
    fence = tool.post(f"flags/{item.pk}/claim/").json()["fence"]
    released = tool.post(f"flags/{item.pk}/release/", {"fence": fence})
    assert (released.status_code, released.json()["claimed_by"]) == (200, None)
    assert other.post(f"flags/{item.pk}/claim/").status_code == 200


def test_a_decided_flag_is_closed(tool: Caller, other: Caller) -> None:
    item = make_item()
    assert decide(tool, item.pk).status_code == 201
    assert code_of(other.post(f"flags/{item.pk}/claim/")) == (409, "item_closed")


@pytest.mark.parametrize("state", ["withdrawn", "orphaned"])
def test_a_flag_whose_words_are_gone_cannot_be_decided(tool: Caller, state: str) -> None:
    item = make_item()
    fence = tool.post(f"flags/{item.pk}/claim/").json()["fence"]
    QueueItem.objects.update(state=state)
    assert code_of(tool.post(f"flags/{item.pk}/claim/")) == (410, "item_gone")
    answer = tool.post(f"flags/{item.pk}/decide/", {"fence": fence, "verdict": "unsourced"})
    assert code_of(answer) == (410, "item_gone")
    assert not Decision.objects.exists()


def test_a_flag_that_never_was_is_unknown(tool: Caller) -> None:
    for act, body in (
        ("claim", None),
        ("release", {"fence": 1}),
        ("decide", {"fence": 1, "verdict": "unsure"}),
    ):
        assert code_of(tool.post(f"flags/987654321/{act}/", body)) == (404, "item_unknown")
    assert code_of(tool.post("decisions/987654321/undo/")) == (404, "decision_unknown")


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"verdict": "comment"}, (422, "verdict_unknown")),
        ({"verdict": "sourced"}, (422, "reason_missing")),
        ({"verdict": "sourced", "reason": ""}, (422, "reason_missing")),
        ({"verdict": "sourced", "reason": " \n"}, (422, "reason_missing")),
        ({"verdict": "splendid"}, (400, "invalid_body")),
        ({"verdict": "\ud800" * 2000}, (400, "invalid_body")),
        ({"verdict": {}}, (400, "invalid_body")),
        ({"reason": 7}, (400, "invalid_body")),
        ({"reason": "half \ud800"}, (400, "invalid_body")),
        ({"reason": "nul \0"}, (400, "invalid_body")),
        ({"reason": "r" * 5001}, (400, "invalid_body")),
        ({"fence": -1}, (400, "invalid_body")),
        ({"fence": 10**30}, (400, "invalid_body")),
        ({"fence": None}, (400, "invalid_body")),
        ({"fence": 99}, (409, "lease_lost")),
        ({"note": "?"}, (400, "invalid_body")),
    ],
)
def test_a_decision_that_cannot_stand_is_refused(
    tool: Caller, changes: dict[str, Any], problem: tuple[int, str]
) -> None:
    item = make_item()
    assert code_of(decide(tool, item.pk, **changes)) == problem
    assert not Decision.objects.exists()
    item.refresh_from_db()
    assert item.state == "open"


def test_a_decision_is_undone_once(tool: Caller) -> None:
    item = make_item()
    first = decide(tool, item.pk).json()
    undone = tool.post(f"decisions/{first['id']}/undo/")
    assert (undone.status_code, undone.json()["undoes"]) == (201, first["id"])
    assert tool.get(f"decisions/{first['id']}/").json()["undone_by"] == undone.json()["id"]
    assert tool.get(f"flags/{item.pk}/").json()["decision"] is None
    assert code_of(tool.post(f"decisions/{first['id']}/undo/")) == (409, "already_undone")
    decide(tool, item.pk)
    assert code_of(tool.post(f"decisions/{undone.json()['id']}/undo/")) == (409, "not_standing")


def test_only_an_editor_undoes_what_another_decided(tool: Caller, other: Caller, administrator: User) -> None:
    theirs = decide(Caller(administrator), make_item().pk).json()
    assert code_of(tool.post(f"decisions/{theirs['id']}/undo/")) == (403, "not_permitted")
    assert other.post(f"decisions/{theirs['id']}/undo/").status_code == 201


def test_flags_come_in_the_order_of_urgency_and_by_what_is_asked(tool: Caller) -> None:
    low = make_item(priority=QueueItem.Priority.LOW)
    high = make_item(priority=QueueItem.Priority.HIGH, outlet="b.example")
    comment = make_item(kind="reader_comment")
    decide(tool, low.pk)

    def listed(**query: Any) -> list[int]:
        return [row["id"] for row in tool.get("flags/", **query).json()["results"]]

    assert listed() == [high.pk, comment.pk, low.pk]
    assert listed(kind="reader_comment") == [comment.pk]
    assert listed(kind=["reader_comment", "unsourced_assertion"]) == [high.pk, comment.pk, low.pk]
    assert listed(outlet=high.article.outlet_id) == [high.pk]
    assert listed(article=comment.article_id) == [comment.pk]
    assert listed(state="decided") == [low.pk]
    assert listed(priority="high") == [high.pk]
    QueueItem.objects.filter(pk=high.pk).update(raised_at=timezone.now() - timedelta(hours=2))
    assert listed(min_age=3600) == [high.pk]
    assert listed(min_age=10**5) == []


def test_decisions_are_listed_by_what_is_asked(tool: Caller, other: Caller, reviewer: User) -> None:
    mine, theirs = make_items(2)
    decide(tool, mine.pk)
    decide(other, theirs.pk, verdict="not_checkable", reason="An opinion.")

    def listed(**query: Any) -> list[int]:
        return [row["flag"] for row in tool.get("decisions/", **query).json()["results"]]

    assert listed() == [theirs.pk, mine.pk]
    assert listed(reviewer=reviewer.username) == [mine.pk]
    assert listed(reviewer="nobody") == []
    assert listed(verdict="not_checkable") == [theirs.pk]
    assert listed(flag=mine.pk) == [mine.pk]
    assert listed(article=theirs.article_id) == [theirs.pk]


def test_a_lease_is_kept_passed_on_and_a_flag_handed_up(tool: Caller) -> None:
    first, second = make_item(), make_item(outlet="other.example")
    fence = {"fence": tool.post(f"flags/{first.pk}/claim/").json()["fence"]}
    with time_machine.travel(timezone.now() + timedelta(minutes=10)):
        kept = tool.post(f"flags/{first.pk}/heartbeat/", fence)
    assert kept.status_code == 200
    assert kept.json()["claimed_until"] > (timezone.now() + timedelta(minutes=20)).isoformat()
    assert code_of(tool.post(f"flags/{first.pk}/escalate/", {**fence, "reason": " "})) == (
        422,
        "reason_missing",
    )
    raised = tool.post(f"flags/{first.pk}/escalate/", {**fence, "reason": "Names a private person."})
    assert (raised.status_code, raised.json()["state"], raised.json()["claimed_by"]) == (
        200,
        "escalated",
        None,
    )
    fence = {"fence": tool.post("flags/claim-next/").json()["fence"]}
    skipped = tool.post(f"flags/{second.pk}/skip/", fence)
    assert (skipped.status_code, skipped.json()["claimed_by"]) == (200, None)
    assert tool.post("flags/claim-next/").status_code == 204
    for act in ("heartbeat", "skip"):
        assert code_of(tool.post(f"flags/{second.pk}/{act}/", fence)) == (409, "lease_lost")
    assert code_of(tool.post("flags/999999/skip/", fence)) == (404, "item_unknown")


def test_notes_are_written_and_read(tool: Caller, other: Caller) -> None:
    item = make_item()
    written = tool.post(f"flags/{item.pk}/notes/", {"text": "See page 3."})
    assert (written.status_code, written.json()["text"]) == (201, "See page 3.")
    assert other.get(f"flags/{item.pk}/notes/").json()["results"] == [written.json()]
    assert code_of(tool.post(f"flags/{item.pk}/notes/", {"text": "  "})) == (422, "note_empty")
    assert tool.get("flags/999999/notes/").status_code == 404


def test_a_late_answer_is_found_among_ones_own_drafts(tool: Caller, other: Caller) -> None:
    item = make_item()
    fence = tool.post(f"flags/{item.pk}/claim/").json()["fence"]
    tool.post(f"flags/{item.pk}/release/", {"fence": fence})
    late = tool.post(f"flags/{item.pk}/decide/", {"fence": fence, "verdict": "unsourced"})
    assert code_of(late) == (409, "lease_lost")
    [draft] = tool.get("drafts/").json()["results"]
    assert (draft["flag"], draft["verdict"], draft["quote"]) == (item.pk, "unsourced", item.quote)
    assert other.get("drafts/").json()["results"] == []
    assert other.delete(f"drafts/{draft['id']}/").status_code == 404
    assert tool.delete(f"drafts/{draft['id']}/").status_code == 204
    assert tool.get("drafts/").json()["results"] == []
