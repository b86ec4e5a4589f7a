"""What the trained forests make of whole pages."""

import hashlib
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np

from auditor.inspection.markup import read_html
from auditor.inspection.rulebook import PACKAGED, load_rulebook
from auditor.inspection.segments import segment
from auditor.inspection.segments.layout import read_alone
from auditor.inspection.segments.pages import read_page
from auditor.inspection.segments.pagetypes import PageType
from auditor.inspection.segments.settling import settle, take_posts
from auditor.inspection.segments.traits import Traits, shifted
from auditor.inspection.segments.weighing import WEIGHTS, Weighed, packaged_forests, version, weigh
from auditor.inspection.tiling import Segment, main_spans
from tests.inspection.reading import PROSE, SECOND, THIRD, page_of, told
from tests.inspection.whole_pages import FORUM_HEAD, HEAD, MENU, forum_page, news_page


def _kinds(body: str, head: str = HEAD) -> dict[str, str]:
    return {words: kind for kind, words in told(*page_of(body, head))}


def _tile(body: str, words: str, head: str = HEAD) -> Segment:
    document, tiles = page_of(body, head)
    return next(tile for tile in tiles if document.quote(tile.span).startswith(words))


def _weighed(body: str, head: str) -> Weighed:
    document = read_html(f"<html><head>{head}</head><body>{body}</body></html>")
    rulebook = load_rulebook()
    return weigh(document, read_page(document, read_alone(document, rulebook), rulebook))


def test_the_paragraphs_of_a_news_page_are_body_and_all_around_them_is_not() -> None:
    kinds = _kinds(news_page())
    assert {words for words, kind in kinds.items() if kind == "body"} == {
        PROSE,
        SECOND,
        THIRD,
        f"{PROSE} Again.",
        f"{SECOND} And again.",
    }
    assert kinds["Troops leave the base on the coast"] == "headline"
    assert kinds["Desk of the 3 winds"] == kinds["Another story of the day, number 2"] == "navigation"


def test_the_reason_tells_both_readings_and_the_rule_names_the_weights() -> None:
    tile = _tile(news_page(), SECOND)
    assert "% likely body among its neighbours" in tile.reason
    assert "% alone" in tile.reason
    assert f"pages.trained@{hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()[:8]}" in tile.rules
    assert 0.3 <= tile.confidence <= 1


def test_what_the_words_say_is_not_overruled() -> None:
    notice = "Follow us on Twitter and Facebook."
    assert _kinds(news_page(f"<p>{notice}</p>"))[notice] != "body"


def test_a_paragraph_that_opens_with_a_dateline_is_body_after_it() -> None:
    kinds = _kinds(news_page(f"<p>MOSCOW, March 14. /TASS/. {THIRD} So it was said.</p>"))
    assert kinds["MOSCOW, March 14. /TASS/."] == "dateline"
    assert kinds[f"{THIRD} So it was said."] == "body"


def test_a_paragraph_right_below_the_headline_that_is_no_body_is_its_deck() -> None:
    deck = "The last of them went home on Monday, two of the officials have said so far"
    link = "All of the latest news and pictures from the base on the coast"
    page = news_page().replace("</h1>", f"</h1><div class=box><p>{deck}</p></div>")
    assert _kinds(page)[deck] == "subheadline"
    page = news_page().replace("</h1>", f"</h1><div class=box><p><a href=/all>{link}</a></p></div>")
    assert _kinds(page)[link] == "navigation"


def test_quotations_and_headings_of_the_body_keep_their_kind() -> None:
    kinds = _kinds(
        news_page(f"<h2>What comes next</h2><blockquote><p>{THIRD} So it was said.</p></blockquote>")
    )
    assert kinds["What comes next"] == "section_heading"
    assert kinds[f"{THIRD} So it was said."] == "blockquote"


def test_readers_comments_of_an_article_are_no_body_and_posts_of_a_forum_are() -> None:
    comment = "I was there in March and saw them leave with my own eyes, all of them."
    thread = f"<ol class=commentlist><li class=comment id=comment-1><p>{comment}</p></li></ol>"
    assert _kinds(news_page(after=thread))[comment] == "reader_comment"
    posts = [tile for tile in page_of(forum_page(), FORUM_HEAD)[1] if tile.values.get("post")]
    assert [tile.kind.value for tile in posts] == ["reader_comment"] * 8
    assert all(main_spans(tile) for tile in posts)
    assert not any("post" in tile.values for tile in page_of(news_page(after=thread), HEAD)[1])


def test_a_thread_is_one_whatever_else_the_page_looks_like() -> None:
    assert PageType(article=0.5, forum=0.2, manual=0.0, shop=0.0).reads_as_article
    assert not PageType(article=0.5, forum=0.6, manual=0.0, shop=0.0).reads_as_article
    assert not PageType(article=0.3, forum=0.2, manual=0.0, shop=0.0).reads_as_article
    document, tiles = page_of(forum_page(), FORUM_HEAD)
    bare = [replace(tile, values={}) for tile in tiles]
    weighed = _weighed(forum_page(), FORUM_HEAD)
    for article in (0.0, 0.9):  # nearly all stands in posts: a thread even if it reads as an article
        page = replace(weighed.page, article=article, forum=0.1)
        assert any("post" in tile.values for tile in take_posts(document, bare, replace(weighed, page=page)))


def test_posts_are_the_text_of_a_thread_even_if_the_forests_are_unsure_of_each() -> None:
    document, tiles = page_of(forum_page(), FORUM_HEAD)
    weighed = _weighed(forum_page(), FORUM_HEAD)
    posts = [span for tile in tiles for span in main_spans(tile) if "post" in tile.values]
    in_post = np.array(
        [any(post.start <= b.span.start < post.end for post in posts) for b in document.blocks]
    )
    together = np.where(in_post, np.float32(0.28), np.float32(0.0))
    together[int(np.argmin(in_post))] = 0.6
    bare = [replace(tile, values={}) for tile in tiles]
    page = replace(weighed.page, article=0.3, forum=0.5)
    found = take_posts(document, bare, replace(weighed, together=together, page=page))
    assert sum("post" in tile.values for tile in found) == 8


def test_a_page_whose_comments_hold_little_of_its_text_is_no_thread() -> None:
    head = FORUM_HEAD.replace("/t/", "/x/")
    tiles = page_of(f"<ul>{MENU}</ul><ul>{MENU}</ul><p>{PROSE}</p>", head)[1]
    assert not any("post" in tile.values for tile in tiles)


def test_a_small_page_is_left_to_the_rules() -> None:
    document = read_html(f"<body><p>{PROSE}</p><p>{SECOND}</p></body>")
    tiles = read_alone(document, load_rulebook())
    assert settle(document, tiles) == (tiles, None)


def test_the_weights_are_part_of_the_rulebook_small_and_soon_read() -> None:
    assert WEIGHTS.parent == PACKAGED
    assert WEIGHTS.stat().st_size <= 2 << 20
    packaged_forests.cache_clear()
    began = time.process_time()
    packaged_forests()
    assert time.process_time() - began <= 0.1
    assert len(version()) == 8


def test_judgement_is_the_same_in_every_process() -> None:
    program = (
        "from tests.inspection.test_settling import _weighed, news_page, HEAD\n"
        "found = _weighed(news_page(), HEAD)\n"
        "print(found.alone.tolist(), found.together.tolist(), found.page)"
    )
    said = {
        subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


def test_every_block_is_told_even_on_a_page_without_prose_title_or_address() -> None:
    body = "".join(f"<div class=c{n % 3}><span>Item {n}</span> 中文和日本語</div>" for n in range(40))
    document, tiles = page_of(body, "")
    assert sum(len(tile.span) for tile in segment(document, load_rulebook())) == sum(
        len(block.span) for block in document.blocks
    )
    assert len(tiles) == 40


def test_what_the_forests_add_in_a_quotation_is_a_quotation() -> None:
    document, tiles = page_of(
        news_page(f"<blockquote class=promo><p>{THIRD} So they said.</p></blockquote>"), HEAD
    )
    weighed = _weighed(news_page(), HEAD)
    assert len(weighed.alone) == len(weighed.together)
    quoted = next(tile for tile in tiles if document.quote(tile.span).endswith("So they said."))
    assert quoted.kind.value in ("blockquote", "navigation")


def test_columns_are_stacked_and_shifted_in_order() -> None:
    traits = Traits({"a": np.array([1, 2], np.float32)})
    traits.add("b", [3, 4])
    assert traits.names == ["a", "b"]
    assert traits.matrix().tolist() == [[1, 2], [3, 4]]
    assert shifted(traits["a"], 1, 0).tolist() == [2, 0]
    assert shifted(traits["a"], -1, 0).tolist() == [0, 1]
    assert shifted(traits["a"], 2, 9).tolist() == [9, 9]
