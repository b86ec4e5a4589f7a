"""What was found in a snapshot under a rulebook. The row is the queue: a worker leases it."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now

from auditor.models.article import Reading, Snapshot
from auditor.models.catalogue import KINDS, Variant

LONG_FIELDS = ("flags", "sentences", "citations", "signals", "rights", "policy")
"""What lists leave out: it is as long as the article."""


class AuditQuerySet(models.QuerySet["Audit"]):
    """Which audits want work, which are current."""

    def unclaimed(self, now: datetime) -> Self:
        """Audits that wait, or whose worker's lease has run out, oldest first."""
        left = Q(state=Audit.State.RUNNING, leased_until__lte=now)
        return self.filter(Q(state=Audit.State.WAITING) | left).order_by("pk")

    def due(self, now: datetime, *, rulebook: str) -> Self:
        """Unclaimed audits under ``rulebook``: those that a worker which runs it may take."""
        return self.unclaimed(now).filter(rulebook=rulebook)

    def ask(self, snapshot: Snapshot, *, rulebook: str) -> None:
        """Ask for the audit of ``snapshot`` under ``rulebook`` and its outlet's precedents, once."""
        self.get_or_create(
            snapshot=snapshot, rulebook=rulebook, precedents=snapshot.article.outlet.precedents
        )

    def newest(self) -> Self:
        """The audit that stands for each article: the last that was done of its newest audited version."""
        done = Audit.objects.filter(state=Audit.State.DONE).order_by()
        of_later = done.filter(
            snapshot__article=OuterRef("snapshot__article"),
            snapshot__revision__gt=OuterRef("snapshot__revision"),
        )
        later = done.filter(snapshot=OuterRef("snapshot"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(of_later), ~Exists(later), state=Audit.State.DONE)


class Audit(models.Model):
    """One inspection of one snapshot under one rulebook and one set of precedents.

    Asking for it twice is a no-op.
    """

    class State(models.TextChoices):
        """Where the work stands."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        SUPERSEDED = "superseded"

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="audits")
    rulebook = models.CharField(max_length=64, help_text="Digest of the rules and models.")
    precedents = models.CharField(
        max_length=64,
        blank=True,
        default="",
        help_text="Digest of what people decided of the outlet's notices.",
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="How often a worker began it.")
    fence = models.PositiveIntegerField(
        default=0, editable=False, help_text="Grows with every lease: only the latest worker may record."
    )
    leased_until = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True, blank=True)
    milliseconds = models.FloatField(null=True, blank=True, help_text="Time of the inspection alone.")
    reading = models.ForeignKey(Reading, models.PROTECT, related_name="audits", null=True, blank=True)
    incomplete = models.JSONField(default=list, help_text="Limits that cut the reading short.")
    sentences = models.JSONField(default=list)
    citations = models.JSONField(default=list, help_text="Outlets, documents and links that it cites.")
    signals = models.JSONField(default=list)
    rights = models.JSONField(null=True, default=None, help_text="What its notices say of reuse.")
    policy = models.JSONField(
        null=True, default=None, help_text="The same as an ODRL policy; null where no rule is stated."
    )
    flags = models.JSONField(default=list, help_text="Kind, start and end of each flag, in text order.")
    modified = models.CharField(
        max_length=100, blank=True, default="", help_text="When the page says that it was last changed."
    )
    error_code = models.CharField(max_length=40, blank=True)
    error_reason = models.TextField(blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "rulebook", "precedents"], name="audit_once"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(reading__isnull=False), name="audit_done_has_reading"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], name="audit_due", condition=Q(state__in=["waiting", "running"])),
        ]

    def __str__(self) -> str:
        return f"Audit {self.pk} of {self.snapshot}"


class Passage(models.Model):
    """A stored segment: a stretch ``[start, end)`` of the audit's reading, in code points."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="passages")
    ordinal = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=30, choices=KINDS)
    subkind = models.CharField(max_length=40, blank=True)
    alone = models.CharField(
        max_length=30, choices=KINDS, help_text="What it looks like without its neighbours."
    )
    confidence = models.FloatField()
    rules = models.JSONField(default=list)
    reason = models.TextField()
    values = models.JSONField(default=dict)
    variant = models.ForeignKey(
        Variant, models.PROTECT, related_name="passages", null=True, blank=True,
        help_text="Its wording in the catalogue.",
    )  # fmt: skip
    mark = models.CharField(
        max_length=64, blank=True, help_text="Fingerprint of words that may turn out to be a notice."
    )
    comment = models.JSONField(null=True, blank=True, help_text="Number, depth, parent, author, addressees.")

    class Meta:
        ordering = ("audit", "ordinal")
        constraints = [
            models.UniqueConstraint(fields=["audit", "ordinal"], name="passage_ordinal"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="passage_not_empty"),
        ]
        indexes = [models.Index(fields=["mark"], name="passage_mark", condition=Q(mark__gt=""))]

    def __str__(self) -> str:
        return f"{self.kind} [{self.start}, {self.end})"
