"""The Django application."""

from django.apps import AppConfig


class AuditorConfig(AppConfig):
    """Articles, audits, the catalogue and the review queue."""

    name = "auditor"
    verbose_name = "Source Auditor"
