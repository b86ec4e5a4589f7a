"""The annotated pages that the figures are measured on; none of them is part of the project."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"


@dataclass(frozen=True, slots=True)
class Annotated:
    """A page with what people say of it.

    ``body`` is the true main text ("" when none is given), ``kind`` the page type ("article",
    "forum", ...). ``wanted`` are snippets that must stand in the main text, ``unwanted`` must not,
    ``comments`` belong to readers' comments. ``address`` is where the page was found.
    """

    name: str
    data: bytes
    address: str
    kind: str
    body: str
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]
    comments: tuple[str, ...]


def annotated_pages(folder: Path, prefix: str, limit: int | None = None) -> list[Annotated]:
    """The pages of ``folder``/html whose id starts with ``prefix``, at most ``limit``, by id.

    Raises ``FileNotFoundError`` when the folder holds no truth.jsonl.gz or lacks one of its pages.
    """
    rows = sorted(_rows(folder / "truth.jsonl.gz"), key=lambda row: str(row["id"]))
    chosen = [row for row in rows if str(row["id"]).startswith(prefix)][:limit]
    return [_page(folder, row) for row in chosen]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def _page(folder: Path, row: dict[str, Any]) -> Annotated:
    return Annotated(
        name=row["id"],
        data=gzip.decompress((folder / "html" / f"{row['id']}.html.gz").read_bytes()),
        address=row.get("url") or "",
        kind=row.get("type") or "article",
        body=row.get("body") or "",
        wanted=_snippets(row, "with"),
        unwanted=_snippets(row, "without"),
        comments=_snippets(row, "comments"),
    )


def _snippets(row: dict[str, Any], name: str) -> tuple[str, ...]:
    """The snippets of a row without blank ones, which stand in every text."""
    return tuple(snippet for snippet in row.get(name) or () if snippet.strip())
