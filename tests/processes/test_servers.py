"""A missing server skips a test at home and fails it where every server must be there."""

import pytest

from tests.processes import servers


def test_at_home_a_missing_server_skips_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no-such-server is not on this machine"):
        servers.program("no-such-server")


def test_where_all_servers_must_be_there_a_missing_one_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="CI must not skip"):
        servers.program("no-such-server")


def test_a_postgresql_that_does_not_answer_counts_as_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(servers, "POSTGRES", f"postgres://postgres@127.0.0.1:{servers.free_port()}/postgres")
    with pytest.raises(pytest.skip.Exception, match="PostgreSQL"), servers.postgresql_database():
        pass
