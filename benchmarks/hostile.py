"""Every hostile document through the whole inspection, each in a process of its own with hard limits."""

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from auditor.inspection.document import Unreadable  # noqa: E402 - a script finds the project first
from auditor.inspection.procedure import inspect_document, read_document  # noqa: E402 - as above
from auditor.inspection.rulebook import load_rulebook  # noqa: E402 - as above

CPU = 10  # seconds
MEMORY = 2 << 30  # bytes of address space
LOST = "lost"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one document ended: ``read``, ``refused``, ``lost``, ``forbidden``, ``killed`` or ``fault``."""

    name: str
    end: str
    detail: str = ""
    seconds: float = 0.0
    megabytes: float = 0.0


def media_of(row: dict[str, Any]) -> tuple[str, str | None]:
    """Media type and charset of a row; every type but HTML's and text's stands for a page that lies."""
    essence, _, rest = row["content_type"].partition("|")[0].partition(";")
    charset = rest.partition("charset=")[2].strip("\"' ") or None
    return (essence or "text/html"), charset


def judge(row: dict[str, Any], data: bytes) -> tuple[str, str]:
    """Inspect one document in this process and say how it ended."""
    try:
        document = read_document(data, *media_of(row))
        inspection = inspect_document(document, load_rulebook())
    except Unreadable as refusal:
        return "refused", refusal.code
    shown = inspection.document.text
    found = [word for word in row["forbid"] if word in shown]
    if found:
        return "forbidden", ", ".join(found)
    whole = row["mark"] is None or row["mark"] in shown or bool(document.incomplete)
    return ("read" if whole else LOST), ", ".join(document.incomplete)


def limit() -> None:
    """Put this process, which has loaded what it needs, under the limits of one inspection."""
    allowed = math.ceil(time.process_time()) + CPU
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, allowed))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def child(folder: Path, name: str) -> None:
    """Judge one document and print the outcome."""
    row = next(one for one in json.loads((folder / "manifest.json").read_text()) if one["name"] == name)
    data = (folder / row["file"]).read_bytes()
    load_rulebook()
    limit()
    began = time.process_time()
    try:
        end, detail = judge(row, data)
    except Exception as error:  # noqa: BLE001 - whatever escapes is the finding
        end, detail = "fault", f"{type(error).__name__}: {error}"[:200]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(asdict(Outcome(name, end, detail, time.process_time() - began, peak))))


def run(folder: Path, name: str) -> Outcome:
    """One document in its own process."""
    command = [sys.executable, __file__, "--child", name, str(folder)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own script
    lines = made.stdout.splitlines()
    if made.returncode or not lines:
        return Outcome(name, "killed", f"status {made.returncode} {made.stderr[-200:]}", CPU)
    return Outcome(**json.loads(lines[-1]))


def write_corpus(cases: Path, folder: Path, scale: float) -> str:
    """Have the cases write their documents; what the script says when it fails, "" when it does not."""
    command = [sys.executable, str(cases), str(folder), "--scale", str(scale)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - the caller's
    return made.stderr.strip().splitlines()[-1] if made.returncode else ""


def report(outcomes: list[Outcome]) -> int:
    """Print what went wrong, the slowest and the largest; the number of what must not be."""
    for one in outcomes:
        if one.end in (LOST, "forbidden", "killed", "fault"):
            print(f"{one.end.upper():<10} {one.name}: {one.detail}")
    print(f"{len(outcomes)} documents: {dict(sorted(Counter(one.end for one in outcomes).items()))}")
    for title, key in (("slowest", "seconds"), ("largest", "megabytes")):
        worst = sorted(outcomes, key=lambda one: -getattr(one, key))[:8]
        print(f"{title}: " + ", ".join(f"{one.name} {getattr(one, key):.2f}" for one in worst))
    return sum(one.end not in ("read", "refused") for one in outcomes)


def main() -> int:
    """Run the corpus; the status is 1 when any document ended as none may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="where the documents are, or are written")
    parser.add_argument("--cases", type=Path, help="the script that writes the documents")
    parser.add_argument("--scale", type=float, default=0.2, help="1 for the full size")
    parser.add_argument("--only", help="names, parted by commas")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write every outcome")
    options = parser.parse_args()
    if options.child:
        child(options.folder, options.child)
        return 0
    folder = options.folder or Path(tempfile.mkdtemp(prefix="hostile-"))
    if not (folder / "manifest.json").is_file():
        if options.cases is None or not options.cases.is_file():
            print("No documents: name the script that writes them with --cases, or their folder.")
            return 2
        fault = write_corpus(options.cases, folder, options.scale)
        if fault:
            print(
                f"{options.cases} wrote no documents ({fault}): run it where it can, and name their folder."
            )
            return 2
    rows = json.loads((folder / "manifest.json").read_text())
    wanted = set(options.only.split(",")) if options.only else {row["name"] for row in rows}
    os.environ["PYTHONHASHSEED"] = "0"
    outcomes = [run(folder, row["name"]) for row in rows if row["name"] in wanted]
    if options.json:
        options.json.write_text(json.dumps([asdict(one) for one in outcomes], indent=1), encoding="utf-8")
    return int(report(outcomes) > 0)


if __name__ == "__main__":
    sys.exit(main())
