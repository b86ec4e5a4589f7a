"""Answers that came when the lease was lost: kept, shown, taken up or discarded; never lost."""

from datetime import datetime

from django.contrib.auth.models import User

from auditor.desk.permits import REVIEW, ReviewRefused, permit
from auditor.models import Claim, Draft, QueueItem


def keep(
    item: QueueItem, *, reviewer: User, fence: int, answer: tuple[str, str], now: datetime
) -> Draft | None:
    """Keep an answer (verdict, reason) of someone who once held the article; a later one replaces it."""
    if not Claim.objects.filter(article=item.article_id, reviewer=reviewer).exists():
        return None
    verdict, reason = answer
    draft, _ = Draft.objects.update_or_create(
        item=item,
        reviewer=reviewer,
        defaults={"fence": fence, "verdict": verdict, "reason": reason, "quote": item.quote, "kept_at": now},
    )
    return draft


def drafts(reviewer: User) -> list[Draft]:
    """The reviewer's drafts, the newest first, with their flags."""
    return list(Draft.objects.filter(reviewer=reviewer).select_related("item__article__outlet"))


def discard(pk: int, *, reviewer: User) -> None:
    """Throw one's own draft away. Raises ReviewRefused: draft_unknown, not_permitted."""
    permit(reviewer, REVIEW)
    gone, _ = Draft.objects.filter(pk=pk, reviewer=reviewer).delete()
    if not gone:
        raise ReviewRefused("draft_unknown", f"You have no draft {pk}.")
