"""The lines before the first paragraph."""

from tests.inspection.reading import PROSE, SECOND, THIRD, found, text_of, told

BODY = f"{PROSE}\n\n{SECOND}\n\n{THIRD}\n"


def _front(lines: str) -> list[tuple[str, str | None]]:
    return [(tile.kind.value, tile.subkind) for tile in text_of(f"{lines}\n\n{BODY}")[1]][:-3]


def test_headline_author_and_date_are_read_by_place() -> None:
    assert _front("# Troops leave the base on the coast\n\nAnna van Example  \n16 March 2016") == [
        ("headline", "main"),
        ("byline", "name_only"),
        ("dateline", "date"),
    ]


def test_a_repeated_headline_is_a_headline_again() -> None:
    assert _front("Troops leave the\u00a0base!\n\nTroops leave the base!\n\n-Dr. Anna Example") == [
        ("headline", "main"),
        ("headline", "repeated"),
        ("byline", "by_author"),
    ]


def test_kicker_status_and_question_mark_are_values_of_the_headline() -> None:
    assert found(f"Breaking: Troops leave the base – Update\n\n{BODY}", "Breaking").values == {
        "kicker": "Breaking:",
        "status_tag": "– Update",
    }
    assert found(f"Will the troops leave?\n\n{BODY}", "Will").values == {"has_question_mark": True}


def test_captions_are_known_by_their_copies() -> None:
    front = _front(
        "Troops leave the base\n\nThe president and\nThe president and\nThe president and his minister\n\n"
        "What will they leave behind?\nWhat will they leave behind?"
    )
    assert front == [
        ("headline", "main"),
        ("caption", "truncated_duplicate"),
        ("caption", "truncated_duplicate"),
        ("caption", "image_caption"),
        ("caption", "duplicate_caption"),
        ("caption", "image_caption"),
    ]


def test_a_second_heading_is_a_deck_and_a_stray_word_is_unknown() -> None:
    text = f"News\n\nTroops leave the base\n\nThe move surprises all the diplomats\n\nShort thing\n\n{BODY}"
    segments = text_of(text)[1]
    assert [tile.kind.value for tile in segments[:4]] == [
        "navigation",
        "headline",
        "subheadline",
        "navigation",
    ]
    assert segments[0].values["unknown_boilerplate"] is True


def test_a_line_of_names_far_from_headline_and_date_is_a_deck_or_unknown() -> None:
    text = (
        f"Troops leave the base\n\nThe move surprises all the diplomats\n\nAnna "
        f"Example\n\nmore words here now\n\n{BODY}"
    )
    assert found(text, "Anna").kind.value == "navigation"


def test_a_text_that_is_only_paragraphs_or_only_one_word_has_no_front() -> None:
    assert told(*text_of(BODY))[0] == ("body", PROSE)
    assert told(*text_of("Word")) == [("headline", "Word")]


def test_a_short_first_sentence_counts_as_text_once_a_headline_stands_before_it() -> None:
    text = f"Troops leave the base\n\nThe army has left the town of Example.\n\n{SECOND}"
    assert found(text, "The army").kind.value == "body"


def test_a_cut_caption_may_stand_after_its_whole() -> None:
    text = f"Troops leave the base\n\nThe president and\nThe president and his minister\n\n{BODY}"
    assert [tile.subkind for tile in text_of(text)[1][1:3]] == ["truncated_duplicate", "image_caption"]
