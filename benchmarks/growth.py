"""How time and memory grow with a page, and with its shape: CPU seconds and peak memory in a process each."""

import argparse
import json
import math
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import cycle
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from auditor.inspection.document import Unreadable  # noqa: E402 - a script finds the project first
from auditor.inspection.procedure import inspect_document, read_document  # noqa: E402 - as above
from auditor.inspection.rulebook import load_rulebook  # noqa: E402 - as above

SIZES = (10_000, 100_000, 1_000_000, 9_900_000)
MANY = 100_000
ROUNDS = 3
SHAPES: dict[str, Callable[[], str]] = {
    "siblings": lambda: "".join(f"<p>Line {n} of a long list of short paragraphs.</p>" for n in range(MANY)),
    "breaks": lambda: "".join(f"Line {n} of one long paragraph<br>" for n in range(MANY)),
    "nested": lambda: "<div>" * MANY + "<p>The innermost words.</p>" + "</div>" * MANY,
    "links": lambda: "".join(f"<a href=/{n}>link {n}</a> " for n in range(MANY)),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """One document in one process: its size in bytes, CPU seconds, peak memory it added in bytes."""

    size: int
    seconds: float
    memory: int
    incomplete: tuple[str, ...] = ()


def prose(size: int) -> str:
    """A page of paragraphs from the seeds, each numbered, of about ``size`` bytes."""
    lines = [
        line.strip()
        for path in sorted((ROOT / "seeds").glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if len(line) > 200
    ]
    parts, length = ["<!doctype html><title>Growth</title><article><h1>Growth of a page</h1>"], 80
    for number, line in enumerate(cycle(lines)):
        part = f"<p class=text>{line} ({number})</p>\n"
        length += len(part.encode())
        if length > size:
            break
        parts.append(part)
    return "".join(parts) + "</article>"


def page_of(name: str) -> bytes:
    """The document of a name: a size, or a shape."""
    if name in SHAPES:
        head, tail = prose(4_000).removesuffix("</article>"), "</article>"
        return (head + SHAPES[name]() + tail).encode()
    return prose(int(name)).encode()


def peak() -> int:
    """The most memory this process has held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def measure(name: str, *, whole: bool) -> Figures:
    """Read, or inspect as a whole, in this process; small pages several times, the best counts."""
    data = page_of(name)
    rulebook = load_rulebook()
    warm = read_document(prose(20_000).encode(), "text/html", None)
    inspect_document(warm, rulebook)
    before, best = peak(), math.inf
    incomplete: tuple[str, ...] = ()
    for _ in range(ROUNDS if len(data) < 2_000_000 else 1):
        document = None
        began = time.process_time()
        try:
            document = read_document(data, "text/html", None)
            if whole:
                inspect_document(document, rulebook)
            incomplete = document.incomplete
        except Unreadable as refusal:
            incomplete = (refusal.code,)
        best = min(best, time.process_time() - began)
    return Figures(len(data), best, max(0, peak() - before), incomplete)


def measured(name: str, *, whole: bool) -> Figures:
    """The same in a process of its own."""
    command = [sys.executable, __file__, "--child", name, *(["--whole"] if whole else [])]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - our own
    return Figures(**json.loads(answer.splitlines()[-1]))


def table(title: str, rows: list[tuple[str, Figures]], plain: float) -> None:
    """One line for each document; ``plain`` is seconds per byte of the largest page of prose."""
    print(f"\n{title}")
    print(f"{'page':<12}{'bytes':>12}{'CPU s':>10}{'ns/byte':>10}{'x prose':>9}{'MB':>8}{'x input':>9}")
    for name, one in rows:
        pace = one.seconds / one.size
        print(
            f"{name:<12}{one.size:>12,}{one.seconds:>10.3f}{1e9 * pace:>10.1f}{pace / plain:>9.2f}"
            f"{one.memory / 1e6:>8.1f}{one.memory / one.size:>9.1f}  {', '.join(one.incomplete)}"
        )


def exponent(rows: list[Figures]) -> float:
    """The power of the size that time grows with, from the first to the last."""
    first, last = rows[0], rows[-1]
    return math.log(last.seconds / first.seconds) / math.log(last.size / first.size)


def main() -> None:
    """Measure sizes and shapes, reading alone and the whole inspection, and print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--whole", action="store_true", help="the whole inspection too, not reading alone")
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write the figures")
    options = parser.parse_args()
    if options.child:
        print(json.dumps(asdict(measure(options.child, whole=options.whole))))
        return
    told = {}
    for title, whole in (("Reading alone", False), ("The whole inspection", True))[: 1 + options.whole]:
        sizes = [measured(str(size), whole=whole) for size in SIZES]
        rows = [*zip(map(str, SIZES), sizes, strict=True)]
        rows += [(shape, measured(shape, whole=whole)) for shape in SHAPES]
        table(title, rows, sizes[-1].seconds / sizes[-1].size)
        print(f"time grows with size to the power of {exponent(sizes[1:]):.3f} from 100 kB to 10 MB")
        told[title] = {name: asdict(one) for name, one in rows}
    if options.json:
        options.json.write_text(json.dumps(told, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
