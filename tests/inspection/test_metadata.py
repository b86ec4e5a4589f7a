"""What a page says of itself."""

import json

import pytest

from auditor.inspection.markup.metadata import read_metadata
from auditor.inspection.markup.stream import read_stream


def _said(head: str, root: str = "<html>") -> dict[str, str]:
    return read_metadata(read_stream(f"{root}<head>{head}</head><p>x</p>".encode()).about)


def _json(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def test_title_link_and_language_are_taken_where_nothing_better_is_said() -> None:
    said = _said(
        "<title> A  title </title><link rel=Canonical href=https://a.example/x><link rel=icon>",
        "<html lang=fr>",
    )
    assert said == {"title": "A title", "address": "https://a.example/x", "language": "fr"}


def test_meta_elements_are_read_by_property_name_and_itemprop() -> None:
    said = _said(
        '<meta property="og:title" content="Better"><title>Worse</title><meta '
        'name="author" content="Anna Example">'
        '<meta itemprop="datePublished" content="2016-03-14"><meta property="og:site_name" content="Example">'
        '<meta name="empty"><meta content="nameless">'
    )
    assert said == {"title": "Better", "author": "Anna Example", "published": "2016-03-14", "site": "Example"}


def test_an_address_is_no_authors_name() -> None:
    assert "author" not in _said('<meta property="article:author" content="https://facebook.com/anna">')


@pytest.mark.parametrize(
    "data",
    [
        {
            "@type": "NewsArticle",
            "headline": "H",
            "author": [{"name": "Anna"}, "Ben", []],
            "datePublished": "2016",
        },
        [
            {"@type": "Thing"},
            {"@type": ["Report", 3], "headline": "H", "author": "Anna, Ben", "datePublished": "2016"},
        ],
        {
            "@graph": [
                1,
                {
                    "@type": "Article",
                    "headline": "H",
                    "author": {"name": ["Anna", "Ben"]},
                    "datePublished": "2016",
                },
            ]
        },
    ],
    ids=["one", "list", "graph"],
)
def test_an_article_in_json_ld_is_believed_first(data: object) -> None:
    said = _said(_json(data) + '<meta property="og:title" content="other">')
    assert (said["title"], said["author"], said["published"]) == ("H", "Anna, Ben", "2016")


@pytest.mark.parametrize(
    "script",
    [
        "{broken",
        "[" * 100_000 + "]" * 100_000,
        '"' + "x" * 600_000 + '"',
        "3",
        "{}",
        '{"@type":7,"headline":"H"}',
    ],
    ids=["broken", "deep", "long", "number", "empty", "unnamed"],
)
def test_broken_deep_long_or_empty_json_is_passed_over(script: str) -> None:
    assert _said(f'<script type="application/ld+json">{script}</script><title>T</title>') == {"title": "T"}


def test_values_are_cut_at_a_thousand_characters() -> None:
    assert len(_said(f"<title>{'t' * 3000}</title>")["title"]) == 1000


def test_the_types_that_a_page_claims_are_told_once_each() -> None:
    said = _said(
        '<meta property="og:type" content="article">'
        + _json({"@graph": [{"@type": ["QAPage", "WebPage"]}, {"@type": "QAPage"}, {"@type": 7}]})
    )
    assert said == {"type": "article", "schema": "QAPage WebPage"}


def test_licence_rights_and_holder_are_read_where_the_page_names_them() -> None:
    assert _said('<link rel="license" href=https://l.example/by>')["license"] == "https://l.example/by"
    assert _said('<meta name="dcterms.rights" content="(c) Example">')["rights"] == "(c) Example"
    article = {"@type": "Article", "copyrightHolder": {"name": "Example"}, "copyrightNotice": "(c) 2016"}
    said = _said(_json(article | {"license": {"url": "https://l.example/nc"}}))
    assert (said["holder"], said["rights"], said["license"]) == (
        "Example",
        "(c) 2016",
        "https://l.example/nc",
    )
    assert "license" not in _said(_json(article | {"license": {"@type": "CreativeWork"}}))
    assert _said(_json(article | {"license": "https://l.example/sa"}))["license"] == "https://l.example/sa"


def test_entities_that_a_page_escapes_twice_are_read_as_signs() -> None:
    assert _said('<meta property="og:title" content="&amp;#8216;The Harbour&amp;#8217; &amp;amp; Sons">') == {
        "title": "‘The Harbour’ & Sons"
    }
