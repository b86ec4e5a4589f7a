"""A site re-audited over half a year, as a committed table says."""

import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.files.storage import storages
from pytest_django import Settings

from auditor.ladder import read_ladder
from auditor.models import Capture, Snapshot
from tests.simulation import Scene, Simulation, changes, events
from tests.site import running_site

TABLE = Path(__file__).with_suffix("").parent / "reaudit_table.toml"
SCENES = [Scene(**entry) for entry in tomllib.loads(TABLE.read_text(encoding="utf-8"))["scene"]]
HALF_A_YEAR = 182


@pytest.fixture
def simulation(db: None, settings: Settings, now: datetime) -> Iterator[Simulation]:
    """The whole table, run once."""
    settings.AUDITOR_LADDER = read_ladder("1d 6h, 7d 1d, 30d 3d, ever 10d")
    with ExitStack() as stack:
        sites = {name: stack.enter_context(running_site()) for name in ("site", "slow", "elsewhere")}
        settings.AUDITOR_FETCH_NETWORKS = ("127.0.0.0/8",)
        settings.AUDITOR_FETCH_PORTS = tuple(site.port for site in sites.values())
        sites["elsewhere"].serve("/casino", "<p>" + "Win at once. " * 200 + "</p>")
        simulation = Simulation(SCENES, sites, now)
        simulation.run(days=HALF_A_YEAR)
        yield simulation


def test_every_finding_comes_out_as_the_table_says(simulation: Simulation) -> None:
    for scene in SCENES:
        told = events(simulation.captures(scene))
        wanted = [{k: v for k, v in e.items() if k not in ("day", "within")} for e in scene.events]
        assert [parts for _, parts in told] == wanted, scene.name
        for (capture, _), event in zip(told, scene.events, strict=True):
            day = simulation.day(capture)
            assert event["day"] <= day <= event["day"] + event["within"], (scene.name, event, day)
        assert changes(simulation.articles[scene.name]) == scene.findings, scene.name
    _nothing_unknown_is_a_version(simulation)
    _unchanged_versions_cost_nothing(simulation)
    _conditions_were_sent_and_answered(simulation)
    _sites_were_asked_at_their_pace(simulation)


def _nothing_unknown_is_a_version(simulation: Simulation) -> None:
    for scene in SCENES:
        assert Snapshot.objects.filter(article=simulation.articles[scene.name]).count() == scene.versions
    assert not Capture.objects.exclude(outcome__in=Capture.TAKEN).exclude(snapshot=None).exists()
    assert Capture.objects.filter(outcome="unknown").count() > 50


def _unchanged_versions_cost_nothing(simulation: Simulation) -> None:
    """In the store lie the payloads of versions and of what was not believed, each once."""
    kept = set(Capture.objects.filter(kept=True).values_list("payload", flat=True))
    believed = Capture.objects.filter(outcome__in=Capture.TAKEN).values_list("payload", flat=True)
    doubtful = Capture.objects.filter(outcome__in=("unknown", "moved"), kept=True)
    assert kept == set(believed) | set(doubtful.values_list("payload", flat=True))
    store = storages["payloads"]
    stored = [
        name for one in store.listdir("")[0] for two in store.listdir(one)[0]
        for name in store.listdir(f"{one}/{two}")[1]
    ]  # fmt: skip
    assert len(stored) == len(kept)


def _conditions_were_sent_and_answered(simulation: Simulation) -> None:
    for name in ("unchanged with an etag", "unchanged with a date"):
        first, *later = simulation.articles[name].captures.order_by("pk")
        assert first.status == 200
        assert len(later) > 15
        assert {(capture.status, capture.size) for capture in later} == {(304, 0)}


def _sites_were_asked_at_their_pace(simulation: Simulation) -> None:
    slow = [scene.name for scene in SCENES if scene.site == "slow"]
    articles = [simulation.articles[name] for name in slow]
    asked = Capture.objects.filter(article__in=articles).exclude(outcome="withheld").order_by("pk")
    moments = list(asked.values_list("at", flat=True))
    gaps = [later - earlier for earlier, later in pairwise(moments[1:])]
    assert min(gaps) >= timedelta(seconds=120)
