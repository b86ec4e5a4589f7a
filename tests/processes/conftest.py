"""Servers shared by the tests of this folder; each is started once, when first asked for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import servers


@pytest.fixture(scope="session")
def rabbitmq(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """A RabbitMQ of the tests' own."""
    with servers.rabbitmq(tmp_path_factory.mktemp("rabbitmq")) as server:
        yield server


@pytest.fixture
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """A Redis of the test's own."""
    with servers.redis(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture
def database() -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    with servers.postgresql_database() as address:
        yield address


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An empty data folder."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder
