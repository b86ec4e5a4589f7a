"""The catalogue: each distinct notice once, its history told by the passages that point to it."""

from typing import Self

from django.db import models
from django.db.models import Count, Max, Min


class BoilerplateQuerySet(models.QuerySet["Boilerplate"]):
    """The catalogue with its history, which is derived and never counted up."""

    def with_history(self) -> Self:
        """Adds ``first_seen``, ``last_seen``, ``articles`` and ``outlets``."""
        return self.annotate(
            first_seen=Min("passages__audit__snapshot__taken_at"),
            last_seen=Max("passages__audit__snapshot__taken_at"),
            articles=Count("passages__audit__snapshot__article", distinct=True),
            outlets=Count("passages__audit__snapshot__article__outlet", distinct=True),
        )


class Boilerplate(models.Model):
    """One notice, known by its kind and the fingerprint of its normalised words."""

    kind = models.CharField(max_length=30)
    subkind = models.CharField(max_length=40, blank=True)
    fingerprint = models.CharField(max_length=64)
    wording = models.TextField(help_text="As first seen.")

    objects = BoilerplateQuerySet.as_manager()

    class Meta:
        verbose_name = "notice"
        ordering = ("kind", "pk")
        constraints = [models.UniqueConstraint(fields=["kind", "fingerprint"], name="boilerplate_once")]

    def __str__(self) -> str:
        return self.wording if len(self.wording) <= 80 else f"{self.wording[:79]}…"
