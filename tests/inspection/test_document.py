"""Spans, blocks, documents."""

import hashlib

import pytest

from auditor.inspection.document import ROOT, Block, Document, Element, Span, Unreadable


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 2)])
def test_a_span_that_is_empty_reversed_or_negative_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


def test_spans_know_their_length_and_what_they_cover_and_touch() -> None:
    outer, inner, apart = Span(2, 9), Span(3, 9), Span(9, 12)
    assert len(outer) == 7
    assert outer.covers(inner)
    assert not inner.covers(outer)
    assert outer.touches(inner)
    assert not outer.touches(apart)


def test_a_document_quotes_its_spans_and_its_digest_is_that_of_the_text() -> None:
    document = Document("Zürich calls.", (Block(Span(0, 13)),))
    assert document.quote(Span(0, 6)) == "Zürich"
    assert document.digest == hashlib.sha256("Zürich calls.".encode()).hexdigest()


def test_a_refusal_carries_a_stable_code_beside_its_message() -> None:
    refusal = Unreadable("empty", "There is no text in it.")
    assert (refusal.code, str(refusal)) == ("empty", "There is no text in it.")


def test_an_element_knows_its_way_out_and_what_it_stands_in() -> None:
    page = Element("html", ROOT)
    story, other = Element("div", page, 0), Element("div", page, 1)
    words = Element("p", story, 2)
    assert words.path == "html[0]/div[0]/p[2]"
    assert list(words.outwards()) == [words, story, page]
    assert words.stands_in(words)
    assert words.stands_in(page)
    assert not words.stands_in(other)
    assert ROOT.path == ""
    assert story.standing is other.standing
