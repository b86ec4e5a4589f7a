"""The main text against people's: on news pages, on all types of pages, on pages as plain text."""

import html
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from auditor.inspection.document import Document, Unreadable
from auditor.inspection.procedure import read_document
from auditor.inspection.rulebook import load_rulebook
from auditor.inspection.segments import segment
from auditor.inspection.tiling import Segment, SegmentKind, main_spans
from benchmarks.corpora import Annotated
from benchmarks.peers import Peer
from benchmarks.scoring import Overlap, flat, holds, mark, overlap
from benchmarks.tables import Cell, Table

OURS = "Source Auditor"
BODY_KINDS = frozenset({SegmentKind.BODY, SegmentKind.BLOCKQUOTE, SegmentKind.SECTION_HEADING})
"""What counts as main text here: the article's own paragraphs, quotations and headings between them."""
WORD = 1


@dataclass(frozen=True, slots=True)
class Contestant:
    """Whoever finds main text: a name for the table, and what it finds in a page."""

    name: str
    main_text: Callable[[Annotated], str]


def segmented(data: bytes, media: str, address: str | None) -> tuple[Document, Sequence[Segment]] | None:
    """A document and its segments; None when it cannot be read at all."""
    try:
        document = read_document(data, media, None, address)
    except Unreadable:
        return None
    return document, segment(document, load_rulebook())


def text_of(document: Document, segments: Iterable[Segment], kinds: frozenset[SegmentKind]) -> str:
    """The segments of these kinds, in order, with a blank line between."""
    return "\n\n".join(document.quote(one.span) for one in segments if one.kind in kinds)


def main_text_of(document: Document, segments: Iterable[Segment]) -> str:
    """What is main text of the segments: of the article, or of posts where the page is a forum's thread."""
    return "\n\n".join(document.quote(span) for one in segments for span in main_spans(one))


def our_main_text(page: Annotated) -> str:
    """What the inspection calls main text in a page, posts of a forum included."""
    found = segmented(page.data, "text/html", page.address or None)
    return main_text_of(*found) if found else ""


def our_body_alone(page: Annotated) -> str:
    """What the inspection calls main text, readers' posts never counted."""
    found = segmented(page.data, "text/html", page.address or None)
    return text_of(*found, BODY_KINDS) if found else ""


def visible_text(data: bytes) -> str:
    """What a reader sees of a page and nothing else, a line per block: the plain text of section "plain".

    Blocks that the page hides are left out; "" when the page shows no text.
    """
    try:
        document = read_document(data, "text/html", None)
    except Unreadable:
        return ""
    shown = (block for block in document.blocks if not (block.markup and block.markup.hidden))
    return "\n\n".join(document.quote(block.span) for block in shown)


def our_main_text_of_lines(page: Annotated) -> str:
    """What the inspection calls main text when it is given the visible text without any markup."""
    found = segmented(visible_text(page.data).encode(), "text/plain", None)
    return main_text_of(*found) if found else ""


def wrapped(text: str) -> bytes:
    """A text as the plainest page there is, for peers that read HTML only: each line a paragraph."""
    lines = "".join(f"<p>{html.escape(line)}</p>\n" for line in text.splitlines() if line.strip())
    return f"<!DOCTYPE html><html><body><article>{lines}</article></body></html>".encode()


def news_table(pages: Sequence[Annotated], peers: Sequence[Peer]) -> Table:
    """Body F1 on news pages, as the article-extraction benchmark defines it."""
    contestants = [Contestant(OURS, our_main_text), *(_reading(peer) for peer in peers)]
    return _shingle_table(f"Body on {len(pages)} news pages (4-word shingles)", pages, contestants)


def plain_table(pages: Sequence[Annotated], peers: Sequence[Peer]) -> Table:
    """The same pages as plain text: what a reader sees, without any markup."""
    contestants = [
        Contestant(OURS, our_main_text_of_lines),
        Contestant("all of it", lambda page: visible_text(page.data)),
        *(_reading_lines(peer) for peer in peers),
    ]
    title = f"The same {len(pages)} pages as plain text (4-word shingles)"
    note = "Given: every visible block, a blank line between; to peers as one <p> per line."
    return _shingle_table(title, pages, contestants, note)


def _reading(peer: Peer) -> Contestant:
    return Contestant(peer.name, lambda page: peer.read(page.data))


def _reading_lines(peer: Peer) -> Contestant:
    return Contestant(peer.name, lambda page: peer.read(wrapped(visible_text(page.data))))


def _shingle_table(
    title: str, pages: Sequence[Annotated], contestants: Iterable[Contestant], *notes: str
) -> Table:
    rows = [_shingle_row(one, pages) for one in contestants]
    return Table(title, ("who", "F1", "±", "precision", "recall", "exact"), tuple(rows), notes)


def _shingle_row(contestant: Contestant, pages: Sequence[Annotated]) -> tuple[Cell, ...]:
    marks = mark([overlap(page.body, contestant.main_text(page)) for page in pages])
    return (contestant.name, marks.f1, marks.spread, marks.precision, marks.recall, marks.accuracy)


@dataclass(frozen=True, slots=True)
class _Found:
    """What one contestant found in one page: words shared, snippets kept and let through."""

    kind: str
    words: Overlap
    kept: int
    leaked: int


def types_table(pages: Sequence[Annotated], peers: Sequence[Peer]) -> Table:
    """Word F1 per page type and over all pages, and the snippets that had to stand in it or must not."""
    kinds = sorted({page.kind for page in pages})
    wanted, unwanted = sum(len(page.wanted) for page in pages), sum(len(page.unwanted) for page in pages)
    contestants = [
        Contestant(OURS, our_main_text),
        Contestant(f"{OURS}, no posts", our_body_alone),
        *(_reading(peer) for peer in peers),
    ]
    rows = [_types_row(one, pages, kinds, wanted, unwanted) for one in contestants]
    counts = [f"{kind} ({sum(page.kind == kind for page in pages)})" for kind in kinds]
    return Table(
        f"Main text on {len(pages)} pages of all types (mean F1 of each page's words)",
        ("who", "all", "±", *counts, "with", "without"),
        tuple(rows),
        (
            f"with: share of {wanted} snippets that must stand in it; without: of {unwanted} that must not.",
            f"{OURS} counts posts where it takes a page for a forum's thread; its second row never does.",
        ),
    )


def _types_row(
    contestant: Contestant, pages: Sequence[Annotated], kinds: Sequence[str], wanted: int, unwanted: int
) -> tuple[Cell, ...]:
    found = [_find(contestant, page) for page in pages]
    marks = mark([one.words for one in found])
    by_kind = (_page_f1(one.words for one in found if one.kind == kind) for kind in kinds)
    kept = sum(one.kept for one in found) / wanted if wanted else None
    leaked = sum(one.leaked for one in found) / unwanted if unwanted else None
    return (contestant.name, marks.page_f1, marks.page_spread, *by_kind, kept, leaked)


def _find(contestant: Contestant, page: Annotated) -> _Found:
    text = contestant.main_text(page)
    level = flat(text)
    return _Found(
        page.kind,
        overlap(page.body, text, WORD),
        sum(holds(level, snippet) for snippet in page.wanted),
        sum(holds(level, snippet) for snippet in page.unwanted),
    )


def _page_f1(overlaps: Iterable[Overlap]) -> float:
    each = [one.f1 for one in overlaps]
    return sum(each) / len(each)


def worst_pages(pages: Sequence[Annotated], count: int) -> Table:
    """The pages on which the inspection's main text is farthest from the true one, worst first."""
    marks = [(overlap(page.body, our_main_text(page)), page) for page in pages]
    marks.sort(key=lambda one: (one[0].f1, one[1].name))
    rows = [(page.name, page.kind, one.f1, one.precision, one.recall, page.address) for one, page in marks]
    return Table(
        f"The {min(count, len(rows))} worst pages (4-word shingles)",
        ("page", "type", "F1", "precision", "recall", "address"),
        tuple(rows[:count]),
    )
