"""What changed: between versions of an article, and between two audits of one version."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from auditor.inspection.changes import ChangeClass, FindingKind, Weight
from auditor.models.article import Article
from auditor.models.audit import Audit

CLASSES = [(one.value, one.value.replace("_", " ")) for one in ChangeClass]
KINDS = [(one.value, one.value.replace("_", " ")) for one in FindingKind]
WEIGHTS = [(int(one), one.name.lower()) for one in Weight]


class Change(models.Model):
    """The way from one version of an article to the next, as two audits show it. Derived."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="changes")
    before = models.ForeignKey(Audit, models.CASCADE, related_name="changes_from")
    after = models.ForeignKey(Audit, models.CASCADE, related_name="changes_to")
    unknown = models.TextField(blank=True, help_text="Why nothing can be said of it; empty: it can.")
    found_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(fields=["before", "after"], name="change_once"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="change_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.article}: audit {self.before_id} to {self.after_id}"


class FindingQuerySet(models.QuerySet["Finding"]):
    """Which findings to tell."""

    def standing(self) -> Self:
        """Findings of the latest audit of each version: earlier rulebooks have had their say."""
        later = Change.objects.filter(
            after__snapshot=models.OuterRef("change__after__snapshot"), pk__gt=models.OuterRef("change")
        )
        return self.filter(~models.Exists(later))


class Finding(models.Model):
    """One thing to tell of a change, with the stretches that show it."""

    change = models.ForeignKey(Change, models.CASCADE, related_name="findings")
    kind = models.CharField(max_length=24, choices=KINDS)
    of = models.CharField("class", max_length=20, choices=CLASSES)
    weight = models.PositiveSmallIntegerField(choices=WEIGHTS)
    alert = models.BooleanField(help_text="Worth an alert under the policy of that time.")
    reason = models.TextField()
    edits = models.JSONField(
        default=list,
        help_text="Of each stretch: its fate, where it stands before and after, what it touches.",
    )
    at = models.DateTimeField(help_text="When the version was taken that shows it.")

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["-at", "-id"], name="finding_alerts", condition=Q(alert=True))]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.reason}"


class Replay(models.Model):
    """A new audit of everything that is stored, under one rulebook."""

    rulebook = models.CharField(max_length=64)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text="Empty: a command."
    )
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reached = models.BigIntegerField(default=0, help_text="The last snapshot whose audit was asked for.")
    asked = models.BooleanField(default=False, help_text="Whether all audits were asked for.")

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(fields=["rulebook"], condition=Q(ended_at=None), name="replay_one_runs")
        ]

    def __str__(self) -> str:
        return f"Replay {self.pk} under {self.rulebook[:12]}"


class VerdictChange(models.Model):
    """What another rulebook, or a reviewer's decision, made of a version that stayed the same. Derived."""

    class Cause(models.TextChoices):
        """Who changed the verdict."""

        RULES = "rules", "the rules changed"
        REVIEWER = "reviewer", "a reviewer decided"
        BOTH = "both", "the rules changed and a reviewer decided"

    audit = models.OneToOneField(Audit, models.CASCADE, related_name="verdict_change")
    before = models.ForeignKey(Audit, models.CASCADE, related_name="+")
    cause = models.CharField(max_length=8, choices=Cause.choices)
    raised = models.PositiveIntegerField(help_text="Flags that are new.")
    withdrawn = models.PositiveIntegerField(help_text="Flags that are gone.")
    relabelled = models.PositiveIntegerField(help_text="Segments that are taken for something else.")
    shifted = models.PositiveIntegerField(help_text="Signals with another figure.")
    details = models.JSONField(default=dict, help_text="The first of each, with their places.")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.audit_id}: +{self.raised} −{self.withdrawn} ~{self.relabelled}"
