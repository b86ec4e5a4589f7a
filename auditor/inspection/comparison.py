"""What became of each flag between two inspections: kept, changed, raised, withdrawn."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from auditor.inspection.document import Document, Span
from auditor.inspection.flags import Flag
from auditor.inspection.revisions import Stood, revised
from auditor.inspection.sameness import normalise, unnumbered
from auditor.inspection.surroundings import Surroundings

CONTEXT = 64
"""Code points of normalised text kept on either side of a quote (as text quote selectors do)."""
WIDE = 400
"""Code points of normalised text that tell repeated words apart, across paragraphs."""
LEAD = 1000
"""Code points of normalised text before a quote, in its own paragraph, that say whom it is about."""
HEAD = 100
"""Code points that open a paragraph and stand for it when a sentence after them was edited."""
SHORT_LEAD = 16
"""A lead shorter than this, in code points, is no evidence by itself ("He said:")."""
_QUOTE, _LEAD, _HEAD, _WIDE = slice(28), slice(28, 40), slice(40, 52), slice(52, 64)
_NOTHING = "-" * 12


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a flag's words stand, without offsets.

    ``digest`` is four marks (cut SHA-256, in hexadecimal; dashes for nothing) in 64 characters: the
    kind with the normalised quote; its lead, which is the paragraph up to the quote; the ``HEAD`` of
    a longer lead; the ``WIDE`` context before the quote. ``occurrence`` counts from 0 among the
    flags of that kind with the same quote, in text order; ``prefix`` and ``suffix`` are up to
    ``CONTEXT`` code points of normalised text on either side; ``words`` is the length of the
    normalised quote in words; ``exact`` is what ``exactly`` returns, empty when not known.
    """

    kind: str
    digest: str
    occurrence: int
    prefix: str
    suffix: str
    words: int
    exact: str = ""


class Inspected(Protocol):
    """What ``compare`` needs to know of an inspection."""

    @property
    def document(self) -> Document:
        """The text the flags are spans of."""

    @property
    def flags(self) -> tuple[Flag, ...]:
        """The flags raised, in text order."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every flag of both inspections once: in pairs (before, after), or alone."""

    kept: tuple[tuple[Flag, Flag], ...]
    changed: tuple[tuple[Flag, Flag], ...]
    raised: tuple[Flag, ...]
    withdrawn: tuple[Flag, ...]


def exactly(text_digest: str, start: int, end: int) -> str:
    """The name of a span (code points) of the text with that SHA-256: its place without a doubt."""
    return f"{text_digest}:{start}:{end}"


def anchor(text: str, span: Span, kind: str, occurrence: int = 0) -> Anchor:
    """The anchor of the words of ``span`` (code points of ``text``)."""
    return _anchor(Surroundings(text), text, span, kind, occurrence)


def _anchor(around: Surroundings, text: str, span: Span, kind: str, occurrence: int) -> Anchor:
    quote = unnumbered(normalise(text[span.start : span.end]))
    before, lead = around.before(span.start, WIDE), around.lead(span.start, LEAD)
    marks = (
        hashlib.sha256(f"{kind}\n{quote}".encode()).hexdigest()[_QUOTE],
        f"-{_mark(lead)[1:]}" if len(lead) < SHORT_LEAD else _mark(lead),
        _mark(lead[:HEAD] if len(lead) > HEAD else ""),
        _mark(before),
    )
    after = around.after(span.end, CONTEXT)
    return Anchor(kind, "".join(marks), occurrence, before[-CONTEXT:], after, len(quote.split()))


def anchors(text: str, flags: Iterable[Flag]) -> tuple[Anchor, ...]:
    """The anchor of each flag, in the order given; equal quotes are counted in that order."""
    seen: Counter[str] = Counter()
    around = Surroundings(text)
    text_digest = hashlib.sha256(text.encode()).hexdigest()
    found: list[Anchor] = []
    for flag in flags:
        place = _anchor(around, text, flag.span, flag.kind.value, 0)
        exact = exactly(text_digest, flag.span.start, flag.span.end)
        found.append(replace(place, occurrence=seen[_quote(place)], exact=exact))
        seen[_quote(place)] += 1
    return tuple(found)


def match(before: Sequence[Anchor], after: Sequence[Anchor]) -> tuple[int | None, ...]:
    """For each anchor of ``before`` the index in ``after`` of the same words in the same place, or None.

    Never a guess, and never by order: the same span of the same text is the same place; words that
    stand once on both sides need their paragraph, or when they open it one side of their context;
    words that stand more than once need both sides, alike in one place only. Each index is given at
    most once.
    """
    theirs, pairs = _grouped(after, range(len(after)), _quote), dict[int, int]()
    for quote, mine in _grouped(before, range(len(before)), _quote).items():
        pairs |= _pairs(before, mine, after, theirs.get(quote, []))
    return tuple(pairs.get(old) for old in range(len(before)))


def compare(before: Inspected, after: Inspected) -> Comparison:
    """Follow every flag of ``before`` to ``after``.

    ``kept``: the same words in the same place. ``changed``: a later wording (see ``revisions``); a
    person must look again. The rest is ``withdrawn`` (before only) or ``raised`` (after only).
    """
    places = match(anchors(before.document.text, before.flags), anchors(after.document.text, after.flags))
    pairs = {old: new for old, new in enumerate(places) if new is not None}
    later = revised(_all_stood(before), _all_stood(after), pairs)
    come = {*pairs.values(), *later.values()}
    return Comparison(
        kept=tuple((before.flags[old], after.flags[new]) for old, new in pairs.items()),
        changed=tuple((before.flags[old], after.flags[new]) for old, new in later.items()),
        raised=tuple(flag for at, flag in enumerate(after.flags) if at not in come),
        withdrawn=tuple(flag for at, flag in enumerate(before.flags) if at not in pairs and at not in later),
    )


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[: len(_NOTHING)] if text else _NOTHING


def _pairs(
    before: Sequence[Anchor], mine: list[int], after: Sequence[Anchor], theirs: list[int]
) -> dict[int, int]:
    """Pairs of indices of the same words, none twice."""
    pairs, taken = dict[int, int](), set[int]()
    for key in (_exact, _in_paragraph, _in_text):
        olds, news = _grouped(before, mine, key), _grouped(after, theirs, key)
        for context, old in olds.items():
            new = news.get(context, [])
            # Unique among all of them, also those already paired: else the context proves nothing.
            if len(old) == len(new) == 1 and old[0] not in pairs and new[0] not in taken:
                pairs[old[0]] = new[0]
                taken.add(new[0])
    if len(mine) == len(theirs) == 1 and not pairs and _stands(before[mine[0]], after[theirs[0]]):
        pairs[mine[0]] = theirs[0]
    return pairs


def _stands(old: Anchor, new: Anchor) -> bool:
    """Whether words that stand once on both sides stand in the same paragraph, or beside the same words."""
    old_lead, new_lead = old.digest[_LEAD], new.digest[_LEAD]
    # The end of the text is near whatever stands last: it tells of whole paragraphs only.
    same_suffix = old.suffix == new.suffix and (new.suffix != "" or old_lead == new_lead == _NOTHING)
    if old_lead == new_lead and not old_lead.startswith("-"):
        return True
    if old_lead == new_lead or _NOTHING in (old_lead, new_lead):
        return old.prefix == new.prefix or same_suffix
    # What follows is no proof by itself: another paragraph may have been put in the same place.
    same_head = _NOTHING != old.digest[_HEAD] == new.digest[_HEAD]
    return same_suffix and (same_head or old.digest[_WIDE] == new.digest[_WIDE])


def _quote(place: Anchor) -> str:
    return place.digest[_QUOTE]


def _exact(place: Anchor) -> str | None:
    return place.exact or None


def _in_paragraph(place: Anchor) -> str | None:
    lead = place.digest[_LEAD]
    return None if lead.startswith("-") else f"{lead}{place.suffix}"


def _in_text(place: Anchor) -> str:
    return f"{place.digest[_WIDE]}{place.suffix}"


def _grouped(
    places: Sequence[Anchor], indices: Iterable[int], key: Callable[[Anchor], str | None]
) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for index in indices:
        if (context := key(places[index])) is not None:
            groups[context].append(index)
    return groups


def stood(kind: str, quote: str) -> Stood:
    """A flag on ``quote`` as later wordings of it are looked for."""
    return Stood(kind, tuple(unnumbered(normalise(quote)).split()))


def _all_stood(reading: Inspected) -> list[Stood]:
    return [stood(flag.kind.value, reading.document.quote(flag.span)) for flag in reading.flags]
