"""What a reader must not see yet: answers that somebody, perhaps this reader, is to give once more."""

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from auditor.desk import worklist
from auditor.models import Decision, QueueItem, ReviewEntry, SecondLook


def visible(decisions: QuerySet[Decision], user: User) -> QuerySet[Decision]:
    """The decisions that ``user`` may see: their own, and those that wait for nobody's second answer.

    Editors are no exception: they may be the second reader themselves.
    """
    return decisions.exclude(~Q(reviewer=user.pk) & _hidden(user))


def visible_log(entries: QuerySet[ReviewEntry], user: User) -> QuerySet[ReviewEntry]:
    """The log without others' acts that tell such an answer."""
    tell = Q(act__in=(ReviewEntry.Act.DECIDED, ReviewEntry.Act.UNDONE))
    return entries.exclude(tell & ~Q(actor=user.pk) & _hidden(user))


def answer_of(item: QueueItem, user: User) -> Decision | None:
    """The decision that stands on a flag, if the user may see it."""
    standing = item.standing_decision()
    if standing is None or standing.reviewer_id == user.pk:
        return standing
    return standing if QueueItem.objects.filter(pk=item.pk).exclude(_hidden(user, "pk")).exists() else None


def _hidden(user: User, item: str = "item") -> Q:
    """Rows about flags whose answer is to be given once more without seeing the first."""
    waiting = SecondLook.objects.filter(state=SecondLook.State.WAITING)
    hidden = Q(**{f"{item}__in": waiting.values("item")})
    if settings.AUDITOR_GOLD_SHARE:
        hidden |= Q(**{f"{item}__in": worklist.unanswered(user.pk).values("item")})
    return hidden
