"""Pages to documents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.inspection.document import Unreadable
from auditor.inspection.markup import page, read_html
from auditor.inspection.markup.statements import Page

RU = "<p>Москва объявила о выводе войск.</p>"


@pytest.mark.parametrize(
    ("data", "charset", "encoding"),
    [
        (b"\xef\xbb\xbf" + RU.encode(), "windows-1251", "utf-8"),
        (RU.encode("utf-16"), None, "utf-16le"),
        (RU.encode("cp1251"), "windows-1251", "windows-1251"),
        (b"<meta charset=windows-1251>" + RU.encode("cp1251"), None, "windows-1251"),
        (b"<?xml version='1.0' encoding='koi8-r'?>" + RU.encode("koi8-r"), None, "koi8-r"),
        (b"<meta charset=utf-16>" + RU.encode(), None, "utf-8"),
        (b"<!-- <meta charset=koi8-r> -->" + RU.encode(), None, "utf-8"),
        (RU.encode(), "utf-7", "utf-8"),
        (RU.encode("utf-16-le"), None, "utf-16le"),
        (RU.encode("utf-16-be"), None, "utf-16be"),
    ],
    ids=["mark", "mark16", "header", "meta", "xml", "meta16", "commented", "unknown", "bare16le", "bare16be"],
)
def test_the_encoding_is_found_in_the_order_of_the_standard(
    data: bytes, charset: str | None, encoding: str
) -> None:
    document = read_html(data, encoding=charset)
    assert document.encoding == encoding
    assert document.text == "Москва объявила о выводе войск."
    assert document.incomplete == ()


def test_bytes_that_are_no_utf8_are_windows_1252_as_in_browsers() -> None:
    document = read_html("<p>Zürich – “quoted”</p>".encode("cp1252"))
    assert (document.text, document.encoding) == ("Zürich – “quoted”", "windows-1252")


def test_damaged_utf8_is_read_as_such_and_the_damage_is_named() -> None:
    document = read_html("<p>“one” “two” ".encode() + b"\xff</p>")
    assert document.text == "“one” “two” \ufffd"
    assert document.incomplete == ("undecodable_bytes",)


def test_a_string_is_taken_as_it_is_and_its_address_is_kept() -> None:
    document = read_html("<title>T</title><p>Words.", address="https://a.example/")
    assert document.media == "text/html"
    assert document.metadata == {"title": "T", "address": "https://a.example/"}
    assert document.text == "Words."


def test_a_page_that_speaks_only_to_browsers_without_script_is_read_and_says_so() -> None:
    document = read_html("<div id=app></div><noscript><p>The whole article.</p></noscript>")
    assert document.text == "The whole article."
    assert document.incomplete == ("noscript_only",)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        ("<p>a\ud800</p>", "lone_surrogates"),
        (b"%PDF-1.4 <p>text</p>", "binary"),
        ("<html><head><title>T</title></head><body><script>app()</script></body></html>", "no_text"),
        (b"\0\0<p>\0", "no_text"),
        (b"<p>" + b"x" * 400, "too_large"),
        ("<p>" + "x" * 90, "too_large"),
    ],
    ids=["empty", "surrogate", "pdf", "scripted", "nul", "bytes", "characters"],
)
def test_what_is_no_page_is_refused_with_a_code(data: bytes | str, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_html(data, limit=80)
    assert refusal.value.code == code


def test_deep_and_unclosed_markup_loses_no_word() -> None:
    html = "<div>" * 3000 + "<p>Inner words.</p>" + "</div>" * 2000 + "<p>Last words."
    document = read_html(html)
    assert document.text.split() == ["Inner", "words.", "Last", "words."]
    assert document.incomplete == ("depth",)


TAGS = (
    "<p> </p> <div class=comment> </div> <br> <ul><li> </ul> <b> <a href=x> </a> <!-- <script> </script> "
    "<table><td> <h1> <pre> </pre> &amp; &#0; &nbsp; <svg> <p hidden> <blockquote> <"
)
FRAGMENTS = st.lists(st.one_of(st.sampled_from(TAGS.split(" ")), st.text(max_size=20)), max_size=30)


@given(FRAGMENTS)
def test_any_markup_is_read_or_refused_and_blocks_hold_all_visible_text(parts: list[str]) -> None:
    try:
        document = read_html("".join(parts))
    except Unreadable:  # which code for which page is said above
        return
    held = {place for block in document.blocks for place in range(block.span.start, block.span.end)}
    assert {place for place, sign in enumerate(document.text) if not sign.isspace()} <= held
    assert all(block.markup is not None for block in document.blocks)


def test_a_page_whose_words_the_parser_loses_is_never_shown_as_whole() -> None:
    page = "<div><noscript><p>no</div><p>" + "Words that a browser without scripts shows, and lxml too. " * 3
    assert read_html(page).incomplete == ("unclosed", "extraction_incomplete")


def test_where_the_count_disagrees_the_reference_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    html = "<p>" + "The quick reader lost these words. " * 9
    monkeypatch.setattr(page, "read_stream", lambda *_, **__: Page("lost", (), ()))
    document = read_html(html)
    assert document.text == ("The quick reader lost these words. " * 9).strip()
    assert document.incomplete == ()


def test_a_script_that_closes_itself_is_open_in_html() -> None:
    assert (
        read_html("<p>a</p><script src=x /><p>code</p></script><script>b</script><p>c</p>").text == "a\n\nc"
    )


def test_nul_becomes_the_replacement_character() -> None:
    assert read_html(b"<p>a\0b</p>").text == "a\ufffdb"
