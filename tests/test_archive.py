"""The payload store."""

import gzip
import hashlib
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, storages
from pytest_django import Settings

from auditor.storage import archive

DATA = "“Über” \x00 bytes".encode()
DIGEST = hashlib.sha256(DATA).hexdigest()


def test_bytes_come_back_unchanged_by_their_digest() -> None:
    assert archive.keep(DATA) == DIGEST
    assert archive.read(DIGEST) == DATA


def test_the_same_bytes_are_kept_once() -> None:
    archive.keep(DATA)
    archive.keep(DATA)
    _, files = storages["payloads"].listdir(f"{DIGEST[:2]}/{DIGEST[2:4]}")
    assert files == [f"{DIGEST}.gz"]


def test_a_copy_cut_short_by_a_killed_process_is_written_again() -> None:
    storages["payloads"].save(
        f"{DIGEST[:2]}/{DIGEST[2:4]}/{DIGEST}.gz", ContentFile(gzip.compress(DATA)[:12])
    )
    with pytest.raises(archive.PayloadDamaged, match="no longer matches"):
        archive.read(DIGEST)
    archive.keep(DATA)
    assert archive.read(DIGEST) == DATA


def test_missing_bytes_are_named() -> None:
    with pytest.raises(archive.PayloadDamaged, match="missing"):
        archive.read("0" * 64)


def test_many_writers_of_the_same_bytes_leave_one_whole_copy() -> None:
    with ThreadPoolExecutor(8) as writers:
        assert set(writers.map(lambda _: archive.keep(DATA), range(64))) == {DIGEST}
        assert set(writers.map(lambda _: archive.read(DIGEST), range(64))) == {DATA}
    _, files = storages["payloads"].listdir(f"{DIGEST[:2]}/{DIGEST[2:4]}")
    assert files == [f"{DIGEST}.gz"]


class ObjectStore(InMemoryStorage):
    """A store that is no folder."""


@pytest.fixture
def object_store(settings: Settings) -> None:
    settings.STORAGES = {**settings.STORAGES, "payloads": {"BACKEND": f"{__name__}.ObjectStore"}}


def test_any_storage_will_do(object_store: None) -> None:
    assert archive.read(archive.keep(DATA)) == DATA


def test_a_store_that_will_not_replace_a_damaged_copy_is_named(object_store: None) -> None:
    storages["payloads"].save(f"{DIGEST[:2]}/{DIGEST[2:4]}/{DIGEST}.gz", ContentFile(b"other"))
    with pytest.raises(archive.PayloadDamaged, match="does not replace it"):
        archive.keep(DATA)


def test_a_store_lists_its_payloads_and_gives_them_up() -> None:
    assert list(archive.stored()) == []
    archive.keep(DATA)
    archive.keep(b"more")
    storages["payloads"].save("ab/cd/notes.txt", ContentFile(b"not a payload"))
    assert DIGEST in set(archive.stored())
    assert len(list(archive.stored())) == 2
    archive.remove(DIGEST)
    archive.remove(DIGEST)
    assert DIGEST not in set(archive.stored())


def test_payloads_are_packed_and_say_when_they_were_kept_last() -> None:
    digest = archive.keep(b"grain " * 10_000)
    size, before = archive.size_and_age(digest)
    assert size < 500
    time.sleep(0.02)
    archive.keep(b"grain " * 10_000)
    assert archive.size_and_age(digest)[1] > before
