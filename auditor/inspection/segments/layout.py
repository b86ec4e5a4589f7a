"""What each block looks like on its own: by its words, then by its shape."""

from collections.abc import Iterator

from auditor.inspection.boilerplate import best, recognise
from auditor.inspection.document import Block, Document, Span
from auditor.inspection.patterns import Scope
from auditor.inspection.rulebook import Match, Rulebook
from auditor.inspection.segments.grants import grants_of
from auditor.inspection.segments.particulars import particulars
from auditor.inspection.taxonomy import notice_word, notices_of
from auditor.inspection.tiling import Segment, SegmentKind, with_values
from auditor.inspection.wording import cut_sentences

TERMINAL = ".!?…:;\"'”’»)]。！？」』"
_WHOLE = (Scope.BLOCK, Scope.START)


def read_alone(document: Document, rulebook: Rulebook) -> list[Segment]:
    """One segment per block, or several where a block does several jobs; neighbours not looked at."""
    tiles: list[Segment] = []
    known: dict[str, tuple[Match, ...]] = {}  # a page's menus say the same many times
    for block in document.blocks:
        text = document.quote(block.span)
        if text not in known:
            known[text] = recognise(text, rulebook)
        tiles += cut_block(text, block, known[text])
    return tiles


def cut_block(text: str, block: Block, matches: tuple[Match, ...]) -> Iterator[Segment]:
    """The segments of one block: its labelled beginning, its notices by sentence, its labelled end.

    ``text`` are its words, ``matches`` what the rules say of them. ``values["notices"]`` holds the
    taxonomy's words for what else is said in a segment.
    """
    if not matches:
        yield by_shape(text, block.span)
        return
    for tile in _cut(
        text, block, tuple(match for match in matches if match.rule.kind is not SegmentKind.BODY)
    ):
        yield _with_notices(tile, block.span.start, matches)


def _with_notices(tile: Segment, offset: int, matches: tuple[Match, ...]) -> Segment:
    said = [match for match in matches if match.known and match.rule.scope in (Scope.SENTENCE, Scope.START)]
    if not said:
        return tile
    words = notices_of(tile)
    more = [
        word
        for match in said
        if match.start < tile.span.end - offset and tile.span.start - offset < match.end
        if (word := notice_word(match.rule.kind, match.rule.subkind)) and word not in words
    ]
    return with_values(tile, notices=list(dict.fromkeys(more))) if more else tile


def _cut(text: str, block: Block, matches: tuple[Match, ...]) -> Iterator[Segment]:
    known = tuple(match for match in matches if match.known)
    start, end = 0, len(text)
    prefix = _best_of(known, Scope.PREFIX)
    suffix = _best_of(known, Scope.SUFFIX)
    if prefix and prefix.end < len(text):
        yield by_rule(prefix, text, block.span)
        start = prefix.end
    if suffix and start < suffix.start and _closes_bracket(text):
        end = suffix.start
    yield from _middle(text, block.span, start, end, matches)
    if suffix and end < len(text):
        yield by_rule(suffix, text, block.span)


def _closes_bracket(text: str) -> bool:
    """Whether the bracket at the end of a block was opened at its start or in a block before."""
    return text[0] in "[(" or text.count("]") > text.count("[") or text.count(")") > text.count("(")


def is_prose(text: str) -> bool:
    """Whether a block reads as running text: a full stop and length, or length alone."""
    words = text.count(" ") + 1
    if words * 20 < len(text):  # Chinese and Japanese part no words: about two characters make one
        words = max(words, sum(sign >= "\u2e80" for sign in text) // 2)
    if words >= 25 or (words >= 12 and (". " in text or ".” " in text)):
        return True
    return (words >= 6 and text[-1] in ".:”。") or (
        words >= 8 and text[-1] in TERMINAL and (len(text) >= 60 or text[-1] in "！？」")
    )


def by_shape(text: str, span: Span, clue: Match | None = None) -> Segment:
    """A stretch no rule knows, told by length and punctuation alone; ``clue`` is a match too weak to say."""
    prose = is_prose(text)
    return Segment(
        span=span,
        kind=SegmentKind.BODY if prose else SegmentKind.SECTION_HEADING,
        alone=SegmentKind.BODY if prose else SegmentKind.SECTION_HEADING,
        confidence=0.6 if prose else 0.4,
        reason="reads as running text" if prose else "a short line without the look of a sentence",
        rules=(clue.rule.id,) if clue else ("layout.shape",),
        values={"clue": clue.rule.kind.value, "clue_score": round(clue.score, 3)} if clue else {},
    )


def by_rule(
    match: Match, text: str, within: Span, start: int | None = None, end: int | None = None
) -> Segment:
    """A stretch of the block ``within`` that a rule knows, ``[start, end)`` of its ``text``."""
    first, last = match.start if start is None else start, match.end if end is None else end
    rule = match.rule
    return Segment(
        span=_trimmed(text, within, first, last),
        kind=rule.kind,
        alone=rule.kind,
        confidence=round(min(0.99, match.score), 3),
        reason=f"worded like {rule.id.replace('_', ' ').replace('.', ': ')}",
        rules=(rule.id,),
        subkind=rule.subkind or _slug(match.groups.get("label")),
        values=particulars(match) | grants_of(rule.kind, rule.subkind, text[first:last]),
    )


def _slug(label: str | None) -> str | None:
    return label and label.casefold().replace("-", "_").replace(" ", "_")


def _trimmed(text: str, within: Span, start: int, end: int) -> Span:
    stretch = text[start:end]
    first = start + len(stretch) - len(stretch.lstrip())
    return Span(within.start + first, within.start + first + len(stretch.strip()))


def _best_of(matches: tuple[Match, ...], *scopes: Scope) -> Match | None:
    return best(tuple(match for match in matches if match.rule.scope in scopes))


def _middle(text: str, within: Span, start: int, end: int, matches: tuple[Match, ...]) -> Iterator[Segment]:
    """``[start, end)`` of a block: cut by sentence where a sentence is a notice, else in one piece."""
    if not text[start:end].strip():
        return
    known = tuple(match for match in matches if match.known)
    whole = _best_of(known, *_WHOLE)
    runs = _runs(text, start, end, known, whole)
    if any(match is not None and match.rule.scope is Scope.SENTENCE for match, _, _ in runs):
        for match, first, last in runs:
            if match is None:
                span = _trimmed(text, within, first, last)
                yield by_shape(text[first:last].strip(), span)
            else:
                yield by_rule(match, text, within, first, last)
    elif whole:
        yield by_rule(whole, text, within, start, end)
    else:
        clue = best(tuple(match for match in matches if not match.known))
        yield by_shape(text[start:end].strip(), _trimmed(text, within, start, end), clue)


_Run = tuple[Match | None, int, int]


def _runs(text: str, start: int, end: int, known: tuple[Match, ...], whole: Match | None) -> list[_Run]:
    """Sentences of ``[start, end)`` with the rule each answers to, equal neighbours joined."""
    runs: list[_Run] = []
    for first, last in cut_sentences(text[start:end]):
        here = tuple(
            m
            for m in known
            if m.rule.scope is Scope.SENTENCE and m.start < start + last and start + first < m.end
        )
        match = best(here) or whole
        if runs and _same_job(runs[-1][0], match):
            runs[-1] = (runs[-1][0], runs[-1][1], start + last)
        else:
            runs.append((match, start + first, start + last))
    return _absorbed(runs)


def _same_job(before: Match | None, after: Match | None) -> bool:
    if before is None or after is None:
        return before is after
    if after.rule.subkind == "rights_reserved":  # the tail of the copyright notice before it
        return before.rule.kind is after.rule.kind
    return (before.rule.kind, before.rule.subkind) == (after.rule.kind, after.rule.subkind)


def _absorbed(runs: list[_Run]) -> list[_Run]:
    """Where notices fill most of a block, the sentences between them belong to the notice before."""
    noticed = sum(last - first for match, first, last in runs if match)
    if noticed * 2 < runs[-1][2] - runs[0][1]:
        return runs
    kept: list[_Run] = []
    for match, first, last in runs:
        if kept and (match is None or _same_job(kept[-1][0], match)):
            kept[-1] = (kept[-1][0] or match, kept[-1][1], last)
        else:
            kept.append((match, first, last))
    return kept
