"""Every citation of a document: of other outlets, of documents, by links."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor.inspection.attribution import Attribution, Heard, Sourcing
from auditor.inspection.attribution.utterance import Utterance, utter
from auditor.inspection.citations.citation import Citation, CitationType, Reach
from auditor.inspection.citations.credits import Credit, has_signs, read_credits
from auditor.inspection.citations.linked import Pointer, cites, pointers
from auditor.inspection.citations.names import Mention, find_outlets, in_rows, packaged_outlets
from auditor.inspection.citations.own import House, house_of
from auditor.inspection.citations.papers import find_papers
from auditor.inspection.citations.wordings import cited_by, packaged_wordings
from auditor.inspection.document import Document, Link, Span
from auditor.inspection.tiling import Segment, SegmentKind

_CREDITS = (SegmentKind.SYNDICATION_CREDIT, SegmentKind.DATELINE, SegmentKind.ARCHIVE_CREDIT)
_FURNITURE = (SegmentKind.SECTION_HEADING, SegmentKind.NAVIGATION, SegmentKind.AUTHOR_BIO)
_OPENINGS = (
    "Source",
    "source",
    "Via",
    "via",
    "With inputs",
    "with inputs",
    "(With ",
    "(with ",
    "From:",
    "Credit:",
)
_CONTRIBUTED = "contributed to this"
_LONGEST_CREDIT = 160
"""Code points of a line that gives credit and is no running text."""
_OUTLET, _DOCUMENT = CitationType.SECOND_HAND_OUTLET, CitationType.DOCUMENT


def find_citations(
    document: Document, segments: Sequence[Segment], heard: Sequence[Heard]
) -> tuple[Citation, ...]:
    """The citations in text order. What the outlet says of itself is none. Time is linear in the text."""
    house = house_of(document, segments)
    links = _links_of(document, heard)
    found: list[Citation] = []
    known, papers = packaged_outlets().known, packaged_wordings().words["papers"]
    for index, sentence in enumerate(heard):
        said = sentence.said
        named = not (known.isdisjoint(said.written) and papers.isdisjoint(said.words))
        if named or links[index] or has_signs(said):  # most sentences have none of them
            found += _of_sentence(document, heard, index, links[index], house)
    running = heard[-1].said.span.end if heard else 0
    found += _of_lines(document, segments, running, house)
    return tuple(sorted(found, key=lambda one: (one.source, one.type)))


def vouched(attributions: Sequence[Attribution], citations: Sequence[Citation]) -> tuple[Attribution, ...]:
    """``attributions``, with a citation for each sentence that no other words attribute."""
    covering: dict[Span, Citation] = {}
    for one in citations:
        for sentence in one.covers:
            covering.setdefault(sentence, one)
    return tuple(_vouched(one, covering.get(one.sentence)) for one in attributions)


def _vouched(attribution: Attribution, citation: Citation | None) -> Attribution:
    if citation is None or attribution.sourcing is not Sourcing.NONE:
        return attribution
    inside = attribution.sentence.covers(citation.source)
    return replace(
        attribution,
        sourcing=Sourcing(citation.type.value),
        rules=(citation.rule,),
        source=citation.source,
        carried=None if inside else "citation_tail",
    )


def _links_of(document: Document, heard: Sequence[Heard]) -> list[tuple[Link, ...]]:
    """The page's links in each sentence."""
    links = [link for block in document.blocks if block.markup for link in block.markup.links]
    found: list[tuple[Link, ...]] = []
    at = 0
    for sentence in heard:
        start, end = sentence.said.span.start, sentence.said.span.end
        while at < len(links) and links[at].end <= start:
            at += 1
        last = at
        while last < len(links) and links[last].start < end:
            last += 1
        found.append(tuple(links[at:last]))
    return found


def _of_sentence(
    document: Document, heard: Sequence[Heard], index: int, links: Sequence[Link], house: House
) -> Iterator[Citation]:
    said = heard[index].said
    named: list[Citation] = []
    for credit in _credits(heard, index):
        named += _given(heard, index, credit, house)
    taken = {one.source for one in named}
    for citation in _worded(said, house):
        if citation.source not in taken:
            named.append(citation)
    points = tuple(pointers(document, said, links))
    yield from (_followed(one, points) for one in named)
    for pointer in points:
        within = Span(max(pointer.span.start, said.span.start), min(pointer.span.end, said.span.end))
        if any(one.source.touches(within) for one in named) or not cites(document, pointer, house):
            continue
        apart = index and within.start <= said.span.start + 1 and within.end >= said.span.end - 2
        reach = Reach.PASSAGE if apart else Reach.SENTENCE
        covers = _passage(heard, index) if apart else (said.span,)
        yield Citation(within, CitationType.LINK, reach, "citation.link", covers, pointer.address)


def _followed(one: Citation, points: Sequence[Pointer]) -> Citation:
    """With the address its words are linked to; a document may be linked by other words of its sentence."""
    near = [point for point in points if point.span.touches(one.source)]
    chosen = near or (points if one.type is CitationType.DOCUMENT else ())
    return replace(one, address=chosen[0].address) if chosen else one


def _credits(heard: Sequence[Heard], index: int) -> tuple[Credit, ...]:
    said = heard[index].said
    first = index == 0 or heard[index - 1].said.paragraph != said.paragraph
    last = index + 1 == len(heard) or heard[index + 1].said.paragraph != said.paragraph
    closing = last and index + 1 == len(heard)
    return read_credits(said, alone=first and last, closing=closing, opening=first)


def _given(heard: Sequence[Heard], index: int, credit: Credit, house: House) -> Iterator[Citation]:
    chosen = credit.author if house.owns(credit.mention.plain) else credit.mention
    if chosen is None or house.owns(chosen.plain):
        return
    said = heard[index].said
    alone = index > 0 and heard[index - 1].said.paragraph != said.paragraph
    passage = (*_passage(heard, index - 1), said.span) if alone else _passage(heard, index)
    reached = {Reach.SENTENCE: (said.span,), Reach.PASSAGE: passage}
    covers = reached.get(credit.reach, ())
    yield Citation(_named(said, chosen), credit.type, credit.reach, credit.rule, covers)


def _passage(heard: Sequence[Heard], last: int) -> tuple[Span, ...]:
    """The sentences of a paragraph up to its ``last``; of a block quotation those of all its paragraphs."""
    start = last
    paragraph, kind = heard[last].said.paragraph, heard[last].said.kind
    while start > 0:
        before = heard[start - 1].said
        quoted = before.kind is kind is SegmentKind.BLOCKQUOTE
        closed = heard[start - 1].unit is not None and heard[start - 1].said.text[0] in "(["
        if closed or not (before.paragraph == paragraph or quoted):
            break
        start -= 1
    return tuple(sentence.said.span for sentence in heard[start : last + 1])


def _worded(said: Utterance, house: House) -> Iterator[Citation]:
    """What the wording of the sentence cites."""
    wordings = packaged_wordings()
    published = set[int]()
    for row in in_rows(find_outlets(said), said):
        rule = cited_by(said, row, wordings.of(_OUTLET))
        if rule is not None:
            yield from (_cited(said, one, _OUTLET, rule) for one in row if not house.owns(one.plain))
            published.update(range(row[0].outer - 1, row[-1].end))
    for paper in find_papers(said):
        # "a report in Le Monde", "a Reuters report" are the paper's: they are cited already.
        rule = cited_by(said, (paper,), wordings.of(_DOCUMENT))
        if rule is not None and published.isdisjoint(range(paper.start, paper.end + 1)):
            yield _cited(said, paper, _DOCUMENT, rule)


def _cited(said: Utterance, one: Mention, kind: CitationType, rule: str) -> Citation:
    return Citation(_named(said, one), kind, Reach.SENTENCE, rule, (said.span,))


def _named(said: Utterance, one: Mention) -> Span:
    """The name alone, without a possessive."""
    place = said.place(one.start, one.end)
    return Span(place.start, place.end - 2 * said.words[one.end - 1].endswith("'s"))


def _of_lines(
    document: Document, segments: Sequence[Segment], running: int, house: House
) -> Iterator[Citation]:
    """The sources in credits that are no running text, each read as a line of its own.

    ``running`` is where the running text ends.
    """
    lines = [one for one in segments if _gives_credit(document, one)]
    uttered = utter(
        document, [replace(one, kind=SegmentKind.BODY) for one in lines], [one.span for one in lines]
    )
    for segment, said in zip(lines, uttered, strict=True):
        opening = segment.kind is SegmentKind.DATELINE
        closing = opening or segment.span.start >= running
        for credit in read_credits(said, alone=True, closing=closing, opening=opening):
            if not house.owns(credit.mention.plain):
                source = _named(said, credit.mention)
                yield Citation(source, credit.type, Reach.ARTICLE, credit.rule)


def _gives_credit(document: Document, segment: Segment) -> bool:
    if segment.kind in _CREDITS:
        return len(segment.span) <= _LONGEST_CREDIT
    if segment.kind not in _FURNITURE or len(segment.span) > _LONGEST_CREDIT:
        return False
    return document.text.startswith(_OPENINGS, segment.span.start) or (
        document.text.find(_CONTRIBUTED, segment.span.start, segment.span.end) >= 0
    )
