"""What the auditor learned from its reviewers: weights of the second stage, with their cards."""

from django.db import models
from django.db.models import Q


class FlagWeights(models.Model):
    """Weights that were trained here on reviewers' decisions; kept, so that old audits can be explained."""

    digest = models.CharField(max_length=64, primary_key=True, help_text="SHA-256 of the weights.")
    weights = models.BinaryField()
    card = models.JSONField(help_text="What they learned from, and how well they do beside those before.")
    made_at = models.DateTimeField()
    in_force = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "flag weights"
        ordering = ("-made_at", "digest")
        constraints = [
            models.UniqueConstraint(
                fields=["in_force"], name="flag_weights_in_force_once", condition=Q(in_force=True)
            )
        ]

    def __str__(self) -> str:
        return self.digest[:12]
