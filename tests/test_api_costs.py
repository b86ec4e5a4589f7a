"""What lists cost: as many queries for many rows as for one."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from auditor import review
from auditor.models import Boilerplate, Capture, Passage
from tests.api_door import Caller
from tests.factories import make_item, make_notice

pytestmark = pytest.mark.django_db

# Queries besides the three of the door: the token, the user's permissions and those of the groups.
DOOR = 3
COSTS = {
    "articles/": 1,
    "snapshots/": 1,
    "fetches/": 1,
    "audits/": 1,
    "audits/{audit}/segments/": 2,
    "flags/": 3,
    "flags/{flag}/log/": 2,
    "decisions/": 1,
    "catalogue/": 2,
    "catalogue/{notice}/occurrences/": 2,
    "catalogue/{notice}/variants/": 2,
    "catalogue/{notice}/log/": 2,
    "outlets/": 1,
}


def populate(reviewer: User, notice: Boilerplate) -> dict[str, int]:
    """A decided, an undone and a claimed flag, each in an article of an outlet of its own, with a notice."""
    now = timezone.now()
    for number in range(3):
        item = make_item(outlet=f"{Boilerplate.objects.count()}-{number}-{now:%f}.example")
        Passage.objects.create(
            audit=item.audit, ordinal=0, start=0, end=4, kind=notice.kind, alone=notice.kind, confidence=1,
            reason="", variant=notice.variants.get(),
        )  # fmt: skip
        Capture.objects.create(article=item.article, at=now, outcome="first", address="https://a.example/")
        fence = review.claim(item.pk, reviewer=reviewer, now=now).fence
        if number < 2:
            decision = review.decide(
                item.pk, reviewer=reviewer, fence=fence, verdict="unsourced", reason="", now=now
            )
        if number < 1:
            review.undo(decision.pk, reviewer=reviewer, now=now)
    return {"audit": item.audit_id, "flag": item.pk, "notice": notice.pk}


@pytest.mark.parametrize("path", COSTS)
def test_a_list_costs_the_same_however_long_it_is(path: str, reviewer: User, editor: User) -> None:
    notice = make_notice("Not our views.")
    tool, costs = Caller(editor), []
    for _ in range(2):
        ids = populate(reviewer, notice)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = tool.get(path.format(**ids), page_size=500)
        assert answer.status_code == 200
        costs.append(len(queries))
        assert not any(" OFFSET " in query["sql"] for query in queries)
    assert costs == [DOOR + COSTS[path]] * 2


def test_lists_do_not_carry_whole_texts(editor: User, reviewer: User) -> None:
    notice = make_notice("Not our views.")
    populate(reviewer, notice)
    tool = Caller(editor)
    for path in ("articles/", "snapshots/", "audits/", "flags/", "catalogue/"):
        with CaptureQueriesContext(connection) as queries:
            tool.get(path)
        read = " ".join(query["sql"] for query in queries)
        assert '"auditor_reading"."text"' not in read
        assert '"auditor_audit"."sentences"' not in read
