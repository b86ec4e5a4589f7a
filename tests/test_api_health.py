"""Probes: alive without a database, ready only with one that is up to date."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from auditor.models import Article, Audit
from tests.factories import make_article, make_audit


def test_a_live_process_asks_nobody(client: Client) -> None:
    """Without the database mark any query would fail this test."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
def test_an_idle_service_is_ready(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "status": "ready",
            "database": "ok",
            "unapplied_migrations": 0,
            "oldest_waiting_audit": None,
            "most_overdue_article": None,
        },
    )


@pytest.mark.django_db
def test_a_backlog_is_shown_with_its_age(client: Client) -> None:
    now = timezone.now()
    make_audit()
    Audit.objects.create(
        snapshot=make_audit().snapshot, rulebook="n" * 64, asked_at=now - timedelta(seconds=90)
    )
    Article.objects.filter(pk=make_article().pk).update(next_audit_at=now - timedelta(hours=1))
    Article.objects.filter(pk=make_article().pk).update(next_audit_at=now + timedelta(hours=1))
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert 90 <= answer.json()["oldest_waiting_audit"] < 120
    assert 3600 <= answer.json()["most_overdue_article"] < 3630


@pytest.mark.django_db
def test_a_missing_migration_makes_it_unready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "django.db.migrations.executor.MigrationExecutor.migration_plan", lambda *_: ["0001_initial"]
    )
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "unready", "database": "ok", "unapplied_migrations": 1}


@pytest.mark.django_db
def test_a_database_away_makes_it_unready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any) -> None:
        raise DatabaseError("could not connect to 10.0.0.7")

    monkeypatch.setattr("auditor.api.health.MigrationExecutor", away)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "unready", "database": "away"})


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_are_only_read(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
