"""What was decided of the same sentence in other articles: offered to the reviewer, never applied."""

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Left

from auditor.models import Decision, QueueItem
from auditor.models.queue import QUOTE_MARK

TELLING = 5
"""Words from which on two flags on the same words are probably copies of one sentence."""
MOST = 10


def offers(item: QueueItem) -> QuerySet[Decision]:
    """The decisions in force on the same normalised words, under the same question, in other articles.

    The latest first, at most ten; none for words so few that anyone may have written them.
    """
    if len(item.quote.split()) < TELLING:
        return Decision.objects.none()
    same = QueueItem.objects.annotate(mark=Left("anchor", QUOTE_MARK)).filter(
        mark=item.anchor[:QUOTE_MARK], state=QueueItem.State.DECIDED, pk=OuterRef("item")
    )
    elsewhere = Decision.objects.standing().exclude(item__article=item.article_id)
    found = elsewhere.filter(Exists(same)).select_related("reviewer", "item__article__outlet")
    return found.order_by("-pk")[:MOST]
