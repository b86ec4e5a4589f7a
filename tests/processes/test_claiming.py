"""Many claimers on one PostgreSQL: nothing is given out twice, the log stays one chain."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.processes.site import ROOT, Installation

pytestmark = [pytest.mark.services, pytest.mark.processes, pytest.mark.xdist_group("processes")]
CLAIMER = """
import sys, django
django.setup()
from django.contrib.auth.models import User
from django.utils import timezone
from auditor import review
from auditor.desk import leases, worklist
me = User.objects.get(username=sys.argv[1])
while held := leases.claim_next(reviewer=me, now=timezone.now()):
    print(held.article_id, held.fence, flush=True)
    for item in worklist.work_of(held):
        review.decide(item.pk, reviewer=me, fence=held.fence, verdict="unsourced", now=timezone.now())
"""
FILL = """
import django
django.setup()
from django.contrib.auth.models import User
from django.db import transaction
from tests.factories import make_item
for number in range(4):
    User.objects.create_superuser(f"claimer-{number}")
with transaction.atomic():
    for number in range(120):
        make_item(outlet=f"{number % 7}.example")
"""


def run(program: str, *words: str, environ: dict[str, str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603 - our own
        [sys.executable, "-c", program, *words],
        cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_claimers_at_once_get_an_article_each_and_log_in_one_chain(database: str, data: Path) -> None:
    site = Installation(data, {"DATABASE_URL": database, "AUDITOR_DOUBLE_REVIEW": "0"})
    environ = {**os.environ, **site.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    assert site.manage("migrate").returncode == 0
    filling = run(FILL, environ=environ)
    filling.communicate()
    assert filling.returncode == 0
    crew = [run(CLAIMER, f"claimer-{number}", environ=environ) for number in range(4)]
    got = [line for one in crew for line in one.communicate()[0].splitlines()]
    assert [one.returncode for one in crew] == [0] * 4
    assert len(got) == len(set(got)) == 120
    with psycopg.connect(database.replace("postgres://", "postgresql://")) as connection:
        row = connection.execute(
            "SELECT count(*), count(DISTINCT article_id), count(*) FILTER (WHERE \"end\" = 'finished') "
            "FROM auditor_claim"
        ).fetchone()
        assert row == (120, 120, 120)
    checked = site.manage("verify_log")
    assert checked.stdout.startswith("120 entries hold"), checked.stderr
    for statement in (
        "TRUNCATE auditor_reviewentry CASCADE",
        "TRUNCATE auditor_decision CASCADE",
        "DELETE FROM auditor_decision",
    ):
        with (
            psycopg.connect(database.replace("postgres://", "postgresql://")) as connection,
            pytest.raises(psycopg.errors.IntegrityError, match="only ever added to"),
        ):
            connection.execute(statement)
