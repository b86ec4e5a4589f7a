"""The Compose file says what the Procfile says, waits for what it needs, and holds no secret."""

import re
from pathlib import Path
from string import Template
from typing import Any

import pytest
import yaml

from auditor.management.processes import read_procfile

ROOT = Path(__file__).parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
PROCESSES = read_procfile((ROOT / "Procfile").read_text(encoding="utf-8"))
ONE_SHOT = {"migrate"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_waits_only_for_services_that_exist_and_can_become_so(name: str) -> None:
    for needed, terms in SERVICES[name].get("depends_on", {}).items():
        if terms["condition"] == "service_healthy":
            assert "healthcheck" in SERVICES[needed]
        else:
            assert (terms["condition"], needed) == ("service_completed_successfully", "migrate")


@pytest.mark.parametrize("name", sorted(set(SERVICES) - ONE_SHOT))
def test_what_runs_on_has_a_health_check_a_grace_period_and_comes_back(name: str) -> None:
    service = SERVICES[name]
    assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    assert service["restart"] == "unless-stopped"
    assert re.fullmatch(r"\d+s", service["stop_grace_period"])


@pytest.mark.parametrize("name", PROCESSES)
def test_a_process_is_started_as_the_procfile_says(name: str) -> None:
    said = Template(PROCESSES[name]).substitute(HOST="0.0.0.0", PORT="8000", NUMBER="")  # noqa: S104 - in a container
    assert SERVICES[name]["command"] == said


def test_the_image_by_itself_starts_the_web_process() -> None:
    command = re.search(r"^CMD \[(.+)\]$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert command is not None
    assert re.findall(r'"([^"]+)"', command[1]) == SERVICES["web"]["command"].split()


def test_there_are_two_workers_and_one_scheduler() -> None:
    assert SERVICES["worker"]["deploy"] == {"replicas": 2}
    assert "deploy" not in SERVICES["beat"]


def test_every_secret_comes_from_the_environment_and_must_be_set() -> None:
    named = re.compile(r"PASS|SECRET|KEY")
    inside_address = re.compile(r"//[^:/@]+:([^@]+)@")
    for service in SERVICES.values():
        for variable, value in service.get("environment", {}).items():
            if named.search(variable):
                assert re.fullmatch(r"\$\{[A-Z_]+:\?[^}]*\}", value), variable
            for password in inside_address.findall(value):
                assert re.fullmatch(r"\$\{[A-Z_]+:\?[^}]*\}", password), variable


def test_images_are_pinned_to_a_major_version_and_volumes_are_declared() -> None:
    for service in SERVICES.values():
        assert service["image"] == "source-auditor" or re.fullmatch(r"[a-z]+:\d+", service["image"])
        for volume in service.get("volumes", []):
            assert volume.partition(":")[0] in COMPOSE["volumes"]


def test_web_and_workers_share_the_payloads() -> None:
    assert SERVICES["web"]["volumes"] == SERVICES["worker"]["volumes"] == ["data:/data"]
    assert "AUDITOR_DATA=/data" in (ROOT / "Dockerfile").read_text(encoding="utf-8")
