"""Measured beside the field: quality and speed of the inspection and of well-known extractors."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the program does: CPU time is that of one core
