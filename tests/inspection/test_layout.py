"""What a block looks like alone."""

import pytest

from auditor.inspection.document import Document
from auditor.inspection.plaintext import read_text
from auditor.inspection.rulebook import load_rulebook
from auditor.inspection.segments.layout import is_prose, read_alone
from auditor.inspection.tiling import Segment
from tests.inspection.reading import PROSE, SECOND


def _alone(text: str) -> tuple[Document, list[Segment]]:
    document = read_text(text)
    return document, read_alone(document, load_rulebook())


def _told(text: str) -> list[tuple[str, str | None, str]]:
    document, tiles = _alone(text)
    return [(tile.kind.value, tile.subkind, document.quote(tile.span)) for tile in tiles]


def test_one_line_with_four_jobs_is_cut_at_its_sentences() -> None:
    line = (
        "Disclaimer: The contents of this article are of sole responsibility of the author(s). "
        "The Example Centre will not be responsible for any inaccurate statement in this article. "
        "The Example Centre grants permission to cross-post its articles on community "
        "internet sites as long as "
        "the source is acknowledged. For publication of its articles in print, contact: desk@example.org"
    )
    assert [(kind, subkind) for kind, subkind, _ in _told(line)] == [
        ("disclaimer", "views_are_authors"),
        ("disclaimer", "no_liability"),
        ("reprint_permission", "noncommercial_crosspost"),
        ("reprint_permission", "commercial_by_request"),
    ]


def test_a_standard_notice_of_several_sentences_stays_one() -> None:
    notice = (
        "www.example.org contains copyrighted material the use of which has not always "
        "been specifically authorized. "
        "We are making such material available to our readers under the provisions of "
        "“fair use”. It is what it is. "
        "The material on this site is distributed without profit."
    )
    assert [kind for kind, _, _ in _told(notice)] == ["fair_use_notice"]
    assert _alone(notice)[1][0].values == {"site": "www.example.org", "purposes": ["non_profit"]}


def test_a_dateline_is_split_from_the_sentence_after_it() -> None:
    assert _told(f"GENEVA, March 14. /TASS/. {PROSE}") == [
        ("dateline", "wire_dateline", "GENEVA, March 14. /TASS/."),
        ("body", None, PROSE),
    ]
    assert _told("(Reuters) -")[0][0] != "body"


def test_a_signature_that_closes_a_bracket_is_split_off_even_without_a_space() -> None:
    assert _told(f"{PROSE} We will update this throughout the dayAnna B. Example ]") == [
        ("body", None, PROSE),
        ("update_notice", "promise_to_update", "We will update this throughout the day"),
        ("editor_note", "signature", "Anna B. Example ]"),
    ]
    assert [kind for kind, _, _ in _told("They played there (Verizon Hall)")] == ["section_heading"]


def test_an_address_is_split_from_the_life_before_it() -> None:
    line = (
        "Anna Example is an award-winning author in Geneva. She has written. She can be "
        "reached at anna@example.org"
    )
    assert _told(line) == [
        ("author_bio", "author_note", "Anna Example is an award-winning author in Geneva. She has written."),
        ("contact", "author_email", "She can be reached at anna@example.org"),
    ]


def test_a_sentence_like_a_notice_is_cut_out_of_a_paragraph() -> None:
    told = _told(f"{PROSE} {SECOND} Sign up for our daily newsletter here. {SECOND}")
    assert [kind for kind, _, _ in told] == ["body", "subscription_prompt", "body"]


def test_a_cue_too_weak_for_the_catalogue_is_kept_as_a_clue() -> None:
    sentence = (
        "The party, whose newspaper had long held that "
        + "in this land " * 9
        + "all rights reserved to kings were void."
    )
    (tile,) = _alone(sentence)[1]
    assert tile.kind.value == "body"
    assert tile.values["clue"] == "copyright_notice"


def test_a_labelled_line_is_named_by_its_label() -> None:
    (tile,) = _alone("In-depth Report: [SYRIA](#)")[1]
    assert (tile.kind.value, tile.subkind, tile.values["terms"]) == ("taxonomy", "in_depth_report", ["SYRIA"])


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("A headline about the talks in Geneva", False),
        ("The army said it had left the town.", True),
        ("This is what the two of them agreed:", True),
        ("What will they leave behind to deter aggression?", False),
        ("What will they leave behind in the bases on the coast to deter it?", True),
        ("word " * 45 + "end", True),
        ("もちろん、アップル社は脱獄を認めていません。", True),
        ("商標の機能", False),
    ],
)
def test_running_text_is_told_by_length_and_full_stops(text: str, prose: bool) -> None:
    assert is_prose(text) is prose


def test_a_dateline_and_a_signature_may_fill_a_line_between_them() -> None:
    assert [kind for kind, _, _ in _told("GENEVA, March 14. /TASS/. Anna Example ]")] == [
        "dateline",
        "editor_note",
    ]


def test_a_reservation_of_rights_is_the_tail_of_its_copyright_notice() -> None:
    line = "Copyright © 2016 Harbour News. All rights reserved."
    assert _told(line) == [("copyright_notice", "holder_year", line)]
