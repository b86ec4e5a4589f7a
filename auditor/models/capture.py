"""What came of every fetch of an article, and what is known of the hosts that were asked."""

from typing import Self

from django.db import models
from django.db.models import Q

from auditor.models.article import Article, Snapshot


class Host(models.Model):
    """A site as a queue sees it: when it may be asked next, and what its robots.txt says."""

    origin = models.CharField(max_length=300, unique=True, help_text="Scheme and authority.")
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When it was last asked for a page.")
    free_at = models.DateTimeField(
        null=True, blank=True, help_text="When all requests promised so far are paid for."
    )
    closed_until = models.DateTimeField(
        null=True, blank=True, help_text="Until when it asked to be left alone."
    )
    robots = models.TextField(blank=True, help_text="Its robots.txt as it came.")
    robots_status = models.PositiveSmallIntegerField(null=True, blank=True)
    robots_at = models.DateTimeField(null=True, blank=True)
    crawl_delay = models.FloatField(null=True, blank=True, help_text="Seconds that its robots.txt asks for.")

    class Meta:
        ordering = ("origin",)

    def __str__(self) -> str:
        return self.origin


class CaptureQuerySet(models.QuerySet["Capture"]):
    """Which captures say something of an article's text."""

    def telling(self) -> Self:
        """Captures that showed a text which is believed, the newest first."""
        return self.exclude(text="").filter(outcome__in=Capture.TELLING).order_by("-pk")

    def findings(self) -> Self:
        """Captures that bear news, the oldest first."""
        return self.exclude(finding="").order_by("pk")


class Capture(models.Model):
    """One fetch: what was asked, what was answered, and what was made of it. Never changed."""

    class Outcome(models.TextChoices):
        """What a fetch says of the article."""

        FIRST = "first", "first version"
        CHANGED = "changed", "changed"
        RETURNED = "returned", "an earlier text is back"
        UNCHANGED = "unchanged", "unchanged"
        FURNITURE = "furniture", "unchanged but for page furniture"
        FLAPPING = "flapping", "another of the texts it alternates between"
        UNKNOWN = "unknown", "unknown: what came is not to be relied on"
        GONE = "gone", "gone"
        MOVED = "moved", "leads to another site"
        WITHHELD = "withheld", "not asked for: its robots.txt forbids it"

    class Finding(models.TextChoices):
        """What is told once, when it begins."""

        GONE = "gone", "The page was taken down."
        BACK = "back", "The page can be read again."
        MOVED = "moved", "The address leads to another site."
        FLAPPING = "flapping", "The page alternates between texts."
        RETURNED = "returned", "An earlier text is back."
        UNREADABLE = "unreadable", "For long now nothing reliable has come."
        OVERDUE = "overdue", "It promises to be updated, and for long it was not."

    TAKEN = (Outcome.FIRST.value, Outcome.CHANGED.value, Outcome.RETURNED.value)
    """A version was taken."""
    SAME = (Outcome.UNCHANGED.value, Outcome.FURNITURE.value)
    """The newest version stands."""
    TELLING = (*TAKEN, *SAME, Outcome.FLAPPING.value)
    """The text that came is the article's."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="captures")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    finding = models.CharField(max_length=10, choices=Finding.choices, blank=True)
    code = models.CharField(max_length=40, blank=True, help_text="Why nothing was believed, for machines.")
    reason = models.TextField(blank=True, help_text="The same in words.")
    status = models.PositiveSmallIntegerField(null=True, blank=True, help_text="HTTP status of the answer.")
    address = models.CharField(max_length=2048, help_text="Where the redirects ended.")
    redirects = models.JSONField(default=list, blank=True)
    request_headers = models.JSONField(default=list, blank=True)
    headers = models.JSONField(default=list, blank=True)
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    payload = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the bytes that came.")
    size = models.PositiveIntegerField(default=0, help_text="Bytes that came, unpacked.")
    kept = models.BooleanField(default=False, help_text="Whether these bytes are in the payload store.")
    text = models.CharField(
        max_length=64, blank=True,
        help_text="SHA-256 of the text read from them; of the version's where page furniture alone differs.",
    )  # fmt: skip
    seconds = models.FloatField(null=True, blank=True)
    snapshot = models.ForeignKey(
        Snapshot, models.SET_NULL, null=True, blank=True, related_name="captures",
        help_text="The version that was taken.",
    )  # fmt: skip

    objects = CaptureQuerySet.as_manager()

    class Meta:
        verbose_name = "fetch"
        verbose_name_plural = "fetches"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome__in=("unknown", "gone", "moved", "withheld")) | Q(code__gt=""),
                name="capture_says_why",
            ),
            models.CheckConstraint(condition=Q(kept=False) | Q(payload__gt=""), name="capture_kept_payload"),
        ]
        indexes = [
            models.Index(fields=["article", "-id"], name="capture_of_article"),
            models.Index(fields=["payload"], name="capture_payload", condition=Q(kept=True)),
            models.Index(fields=["at"], name="capture_at"),
        ]

    def __str__(self) -> str:
        return f"{self.article}: {self.get_outcome_display()}"

    @property
    def believed(self) -> bool:
        """Whether what came is the article's text."""
        return self.outcome in self.TELLING
