"""Flags on sentences: claims without a source, runs of them as one, and claims on weak sources."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby

from auditor.inspection.assertions import Assertion, SentenceType
from auditor.inspection.attribution import Sourcing
from auditor.inspection.cues import word_set
from auditor.inspection.document import Block, Document, Span
from auditor.inspection.flags.kinds import Flag, FlagKind
from auditor.inspection.segments import page_type
from auditor.inspection.tiling import Segment

CLAIMS = frozenset({SentenceType.ASSERTION, SentenceType.BACKGROUND})
"""The types of sentence that need a source (annotation guide, part B)."""
WEAK = {Sourcing.VAGUE: 0.6, Sourcing.ANONYMOUS: 0.3}
"""Weak sourcings with the probability of their flag: for nobody in particular the share that readers
accepted (9 of 15 sentences of benchmarks/labels/train.jsonl), for people unnamed more than that (4 of 30)."""
RUN = "flag.run"
OFF_ARTICLES = 0.8
"""Probability from which a claim is flagged on a page that is no article (set by hand)."""
_EASY = 0.7
_MONTHS = word_set("flags.months")
_PRIORITIES = ("high", "medium", "low")


def unsourced(assertion: Assertion) -> bool:
    """Whether the sentence makes a claim worth checking for which nobody and nothing is named."""
    claims = assertion.type in CLAIMS and assertion.checkworthy
    return claims and assertion.attribution.sourcing is Sourcing.NONE


def weakly_sourced(assertion: Assertion) -> bool:
    """Whether a claim worth checking stands on people without names, or on nobody at all."""
    return assertion.checkworthy and assertion.attribution.sourcing in WEAK


def of_sentences(
    document: Document, segments: Sequence[Segment], assertions: Iterable[Assertion]
) -> Iterator[Flag]:
    """The flags on sentences; neighbours without a source in one paragraph are one flag.

    A run ends with its paragraph: a reviewer decides it as one, so it must be about one thing. Forums,
    manuals and shops tell, advise and offer: only what is as good as sure is flagged there.
    """
    edges = [segment.span.end for segment in segments]
    wanted = partial(_wanted, bar=OFF_ARTICLES if page_type(segments) else 0.0)
    for paragraph in _paragraphs(edges, assertions):
        for lacking, run in groupby(paragraph, wanted):
            if lacking:
                yield _joined([_unsourced(document, one) for one in run])
            else:
                yield from (_weak(one) for one in run if weakly_sourced(one))


def _wanted(assertion: Assertion, bar: float) -> bool:
    return unsourced(assertion) and assertion.probability >= bar


def _paragraphs(edges: Sequence[int], assertions: Iterable[Assertion]) -> Iterator[list[Assertion]]:
    """The sentences by the segment they begin in."""
    paragraph: list[Assertion] = []
    at = 0
    for one in assertions:
        before = at
        while at < len(edges) and edges[at] <= one.span.start:
            at += 1
        if at != before and paragraph:
            yield paragraph
            paragraph = []
        paragraph.append(one)
    if paragraph:
        yield paragraph


def _unsourced(document: Document, one: Assertion) -> Flag:
    priority, why = _priority(document.quote(one.span), one)
    reason = f"{one.reason}{_linked(document, one.span)}; {priority} priority: {why}"
    return Flag(one.span, FlagKind.UNSOURCED_ASSERTION, one.probability, priority, one.rules, reason)


def _linked(document: Document, span: Span) -> str:
    """Whether a link stands in the sentence (in a page: in its paragraph, of which more is not known)."""
    quote = document.quote(span)
    if "](" in quote or "http" in quote:
        return "; a link stands in it, but names no source"
    place = bisect_right(document.blocks, span.start, key=_start) - 1
    markup = document.blocks[place].markup
    return ", no link" if markup is None or not markup.link_chars else ""


def _start(block: Block) -> int:
    return block.span.start


def _weak(one: Assertion) -> Flag:
    sourcing = one.attribution.sourcing
    priority = "medium" if sourcing is Sourcing.VAGUE else "low"
    return Flag(one.span, FlagKind.WEAK_SOURCING, WEAK[sourcing], priority, one.rules, one.reason)


def _joined(run: Sequence[Flag]) -> Flag:
    """The run as one flag: it is as likely as its likeliest sentence, whose reason leads."""
    if len(run) == 1:
        return run[0]
    lead = max(run, key=lambda flag: flag.probability)
    place = f"sentence {run.index(lead) + 1} of {len(run)} in a row without a source"
    return replace(
        lead,
        span=Span(run[0].span.start, run[-1].span.end),
        priority=min((flag.priority for flag in run), key=_PRIORITIES.index),
        rules=(RUN, *dict.fromkeys(rule for flag in (lead, *run) for rule in flag.rules)),
        reason=f"{place}: {lead.reason}",
        members=tuple(flag.span for flag in run),
    )


def _priority(quote: str, assertion: Assertion) -> tuple[str, str]:
    """High for grave, contested or numeric claims, low for what is easily confirmed."""
    if "judgement.grave" in assertion.rules:
        return "high", "grave or contested acts"
    if "judgement.motive" in assertion.rules:
        return "high", "a motive nobody is said to have stated"
    if counts(quote.split()):
        return "high", "figures"
    if assertion.probability < _EASY:
        return "low", "easily confirmed"
    return "medium", "specific"


def counts(words: Sequence[str]) -> bool:
    """Whether a figure stands in ``words`` that is no date and no designation (S-400)."""
    for index, word in enumerate(words):
        if word.isalpha():
            continue  # most words
        digits = word.strip(".,;:()“”\"'%$€£+").replace(",", "").replace(".", "")
        year = len(digits) == 4 and digits[:2] in {"19", "20"}
        dated = bool(index) and words[index - 1].strip(".,").lower() in _MONTHS
        if digits.isdecimal() and not year and not dated:
            return True
    return False
