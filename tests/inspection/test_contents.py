"""What stands in a sentence: loaded phrases, claims that no source reaches, the day it is told from."""

import datetime as dt

import pytest

from auditor.inspection.contents import published, read_contents
from auditor.inspection.document import Document, Span
from auditor.inspection.loaded import find_loaded
from auditor.inspection.residual import find_residual
from auditor.inspection.tiling import Segment, SegmentKind
from tests.inspection.paragraphs import article


def loaded(text: str) -> list[str]:
    """The loaded phrases of a sentence."""
    made = article(text)
    return [made.document.quote(span) for one in made.heard for span in find_loaded(one)]


def residual(text: str) -> list[str]:
    """The stretches of a sentence that its attribution does not reach."""
    made = article(text)
    return [
        made.document.quote(span)
        for one, attribution in zip(made.heard, made.attributions, strict=True)
        for span in find_residual(one, attribution)
    ]


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("The regime sent its thugs to the town.", ["regime", "thugs"]),
        ("They saw criminal interference in the vote.", ["criminal interference"]),
        ("The despicable, ruthless men came to town.", ["despicable", "ruthless"]),
        ("They monitor the ceasefire regime in the town.", []),
        ("The “withdrawal” is a slow one, and no jet has left.", ["“withdrawal”"]),
        ("The army left the town on Monday.", []),
        ("The “terrorists” of the town are poor farmers.", ["“terrorists”"]),
        ("“Gone,” is a word that the town knows.", []),
        ("The word was: “gone” in the town of the mill.", []),
        ("The word of the town and mill is a plain “gone!”", []),
        ("A “long speech of more than four words” is no word of the writer.", []),
        ("Berg said that the “withdrawal” was a slow one.", []),
        ("The “one” “two” of the drum is heard in town.", ["“one”", "“two”"]),
    ],
)
def test_loaded_phrases_and_scare_quotes_are_found(text: str, phrases: list[str]) -> None:
    assert loaded(text) == phrases


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        (
            "As the talks in Geneva enter a stalemate, Moscow announced the withdrawal of its forces.",
            ["the talks in Geneva enter a stalemate"],
        ),
        (
            "Berg said that nobody could end the war in Syria, which has killed over 250,000 people, now.",
            ["which has killed over 250,000 people"],
        ),
        (
            "Berg ordered the army to leave Oslo, timing his move to meet the talks in Bergen, and left.",
            ["timing his move to meet the talks in Bergen"],
        ),
        ("Berg ordered the army to leave the town, saying that the talks in Bergen had failed.", []),
        ("As Berg said on Monday, the talks in Geneva have failed and the army will stay.", []),
        ("While it was raining in town, Berg said that the army would stay in Oslo.", []),
        ("Berg said that the war, which nobody in Oslo wanted to see, was over at last.", []),
        ("Berg said that the war, which was long, had ended in the town of Oslo.", []),
        ("“As the talks in Geneva enter a stalemate, we leave,” Berg said to the press.", []),
        ("As the talks in Geneva enter a stalemate, the army leaves the town of Oslo.", []),
        ("Berg said it.", []),
    ],
)
def test_claims_outside_the_reach_of_an_attribution_are_found(text: str, stretches: list[str]) -> None:
    assert residual(text) == stretches


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        (
            "With the aims of Moscow in Syria achieved, the retreat is a brilliant and timely move.",
            ["With the aims of Moscow in Syria achieved"],
        ),
        (
            "It is a brilliant answer to the undeclared and illegal invasion of the north.",
            ["undeclared and illegal invasion"],
        ),
        (
            "It is an absurd answer to a campaign that has allowed the army to win ground.",
            ["that has allowed the army to win ground"],
        ),
        ("It is absurd to think that bored men would make a timely and brilliant answer.", []),
        ("It is an absurd answer to a war that nobody in the north wanted to see.", []),
        ("It is an absurd and quite untimely answer to the men of the north.", []),
    ],
)
def test_what_an_opinion_takes_for_granted_is_found(text: str, stretches: list[str]) -> None:
    made = article(text)
    spans = find_residual(made.heard[0], made.attributions[0], opinion=True)
    assert [made.document.quote(span) for span in spans] == stretches
    assert find_residual(made.heard[0], made.attributions[0]) == ()


def test_a_sentence_with_its_source_elsewhere_and_a_label_have_none() -> None:
    assert (
        residual("Berg said: “As the talks in Geneva enter a stalemate, Moscow announced its retreat.”") == []
    )
    made = article((SegmentKind.EDITOR_NOTE, "Editor’s note:"))
    assert find_residual(made.heard[0], made.attributions[0]) == ()


def test_a_content_holds_what_was_found_in_each_sentence() -> None:
    made = article("The regime fell on Monday. Nobody knows more of it.", published="2016-03-14T10:00:00Z")
    first, second = read_contents(made.document, made.segments, made.heard, made.assertions)
    assert [one.value for one in first.quantities] == ["2016-03-14"]
    assert len(first.loaded) == 1
    assert (second.quantities, second.loaded, second.residual) == ((), (), ())


def dated(kind: SegmentKind, date: object) -> Segment:
    return Segment(Span(0, 1), kind, kind, 1.0, "by hand", values={"date": date})


@pytest.mark.parametrize(
    ("metadata", "segments", "day"),
    [
        ({"published": "2016-03-14T10:00:00Z"}, (), dt.date(2016, 3, 14)),
        ({"published": "March 14"}, (dated(SegmentKind.BYLINE, "2016-03-15"),), dt.date(2016, 3, 15)),
        ({}, (dated(SegmentKind.BODY, "2016-03-15"), dated(SegmentKind.DATELINE, "--03-15")), None),
        ({"published": "0001-01-01T00:00:00Z"}, (), None),
        ({}, (), None),
    ],
)
def test_the_day_of_publication_is_the_pages_or_the_printed_one(
    metadata: dict[str, str], segments: tuple[Segment, ...], day: dt.date | None
) -> None:
    assert published(Document("x", (), metadata=metadata), segments) == day
