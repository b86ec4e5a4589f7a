"""Source Auditor: what an article stands on, character by character."""

import os

# The products of the models are small and every core has its worker: BLAS threads would only fight for them.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
