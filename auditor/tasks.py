"""Thin doors for Celery: a message is a doorbell, the row is the queue."""

import logging
from functools import partial

from celery import Task, shared_task
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from auditor import auditing, reaudit
from auditor.catalogue import learning
from auditor.desk import priorities
from auditor.schedule import visiting
from auditor.versions import replays

log = logging.getLogger(__name__)

AT_ONCE = 20  # so that a worker told to stop, or asked whether it lives, answers within seconds


def ring(task: Task) -> None:  # type: ignore[type-arg]  # a task of any signature
    """Nudge a worker; a broker that is away costs one sweep, never the request."""
    try:
        task.delay()
    except (OperationalError, OSError):
        log.warning("the broker is away; the sweeper will ring %s again", task.name)


def ring_on_commit(task: Task) -> None:  # type: ignore[type-arg]  # a task of any signature
    """Ring once the row that wants work is really there."""
    transaction.on_commit(partial(ring, task))


@shared_task
def carry_out_audits() -> None:
    """Carry out waiting audits, ``AT_ONCE`` at most; ring again when there may be more."""
    for _ in range(AT_ONCE):
        if not (audit := auditing.claim_next(now=timezone.now())):
            return
        auditing.carry_out(audit, now=timezone.now())
    ring(carry_out_audits)


@shared_task
def fetch_due_articles() -> None:
    """Fetch due addresses, ``AT_ONCE`` at most; what came in is audited next."""
    for _ in range(AT_ONCE):
        if not (due := visiting.claim_due(now=timezone.now())):
            return
        visiting.visit(*due, now=timezone.now())
        ring(carry_out_audits)
    ring(fetch_due_articles)


@shared_task
def renew_audits() -> None:
    """Ask for audits of stored snapshots under a rulebook that changed."""
    if reaudit.renew_audits():
        ring(carry_out_audits)


@shared_task
def carry_on_replays() -> None:
    """Ask for the next audits of a replay that runs, and end one whose audits are done."""
    if replays.carry_on(now=timezone.now()):
        ring(carry_out_audits)
        ring(carry_on_replays)


@shared_task
def learn_repeats() -> None:
    """Propose what outlets repeat, ``AT_ONCE`` outlets at most; then audits under what was decided."""
    for _ in range(AT_ONCE):
        if not learning.learn_next(now=timezone.now()):
            break
    ring(renew_audits)


@shared_task
def weigh_rules() -> None:
    """Order the queue by how often each rule's flags were agreed with."""
    priorities.weigh_rules()


@shared_task
def sweep() -> None:
    """Ring again for whatever still waits: lost messages, dead workers."""
    if auditing.work_waits(now=timezone.now()):
        ring(carry_out_audits)
    if visiting.work_waits(now=timezone.now()):
        ring(fetch_due_articles)
