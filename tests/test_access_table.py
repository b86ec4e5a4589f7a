"""Every address of the site × method × persona answers as the committed table says.

A new address without a row fails. After a change that was meant: ``ACCESS_TABLE=write pytest
tests/test_access_table.py``, then read the difference before committing it.
"""

import os
from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from auditor import review
from auditor.models import AccessToken, Article, Audit, Boilerplate, Capture, QueueItem, Scope, Snapshot
from auditor.models.queue import VERDICTS

TABLE = Path(__file__).with_name("access_table.txt")
PAGES = ("anonymous", "reader", "reviewer", "editor", "administrator")
TOKENS = ("none", "reader", "reviewer", "editor", "only-read", "only-submit", "only-review")
FIXED = {
    "(?P<app_label>auditor|auth)": "auditor",
    "(?P<url>.*)": "no-such-page",
    "<path:content_type_id>": "1",
    "<int:decision>": "decision",
}
OF_WORD = {"articles": "article", "snapshots": "snapshot", "audits": "audit", "flags": "queueitem",
           "decisions": "decision", "fetches": "capture", "catalogue": "boilerplate",
           "outlets": "outlet"}  # fmt: skip


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """Every route of the site, as its patterns are written."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route
        else:
            yield from routes(entry, route)


def address(route: str, rows: dict[str, str]) -> str:
    """The route with each part filled by the key of a real row of the model its words name."""
    if "<int:decision>" in route:
        rows = rows | {"queueitem": rows["decided"]}
    words = route.replace("^", "").replace("$", "").split("/")
    model = next((word for word in words if word in rows or word in OF_WORD), "user")
    for place, word in enumerate(words):
        if word in FIXED:
            words[place] = rows.get(FIXED[word], FIXED[word])
        elif word.startswith("<"):
            words[place] = rows[OF_WORD.get(model, model)]
    return "/" + "/".join(words)


@pytest.fixture
def people(reader: User, reviewer: User, editor: User, administrator: User) -> dict[str, User]:
    """One user per persona."""
    return {"reader": reader, "reviewer": reviewer, "editor": editor, "administrator": administrator}


@pytest.fixture
def pages(people: dict[str, User]) -> dict[str, Client]:
    """Browsers, signed in."""
    clients = {name: Client(raise_request_exception=False) for name in PAGES}
    for name, user in people.items():
        clients[name].force_login(user)
    return clients


@pytest.fixture
def tools(people: dict[str, User]) -> dict[str, Client]:
    """Tools with a token: all scopes for one group, or one scope for an administrator."""
    wanted: dict[str, tuple[User, list[str]]] = {
        name: (people[name], list(Scope.values)) for name in ("reader", "reviewer", "editor")
    }
    wanted |= {f"only-{scope}": (people["administrator"], [scope]) for scope in Scope.values}
    clients = {"none": Client(raise_request_exception=False)}
    for name, (user, scopes) in wanted.items():
        _, secret = AccessToken.objects.create(user=user, expiry=timedelta(days=1))
        AccessToken.objects.filter(name="").update(name=name, scopes=scopes)
        clients[name] = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {secret}"})
    return clients


@pytest.fixture
def rows(audited_seeds: list[Article], people: dict[str, User], now: datetime) -> dict[str, str]:
    """Keys of real rows by the name of their model."""
    item = review.next_flag(reviewer=people["reviewer"], now=now)
    assert item is not None
    verdict = VERDICTS[item.kind][0]
    decision = review.decide(item.pk, reviewer=people["reviewer"], fence=1, verdict=verdict, now=now)
    found = {
        "article": audited_seeds[0],
        "audit": Audit.objects.first(),
        "boilerplate": Boilerplate.objects.first(),
        "capture": Capture.objects.create(
            article=audited_seeds[0],
            at=now,
            outcome="first",
            address="https://a.example/",
            kept=True,
            payload=audited_seeds[0].snapshots.get().payload,
        ),
        "decided": item,
        "decision": decision,
        "group": Group.objects.first(),
        "outlet": audited_seeds[0].outlet,
        "queueitem": QueueItem.objects.open().first(),
        "reviewentry": item.log.first(),
        "snapshot": Snapshot.objects.first(),
        "user": people["reader"],
    }
    keys = {name: str(row.pk) for name, row in found.items() if row is not None}
    token = AccessToken.objects.create(user=people["administrator"], name="a tool", scopes=["read"])[0]
    return keys | {"accesstoken": token.pk}


def answers(
    route: str, rows: dict[str, str], clients: dict[str, Client], methods: tuple[str, ...]
) -> Iterator[str]:
    """One line per method: the status each persona gets. Nothing a request does is kept."""
    for method in methods:
        statuses = []
        for client in clients.values():
            cache.clear()  # the throttle would answer instead
            cookies = deepcopy(client.cookies)  # signing out must not outlive its request
            with transaction.atomic():
                response = client.generic(method, address(route, rows), "{}", "application/json")
                response.close()
                transaction.set_rollback(True)
            client.cookies = cookies
            statuses.append(str(response.status_code))
        yield f"{method:<6} {route or '(root)'}: {' '.join(statuses)}"


@pytest.mark.django_db
def test_every_address_answers_every_persona_as_the_table_says(
    pages: dict[str, Client], tools: dict[str, Client], rows: dict[str, str]
) -> None:
    lines = [f"# pages: {' '.join(pages)}", f"# api: {' '.join(tools)}"]
    for route in routes():
        for_tools = route.startswith(("api/v1", "api/schema", "healthz", "readyz"))
        methods = ("GET", "POST", "PUT", "DELETE") if for_tools else ("GET", "POST")
        lines += answers(route, rows, tools if for_tools else pages, methods)
    if os.environ.get("ACCESS_TABLE") == "write":
        TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == TABLE.read_text(encoding="utf-8").splitlines()


def test_no_address_ever_answers_with_a_fault() -> None:
    table = TABLE.read_text(encoding="utf-8").splitlines()[2:]
    assert len(table) > 100
    assert not [
        line for line in table if any(status.startswith("5") for status in line.split(": ")[1].split())
    ]
