"""Reader comments: number, depth, who is answered."""

from collections.abc import Iterable
from dataclasses import dataclass

import re2

from auditor.inspection.document import Document, Span
from auditor.inspection.segments import Segment, SegmentKind

_MARKER = re2.compile(r"^(?:\d{1,4}[.)]|[•·◦▪‣○●*–-])[\s\p{Z}]+")
_ADDRESSEE = re2.compile(r"^@?(\p{Lu}[\p{L}\p{N}_.’-]+(?: \p{Lu}[\p{L}\p{N}_.’-]+)?):[\s\p{Z}]")
_MENTION = re2.compile(r"^@([\p{L}\p{N}_.-]+)")
_LABELS = (
    "note update ps nb edit question answer quote source link translation warning example fact point "
    "headline breaking conclusion bottom-line summary first second third re fyi btw tl;dr http https"
)
_NOT_NAMES = frozenset(_LABELS.split())


@dataclass(frozen=True, slots=True)
class Comment:
    """One reader comment.

    ``number`` is the printed or derived place in the thread ("14", its second reply "14.2");
    ``depth`` 0 for a comment, 1 for a reply, and so on; ``parent`` the number answered;
    ``author`` only when printed; ``addressees`` are names the comment opens with ("Tony: NO.").
    """

    span: Span
    number: str
    depth: int
    parent: str | None = None
    author: str | None = None
    addressees: tuple[str, ...] = ()


def read_thread(document: Document, segments: Iterable[Segment]) -> tuple[Comment, ...]:
    """The comments among ``segments`` in text order, numbered as printed or else as they stand.

    A reply is known by its segment's ``depth`` (HTML) or by standing farther in than the comment
    before it (``indent``, in code points).
    """
    thread = _Thread()
    return tuple(thread.take(document, tile) for tile in segments if tile.kind is SegmentKind.READER_COMMENT)


class _Thread:
    """Where in the thread we are: the open comments from the outermost to the last."""

    def __init__(self) -> None:
        self.open: list[tuple[int, str]] = []
        self.replies: dict[str, int] = {}
        self.top = 0

    def take(self, document: Document, tile: Segment) -> Comment:
        """The comment of ``tile``, in its place."""
        place = _placed(tile)
        while self.open and self.open[-1][0] >= place:
            self.open.pop()
        parent = self.open[-1][1] if self.open else None
        number = self._number(tile, parent)
        self.open.append((place, number))
        return Comment(
            span=tile.span,
            number=number,
            depth=len(self.open) - 1,
            parent=parent,
            author=str(tile.values["author"]) if tile.values.get("author") else None,
            addressees=find_addressees(document.quote(tile.span)),
        )

    def _number(self, tile: Segment, parent: str | None) -> str:
        if parent is not None:
            self.replies[parent] = self.replies.get(parent, 0) + 1
            return f"{parent}.{self.replies[parent]}"
        printed = str(tile.values.get("template_marker", "")).rstrip(".)")
        self.top = int(printed) if printed.isdigit() else self.top + 1
        return str(self.top)


def _placed(tile: Segment) -> int:
    depth = tile.values.get("depth", tile.values.get("indent", 0))
    return depth if isinstance(depth, int) else 0


def find_addressees(text: str) -> tuple[str, ...]:
    """The names that paragraphs of a comment open with, before a colon or after an @ sign."""
    names: dict[str, None] = {}
    for line in _MARKER.sub("", text).splitlines():
        words = line.strip()
        found = _ADDRESSEE.search(words) or _MENTION.search(words)
        if found and found[1].casefold() not in _NOT_NAMES:
            names[found[1]] = None
    return tuple(names)
