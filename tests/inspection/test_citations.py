"""Citations: the committed cases hold the line; each wording is proved on its own examples."""

import pytest

from auditor.inspection.citations import Citation, find_citations, vouched
from auditor.inspection.citations.wordings import Wording, packaged_wordings
from auditor.inspection.document import Document
from auditor.inspection.procedure import Inspection, inspect_document, read_document
from auditor.inspection.rulebook import load_rulebook
from benchmarks.citations import HALVES, outcomes, rates

LEAD = "The week brought little else to talk about, and what came by wire was read aloud at the inn. "
PAGE = "<html><body><article><h1>Harbour waits for the spring</h1><p>{}</p><p>{}</p></article></body></html>"


def inspected(text: str, **metadata: str) -> Inspection:
    """A paragraph of a text, inspected."""
    document = read_document(f"Harbour waits for the spring\n\n{LEAD}{text}".encode(), "text/plain", None)
    return inspect_document(Document(document.text, document.blocks, metadata=metadata), load_rulebook())


def linked(html: str) -> Inspection:
    """A paragraph of a page, inspected."""
    address = "https://www.harbournews.example/2016/03/spring"
    return inspect_document(
        read_document(PAGE.format(LEAD, html).encode(), "text/html", None, address), load_rulebook()
    )


def told(inspection: Inspection) -> list[tuple[str, str, str]]:
    """Each citation as the words of its source, its type and its reach."""
    return [
        (inspection.document.quote(one.source), one.type.value, one.reach.value)
        for one in inspection.citations
    ]


def words(text: str, **metadata: str) -> list[str]:
    """The sources that a paragraph cites."""
    return [source for source, _, _ in told(inspected(text, **metadata))]


@pytest.mark.parametrize("half", HALVES)
def test_committed_cases_hold_precision_97_and_recall_95(half: str) -> None:
    results = outcomes(half)
    assert len(results) > 100
    assert sum(not one.case.cites for one in results) > 50
    precision, recall = rates(results)
    assert precision >= 0.97
    assert recall >= 0.95


@pytest.mark.parametrize("wording", packaged_wordings().all, ids=lambda wording: wording.id)
def test_every_wording_shows_its_examples_and_none_of_its_counter_examples(wording: Wording) -> None:
    for text, source in wording.examples:
        cited = [one for one in inspected(text).citations if one.type is wording.type]
        assert [one.rule for one in cited] == [wording.id], text
        quoted = inspected(text).document.quote(cited[0].source)
        assert quoted in source or source in quoted
    for text in wording.counter_examples:
        assert words(text) == [], text


def test_a_credit_covers_the_paragraph_it_closes_and_attributes_its_bare_sentences() -> None:
    inspection = inspected("The army took the hill. Berg said that it was lost. (RT, March 14, 2016)")
    assert told(inspection) == [("RT", "second_hand_outlet", "passage")]
    covered = [inspection.document.quote(span) for span in inspection.citations[0].covers]
    assert covered[-3:] == ["The army took the hill.", "Berg said that it was lost.", "(RT, March 14, 2016)"]
    sourcing = [one.attribution.sourcing.value for one in inspection.sentences[-3:]]
    assert sourcing == ["second_hand_outlet", "named", "second_hand_outlet"]


def test_a_credit_covers_all_paragraphs_of_the_block_quotation_it_closes() -> None:
    said = "“We came to stay, and we will stay in this town until the last of them has gone.”"
    text = f"Berg wrote in his letter to the council:\n\n{said}\n\n{said} (RT, March 14, 2016)"
    inspection = inspected(text)
    assert told(inspection) == [("RT", "second_hand_outlet", "passage")]
    assert len(inspection.citations[0].covers) >= 2


def test_an_earlier_credit_ends_what_a_later_one_covers() -> None:
    inspection = inspected(
        "The army left the hill. (RT, March 14, 2016) The fleet stayed. (TASS, March 15, 2016)"
    )
    covered = [[inspection.document.quote(span) for span in one.covers] for one in inspection.citations]
    assert covered[1] == ["The fleet stayed.", "(TASS, March 15, 2016)"]


def test_a_link_alone_attributes_its_sentence_and_keeps_its_address() -> None:
    inspection = linked(
        'The army <a href="https://wire.example.org/2016/03/hill">took the hill</a> on Sunday.'
    )
    assert told(inspection) == [("took the hill", "link", "sentence")]
    assert inspection.citations[0].address == "https://wire.example.org/2016/03/hill"
    assert inspection.sentences[-1].attribution.sourcing.value == "link"
    assert inspection.sentences[-1].attribution.carried is None


def test_the_source_of_a_passage_stands_outside_its_sentences() -> None:
    found = vouched((), ())
    assert found == ()
    inspection = inspected("The army took the hill — Reuters")
    assert told(inspection) == [("Reuters", "second_hand_outlet", "passage")]
    assert [one.attribution.carried for one in inspection.sentences] == ["citation_tail", None]


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("The mill is closed (Berg, Lund and Sons).", []),
        ("The mill is closed (Reuters building and yard).", []),
        ("The mill is closed, see the note (Reuters", []),
        ("The mill is closed. (Published Monday, March 14, 2016)", []),
        ("The mill is closed. (The Court of Appeal)", []),
        ("The mill is closed. (Anna Berg, The Long Winter, March 14, 2016)", ["Anna Berg"]),
        ("A Reuters report from the town said that the mill was closed.", ["Reuters"]),
        ("A Reuters poll from the town found that the mill was closed.", ["Reuters"]),
        ("The state-run news agency said that the mill was closed.", ["state-run news agency"]),
        ("According to the newspaper, the mill was closed.", ["newspaper"]),
        ("State Television said that the mill was closed.", ["State Television"]),
        ("The daily said nothing, and a daily bus runs to the mill.", ["daily"]),
        ("Television said that the mill was closed.", []),
        ("Oslo’s daily Verdens Gang said that the mill was closed.", ["Verdens Gang"]),
        ("The newspaper Verdens Gang said that the mill was closed.", ["Verdens Gang"]),
        ("Oslo’s Verdens Gang newspaper said that the mill was closed.", ["Verdens Gang newspaper"]),
        ("The website the Argus Eye said that the mill was closed.", ["Argus Eye"]),
        ("Although guidelines say so, the mill was closed.", ["guidelines"]),
        ("He told Vox Media that the mill was closed.", []),
        ("He said “the indictment says so” and left.", []),
        ("The mill, according to an agency (AFP), was closed.", ["AFP"]),
        ("CNN International said that the mill was closed.", ["CNN International"]),
        ("Bloomberg says that the mill was closed.", []),
        ("Bloomberg reported that the mill was closed.", ["Bloomberg"]),
        ("Reuters, the agency, said that the mill was closed.", ["Reuters"]),
        (
            "See [this](https://[bad) and http://a.example/2016/x(1 for the mill.",
            ["http://a.example/2016/x(1"],
        ),
    ],
)
def test_wordings_that_look_alike_are_told_apart(text: str, sources: list[str]) -> None:
    assert words(text) == sources


@pytest.mark.parametrize(
    ("line", "cited"),
    [
        ("Source: Fort Ross Herald Tribune", [("Fort Ross Herald Tribune", "second_hand_outlet", "article")]),
        ("Source: Fort Ross", [("Fort Ross", "second_hand_outlet", "article")]),
        ("Source: Ministry of Defence", []),
        ("Source: Defence Ministry", [("Defence Ministry", "document", "article")]),
        ("Via Vienna", []),
    ],
)
def test_a_last_line_gives_credit_to_the_whole_article(line: str, cited: list[tuple[str, str, str]]) -> None:
    assert told(inspected(f"The mill is closed for the winter now.\n\n{line}")) == cited


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("https://mill.example.co.uk/reports/2016", True),
        ("https://mill.example.org/?id=12", False),
        ("https://mill.example.org/closed?id=12", True),
        ("https://mill.example.org/closed-for-the-winter", True),
        ("https://mill.example.org/news", False),
        ("https://mill.example.org/tag/winter", False),
        ("https://mill.example.org/share/12", False),
        ("https://www.amazon.com/dp/12", False),
        ("https://x.com/mill2016", False),
        ("https://x.com/mill/status/12", True),
        ("../mill", False),
        ("https://[mill", False),
        ("https://10.0.0.1/mill/12", False),
    ],
)
def test_links_to_pages_elsewhere_are_sources(address: str, source: bool) -> None:
    found = linked(f'The mill is <a href="{address}">closed for the winter</a> and the men are away.')
    assert [one.type.value for one in found.citations] == ["link"] * source


def test_an_address_printed_as_the_words_of_its_link_is_one_source() -> None:
    address = "https://mill.example.org/2016/12"
    found = linked(f'The mill is closed for the winter, see <a href="{address}">{address}</a> for the dates.')
    assert told(found) == [(address, "link", "sentence")]


@pytest.mark.parametrize(
    "linked_words", ["Anna Berg", "Order it now", "a lamp for $9", "Anna Maria Berg of Lund and Sons"]
)
def test_names_and_offers_in_a_link_are_no_sources(linked_words: str) -> None:
    html = (
        f'The mill of <a href="https://mill.example.org/2016/12">{linked_words}</a> is closed for the winter.'
    )
    assert bool(linked(html).citations) is (linked_words.count(" ") > 3)


@pytest.mark.parametrize(
    ("phrase", "source"),
    [
        ("the <a>closed valley</a>", True),
        ("the <a>long ceasefire</a>", False),
        ("a truce and <a>the old mill road</a>", False),
        ("word that <a>the mayor resigned</a>", True),
        ("the <a>40 dead</a>", True),
        ("an <a>investigation</a>", True),
        ("fears of <a>famine in the valley</a>", True),
        ("no end of <a>the very long winter war</a>", True),
    ],
)
def test_a_thing_that_a_link_only_explains_has_no_source_by_it(phrase: str, source: bool) -> None:
    html = phrase.replace("<a>", '<a href="https://mill.example.org/2016/12">')
    assert bool(linked(f"In the hills there was {html} in March.").citations) is source


def test_a_document_without_sentences_cites_nothing() -> None:
    assert find_citations(Document("", ()), (), ()) == ()


def test_who_publishes_is_read_from_dateline_and_copyright_line_too() -> None:
    text = "The mayor told the Harbour Gazette that the mill was closed.\n\nCopyright © Harbour Gazette, 2016"
    assert words(text) == []
    assert words(text.partition("\n")[0]) == ["Harbour Gazette"]


def test_in_a_credit_of_the_own_outlet_its_author_is_the_source() -> None:
    credit = "The mill is closed. (Anna Berg, The Long Winter, Global Research, March 14, 2016)"
    assert words(credit) == ["Global Research"]
    assert words(credit, site="Global Research") == ["Anna Berg"]
    assert words(credit.replace("Anna Berg", "Harbour News"), site="Global Research") == ["Harbour News"]
    assert words("The mill is closed. (Global Research, March 14, 2016)", site="Global Research") == []


def test_citations_are_values() -> None:
    one, other = (inspected("The army took the hill — Reuters").citations[0] for _ in range(2))
    assert isinstance(one, Citation)
    assert one == other
