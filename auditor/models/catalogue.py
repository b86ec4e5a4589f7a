"""The catalogue: each notice once, its variants, what people decided of it; its history is derived."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Max, Min, Q

from auditor.inspection.segments import SegmentKind
from auditor.models.article import Outlet

KINDS = [(kind.value, kind.value.replace("_", " ")) for kind in SegmentKind]


class BoilerplateQuerySet(models.QuerySet["Boilerplate"]):
    """The catalogue with its history, which is derived and never counted up."""

    def with_history(self) -> Self:
        """Adds ``first_seen``, ``last_seen``, ``articles`` and ``outlets``."""
        snapshot = "variants__passages__audit__snapshot"
        return self.annotate(
            first_seen=Min(f"{snapshot}__taken_at"),
            last_seen=Max(f"{snapshot}__taken_at"),
            articles=Count(f"{snapshot}__article", distinct=True),
            outlets=Count(f"{snapshot}__article__outlet", distinct=True),
        )

    def standing(self) -> Self:
        """Notices that were not merged into others."""
        return self.exclude(state=Boilerplate.State.MERGED)


class Boilerplate(models.Model):
    """One notice: its kind, its main wording, and what was decided of it. Its variants are wordings."""

    class State(models.TextChoices):
        """What people made of it."""

        FOUND = "found", "found by the rules"
        PROPOSED = "proposed", "proposed: wants a decision"
        CONFIRMED = "confirmed"
        REJECTED = "rejected", "rejected: not a notice"
        MERGED = "merged", "merged into another"

    class Origin(models.TextChoices):
        """How it came into the catalogue."""

        RULES = "rules", "worded like a rule"
        REPEATS = "repeats", "repeated from article to article"
        REVIEW = "review", "flagged as unknown, named by a reviewer"
        SPLIT = "split", "split off another notice"

    kind = models.CharField(max_length=30, choices=KINDS)
    subkind = models.CharField(max_length=40, blank=True)
    fingerprint = models.CharField(max_length=64, help_text="Of its main wording.")
    wording = models.TextField(help_text="Its main wording, as first seen.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.FOUND)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.RULES)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")

    objects = BoilerplateQuerySet.as_manager()

    class Meta:
        verbose_name = "notice"
        ordering = ("kind", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="boilerplate_merged_into",
            )
        ]
        indexes = [models.Index(fields=["state", "kind"], name="boilerplate_state")]

    def __str__(self) -> str:
        return self.wording if len(self.wording) <= 80 else f"{self.wording[:79]}…"

    @property
    def decided(self) -> bool:
        """Whether what people made of it holds for the outlets that print it."""
        return self.state in DECIDED


DECIDED = (Boilerplate.State.CONFIRMED, Boilerplate.State.REJECTED)


class Variant(models.Model):
    """One wording of a notice, known by its kind as found and the fingerprint of its normalised words."""

    notice = models.ForeignKey(Boilerplate, models.CASCADE, related_name="variants")
    kind = models.CharField(max_length=30, choices=KINDS, help_text="As the inspection found it.")
    fingerprint = models.CharField(max_length=64)
    wording = models.TextField(help_text="As first seen.")
    outlets = models.ManyToManyField(Outlet, related_name="wordings", help_text="Outlets that printed it.")

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["fingerprint", "kind"], name="variant_once")]

    def __str__(self) -> str:
        return self.wording if len(self.wording) <= 80 else f"{self.wording[:79]}…"


class CatalogueEntry(models.Model):
    """The log of the catalogue: every decision about a notice, and every undoing. Append-only."""

    class Act(models.TextChoices):
        """What happened."""

        PROPOSED = "proposed"
        CONFIRMED = "confirmed"
        RELABELLED = "relabelled"
        REJECTED = "rejected"
        MERGED = "merged"
        SPLIT = "split off"
        UNDONE = "undone"
        RULED = "made a rule"
        RETIRED = "rule retired"

    notice = models.ForeignKey(Boilerplate, models.CASCADE, related_name="log")
    other = models.ForeignKey(
        Boilerplate, models.CASCADE, null=True, blank=True, related_name="+",
        help_text="The notice it was merged into, or that was split off.",
    )  # fmt: skip
    act = models.CharField(max_length=12, choices=Act.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        help_text="Empty: the auditor itself.",
    )  # fmt: skip
    at = models.DateTimeField()
    details = models.JSONField(default=dict, help_text="What was before, and what was changed with it.")
    undoes = models.OneToOneField("self", models.RESTRICT, null=True, blank=True, related_name="undone_by")

    class Meta:
        verbose_name_plural = "catalogue entries"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.act} by {self.actor or 'the auditor'}"


class PrecedentSet(models.Model):
    """The decisions that held in an outlet at some time, kept once by their digest; never changed."""

    digest = models.CharField(max_length=64, primary_key=True)
    rows = models.JSONField(help_text="Fingerprint, kind, subkind and source of each.")

    def __str__(self) -> str:
        return self.digest[:12]


class HouseRule(models.Model):
    """A rule made by a reviewer, as data: an entry of the rulebook with its author, date and example."""

    name = models.CharField(max_length=80, unique=True, help_text="Its id in the rulebook.")
    entry = models.JSONField(help_text="The fields of the rule, as in the rulebook's TOML.")
    notice = models.ForeignKey(Boilerplate, models.PROTECT, related_name="rules")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
