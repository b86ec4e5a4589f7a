"""Reading through the API: articles and their state, snapshots, audits, segments, outlets."""

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User

from auditor import tasks
from auditor.models import Article, Audit, Passage, Snapshot
from tests.api_door import Caller, code_of
from tests.factories import make_article, make_audit, make_item

pytestmark = pytest.mark.django_db

STATES = ["waiting", "refused", "audited", "failed"]


@pytest.fixture
def tool(reader: User) -> Caller:
    """A tool that may read."""
    return Caller(reader)


def ids(answer: Any) -> list[int]:
    return [row["id"] for row in answer.json()["results"]]


def fail(audit: Audit) -> Audit:
    audit.state, audit.error_code, audit.error_reason = (
        Audit.State.FAILED,
        "worker_died",
        "It died three times.",
    )
    audit.save()
    return audit


@pytest.fixture
def articles() -> dict[str, Article]:
    """An article in each state, and one that was audited before its address was refused."""
    refusal = {"refusal_code": "http_status", "refusal_reason": "The site has no such page.", "failures": 1}
    rows = {
        "waiting": make_article(outlet="slow.example"),
        "refused": make_article(),
        "audited": make_audit().snapshot.article,
        "failed": fail(make_audit()).snapshot.article,
    }
    Article.objects.filter(pk__in=[rows["refused"].pk, rows["audited"].pk]).update(**refusal)
    return rows


def test_an_article_tells_what_has_become_of_it(tool: Caller, articles: dict[str, Article]) -> None:
    for state, article in articles.items():
        assert tool.get(f"articles/{article.pk}/").json()["state"] == state
        assert ids(tool.get("articles/", state=state)) == [article.pk]


def test_a_refusal_and_a_failure_come_with_code_and_reason(
    tool: Caller, articles: dict[str, Article]
) -> None:
    refused = tool.get(f"articles/{articles['refused'].pk}/").json()
    assert refused["refusal"] == {"code": "http_status", "reason": "The site has no such page."}
    assert refused["failure"] is None
    failed = tool.get(f"articles/{articles['failed'].pk}/").json()
    assert failed["failure"] == {"code": "worker_died", "reason": "It died three times."}
    assert failed["refusal"] is None


def test_an_article_once_audited_stays_so_when_its_address_goes(
    tool: Caller, articles: dict[str, Article]
) -> None:
    audited = tool.get(f"articles/{articles['audited'].pk}/").json()
    assert (audited["state"], audited["refusal"]["code"]) == ("audited", "http_status")


def test_the_newest_version_counts(tool: Caller) -> None:
    old = make_audit(text="The first version.")
    article = old.snapshot.article
    new = make_audit(article=article, text="The second version.")
    newest = Audit.objects.create(snapshot=new.snapshot, rulebook="n" * 64)
    shown = tool.get(f"articles/{article.pk}/").json()
    assert (shown["state"], shown["snapshot"], shown["audit"]) == ("waiting", new.snapshot_id, newest.pk)


def test_lists_are_narrowed_to_what_is_asked(tool: Caller, articles: dict[str, Article]) -> None:
    slow = articles["waiting"]
    assert ids(tool.get("articles/", outlet=slow.outlet_id)) == [slow.pk]
    assert len(ids(tool.get("articles/"))) == 4
    audited = articles["audited"]
    snapshot = audited.snapshots.get()
    assert ids(tool.get("snapshots/", article=audited.pk)) == [snapshot.pk]
    assert ids(tool.get("audits/", article=audited.pk)) == [snapshot.audits.get().pk]
    assert ids(tool.get("audits/", snapshot=snapshot.pk)) == [snapshot.audits.get().pk]
    assert ids(tool.get("audits/", state="failed")) == [Audit.objects.get(state="failed").pk]
    assert ids(tool.get("audits/", state="running")) == []


def test_a_text_is_cut_by_code_points(tool: Caller) -> None:
    text = "Ünïcode: 𝔸𝔹 👩‍👧 said “no”."
    audit = make_audit(text=text)
    for path in (f"snapshots/{audit.snapshot_id}/text/", f"audits/{audit.pk}/text/"):
        whole = tool.get(path).json()
        assert (whole["text"], whole["start"], whole["end"], whole["length"]) == (
            text,
            0,
            len(text),
            len(text),
        )
        part = tool.get(path, start=9, end=11).json()
        assert (part["text"], part["start"], part["end"]) == ("𝔸𝔹", 9, 11)
        assert tool.get(path, start=12).json()["text"] == text[12:]


@pytest.mark.parametrize(("start", "end"), [(0, 2_000_000_000), (500, 600), (5, 2), (0, 0)])
def test_a_stretch_beyond_the_text_ends_with_the_text(tool: Caller, start: int, end: int) -> None:
    audit = make_audit(text="Short text.")
    answer = tool.get(f"audits/{audit.pk}/text/", start=start, end=end)
    assert answer.status_code == 200
    assert answer.json()["text"] == "Short text."[start:end]


def test_an_audit_without_a_text_says_so(tool: Caller) -> None:
    waiting = Audit.objects.create(snapshot=make_audit().snapshot, rulebook="n" * 64)
    answer = tool.get(f"audits/{waiting.pk}/text/")
    assert code_of(answer) == (409, "audit_unfinished")
    assert "waiting" in answer.json()["detail"]


def test_segments_come_in_text_order_and_by_kind(tool: Caller) -> None:
    audit, noise = make_audit(text="A headline. A body."), make_audit(text="Other words.")
    for row, ordinal, start, end, kind in (
        (audit, 1, 12, 19, "body"),
        (audit, 0, 0, 11, "headline"),
        (noise, 0, 0, 5, "body"),
    ):
        Passage.objects.create(
            audit=row,
            ordinal=ordinal,
            start=start,
            end=end,
            kind=kind,
            alone=kind,
            confidence=0.9,
            reason="Looks it.",
        )
    path = f"audits/{audit.pk}/segments/"
    assert [row["kind"] for row in tool.get(path).json()["results"]] == ["headline", "body"]
    assert [row["start"] for row in tool.get(path, kind=["body", "caption"]).json()["results"]] == [12]


@pytest.mark.parametrize(
    "path",
    [
        "articles/{}/", "snapshots/{}/", "snapshots/{}/text/", "audits/{}/", "audits/{}/text/",
        "audits/{}/segments/", "flags/{}/", "flags/{}/log/", "decisions/{}/", "catalogue/{}/",
        "catalogue/{}/occurrences/", "outlets/{}/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("pk", [987654321, 0, 10**30])
def test_what_is_not_there_is_not_found(tool: Caller, path: str, pk: int) -> None:
    make_item()
    assert code_of(tool.get(path.format(pk))) == (404, "not_found")


def test_outlets_tell_how_many_articles_they_have(tool: Caller) -> None:
    make_article(outlet="a.example")
    make_article(outlet="b.example")
    one = make_article(outlet="b.example")
    rows = tool.get("outlets/").json()["results"]
    assert [(row["key"], row["articles"]) for row in rows] == [("a.example", 1), ("b.example", 2)]
    assert tool.get(f"outlets/{one.outlet_id}/").json() == rows[1]


def test_an_editor_has_a_failed_audit_done_again(
    editor: User, django_capture_on_commit_callbacks: Any
) -> None:
    audit = fail(make_audit())
    with django_capture_on_commit_callbacks() as rings:
        answer = Caller(editor).post(f"audits/{audit.pk}/retry/")
    assert (answer.status_code, answer.json()["state"]) == (202, "waiting")
    assert [ring.args for ring in rings] == [(tasks.carry_out_audits,)]
    assert code_of(Caller(editor).post(f"audits/{audit.pk}/retry/")) == (409, "audit_not_failed")
    assert code_of(Caller(editor).post("audits/987654321/retry/")) == (404, "audit_unknown")


def test_what_was_found_in_the_seeds_is_served_as_the_schema_says(
    tool: Caller, audited_seeds: list[Article], now: datetime
) -> None:
    for article in audited_seeds:
        shown = tool.get(f"articles/{article.pk}/").json()
        assert shown["state"] == "audited"
        audit = tool.get(f"audits/{shown['audit']}/").json()
        text = tool.get(f"audits/{shown['audit']}/text/").json()["text"]
        assert audit["sentences"]
        assert all(0 <= row["start"] < row["end"] <= len(text) for row in audit["sentences"])
        assert audit["signals"]
        segments = tool.get(f"audits/{shown['audit']}/segments/", page_size=500).json()["results"]
        outside = set(range(len(text))).difference(*(range(row["start"], row["end"]) for row in segments))
        assert not "".join(text[index] for index in outside).strip()
        for flag in tool.get("flags/", article=article.pk, page_size=500).json()["results"]:
            assert text[flag["start"] : flag["end"]] == flag["quote"]
    assert Snapshot.objects.count() == len(audited_seeds)
