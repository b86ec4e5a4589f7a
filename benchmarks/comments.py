"""Readers' comments in pages: found as comments, or leaked into the main text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from auditor.inspection.tiling import SegmentKind
from benchmarks.bodies import BODY_KINDS, OURS, segmented, text_of, visible_text
from benchmarks.corpora import Annotated
from benchmarks.peers import TRAFILATURA, Peer, trafilatura_fields
from benchmarks.scoring import flat, holds
from benchmarks.tables import Cell, Table

_THREAD = frozenset({SegmentKind.READER_COMMENT})


@dataclass(frozen=True, slots=True)
class Parted:
    """A page taken apart, white space levelled: its main text and its comments (None: not offered)."""

    body: str
    comments: str | None


def our_parts(page: Annotated) -> Parted:
    """Main text and comments as the inspection tells them apart."""
    found = segmented(page.data, "text/html", page.address or None)
    if found is None:
        return Parted("", "")
    return Parted(flat(text_of(*found, BODY_KINDS)), flat(text_of(*found, _THREAD)))


def _trafilatura_parts(page: Annotated) -> Parted:
    body, comments = trafilatura_fields(page.data)
    return Parted(flat(body), flat(comments))


def _body_alone(peer: Peer) -> Callable[[Annotated], Parted]:
    return lambda page: Parted(flat(peer.read(page.data)), None)


def comments_table(pages: Sequence[Annotated], peers: Sequence[Peer]) -> Table:
    """Per contestant: comment snippets found in a comment and leaked into the body, of those visible."""
    visible = {page.name: _visible(page) for page in pages}
    contestants: list[tuple[str, Callable[[Annotated], Parted]]] = [(OURS, our_parts)]
    if any(peer.package == TRAFILATURA.package for peer in peers):
        contestants.append(("trafilatura, its two fields", _trafilatura_parts))
    contestants += [(peer.name, _body_alone(peer)) for peer in peers]
    rows = [_row(name, pages, visible, part) for name, part in contestants]
    snippets = sum(len(page.comments) for page in pages)
    shown = sum(map(len, visible.values()))
    return Table(
        f"Readers' comments on {len(pages)} pages: shares of {shown} visible snippets",
        ("who", "found", "leaked", "body kept", "others let in"),
        tuple(rows),
        (
            f"{snippets} snippets are annotated; those that the static page does not show count for nobody.",
            "found: in a comment; leaked: in the body. body kept: snippets of the body that are in the body;",
            "others let in: snippets that are neither, in the body or in a comment.",
        ),
    )


def _visible(page: Annotated) -> tuple[str, ...]:
    text = flat(visible_text(page.data))
    return tuple(snippet for snippet in page.comments if holds(text, snippet))


def _row(
    name: str,
    pages: Sequence[Annotated],
    visible: dict[str, tuple[str, ...]],
    part: Callable[[Annotated], Parted],
) -> tuple[Cell, ...]:
    parted = [(page, part(page)) for page in pages]
    shown = sum(map(len, visible.values()))
    thread = [(parts.comments, snippet) for page, parts in parted for snippet in visible[page.name]]
    found = sum(comments is not None and holds(comments, snippet) for comments, snippet in thread)
    leaked = sum(holds(parts.body, snippet) for page, parts in parted for snippet in visible[page.name])
    kept = sum(holds(parts.body, snippet) for page, parts in parted for snippet in page.wanted)
    let_in = sum(
        holds(f"{parts.body} {parts.comments or ''}", snippet)
        for page, parts in parted
        for snippet in page.unwanted
    )
    offers = any(comments is not None for comments, _ in thread)
    return (
        name,
        found / shown if offers and shown else None,
        leaked / shown if shown else None,
        kept / max(1, sum(len(page.wanted) for page in pages)),
        let_in / max(1, sum(len(page.unwanted) for page in pages)),
    )


def missed_comments(pages: Sequence[Annotated]) -> Table:
    """Every visible snippet that the inspection does not find in a comment, or lets into the body."""
    rows: list[tuple[Cell, ...]] = []
    for page in pages:
        parts = our_parts(page)
        for snippet in _visible(page):
            found, leaked = holds(parts.comments or "", snippet), holds(parts.body, snippet)
            if leaked or not found:
                rows.append((page.name, "leaked" if leaked else "missed", snippet, page.address))
    return Table("Comments missed or leaked", ("page", "what", "snippet", "address"), tuple(rows))
