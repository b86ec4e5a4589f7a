"""Milliseconds per article: the whole inspection beside trafilatura's extraction, in one run on one core."""

import argparse
import gzip
import html
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import trafilatura  # noqa: E402 - a script finds the project first

from auditor.inspection.document import Unreadable  # noqa: E402 - as above
from auditor.inspection.procedure import inspect_document, read_document  # noqa: E402 - as above
from auditor.inspection.rulebook import load_rulebook  # noqa: E402 - as above

SEEDS = ROOT / "seeds"
PAGES = Path("articles", "html")
ROUNDS = 5
WARM_UP = 3


@dataclass(frozen=True, slots=True)
class Page:
    """One article as each of the two is given it."""

    name: str
    ours: bytes
    media: str
    theirs: bytes


@dataclass(frozen=True, slots=True)
class Timing:
    """CPU milliseconds for one page: the best of all rounds of each side."""

    name: str
    ours: float
    theirs: float


def seed_pages() -> list[Page]:
    """The seeds: text for the inspection; for trafilatura, which reads HTML only, a paragraph per line."""
    pages = []
    for path in sorted(SEEDS.glob("*.txt")):
        data = path.read_bytes()
        lines = (line for line in data.decode().splitlines() if line.strip())
        wrapped = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
        document = f"<!DOCTYPE html><html><body><article>{wrapped}</article></body></html>"
        pages.append(Page(path.name, data, "text/plain", document.encode()))
    return pages


def corpus_pages(corpora: Path, limit: int | None) -> Iterator[Page]:
    """The pages of ``corpora``/articles/html, the same bytes for both."""
    for path in sorted((corpora / PAGES).glob("*.html*"))[:limit]:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        yield Page(path.name, data, "text/html", data)


def inspect_page(page: Page) -> None:
    """Bytes to inspection, everything included; a page without text is an answer too."""
    try:
        inspect_document(read_document(page.ours, page.media, None), load_rulebook())
    except Unreadable:
        return


def extract_page(page: Page) -> None:
    """Bytes to body text, with trafilatura's default settings."""
    trafilatura.extract(page.theirs)


def cpu_milliseconds(work: Callable[[Page], None], page: Page) -> float:
    """CPU time of this process, in milliseconds: other work on the machine does not count."""
    began = time.process_time()
    work(page)
    return (time.process_time() - began) * 1000


def measure(page: Page, rounds: int) -> Timing:
    """Alternate the two on one page, so that neither gets the warmer cache."""
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(cpu_milliseconds(inspect_page, page))
        theirs.append(cpu_milliseconds(extract_page, page))
    return Timing(page.name, min(ours), min(theirs))


def summary(title: str, timings: list[Timing]) -> dict[str, object]:
    """Medians, means and their ratios; a ratio under 1 means that the inspection is the faster."""
    ours, theirs = [one.ours for one in timings], [one.theirs for one in timings]
    return {
        "set": title,
        "pages": len(timings),
        "inspection_median_ms": statistics.median(ours),
        "trafilatura_median_ms": statistics.median(theirs),
        "ratio_of_medians": statistics.median(ours) / statistics.median(theirs),
        "inspection_mean_ms": statistics.fmean(ours),
        "trafilatura_mean_ms": statistics.fmean(theirs),
        "ratio_of_means": statistics.fmean(ours) / statistics.fmean(theirs),
    }


def show(figures: dict[str, object]) -> None:
    """Two lines per set of pages."""
    print(f"{figures['set']} ({figures['pages']} pages, CPU milliseconds per page)")
    for kind in ("median", "mean"):
        ours, theirs = figures[f"inspection_{kind}_ms"], figures[f"trafilatura_{kind}_ms"]
        ratio = figures[f"ratio_of_{kind}s"]
        print(f"  {kind:<7} inspection {ours:8.2f}   trafilatura {theirs:8.2f}   ratio {ratio:5.2f}")


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, help=f"folder that holds {PAGES}/*.html.gz")
    parser.add_argument("--limit", type=int, help="at most so many HTML pages")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds per page, the best counts")
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write the figures and every timing")
    return parser.parse_args()


def main() -> None:
    """Measure, print, and write down if asked to."""
    options = arguments()
    seeds = seed_pages()
    sets = {"seeds: text for the inspection, the same lines as <p> for trafilatura": seeds}
    if options.corpora is None:
        print("No --corpora given: only the seeds are measured.")
    elif not (options.corpora / PAGES).is_dir():
        print(f"There is no {options.corpora / PAGES}: only the seeds are measured.")
    else:
        sets["HTML pages, the same bytes for both"] = list(corpus_pages(options.corpora, options.limit))
    for _ in range(WARM_UP):
        for page in seeds:
            measure(page, 1)
    timings = {
        title: [measure(page, options.rounds) for page in pages] for title, pages in sets.items() if pages
    }
    figures = [summary(title, found) for title, found in timings.items()]
    for one in figures:
        show(one)
    if options.json:
        pages = [
            {"set": title, "page": one.name, "inspection_ms": one.ours, "trafilatura_ms": one.theirs}
            for title, found in timings.items()
            for one in found
        ]
        options.json.write_text(json.dumps({"summary": figures, "pages": pages}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
