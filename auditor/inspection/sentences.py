"""Sentence spans: where each sentence of running text begins and ends."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from auditor.inspection.cues import word_set
from auditor.inspection.document import Document, Span
from auditor.inspection.tiling import Segment, SegmentKind

RUNNING_TEXT = frozenset(
    {SegmentKind.BODY, SegmentKind.BLOCKQUOTE, SegmentKind.EDITOR_NOTE, SegmentKind.UPDATE_NOTICE}
)
"""The kinds of segment that are read sentence by sentence (annotation guide, part B)."""

_STOPS = ".!?…"
_CLOSERS = "\"”’'»)]}*"
_ENDS = _STOPS + _CLOSERS
_EDGES = tuple(sign + " " for sign in _ENDS)
_OPENERS = "\"“‘'„«([{*¿¡"
_BEFORE = _OPENERS + _CLOSERS
"""A closing mark stands for an opening one where the writer took the wrong one: "”Mr. Trump"."""
# A name, a number or a place follows these: their full stop never ends a sentence.
_TITLES = word_set("sentences.titles")
# These may end a sentence: they do when a word follows that begins sentences.
_SHORT = word_set("sentences.short")
_STARTERS = word_set("sentences.starters")
# So do these, written with a capital: "in Reno, Nev. The" but "RENO, Nev. (AP)".
_STATES = word_set("sentences.states")
# A figure follows these when they are short for "number": "No. 5" but "the answer is no. He".
_COUNTED = word_set("sentences.counted")
_ADDRESSES = ("http://", "https://", "pic.twitter.com/")
_LABEL_WORDS = word_set("sentences.label-words")
_Token: TypeAlias = tuple[int, int]
_LABELLED = frozenset({SegmentKind.EDITOR_NOTE, SegmentKind.UPDATE_NOTICE})
_LABEL_LENGTH = 40
_LONGEST = 200
"""Code points: a longer bracket is no credit, and looking at more would cost time for nothing."""


def find_sentences(document: Document, segments: Iterable[Segment]) -> tuple[Span, ...]:
    """Every sentence of body, blockquote, editor's note and update notice, in text order.

    The spans (code points) hold each non-white-space code point of those segments exactly once, and
    cross a segment's edge only over a page break. A citation tail, a note's label and a signature
    are sentences of their own. Time is linear in the text.
    """
    found: list[Span] = []
    for run in _runs(segments):
        found.extend(_sentences(document.text, run))
    return tuple(found)


def _runs(segments: Iterable[Segment]) -> Iterator[list[Segment]]:
    """Segments to read in one go: each alone, but the two halves of a page break together."""
    run: list[Segment] = []
    broken = False
    for segment in segments:
        if segment.kind is SegmentKind.PAGE_BREAK_ARTIFACT:
            broken = bool(run)
            continue
        joined = broken and segment.kind is run[-1].kind
        if run and not joined:
            yield run
            run = []
        broken = False
        if segment.kind in RUNNING_TEXT:
            run.append(segment)
    if run:
        yield run


def _sentences(text: str, run: Sequence[Segment]) -> Iterator[Span]:
    reading = _Reading(text, {segment.span.start for segment in run[1:]}, _informal(text, run))
    if _regular(text, run):
        whole = run[0].span
        yield from reading.cut(whole.start, _edges(text, whole), whole.end)
        return
    tokens = [token for segment in run for token in _tokens(text, segment.span)]
    labelled = run[0].kind in _LABELLED
    first = _label(text, tokens) if labelled else 0
    if first:
        yield Span(tokens[0][0], tokens[first - 1][1])
    if tokens[first:]:
        yield from reading.cut(tokens[first][0], pairwise(tokens[first:]), tokens[-1][1])


def _regular(text: str, run: Sequence[Segment]) -> bool:
    """Whether one blank parts all words and no dot stands before a letter, as in most paragraphs."""
    if len(run) > 1 or run[0].kind in _LABELLED:
        return False
    stretch = text[run[0].span.start : run[0].span.end]
    glued = any(behind[:1].isalpha() for behind in stretch.split(".")[1:])
    return not glued and " ".join(stretch.split()) == stretch


def _edges(text: str, whole: Span) -> Iterator[tuple[_Token, _Token]]:
    """The words of a regular stretch that end in a sign which may end a sentence, with the words after."""
    start, end = whole.start, whole.end
    stretch = text[start:end]
    for at in sorted([at for edge in _EDGES if edge in stretch for at in _places(text, edge, start, end)]):
        after = text.find(" ", at + 2, end)
        here = max(start, text.rfind(" ", start, at) + 1)
        yield (here, at + 1), (at + 2, end if after < 0 else after)


def _places(text: str, edge: str, start: int, end: int) -> Iterator[int]:
    at = text.find(edge, start, end)
    while at >= 0:
        yield at
        at = text.find(edge, at + 2, end)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A run of text as it is read: where its page breaks are, and whether it uses no capitals."""

    text: str
    breaks: set[int]
    informal: bool

    def cut(self, start: int, pairs: Iterable[tuple[_Token, _Token]], end: int) -> Iterator[Span]:
        """The sentences of ``[start, end)``: cut between the two tokens of a pair where one ends."""
        for token, following in pairs:
            if self.ends(start, token, following):
                yield Span(start, token[1])
                start = following[0]
        yield Span(start, end)

    def ends(self, start: int, token: _Token, following: _Token) -> bool:
        """Whether the sentence that began at ``start`` ends between two tokens."""
        text, (here, end) = self.text, token
        last = text[end - 1]
        if last not in _ENDS and text[end : following[0]] == " ":
            return False  # most words: a letter and a blank
        if start == here and text[here : end - 1].isdecimal():
            return False  # the number of an item: "1. The first point"
        if last == ")" and text[following[0]].isupper() and _cites(text[start : min(end, start + _LONGEST)]):
            return True
        return self._parts(token, following)

    def _parts(self, token: _Token, following: _Token) -> bool:
        gap = self.text[token[1] : following[0]]
        if gap != " " and gap.count("\n") > 1 and following[0] not in self.breaks:
            return True
        core = self.text[slice(*token)].rstrip(_CLOSERS)
        if not core or core[-1] not in _STOPS:
            return False
        word = self.text[slice(*following)]
        if gap and not _may_begin(word, informal=self.informal):
            return False
        return not gap or core[-1] in "!?" or _full_stop(core, word)


def _cites(stretch: str) -> bool:
    """Whether a bracketed stretch is a credit: "(RT, March 14, 2016)"."""
    closed = stretch[0] == "(" and stretch[-1] == ")" and stretch.count("(") == stretch.count(")")
    return closed and stretch.rstrip(")")[-4:].isdecimal()


def _tokens(text: str, span: Span) -> Iterator[_Token]:
    """Stretches without white space, cut where informal or careless writing left none: "won..he"."""
    at = span.start
    for word in text[span.start : span.end].split():
        start = text.index(word, at)
        at = start + len(word)
        if "." in word[:-1]:
            yield from _glued(word, start)
        else:
            yield start, at


def _glued(word: str, start: int) -> Iterator[_Token]:
    plain = not any(mark in word for mark in "/@:_") and not word.startswith("www")
    begin, at = 0, word.find(".", 1)
    while 0 < at < len(word) - 1:
        after = at + 1
        while word[after : after + 1] == ".":
            after += 1
        # Three letters on either side say enough, and keep the time linear in the word.
        if _glue(word[max(begin, at - 3) : at], after - at, word[after : after + 3], plain=plain):
            yield start + begin, start + after
            begin = after
        at = word.find(".", after)
    yield start + begin, start + len(word)


def _glue(before: str, dots: int, behind: str, *, plain: bool) -> bool:
    """Two dots between letters end a clause; one does before a capital when it is no address or initials."""
    if dots == 2:
        return before[-1:].isalpha() and behind[:1].isalpha()
    capital = dots == 1 and behind[:1].isupper() and behind[1:].islower()
    return capital and plain and len(before) > 2 and before[-2:].islower()


def _label(text: str, tokens: Sequence[_Token]) -> int:
    """How many tokens are the label of a note ("[ Editor’s Note:"); 0 when it has none."""
    for count, (_, end) in enumerate(tokens[:6], start=1):
        if text[end - 1] == ":":
            label = text[tokens[0][0] : end]
            words = {word.strip(_OPENERS + ":").lower().replace("’", "'") for word in label.split()}
            return count if len(label) <= _LABEL_LENGTH and words & _LABEL_WORDS else 0
    return 0


def _informal(text: str, run: Sequence[Segment]) -> bool:
    """Whether the writer uses no capitals: then a small letter may begin a sentence."""
    stretch = text[run[0].span.start : run[-1].span.end]
    return ".." in stretch and stretch.lstrip(_OPENERS + " \t\n")[:1].islower()


def _may_begin(word: str, *, informal: bool) -> bool:
    if word[0] in "([" or word.startswith(_ADDRESSES):
        return True
    first = word.lstrip(_BEFORE)[:1]
    return first.isupper() or first.isdigit() or (not first.isalpha() and bool(first)) or informal


def _full_stop(core: str, following: str) -> bool:
    """Whether the dot or dots that end ``core`` close a sentence before ``following``."""
    if not core.strip(".…"):
        return False  # standing alone, dots mark an omission
    if core.endswith(("..", "…")):
        return True
    written = core[:-1].lstrip(_BEFORE)
    word = written.lower()
    if word in _TITLES:
        return False
    if word in _COUNTED:
        return not following.lstrip("#")[:1].isdigit()
    if word in _SHORT or _initials(word) or (word in _STATES and written[0].isupper()):
        first = following.strip(_BEFORE + ",.")
        return first[:1].isupper() and first.lower() in _STARTERS
    return True


def _initials(word: str) -> bool:
    """ "j", "u.s", "s.&p": letters with dots between them."""
    return all(len(part) == 1 and part.isalpha() for part in word.replace("&", "").split("."))
