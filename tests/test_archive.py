"""The payload store."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from auditor import archive

DATA = "“Über” \x00 bytes".encode()
DIGEST = hashlib.sha256(DATA).hexdigest()


def test_bytes_come_back_unchanged_by_their_digest() -> None:
    assert archive.keep(DATA) == DIGEST
    assert archive.read(DIGEST) == DATA


def test_the_same_bytes_are_kept_once() -> None:
    archive.keep(DATA)
    archive.keep(DATA)
    _, files = storages["payloads"].listdir(f"{DIGEST[:2]}/{DIGEST[2:4]}")
    assert files == [DIGEST]


def test_a_copy_cut_short_by_a_killed_process_is_written_again() -> None:
    storages["payloads"].save(f"{DIGEST[:2]}/{DIGEST[2:4]}/{DIGEST}", ContentFile(DATA[:4]))
    with pytest.raises(archive.PayloadDamaged, match="no longer matches"):
        archive.read(DIGEST)
    archive.keep(DATA)
    assert archive.read(DIGEST) == DATA


def test_missing_bytes_are_named() -> None:
    with pytest.raises(archive.PayloadDamaged, match="missing"):
        archive.read("0" * 64)
