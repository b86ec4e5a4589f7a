"""Comments in a page's tree."""

from auditor.inspection.comments import Comment, read_thread
from tests.inspection.reading import PROSE, SECOND, THIRD, page_of, told

ARTICLE = f"<article><p>{PROSE}</p><p>{SECOND}</p><p>{THIRD}</p></article>"
WORDPRESS = (
    "<ol class=commentlist><li class='comment even depth-1' id=comment-5><div "
    "class=comment-body id=div-comment-5>"
    "<div class='comment-author vcard'><cite class=fn>Anna</cite> says:</div><p>I do "
    "not agree with a word of it.</p>"
    "<a class=comment-reply-link>Reply</a></div>"
    "<ol class=children><li class='comment odd depth-2' id=comment-6><div class=comment-body>"
    "<div class=comment-author>Ben</div><p>Anna: why not?</p></div></li></ol></li>"
    "<li class='comment even depth-1' id=comment-7><div class=comment-body><p>Nor do "
    "I, and I said so.</p></div></li></ol>"
)


def _thread(html: str) -> tuple[Comment, ...]:
    return read_thread(*page_of(html))


def test_a_wordpress_thread_is_read_with_number_depth_and_author() -> None:
    thread = _thread(f"{ARTICLE}<div id=comments>{WORDPRESS}</div>")
    assert [(each.number, each.depth, each.parent, each.author) for each in thread] == [
        ("1", 0, None, "Anna"),
        ("1.1", 1, "1", "Ben"),
        ("2", 0, None, None),
    ]


def test_each_comment_is_one_segment_with_all_its_lines() -> None:
    document, segments = page_of(f"{ARTICLE}{WORDPRESS}")
    comments = [document.quote(tile.span) for tile in segments if tile.kind.value == "reader_comment"]
    assert comments[0] == "Anna says:\n\nI do not agree with a word of it."
    assert [tile.subkind for tile in segments if tile.kind.value == "reader_comment"] == [
        "comment",
        "reply",
        "comment",
    ]


def test_depth_is_counted_where_it_is_not_printed() -> None:
    nested = (
        "<div class=comments><ul><li class=comment><p>The first.</p><ul><li class=comment><p>A reply.</p><ul>"
        "<li class=comment><p>A reply to it.</p></li></ul></li></ul></li></ul></div>"
    )
    assert [(each.number, each.depth) for each in _thread(ARTICLE + nested)] == [
        ("1", 0),
        ("1.1", 1),
        ("1.1.1", 2),
    ]


def test_boxes_within_a_comment_are_no_replies() -> None:
    boxed = (
        "<div class=comments><div class=comment-item><div class=x><div class=comment-box>"
        "<p>Only one.</p></div></div></div></div>"
    )
    assert [(each.number, each.depth) for each in _thread(ARTICLE + boxed)] == [("1", 0)]


def test_lines_of_the_thread_outside_any_comment_are_its_machinery() -> None:
    html = f"{ARTICLE}<div id=comments><p>Newest first</p>{WORDPRESS}<p>Load them all</p></div>"
    machinery = [words for kind, words in told(*page_of(html)) if kind == "comment_widget"]
    assert machinery == ["Newest first", "Reply", "Load them all"]


def test_words_of_a_comment_after_its_replies_start_no_second_comment() -> None:
    html = (
        "<div class=comments><ul><li class=comment><p>The first.</p><ul><li "
        "class=comment><p>A reply.</p></li></ul>"
        "<p>flag this</p></li></ul></div>"
    )
    assert len(_thread(ARTICLE + html)) == 2


def test_an_authors_line_is_a_short_line_that_is_no_number() -> None:
    html = (
        "<div class=comments><li class=comment><div class=author>7 days ago</div><div "
        "class=author>Carla:</div><p>Yes.</p></li></div>"
    )
    assert [each.author for each in _thread(ARTICLE + html)] == ["Carla"]


def test_words_that_rules_know_stay_in_the_comment_that_says_them() -> None:
    html = "<ol class=commentlist><li class=comment><p>My view:</p><p>All rights reserved.</p></li></ol>"
    document, segments = page_of(ARTICLE + html)
    assert document.quote(segments[-1].span) == "My view:\n\nAll rights reserved."


def test_a_form_inside_the_thread_is_a_form() -> None:
    html = "<div id=comments><div class=comment-form><p>Tell us what you think of it</p></div></div>"
    assert told(*page_of(ARTICLE + html))[-1] == ("comment_widget", "Tell us what you think of it")


def test_a_box_around_a_list_of_comments_is_no_comment() -> None:
    html = (
        "<div class=comment-thread><ol class=x><li class=comment><p>One.</p></li><li "
        "class=comment><p>Two.</p></li></ol></div>"
    )
    assert [(each.number, each.depth) for each in _thread(ARTICLE + html)] == [("1", 0), ("2", 0)]


def test_a_long_paragraph_names_no_author() -> None:
    html = f"<ol class=commentlist><li class=comment><p class=author>{PROSE}</p></li></ol>"
    assert [each.author for each in _thread(ARTICLE + html)] == [None]


def test_buttons_figures_and_a_users_standing_around_the_words_are_tools() -> None:
    post = (
        "<div class=post><h3>Anna</h3><dl><dt>Posts:</dt><dd>12</dd></dl><p>14.01.2020, 20:29</p>"
        f"<p>{SECOND}</p><p>Reply Quote</p><p>3</p></div>"
    )
    document, segments = page_of(f"{ARTICLE}{post}{post}")
    comment = next(tile for tile in segments if tile.kind.value == "reader_comment")
    assert document.quote(comment.span) == f"14.01.2020, 20:29\n\n{SECOND}"
    assert comment.values == {"depth": 0, "author": "Anna", "date": "2020-01-14T20:29"}
    tools = [document.quote(tile.span) for tile in segments if tile.subkind == "comment_tool"]
    assert tools == ["Anna", "Posts:", "12", "Reply Quote", "3"] * 2


def test_a_comment_may_be_shorter_than_the_buttons_around_it() -> None:
    document, segments = page_of(
        f"{ARTICLE}<div class=comment><p>Anna</p><p>14.01.2020</p><p>Yes.</p><p>Reply</p></div>"
        "<div class=comment><p>Ben</p><p>Agreed.</p><p>Reply</p><p>Long ago</p></div>"
        "<div class=comment><p>Quote</p><p>+1</p></div><div class=comment><p>Quote</p><p>Ha</p><p>3</p></div>"
    )
    comments = [document.quote(tile.span) for tile in segments if tile.kind.value == "reader_comment"]
    assert comments == ["Anna\n\n14.01.2020\n\nYes.", "Ben\n\nAgreed.\n\nReply\n\nLong ago", "Ha"]


def test_what_the_page_says_of_its_comments_is_no_comment() -> None:
    for words in ("Jetzt einen Kommentar schreiben", "Sign in to leave your comment", "12 Kommentare"):
        _document, segments = page_of(f"{ARTICLE}<div class=comment><p>{words}</p></div>")
        assert segments[-1].kind.value.startswith("comment_"), words


def test_a_form_in_a_comment_is_none_of_its_words() -> None:
    html = f"<div class=comment><p>{SECOND}</p><form><p>Your answer to it</p></form></div>"
    _document, segments = page_of(ARTICLE + html)
    assert [tile.kind.value for tile in segments][-2:] == ["reader_comment", "comment_widget"]
