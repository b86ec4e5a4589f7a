"""Outlets, their articles, and every version of an article as it was served."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from auditor.inspection.changes import policy_of
from auditor.inspection.changes.classes import PolicyError
from auditor.ladder import SHORTEST, read_ladder


def check_alerts(policy: dict[str, str]) -> None:
    """Raise ``ValidationError`` for what is no alert policy."""
    try:
        policy_of(policy)
    except (PolicyError, AttributeError, TypeError) as error:
        raise ValidationError(str(error)) from error


def check_ladder(text: str) -> None:
    """Raise ``ValidationError`` for what cannot be read as a ladder."""
    try:
        read_ladder(text)
    except ValueError as error:
        raise ValidationError(str(error)) from error


class Outlet(models.Model):
    """A publisher, known by the host name of its addresses or by the name a submitter gave."""

    name = models.CharField(max_length=200)
    key = models.CharField(max_length=253, unique=True, help_text="Host name, or the name in lower case.")
    precedents = models.CharField(
        max_length=64, blank=True, default="", editable=False,
        help_text="Digest of what people decided of its notices.",
    )  # fmt: skip
    learned_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When its repeats were last looked for."
    )
    ladder = models.CharField(
        max_length=300, blank=True, validators=[check_ladder],
        help_text="How often its articles are looked at again, by age: “3h 15min, 1d 1h, ever 90d”. "
        "Empty: as everywhere.",
    )  # fmt: skip
    pause = models.DurationField(
        null=True, blank=True, validators=[MinValueValidator(timedelta(seconds=1))],
        help_text="Time between two requests to its site. Empty: as everywhere; "
        "a longer one in its robots.txt holds in any case.",
    )  # fmt: skip
    alerts = models.JSONField(
        default=dict, blank=True, validators=[check_alerts],
        help_text="Least weight worth an alert by class of change, where it is not as everywhere: "
        '{"headline": "never", "comments": "slight"}.',
    )  # fmt: skip
    resting = models.BooleanField(
        "not fetched again", default=False, help_text="Its articles are not fetched again by the clock."
    )

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class ArticleQuerySet(models.QuerySet["Article"]):
    """Which articles are due."""

    def due(self, now: datetime) -> Self:
        """Articles whose address should be fetched by ``now``, the longest overdue first."""
        return self.filter(next_audit_at__lte=now).order_by("next_audit_at")


class Article(models.Model):
    """One article, however often it was submitted or edited."""

    class Plan(models.TextChoices):
        """Why its next fetch is planned for just then."""

        ASKED = "asked", "somebody asked for it"
        LADDER = "ladder", "by its age"
        RATE = "rate", "by its age and by how often it was seen to change"
        FIXED = "fixed", "by the interval set for it"
        BACK_OFF = "back_off", "the last fetch failed; each failure doubles the wait"
        RETRY_AFTER = "retry_after", "the site asked to be left alone until then"
        TURN = "turn", "the site is asked for one page at a time"
        AWAY = "away", "it was gone, moved or forbidden when last looked for"
        FETCHING = "fetching", "it is being fetched now"

    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="articles")
    key = models.CharField(
        max_length=64, unique=True, help_text="SHA-256 of the address, or of the text without one."
    )
    address = models.CharField(max_length=2048, blank=True)
    title = models.CharField(max_length=500, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="submitted_articles"
    )
    submitted_at = models.DateTimeField(db_default=Now(), editable=False)
    interval = models.DurationField(
        null=True,
        blank=True,
        validators=[MinValueValidator(SHORTEST)],
        help_text="Time between two re-audits of the address. Empty: by its age and by how often it changes.",
    )
    next_audit_at = models.DateTimeField(
        null=True, blank=True, help_text="When the address is fetched next; empty: never."
    )
    plan = models.CharField(
        max_length=12, choices=Plan.choices, default=Plan.ASKED, editable=False,
        help_text="Why it is fetched just then.",
    )  # fmt: skip
    ladder_step = models.CharField(
        max_length=30, blank=True, editable=False, help_text="The step of the ladder it stands on."
    )
    change_rate = models.FloatField(
        null=True, blank=True, editable=False, help_text="Changes per day, measured; empty: too few looks."
    )
    turn_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="The moment its site keeps free for it."
    )
    published_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When it says that it was published."
    )
    fence = models.PositiveIntegerField(default=0, editable=False, help_text="Grows with every fetch begun.")
    fetched_at = models.DateTimeField(null=True, blank=True, editable=False)
    failures = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="Fetches refused in a row."
    )
    refusal_code = models.CharField(max_length=40, blank=True, editable=False)
    refusal_reason = models.TextField(blank=True, editable=False)
    etag = models.CharField(max_length=500, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        indexes = [
            models.Index(
                fields=["next_audit_at"], name="article_due", condition=Q(next_audit_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.address or f"Article {self.pk}"

    def latest_snapshot(self) -> "Snapshot | None":
        """The newest version of the article, or None before the first."""
        return self.snapshots.order_by("-revision").first()


class Reading(models.Model):
    """A canonical text, kept once by its digest; offsets everywhere are code points of it."""

    digest = models.CharField(max_length=64, primary_key=True, help_text="SHA-256 of the text in UTF-8.")
    text = models.TextField()

    def __str__(self) -> str:
        return self.digest[:12]


class Snapshot(models.Model):
    """One version of an article: the bytes as they came, and the text read from them. Never changed."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="snapshots")
    revision = models.PositiveIntegerField()
    payload = models.CharField(
        max_length=64, help_text="SHA-256 of the bytes; their name in the payload store."
    )
    size = models.PositiveIntegerField(help_text="Bytes.")
    media_type = models.CharField(max_length=100)
    charset = models.CharField(
        max_length=40, blank=True, help_text="As declared by the sender; may be empty."
    )
    address = models.CharField(max_length=2048, blank=True, help_text="Where the redirects ended.")
    headers = models.JSONField(default=dict)
    reading = models.ForeignKey(Reading, models.PROTECT, related_name="snapshots")
    taken_at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)
        constraints = [models.UniqueConstraint(fields=["article", "revision"], name="snapshot_revision")]
        indexes = [models.Index(fields=["payload"], name="snapshot_payload")]

    def __str__(self) -> str:
        return f"{self.article} (revision {self.revision})"

    @classmethod
    def next_revision(cls, article: Article) -> int:
        """The number of the next version of ``article``; callers hold the article's row."""
        last = cls.objects.filter(article=article).aggregate(last=models.Max("revision"))["last"]
        return int(last or 0) + 1
