"""Lists of any length: pages by position, counts up to a limit, search by words."""

import re
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from auditor.admin import queue_filters
from auditor.admin.pages import Listed
from auditor.models import QueueItem, keyset
from tests.factories import make_item, make_items

LIST = reverse("admin:auditor_queueitem_changelist")

pytestmark = pytest.mark.django_db


def link(page: str, relation: str) -> str:
    found = re.search(f'rel="{relation}" href="([^"]+)"', page)
    return unescape(found[1]) if found else ""


def test_pages_follow_each_other_forth_and_back_without_gap_or_offset(
    client: Client, reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Listed, "list_per_page", 3)
    for place in range(8):
        make_item(priority=1 + place % 3, probability=0.5 if place % 2 else 0.9)
    whole = list(QueueItem.objects.in_order().values_list("pk", flat=True))
    client.force_login(reader)
    address, seen, addresses = LIST, [], []
    with CaptureQueriesContext(connection) as queries:
        while address:
            answer = client.get(address)
            seen += [item.pk for item in answer.context["cl"].result_list]
            addresses.append(address)
            following = link(answer.content.decode(), "next")
            address = LIST + following if following else ""
    assert seen == whole
    assert len(addresses) == 3
    assert not any("OFFSET" in query["sql"] for query in queries)
    page = client.get(addresses[-1]).content.decode()
    before = client.get(LIST + link(page, "prev"))
    assert [item.pk for item in before.context["cl"].result_list] == whole[3:6]
    first = client.get(LIST + link(before.content.decode(), "prev"))
    assert [item.pk for item in first.context["cl"].result_list] == whole[:3]
    assert link(first.content.decode(), "prev") == ""


def test_a_made_up_position_leads_to_the_first_page(client: Client, reader: User) -> None:
    item = make_item()
    client.force_login(reader)
    for position in ("x", "WzEsIDJd:1w:y"):
        assert list(client.get(LIST, {"after": position}).context["cl"].result_list) == [item]


def test_rows_are_counted_up_to_a_limit(
    client: Client, reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyset, "COUNTED", 4)
    make_items(4)
    client.force_login(reader)
    assert "4 flags" in client.get(LIST).content.decode()
    make_item()
    assert "4+ flags" in client.get(LIST).content.decode()


def test_a_list_sorted_by_another_table_has_numbered_pages(client: Client, reader: User) -> None:
    with pytest.raises(LookupError):
        keyset.columns(QueueItem, ["article__title"])
    with pytest.raises(LookupError):
        keyset.columns(QueueItem, ["audit__snapshot"])
    make_item()
    client.force_login(reader)
    answer = client.get(reverse("admin:auditor_outlet_changelist"), {"o": "2"})
    assert answer.status_code == 200


def test_search_finds_every_word_of_three_letters_in_words_or_title(client: Client, reader: User) -> None:
    item, other = make_items(2)
    item.article.title = "Grain lost"
    item.article.save()
    client.force_login(reader)

    def found(words: str) -> list[QueueItem]:
        return list(client.get(LIST, {"q": words}).context["cl"].result_list)

    assert found("grain nine") == [item]
    assert found("GRAIN") == [item]
    assert found("men of") == [item, other]
    assert found("grain zebra") == []
    assert found("of") == []


def test_a_word_of_very_many_titles_still_finds_them_all(
    client: Client, reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_filters, "TITLES", 2)
    items = make_items(5)  # "Article 1", "Article 2", ...
    items[4].article.title = "Article 4711"
    items[4].article.save()
    client.force_login(reader)
    assert list(client.get(LIST, {"q": "Article 4711"}).context["cl"].result_list) == [items[4]]
