"""Admin list pages and searches over a million rows: python -m benchmarks.desk.lists [--rounds 5]."""

import argparse
import os
import re
import statistics
import time
from html import unescape
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from auditor.admin.keyset import token_of
from auditor.models import QueueItem, keyset

LIST = "/admin/auditor/queueitem/"
CASES: dict[str, dict[str, object]] = {
    "first page": {},
    "every state, every rank": {"state": "all", "rank": "all"},
    "decided": {"state": "decided"},
    "kind": {"kind__exact": "reader_comment"},
    "priority": {"priority__exact": 3},
    "outlet": {"outlet__id__exact": 7},
    "outlet and kind": {"outlet__id__exact": 7, "kind__exact": "weak_sourcing"},
    "outlet, kind, every state": {"outlet__id__exact": 7, "kind__exact": "weak_sourcing", "state": "all"},
    "under a day old": {"age": "day"},
    "over a month old": {"age": "older"},
    "under a day old, outlet": {"age": "day", "outlet__id__exact": 7},
    "mine": {"mine": "claimed"},
    "decided by me": {"mine": "decided"},
    "oldest first": {"o": "1"},
    "search: every tenth row": {"q": "harbour"},
    "search: one row": {"q": "case 777777"},
    "search: a title": {"q": "Article 4711"},
    "search: two words": {"q": "convoy 4711"},
    "search: nothing": {"q": "zeppelin"},
}
DEPTHS = (0.1, 0.5, 0.9)


def measure(client: Client, address: str, rounds: int) -> tuple[list[float], str]:
    """Milliseconds of each round after a first that counts not, and the page."""
    times, page = [], ""
    for number in range(rounds + 1):
        began = time.perf_counter()
        answer = client.get(address)
        spent = 1000 * (time.perf_counter() - began)
        page = answer.content.decode()
        if answer.status_code != 200:
            raise SystemExit(f"{answer.status_code} for {address}")
        if number:
            times.append(spent)
    return times, page


def round_trip() -> float:
    """Median milliseconds of a SELECT 1."""
    times = []
    with connection.cursor() as cursor:
        for _ in range(200):
            began = time.perf_counter()
            cursor.execute("SELECT 1")
            times.append(1000 * (time.perf_counter() - began))
    return statistics.median(times)


def deep(share: float) -> str:
    """The address of a page so far into the list of every flag."""
    order = keyset.columns(QueueItem, ["priority", "-precision", "pk"])
    place = int(QueueItem.objects.count() * share)
    row = QueueItem.objects.order_by("priority", "-precision", "pk")[place]
    client = Client()
    client.force_login(User.objects.get(username="reviewer"))

    return f"{LIST}?{urlencode({'state': 'all', 'rank': 'all', 'after': token_of(row, order)})}"


def told(name: str, times: list[float], unit: float, page: str) -> None:
    """One line of the table."""
    rows = re.search(r"([\d,]+\+?) flags?\b", unescape(page))
    median, shown = statistics.median(times), rows[1] if rows else "?"
    print(
        f"{name:<36} median {median:7.1f} max {max(times):7.1f} ms"
        f"  ×{median / unit:6.0f}  {shown:>8} rows  load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


def main() -> None:
    """The command."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=5)
    options = arguments.parse_args()
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="reviewer"))
    unit = round_trip()
    print(f"SELECT 1: {unit:.3f} ms")
    for name, query in CASES.items():
        told(name, *_with_unit(measure(client, f"{LIST}?{urlencode(query)}", options.rounds), unit))
    for share in DEPTHS:
        told(f"{share:.0%} into the list", *_with_unit(measure(client, deep(share), options.rounds), unit))


def _with_unit(measured: tuple[list[float], str], unit: float) -> tuple[list[float], float, str]:
    return measured[0], unit, measured[1]


if __name__ == "__main__":
    main()
