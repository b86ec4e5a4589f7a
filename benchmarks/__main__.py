"""python -m benchmarks: every figure, in one process and one run, peers side by side."""

import argparse
import json
import logging
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.bodies import news_table, plain_table, types_table, worst_pages
from benchmarks.citations import tables as citations_tables
from benchmarks.comments import comments_table, missed_comments
from benchmarks.corpora import ROOT, annotated_pages
from benchmarks.flags import flags_tables
from benchmarks.notices import tables as notices_tables
from benchmarks.peers import PEERS, TRAFILATURA, Peer
from benchmarks.seeds import flagged_seeds_table, seeds_table
from benchmarks.sourcing import tables as sourcing_tables
from benchmarks.speed import html_pages, seed_pages, speed_table
from benchmarks.tables import Table

Options = argparse.Namespace
Section = Callable[[Options, Sequence[Peer]], Iterator[Table]]


class NotMeasured(Exception):
    """Something that a section needs is not here; the message says what."""


def _folder(options: Options, name: str) -> Path:
    if options.corpora is None:
        raise NotMeasured("no --corpora PATH given")
    folder: Path = options.corpora / name
    if not folder.is_dir():
        raise NotMeasured(f"there is no {folder}")
    return folder


def _news(options: Options, peers: Sequence[Peer]) -> Iterator[Table]:
    yield news_table(annotated_pages(_folder(options, "articles"), "a-", options.limit), peers)


def _types(options: Options, peers: Sequence[Peer]) -> Iterator[Table]:
    yield types_table(annotated_pages(_folder(options, "articles"), "w-", options.limit), peers)


def _plain(options: Options, peers: Sequence[Peer]) -> Iterator[Table]:
    yield plain_table(annotated_pages(_folder(options, "articles"), "a-", options.limit), peers)


def _worst(options: Options, _: Sequence[Peer]) -> Iterator[Table]:
    if options.worst:
        yield worst_pages(annotated_pages(_folder(options, "articles"), "", options.limit), options.worst)
        yield missed_comments(annotated_pages(_folder(options, "comments"), "c-", options.limit))


def _comments(options: Options, peers: Sequence[Peer]) -> Iterator[Table]:
    yield comments_table(annotated_pages(_folder(options, "comments"), "c-", options.limit), peers)


def _flags(options: Options, _: Sequence[Peer]) -> Iterator[Table]:
    _folder(options, "attribution")
    yield from flags_tables(options.corpora)
    if options.gold is not None:
        yield flagged_seeds_table(options.gold)


def _seeds(options: Options, _: Sequence[Peer]) -> Iterator[Table]:
    if options.gold is None:
        raise NotMeasured("no --gold PATH given")
    yield seeds_table(options.gold)


def _speed(options: Options, peers: Sequence[Peer]) -> Iterator[Table]:
    title = "CPU time of the five seeds (to the others each line is a <p>)"
    yield speed_table(title, seed_pages(), peers, options.rounds)
    folder = _folder(options, "articles")
    news = html_pages(annotated_pages(folder, "a-", options.limit))
    yield speed_table(f"CPU time per page, {len(news)} news pages", news, peers, options.rounds)
    others = html_pages(annotated_pages(folder, "w-", options.limit))
    measure = [peer for peer in peers if peer is TRAFILATURA]
    title = f"CPU time per page, {len(others)} pages of all types"
    yield speed_table(title, others, measure, options.rounds)


def _notices(options: Options, _: Sequence[Peer]) -> Iterator[Table]:
    _folder(options, "notices")
    yield from notices_tables(options.corpora)


def _sourcing(options: Options, _: Sequence[Peer]) -> Iterator[Table]:
    _folder(options, "attribution")
    yield from sourcing_tables(options.corpora, options.rounds)


def _script(module: str, *given: str, needs: str = "") -> Section:
    """A section of a script that measures limits in processes of its own: what it prints, line by line.

    ``needs`` is the option that the script must be given too.
    """

    def section(options: Options, _: Sequence[Peer]) -> Iterator[Table]:
        path: Path | None = getattr(options, needs) if needs else None
        if needs and path is None:
            raise NotMeasured(f"no --{needs} PATH given")
        told = [*given, *((f"--{needs}", str(path.resolve())) if path else ())]
        command = [sys.executable, "-m", f"benchmarks.{module}", *told]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - ours
        lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        yield Table(f"benchmarks/{module}.py", ("says",), tuple((line,) for line in lines))

    return section


SECTIONS: dict[str, Section] = {
    "news": _news,
    "types": _types,
    "plain": _plain,
    "comments": _comments,
    "notices": _notices,
    "citations": lambda _options, _peers: citations_tables(),
    "flags": _flags,
    "sourcing": _sourcing,
    "seeds": _seeds,
    "equality": _script("reader_equality", needs="corpora"),
    "hostile": _script("hostile", needs="cases"),
    "growth": _script("growth", "--whole"),
    "speed": _speed,
    "worst": _worst,
}


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--corpora", type=Path, help="folder with articles/, comments/, ... (see README.md)")
    parser.add_argument("--gold", type=Path, help="folder with the seeds' annotation")
    parser.add_argument(
        "--only", action="append", choices=SECTIONS, help="only this section (may be repeated)"
    )
    parser.add_argument("--peers", default="all", help="names parted by commas, 'all' or 'none'")
    parser.add_argument("--limit", type=int, help="at most so many pages of each set")
    parser.add_argument("--rounds", type=int, default=3, help="rounds per page when timing, the best counts")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="also list the N worst pages")
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write every table as JSON")
    parser.add_argument("--markdown", type=Path, metavar="OUT", help="also write every table as Markdown")
    return parser


def chosen_peers(asked: str) -> list[Peer]:
    """The peers asked for that are installed; who is not installed is said to be missing."""
    known = {peer.name: peer for peer in PEERS}
    names = {"all": list(known), "none": []}.get(asked, [name.strip() for name in asked.split(",")])
    unknown = [name for name in names if name not in known]
    if unknown:
        sys.exit(f"There is no peer {', '.join(unknown)}; there are {', '.join(known)}.")
    for package in dict.fromkeys(known[name].package for name in names if known[name].version is None):
        print(f"MISSING: the peer {package} is not installed; its rows are not in the tables.")
    return [known[name] for name in names if known[name].version]


def measured(options: Options, peers: Sequence[Peer]) -> Iterator[Table]:
    """The tables of every section asked for; what cannot be measured here is said, not left out."""
    for name in options.only or SECTIONS:
        try:
            yield from SECTIONS[name](options, peers)
        except (NotMeasured, FileNotFoundError) as missing:
            print(f"\nNOT MEASURED: {name}: {missing}")


def versions(peers: Sequence[Peer]) -> str:
    """Which versions of which packages take part."""
    return ", ".join(sorted({f"{peer.package} {peer.version}" for peer in peers})) or "none"


def record(peers: Sequence[Peer], tables: Sequence[Table]) -> str:
    """The record of a run in Markdown: when, on what, with which versions, and every table."""
    command = ["git", "-C", str(ROOT), "rev-parse", "--short=12", "HEAD"]
    head = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603 - git
    about = (
        "# Results\n\n"
        f"- measured {datetime.now(tz=UTC):%Y-%m-%d} at commit {head or 'unknown'}\n"
        f"- machine: {os.cpu_count()} cores, Python {platform.python_version()}\n"
        f"- peers: {versions(peers)}"
    )
    return "\n\n".join([about, *(table.as_markdown() for table in tables)]) + "\n"


def main() -> None:
    """Print the tables, and write them down if asked to."""
    options = arguments().parse_args()
    logging.disable()  # peers report every date they cannot read
    peers = chosen_peers(options.peers)
    print("Peers:", versions(peers))
    tables = []
    for table in measured(options, peers):
        print(f"\n{table.as_text()}", flush=True)
        tables.append(table)
    if options.json:
        options.json.write_text(json.dumps([table.as_data() for table in tables], indent=1), encoding="utf-8")
    if options.markdown:
        options.markdown.write_text(record(peers, tables), encoding="utf-8")


if __name__ == "__main__":
    main()
