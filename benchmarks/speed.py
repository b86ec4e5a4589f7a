"""CPU time per page beside trafilatura's extraction, every contestant in turn on the same page."""

import gc
import html
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup
from lxml.html import document_fromstring

from auditor.inspection.document import Document, Unreadable
from auditor.inspection.procedure import inspect_document, read_document
from auditor.inspection.rulebook import load_rulebook
from auditor.inspection.segments import segment
from benchmarks.corpora import SEEDS, Annotated
from benchmarks.peers import TRAFILATURA, Peer
from benchmarks.tables import Cell, Table

MEASURE = TRAFILATURA.name
"""The contestant that all others are measured by."""
WARM_UP = 3


@dataclass(frozen=True, slots=True)
class Page:
    """One page as the inspection and as the others are given it: the same bytes, unless it is a text."""

    ours: bytes
    media: str
    theirs: bytes


@dataclass(frozen=True, slots=True)
class Runner:
    """Whoever is timed."""

    name: str
    run: Callable[[Page], object]


def html_pages(pages: Sequence[Annotated]) -> list[Page]:
    """Pages as they came, the same bytes for all."""
    return [Page(page.data, "text/html", page.data) for page in pages]


def seed_pages() -> list[Page]:
    """The seeds: text for the inspection; for the others, which read HTML only, a paragraph per line."""
    return [_seed(path.read_bytes()) for path in sorted(SEEDS.glob("*.txt"))]


def _seed(data: bytes) -> Page:
    lines = (line for line in data.decode().splitlines() if line.strip())
    wrapped = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    document = f"<!DOCTYPE html><html><body><article>{wrapped}</article></body></html>"
    return Page(data, "text/plain", document.encode())


def _read(page: Page) -> Document | None:
    try:
        return read_document(page.ours, page.media, None)
    except Unreadable:
        return None  # an answer too


def _segment(page: Page) -> None:
    document = _read(page)
    if document is not None:
        segment(document, load_rulebook())


def _inspect(page: Page) -> None:
    document = _read(page)
    if document is not None:
        inspect_document(document, load_rulebook())


OURS = (
    Runner("Source Auditor: read", _read),
    Runner("Source Auditor: read, segment, catalogue", _segment),
    Runner("Source Auditor: whole inspection", _inspect),
)
YARDSTICKS = (
    Runner("parse alone: lxml", lambda page: document_fromstring(page.theirs)),
    Runner("parse alone: BeautifulSoup", lambda page: BeautifulSoup(page.theirs, "lxml")),
)


def speed_table(title: str, pages: Sequence[Page], peers: Sequence[Peer], rounds: int) -> Table:
    """Median and mean over the pages as multiples of trafilatura's, and how far each one's tail reaches.

    CPU time of this process, so that other work on the machine counts for nobody; of ``rounds`` on
    each page the best counts.
    """
    runners = [*OURS, *YARDSTICKS, *(_peer(peer) for peer in peers)]
    for runner in runners:
        for page in pages[:WARM_UP]:
            runner.run(page)
    times = _times(runners, pages, rounds)
    measure = times.get(MEASURE)
    return Table(
        title,
        ("who", "median", "mean", "p99 / median"),
        tuple(_row(runner.name, times[runner.name], measure) for runner in runners),
        (
            f"CPU time of this process as a multiple of {MEASURE}'s with its default settings; 1 is as fast.",
            f"Of {rounds} rounds on each page the best counts; all take turns on one page before the next.",
            *(() if measure else (f"{MEASURE} was not measured: there is nothing to compare with.",)),
        ),
    )


def _peer(peer: Peer) -> Runner:
    return Runner(peer.name, lambda page: peer.read(page.theirs))


def _times(runners: Sequence[Runner], pages: Sequence[Page], rounds: int) -> dict[str, list[float]]:
    """Seconds per contestant and page."""
    times: dict[str, list[float]] = {runner.name: [] for runner in runners}
    for page in pages:
        best = dict.fromkeys(times, float("inf"))
        for turn in range(rounds):
            gc.collect()  # what one contestant left lying about is not the next one's to clear
            first = turn % len(runners)
            for runner in (*runners[first:], *runners[:first]):
                best[runner.name] = min(best[runner.name], _seconds(runner, page))
        for name, seconds in best.items():
            times[name].append(seconds)
    return times


def _seconds(runner: Runner, page: Page) -> float:
    began = time.process_time()
    runner.run(page)
    return time.process_time() - began


def _row(name: str, seconds: Sequence[float], measure: Sequence[float] | None) -> tuple[Cell, ...]:
    tail = percentile(seconds, 0.99) / statistics.median(seconds)
    if measure is None:
        return (name, None, None, tail)
    median = statistics.median(seconds) / statistics.median(measure)
    return (name, median, statistics.fmean(seconds) / statistics.fmean(measure), tail)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of ``values`` do not exceed, by the nearest rank."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]
