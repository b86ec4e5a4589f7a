"""Answers that are not decisions: drafts that came late, second looks, tests, notes to colleagues."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from auditor.models.queue import Decision, QueueItem, Verdict


class Draft(models.Model):
    """An answer that came when the lease was lost: kept until its reviewer takes it up or discards it."""

    item = models.ForeignKey(QueueItem, models.CASCADE, related_name="drafts")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    fence = models.PositiveIntegerField(help_text="Of the lease that was lost.")
    verdict = models.CharField(max_length=20, choices=Verdict.choices)
    reason = models.TextField(blank=True)
    quote = models.TextField(help_text="The words answered about, as they stood.")
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)
        constraints = [models.UniqueConstraint(fields=["item", "reviewer"], name="draft_once")]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.verdict}"


class SecondLook(models.Model):
    """A decided flag that someone else decides again without seeing the first answer."""

    class State(models.TextChoices):
        """How the two answers compare."""

        WAITING = "waiting"
        AGREED = "agreed"
        DISAGREED = "disagreed"
        ADJUDICATED = "adjudicated"
        VOID = "void", "void: an answer was undone"

    first = models.OneToOneField(Decision, models.RESTRICT, related_name="second_look")
    item = models.ForeignKey(QueueItem, models.CASCADE, related_name="second_looks")
    second = models.OneToOneField(Decision, models.RESTRICT, null=True, related_name="+")
    final = models.OneToOneField(Decision, models.RESTRICT, null=True, related_name="+")
    state = models.CharField(max_length=11, choices=State.choices, default=State.WAITING)

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["agreed", "disagreed", "adjudicated"]) | Q(second__isnull=False),
                name="second_look_compared",
            ),
            models.UniqueConstraint(
                fields=["item"], condition=Q(state__in=["waiting", "disagreed"]), name="second_look_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["item"], name="second_look_pending", condition=Q(state__in=["waiting", "disagreed"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.state}"


class Gold(models.Model):
    """A flag whose right answer is known: mixed in unmarked, it shows how a reviewer answers."""

    item = models.OneToOneField(QueueItem, models.CASCADE, related_name="gold")
    verdict = models.CharField(max_length=20, choices=Verdict.choices)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "gold"

    def __str__(self) -> str:
        return f"{self.item_id}: {self.verdict}"


class Note(models.Model):
    """Words about a flag from one colleague to others. Rows are only ever added."""

    item = models.ForeignKey(QueueItem, models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notes")
    text = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"


class Mention(models.Model):
    """A colleague named in a note, and when they saw it."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentions")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = [models.UniqueConstraint(fields=["note", "user"], name="mention_once")]
        indexes = [
            models.Index(fields=["user", "-id"], name="mention_unseen", condition=Q(seen_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"@{self.user}"


class SavedView(models.Model):
    """A way of looking at the queue under a name: the filters of the list, one's own or everybody's."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=2000, help_text="The list's address after the question mark.")
    shared = models.BooleanField(default=False)

    class Meta:
        ordering = ("name", "pk")
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_view_once")]

    def __str__(self) -> str:
        return self.name
