"""What neighbours make of a line."""

from tests.inspection.reading import PROSE, SECOND, THIRD, found, text_of, told

HEAD = "Troops leave the base on the coast\n\n"


def test_an_editors_note_runs_from_bracket_to_bracket() -> None:
    text = (
        f"{HEAD}[ Editor’s Note: What a move this is.\n{SECOND} We will update this throughout the day"
        f"Anna B. Example ]\n\n{PROSE}\n\n{THIRD}"
    )
    parts = [tile for tile in text_of(text)[1] if tile.values.get("group") == "note1"]
    assert [(tile.kind.value, tile.subkind) for tile in parts] == [
        ("editor_note", "opening"),
        ("editor_note", "continuation"),
        ("update_notice", "promise_to_update"),
        ("editor_note", "signature"),
    ]
    assert parts[0].values["author"] == "Anna B. Example"


def test_a_note_without_brackets_or_with_an_open_one_is_its_own_line() -> None:
    for note in ("Editor’s note: This is abridged for readers.", "[Editor’s note: This is abridged."):
        notes = [
            tile for tile in text_of(f"{HEAD}{note}\n\n{PROSE}\n\n{SECOND}")[1] if "group" in tile.values
        ]
        assert [tile.subkind for tile in notes] == ["opening"]


def test_a_notice_that_announces_a_link_holds_it() -> None:
    text = (
        f"{HEAD}{PROSE}\n\nTo contact the Example Party and its paper "
        f"visit:\n\n**[example.org/contact](https://example.org/contact)**"
    )
    document, segments = text_of(text)
    assert segments[-1].kind.value == "contact"
    assert document.quote(segments[-1].span).endswith("contact)**")
    assert segments[-1].values == {"target": "https://example.org/contact"}


def test_a_notice_that_announces_words_does_not_hold_them() -> None:
    text = f"{HEAD}{PROSE}\n\nTo contact the Example Party and its paper visit:\n\nthe office in town"
    assert len(told(*text_of(text))) == 4


def test_a_heading_about_the_author_holds_the_paragraph_under_it() -> None:
    life = "Anna Example is an award-winning author. She lives by the lake in Geneva."
    tile = found(f"{HEAD}{PROSE}\n\nAbout the author:\n\n{life} She can be reached at a@example.org", "About")
    assert (tile.kind.value, tile.values) == ("author_bio", {"author": "Anna Example"})
    other = found(f"{HEAD}{PROSE}\n\nAbout the author:\n\n{SECOND}", "About")
    assert other.values == {}
    alone = found(f"{HEAD}{PROSE}\n\nAbout the author:\n\nAll rights reserved.", "About")
    assert alone.kind.value == "author_bio"


def test_short_lines_are_headings_between_paragraphs_and_unknown_outside() -> None:
    text = (
        f"{HEAD}{PROSE}\n\nThe unofficial invasion\n\n{SECOND}\n\nsome words\n\nAll "
        f"rights reserved.\n\n{THIRD}\n\nA stray line"
    )
    assert found(text, "The unofficial").kind.value == "section_heading"
    assert found(text, "some words").kind.value == "body"
    stray = found(text, "A stray")
    assert stray.kind.value == "navigation"
    assert stray.values["unknown_boilerplate"] is True


def test_a_clue_in_a_stray_line_names_its_likeness() -> None:
    line = "house rules, all rights reserved for the owner, the heirs of the owner and their good friends"
    tile = found(f"{HEAD}{PROSE}\n\n{SECOND}\n\n{line}", "house rules")
    assert (tile.kind.value, tile.values["unknown_boilerplate"]) == ("copyright_notice", True)


def test_a_sentence_torn_by_a_page_break_is_joined_over_the_white_space() -> None:
    text = (
        f"{HEAD}{PROSE}\n\nThe government was anxious to dispel any\n\nnotion of a rift "
        f"between them.\n\n{SECOND}"
    )
    document, segments = text_of(text)
    (artifact,) = [tile for tile in segments if tile.kind.value == "page_break_artifact"]
    assert document.quote(artifact.span) == "\n\n"
    halves = [tile for tile in segments if "joins" in tile.values and tile.kind.value == "body"]
    assert len(halves) == 2
    assert artifact.values["joins"] == [[half.span.start, half.span.end] for half in halves]


def test_a_form_feed_tears_and_a_single_line_end_or_a_capital_does_not() -> None:
    torn = f"{HEAD}{PROSE[:-1]}\fand so it went on for a long time.\n\n{SECOND}"
    assert "page_break_artifact" in [kind for kind, _ in told(*text_of(torn))]
    for other in (
        f"{PROSE[:-1]}\nand so on.",
        f"{PROSE[:-1]}\n\nIran spoke.",
        f"{PROSE}\n\niPhone sales fell.",
    ):
        assert "page_break_artifact" not in [kind for kind, _ in told(*text_of(f"{HEAD}{other}\n\n{SECOND}"))]


def test_a_name_before_a_bracket_signs_nothing_outside_a_note() -> None:
    text = f"{HEAD}{PROSE}\n\n{SECOND} So it says [Example Verge]\n\n[The Example Verge]\n\n{THIRD}"
    assert [kind for kind, _ in told(*text_of(text))] == [
        "headline",
        "body",
        "body",
        "section_heading",
        "body",
    ]
    assert found(text, SECOND[:20]).span.end == text.index("Verge]") + len("Verge]")
