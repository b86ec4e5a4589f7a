"""What reviewers put right in an article's reading: kept, applied to every later audit, and exported."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from auditor.inspection.flags import FlagKind
from auditor.models.article import Article
from auditor.models.audit import Audit
from auditor.models.catalogue import KINDS


class Correction(models.Model):
    """One correction, anchored by words. Rows are only added: of two about the same, the later stands."""

    class Sort(models.TextChoices):
        """What was put right."""

        RELABEL = "relabel", "what a stretch is"
        RESIZE = "resize", "which words a flag stands on"

    article = models.ForeignKey(Article, models.CASCADE, related_name="corrections")
    audit = models.ForeignKey(
        Audit, models.SET_NULL, null=True, related_name="+", help_text="The audit that it put right."
    )
    sort = models.CharField(max_length=7, choices=Sort.choices)
    words = models.TextField(help_text="As the inspection had divided them.")
    fingerprint = models.CharField(max_length=64)
    occurrence = models.PositiveIntegerField(help_text="Which of several equal stretches, from 0.")
    start = models.PositiveIntegerField(
        help_text="Where the words stood in the audit's text, in code points."
    )
    end = models.PositiveIntegerField()
    was = models.CharField(max_length=30, choices=KINDS, blank=True)
    kind = models.CharField(max_length=30, choices=KINDS, blank=True)
    flag = models.CharField(max_length=30, choices=[(k.value, k.value) for k in FlagKind], blank=True)
    before = models.SmallIntegerField(default=0, help_text="Words that the flag begins further out.")
    after = models.SmallIntegerField(default=0, help_text="Words that the flag ends further out.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(sort="relabel", kind__gt="", flag="") | Q(sort="resize", kind="", flag__gt=""),
                name="correction_of_a_sort",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sort}: {self.words[:60]}"
