"""The broker of files: two processes, one folder, no half-written message."""

import multiprocessing
import queue
from pathlib import Path

import pytest
from kombu import Connection
from kombu.exceptions import ChannelError

from config import messages

SENT = 60
SIZE = 400_000  # code points: a write that takes long enough to be looked in on


def connect(folder: Path) -> Connection:
    messages.register()
    options = {"data_folder_in": folder, "data_folder_out": folder, "control_folder": folder / "control"}
    return Connection("filesystem://", transport_options={key: str(value) for key, value in options.items()})


def send(folder: Path) -> None:
    with connect(folder) as connection:
        channel = connection.channel()
        for number in range(SENT):
            channel._put("bells", {"body": "x" * SIZE, "headers": {"number": number}})


def test_a_reader_beside_a_writer_gets_every_message_whole(tmp_path: Path) -> None:
    writer = multiprocessing.get_context("spawn").Process(target=send, args=(tmp_path,))
    writer.start()
    found: list[int] = []
    with connect(tmp_path) as connection:
        channel = connection.channel()
        while len(found) < SENT:  # looks as often as it can, where a worker looks ten times a second
            try:
                payload = channel._get("bells")
            except queue.Empty:
                assert writer.is_alive() or channel._size("bells")
                continue
            found.append(payload["headers"]["number"])
    writer.join()
    assert sorted(found) == list(range(SENT))


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    with connect(tmp_path / "gone") as connection:
        channel = connection.channel()
        with pytest.raises(ChannelError, match="Cannot add"):
            channel._put("bells", {})
