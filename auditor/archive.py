"""The payload store: bytes as they came, kept once, named by their digest."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages


class PayloadDamaged(Exception):
    """The stored bytes are missing or no longer match their digest."""


def _store() -> Storage:
    return storages["payloads"]


def _name(digest: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


def keep(data: bytes) -> str:
    """Store ``data`` once; returns its SHA-256 in hexadecimal.

    A copy cut short by a killed process does not match its name and is written again.
    """
    digest = hashlib.sha256(data).hexdigest()
    try:
        read(digest)
    except PayloadDamaged:
        _store().delete(_name(digest))
        _store().save(_name(digest), ContentFile(data))
    return digest


def read(digest: str) -> bytes:
    """The bytes named ``digest``; raises PayloadDamaged when they are missing or altered."""
    try:
        with _store().open(_name(digest)) as file:
            data: bytes = file.read()
    except FileNotFoundError as error:
        raise PayloadDamaged(f"Payload {digest} is missing from the store.") from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise PayloadDamaged(f"Payload {digest} no longer matches its digest.")
    return data
