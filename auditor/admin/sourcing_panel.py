"""What an audit says of sourcing, ready to print: signals, citations, and what stands in the sentences."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.text import Truncator

from auditor.admin.rendering import label_of
from auditor.admin.rights_panel import QUOTES, Place
from auditor.models import Audit, Passage

WORDS = 60
SHOWN = 40
"""Places shown of one signal, rows of one table: the rest is counted."""
_REACH = {"sentence": "its sentence", "passage": "the passage it closes", "article": "the whole article"}


@dataclass(frozen=True, slots=True)
class Count:
    """One signal: ``figure`` is what was counted of what, ``surely`` how sure that is."""

    label: str
    standard: str
    figure: str
    surely: str
    reason: str
    places: tuple[Place, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation in words; ``address`` is printed, never linked: it is the page's."""

    source: Place
    type: str
    reach: str
    sentences: int
    address: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Words inside a sentence, with what they are and, of a figure, its value."""

    place: Place
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One table of the panel; ``more`` rows are not shown."""

    title: str
    rows: tuple[Remark, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Sourcing:
    """All of it."""

    counts: tuple[Count, ...]
    citations: tuple[Cited, ...]
    more_citations: int
    findings: tuple[Finding, ...]


class Whereabouts:
    """Finds the part of the page that shows a code point, and quotes it."""

    def __init__(self, text: str, passages: Sequence[Passage], part: int) -> None:
        self.text = text
        self.starts = [passage.start for passage in passages]
        self.part = part

    def place(self, span: Mapping[str, Any]) -> Place:
        """The words of a span with the way to them."""
        index = max(0, bisect_right(self.starts, span["start"]) - 1)
        words = Truncator(" ".join(self.text[span["start"] : span["end"]].split())).chars(WORDS)
        return Place(words, f"at-{span['start']}", index // self.part + 1)

    def places(self, spans: Iterable[Mapping[str, Any]]) -> tuple[Place, ...]:
        """The first of the spans, without quotation marks of their own: they are printed in some."""
        found = (self.place(span) for span in list(spans)[:SHOWN])
        return tuple(replace(place, words=place.words.strip(QUOTES)) for place in found)


def panel(audit: Audit, text: str, passages: Sequence[Passage], *, part: int) -> Sourcing:
    """What to show of an audit's sourcing, ``part`` passages to a part of the page."""
    where = Whereabouts(text, passages, part)
    citations = audit.citations[:SHOWN]
    return Sourcing(
        tuple(_count(signal, where) for signal in audit.signals),
        tuple(_cited(one, where) for one in citations),
        len(audit.citations) - len(citations),
        tuple(one for one in _findings(audit.sentences, where) if one.rows),
    )


def led_to(audit: Audit) -> tuple[int, ...]:
    """The code points that the panel leads to, in order."""
    spans = [span for signal in audit.signals for span in signal["spans"][:SHOWN]]
    spans += audit.citations[:SHOWN]
    for key in _TITLES:
        spans += [one for sentence in audit.sentences for one in sentence[key]][:SHOWN]
    return tuple(sorted({span["start"] for span in spans}))


def figure(signal: Mapping[str, Any]) -> str:
    """What was counted out of what; a denominator of 0 is unknown and not zero."""
    if not signal["denominator"]:
        return "unknown: nothing could be counted"
    return f"{signal['numerator']:,} of {signal['denominator']:,} {signal['unit']}"


def surely(signal: Mapping[str, Any]) -> str:
    """The interval of a share, the rate of a count, or that the sample is too small for either."""
    counted, of = signal["numerator"], signal["denominator"]
    if not of:
        return ""
    if not signal["sufficient"]:
        return f"insufficient sample: {signal['needed']:,} needed"
    if signal["interval"]:
        low, high = (100 * signal["interval"][side] for side in ("low", "high"))
        return f"{100 * counted / of:.0f} %, with 95 % confidence between {low:.0f} and {high:.0f} %"
    return f"{1000 * counted / of:.1f} per 1,000 words" if signal["unit"].startswith("words") else ""


def _count(signal: Mapping[str, Any], where: Whereabouts) -> Count:
    return Count(
        label_of(signal["name"]),
        signal["standard"],
        figure(signal),
        surely(signal),
        signal["reason"],
        where.places(signal["spans"]),
        max(0, len(signal["spans"]) - SHOWN),
    )


def _cited(one: Mapping[str, Any], where: Whereabouts) -> Cited:
    reach = _REACH[one["reach"]]
    return Cited(
        where.place(one), label_of(one["type"]), reach, len(one["covers"]), one["address"].strip("#")
    )


_TITLES = {
    "residual_unsourced": "Claims inside attributed sentences that the attribution does not reach",
    "loaded": "Loaded phrases",
    "numbers": "Figures and dates",
}


def _findings(sentences: Sequence[Mapping[str, Any]], where: Whereabouts) -> Iterator[Finding]:
    for key, title in _TITLES.items():
        found = [one for sentence in sentences for one in sentence[key]]
        rows = tuple(
            Remark(where.place(one), label_of(one.get("kind", "")), _value(one)) for one in found[:SHOWN]
        )
        yield Finding(title, rows, len(found) - len(rows))


def _value(one: Mapping[str, Any]) -> str:
    return f"{one.get('value', '')} {one.get('unit', '')}".strip()
