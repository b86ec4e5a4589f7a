"""The Celery application; every setting comes from Django's settings."""

import os

from celery import Celery

from config import messages

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

messages.register()
app = Celery("source_auditor")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
