"""The payload store: bytes as they came, kept once, named by their digest, packed."""

import gzip
import hashlib
import os
import tempfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages

LARGEST = 50_000_000
"""Bytes that a stored file may hold once it is unpacked; far above what is taken in."""
SUFFIX = ".gz"
_GZIP = 16 + zlib.MAX_WBITS


class PayloadDamaged(Exception):
    """The stored bytes are missing or no longer match their digest."""


def keep(data: bytes) -> str:
    """Store ``data`` once; returns its SHA-256 in hexadecimal.

    A missing or damaged copy is written anew. Any number of processes may keep the same bytes at
    once; a reader sees them whole or not at all.
    """
    digest = hashlib.sha256(data).hexdigest()
    store = storages["payloads"]
    try:
        read(digest)
        _touch(store, _name(digest))
    except PayloadDamaged:
        _write(store, _name(digest), gzip.compress(data, mtime=0))
    return digest


def read(digest: str) -> bytes:
    """The bytes named ``digest``; raises PayloadDamaged when they are missing or altered."""
    try:
        with storages["payloads"].open(_name(digest)) as file:
            data = _unpack(file.read())
    except FileNotFoundError as error:
        raise PayloadDamaged(f"Payload {digest} is missing from the store.") from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise PayloadDamaged(f"Payload {digest} no longer matches its digest.")
    return data


def stored() -> Iterator[str]:
    """The digests of everything in the store, in no order."""
    store = storages["payloads"]
    for name in _names(store, "", 2):
        digest = name.rpartition("/")[2].removesuffix(SUFFIX)
        if name == _name(digest):
            yield digest


def size_and_age(digest: str) -> tuple[int, datetime]:
    """How many bytes a payload takes in the store, and when it was last kept there."""
    store = storages["payloads"]
    return store.size(_name(digest)), store.get_modified_time(_name(digest))


def remove(digest: str) -> None:
    """Take a payload out of the store; nothing happens when it is gone already."""
    storages["payloads"].delete(_name(digest))


def _names(store: Storage, folder: str, depth: int) -> Iterator[str]:
    try:
        folders, files = store.listdir(folder)
    except FileNotFoundError:  # a store in which nothing was ever kept
        return
    if not depth:
        yield from (f"{folder}/{name}" for name in files)
        return
    for name in folders:
        yield from _names(store, f"{folder}/{name}".lstrip("/"), depth - 1)


def _unpack(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj(_GZIP).decompress(packed, LARGEST)
    except zlib.error:
        return b""  # damaged: it will not match its digest


def _name(digest: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}{SUFFIX}"


def _touch(store: Storage, name: str) -> None:
    """Mark a copy as wanted again, so that pruning leaves it to whoever is about to point to it."""
    if isinstance(store, FileSystemStorage):
        Path(store.path(name)).touch()


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
