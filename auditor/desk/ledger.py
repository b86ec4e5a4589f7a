"""The log as one chain: each entry carries the SHA-256 of the one before and of itself."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC

from django.db import connection

from auditor.models import ReviewEntry

BEGINNING = "0" * 64
"""What the first entry names as the digest before it."""
_LOCK = 0x5A_0D17
"""Key of the advisory lock on the chain's end (PostgreSQL); any number that nothing else uses."""
BATCH = 500


@dataclass(frozen=True, slots=True)
class Verification:
    """How far the chain holds: entries read, the digest of the last good one, and what is wrong after it."""

    entries: int
    head: str
    broken: int | None = None
    reason: str = ""


def append(entries: Sequence[ReviewEntry]) -> None:
    """Write entries at the end of the chain, in the transaction of what they tell of.

    Call it last: from here on to its end the transaction keeps others from appending, and whoever
    waited for a row in between could wait for ever.
    """
    if not entries:
        return
    number, digest = _end()
    for entry in entries:
        number += 1
        entry.number, entry.previous = number, digest
        entry.digest = digest = digest_of(entry)
    ReviewEntry.objects.bulk_create(entries, batch_size=BATCH)


def _end() -> tuple[int, str]:
    """Number and digest of the last entry, held until the transaction ends.

    On SQLite an IMMEDIATE transaction already holds the whole file.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    return ReviewEntry.objects.values_list("number", "digest").first() or (0, BEGINNING)


def canonical(entry: ReviewEntry) -> bytes:
    """The entry's JSON: keys sorted, no white space, ASCII, moments in UTC to the microsecond."""
    told = {
        "act": entry.act,
        "actor": entry.actor_id,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "details": entry.details,
        "item": entry.item_id,
        "number": entry.number,
    }
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def digest_of(entry: ReviewEntry) -> str:
    """SHA-256, in hexadecimal, of the digest before and the entry's canonical JSON."""
    return hashlib.sha256(entry.previous.encode("ascii") + canonical(entry)).hexdigest()


def verify(entries: Iterable[ReviewEntry] | None = None) -> Verification:
    """Read the whole chain; the first entry that does not follow from the one before is named."""
    rows = ReviewEntry.objects.order_by("number").iterator(BATCH) if entries is None else entries
    count, head = 0, BEGINNING
    for entry in rows:
        fault = _fault(entry, count + 1, head)
        if fault:
            return Verification(count, head, entry.number, fault)
        count, head = count + 1, entry.digest
    return Verification(count, head)


def _fault(entry: ReviewEntry, number: int, head: str) -> str:
    if entry.number != number:
        return f"entry {number} is missing before it"
    if entry.previous != head:
        return "it does not name the digest of the entry before"
    return "" if digest_of(entry) == entry.digest else "its contents do not give its digest"
