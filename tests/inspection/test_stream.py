"""What a reader of a page sees: by the quick reader and by the reference, word for word the same."""

import gc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.inspection.document import Markup
from auditor.inspection.markup import statements, stream
from auditor.inspection.markup.metadata import read_metadata
from auditor.inspection.markup.naming import UNSEEN
from auditor.inspection.markup.soup import parse
from auditor.inspection.markup.statements import Page
from auditor.inspection.markup.stream import read_stream
from auditor.inspection.markup.visible import read_visible


def _said(page: Page) -> list[object]:
    """All that a reading says, in a form that can be compared."""
    blocks = [(block.span, *_of(block.markup)) for block in page.blocks if block.markup]
    return [page.text, blocks, read_metadata(page.about), page.incomplete]


def _of(markup: Markup) -> tuple[object, ...]:
    around = markup.path, markup.tags, markup.names, markup.lineage
    return (*around, markup.link_chars, markup.links, markup.hidden)


def _page(html: str, *, unseen: frozenset[str] = UNSEEN, hidden: frozenset[str] = frozenset()) -> Page:
    """The page as the quick reader reads it, which must be as the reference does."""
    page = read_stream(html.encode(), unseen=unseen, hidden=hidden)
    assert _said(page) == _said(read_visible(parse(html.encode()), unseen=unseen, hidden=hidden))
    return page


def _hidden(html: str, *selectors: str) -> list[str]:
    page = _page(html, hidden=frozenset(selectors))
    spans = [block.span for block in page.blocks if block.markup and block.markup.hidden]
    return [page.text[span.start : span.end] for span in spans]


def _markup(page: Page, number: int) -> Markup:
    markup = page.blocks[number].markup
    assert markup is not None
    return markup


def test_blocks_are_parted_by_a_blank_line_and_breaks_by_a_newline() -> None:
    page = _page("<p>One\n  two<br>three</p><div>four<p>five</p>six</div>")
    assert page.text == "One two\nthree\n\nfour\n\nfive\n\nsix"


def test_preformatted_text_keeps_its_spaces_and_lines() -> None:
    page = _page("<pre>a  b\n    c\n\nd</pre>")
    assert page.text == "a  b\n    c\nd"
    assert [page.text[block.span.start : block.span.end] for block in page.blocks] == ["a  b", "c", "d"]


def test_white_space_alone_is_no_line() -> None:
    assert _page("<p> \u00a0 </p> \n <p>x <b> </b>y</p>").text == "x y"


def test_the_way_back_names_elements_and_their_place_among_their_kind() -> None:
    page = _page(
        "<body><div></div><div id=Main class='Story big'><h1>T</h1><p>a</p><p>b <em>c</em></p></div>"
    )
    markup = _markup(page, -1)
    assert markup.path == "html[0]/body[0]/div[1]/p[1]"
    assert markup.tags == ("p", "div", "body", "html")
    assert markup.names == ("story", "big", "main")
    assert markup.lineage == ((), ("story", "big", "main"), (), ())


def test_characters_inside_links_are_counted_with_references_as_one() -> None:
    page = _page("<p>see <a href=x>this &amp; that</a> or <a>those</a></p>")
    assert _markup(page, 0).link_chars == len("this & that")


def test_a_link_around_blocks_links_all_their_words() -> None:
    page = _page("<a href=x><div>one</div><div>two</div></a>")
    assert [block.markup.link_chars for block in page.blocks if block.markup] == [3, 3]


def test_hidden_text_is_kept_and_known_as_hidden() -> None:
    html = (
        "<p hidden>a</p><p style='Display: none !important'>b</p><p style='visibility:hidden'>c</p>"
        "<dialog>d</dialog><p class='x q'>e</p><p id=i>f</p><p><b hidden>g</b> </p><dialog hidden>h</dialog>"
        "<p style='color:red'>A</p><p>B <b hidden>C</b></p><p aria-hidden=true>D</p><dialog open>E</dialog>"
        "<details><summary>F</summary><p>G</p></details>"
    )
    assert _hidden(html, ".q", "p#i") == list("abcdefgh")


def test_words_without_size_are_hidden_until_an_element_may_give_them_one() -> None:
    html = "<div style='font-size:0'>a<p>b</p><a href=x>c</a><p class=k>D<p style='font-size:1em'>E</div>"
    assert _hidden(html) == ["a", "b", "c"]


def test_what_is_never_text_is_left_out_and_a_declared_shadow_tree_is_read() -> None:
    page = _page(
        "<script>no</script><style>no</style><!-- no --><?pi no?><template><p>no</p></template><svg><g>no"
        "<b>no</b></g></svg><noscript>no<br>no</noscript><select><option>no</select><img alt=no>"
        "<embed><template shadowrootmode=open><p>yes</p></template>"
    )
    assert page.text == "yes"


def test_a_paragraph_breaks_out_of_a_drawing_that_was_never_closed() -> None:
    assert _page("<p>a</p><svg><g><g>no<p>The article.</p>no</g></g></svg>b").text == "a\n\nThe article.\n\nb"


def test_without_scripts_noscript_is_text() -> None:
    assert _page("<noscript><p>Seen.</p></noscript>", unseen=UNSEEN - {"noscript"}).text == "Seen."


def test_what_speaks_about_the_page_is_set_aside() -> None:
    page = _page(
        "<html lang=de><head><title>T &amp; U</title><meta name=a content=b><link rel=x>"
        "<script type='application/ld+json'>{}</script></head><p><a rel='x License' href=y>x</a></p>"
    )
    assert [one.name for one in page.about] == ["html", "title", "meta", "link", "script", "a"]
    assert "".join(page.about[1].words) == "T & U"
    assert page.about[4].words == ["{}"]
    assert page.text == "x"


@pytest.mark.parametrize(
    ("limit", "value", "html"),
    [
        ("DEPTH", 4, "<div>" * 9 + "deep<img> words<br>and more" + "</div>" * 9 + "<p>last</p>"),
        ("DEPTH", 4, "<div>" * 9 + "<svg>no</svg><pre>deep\nwords</pre><script>no</script>" + "</div>" * 9),
        ("NODES", 5, "<p>some words</p>" * 9),
        ("LINES", 3, "<p>some<br>words</p><pre>a\nb</pre>" * 4 + "<p><br><br>end"),
    ],
    ids=["depth", "odd", "nodes", "lines"],
)
def test_beyond_a_limit_words_stay_and_the_limit_is_named(
    limit: str, value: int, html: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = _page(html).text.split()
    monkeypatch.setattr(statements, limit, value)
    page = _page(html)
    assert page.incomplete == (limit.lower(),)
    assert page.text.split() == whole
    assert len(page.blocks) <= statements.LINES + 1


def test_a_page_that_just_fills_a_limit_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "LINES", 3)
    page = _page("<p>a<p>b<p>c<br><br></p>")
    assert (page.text, page.incomplete) == ("a\n\nb\n\nc", ())


TAGS = (
    "<p> </p> <div class='comment x'> </div> <br> <ul><li> </ul> <b> </b> <a href=x> </a> <!-- --> <script> "
    "</script> <table><td> </table> <h1> <pre> </pre> &amp; &nbsp; <svg> </svg> <select> </select> "
    "<p hidden> <title> </title> <template> </template> <noscript> </noscript> <img> <span> </span> < "
    "<xmp> </xmp> <textarea> </textarea> <dialog> <i/> <body class=q> \n"
)
FRAGMENTS = st.lists(
    st.one_of(st.sampled_from(TAGS.split(" ")), st.text("ab \u00a0\t\x0b\x1cé&", max_size=9))
)


@given(FRAGMENTS)
def test_both_readers_agree_on_any_markup(parts: list[str]) -> None:
    _page("".join(parts) or "x", hidden=frozenset({".x"}))


def test_many_lines_are_one_text_whether_or_not_garbage_is_collected(monkeypatch: pytest.MonkeyPatch) -> None:
    html = "".join(f"<p>{number}" for number in range(20))
    whole = _page(html)
    monkeypatch.setattr(stream, "_PARTS", 3)
    gc.disable()
    try:
        assert _said(_page(html)) == _said(whole)
        assert not gc.isenabled()
    finally:
        gc.enable()
