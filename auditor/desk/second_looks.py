"""Flags that two people decide, the second without seeing the first answer."""

import hashlib

from django.conf import settings
from django.contrib.auth.models import User

from auditor.models import Decision, QueueItem, SecondLook
from auditor.models.queue import Verdict

State = SecondLook.State


def is_sampled(item: QueueItem, share: float) -> bool:
    """Whether a flag is one of the ``share`` (0 to 1) that are decided twice.

    By the SHA-256 of its article and words, so that nobody chooses and a re-audit changes nothing.
    """
    mark = hashlib.sha256(f"{item.article_id}:{item.anchor}:{item.occurrence}".encode()).digest()
    return int.from_bytes(mark[:8], "big") < share * 2**64


def ask(item: QueueItem, decision: Decision) -> None:
    """Want a second answer to a flag just decided, if it is one of the share."""
    if is_sampled(item, settings.AUDITOR_DOUBLE_REVIEW):
        pending = SecondLook.objects.filter(item=item, state__in=(State.WAITING, State.DISAGREED))
        pending.update(state=State.VOID)
        SecondLook.objects.create(item=item, first=decision)


def waiting(item: QueueItem, reviewer: User) -> SecondLook | None:
    """The second look at ``item`` that this reviewer may take: never at an answer of their own."""
    looks = SecondLook.objects.filter(item=item, state=State.WAITING)
    return looks.exclude(first__reviewer=reviewer).select_related("first").first()


def answer(look: SecondLook, decision: Decision) -> None:
    """Compare the second answer with the first; who is unsure leaves the look to someone else."""
    if decision.verdict == Verdict.UNSURE:
        return
    look.second = decision
    look.state = State.AGREED if decision.verdict == look.first.verdict else State.DISAGREED
    look.save(update_fields=["second", "state"])


def withdraw(decision: Decision) -> None:
    """A decision was undone: a look that rests on it says nothing; an undone second answer is asked again."""
    SecondLook.objects.filter(first=decision).update(state=State.VOID)
    SecondLook.objects.filter(second=decision, final=None).update(state=State.WAITING, second=None)
    SecondLook.objects.filter(final=decision).update(state=State.DISAGREED, final=None)
