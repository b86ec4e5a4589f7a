"""The payload store: bytes as they came, kept once, named by their digest."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages


class PayloadDamaged(Exception):
    """The stored bytes are missing or no longer match their digest."""


def keep(data: bytes) -> str:
    """Store ``data`` once; returns its SHA-256 in hexadecimal.

    A missing or damaged copy is written anew. Any number of processes may keep the same bytes at
    once; a reader sees them whole or not at all.
    """
    digest = hashlib.sha256(data).hexdigest()
    try:
        read(digest)
    except PayloadDamaged:
        _write(storages["payloads"], _name(digest), data)
    return digest


def read(digest: str) -> bytes:
    """The bytes named ``digest``; raises PayloadDamaged when they are missing or altered."""
    try:
        with storages["payloads"].open(_name(digest)) as file:
            data: bytes = file.read()
    except FileNotFoundError as error:
        raise PayloadDamaged(f"Payload {digest} is missing from the store.") from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise PayloadDamaged(f"Payload {digest} no longer matches its digest.")
    return data


def _name(digest: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


def _write(store: Storage, name: str, data: bytes) -> None:
    if isinstance(store, FileSystemStorage):
        _write_file(Path(store.path(name)), data)
    elif store.save(name, ContentFile(data)) != name:  # an object store that keeps what is there
        raise PayloadDamaged(f"The store holds a damaged {name} and does not replace it. Delete it there.")


def _write_file(path: Path, data: bytes) -> None:
    """Under another name first, then renamed: a rename replaces at once or not at all (POSIX)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
