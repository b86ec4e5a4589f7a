"""manage.py score_gold: agreement with people's annotations, and floors that must be kept."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

TEXT = """Head of it all

The army killed 40 people in Oslo. Berg said that it fell.

(RT, March 14, 2016) is no more than a note here.

Disclaimer: The views expressed in this article are those of the author alone and not necessarily ours.

2 Responses to “Head of it all”

  1. A first comment here.

  2. A second comment there.

Leave a Reply
"""
DOC = "a.txt"


def stretch(words: str, **fields: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"doc": DOC, "start": start, "end": start + len(words), "text": words, **fields}


def sentence(words: str, kind: str, sourcing: str, flag: int, **fields: Any) -> dict[str, Any]:
    return stretch(
        words,
        type=kind,
        sourcing=sourcing,
        checkworthy=1,
        flag_unsourced=flag,
        **{"certainty": "clear", **fields},
    )


CLAIM, SAID = "The army killed 40 people in Oslo.", "Berg said that it fell."
SENTENCES = [
    sentence(SAID, "reported_speech", "named", 0, certainty="borderline"),
    sentence(CLAIM, "assertion", "none", 1),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one article; the annotations are added by each test."""
    (tmp_path / DOC).write_text(TEXT, encoding="utf-8")
    return tmp_path


def annotate(folder: Path, segments: list[dict[str, Any]], sentences: list[dict[str, Any]]) -> None:
    for name, rows in (("segments", segments), ("sentences", sentences)):
        if rows:
            lines = "\n".join(json.dumps(row) for row in rows)
            (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")


def run(folder: Path, *options: str) -> str:
    out = io.StringIO()
    call_command("score_gold", str(folder), "--seeds", str(folder), *options, stdout=out)
    return out.getvalue()


def figures(folder: Path) -> dict[str, Any]:
    return json.loads(run(folder, "--json"))["total"]


def test_sentences_and_flags_are_scored_on_clear_and_on_all(folder: Path) -> None:
    annotate(folder, [], SENTENCES)
    total = figures(folder)
    assert total["figures"]["types"] == 1
    assert total["figures"]["sourcing"] == 1
    assert (total["counts"]["flags clear"], total["counts"]["flags all"]) == (1, 1)
    assert (total["figures"]["recall"], total["figures"]["recall on all"]) == (1, 1)
    assert total["figures"]["agreement"] is None
    assert 0 < total["figures"]["boundaries"] < 1


def test_what_stands_in_sentences_is_scored_by_its_words(folder: Path) -> None:
    inside = {"numbers": [stretch("40")], "loaded": [stretch(CLAIM[:3])], "residual_unsourced": []}
    annotate(folder, [], [{**SENTENCES[0], **inside}, *SENTENCES[1:]])
    total = figures(folder)
    assert total["figures"]["numbers recall"] == 1
    assert total["figures"]["loaded recall"] == 0
    assert total["figures"]["residual_unsourced recall"] is None
    assert "loaded phrases    precision" in run(folder)


def test_a_sentence_outside_all_that_was_read_counts_as_wrong(folder: Path) -> None:
    annotate(folder, [], [*SENTENCES, sentence("Disclaimer", "assertion", "none", 0)])
    total = figures(folder)
    assert total["counts"]["sentences"] == 3
    assert total["counts"]["types right"] == 2


def test_labels_are_scored_by_characters_and_alternatives_count_half(folder: Path) -> None:
    body = f"{CLAIM} {SAID}"
    size = len("".join(body.split()))
    annotate(folder, [stretch(body, label="body")], [])
    assert figures(folder)["figures"]["agreement"] == 1
    assert figures(folder)["kinds"]["body"]["recall"] == 1
    annotate(folder, [stretch(body, label="blockquote", alt_labels=["body"])], [])
    assert figures(folder)["counts"]["half"] == size
    assert figures(folder)["figures"]["agreement"] == 0.5
    annotate(folder, [stretch(body, label="headline")], [])
    assert figures(folder)["figures"]["agreement"] == 0


NOTICE = TEXT[TEXT.index("Disclaimer") : TEXT.index("\n\n2 Responses")]


def test_notices_and_comments_that_were_missed_are_quoted(folder: Path) -> None:
    rows = [
        stretch(NOTICE, label="disclaimer"),
        stretch("Head of it all", label="copyright_notice"),
        stretch("1. A first comment here.", label="reader_comment", comment={"number": "1", "depth": 0}),
        stretch("2. A second comment there.", label="reader_comment", comment={"number": "9", "depth": 3}),
    ]
    annotate(folder, rows, [])
    total = figures(folder)
    assert (total["counts"]["notices found"], total["counts"]["notices"]) == (1, 2)
    assert total["missed"] == [
        "comment 9 at depth 3: '2. A second comment there.'",
        "copyright_notice: 'Head of it all'",
    ]
    with pytest.raises(CommandError, match="2 comments or notices were missed"):
        run(folder, "--all-found")


def test_the_printed_report_has_each_document_the_total_and_the_kinds(folder: Path) -> None:
    annotate(folder, [stretch("Head of it all", label="copyright_notice")], SENTENCES)
    report = run(folder)
    assert report.startswith(DOC)
    assert "\ntotal\n" in report
    assert "missed: copyright_notice: 'Head of it all'" in report
    assert "unsourced, clear" in report
    assert "copyright_notice" in report.splitlines()[-1] or "kind of segment" in report
    assert "not counted" in report


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--min-agreement", "0.5"], "label agreement by characters is 0.0 %, below 50.0 %"),
        (["--min-types", "1.01"], "accuracy of sentence types is 100.0 %, below 101.0 %"),
        (["--min-types", "0.9"], None),
        (["--all-found"], None),
    ],
)
def test_a_figure_below_its_floor_ends_with_status_1(
    folder: Path, options: list[str], message: str | None
) -> None:
    annotate(folder, [stretch(CLAIM, label="headline")], SENTENCES)
    if message is None:
        assert run(folder, *options)
    else:
        with pytest.raises(CommandError) as caught:
            run(folder, *options)
        assert str(caught.value) == message
        assert caught.value.returncode == 1


def test_a_figure_that_was_not_counted_keeps_no_floor(folder: Path) -> None:
    annotate(folder, [], SENTENCES)
    with pytest.raises(CommandError, match=r"label agreement by characters is not counted"):
        run(folder, "--min-agreement", "0.5")


def test_nothing_to_score_and_a_missing_article_end_with_status_2(folder: Path) -> None:
    with pytest.raises(CommandError, match=r"^no_gold: ") as empty:
        run(folder)
    annotate(folder, [], SENTENCES)
    (folder / DOC).unlink()
    with pytest.raises(CommandError, match=r"^no_article: .* does not hold a.txt") as missing:
        run(folder)
    assert (empty.value.returncode, missing.value.returncode) == (2, 2)
