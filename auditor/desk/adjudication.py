"""Where two reviewers differ an editor decides; flags with a known answer show how reviewers answer."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from auditor.desk import docket, ledger
from auditor.desk.permits import OVERRULE, ReviewRefused, permit
from auditor.models import Decision, Gold, QueueItem, ReviewEntry, SecondLook
from auditor.models.queue import VERDICTS

State = SecondLook.State


def disagreements() -> list[SecondLook]:
    """Double reviews whose answers differ and that nobody has adjudicated, the oldest first."""
    looks = SecondLook.objects.filter(state=State.DISAGREED).order_by("pk")
    return list(looks.select_related("item__article__outlet", "first__reviewer", "second__reviewer"))


def adjudicate(pk: int, *, by: User, verdict: str, reason: str, now: datetime) -> Decision:
    """Say which answer stands, or a third; always with the reason, from which both can learn.

    Raises ReviewRefused: look_unknown, already_adjudicated, verdict_unknown, reason_missing, not_permitted.
    """
    permit(by, OVERRULE)
    reason = reason.strip()
    with transaction.atomic():
        look = _hold(pk)
        item = QueueItem.objects.get(pk=look.item_id)
        if verdict not in VERDICTS[item.kind]:
            raise ReviewRefused("verdict_unknown", f"{verdict!r} is no verdict on {item.kind}.")
        if not reason:
            raise ReviewRefused("reason_missing", "Say in a few words why, for both reviewers to learn from.")
        decision = Decision.objects.create(
            item=item, audit_id=item.audit_id, reviewer=by, verdict=verdict, reason=reason, quote=item.quote,
            round=Decision.Round.FINAL, decided_at=now,
        )  # fmt: skip
        look.final, look.state = decision, State.ADJUDICATED
        look.save(update_fields=["final", "state"])
        told = {"decision": decision.pk, "verdict": verdict, "reason": reason, "look": pk}
        entry = ReviewEntry(item=item, act=ReviewEntry.Act.ADJUDICATED, actor=by, at=now, details=told)
        ledger.append([entry])
    return decision


def _hold(pk: int) -> SecondLook:
    look = SecondLook.objects.filter(pk=pk).select_related("item").first()
    if look is None:
        raise ReviewRefused("look_unknown", f"There is no double review {pk}.")
    docket.hold([look.item.article_id])
    look = SecondLook.objects.get(pk=pk)
    if look.state != State.DISAGREED:
        raise ReviewRefused("already_adjudicated", "The answers do not differ, or somebody has decided.")
    return look


def set_gold(item: int, *, verdict: str, by: User, now: datetime) -> Gold:
    """Note the known answer of a decided flag, so that it can be mixed in as a test.

    Raises ReviewRefused: item_unknown, gold_undecided, verdict_unknown, not_permitted.
    """
    permit(by, OVERRULE)
    row = QueueItem.objects.filter(pk=item).first()
    if row is None:
        raise ReviewRefused("item_unknown", f"There is no flag {item}.")
    if row.state != QueueItem.State.DECIDED:
        raise ReviewRefused("gold_undecided", "Only a decided flag can be a test.")
    if verdict not in VERDICTS[row.kind]:
        raise ReviewRefused("verdict_unknown", f"{verdict!r} is no verdict on {row.kind}.")
    gold, _ = Gold.objects.update_or_create(
        item=row, defaults={"verdict": verdict, "set_by": by, "set_at": now}
    )
    return gold


def drop_gold(item: int, *, by: User) -> None:
    """The flag is no test any more. Raises ReviewRefused: item_unknown, not_permitted."""
    permit(by, OVERRULE)
    gone, _ = Gold.objects.filter(item=item).delete()
    if not gone:
        raise ReviewRefused("item_unknown", f"Flag {item} is no test.")
