"""The review queue: flags that stand, what was decided about them, and the log of who did what."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left, Now

from auditor.inspection.flags import SHOWN, FlagKind
from auditor.models.article import Article, Outlet
from auditor.models.audit import Audit


class Verdict(models.TextChoices):
    """What a reviewer can say of a flag."""

    UNSOURCED = "unsourced", "Needs a source and has none"
    SOURCED = "sourced", "Has a source after all"
    WEAKLY_SOURCED = "weakly_sourced", "The source is too vague"
    WELL_SOURCED = "well_sourced", "The source is good enough"
    NOT_CHECKABLE = "not_checkable", "Opinion, or nothing to check"
    NOT_THE_AUTHORS = "not_the_authors", "Someone else's words"
    COMMENT = "comment", "A reader's comment, nothing to do"
    COMMENT_TO_ACT_ON = "comment_to_act_on", "A reader's comment to act on"
    BOILERPLATE = "boilerplate", "A notice of the outlet"
    BODY = "body", "Part of the article"
    WRONG_SEGMENT = "wrong_segment", "The text was divided wrongly here"
    UNSURE = "unsure", "Not sure: someone else should look"


_ALWAYS = (Verdict.WRONG_SEGMENT, Verdict.UNSURE)
VERDICTS: dict[str, tuple[Verdict, ...]] = {
    FlagKind.UNSOURCED_ASSERTION.value: (
        Verdict.UNSOURCED, Verdict.SOURCED, Verdict.NOT_CHECKABLE, Verdict.NOT_THE_AUTHORS, *_ALWAYS,
    ),
    FlagKind.WEAK_SOURCING.value: (
        Verdict.WEAKLY_SOURCED, Verdict.WELL_SOURCED,
        Verdict.NOT_CHECKABLE, Verdict.NOT_THE_AUTHORS, *_ALWAYS,
    ),
    FlagKind.READER_COMMENT.value: (Verdict.COMMENT, Verdict.COMMENT_TO_ACT_ON, *_ALWAYS),
    FlagKind.UNKNOWN_BOILERPLATE.value: (Verdict.BOILERPLATE, Verdict.BODY, *_ALWAYS),
}  # fmt: skip
# The first verdict of each kind agrees with the flag; every other one must say why.
AGREEING = frozenset(verdicts[0] for verdicts in VERDICTS.values())


QUOTE_MARK = 28
"""Characters of an anchor that stand for the kind and the words alone (see ``comparison``)."""


def _open_index(name: str, *fields: str) -> models.Index:
    """Open items in the order of the queue, within what is chosen."""
    return models.Index(
        fields=[*fields, "priority", "-precision", "id"], name=name, condition=Q(state="open")
    )


class QueueItemQuerySet(models.QuerySet["QueueItem"]):
    """Which items want a decision, and in which order."""

    def open(self) -> Self:
        """Items that nobody has decided and that still stand in the article."""
        return self.filter(state=QueueItem.State.OPEN)

    def held_by(self, reviewer: AbstractBaseUser, now: datetime) -> Self:
        """Open items in articles on which ``reviewer`` holds a lease."""
        live = Q(article__claims__ended_at=None, article__claims__until__gt=now)
        return self.open().filter(live, article__claims__reviewer=reviewer)

    def shown_first(self) -> Self:
        """Items within the cap: of each kind the first ``SHOWN`` of their article."""
        return self.filter(rank__lte=SHOWN)

    def in_order(self) -> Self:
        """The most pressing first: priority, then the rule's precision, then age."""
        return self.order_by("priority", "-precision", "pk")


class QueueItem(models.Model):
    """A stored flag. It belongs to the article and outlives re-audits while its words stand."""

    class State(models.TextChoices):
        """Where the item stands."""

        OPEN = "open"
        ESCALATED = "escalated", "escalated: an editor should decide"
        DECIDED = "decided"
        WITHDRAWN = "withdrawn", "withdrawn: the article no longer gives cause"
        ORPHANED = "orphaned", "orphaned: decided, but raised no longer"

    class Priority(models.IntegerChoices):
        """How pressing, as the inspection sees it."""

        HIGH = 1
        MEDIUM = 2
        LOW = 3

    article = models.ForeignKey(Article, models.CASCADE, related_name="queue_items")
    audit = models.ForeignKey(
        Audit, models.CASCADE, related_name="queue_items", help_text="The latest audit in which it stood."
    )
    outlet = models.ForeignKey(
        Outlet, models.PROTECT, related_name="queue_items", db_index=False, help_text="As of the article."
    )
    kind = models.CharField(max_length=30, choices=[(k.value, k.value.replace("_", " ")) for k in FlagKind])
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    former = models.TextField(
        blank=True, default="",
        help_text="The words last decided about, when they were edited since and nobody has looked again.",
    )  # fmt: skip
    anchor = models.CharField(max_length=64, help_text="Marks of the words and of what stands before them.")
    occurrence = models.PositiveIntegerField(help_text="Which of several equal stretches, from 0.")
    prefix = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=64, blank=True)
    probability = models.FloatField()
    priority = models.PositiveSmallIntegerField(choices=Priority.choices)
    rank = models.PositiveIntegerField(
        default=1, help_text="Among the flags of its kind in the article, from 1: the first are shown first."
    )
    members = models.JSONField(
        default=list, help_text="Start and end of each sentence of a run; empty where there is one."
    )
    rules = models.JSONField(default=list)
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    raised_at = models.DateTimeField(db_default=Now())
    precision = models.FloatField(
        default=0.5, help_text="How often people agreed with its rule; its probability while that is unknown."
    )

    objects = QueueItemQuerySet.as_manager()

    class Meta:
        verbose_name = "flag"
        ordering = ("priority", "-precision", "pk")
        constraints = [
            models.UniqueConstraint(fields=["audit", "kind", "start", "end"], name="item_once"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="item_not_empty"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="item_ranked"),
        ]
        indexes = [
            models.Index(fields=["priority", "-precision", "id"], name="item_order"),
            models.Index(fields=["state", "priority", "-precision", "id"], name="item_state_order"),
            models.Index(fields=["raised_at", "id"], name="item_open_age", condition=Q(state="open")),
            _open_index("item_open_kind", "kind"),
            models.Index(
                fields=["outlet", "state", "priority", "-precision", "id"], name="item_outlet_order"
            ),
            _open_index("item_open_outlet_kind", "outlet", "kind"),
            _open_index("item_open_article", "article"),
            models.Index(Left("anchor", QUOTE_MARK), name="item_decided_words", condition=Q(state="decided")),
        ]

    def __str__(self) -> str:
        return self.quote if len(self.quote) <= 80 else f"{self.quote[:79]}…"

    def standing_decision(self) -> "Decision | None":
        """The decision in force: the last that was not undone; second looks and tests are none."""
        return self.decisions.standing().order_by("-pk").first()


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Which decisions are in force."""

    def in_force(self) -> Self:
        """Decisions of any round that were not undone."""
        return self.filter(undone_by__isnull=True, undoes__isnull=True)

    def standing(self) -> Self:
        """Decisions in force that say what became of their flag."""
        return self.in_force().filter(round__in=(Decision.Round.FIRST, Decision.Round.FINAL))


class Decision(models.Model):
    """What a reviewer decided, or the undoing of it. Rows are only ever added."""

    class Round(models.TextChoices):
        """Why the reviewer was asked; only the first and the final answer say what became of the flag."""

        FIRST = "first", "First review"
        SECOND = "second", "Second review, without seeing the first"
        FINAL = "final", "Adjudication of two reviews"
        GOLD = "gold", "Test on a flag whose answer is known"

    item = models.ForeignKey(QueueItem, models.CASCADE, related_name="decisions")
    audit = models.ForeignKey(Audit, models.SET_NULL, null=True, related_name="+")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=20, choices=Verdict.choices, blank=True)
    round = models.CharField(max_length=6, choices=Round.choices, default=Round.FIRST)
    reason = models.TextField(blank=True)
    quote = models.TextField(help_text="The words decided about, as they stood.")
    decided_at = models.DateTimeField()
    undoes = models.OneToOneField("self", models.RESTRICT, null=True, blank=True, related_name="undone_by")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        permissions = [("overrule_decision", "Can undo another reviewer's decision")]
        constraints = [
            models.CheckConstraint(
                condition=Q(undoes__isnull=True, verdict__gt="") | Q(undoes__isnull=False, verdict=""),
                name="decision_or_undoing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.verdict or 'undone'}"


class ReviewEntry(models.Model):
    """The log of the queue: every decision, undoing, correction and change, in one chain.

    ``digest`` is the SHA-256 of ``previous``, the digest of the entry before, and of this entry's
    canonical JSON; ``auditor.desk.ledger`` writes and checks them. The database refuses to change or delete
    a row. Leases are no decisions: they are kept as claims.
    """

    class Act(models.TextChoices):
        """What happened."""

        DECIDED = "decided"
        UNDONE = "undone"
        ESCALATED = "escalated"
        ADJUDICATED = "adjudicated"
        RELABELLED = "relabelled"
        RESIZED = "resized"
        CARRIED = "carried"
        CHANGED = "changed"
        WITHDRAWN = "withdrawn"
        ORPHANED = "orphaned"
        RETURNED = "returned"

    number = models.BigIntegerField(
        primary_key=True, help_text="Its place in the chain, from 1, without gaps."
    )
    item = models.ForeignKey(QueueItem, models.PROTECT, related_name="log", null=True)
    act = models.CharField(max_length=11, choices=Act.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="Empty: the auditor itself.",
    )
    at = models.DateTimeField()
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "review entries"
        ordering = ("-number",)
        constraints = [models.CheckConstraint(condition=Q(number__gte=1), name="entry_counted")]

    def __str__(self) -> str:
        return f"{self.act} by {self.actor or 'the auditor'}"
