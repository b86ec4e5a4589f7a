"""The REST door: other tools submit, read and decide under ``/api/v1/``."""
