"""Messages as files, for the broker that needs no server: each appears whole or not at all."""

from pathlib import Path
from time import monotonic_ns
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Kombu's channel, but for the write: there a reader could find a file with half a message in it."""

    def _put(self, queue: str, payload: Any, **_: object) -> None:  # type: ignore[override]  # kombu renames it
        name = Path(self.data_folder_out, f"{monotonic_ns() // 1_000_000}_{uuid4()}.{queue}.msg")
        unfinished = name.with_suffix(".part")  # no reader looks for such a name
        try:
            unfinished.write_bytes(dumps(payload).encode())
            unfinished.replace(name)
        except OSError as error:
            raise ChannelError(f"Cannot add {name} to the folder of messages: {error}") from error


class Transport(filesystem.Transport):
    """Kombu's transport with that channel."""

    Channel = Channel


def register() -> None:
    """Make Celery use it for ``filesystem://`` addresses."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"
