"""The Django applications: ours, and the admin on our own site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class AuditorConfig(AppConfig):
    """Articles, audits, the catalogue and the review queue."""

    name = "auditor"
    verbose_name = "Source Auditor"


class DeskConfig(AdminConfig):
    """Django's admin, with our site in the place of its own."""

    default_site = "auditor.admin.site.Desk"
