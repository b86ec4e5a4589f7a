"""Links of a page are spans of its text, however its white space is printed."""

import pytest

from auditor.inspection.markup import read_html


def linked(html: str) -> list[tuple[str, str]]:
    """The linked words of a page and where they lead."""
    document = read_html(f"<html><body>{html}</body></html>")
    links = [link for block in document.blocks if block.markup for link in block.markup.links]
    return [(document.text[link.start : link.end], link.address) for link in links]


@pytest.mark.parametrize(
    ("html", "links"),
    [
        ("<p>One</p><p>the here was <a href='/a'>here</a> here</p>", [("here", "/a")]),
        ("<p>  a <a href='/a'>\n  two <b> words </b></a> b</p>", [("two words", "/a")]),
        ("<p><a href='/a'>one</a><a href='/b'>two</a></p>", [("one", "/a"), ("two", "/b")]),
        ("<p>one <a href='/a'> </a> two</p>", []),
        ("<p>one <a name='x'>two</a></p>", []),
        ("<pre>a  b <a href='/a'>c  d\n  e</a>  f</pre>", [("c  d", "/a"), ("e", "/a")]),
        (
            "<p><a href='/a'>one <i>two</i></a> <a href='/a'>three</a></p>",
            [("one two", "/a"), ("three", "/a")],
        ),
    ],
)
def test_links_are_found_where_their_words_stand(html: str, links: list[tuple[str, str]]) -> None:
    assert linked(html) == links
