"""An inspection for others to read: as plain data, as body text, as a page for the terminal."""

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from auditor.inspection.assertions import Assertion
from auditor.inspection.citations import Citation
from auditor.inspection.comments import Comment
from auditor.inspection.contents import NO_CONTENT, Content
from auditor.inspection.counts import Signal, surely
from auditor.inspection.document import SHORTCOMINGS, Document, Span
from auditor.inspection.flags import Flag
from auditor.inspection.procedure import Inspection
from auditor.inspection.rights.plain import as_data
from auditor.inspection.taxonomy import notice_word, notices_of
from auditor.inspection.tiling import Segment, SegmentKind, main_spans

_QUOTE = 300
"""Code points of a flagged stretch shown in the terminal."""
_EXCERPT = 60


def as_dict(inspection: Inspection) -> dict[str, Any]:
    """The whole inspection as data for JSON: spans as ``start`` and ``end``, in code points of ``text``."""
    document = inspection.document
    return {
        "text": document.text,
        "rulebook": inspection.rulebook,
        "precedents": inspection.precedents,
        "segments": [_segment(one) for one in inspection.segments],
        "comments": [_comment(one) for one in inspection.comments],
        "sentences": [
            {**_sentence(document, one), **_content(document, content)}
            for one, content in zip(inspection.sentences, _contents(inspection), strict=True)
        ],
        "citations": [_citation(document, one) for one in inspection.citations],
        "flags": [_flag(one) for one in inspection.flags],
        "signals": [_signal(one) for one in inspection.signals],
        "rights": as_data(document, inspection.rights),
        "incomplete": list(document.incomplete),
    }


def body_text(inspection: Inspection) -> str:
    """The body alone: paragraphs, quotations, headings, a forum's posts; page breaks mended."""
    text, paragraphs, joining = inspection.document.text, list[str](), False
    for one in inspection.segments:
        if one.kind is SegmentKind.PAGE_BREAK_ARTIFACT:
            joining = bool(paragraphs)
            continue
        for span in main_spans(one):
            words = text[span.start : span.end]
            if joining:
                paragraphs[-1] += " " + words
            else:
                paragraphs.append(words)
            joining = False
    return "\n\n".join(paragraphs)


def as_text(inspection: Inspection, *, width: int = 100) -> str:
    """The inspection for a terminal of ``width`` columns: segments, signals, rights, flags with reasons."""
    return "\n".join(
        [
            *_overview(inspection),
            "",
            "Segments",
            *_segments_table(inspection),
            "",
            "Signals (counts, never a score)",
            *(_signal_line(one) for one in inspection.signals),
            "",
            "Rights (what the page says; no legal advice)",
            *_rights_lines(inspection, width),
            "",
            f"Flags ({len(inspection.flags)})",
            *(
                line
                for number, one in enumerate(inspection.flags, 1)
                for line in _flag_lines(inspection, number, one, width)
            ),
        ]
    )


def _place(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end}


def _segment(one: Segment) -> dict[str, Any]:
    return {
        **_place(one.span),
        "kind": one.kind.value,
        "subkind": one.subkind,
        "notice": notice_word(one.kind, one.subkind),
        "notices": notices_of(one),
        "values": dict(one.values),
        "rules": list(one.rules),
        "confidence": one.confidence,
        "reason": one.reason,
        "alone": one.alone.value,
    }


def _comment(one: Comment) -> dict[str, Any]:
    return {
        **_place(one.span),
        "number": one.number,
        "depth": one.depth,
        "parent": one.parent,
        "author": one.author,
        "addressees": list(one.addressees),
        "date": one.date,
        "quoted": _place(one.quoted) if one.quoted else None,
        "answers": one.answers,
    }


def _sentence(document: Document, one: Assertion) -> dict[str, Any]:
    given = one.attribution
    here = given.carried is None
    afar = given.source or given.cue
    return {
        **_place(one.span),
        "type": one.type.value,
        "sourcing": given.sourcing.value,
        "source": _words(document, given.source) if here else None,
        "cue": _words(document, given.cue) if here else None,
        "carried_from": None if here or afar is None else {**_quoted(document, afar), "kind": given.carried},
        "checkworthy": one.checkworthy,
    }


def _contents(inspection: Inspection) -> Sequence[Content]:
    return inspection.contents or (NO_CONTENT,) * len(inspection.sentences)


def _content(document: Document, content: Content) -> dict[str, Any]:
    return {
        "numbers": [
            {**_quoted(document, one.span), "kind": one.kind.value, "value": one.value, "unit": one.unit}
            for one in content.quantities
        ],
        "loaded": [_quoted(document, span) for span in content.loaded],
        "residual_unsourced": [_quoted(document, span) for span in content.residual],
    }


def _citation(document: Document, one: Citation) -> dict[str, Any]:
    return {
        **_quoted(document, one.source),
        "type": one.type.value,
        "reach": one.reach.value,
        "rule": one.rule,
        "address": one.address,
        "covers": [_place(span) for span in one.covers],
    }


def _words(document: Document, span: Span | None) -> dict[str, Any] | None:
    return None if span is None else _quoted(document, span)


def _quoted(document: Document, span: Span) -> dict[str, Any]:
    return {**_place(span), "text": document.quote(span)}


def _flag(one: Flag) -> dict[str, Any]:
    return {
        **_place(one.span),
        "kind": one.kind.value,
        "probability": one.probability,
        "priority": one.priority,
        "rank": one.rank,
        "members": [_place(span) for span in one.members],
        "rules": list(one.rules),
        "reason": one.reason,
    }


def _signal(one: Signal) -> dict[str, Any]:
    return {
        "name": one.name,
        "numerator": one.numerator,
        "denominator": one.denominator,
        "unit": one.unit,
        "rules": list(one.rules),
        "reason": one.reason,
        "standard": one.standard,
        "interval": one.interval and one.interval._asdict(),
        "needed": one.needed,
        "sufficient": one.sufficient,
        "spans": [_place(span) for span in one.spans],
    }


def _overview(inspection: Inspection) -> Iterator[str]:
    document = inspection.document
    yield f"{document.media}, {len(document.text):,} characters, {document.encoding}"
    for name, value in sorted(document.metadata.items()):
        yield f"{name}: {_printable(value)}"
    for code in document.incomplete:
        yield f"INCOMPLETE READING ({code}): {SHORTCOMINGS[code]}"
    flags = Counter(flag.kind.value for flag in inspection.flags)
    counted = ", ".join(f"{count} {kind}" for kind, count in sorted(flags.items())) or "none"
    yield f"{len(inspection.segments)} segments, {len(inspection.comments)} reader comments, flags: {counted}"
    yield f"rulebook {inspection.rulebook[:12]}"


def _segments_table(inspection: Inspection) -> Iterator[str]:
    for one in inspection.segments:
        label = one.kind.value + (f" ({one.subkind})" if one.subkind else "")
        excerpt = _printable(inspection.document.quote(one.span))[:_EXCERPT]
        yield f"  {one.span.start:>6}-{one.span.end:<6} {label:<40} {one.confidence:.2f}  {excerpt}"


def _signal_line(one: Signal) -> str:
    if not one.denominator:
        return f"  {one.name:<26} unknown: nothing could be counted: {one.reason}"
    figure = f"{one.numerator:,} of {one.denominator:,} {one.unit}"
    return f"  {one.name:<26} {figure}{surely(one)}: {one.reason}"


def _rights_lines(inspection: Inspection, width: int) -> Iterator[str]:
    for sentence in inspection.rights.reading:
        yield textwrap.fill(_printable(sentence), width, initial_indent="  ", subsequent_indent="    ")
    for one in inspection.rights.contradictions:
        places = ", ".join(f"{span.start}-{span.end}" for span in (*one.one, *one.other))
        told = _printable(f"CONTRADICTION ({one.severity}) {one.reason} [{places}]")
        yield textwrap.fill(told, width, initial_indent="  ! ", subsequent_indent="    ")


def _flag_lines(inspection: Inspection, number: int, one: Flag, width: int) -> Iterator[str]:
    quote = _printable(inspection.document.quote(one.span))
    shown = quote if len(quote) <= _QUOTE else quote[:_QUOTE] + " ..."
    place = f"{one.span.start}-{one.span.end}"
    told = f"{one.priority}, rank {one.rank}, p {one.probability:.2f}"
    yield f"{number:>3}. {one.kind.value}, {told}, {place}"
    yield textwrap.fill(shown, width, initial_indent="     > ", subsequent_indent="     > ")
    yield textwrap.fill(one.reason, width, initial_indent="     ", subsequent_indent="     ")
    yield textwrap.fill(", ".join(one.rules), width, initial_indent="     rules: ", subsequent_indent="     ")


def _printable(text: str) -> str:
    """One line without control characters: an article must not steer the terminal."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
