"""Measured beside the field: quality and speed of the inspection and of well-known extractors."""
