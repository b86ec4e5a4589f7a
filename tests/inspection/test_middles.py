"""Notices deep in an article, prose after its end."""

from tests.inspection.reading import PROSE, SECOND, THIRD, found, page_of, text_of, told

HEAD = "Troops leave the base on the coast\n\n"
BODY = f"{PROSE}\n\n{SECOND}\n\n"
NOTICE = "Sign up for our daily newsletter here."


def test_a_sentence_like_a_notice_deep_in_the_article_is_given_back_and_marked() -> None:
    text = f"{HEAD}{BODY}{THIRD} {SECOND} {NOTICE} {SECOND}\n\n{BODY}{THIRD}"
    tile = found(text, THIRD[:20])
    assert tile.kind.value == "body"
    assert len(tile.span) == len(f"{THIRD} {SECOND} {NOTICE} {SECOND}")
    assert (tile.values["clue"], tile.values["unknown_boilerplate"]) == ("subscription_prompt", True)


def test_it_is_given_back_at_the_start_of_a_paragraph_too() -> None:
    notice = "Some content may be satirical in nature."
    text = f"{HEAD}{BODY}{notice} {THIRD} {SECOND}\n\n{BODY}{THIRD}"
    assert len(found(text, notice).span) == len(f"{notice} {THIRD} {SECOND}")


def test_a_line_of_its_own_keeps_its_kind() -> None:
    assert found(f"{HEAD}{BODY}{NOTICE}\n\n{BODY}", NOTICE).kind.value == "subscription_prompt"
    assert found(f"{HEAD}{BODY}Advertisement\n\n{BODY}", "Advert").kind.value == "advertisement"


def test_rules_for_the_edges_are_not_believed_in_the_middle() -> None:
    life = "Anna Example is an award-winning author, and she left Geneva on Monday."
    assert found(f"{HEAD}{BODY}{life}\n\n{BODY}", "Anna").kind.value == "body"
    assert found(f"{HEAD}{BODY}{life}", "Anna").kind.value == "author_bio"


def test_near_the_end_a_notice_inside_a_paragraph_is_a_notice() -> None:
    text = f"{HEAD}{BODY}{THIRD} {SECOND} {NOTICE}"
    assert [kind for kind, _ in told(*text_of(text))][-1] == "subscription_prompt"


def test_prose_after_the_closing_notices_is_marked_for_a_reviewer() -> None:
    text = f"{HEAD}{BODY}© 2016 Example Press\n\nComments are closed.\n\n{THIRD}"
    assert found(text, THIRD[:20]).values["unknown_boilerplate"] is True
    assert "unknown_boilerplate" not in found(text, SECOND[:20]).values


def test_a_page_is_treated_alike() -> None:
    body = (
        f"<article><p>{PROSE}</p><p>{SECOND}</p><p>{THIRD} {SECOND} {NOTICE}</p><p>"
        f"{PROSE}</p><p>{SECOND}</p></article>"
    )
    assert [kind for kind, _ in told(*page_of(body))] == ["body"] * 5


def test_a_notice_by_the_sentence_that_is_a_line_of_its_own_keeps_its_kind() -> None:
    assert found(f"{HEAD}{BODY}All rights reserved.\n\n{BODY}", "All rights").kind.value == "copyright_notice"


def test_a_label_that_is_an_entry_of_a_menu_is_that_entry() -> None:
    links = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("World", "Opinion", "Sport"))
    prose = f"<p>{PROSE}</p><p>{SECOND}</p>"
    page = f"<nav><ul>{links}</ul></nav><article><h1>Troops leave</h1><p>Opinion</p>{prose}</article>"
    kinds = [kind for kind, words in told(*page_of(page)) if words == "Opinion"]
    assert kinds == ["navigation", "disclaimer"]
