"""A second wall: while a fetch is under way its thread cannot open a socket to a forbidden address."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from auditor.fetching.limits import Limits
from auditor.fetching.networks import why_forbidden

_fetching: ContextVar[Limits | None] = ContextVar("fetching", default=None)

WATCHED = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})


@contextmanager
def under_guard(limits: Limits) -> Iterator[None]:
    """Mark this context (thread or task) as fetching; other threads keep their connections."""
    token = _fetching.set(limits)
    try:
        yield
    finally:
        _fetching.reset(token)


def judge_event(event: str, args: tuple[Any, ...]) -> None:
    """Raise ``PermissionError`` for a socket event no fetch may cause.

    ``args`` are those of Python's audit event: the socket, then where it wants to go. A host name is
    refused as well, because a fetch dials numbers only; so is whatever is no internet address.
    """
    limits = _fetching.get() if event in WATCHED else None
    target = args[1] if limits else None
    if limits is None or target is None:  # no target: the socket was judged when it was connected
        return
    number = target[0] if isinstance(target, tuple) and target else target
    try:
        why = why_forbidden(number if isinstance(number, str) else "", limits.allow_networks)
    except ValueError:
        why = "something that is no public IP number"
    if why is not None:
        # An OSError, because whoever opened the socket closes it on one and on nothing else.
        raise PermissionError(f"the fetch tried to reach {why} and was stopped")


@cache
def guard_sockets() -> None:
    """Install the wall for this process, once; Python offers no way to take an audit hook away.

    It acts only while ``fetch`` runs, so the database, broker and cache of a worker stay reachable.
    """
    sys.addaudithook(judge_event)
