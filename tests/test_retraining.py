"""Reviewers' decisions become weights: exported, learned from, in force where they are better, taken back."""

import json
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from auditor import ingest, reaudit, review
from auditor.catalogue import house
from auditor.inspection.assertions.examples import ENOUGH, Example, learn
from auditor.inspection.assertions.traits import NAMES
from auditor.inspection.assertions.weights import weights_of, write_weights
from auditor.inspection.rulebook import load_rulebook
from auditor.models import Audit, FlagWeights, QueueItem
from auditor.models.queue import Verdict
from auditor.storage import archive
from auditor.training import examples, retraining
from tests.conftest import audit_all

pytestmark = pytest.mark.django_db

TOWNS = ("Oslo", "Bergen", "Hamar", "Narvik", "Molde", "Arendal", "Larvik", "Moss", "Skien", "Horten")
WHO = ("army", "navy")


def story(town: str) -> str:
    claims = [f"The {who} killed {number} people in {town}." for number in (40, 60) for who in WHO]
    calm = ["Berg said that it was over.", "“We go home,” Holm said."] * 3
    return "\n\n".join(
        part for pair in zip([f"Shots in {town}", *claims], calm, strict=False) for part in pair
    )


def decided(reviewer: User, now: datetime) -> list[QueueItem]:
    """Every claim in ten articles decided: what the army did needs a source, what the navy did has one."""
    for number, town in enumerate(TOWNS):
        ingest.submit_text(story(town), now=now, outlet=f"outlet {number % 2}")
    audit_all(now)
    items = list(QueueItem.objects.filter(kind="unsourced_assertion").order_by("pk"))
    for item in items:
        fence = review.claim(item.pk, reviewer=reviewer, now=now).fence
        verdict = Verdict.UNSOURCED if "army" in item.quote else Verdict.SOURCED
        review.decide(item.pk, reviewer=reviewer, fence=fence, verdict=verdict, reason="as told", now=now)
    return items


def train(*arguments: str) -> str:
    told = StringIO()
    call_command("train", *arguments, stdout=told)
    return told.getvalue()


def test_better_weights_come_into_force_and_stored_articles_are_audited_anew(
    reviewer: User, now: datetime
) -> None:
    items = decided(reviewer, now)
    assert len(items) == 4 * len(TOWNS) >= ENOUGH
    before = house.in_force().digest
    told = train()
    row = FlagWeights.objects.get()
    assert row.in_force
    assert f"In force: {row.digest}" in told
    assert str(row) == row.digest[:12]
    assert "outlet 0" in told
    assert row.card["after"]["loss"] < row.card["before"]["loss"]
    assert house.trained() == row.digest
    assert house.in_force().digest != before
    assert reaudit.renew_audits() == len(TOWNS)
    audit_all(now + timedelta(minutes=1))
    likely = dict(
        QueueItem.objects.filter(pk__in=[one.pk for one in items]).values_list("quote", "probability")
    )
    army = [chance for quote, chance in likely.items() if "army" in quote]
    assert min(army) > max([chance for quote, chance in likely.items() if "navy" in quote], default=0)
    assert "in force again" in train("--retire")
    assert house.in_force().digest == before
    assert "already" in train("--retire")


def test_the_same_decisions_teach_the_same_and_a_report_replaces_nothing(
    reviewer: User, now: datetime, tmp_path: Path
) -> None:
    decided(reviewer, now)
    assert train("--report") == train("--report")
    assert not FlagWeights.objects.exists()
    known = list(examples.from_decisions())
    one, other = (retraining.study(known, seed=3) for _ in range(2))
    assert write_weights(one.weights) == write_weights(other.weights)
    export = tmp_path / "examples.jsonl"
    assert f"{len(known)} examples" in train("--export", str(export))
    assert list(examples.from_lines(export.read_text(encoding="utf-8").splitlines())) == known
    assert "army" not in export.read_text(encoding="utf-8")
    assert f"{2 * len(known)}" in train("--report", "--from", str(export))


def test_too_few_decisions_teach_nothing(reviewer: User, now: datetime) -> None:
    with pytest.raises(CommandError, match="too_few"):
        train()
    ingest.submit_text(story("Oslo"), now=now)
    audit_all(now)
    item = QueueItem.objects.filter(kind="unsourced_assertion")[0]
    fence = review.claim(item.pk, reviewer=reviewer, now=now).fence
    review.decide(item.pk, reviewer=reviewer, fence=fence, verdict="unsourced", now=now)
    assert len(list(examples.from_decisions())) == 1
    with pytest.raises(CommandError, match="1 decided sentences are too few"):
        train()


def example(number: int, *, answer: float, said: float = 0.0) -> Example:
    traits = [0.0] * len(NAMES)
    traits[NAMES.index("has digits")] = said
    return Example("outlet", f"{number % 8}", answer, 1.0, tuple(traits), (number % 7,))


def test_weights_that_are_no_better_replace_nothing(now: datetime, tmp_path: Path) -> None:
    chance = [example(number, answer=float(number // 8 % 2)) for number in range(ENOUGH * 2)]
    likely = [example(number, answer=float(number % 5 == 0)) for number in range(ENOUGH * 2)]
    lesson = learn(chance, retraining.study(likely, seed=1).weights)
    assert lesson is not None
    alike = learn(likely, retraining.study(likely, seed=1).weights)
    assert alike is not None
    assert not alike.better
    with pytest.raises(retraining.TrainingRefused, match="no better"):
        retraining.bring_into_force(alike, seed=1, now=now)
    assert not FlagWeights.objects.exists()


def test_all_decided_alike_or_all_in_one_article_teaches_nothing() -> None:
    weights = weights_of(b"")
    assert learn([example(number, answer=1.0) for number in range(ENOUGH)], weights) is None
    one = [example(8 * number, answer=float(number % 2)) for number in range(ENOUGH)]
    assert learn(one, weights) is None


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "[]",
        "{}",
        json.dumps({"outlet": "o", "article": "1", "answer": 1, "load": 1, "traits": [1.0], "words": []}),
        json.dumps(
            {
                "outlet": "o",
                "article": "1",
                "answer": 1,
                "load": 1,
                "traits": [0.0] * len(NAMES),
                "words": [-1],
            }
        ),
    ],
)
def test_a_line_that_is_no_example_is_refused_by_number(line: str, tmp_path: Path) -> None:
    export = tmp_path / "examples.jsonl"
    export.write_text(line, encoding="utf-8")
    with pytest.raises(CommandError, match="line 1 is"):
        train("--from", str(export))


def test_a_run_is_one_example_shared_by_its_sentences(reviewer: User, now: datetime) -> None:
    run = story("Oslo") + "\n\nThe army killed 40 people in Moss. The navy killed 60 people in Moss."
    ingest.submit_text(run, now=now)
    audit_all(now)
    item = QueueItem.objects.exclude(members=[]).get()
    fence = review.claim(item.pk, reviewer=reviewer, now=now).fence
    review.decide(item.pk, reviewer=reviewer, fence=fence, verdict="sourced", reason="it has", now=now)
    assert [(one.answer, one.load) for one in examples.from_decisions()] == [(0.0, 0.5), (0.0, 0.5)]


def test_an_article_whose_bytes_are_gone_teaches_nothing(reviewer: User, now: datetime) -> None:
    items = decided(reviewer, now)
    name = items[0].audit.snapshot.payload
    known = len(list(examples.from_decisions()))
    archive.remove(name)
    assert len(list(examples.from_decisions())) == known - 4


def test_weights_of_another_second_stage_are_left_out(
    now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    FlagWeights.objects.create(digest="a" * 64, weights=b"other", card={}, made_at=now)
    assert house.in_force().digest == load_rulebook().digest
    assert "train anew" in caplog.text


def test_one_set_of_weights_is_in_force(now: datetime) -> None:
    FlagWeights.objects.create(digest="a" * 64, weights=b"", card={}, made_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        FlagWeights.objects.create(digest="b" * 64, weights=b"", card={}, made_at=now)
    assert Audit.objects.count() == 0
