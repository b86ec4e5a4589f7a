"""The catalogue through the API: each notice once, with where and since when."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User

from auditor.models import Boilerplate, Passage, Snapshot
from tests.api_door import Caller
from tests.factories import make_item, make_notice, make_passage

pytestmark = pytest.mark.django_db


@pytest.fixture
def tool(reader: User) -> Caller:
    """A tool that reads."""
    return Caller(reader)


def notice(wording: str, kind: str = "disclaimer") -> Boilerplate:
    return make_notice(wording, kind=kind)


def seen(row: Boilerplate, outlet: str, day: int) -> Passage:
    place = make_passage(row, outlet=outlet, end=4)
    Snapshot.objects.filter(pk=place.audit.snapshot_id).update(taken_at=datetime(2026, 3, day, tzinfo=UTC))
    return place


def listed(tool: Caller, **query: Any) -> list[int]:
    return [row["id"] for row in tool.get("catalogue/", **query).json()["results"]]


def test_a_notice_tells_its_history(tool: Caller) -> None:
    one, never = notice("Not our views."), notice("Never seen.")
    for outlet, day in (("a.example", 5), ("a.example", 2), ("b.example", 9)):
        seen(one, outlet, day)
    shown = tool.get(f"catalogue/{one.pk}/").json()
    assert (shown["articles"], shown["outlets"]) == (3, 2)
    assert (shown["first_seen"], shown["last_seen"]) == ("2026-03-02T00:00:00Z", "2026-03-09T00:00:00Z")
    rows = tool.get("catalogue/").json()["results"]
    assert rows[1] == shown
    assert (rows[0]["id"], rows[0]["articles"], rows[0]["first_seen"]) == (never.pk, 0, None)


def test_notices_are_narrowed_by_kind_and_outlet(tool: Caller) -> None:
    ours, rights = notice("Not our views."), notice("All rights reserved.", "copyright_notice")
    place = seen(ours, "a.example", 1)
    seen(ours, "a.example", 2)
    seen(rights, "b.example", 3)
    assert listed(tool) == [rights.pk, ours.pk]
    assert listed(tool, kind="copyright_notice") == [rights.pk]
    assert listed(tool, outlet=place.audit.snapshot.article.outlet_id) == [ours.pk]


def test_a_notice_tells_where_it_stands(tool: Caller) -> None:
    one = notice("Not our views.")
    places = [seen(one, "a.example", 1), seen(one, "b.example", 2)]
    seen(notice("Another."), "a.example", 3)
    rows = tool.get(f"catalogue/{one.pk}/occurrences/").json()["results"]
    assert [row["audit"] for row in rows] == [places[1].audit_id, places[0].audit_id]
    assert (rows[0]["start"], rows[0]["end"], rows[0]["taken_at"]) == (0, 4, "2026-03-02T00:00:00Z")
    assert rows[0]["article"] == places[1].audit.snapshot.article_id


def codes(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_notice_is_decided_and_its_decision_undone(reviewer: User) -> None:
    tool, one = Caller(reviewer), notice("Not our views.")
    seen(one, "a.example", 1)
    entry = tool.post(f"catalogue/{one.pk}/relabel/", {"kind": "contact", "subkind": "desk"}).json()
    assert (entry["act"], entry["actor"], entry["flags"]) == ("relabelled", "reviewer", 0)
    shown = tool.get(f"catalogue/{one.pk}/").json()
    assert (shown["kind"], shown["subkind"], shown["state"]) == ("contact", "desk", "confirmed")
    assert shown["decided_by"] == "reviewer"
    undoing = tool.post(f"catalogue/{one.pk}/undo/", {"entry": entry["id"]}).json()
    assert undoing["undoes"] == entry["id"]
    log = tool.get(f"catalogue/{one.pk}/log/").json()["results"]
    assert [(row["act"], row["undone_by"]) for row in log] == [
        ("undone", None),
        ("relabelled", undoing["id"]),
    ]
    assert tool.get(f"catalogue/{one.pk}/").json()["state"] == "found"
    assert codes(tool.post(f"catalogue/{one.pk}/undo/", {"entry": entry["id"]})) == (409, "already_undone")


def test_notices_are_merged_split_and_rejected(reviewer: User) -> None:
    tool, one, other = Caller(reviewer), notice("© 2016 A"), notice("© 2017 A")
    assert tool.post(f"catalogue/{other.pk}/merge/", {"into": one.pk}).json()["other"] == one.pk
    assert listed(tool) == [one.pk]
    assert listed(tool, state="merged") == [other.pk]
    wordings = tool.get(f"catalogue/{one.pk}/variants/").json()["results"]
    assert [(row["wording"], row["occurrences"]) for row in wordings] == [("© 2017 A", 0), ("© 2016 A", 0)]
    split = tool.post(f"catalogue/{one.pk}/split/", {"variants": [wordings[0]["id"]]}).json()
    answer = tool.post(f"catalogue/{split['other']}/reject/", {"reason": "a caption"})
    assert answer.json()["reason"] == "a caption"
    assert codes(tool.post(f"catalogue/{one.pk}/split/", {"variants": [10**6]})) == (422, "variants_unknown")
    assert codes(tool.post(f"catalogue/{10**6}/confirm/")) == (404, "notice_unknown")


def test_a_flags_words_are_adopted(reviewer: User) -> None:
    item = make_item(kind="unknown_boilerplate")
    entry = Caller(reviewer).post("catalogue/adopt/", {"flag": item.pk, "kind": "contact"}).json()
    assert Boilerplate.objects.get(pk=entry["notice"]).wording == item.quote
    assert codes(Caller(reviewer).post("catalogue/adopt/", {"flag": make_item().pk, "kind": "contact"})) == (
        409,
        "not_boilerplate",
    )


def test_a_confirmed_notice_becomes_a_rule(editor: User) -> None:
    tool, one = Caller(editor), notice("Write to the quay desk.", "contact")
    tool.post(f"catalogue/{one.pk}/confirm/")
    unproven = tool.post(f"catalogue/{one.pk}/rule/", {"pattern": "("})
    assert codes(unproven) == (422, "rule_unproven")
    rule = tool.post(f"catalogue/{one.pk}/rule/", {"scope": "start", "pattern": "write to the quay"}).json()
    assert (rule["author"], rule["entry"]["patterns"]) == ("editor", ["write to the quay"])
