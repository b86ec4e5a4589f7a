"""Posts of a thread: elements named as comments, and brothers that look alike."""

import pytest

from auditor.inspection.segments.posts import find_posts
from tests.inspection.reading import PROSE, SECOND, THIRD, page_of

ARTICLE = f"<main><article><h1>A headline</h1><p>{PROSE}</p><p>{SECOND}</p><p>{THIRD}</p></article></main>"
OPINION = "I do not agree with a word of what stands there."


def _posts(html: str) -> list[tuple[str, int]]:
    """The first line and the depth of each post."""
    document, _ = page_of(ARTICLE + html)
    found = find_posts(document)
    first: dict[object, tuple[str, int]] = {}
    for block in document.blocks:
        post = found.get(block.span.start)
        if post is not None:
            first.setdefault(post.element, (document.quote(block.span), post.depth))
    return list(first.values())


def _brothers(*names: str, item: str = "<li class=member>{}</li>", more: str = "") -> str:
    return "".join(
        item.format(f"<h4>{name}</h4><p>14. 1. 2020, 20:29</p><div>{OPINION}</div>{more}") for name in names
    )


@pytest.mark.parametrize(
    "around",
    [
        "<ul class=leserbriefe>{}</ul>",
        "<h3>2 Kommentare</h3><ul>{}</ul>",
        "<h2>Réagissez !</h2><ul>{}</ul>",
        "<p>Комментарии (2)</p><ul>{}</ul>",
        "<h3>Comments to this piece</h3><ul>{}</ul>",
    ],
)
def test_brothers_with_a_time_and_words_are_posts_where_names_or_a_heading_say_so(around: str) -> None:
    assert _posts(around.format(_brothers("Anna", "Ben"))) == [("Anna", 0), ("Ben", 0)]


def test_brothers_that_nothing_speaks_for_are_none() -> None:
    assert _posts(f"<ul>{_brothers('Anna', 'Ben')}</ul>") == []


def test_one_dated_box_is_no_thread() -> None:
    assert _posts(f"<h3>1 Kommentar</h3><ul>{_brothers('Anna')}</ul>") == []


def test_posts_of_a_forum_are_known_by_links_to_answer_or_their_numbers() -> None:
    item = "<div class='post bg1'>{}</div>"
    assert len(_posts(_brothers("Anna", "Ben", item=item, more="<ul><li>Quote</li></ul>"))) == 2
    assert len(_posts(_brothers("Anna", "Ben", item=item, more="<p>#2</p>"))) == 2
    assert len(_posts(_brothers("Anna", "Ben", item=item, more="<dl><dd>Posts: 12</dd></dl>"))) == 2
    assert _posts(_brothers("Anna", "Ben", item="<div class=entry>{}</div>", more="<p>Quote</p>")) == []


def test_an_answer_stands_deeper_than_what_it_answers_even_alone() -> None:
    inner = f"<ul class=thread>{_brothers('Carla')}</ul>"
    two = f"<ul class=thread>{_brothers('Carla', 'Dora')}</ul>"
    html = f"<ul class=kommentare>{_brothers('Anna', more=two)}{_brothers('Ben', more=inner)}</ul>"
    assert _posts(html) == [("Anna", 0), ("Carla", 1), ("Dora", 1), ("Ben", 0), ("Carla", 1)]


def test_teasers_of_other_pages_are_no_posts() -> None:
    titled = (
        "<li class=x><h3><a href=/1>A long headline of another article</a></h3>"
        "<p>3 hours ago</p><p>{}</p></li>"
    )
    linked = "<li class=x><a href=/1>{}</a><p>3 hours ago</p><p>A short summary</p></li>"
    for item in (titled, linked):
        html = f"<ul class=discussion>{item.format(OPINION)}{item.format(OPINION)}</ul>"
        assert _posts(html) == []


def test_lists_of_the_latest_comments_and_bare_times_are_no_posts() -> None:
    assert _posts(f"<div class=recent-comments><ul>{_brothers('Anna', 'Ben')}</ul></div>") == []
    assert _posts(f"<div class=sidebar><div class=comment><p>{OPINION}</p></div></div>") == []
    rows = "<tr><td>14.01.2020</td></tr>"
    assert _posts(f"<table class=discussion>{rows}{rows}</table>") == []


def test_a_link_to_the_comments_is_no_comment() -> None:
    assert _posts("<div class=comment><a href=#c>3 comments</a></div>") == []


def test_boxes_around_one_comment_are_part_of_it() -> None:
    card = "<div class=comment-card><p>{}</p><div><div class=js-comment-box><p>{}</p>{}</div></div></div>"
    html = card.format("Anna", OPINION, "") + card.format("Ben", OPINION, card.format("Carla", OPINION, ""))
    assert _posts(f"<div class=comments>{html}</div>")[0] == ("Anna", 0)


def test_words_of_other_languages_name_a_comment() -> None:
    for name in ("kommentar-item", "comentario-1", "commentaire", "usercomment"):
        assert _posts(f"<div class={name}><p>{OPINION}</p></div>") == [(OPINION, 0)]


def test_a_page_named_as_a_comment_is_none() -> None:
    document, _ = page_of(ARTICLE)
    assert find_posts(document) == {}


def test_brothers_without_a_name_of_their_own_are_posts_and_lone_answers_need_one() -> None:
    item = "<div>{}</div>"
    lone = f"<section>{_brothers('Carla', item=item)}</section>"
    html = _brothers("Anna", item=item, more=lone) + _brothers("Ben", item=item)
    assert _posts(f"<h3>Comments</h3><section>{html}</section>") == [("Anna", 0), ("Ben", 0)]


def test_a_thread_at_the_very_start_and_end_of_a_page_is_found() -> None:
    document, _ = page_of(f"<ul class=leserbriefe>{_brothers('Anna', 'Ben')}</ul>")
    assert len(find_posts(document)) == len(document.blocks)


def test_subject_lines_of_a_forum_are_linked_and_yet_no_teasers() -> None:
    subject = "<h3><a href=#p1>Re: A long subject of the thread</a></h3><ul><li>Quote</li></ul>"
    assert len(_posts(_brothers("Anna", "Ben", item="<div class=blockpost>{}</div>", more=subject))) == 2
