"""What a reader of a page sees."""

from auditor.inspection.markup.soup import parse
from auditor.inspection.markup.visible import Page, collapsed, read_visible


def _page(html: str) -> Page:
    return read_visible(parse(html)[0])


def test_blocks_are_parted_by_a_blank_line_and_breaks_by_a_newline() -> None:
    page = _page("<p>One\n  two<br>three</p><div>four<p>five</p>six</div>")
    assert page.text == "One two\nthree\n\nfour\n\nfive\n\nsix"


def test_white_space_is_collapsed_as_in_a_browser_and_no_break_spaces_stay() -> None:
    assert collapsed("  a\t b\r\n c\f") == "a b c"
    assert collapsed("a \u00a0 b") == "a \u00a0 b"
    assert _page("<p> \u00a0 </p><p>x</p>").text == "x"


def test_preformatted_text_keeps_its_spaces_and_lines() -> None:
    page = _page("<pre>a  b\n    c\n\nd</pre>")
    assert page.text == "a  b\n    c\nd"
    assert [page.text[block.span.start : block.span.end] for block in page.blocks] == ["a  b", "c", "d"]


def test_the_way_back_names_elements_and_their_place_among_their_kind() -> None:
    page = _page(
        "<body><div></div><div id=Main class='Story big'><h1>T</h1><p>a</p><p>b <em>c</em></p></div>"
    )
    markup = page.blocks[-1].markup
    assert markup is not None
    assert markup.path == "html[0]/body[0]/div[1]/p[1]"
    assert markup.tags == ("p", "div", "body", "html")
    assert markup.names == ("story", "big", "main")
    assert markup.lineage == ((), ("story", "big", "main"), (), ())


def test_characters_inside_links_are_counted() -> None:
    markup = _page("<p>see <a href=x>this page</a> or <a>that</a></p>").blocks[0].markup
    assert markup is not None
    assert markup.link_chars == len("this page")


def test_a_link_around_blocks_links_all_their_words() -> None:
    page = _page("<a href=x><div>one</div><div>two</div></a>")
    assert [block.markup.link_chars for block in page.blocks if block.markup] == [3, 3]


def test_hidden_text_is_kept_and_known_as_hidden() -> None:
    page = _page(
        "<p hidden>a</p><p aria-hidden=TRUE>b</p><p style='Display: none'>c</p>"
        "<p style='visibility:hidden'>d</p><p style='color:red'>e</p><p>f <b hidden>g</b></p>"
    )
    assert [block.markup.hidden for block in page.blocks if block.markup] == [
        True,
        True,
        True,
        True,
        False,
        False,
    ]


def test_what_speaks_about_the_page_is_set_aside() -> None:
    page = _page("<html lang=de><head><title>T</title><meta name=a content=b><link rel=x></head><p>x</p>")
    assert [element.name for element in page.about] == ["html", "title", "meta", "link"]
    assert page.text == "x"
