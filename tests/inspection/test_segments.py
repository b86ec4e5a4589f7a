"""The whole text, tiled."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.inspection.comments import read_thread
from auditor.inspection.document import Document, Unreadable
from auditor.inspection.markup import read_html
from auditor.inspection.plaintext import read_text
from auditor.inspection.rulebook import load_rulebook
from auditor.inspection.segments import Segment, SegmentKind, segment

SEEDS = Path(__file__).parent.parent.parent / "seeds"


def _seed(start: str) -> tuple[Document, tuple[Segment, ...]]:
    document = read_text(next(SEEDS.glob(f"{start}*.txt")).read_bytes())
    return document, segment(document, load_rulebook())


def _assert_tiled(document: Document, segments: tuple[Segment, ...]) -> None:
    end = 0
    for tile in segments:
        assert end <= tile.span.start
        assert document.text[end : tile.span.start].strip() == ""
        words = document.quote(tile.span)
        if tile.kind is SegmentKind.PAGE_BREAK_ARTIFACT:
            assert words.isspace()
        else:
            assert words == words.strip()
        assert 0 <= tile.confidence <= 1
        assert tile.rules
        assert tile.reason
        end = tile.span.end
    assert document.text[end:].strip() == ""


@pytest.mark.parametrize("start", ["000", "001", "002", "003", "004"])
def test_every_seed_is_tiled(start: str) -> None:
    _assert_tiled(*_seed(start))


LINES = st.lists(
    st.one_of(
        st.text(max_size=30),
        st.sampled_from(
            [
                "1. A comment",
                "    • A reply",
                "2 Responses to “X y z”",
                "Comments are closed.",
                "“Words that open",
                "and words that close.” (Reuters, March 14, 2016)",
                "He said the following of it all:",
                "[ Editor’s Note: something",
                "that ends here. Anna Example ]",
                "Anna Example",
                "@anna",
                "4:04 PM - 26 Nov 2015",
                "GENEVA, March 14. /TASS/. The talks went on for days in the city by the lake, they said.",
                "About the author:",
                "All rights reserved. Some content may be satirical in nature. The talks go on.",
                "the end of a torn sentence, and more of it that goes on",
                "",
            ]
        ),
    ),
    max_size=14,
)


@given(LINES, st.sampled_from(["\n", "\n\n", "\r\n", "\n\n  "]))
def test_any_text_is_tiled(lines: list[str], gap: str) -> None:
    try:
        document = read_text(gap.join(lines))
    except Unreadable:
        return
    segments = segment(document, load_rulebook())
    _assert_tiled(document, segments)
    assert len(read_thread(document, segments)) == sum(
        tile.kind is SegmentKind.READER_COMMENT for tile in segments
    )


PIECES = st.lists(
    st.one_of(
        st.text(max_size=20),
        st.sampled_from(
            "<p> </p> <div> <div\tclass=comment> </div> <br> <ul> <li> <h1> <article> "
            "</article> <nav> <blockquote> "
            "<figure> <aside> <pre> <p\thidden> </ul> <a\thref=x> </a>".replace("\t", "\u00a0").split(" ")
        ).map(lambda tag: tag.replace("\u00a0", " ")),
        st.just(
            "The ministry said on Monday that the withdrawal of the main part of its contingent had begun."
        ),
    ),
    max_size=20,
)


@given(PIECES)
def test_any_page_is_tiled(pieces: list[str]) -> None:
    try:
        document = read_html("".join(pieces))
    except Unreadable:
        return
    _assert_tiled(document, segment(document, load_rulebook()))


def test_the_notices_of_the_first_seed_are_told_apart() -> None:
    document, segments = _seed("000")
    told = {document.quote(tile.span)[:30]: (tile.kind.value, tile.subkind) for tile in segments}
    assert told["The original source of this ar"] == ("syndication_credit", "original_source")
    assert told["Copyright © [Prof Michel Choss"] == ("copyright_notice", "holder_year")
    assert told["Disclaimer: The contents of th"] == ("disclaimer", "views_are_authors")
    assert told["www.globalresearch.ca contains"] == ("fair_use_notice", "not_authorized_fair_use")
    assert told["For publication of Global Rese"] == ("reprint_permission", "commercial_by_request")
    assert Counter(tile.kind.value for tile in segments)["blockquote"] == 11


def test_the_second_seeds_form_and_repeated_headline_are_known() -> None:
    counted = Counter(tile.kind.value for tile in _seed("001")[1])
    assert counted == {
        "body": 24,
        "comment_widget": 10,
        "headline": 2,
        "byline": 1,
        "template_residue": 1,
    }


def test_the_third_seeds_two_comments_are_a_comment_and_its_reply() -> None:
    thread = read_thread(*_seed("002"))
    assert [(each.number, each.depth, each.parent) for each in thread] == [("1", 0, None), ("1.1", 1, "1")]


def test_the_fourth_seeds_torn_sentences_are_joined() -> None:
    document, segments = _seed("003")
    artifacts = [tile for tile in segments if tile.kind is SegmentKind.PAGE_BREAK_ARTIFACT]
    assert len(artifacts) == 3
    halves = [document.text[artifact.span.end :].split()[0] for artifact in artifacts]
    assert halves == ["ceremony", "dismember", "notion"]
    assert segments[-1].kind is SegmentKind.CONTACT


def test_the_fifth_seeds_thread_is_read_whole() -> None:
    thread = read_thread(*_seed("004"))
    assert [each.number for each in thread if each.depth == 0] == [str(number) for number in range(1, 21)]
    assert [each.number for each in thread if each.depth] == ["14.1", "14.2", "15.1", "17.1", "17.2", "20.1"]


def test_the_same_text_gives_the_same_segments_under_any_hash_seed() -> None:
    script = (
        "import pathlib, sys\n"
        "from auditor.inspection.plaintext import read_text\n"
        "from auditor.inspection.markup import read_html\n"
        "from auditor.inspection.rulebook import load_rulebook\n"
        "from auditor.inspection.segments import segment\n"
        "data = next(pathlib.Path(sys.argv[1]).glob('004*.txt')).read_bytes()\n"
        "page = '<div class=\"x a b\">' + ''.join(f'<p>{line}</p>' for line in "
        "data.decode().split('\\n')) + '</div>'\n"
        "for document in (read_text(data), read_html(page)):\n"
        "    print(segment(document, load_rulebook()))\n"
    )
    printed = {
        subprocess.run(  # noqa: S603 - our own interpreter with our own script
            [sys.executable, "-c", script, str(SEEDS)],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(SEEDS.parent)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(printed) == 1
