"""The page's tree."""

import pytest

from auditor.inspection.markup import soup


def test_the_tree_holds_all_its_links() -> None:
    tree, incomplete = soup.parse("<div><p>One <a href=x>two</a> three</p><p>four</p></div>")
    paragraphs = tree.find_all("p")
    assert [each.get_text() for each in paragraphs] == ["One two three", "four"]
    assert paragraphs[0].find_next_sibling("p") is paragraphs[1]
    assert paragraphs[1].find_previous("a")["href"] == "x"
    assert paragraphs[0].parent.name == "div"
    assert incomplete == ()


def test_what_is_never_text_is_left_out_and_json_ld_is_kept() -> None:
    tree, _ = soup.parse(
        "<script>var x=1</script><style>p{}</style><!-- no --><?pi no?><template><p>no</p></template>"
        "<svg><text>no</text></svg><noscript>no</noscript><select><option>no</option></select>"
        '<script type="application/ld+json">{"a":1}</script><p>yes</p>'
    )
    assert "no" not in tree.get_text()
    assert "var" not in tree.get_text()
    assert tree.find("script").get_text() == '{"a":1}'


def test_a_paragraph_breaks_out_of_a_drawing_that_was_never_closed() -> None:
    tree, _ = soup.parse("<svg><g><g><p>The article.</p>")
    assert tree.find("p").get_text() == "The article."


def test_phrases_are_read_through_unless_they_hide_their_words() -> None:
    tree, _ = soup.parse("<p>a<b>b</b><span>c</span><span class=k>d</span><i hidden>e</i></p>")
    assert [each.name for each in tree.find("p").find_all(True)] == ["span", "i"]
    assert tree.find("p").get_text() == "abcde"


@pytest.mark.parametrize(
    ("limit", "value", "page"),
    [("DEPTH", 4, "<div>" * 9 + "deep words" + "</div>" * 9), ("NODES", 5, "<p>some words</p>" * 9)],
)
def test_beyond_a_limit_words_stay_and_the_limit_is_named(
    limit: str, value: int, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soup, limit, value)
    tree, incomplete = soup.parse(page)
    assert incomplete == (limit.lower(),)
    assert tree.get_text(" ").split() == [
        word for word in page.replace("<", " <").replace(">", "> ").split() if "<" not in word
    ]


def test_nul_becomes_the_replacement_character() -> None:
    tree, _ = soup.parse("<p>a\0b</p>")
    assert tree.get_text() == "a\ufffdb"


def test_without_scripts_noscript_is_text() -> None:
    tree, _ = soup.parse("<noscript><p>Seen without scripts.</p></noscript>", scripted=False)
    assert "Seen" in tree.get_text()
