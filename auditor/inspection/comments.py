"""Reader comments: number, depth, who wrote them and when, whom they answer, whose words they repeat."""

from collections.abc import Iterable
from dataclasses import dataclass

import re2

from auditor.inspection.document import Document, Span
from auditor.inspection.segments import Segment, SegmentKind
from auditor.inspection.wording import plain_words

_MARKER = re2.compile(r"^(?:\d{1,4}[.)]|[•·◦▪‣○●*–-])[\s\p{Z}]+")
_ADDRESSEE = re2.compile(r"^@?(\p{Lu}[\p{L}\p{N}_.’-]+(?: \p{Lu}[\p{L}\p{N}_.’-]+)?):[\s\p{Z}]")
_MENTION = re2.compile(r"^@([\p{L}\p{N}_.-]+)")
_LABELS = (
    "note update ps nb edit question answer quote source link translation warning example fact point "
    "headline breaking conclusion bottom-line summary first second third re fyi btw tl;dr http https"
)
_NOT_NAMES = frozenset(_LABELS.split())
_CALLED = re2.compile(r"(?i)^(?:(?:hi|hey|hello|dear|hallo|lieber?|ch[eè]re?|hola) )?([^,:!]{2,40})[,:!]")
_CLAUSE = re2.compile(r"[^.!?…\n]+")
_REPEATED = 25  # code points of a clause that nobody writes twice by chance


@dataclass(frozen=True, slots=True)
class Comment:
    """One reader comment.

    ``number`` is the printed or derived place in the thread ("14", its second reply "14.2");
    ``depth`` 0 for a comment, 1 for a reply, and so on; ``parent`` the number it stands under;
    ``author`` only when printed, ``date`` in ISO form when printed; ``addressees`` are names the comment
    opens with ("Tony: NO."), or earlier commenters it calls by name; ``quoted`` are the words it
    repeats from an earlier comment or marks with ">"; ``answers`` the number of that comment, else of
    the last one by an addressee.
    """

    span: Span
    number: str
    depth: int
    parent: str | None = None
    author: str | None = None
    addressees: tuple[str, ...] = ()
    date: str | None = None
    quoted: Span | None = None
    answers: str | None = None


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
        self.authors: dict[str, str] = {}
        self.said: dict[str, str] = {}

    def take(self, document: Document, tile: Segment) -> Comment:
        """The comment of ``tile``, in its place."""
        place = _placed(tile)
        while self.open and self.open[-1][0] >= place:
            self.open.pop()
        parent = self.open[-1][1] if self.open else None
        number = self._number(tile, parent)
        self.open.append((place, number))
        words = document.quote(tile.span)
        author, date = tile.values.get("author"), tile.values.get("date")
        named = tuple(name for name in find_addressees(words) if name != author)
        addressees = named or self._called(words, author)
        quoted, answers = self._quoted(tile.span, words)
        answers = answers or next(filter(None, map(self._by, addressees)), None)
        self._remember(number, words, author)
        return Comment(
            span=tile.span,
            number=number,
            depth=len(self.open) - 1,
            parent=parent,
            author=str(author) if author else None,
            addressees=addressees,
            date=str(date) if date else None,
            quoted=quoted,
            answers=answers,
        )

    def _remember(self, number: str, words: str, author: object) -> None:
        for clause in _CLAUSE.finditer(words.removeprefix(f"{author}:")):
            self.said.setdefault(_key(clause[0]), number)
        if author:
            self.authors[str(author).casefold()] = number

    def _by(self, name: str) -> str | None:
        return self.authors.get(name.casefold())

    def _called(self, words: str, author: object) -> tuple[str, ...]:
        """The earlier commenter by whose name a paragraph opens ("Anna, you are right")."""
        for line in words.splitlines():
            found = _CALLED.search(line.strip())
            name = found[1].strip() if found else ""
            if name != author and self._by(name):
                return (name,)
        return ()

    def _quoted(self, span: Span, words: str) -> tuple[Span | None, str | None]:
        """The first line that an earlier comment said before, or that ">" marks; whose it is."""
        start = 0
        for line in words.splitlines(keepends=True):
            bare = _MARKER.sub("", line.strip())
            first = next((_key(clause[0]) for clause in _CLAUSE.finditer(bare.lstrip("> "))), "")
            marked = bare.startswith(">")
            known = self.said.get(first) if marked or len(first) >= _REPEATED else None
            if known or marked:
                place = span.start + start + line.index(bare)
                return Span(place, place + len(bare)), known
            start += len(line)
        return None, None

    def _number(self, tile: Segment, parent: str | None) -> str:
        if parent is not None:
            self.replies[parent] = self.replies.get(parent, 0) + 1
            return f"{parent}.{self.replies[parent]}"
        printed = str(tile.values.get("template_marker", "")).rstrip(".)")
        self.top = int(printed) if printed.isdigit() else self.top + 1
        return str(self.top)


def _key(clause: str) -> str:
    return plain_words(clause).strip()


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
