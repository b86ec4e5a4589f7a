"""How each user works at the desk."""

from django.conf import settings
from django.db import models


class DeskKeys(models.Model):
    """A user's keys at the review desk: which differ from the usual ones, and whether any work at all."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="desk_keys"
    )
    on = models.BooleanField(default=True, help_text="Off: only buttons act (WCAG 2.2, 2.1.4).")
    keys = models.JSONField(default=dict, help_text="Key by act, where it is not the usual one.")

    class Meta:
        verbose_name_plural = "desk keys"

    def __str__(self) -> str:
        return f"{self.user}: {'on' if self.on else 'off'}"
