"""python -m benchmarks: every figure, in one process and one run, peers side by side."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.bodies import news_table, plain_table, types_table, worst_pages
from benchmarks.comments import comments_table, missed_comments
from benchmarks.corpora import annotated_pages
from benchmarks.peers import PEERS, Peer
from benchmarks.tables import Table

Options = argparse.Namespace
Section = Callable[[Options, Sequence[Peer]], Iterator[Table]]


def _news(options: Options, peers: Sequence[Peer]) -> Iterator[Table]:
    yield news_table(annotated_pages(options.corpora / "articles", "a-", options.limit), peers)


def _types(options: Options, peers: Sequence[Peer]) -> Iterator[Table]:
    yield types_table(annotated_pages(options.corpora / "articles", "w-", options.limit), peers)


def _plain(options: Options, peers: Sequence[Peer]) -> Iterator[Table]:
    yield plain_table(annotated_pages(options.corpora / "articles", "a-", options.limit), peers)


def _comments(options: Options, peers: Sequence[Peer]) -> Iterator[Table]:
    pages = annotated_pages(options.corpora / "comments", "c-", options.limit)
    yield comments_table(pages, peers)
    if options.worst:
        yield missed_comments(pages)


def _worst(options: Options, _: Sequence[Peer]) -> Iterator[Table]:
    if options.worst:
        pages = annotated_pages(options.corpora / "articles", "", options.limit)
        yield worst_pages(pages, options.worst)


SECTIONS: dict[str, Section] = {
    "news": _news,
    "types": _types,
    "plain": _plain,
    "comments": _comments,
    "worst": _worst,
}


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--corpora", type=Path, help="folder with articles/, comments/, ... (see README.md)")
    parser.add_argument(
        "--only", action="append", choices=SECTIONS, help="only this section (may be repeated)"
    )
    parser.add_argument("--peers", default="all", help="names parted by commas, 'all' or 'none'")
    parser.add_argument("--limit", type=int, help="at most so many pages of each set")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="also list the N worst pages")
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write every table as JSON")
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


def main() -> None:
    """Print the tables of every section that can be measured here."""
    options = arguments().parse_args()
    peers = chosen_peers(options.peers)
    print("Peers:", ", ".join(sorted({f"{peer.package} {peer.version}" for peer in peers})) or "none")
    tables = []
    for name in options.only or SECTIONS:
        for table in SECTIONS[name](options, peers):
            print(f"\n{table.as_text()}", flush=True)
            tables.append(table)
    if options.json:
        options.json.write_text(json.dumps([table.as_data() for table in tables], indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
