"""The reference tree of a page, and the way back into it."""

import pytest

from auditor.inspection.markup import read_html
from auditor.inspection.markup.soup import element_at, parse


def test_the_tree_holds_every_element_and_all_its_links() -> None:
    tree = parse(b"<div><p>One <a href=x>two</a> three</p><svg><g></g></svg><p>four</p></div>")
    paragraphs = tree.find_all("p")
    assert [each.get_text() for each in paragraphs] == ["One two three", "four"]
    assert paragraphs[0].find_next_sibling("p") is paragraphs[1]
    assert paragraphs[1].find_previous("a")["href"] == "x"
    assert tree.find("g") is not None


def test_the_parser_trusts_that_its_bytes_are_utf8() -> None:
    assert parse("<meta charset=utf-16><p>Zürich</p>".encode()).get_text() == "Zürich"


PAGE = (
    "<body><div></div>tail<div id=a><span><p>one <b>two</b></p></span><span class=k>three<p>four</p></span>"
    "<ul><li>five</li><li>six<br>seven</li></ul><pre>eight\n nine</pre><b><div>ten</div></b></div>"
)


def test_every_block_is_found_again_by_its_path() -> None:
    document, tree = read_html(PAGE), parse(PAGE.encode())
    assert len(document.blocks) == 10
    for block in document.blocks:
        assert block.markup is not None
        element = element_at(tree, block.markup.path)
        assert element is not None
        assert document.quote(block.span) in element.get_text().replace("\n ", "\n")
        assert element.name == block.markup.tags[0]
        assert block.markup.path.count("/") + 1 == len(block.markup.tags) == len(block.markup.lineage)


@pytest.mark.parametrize("path", ["", "p", "html[7]", "html[0]/head[0]", "html[x]"])
def test_a_path_that_leads_nowhere_leads_to_none(path: str) -> None:
    assert element_at(parse(b"<p>x</p>"), path) is None
