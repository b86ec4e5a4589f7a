"""Whose turn it is: every article's place in the queue, and the leases that reviewers hold."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from auditor.models.article import Article, Outlet, Snapshot


class Docket(models.Model):
    """An article's place in the queue, derived from its flags; its row is the lock on all of them.

    The state is kept here and not in the flags, so that a claim changes one row, which leaves the
    index of what waits until the claim ends.
    """

    class State(models.TextChoices):
        """Whether someone may take the article."""

        IDLE = "idle", "idle: nothing to decide"
        WAITING = "waiting"
        HELD = "held"

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="docket")
    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="+", db_index=False)
    snapshot = models.ForeignKey(Snapshot, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=7, choices=State.choices, default=State.IDLE)
    priority = models.PositiveSmallIntegerField(default=9, help_text="Of its most pressing flag.")
    precision = models.FloatField(default=0.0, help_text="Of its most pressing flag.")
    first = models.BigIntegerField(default=0, help_text="Id of its most pressing flag: the older, the lower.")
    only_seconds_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+",
        help_text="Who gave the first answers, when nothing but second reviews of theirs is wanted.",
    )  # fmt: skip
    fence = models.PositiveIntegerField(default=0, help_text="Grows with every claim.")

    class Meta:
        indexes = [
            models.Index(
                fields=["priority", "-precision", "first"],
                name="docket_waiting",
                condition=Q(state="waiting"),
            ),
            models.Index(
                fields=["outlet", "priority", "-precision", "first"],
                name="docket_waiting_outlet",
                condition=Q(state="waiting"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.state}"


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Which leases run."""

    def unended(self) -> Self:
        """Leases that nobody ended, run out or not."""
        return self.filter(ended_at=None)

    def live(self, now: datetime) -> Self:
        """Leases that still run."""
        return self.unended().filter(until__gt=now)

    def expired(self, now: datetime) -> Self:
        """Leases that ran out and were not yet given to others."""
        return self.unended().filter(until__lte=now)


class Claim(models.Model):
    """A reviewer's lease on one revision of an article, with all its flags. Rows are never deleted."""

    class End(models.TextChoices):
        """How a lease ended."""

        FINISHED = "finished", "everything was decided"
        RELEASED = "released", "given back"
        SKIPPED = "skipped", "left to others"
        EXPIRED = "expired", "ran out"
        REVOKED = "revoked", "ended by an editor"

    article = models.ForeignKey(Article, models.CASCADE, related_name="claims")
    snapshot = models.ForeignKey(
        Snapshot, models.SET_NULL, null=True, related_name="+", help_text="The revision it was claimed at."
    )
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="claims")
    fence = models.PositiveIntegerField(help_text="Show it with every decision; grows with every claim.")
    taken_at = models.DateTimeField()
    until = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="Last sign of life.")
    ahead = models.BooleanField(default=False, help_text="Fetched ahead: not yet before the reviewer's eyes.")
    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=8, choices=End.choices, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(fields=["article"], condition=Q(ended_at=None), name="claim_one_lives"),
            models.UniqueConstraint(fields=["article", "fence"], name="claim_fence"),
            models.CheckConstraint(
                condition=Q(ended_at=None, end="") | Q(ended_at__isnull=False, end__gt=""),
                name="claim_end_has_reason",
            ),
            models.CheckConstraint(condition=Q(taken_at__lt=F("until")), name="claim_lasts"),
        ]
        indexes = [
            models.Index(fields=["until"], name="claim_expiry", condition=Q(ended_at=None)),
            models.Index(fields=["reviewer", "until"], name="claim_of", condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer} on {self.article_id} until {self.until:%H:%M} UTC"

    def lives(self, now: datetime) -> bool:
        """Whether the lease still runs."""
        return self.ended_at is None and self.until > now

    @classmethod
    def of_articles(cls, path: str) -> "models.Prefetch[str]":
        """Prefetches the one unended lease of each article that ``path`` leads to, for ``lease``."""
        return models.Prefetch(f"{path}claims", cls.objects.unended().select_related("reviewer"))


def lease(article: Article, now: datetime) -> Claim | None:
    """The lease on ``article`` that runs, if one does."""
    return next((claim for claim in article.claims.all() if claim.lives(now)), None)


class Pass(models.Model):
    """An article that a reviewer left to others, until when it is not offered to them again."""

    class Why(models.TextChoices):
        """What made them leave it."""

        SKIPPED = "skipped", "skipped"
        UNSURE = "unsure", "unsure of every flag that is left"

    article = models.ForeignKey(Article, models.CASCADE, related_name="passes")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="passes")
    why = models.CharField(max_length=7, choices=Why.choices)
    until = models.DateTimeField(null=True, help_text="Empty: as long as nothing changes.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reviewer", "article"], name="pass_once")]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.article_id} {self.why}"


class Assignment(models.Model):
    """An outlet that a reviewer works on; whoever has none works on all."""

    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="assignments")
    outlet = models.ForeignKey(Outlet, models.CASCADE, related_name="assignments")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reviewer", "outlet"], name="assignment_once")]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.outlet}"
