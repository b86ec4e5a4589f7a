"""Many flags of the list decided with one answer, and taken back with one button."""

from collections.abc import Sequence
from functools import reduce

from django.contrib import admin, messages
from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from auditor import batches
from auditor.admin.item_page import choices
from auditor.admin.pages import list_of, page, require
from auditor.batches import Batch
from auditor.desk.permits import REVIEW
from auditor.models import QueueItem
from auditor.models.queue import VERDICTS, Verdict

_SALT = "auditor.batch"
_TOLD = 5
"""Flags that were left as they are which are named one by one."""


@admin.action(description="Decide the selected flags", permissions=["review"])
def decide_selected(
    model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[QueueItem]
) -> HttpResponse:
    """The page that asks for the one answer."""
    return ask(model_admin, request, list(queryset.select_related("article__outlet")[: batches.MOST]))


def ask(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    items: Sequence[QueueItem],
    *,
    amiss: str = "",
    reason: str = "",
) -> HttpResponse:
    """The selected flags and the verdicts that all of them can be given."""
    kinds = list(dict.fromkeys(item.kind for item in items))
    shared = reduce(lambda left, right: [one for one in left if one in right], map(_verdicts, kinds))
    context: dict[str, object] = {
        "items": items,
        "choices": [one for one in choices(kinds[0]) if one.value in shared and one.value != Verdict.UNSURE],
        "mixed": len(kinds) > 1,
        "amiss": amiss,
        "reason": reason,
    }
    title = f"Decide {len(items):,} flag{'' if len(items) == 1 else 's'}"
    status = 422 if amiss else 200
    return page(request, model_admin, "auditor/batch.html", title=title, status=status, context=context)


def _verdicts(kind: str) -> list[str]:
    return [verdict.value for verdict in VERDICTS[kind]]


def decide_view(model_admin: admin.ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Give the answer to every flag that was sent."""
    user = require(request, REVIEW)
    pks = [int(value) for value in request.POST.getlist("flag") if value.isdecimal()][: batches.MOST]
    items = list(QueueItem.objects.filter(pk__in=pks).select_related("article__outlet"))
    verdict, reason = request.POST.get("verdict", ""), request.POST.get("reason", "").strip()
    if not items:
        messages.error(request, "Those flags are there no more. Select others.")
        return HttpResponseRedirect(list_of("queueitem"))
    offered = next((one for one in choices(items[0].kind) if one.value == verdict), None)
    if offered is None or (offered.needs_reason and not reason):
        amiss = (
            "Say why in a few words: this answer disagrees with the flags."
            if offered
            else "Choose an answer."
        )
        return ask(model_admin, request, items, amiss=amiss, reason=reason)
    made = batches.decide(pks, reviewer=user, verdict=verdict, reason=reason, now=timezone.now())
    _tell(request, made, f"{_flags(len(made.done))} decided: {Verdict(verdict).label}.")
    token = signing.dumps(list(made.done), salt=_SALT, compress=True)
    return HttpResponseRedirect(
        f"{list_of('queueitem')}?batch={token}" if made.done else list_of("queueitem")
    )


def undo_view(request: HttpRequest) -> HttpResponse:
    """Take a batch back."""
    user = require(request, REVIEW)
    made = batches.undo(decisions_of(request.POST.get("batch", "")), reviewer=user, now=timezone.now())
    _tell(request, made, f"{_flags(len(made.done))} open again.")
    return HttpResponseRedirect(list_of("queueitem"))


def decisions_of(token: str) -> tuple[int, ...]:
    """The decisions that the token of a batch stands for; none of one that is not ours."""
    try:
        return tuple(signing.loads(token, salt=_SALT))
    except signing.BadSignature:
        return ()


def _tell(request: HttpRequest, made: Batch, done: str) -> None:
    if made.done:
        messages.success(request, done)
    for quote, why in made.refused[:_TOLD]:
        messages.warning(request, f"Left as it is: “{quote[:80]}”. {why}")
    if len(made.refused) > _TOLD:
        messages.warning(request, f"{_flags(len(made.refused) - _TOLD)} more left as they are.")


def _flags(count: int) -> str:
    return f"{count:,} flag{'' if count == 1 else 's'}"


class CanReview:
    """Tells Django's actions who may decide."""

    def has_review_permission(self, request: HttpRequest) -> bool:
        """Reviewers and editors."""
        return bool(request.user.has_perm(REVIEW))
