"""Six counts of sourcing, each with its spans, its interval, and what it would need to say something."""

import pytest

from auditor.inspection.counts import Interval, Signal, needed, share, surely, wilson
from auditor.inspection.document import Document, Span
from auditor.inspection.practice import RATE_WORDS, weigh_sourcing
from auditor.inspection.procedure import Inspection, inspect_document, read_document
from auditor.inspection.rulebook import load_rulebook

PARAGRAPH = (
    "The army killed 40 people in Oslo. Anna Berg said that 40 people were killed. She said that nobody knew "
    "of it. Lund said that the army left. Officials said, on condition of anonymity because they were not "
    "authorized to speak, that it left Oslo. A diplomat said that the army left Bergen. It was reported that "
    "the army left Trondheim. The indictment says that the army left by ship."
)


def signals(text: str) -> dict[str, Signal]:
    document = read_document(text.encode(), "text/plain", None)
    return {one.name: one for one in inspect_document(document, load_rulebook()).signals}


def counted(signal: Signal) -> tuple[str, int, int]:
    return signal.standard, signal.numerator, signal.denominator


def test_six_signals_are_counted_with_their_standards() -> None:
    found = signals(f"Harbour waits for the spring\n\n{PARAGRAPH}")
    assert counted(found["unattributed_claims"])[0] == "S5"
    assert found["unattributed_claims"].numerator == len(found["unattributed_claims"].spans) == 1
    assert counted(found["named_sources"])[:2] == ("S6", 2)
    assert counted(found["source_concentration"])[:2] == ("S7", 2)
    assert found["source_concentration"].reason.endswith(": berg")
    assert counted(found["unnamed_share"])[:2] == ("S8", 3)
    assert counted(found["anonymity_explained"]) == ("S9", 1, 2)
    assert counted(found["documents_linked"]) == ("S10", 0, 1)


def test_a_document_counts_as_linked_when_a_link_of_its_sentence_leads_somewhere() -> None:
    html = (
        "<html><body><article><h1>Harbour waits for the spring</h1><p>{}</p><p>The ferry to the island waits "
        "at its pier, and the crew paints the cabins once more in white and blue for summer. {}</p>"
        "</article></body></html>"
    )
    link = '<a href="https://court.example.gov/2016/indictment.pdf">The indictment</a> says that he took it.'

    def linked(sentence: str) -> Inspection:
        page = html.format(PARAGRAPH.rpartition(". The")[0] + ".", sentence).encode()
        return inspect_document(read_document(page, "text/html", None), load_rulebook())

    for sentence, count in (
        (link, 1),
        (link.replace("https://court.example.gov/2016/indictment.pdf", "#"), 0),
    ):
        found = next(one for one in linked(sentence).signals if one.name == "documents_linked")
        assert counted(found) == ("S10", count, 1)


def test_with_no_sentences_all_six_are_unknown() -> None:
    found = weigh_sourcing(Document("", ()), (), (), 0)
    assert [one.standard for one in found] == ["S5", "S6", "S7", "S8", "S9", "S10"]
    assert all(one.denominator == 0 and not one.sufficient and one.interval is None for one in found)


@pytest.mark.parametrize(
    ("numerator", "denominator", "interval"),
    [(5, 10, (0.2366, 0.7634)), (0, 10, (0.0, 0.2775)), (10, 10, (0.7225, 1.0)), (5, 271, (0.0079, 0.0425))],
)
def test_intervals_are_wilsons(numerator: int, denominator: int, interval: tuple[float, float]) -> None:
    assert wilson(numerator, denominator) == pytest.approx(interval, abs=1e-4)


def test_nothing_out_of_nothing_has_no_interval() -> None:
    assert wilson(0, 0) is None


@pytest.mark.parametrize(
    ("numerator", "denominator", "least"), [(50, 100, 97), (300, 1000, 81), (100, 1000, 35)]
)
def test_ten_points_need_as_many_as_the_tables_say(numerator: int, denominator: int, least: int) -> None:
    assert needed(numerator, denominator) == pytest.approx(least, abs=1)


def test_a_figure_says_its_interval_its_rate_or_that_too_few_were_counted() -> None:
    spans = tuple(Span(place, place + 1) for place in range(50))
    assert surely(share("x", spans[:1], 4, "sentences", "", standard="S5")).startswith(
        " (insufficient sample: "
    )
    assert surely(share("x", spans, 100, "sentences", "", standard="S5")) == " (95 %: 40 to 60 %)"
    rate = Signal("x", 3, 600, "words of running text", (), "", needed=RATE_WORDS)
    assert surely(rate) == " (5.0 per 1,000)"
    assert surely(Signal("x", 1, 1, "page", (), "")) == ""
    assert not Signal("x", 3, 200, "words of running text", (), "", needed=RATE_WORDS).sufficient
    assert share("x", spans, 100, "sentences", "", standard="").interval == Interval(0.4038, 0.5962)
