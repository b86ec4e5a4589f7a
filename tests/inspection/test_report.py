"""An inspection as data, as body text, as a page for the terminal."""

import json
from pathlib import Path

import pytest

from auditor.inspection.document import Block, Document, Span
from auditor.inspection.procedure import Inspection, inspect_document, read_document
from auditor.inspection.report import as_dict, as_text, body_text
from auditor.inspection.rights import read_rights
from auditor.inspection.rulebook import load_rulebook
from auditor.inspection.signals import weigh
from auditor.inspection.tiling import SegmentKind
from tests.inspection.paragraphs import BLOCKQUOTE, BREAK, article

SEEDS = Path(__file__).parents[2] / "seeds"


def inspected(start: str) -> Inspection:
    data = next(SEEDS.glob(f"{start}*.txt")).read_bytes()
    return inspect_document(read_document(data, "text/plain", None), load_rulebook())


@pytest.fixture(scope="module")
def seed() -> Inspection:
    """The seed with an editor's note, two articles and a thread of comments."""
    return inspected("004")


def by_hand(*paragraphs: str | tuple[SegmentKind, str]) -> Inspection:
    made = article(*paragraphs)
    judged = made.assertions
    signals = weigh(made.document, made.segments, (), judged)
    rights = read_rights(made.document, made.segments)
    return Inspection(made.document, "digest", made.segments, (), judged, (), signals, rights)


def test_everything_is_in_the_data_and_fits_json(seed: Inspection) -> None:
    found = json.loads(json.dumps(as_dict(seed)))
    assert list(found) == [
        "text",
        "rulebook",
        "precedents",
        "segments",
        "comments",
        "sentences",
        "citations",
        "flags",
        "signals",
        "rights",
        "incomplete",
    ]
    assert found["text"] == seed.document.text
    assert found["incomplete"] == []
    assert set(found["segments"][0]) == {
        "start",
        "end",
        "kind",
        "subkind",
        "notice",
        "notices",
        "values",
        "rules",
        "confidence",
        "reason",
        "alone",
    }
    thread = {"number", "depth", "parent", "author", "addressees", "date", "quoted", "answers"}
    assert set(found["comments"][0]) == {"start", "end", *thread}
    assert {"start", "end", "kind", "probability", "rules", "reason"} < set(found["flags"][0])
    assert set(found["signals"][0]) >= {"name", "numerator", "denominator", "spans"}
    assert len(found["comments"]) == len(seed.comments)


def test_a_source_in_the_sentence_and_one_outside_it_are_told_apart(seed: Inspection) -> None:
    sentences = as_dict(seed)["sentences"]
    text = seed.document.text
    assert set(sentences[0]) == {
        "start",
        "end",
        "type",
        "sourcing",
        "source",
        "cue",
        "carried_from",
        "checkworthy",
        "numbers",
        "loaded",
        "residual_unsourced",
    }
    here = next(one for one in sentences if one["source"])
    assert text[here["source"]["start"] : here["source"]["end"]] == here["source"]["text"]
    assert here["carried_from"] is None
    carried = next(one for one in sentences if one["carried_from"])
    assert (carried["source"], carried["cue"]) == (None, None)
    place = carried["carried_from"]
    assert text[place["start"] : place["end"]] == place["text"]
    assert place["kind"] == "tag_forward"
    bare = next(one for one in sentences if one["sourcing"] == "none")
    assert (bare["source"], bare["cue"], bare["carried_from"]) == (None, None, None)


def test_what_is_carried_from_words_without_a_source_points_at_the_cue() -> None:
    found = as_dict(by_hand("It is believed to be so:", (BLOCKQUOTE, "It fell at dawn.")))["sentences"][1]
    assert found["carried_from"]["text"] == "It is believed"
    assert found["carried_from"]["kind"] == "lead_in"


def test_the_body_is_paragraphs_and_quotations_with_page_breaks_mended() -> None:
    inspection = by_hand(
        (SegmentKind.HEADLINE, "Head"),
        "One half",
        (BREAK, ""),
        "of it.",
        (BLOCKQUOTE, "“A quotation.”"),
        "End.",
    )
    assert body_text(inspection) == "One half of it.\n\n“A quotation.”\n\nEnd."


def test_the_body_of_a_seed_holds_no_comment(seed: Inspection) -> None:
    body = body_text(seed)
    assert "Russian President Vladimir Putin has ordered" in body
    for one in seed.comments:
        assert seed.document.quote(one.span)[:40] not in body


def test_the_page_for_the_terminal_shows_segments_signals_and_flags(seed: Inspection) -> None:
    page = as_text(seed, width=80)
    assert "26 reader comments" in page
    assert "reader_comment" in page
    assert "unattributed_claims" in page
    assert "no attribution in the sentence or around it" in page.replace("\n     ", " ")
    assert seed.rulebook[:12] in page


def test_unknown_signals_and_a_cut_reading_are_named() -> None:
    made = by_hand("It is strategic.")
    cut = Document(
        made.document.text,
        (Block(Span(0, len(made.document.text))),),
        metadata={"title": "A\x1b[2J\ntitle"},
        incomplete=("depth",),
    )
    page = as_text(Inspection(cut, "d", made.segments, (), made.sentences, (), made.signals, made.rights))
    assert "unknown: nothing could be counted" in page
    assert "INCOMPLETE READING (depth): elements stand so deep" in page
    assert "flags: none" in page
    assert "title: A [2J title" in page
    assert "\x1b" not in page


def test_long_quotes_are_cut_in_the_terminal() -> None:
    data = ("The army killed 40 people in Oslo, " + "in the same street, " * 40 + "and left.").encode()
    inspection = inspect_document(read_document(data, "text/plain", None), load_rulebook())
    page = as_text(inspection)
    assert len(inspection.flags) == 1
    assert " ..." in page
