"""Texts without markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.inspection.document import Unreadable
from auditor.inspection.plaintext import read_text


def test_the_canonical_text_is_exactly_the_decoded_input() -> None:
    raw = "\r\n  First line\t\r\n\r\nSecond\x0cThird\u2028Fourth \n"
    document = read_text(raw.encode())
    assert document.text == raw
    assert [document.quote(block.span) for block in document.blocks] == [
        "First line",
        "Second",
        "Third",
        "Fourth",
    ]


def test_a_byte_order_mark_is_a_signature_in_bytes_and_text_in_a_string() -> None:
    assert read_text(b"\xef\xbb\xbfWords").text == "Words"
    assert read_text("\ufeffWords").text == "\ufeffWords"


def test_the_declared_encoding_is_used_and_kept() -> None:
    document = read_text("Москва".encode("koi8-r"), encoding="KOI8-R")
    assert (document.text, document.encoding, document.media) == ("Москва", "koi8-r", "text/plain")


@pytest.mark.parametrize("data", [b"y" * 50, "x" * 50, "z" * 11])
def test_a_text_over_the_limit_is_refused_before_anything_is_done_with_it(data: bytes | str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_text(data, limit=10)
    assert refusal.value.code == "too_large"


WRAPPED = "\n".join(
    [
        "The ministry said on Monday that the withdrawal of the main part",
        "of the contingent would begin within a day and would take some",
        "months to complete, while a smaller force would stay behind at",
        "the two bases on the coast and keep the ceasefire under watch.",
        "",
        "Officials declined to say how many aircraft would be left there",
        "and which of the systems would be moved to other places in the",
        "region, which had been the object of much speculation in papers",
        "at home.",
    ]
)


def test_a_text_wrapped_by_hand_is_read_by_paragraphs() -> None:
    document = read_text(WRAPPED)
    assert len(document.blocks) == 2
    assert document.quote(document.blocks[1].span).endswith("at home.")


def test_lists_and_short_lines_stay_lines() -> None:
    listed = WRAPPED.replace("\n", "\n  * ")
    assert len(read_text(listed).blocks) > 2
    assert len(read_text("One\nTwo\nThree").blocks) == 3


@given(st.text(min_size=1))
def test_blocks_hold_every_visible_character_once_and_in_order(text: str) -> None:
    try:
        document = read_text(text)
    except Unreadable:
        return
    assert document.text == text
    held = [place for block in document.blocks for place in range(block.span.start, block.span.end)]
    assert held == sorted(set(held))
    assert {place for place, sign in enumerate(text) if not sign.isspace()} <= set(held)
    assert all(not document.quote(block.span)[0].isspace() for block in document.blocks)
