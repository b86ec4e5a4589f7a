"""Where the article under a page's headline ends."""

import numpy as np

from auditor.inspection.document import Document
from auditor.inspection.markup import read_html
from auditor.inspection.segments.homes import article_under
from auditor.inspection.segments.outline import outline_of
from tests.inspection.reading import PROSE, SECOND, THIRD

STORY = f"<p>{PROSE}</p><p>{SECOND}</p><p>{THIRD}</p>" * 2


def _under(body: str, headline: str = "Troops leave") -> tuple[Document, list[str] | None]:
    document = read_html(f"<html><body>{body}</body></html>")
    words = [document.quote(block.span) for block in document.blocks]
    likely = np.array([len(each) * (len(each) > 60) for each in words], np.float64)
    blocks = article_under(outline_of(document.blocks), words.index(headline), likely)
    return document, None if blocks is None else [words[number] for number in blocks]


def test_another_whole_article_below_is_outside() -> None:
    other = STORY.replace("<p>", "<p>Elsewhere: ")
    _, inside = _under(
        f"<main><article><h1>Troops leave</h1>{STORY}</article><article><h2>Rain</h2>{other}</article></main>"
    )
    assert inside == ["Troops leave", *[PROSE, SECOND, THIRD] * 2]


def test_a_headline_in_a_header_of_its_own_goes_with_the_text_below_it() -> None:
    _, inside = _under(
        f"<header><h1>Troops leave</h1><p>A line below.</p></header><div>{STORY}</div><p>Home</p>"
    )
    assert inside is not None
    assert {PROSE, SECOND, THIRD} <= set(inside)


def test_a_short_notice_beside_the_headline_is_not_the_article() -> None:
    teaser = "<div><h1>Troops leave</h1><p>" + "A teaser of some length. " * 6 + "</p></div>"
    _, inside = _under(f"<div>{teaser}<div>{STORY}</div></div>")
    assert inside is not None
    assert THIRD in inside


def test_a_page_without_running_text_has_no_article() -> None:
    _, inside = _under("<div><h1>Troops leave</h1><p>Home</p></div><p>Contact</p>")
    assert inside is None
