"""The Django project: settings, addresses, the Celery application."""

import os

# Before NumPy is loaded: the network's matrices are small, and several threads for one text take longer
# than one, from cores that other workers need (measured: three times the CPU time on two busy cores).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from config.celery import app as celery_app

__all__ = ["celery_app"]
