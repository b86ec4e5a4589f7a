"""How long the review desk takes: from a key press to the next flag, and its queue and lists under load."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()
