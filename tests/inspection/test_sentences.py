"""Sentences end where a reader would end them, and hold every word once."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.inspection.document import Block, Document, Span
from auditor.inspection.plaintext import read_text
from auditor.inspection.rulebook import load_rulebook
from auditor.inspection.segments import segment
from auditor.inspection.sentences import RUNNING_TEXT, find_sentences
from auditor.inspection.tiling import SegmentKind
from tests.inspection.paragraphs import BLOCKQUOTE, BODY, BREAK, NOTE, article

SEEDS = Path(__file__).parents[2] / "seeds"
SPLIT = [
    ("The bridge fell. Nobody was hurt.", 2),
    ("Mr. Assad met Sen. Rand Paul. He left.", 2),
    ("The U.S. President spoke. The U.S. He left the U.S. The end.", 4),
    ("George W. Bush spoke. They took Plan B. The rest is known.", 3),
    ("“It is over.” He left.", 2),
    ("“It is over,” he said. “We go.”", 2),
    ("“Why now?” he asked. Nobody knew!", 2),
    ("“Just go!” he said.", 1),
    ("He said ''it is over.'' She left.", 2),
    ("With the participation ... the forces have won, ...", 1),
    ("With the forces ... Syria has won.", 1),
    ("I do not know... He left.", 2),
    ("My, my…Putin has thrown it. We saw.", 2),
    ("good piece from RT..syria has won..and now they think..", 3),
    ("He left.The others stayed.", 2),
    ("See www.example.org.Info for more, or a.b@c.De today.", 1),
    ("At 5 p.m. Monday it fell. At 6 p.m. The rest fell.", 3),
    ("On March 15. 30 people left.", 2),
    ("It cost 3.5 million. It fell.", 2),
    ("1. The first point. The second.", 2),
    ("The truce held (see below). (Nobody knew.) [Source](#), March 14, 2016", 3),
    ("It ended.” (RT, March 14, 2016)", 2),
    ("It fell. (RT, March 14, 2016) It rose.", 3),
    ("It fell (in 2016) And rose.", 1),
    ("No stop at all", 1),
    ("it ended. he left.", 1),
    ("He paid $5. — She left.", 2),
    ("Wow!!! What?! No.", 3),
    (". . .", 1),
    ("Look at No. 5 now. The answer is no. Many said no. Rasmussen asked.", 4),
    ("It fell in Reno, Nev. The rest stood. RENO, Nev. (AP) It fell. BOCA RATON, Fla. — It fell.", 4),
    ("He likes mass. Crowds like it.", 2),
    ("Govs. Jeb Bush and Del. Scott Taylor met. The S.&P. 500 closed at Standard & Poor's.", 2),
    ("It lied to the S.E.C. (at least, we know of that).", 1),
    ("He left. https://example.org/a pic.twitter.com/b", 2),
    ("She left. he left. police came.", 1),
]


@pytest.mark.parametrize(("text", "count"), SPLIT)
def test_a_paragraph_is_cut_at_its_sentence_ends(text: str, count: int) -> None:
    assert len(article(text).quotes()) == count, article(text).quotes()


def test_a_citation_tail_is_a_sentence_of_its_own() -> None:
    assert article("They left.” ([Russian Presidency](#), March 14, 2016)").quotes() == [
        "They left.”",
        "([Russian Presidency](#), March 14, 2016)",
    ]


def test_a_sentence_over_a_page_break_is_one() -> None:
    made = article("Pankov, speaking at a", (BREAK, ""), "ceremony, said so. He left.")
    assert made.quotes() == ["Pankov, speaking at a\n\nceremony, said so.", "He left."]


def test_a_page_break_joins_neither_what_stands_before_the_text_nor_another_kind() -> None:
    made = article(
        (SegmentKind.CAPTION, "Not"), (BREAK, ""), "One half", (BREAK, ""), (BLOCKQUOTE, "another kind.")
    )
    assert made.quotes() == ["One half", "another kind."]


def test_a_blank_line_inside_a_container_ends_a_sentence() -> None:
    assert article((NOTE, "Some words\n\nother words")).quotes() == ["Some words", "other words"]


def test_a_single_line_break_does_not() -> None:
    assert article((NOTE, "Some words\nother words")).quotes() == ["Some words\nother words"]


@pytest.mark.parametrize(
    ("note", "label"),
    [
        ("[ Editor’s Note: My, my. It is out.", "[ Editor’s Note:"),
        ("UPDATE: It is out.", "UPDATE:"),
        ("The mayor spoke: it is out.", None),
        ("It is out and nobody in the whole town says: no.", None),
    ],
)
def test_the_label_of_a_note_is_a_sentence_of_its_own(note: str, label: str | None) -> None:
    first = article((NOTE, note)).quotes()[0]
    assert (first == label) is (label is not None)


def test_what_looks_like_a_label_is_none_in_the_body() -> None:
    assert len(article("Update: It is out.").quotes()) == 1


def test_only_running_text_is_read() -> None:
    assert article((SegmentKind.CAPTION, "A caption. And more.")).quotes() == []


@pytest.mark.parametrize("start", ["000", "001", "002", "003", "004"])
def test_every_black_character_of_running_text_is_in_one_sentence(start: str) -> None:
    document = read_text(next(SEEDS.glob(f"{start}*.txt")).read_bytes())
    segments = segment(document, load_rulebook())
    spans = find_sentences(document, segments)
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))
    inside = {at for span in spans for at in range(span.start, span.end)}
    running = [one.span for one in segments if one.kind in RUNNING_TEXT]
    missing = [at for one in running for at in range(one.start, one.end) if at not in inside]
    assert not "".join(document.text[at] for at in missing).strip()


pieces = st.text(alphabet="aB. \n“”\"'?!…()[]:,1\u00a0", min_size=1, max_size=60).filter(
    lambda text: not text.isspace()
)


@given(st.lists(st.tuples(st.sampled_from([BODY, BLOCKQUOTE, NOTE, BREAK]), pieces), min_size=1, max_size=5))
def test_sentences_of_any_text_are_in_order_and_leave_nothing_out(
    paragraphs: list[tuple[SegmentKind, str]],
) -> None:
    made = article("Start.", *[(kind, words.strip()) for kind, words in paragraphs])
    spans = made.sentences
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))
    assert spans == made.sentences
    black = "".join(
        "".join(made.document.quote(one.span).split()) for one in made.segments if one.kind is not BREAK
    )
    assert "".join("".join(made.document.quote(span).split()) for span in spans) == black


@given(st.text(alphabet='aB.  ”"?!…()[]1', min_size=1, max_size=60).filter(lambda text: bool(text.strip())))
def test_wider_gaps_between_words_move_no_end(text: str) -> None:
    once = article((BODY, " ".join(text.split())))
    twice = article((BODY, "  ".join(text.split())))
    found = [[" ".join(made.document.quote(one).split()) for one in made.sentences] for made in (once, twice)]
    assert found[0] == found[1]


def test_a_document_without_segments_has_no_sentences() -> None:
    assert find_sentences(Document("a", (Block(Span(0, 1)),)), ()) == ()
