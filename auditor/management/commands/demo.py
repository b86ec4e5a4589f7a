"""manage.py demo: the seed articles through the real path, then the site."""

import secrets
import time
import tomllib
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from auditor import ingest, tasks
from auditor.management.commands.up import add_port, crew, read_port, refuse_if_taken
from auditor.management.overview import read_row, table
from auditor.management.processes import Crew, answers, interruptible
from auditor.models import Audit, Snapshot

HOST = "127.0.0.1"
REVIEWER = "reviewer"
LIMIT = 120.0  # seconds for five audits; they take about two, most of it the worker's start


class Command(BaseCommand):
    """Audits the seeds by message and worker, prints what was found, then serves."""

    help = "Audit the five seed articles, show what was found, then serve the site until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen, or to end after the table."""
        parser.add_argument("--once", action="store_true", help="end after the table")
        add_port(parser)

    def handle(self, *args: object, once: bool, port: str | int, **options: object) -> None:
        """Raises CommandError when the port is none, or taken, or an audit failed."""
        port = read_port(port)
        if not once:
            refuse_if_taken(HOST, port, "demo")
        call_command("migrate", verbosity=0)
        without = ("web",) if once else ()
        with interruptible(), crew(self, workers=1, host=HOST, port=port, without=without) as running:
            try:
                self._audit(running)
                if not once:
                    self._serve(running, port)
            except KeyboardInterrupt:
                self.stdout.write("\nStopping …")

    def _audit(self, running: Crew) -> None:
        asked, began = timezone.now(), time.monotonic()
        snapshots = [hand_in(seed) for seed in seeds()]
        audits = Audit.objects.filter(snapshot__in=[snapshot.pk for snapshot in snapshots])
        with tqdm(total=len(snapshots), desc="auditing", unit="article", disable=None) as bar:
            while waiting := audits.exclude(state__in=[Audit.State.DONE, Audit.State.FAILED]).count():
                bar.update(len(snapshots) - waiting - bar.n)
                if time.monotonic() - began > LIMIT:
                    raise CommandError(
                        f"{waiting} audits are not done after {LIMIT:.0f} s; the workers' lines say why."
                    )
                running.attend(0.1)
            bar.update(len(snapshots) - bar.n)
        self._show(snapshots, since=asked, seconds=time.monotonic() - began)

    def _show(self, snapshots: list[Snapshot], *, since: datetime, seconds: float) -> None:
        audits = [newest_audit(snapshot) for snapshot in snapshots]
        failed = [audit for audit in audits if audit.state == Audit.State.FAILED]
        rows = [read_row(audit) for audit in audits if audit not in failed]
        self.stdout.write("\n".join(["", *table(rows), ""]))
        self.stdout.write(_summary(audits, since, seconds))
        self.stdout.flush()
        for audit in failed:
            self.stderr.write(f"{audit.snapshot.article} failed: {audit.error_code}: {audit.error_reason}")
        if failed:
            raise CommandError(f"{len(failed)} of {len(audits)} audits failed.")

    def _serve(self, running: Crew, port: int) -> None:
        login = _login(*renew_reviewer())
        while not answers(HOST, port):
            running.attend(0.1)
        self.stdout.write(
            f"\nThe review queue is on http://{HOST}:{port}/admin/\n{login}\n\n"
            f"The API is described on http://{HOST}:{port}/api/docs/ – Ctrl-C stops everything."
        )
        self.stdout.flush()  # it may be read through a pipe while this goes on
        while True:
            running.attend(60)


def seeds() -> list[dict[str, str]]:
    """The entries of seeds.toml."""
    listed: list[dict[str, str]] = tomllib.loads(
        _folder().joinpath("seeds.toml").read_text(encoding="utf-8")
    )["seed"]
    return listed


def hand_in(seed: dict[str, str]) -> Snapshot:
    """Submit one seed and ring for a worker; its snapshot, the known one when it was there already."""
    data = (_folder() / seed["file"]).read_bytes()
    snapshot = ingest.submit_file(seed["file"], data, now=timezone.now(), outlet=seed["outlet"]).snapshot
    assert snapshot is not None, "a file has its text with it"  # noqa: S101 - narrows the type
    tasks.ring_on_commit(tasks.carry_out_audits)
    return snapshot


def newest_audit(snapshot: Snapshot) -> Audit:
    """The snapshot's audit under the newest rulebook, as it stands now."""
    return (
        Audit.objects.select_related("snapshot__article__outlet").filter(snapshot=snapshot).order_by("-pk")[0]
    )


def renew_reviewer() -> tuple[str, bool]:
    """A new password for the demonstration's reviewer, made when missing; whether it replaces another."""
    password = secrets.token_urlsafe(12)
    user, created = User.objects.get_or_create(username=REVIEWER)
    user.is_staff = True
    user.set_password(password)
    user.save()
    user.groups.add(Group.objects.get(name="reviewer"))
    return password, not created


def _login(password: str, replaced: bool) -> str:
    lines = [f"    user     {REVIEWER}", f"    password {password}"]
    if replaced:
        lines.append("    This is a new password; the earlier one no longer works.")
    return "\n".join(lines)


def _summary(audits: Sequence[Audit], since: datetime, seconds: float) -> str:
    """What this run did; an audit that was finished before it began is not its work."""
    known = sum(audit.finished_at is not None and audit.finished_at < since for audit in audits)
    if known == len(audits):
        return f"All {known} were known already, with nothing new to audit: these are their last audits."
    before = f"{known} of {len(audits)} were known already; the others were handed" if known else "Handed"
    return f"{before} in, queued, audited and recorded in {seconds:.1f} s."


def _folder() -> Path:
    folder: Path = settings.ROOT / "seeds"
    return folder
