"""Sentence spans: where each sentence of running text begins and ends."""

from collections.abc import Iterable, Iterator, Sequence

from auditor.inspection.document import Document, Span
from auditor.inspection.tiling import Segment, SegmentKind

RUNNING_TEXT = frozenset(
    {SegmentKind.BODY, SegmentKind.BLOCKQUOTE, SegmentKind.EDITOR_NOTE, SegmentKind.UPDATE_NOTICE}
)
"""The kinds of segment that are read sentence by sentence (annotation guide, part B)."""

_STOPS = ".!?…"
_CLOSERS = "\"”’'»)]}*"
_OPENERS = "\"“‘'„«([{*¿¡"
# A name, a number or a place follows these: their full stop never ends a sentence.
_TITLES = frozenset(
    "mr mrs ms dr prof rev gen col lt sgt capt cpl maj gov sen rep hon st mt ft messrs no nos vol pp ed eds vs v "
    "jan feb mar apr jun jul aug sept sep oct nov dec art sec fig e.g i.e cf approx dept univ adm cmdr supt".split()
)
# These may end a sentence: they do when a word follows that begins sentences.
_SHORT = frozenset("inc ltd co corp jr sr bros a.m p.m etc al est ave blvd rd ph.d b.a m.a d.c u.s u.k u.n e.u".split())
_STARTERS = frozenset(
    "the a an this that these those he she it they we i you his her their its our my your but and or in on at for as "
    "if when while after before however there what who why how where some many most no not since with by from "
    "according although though meanwhile still yet so then also asked all both each one two another such nor even "
    "during until under over later earlier last next now today yesterday once despite because moreover".split()
)
_LABEL_WORDS = frozenset("note notes update updated correction corrected editor editors editor's ed clarification".split())
_LABEL_LENGTH = 40


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
    tokens = [token for segment in run for token in _tokens(text, segment.span)]
    breaks = {segment.span.start for segment in run[1:]}
    labelled = run[0].kind in {SegmentKind.EDITOR_NOTE, SegmentKind.UPDATE_NOTICE}
    first = _label(text, tokens) if labelled else 0
    if first:
        yield Span(tokens[0][0], tokens[first - 1][1])
    informal = _informal(text, run)
    start = None
    for index in range(first, len(tokens)):
        here, end = tokens[index]
        start = here if start is None else start
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if following is not None and start == here and text[here : end - 1].isdecimal():
            continue  # the number of an item: "1. The first point"
        if following is None or _parts(text, (here, end), following, breaks, informal=informal):
            yield Span(start, end)
            start = None


def _tokens(text: str, span: Span) -> Iterator[tuple[int, int]]:
    """Stretches without white space, cut where informal or careless writing left none: "won..he"."""
    at = span.start
    for word in text[span.start : span.end].split():
        start = text.index(word, at)
        at = start + len(word)
        if "." in word[:-1]:
            yield from _glued(word, start)
        else:
            yield start, at


def _glued(word: str, start: int) -> Iterator[tuple[int, int]]:
    begin = 0
    at = word.find(".", 1)
    while 0 < at < len(word) - 1:
        after = at + len(word) - at - len(word[at:].lstrip("."))
        if _glue(word, begin, at, after):
            yield start + begin, start + after
            begin = after
        at = word.find(".", after)
    if begin < len(word):
        yield start + begin, start + len(word)


def _glue(word: str, begin: int, at: int, after: int) -> bool:
    """Two dots between letters end a clause; one does before a capital when it is no address or initials."""
    before, behind = word[begin:at], word[after:]
    if after - at == 2:
        return before[-1:].isalpha() and behind[:1].isalpha()
    if after - at != 1 or not behind[:1].isupper():
        return False
    plain = not any(mark in word for mark in "/@:_") and not word.startswith("www")
    return plain and len(before) > 2 and before[-2:].islower() and behind[1:3].islower()


def _label(text: str, tokens: Sequence[tuple[int, int]]) -> int:
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


def _parts(
    text: str, token: tuple[int, int], following: tuple[int, int], breaks: set[int], *, informal: bool
) -> bool:
    """Whether a sentence ends between two tokens."""
    start, end = token
    gap = text[end : following[0]]
    if gap != " " and gap.count("\n") > 1 and following[0] not in breaks:
        return True
    core = text[start:end].rstrip(_CLOSERS)
    if not core or core[-1] not in _STOPS:
        return False
    if not gap:
        return True
    word = text[following[0] : following[1]]
    if not _may_begin(word, informal=informal):
        return False
    return core[-1] in "!?" or _full_stop(core, word)


def _may_begin(word: str, *, informal: bool) -> bool:
    if word[0] in "([":
        return True
    first = word.lstrip(_OPENERS)[:1]
    return first.isupper() or first.isdigit() or (not first.isalpha() and bool(first)) or informal


def _full_stop(core: str, following: str) -> bool:
    """Whether the dot or dots that end ``core`` close a sentence before ``following``."""
    dots = len(core) - len(core.rstrip(".…"))
    if core[-1] == "…" or dots > 1:
        # Standing alone, dots mark an omission.
        return dots < len(core)
    word = core[:-1].lstrip(_OPENERS).lower()
    if word in _TITLES:
        return False
    if word in _SHORT or _initials(word):
        return following.strip(_OPENERS + _CLOSERS + ",.").lower() in _STARTERS
    return True


def _initials(word: str) -> bool:
    """ "j", "u.s": letters with dots between them."""
    return len(word) == 1 and word.isalpha() or ("." in word and all(len(part) == 1 for part in word.split(".")))
