"""Fixtures: personas, seeds, a queue with real work in it and noise around it."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from hypothesis import settings as searches
from pytest_django import Settings

from auditor import auditing, ingest
from auditor.models import Article
from tests.site import Site, running_site

SEEDS = Path(__file__).parent.parent / "seeds"

searches.register_profile("house", deadline=None)  # a busy machine is no fault of the program
searches.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse two tests of one name: shared out over cores, one of them would not run, unnoticed."""
    twins = [name for name, count in Counter(item.nodeid for item in items).items() if count > 1]
    if twins:
        raise pytest.UsageError("tests of the same name: " + ", ".join(twins))


@pytest.fixture(autouse=True)
def _own_storage(tmp_path: Path, settings: Settings) -> None:
    """Payloads go to the test's folder; passwords hash fast; nothing is decided twice unless asked for."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    store = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path / "payloads")},
    }
    settings.STORAGES = {**settings.STORAGES, "payloads": store}
    settings.AUDITOR_DOUBLE_REVIEW = 0.0  # which flags fall into the share depends on a test's ids


@pytest.fixture(autouse=True, scope="session")
def _emptying_tables_takes_the_log_too() -> Iterator[None]:
    """Django empties tables between tests by DELETE (on SQLite), which the log's triggers refuse."""
    guards = import_module("auditor.migrations.0003_guards")
    here = type(connection.ops)
    empty = here.execute_sql_flush

    def empty_all(operations: BaseDatabaseOperations, statements: list[str]) -> None:
        with operations.connection.cursor() as cursor:
            for statement in guards.DROP[connection.vendor]:
                cursor.execute(statement)
            empty(operations, statements)
            for statement in guards.MAKE[connection.vendor]:
                cursor.execute(statement)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(here, "execute_sql_flush", empty_all)
        yield


@pytest.fixture
def now() -> datetime:
    """A fixed moment."""
    return datetime(2026, 3, 17, 9, 30, tzinfo=UTC)


@pytest.fixture
def seed() -> Callable[[str], Path]:
    """The path of a seed by the start of its name: ``seed("003")``."""
    return lambda start: next(SEEDS.glob(f"{start}*.txt"))


def _member(name: str) -> User:
    user = User.objects.create_user(name, password="a long password for tests")
    user.is_staff = True
    user.save()
    user.groups.add(Group.objects.get(name=name))
    return user


@pytest.fixture
def reader(db: None) -> User:
    """May look, may not decide."""
    return _member("reader")


@pytest.fixture
def reviewer(db: None) -> User:
    """May submit, claim and decide."""
    return _member("reviewer")


@pytest.fixture
def editor(db: None) -> User:
    """May also overrule and retry."""
    return _member("editor")


@pytest.fixture
def administrator(db: None) -> User:
    """May do everything."""
    return User.objects.create_superuser("admin", password="a long password for tests")


def audit_all(now: datetime) -> None:
    """Do what a worker does, in this process."""
    while audit := auditing.claim_next(now=now):
        auditing.carry_out(audit, now=now)


@pytest.fixture
def audited_seeds(db: None, now: datetime) -> list[Article]:
    """The five seeds, ingested by the real path and audited."""
    articles = [
        ingest.submit_file(path.name, path.read_bytes(), now=now).article
        for path in sorted(SEEDS.glob("*.txt"))
    ]
    audit_all(now)
    return articles


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    """A web site on loopback that the fetcher is allowed to reach."""
    with running_site() as served:
        settings.AUDITOR_FETCH_NETWORKS = ("127.0.0.0/8",)
        settings.AUDITOR_FETCH_PORTS = (served.port,)
        yield served
