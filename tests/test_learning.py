"""What outlets repeat is proposed, once, and what people only quote is not."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from auditor import ingest, reaudit
from auditor.catalogue import entries, learning
from auditor.models import Boilerplate, CatalogueEntry, Outlet, Passage, Variant
from tests.conftest import audit_all

pytestmark = pytest.mark.django_db

HABIT = "The harbour desk is read by those who sail and by those who wait for them at the quay."
QUOTE = '"Would you take a handful if you were told that three of them would kill you?" he asked.'


def publish(number: int, now: datetime, *extra: str, outlet: str = "Harbour News") -> None:
    story = (
        f"Ship {number} left the harbour on Monday with {number} sailors and nobody could say where it went.",
        f"The port authority counted {number} crates of oranges on the deck before the pilot came on board.",
        *extra,
        f"Nobody on pier {number} wanted to speak of the captain, who had lived in the town for many years.",
    )
    ingest.submit_text("\n\n".join(story), now=now, outlet=outlet)


def outlet_named(name: str = "Harbour News") -> Outlet:
    return Outlet.objects.get(name=name)


def test_words_in_three_articles_are_proposed(now: datetime) -> None:
    for number in range(3):
        publish(number, now, HABIT, QUOTE)
    publish(9, now, HABIT, outlet="Noise")
    audit_all(now)
    assert learning.learn(outlet_named().pk, now=now) == 1
    notice = Boilerplate.objects.get(state="proposed")
    assert (notice.wording, notice.origin, notice.kind) == (HABIT, "repeats", "navigation")
    assert Passage.objects.filter(variant__notice=notice).count() == 4
    assert set(notice.variants.get().outlets.values_list("name", flat=True)) == {"Harbour News", "Noise"}
    assert (notice.log.get().act, notice.log.get().actor) == ("proposed", None)


def test_two_articles_prove_nothing(now: datetime) -> None:
    for number in range(2):
        publish(number, now, HABIT)
    publish(9, now, HABIT, outlet="Noise")
    audit_all(now)
    assert [learning.learn(outlet.pk, now=now) for outlet in Outlet.objects.all()] == [0, 0]


def test_learning_twice_is_learning_once(now: datetime) -> None:
    for number in range(3):
        publish(number, now, HABIT)
    audit_all(now)
    assert learning.learn(outlet_named().pk, now=now) == 1
    before = list(Variant.objects.values()), CatalogueEntry.objects.count()
    assert learning.learn(outlet_named().pk, now=now) == 0
    assert (list(Variant.objects.values()), CatalogueEntry.objects.count()) == before


def test_later_articles_belong_to_the_proposal(now: datetime) -> None:
    for number in range(3):
        publish(number, now, HABIT)
    audit_all(now)
    learning.learn(outlet_named().pk, now=now)
    publish(4, now, HABIT)
    publish(5, now, HABIT, outlet="Elsewhere")
    audit_all(now)
    notice = Boilerplate.objects.get(state="proposed")
    assert Passage.objects.filter(variant__notice=notice).count() == 5
    assert notice.variants.get().outlets.count() == 2


def test_a_confirmed_proposal_is_boilerplate_in_the_next_audits(now: datetime, reviewer: User) -> None:
    for number in range(3):
        publish(number, now, HABIT)
    audit_all(now)
    learning.learn(outlet_named().pk, now=now)
    notice = Boilerplate.objects.get(state="proposed")
    entries.relabel(notice.pk, kind="subscription_prompt", by=reviewer, now=now)
    later = now + timedelta(minutes=1)
    assert reaudit.renew_audits() == 3
    audit_all(later)
    assert Passage.objects.filter(variant__notice=notice, kind="subscription_prompt").count() == 3
    publish(7, later, HABIT)
    audit_all(later)
    assert Passage.objects.filter(variant__notice=notice, kind="subscription_prompt").count() == 4


def test_a_rejected_proposal_is_not_proposed_again(now: datetime, reviewer: User) -> None:
    for number in range(3):
        publish(number, now, HABIT)
    audit_all(now)
    learning.learn(outlet_named().pk, now=now)
    notice = Boilerplate.objects.get(state="proposed")
    entries.reject(notice.pk, by=reviewer, now=now, reason="background of the story")
    publish(8, now, HABIT)
    audit_all(now)
    assert learning.learn(outlet_named().pk, now=now) == 0
    assert not Boilerplate.objects.filter(state="proposed").exists()


def test_a_decision_comes_to_an_outlet_that_prints_the_words_later(now: datetime, reviewer: User) -> None:
    for number in range(3):
        publish(number, now, HABIT)
    audit_all(now)
    learning.learn(outlet_named().pk, now=now)
    entries.confirm(Boilerplate.objects.get(state="proposed").pk, by=reviewer, now=now)
    publish(5, now, HABIT, outlet="Elsewhere")
    audit_all(now)
    assert outlet_named("Elsewhere").precedents == ""
    learning.learn(outlet_named("Elsewhere").pk, now=now)
    assert outlet_named("Elsewhere").precedents == outlet_named().precedents != ""


def test_wordings_alike_become_variants_of_the_oldest(now: datetime, editor: User) -> None:
    for year in (2016, 2017, 2018):
        publish(year, now, f"Copyright © {year} Harbour News. All rights reserved.")
        publish(year, now, f"Copyright © {year} Noise Weekly. All rights reserved.", outlet="Noise")
    audit_all(now)
    learning.learn(outlet_named().pk, now=now)
    ours = Boilerplate.objects.standing().get(wording__contains="Harbour News")
    assert (ours.variants.count(), ours.wording) == (3, "Copyright © 2016 Harbour News. All rights reserved.")
    assert Boilerplate.objects.standing().filter(wording__contains="Noise").count() == 3
    entry = CatalogueEntry.objects.filter(act="merged", other=ours).latest("pk")
    assert entry.actor is None
    entries.undo(entry.pk, by=editor, now=now)
    learning.learn(outlet_named().pk, now=now)
    assert ours.variants.count() == 2
    publish(3, now, "Copyright © 2018 Harbour News. All rights reserved.")
    audit_all(now)
    assert Boilerplate.objects.standing().filter(wording__contains="Harbour News").count() == 2


def test_what_a_person_split_off_or_decided_stays_apart(now: datetime, editor: User) -> None:
    for year in (2016, 2017, 2018):
        publish(year, now, f"Copyright © {year} Harbour News. All rights reserved.")
    audit_all(now)
    decided = Boilerplate.objects.get(wording__contains="© 2018 Harbour")
    entries.confirm(decided.pk, by=editor, now=now)
    learning.learn(outlet_named().pk, now=now)
    ours = Boilerplate.objects.get(wording__contains="© 2016 Harbour")
    wording = ours.variants.get(wording__contains="2017")
    entries.split(ours.pk, variants=[wording.pk], by=editor, now=now)
    learning.learn(outlet_named().pk, now=now)
    assert Boilerplate.objects.standing().filter(wording__contains="Harbour News").count() == 3


def test_proposals_alike_are_one_proposal(now: datetime) -> None:
    for number in range(6):
        publish(number, now, HABIT.replace("by those who wait", "by all who wait") if number > 2 else HABIT)
    audit_all(now)
    learning.learn(outlet_named().pk, now=now)
    assert Boilerplate.objects.get(state="proposed").variants.count() == 2


def test_what_does_not_go_at_once_goes_the_next_time(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "AT_ONCE", 1)
    for year in (2016, 2017, 2018):
        publish(year, now, f"Copyright © {year} Harbour News. All rights reserved.")
    audit_all(now)
    later = now + timedelta(minutes=1)
    turns = 0
    while learning.learn_next(now=later):
        turns += 1
    assert turns == 3
    assert Boilerplate.objects.standing().filter(wording__contains="Harbour News").count() == 1


def test_an_outlet_that_could_not_be_learned_from_is_due_again(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(1, now)
    audit_all(now)
    monkeypatch.setattr(learning, "repeated", lambda standing: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        learning.learn_next(now=now + timedelta(minutes=1))
    assert learning.work_waits()


def test_outlets_take_turns_and_rest_when_nothing_is_new(now: datetime) -> None:
    assert learning.learn_next(now=now) is None
    publish(1, now, outlet="First")
    publish(2, now, outlet="Second")
    Outlet.objects.create(name="Empty", key="empty")
    audit_all(now)
    later = now + timedelta(minutes=1)
    learned = [outlet and outlet.name for outlet in (learning.learn_next(now=later) for _ in range(3))]
    assert learned == ["First", "Second", None]
    assert not learning.work_waits()
    publish(3, later, outlet="Second")
    audit_all(later + timedelta(minutes=1))
    assert learning.work_waits()
    assert str(learning.learn_next(now=later + timedelta(minutes=2))) == "Second"


def test_more_articles_cost_no_more_statements(now: datetime) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            learning.learn(outlet_named().pk, now=now)
        return len(captured)

    for number in range(3):
        publish(number, now, HABIT)
    audit_all(now)
    cost()
    few = cost()
    for number in range(20, 30):
        publish(number, now, HABIT)
    audit_all(now)
    assert cost() == few


def test_the_oldest_articles_of_a_large_outlet_are_left_out(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "WINDOW", 2)
    for number in range(3):
        publish(number, now, HABIT)
    audit_all(now)
    assert learning.learn(outlet_named().pk, now=now) == 0
