"""The Celery application; every setting comes from Django's settings."""

import os

from celery import Celery
from django.conf import settings

from config import messages

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

messages.register()
app = Celery("source_auditor")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Publishing must never hang a request: the sweeper rings again anyway.
app.conf.task_publish_retry_policy = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.2,
    "interval_max": 0.2,
}
# A message that waited for longer than two periods says nothing that the next one does not say.
app.conf.beat_schedule = {
    name: {"task": f"auditor.tasks.{task}", "schedule": seconds, "options": {"expires": 2 * seconds}}
    for name, task, seconds in (
        ("sweep", "sweep", settings.AUDITOR_SWEEP_SECONDS),
        ("learn", "learn_repeats", 300.0),
        ("weigh", "weigh_rules", 600.0),
        ("renew", "renew_audits", 60.0),
        ("replay", "carry_on_replays", 20.0),
    )
}
