"""Tokens of other tools, each with what it may do."""

from django.db import models
from knox.models import AbstractAuthToken


class Scope(models.TextChoices):
    """What a token may do; it never exceeds what its user may do."""

    READ = "read", "Read articles, audits and the catalogue"
    SUBMIT = "submit", "Submit articles"
    REVIEW = "review", "Claim and decide flags"


class AccessToken(AbstractAuthToken):  # type: ignore[misc]  # knox ships no types
    """A token, kept only as a digest, with a name for its owner's list and its scopes."""

    name = models.CharField(max_length=80)
    scopes = models.JSONField(default=list)

    class Meta:
        verbose_name = "access token"

    def __str__(self) -> str:
        return self.name

    def allows(self, scope: str) -> bool:
        """Whether the token was given ``scope``."""
        return scope in self.scopes
