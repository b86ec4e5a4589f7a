"""Pasted and embedded posts."""

from tests.inspection.reading import PROSE, SECOND, found, kinds, page_of, told

TWEET = "Example News \n@example\n\n Follow\n\nTroops leave the base on.ex.com/6xos\n\n4:04 PM - 26 Nov 2015"


def test_the_lines_of_a_pasted_tweet_are_one_embed_with_its_parts() -> None:
    tile = found(f"A headline about the base\n\n{PROSE}\n\n{TWEET}\n\n{SECOND}", "Example News")
    assert tile.kind.value == "embed"
    assert tile.values == {
        "platform": "Twitter",
        "account": "Example News",
        "handle": "@example",
        "posted": "2015-11-26T16:04",
        "url": "on.ex.com/6xos",
        "text": "Troops leave the base",
        "widget_text": ["Follow"],
    }


def test_a_tweet_without_button_address_or_time_is_still_one() -> None:
    tile = found(f"{PROSE}\n\nExample News\n@example\nTroops leave\n26 Nov 2015\n\n{SECOND}", "Example News")
    assert tile.values["posted"] == "2015-11-26"
    assert "url" not in tile.values
    undated = found(f"{PROSE}\n\nExample News\n@example\nTroops leave\n26 Nov\n\n{SECOND}", "Example News")
    assert "posted" not in undated.values


def test_a_handle_without_a_time_or_under_a_paragraph_makes_no_tweet() -> None:
    assert "embed" not in kinds(f"{PROSE}\n\nExample News\n\n@example\n\n{SECOND}")
    assert "embed" not in kinds(f"{PROSE}\n\n@example\n\nwords\n\n26 Nov 2015\n\n{SECOND}")


def test_embedded_posts_of_a_page_are_joined_up_to_their_signature() -> None:
    post = (
        "<blockquote class=twitter-tweet><p>First {0}</p><p>more</p>— Anna (@anna) March "
        "14, 2016</blockquote>"
    )
    body = f"<article><p>{PROSE}</p>{post.format('one')}{post.format('two')}<p>{SECOND}</p></article>"
    embeds = [words for kind, words in told(*page_of(body)) if kind == "embed"]
    assert [words.split("\n")[0] for words in embeds] == ["First one", "First two"]
