"""The article in a page."""

import pytest

from tests.inspection.reading import PROSE, SECOND, THIRD, page_kind, page_of, told

ARTICLE = f"<div class=entry-content><p>{PROSE}</p><p>{SECOND}</p><h2>A turn</h2><p>{THIRD}</p></div>"


def _kind(body: str, words: str, head: str = "") -> str:
    return page_kind(body, words, head).kind.value


def test_the_article_is_body_and_its_headings_are_headings() -> None:
    page = (
        f"<nav><a href=/>Home page</a></nav><h1>Troops leave the base</h1>"
        f"{ARTICLE}<footer>Made in Geneva by us</footer>"
    )
    assert [kind for kind, _ in told(*page_of(page))] == [
        "navigation",
        "headline",
        "body",
        "body",
        "section_heading",
        "body",
        "navigation",
    ]


def test_the_headline_is_the_heading_that_says_the_pages_title() -> None:
    page = f"<h1>Example Times</h1><h2>Troops leave the base on the coast</h2>{ARTICLE}"
    head = "<title>Troops leave the base on the coast | Example Times</title>"
    assert _kind(page, "Troops", head) == "headline"
    assert _kind(page, "Example Times", head) == "navigation"
    assert _kind(page, "Example Times") == "headline"
    assert _kind(f"<p>{PROSE}</p><p>{SECOND}</p>", PROSE[:9], head) == "body"


def test_alone_and_by_neighbours_are_both_kept() -> None:
    tile = page_kind(f"{ARTICLE}<div class=sidebar><p>{SECOND} Another one.</p></div>", f"{SECOND} Another")
    assert (tile.alone.value, tile.kind.value) == ("body", "navigation")
    assert tile.rules
    assert "class or id words" in tile.reason


@pytest.mark.parametrize(
    ("element", "kind"),
    [
        ("<div class=share-tools>Send it to others</div>", "share_widget"),
        ("<div class=post-tags>Geneva</div>", "taxonomy"),
        ("<p class=byline>Anna E.</p>", "byline"),
        ("<div class=newsletter-signup>All the news for you</div>", "subscription_prompt"),
        ("<div class=ad-slot>Buy the thing now</div>", "advertisement"),
        ("<p class=wp-caption-text>The base in winter</p>", "caption"),
        ("<figure><figcaption>The base in winter</figcaption></figure>", "caption"),
        ("<aside><p>Five things to know of it all</p></aside>", "navigation"),
        ("<p hidden>Five things to know of it all</p>", "navigation"),
        ("<ul><li><a href=x>Five things to know</a></li></ul>", "navigation"),
        ("<blockquote><p>We came and we left.</p></blockquote>", "blockquote"),
        ("<ul><li>Five planes</li></ul>", "body"),
        ("<div>Five planes</div>", "body"),
        ("<p>Advertisement</p>", "advertisement"),
    ],
)
def test_what_stands_in_the_article_is_told_by_its_element(element: str, kind: str) -> None:
    page = ARTICLE.replace("<h2>", f"{element}<h2>")
    document, segments = page_of(page)
    (tile,) = [each for each in segments if document.quote(each.span) not in {PROSE, SECOND, THIRD, "A turn"}]
    assert tile.kind.value == kind


def test_a_long_paragraph_is_not_a_byline_for_its_class() -> None:
    page = f"<div class=entry-content><p class=author>{PROSE} {SECOND}</p><p>{SECOND}</p><p>{THIRD}</p></div>"
    assert _kind(page, PROSE) == "body"


def test_class_words_that_most_of_the_text_carries_name_nothing() -> None:
    page = f"<div class='widget sidebar-right-layout'>{ARTICLE.replace('entry-content', 'x')}</div>"
    assert _kind(page, SECOND) == "body"


def test_an_article_cut_into_parts_is_found_whole_and_so_is_one_inside_a_form() -> None:
    chunks = (
        f"<article><div><p>{SECOND}</p></div><div><p>{PROSE}</p><p>{THIRD}</p><p>{PROSE} "
        f"Again.</p></div></article>"
    )
    for page in (chunks, f"<form><div><div><div><div>{chunks}</div></div></div></div></form>"):
        assert [kind for kind, _ in told(*page_of(page))] == ["body"] * 4


def test_short_lines_around_the_paragraphs_are_not_the_article() -> None:
    page = (
        f"<div class=entry-content><div>Top line</div><p>{PROSE}</p><p>{SECOND}</p><p>"
        f"Short one</p><p>{THIRD[:60]}</p></div>"
    )
    assert _kind(page, "Top line") == "navigation"
    assert _kind(page, "Short one") == "navigation"
    assert _kind(page, THIRD[:60]) == "body"


def test_a_page_without_running_text_has_no_body() -> None:
    assert {kind for kind, _ in told(*page_of("<div>One</div><div>Two</div>"))} == {"navigation"}


def test_a_notice_outside_the_article_keeps_its_kind() -> None:
    page = f"<div>{ARTICLE}</div><div id=bottom>© 2016 Example Press</div>"
    tile = page_kind(page, "©")
    assert (tile.kind.value, tile.values["year"], tile.values["outside"]) == ("copyright_notice", 2016, True)
