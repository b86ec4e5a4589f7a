"""Pages and parameters: nothing shown twice or left out, nothing ignored."""

from itertools import chain, count
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.signing import Signer

from auditor.api.schema import document
from auditor.models import QueueItem
from tests.api_door import Caller, code_of, fields_of
from tests.factories import make_article, make_item, make_items

pytestmark = pytest.mark.django_db


@pytest.fixture
def tool(reviewer: User) -> Caller:
    """A tool that reads."""
    return Caller(reviewer)


def ids(page: dict[str, Any]) -> list[int]:
    return [row["id"] for row in page["results"]]


def walk(tool: Caller, path: str, **query: Any) -> list[list[int]]:
    """All pages, forwards."""
    page = tool.get(path, **query).json()
    pages = [ids(page)]
    while page["next"]:
        page = tool.get(page["next"]).json()
        pages.append(ids(page))
    return pages


def test_a_list_is_read_page_by_page_and_back_again(tool: Caller) -> None:
    rows = [make_article().pk for _ in range(5)][::-1]
    first = tool.get("articles/", page_size=2).json()
    second = tool.get(first["next"]).json()
    third = tool.get(second["next"]).json()
    assert [ids(first), ids(second), ids(third)] == [rows[:2], rows[2:4], rows[4:]]
    assert (first["previous"], third["next"]) == (None, None)
    back = tool.get(third["previous"]).json()
    assert ids(back) == rows[2:4]
    assert ids(tool.get(back["next"]).json()) == rows[4:]
    start = tool.get(back["previous"]).json()
    assert (ids(start), start["previous"]) == (rows[:2], None)


def test_rows_that_come_in_meanwhile_move_nothing(tool: Caller) -> None:
    rows = [make_article().pk for _ in range(4)][::-1]
    first = tool.get("articles/", page_size=2).json()
    newer = [make_article().pk for _ in range(3)][::-1]
    second = tool.get(first["next"]).json()
    assert ids(second) == rows[2:]
    assert ids(tool.get(second["previous"]).json()) == rows[:2]
    back = tool.get(tool.get(second["previous"]).json()["previous"]).json()
    assert ids(back) == newer[1:]


def test_equal_places_are_told_apart_by_the_row(tool: Caller) -> None:
    """Priority and probability are the same for many flags, and some sort the other way round."""
    for probability, priority in ((0.1 + 0.2, 2), (0.3, 2), (0.7, 2), (0.7, 1), (1 / 3, 3)):
        make_items(3, priority=priority)
        QueueItem.objects.filter(pk__in=[make_item(priority=priority).pk for _ in range(3)]).update(
            probability=probability
        )
    whole = list(QueueItem.objects.in_order().values_list("pk", flat=True))
    for size in (1, 4, 7, 500):
        assert list(chain(*walk(tool, "flags/", page_size=size))) == whole


def test_pages_keep_what_was_asked_for(tool: Caller) -> None:
    comments = [make_item(kind="reader_comment").pk for _ in range(3)]
    make_items(3)
    assert walk(tool, "flags/", page_size=2, kind=["reader_comment", "weak_sourcing"]) == [
        comments[:2],
        comments[2:],
    ]


def test_a_page_whose_rows_went_away_is_empty(tool: Caller) -> None:
    rows = [make_article() for _ in range(3)]
    following = tool.get("articles/", page_size=2).json()["next"]
    rows[0].delete()
    assert tool.get(following).json() == {"next": None, "previous": None, "results": []}


def test_a_page_holds_fifty_rows_unless_told(tool: Caller) -> None:
    for _ in range(51):
        make_article()
    assert [len(page) for page in walk(tool, "articles/")] == [50, 1]


def _foreign(tool: Caller) -> str:
    make_items(2)
    following = tool.get("flags/", page_size=1).json()["next"]
    return str(following).partition("cursor=")[2].partition("&")[0]


@pytest.mark.parametrize("cursor", ["x", "", "a:b", "WzEsMl0:0", "nul\0", "é", "9" * 2001])
def test_a_made_up_cursor_is_refused(tool: Caller, cursor: str) -> None:
    answer = tool.get("articles/", cursor=cursor)
    assert code_of(answer) == (400, "invalid_parameter")
    assert list(fields_of(answer)) == ["cursor"]


def test_a_cursor_of_another_list_is_refused(tool: Caller) -> None:
    answer = tool.get("articles/", cursor=_foreign(tool))
    assert fields_of(answer) == {"cursor": "invalid_cursor"}


@pytest.mark.parametrize("held", [[False, []], [False, ["1", "2"]], [False, ["one"]], [False], 7])
def test_a_cursor_from_before_an_upgrade_is_refused(tool: Caller, held: Any) -> None:
    cursor = Signer(salt="cursor:/api/v1/articles/").sign_object(held)
    assert fields_of(tool.get("articles/", cursor=cursor)) == {"cursor": "invalid_cursor"}


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("articles/", {"state": "splendid"}),
        ("articles/", {"outlet": "one"}),
        ("articles/", {"outlet": "0"}),
        ("articles/", {"outlet": str(10**30)}),
        ("articles/", {"outlet": ""}),
        ("articles/", {"outlet": ["1", "2"]}),
        ("articles/", {"page_size": "0"}),
        ("articles/", {"page_size": "501"}),
        ("articles/", {"page_size": "all"}),
        ("snapshots/", {"article": "1.5"}),
        ("audits/", {"state": "open"}),
        ("flags/", {"kind": "gossip"}),
        ("flags/", {"kind": ["reader_comment", "gossip"]}),
        ("flags/", {"priority": "1"}),
        ("flags/", {"priority": ["high", "low"]}),
        ("flags/", {"min_age": "-1"}),
        ("flags/", {"min_age": str(10**12)}),
        ("decisions/", {"verdict": "splendid"}),
        ("decisions/", {"reviewer": "nul\0"}),
        ("catalogue/", {"kind": "gossip"}),
        ("catalogue/", {"outlet": "x"}),
    ],
)
def test_a_value_that_is_not_understood_is_refused(tool: Caller, path: str, query: dict[str, Any]) -> None:
    answer = tool.get(path, **query)
    assert code_of(answer) == (400, "invalid_parameter")
    assert {field.partition(".")[0] for field in fields_of(answer)} == set(query)


def test_an_unknown_parameter_is_named_with_those_that_are_known(tool: Caller) -> None:
    answer = tool.get("articles/", colour="red", state="audited")
    assert code_of(answer) == (400, "unknown_parameter")
    assert fields_of(answer) == {"colour": "unknown_parameter"}
    assert all(name in answer.json()["detail"] for name in ("cursor", "page_size", "outlet", "state"))


def test_every_operation_refuses_unknown_parameters(administrator: User) -> None:
    tool, numbers = Caller(administrator), count(1)
    for path, item in document()["paths"].items():
        for method in item:
            address = path.replace("{id}", str(next(numbers)))
            answer = getattr(tool.client, method)(f"{address}?format=json")
            assert (path, *code_of(answer)) == (path, 400, "unknown_parameter")


def test_too_many_parameters_are_refused(tool: Caller) -> None:
    answer = tool.client.get("/api/v1/articles/?" + "&".join(f"p{number}=1" for number in range(1001)))
    assert code_of(answer) == (400, "bad_request")
