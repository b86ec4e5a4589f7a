"""The measures of the benchmarks, on texts small enough to count by hand."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from auditor.inspection.assertions.traits import Seen
from auditor.inspection.flags import Flag, FlagKind
from auditor.inspection.procedure import inspect_document, read_document
from auditor.inspection.rulebook import load_rulebook
from benchmarks.__main__ import arguments, chosen_peers, measured, record
from benchmarks.bodies import news_table, plain_table, types_table, visible_text, worst_pages, wrapped
from benchmarks.claims import WordsAlone
from benchmarks.comments import comments_table, missed_comments
from benchmarks.corpora import SEEDS, Annotated, annotated_pages
from benchmarks.peers import Peer
from benchmarks.scoring import Overlap, flat, holds, mark, overlap, shingles_of, words_of
from benchmarks.seeds import flagged_seeds_table, seeds_table
from benchmarks.sentences import LABELS, article, plain
from benchmarks.speed import html_pages, percentile, seed_pages, speed_table
from benchmarks.tables import Table

STORY = "The council voted on Monday to close the old bridge. " * 6
OTHER = "Traders on the north bank said that they had not been asked. " * 6
PAGE = (
    "<html><head><title>Bridge to close</title></head><body>"
    "<nav><a href='/'>Home</a> <a href='/n'>News</a></nav>"
    f"<article><h1>Bridge to close</h1><p>{STORY}</p><p>{OTHER}</p></article>"
    "<div hidden>Sign in to read on</div><footer>Imprint</footer></body></html>"
)


def annotated(**changes: object) -> Annotated:
    """A page whose truth is its two paragraphs, unless ``changes`` say otherwise."""
    fields = {
        "name": "a-1",
        "data": PAGE.encode(),
        "address": "https://paper.example/bridge",
        "kind": "article",
        "body": f"{STORY}\n\n{OTHER}",
        "wanted": ("to close the old bridge.",),
        "unwanted": ("Imprint",),
        "comments": (),
    }
    return Annotated(**{**fields, **changes})


def test_words_are_runs_of_letters_digits_and_underscores():
    assert words_of("Don’t pay 1,000 – über_alles! ½") == ["Don", "t", "pay", "1", "000", "über_alles", "½"]


def test_a_text_shorter_than_a_shingle_is_one_shingle_and_an_empty_one_none():
    assert shingles_of("one two") == {("one", "two"): 1}
    assert shingles_of(" – ") == {}


def test_shingles_count_as_often_as_they_stand():
    found = overlap("a b c d e", "a b c d e a b c d e")
    # right: abcd, bcde; too much: the five that begin with the repeat
    assert (found.right, found.extra, found.missing) == pytest.approx((2 / 7, 5 / 7, 0))
    assert found.precision == pytest.approx(2 / 7)
    assert found.recall == 1
    assert not found.exact


def test_an_empty_answer_to_an_empty_truth_is_right():
    nothing = overlap("", "")
    assert (nothing.precision, nothing.recall, nothing.f1, nothing.exact) == (1, 1, 1, True)


def test_a_page_without_an_answer_lowers_recall_and_leaves_precision_alone():
    marks = mark([Overlap(1, 0, 0), Overlap(0, 0, 1)])
    assert (marks.precision, marks.recall, marks.accuracy) == (1, 0.5, 0.5)
    assert marks.f1 == pytest.approx(2 / 3)
    assert marks.page_f1 == 0.5
    assert marks.spread > 0


def test_wrong_answers_everywhere_are_zero_and_no_pages_are_refused():
    assert mark([Overlap(0, 0.5, 0.5)] * 2).f1 == 0
    assert mark([Overlap(0, 0, 1)] * 2).precision == 0
    with pytest.raises(ValueError, match="no page"):
        mark([])


def test_the_spread_is_the_same_in_every_run():
    overlaps = [Overlap(share / 10, 0, 1 - share / 10) for share in range(10)]
    assert mark(overlaps) == mark(overlaps)


def test_a_snippet_is_found_whatever_the_white_space():
    text = flat("so  they\u00a0said\n\nand left")
    assert holds(text, "said and")
    assert not holds(text, "said, and")


def test_a_table_is_aligned_text_markdown_and_data():
    table = Table("Speed", ("who", "ratio"), (("ours", 0.5), ("theirs", None), ("all", 12)), ("best of 3",))
    assert table.as_text().splitlines() == [
        "Speed",
        "  who     ratio",
        "  ours    0.500",
        "  theirs      –",
        "  all        12",
        "  best of 3",
    ]
    assert table.as_markdown().splitlines()[2:5] == ["| who | ratio |", "| --- | ---: |", "| ours | 0.500 |"]
    assert json.loads(json.dumps(table.as_data()))["rows"][1] == ["theirs", None]


def test_pages_are_read_with_their_truth(tmp_path: Path):
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "a-1.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    rows = [{"id": "w-2", "body": "elsewhere"}, {"id": "a-1", "url": "https://paper.example/", "body": STORY}]
    lines = "\n".join(json.dumps(row) for row in rows)
    (tmp_path / "truth.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    (page,) = annotated_pages(tmp_path, "a-")
    assert (page.name, page.body, page.kind, page.data) == ("a-1", STORY, "article", PAGE.encode())
    with pytest.raises(FileNotFoundError):
        annotated_pages(tmp_path, "w-")


def test_the_plain_text_of_a_page_shows_what_a_reader_sees():
    text = visible_text(PAGE.encode())
    assert "Imprint" in text
    assert "Sign in" not in text
    assert visible_text(b"<html></html>") == ""
    assert wrapped("a < b\n\nc").count(b"<p>") == 2


def test_main_text_is_measured_beside_peers():
    silent = Peer("silent", "django", lambda data: "")
    broken = Peer("broken", "django", lambda data: str(1 / 0))
    news = news_table([annotated()], [silent, broken])
    assert [row[0] for row in news.rows] == ["Source Auditor", "silent", "broken"]
    assert news.rows[0][1] == news.rows[0][5] == 1
    assert news.rows[1][1] == news.rows[2][1] == 0
    plain = plain_table([annotated()], [silent])
    assert plain.rows[1][0] == "all of it"
    assert 0 < plain.rows[1][1] < 1


def test_snippets_are_counted_per_contestant():
    everything = Peer("everything", "django", visible_text_of)
    table = types_table([annotated(), annotated(kind="forum")], [everything])
    assert table.columns[3:] == ("article (1)", "forum (1)", "with", "without")
    assert table.rows[0][-2:] == (1, 0)
    assert table.rows[2][-2:] == (1, 1)
    bare = types_table([annotated(wanted=(), unwanted=())], [])
    assert bare.rows[0][-2:] == (None, None)


def visible_text_of(data: bytes) -> str:
    """A peer that keeps everything."""
    return visible_text(data)


def test_the_worst_page_comes_first():
    table = worst_pages([annotated(), annotated(name="a-2", body="nothing of the sort")], 1)
    assert [row[0] for row in table.rows] == ["a-2"]


def test_comments_are_found_in_comments_or_leak():
    thread = "<ol class='commentlist'><li class='comment'><p>I cross it every day.</p></li></ol>"
    page = annotated(
        data=PAGE.replace("</article>", f"</article>{thread}").encode(),
        comments=("cross it every day", "never shown"),
    )
    table = comments_table([page], [Peer("everything", "django", visible_text_of)])
    ours, everything = table.rows
    assert ours[1:] == (1, 0, 1, 0)
    assert everything[1:] == (None, 1, 1, 1)
    assert missed_comments([page]).rows == ()
    unseen = annotated(data=b"<html></html>", comments=("never shown",))
    assert comments_table([unseen], []).rows[0][1:3] == (None, None)


def test_a_missed_comment_is_listed():
    page = annotated(comments=("to close the old bridge.",))
    assert [row[1] for row in missed_comments([page]).rows] == ["leaked"]


def test_a_peer_that_is_not_installed_is_said_to_be_missing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(
        "benchmarks.__main__.PEERS", (Peer("ghost", "no-such-package-here", lambda data: ""),)
    )
    assert chosen_peers("all") == []
    assert "MISSING: the peer no-such-package-here" in capsys.readouterr().out
    assert chosen_peers("none") == []
    with pytest.raises(SystemExit, match="There is no peer unheard"):
        chosen_peers("unheard")


def test_what_cannot_be_measured_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    assert list(measured(arguments().parse_args(["--only", "news", "--only", "seeds"]), [])) == []
    said = capsys.readouterr().out
    assert "NOT MEASURED: news: no --corpora PATH given" in said
    assert "NOT MEASURED: seeds: no --gold PATH given" in said
    options = ["--corpora", str(tmp_path), "--only", "comments", "--gold", str(tmp_path), "--only", "seeds"]
    assert list(measured(arguments().parse_args(options), [])) == []
    said = capsys.readouterr().out
    assert "NOT MEASURED: comments: there is no" in said
    assert "holds no annotation" in said


def test_every_section_is_measured_on_a_small_set(tmp_path: Path):
    for folder, prefix in (("articles", "a-"), ("articles", "w-"), ("comments", "c-")):
        name = f"{prefix}1"
        (tmp_path / folder / "html").mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / "html" / f"{name}.html.gz").write_bytes(gzip.compress(PAGE.encode()))
        with gzip.open(tmp_path / folder / "truth.jsonl.gz", "at") as truth:
            truth.write(json.dumps({"id": name, "body": STORY}) + "\n")
    options = ["--corpora", str(tmp_path), "--rounds", "1", "--worst", "1"]
    sections = [part for name in ("news", "types", "plain", "comments", "worst") for part in ("--only", name)]
    tables = list(measured(arguments().parse_args([*options, *sections]), []))
    assert len(tables) == 6
    assert all(table.rows for table in tables[:5])


def test_blank_snippets_are_left_out(tmp_path: Path):
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "c-1.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    with gzip.open(tmp_path / "truth.jsonl.gz", "at") as truth:
        truth.write(json.dumps({"id": "c-1", "with": ["", STORY], "comments": [" \n", "Yes."]}) + "\n")
    (page,) = annotated_pages(tmp_path, "c-")
    assert (page.wanted, page.unwanted, page.comments) == ((STORY,), (), ("Yes.",))


def test_the_record_says_what_was_measured_where():
    silent = Peer("silent", "django", lambda data: "")
    written = record([silent], [Table("Speed", ("who", "ratio"), (("ours", 0.5),))])
    assert "- peers: django " in written
    assert written.endswith("## Speed\n\n| who | ratio |\n| --- | ---: |\n| ours | 0.500 |\n")


def test_speed_is_told_as_a_multiple_of_trafilaturas():
    pages = html_pages([annotated()] * 2)
    slow = Peer("trafilatura", "django", lambda data: "".join(sorted(data.decode() * 200))[:9])
    table = speed_table("Speed", pages, [slow], rounds=2)
    rows = {row[0]: row for row in table.rows}
    assert rows["trafilatura"][1:3] == (1, 1)
    assert 0 < rows["parse alone: lxml"][1] < 1
    alone = speed_table("Speed", [*pages, *html_pages([annotated(data=b"<html></html>")])], [], rounds=1)
    assert alone.rows[0][1] is None
    assert "nothing to compare with" in alone.notes[-1]
    assert [page.media for page in seed_pages()] == ["text/plain"] * 5


def test_a_percentile_is_one_of_the_values():
    assert percentile([3.0, 1.0, 2.0], 0.99) == 3
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2


def test_seeds_are_scored_kind_by_kind(tmp_path: Path):
    seed = next(iter(sorted(SEEDS.glob("*.txt"))))
    text = seed.read_bytes().decode()
    start = text.index(text.split()[0])
    first = text[start:].split("\n")[0].rstrip()
    rows = [{"doc": seed.name, "start": start, "end": start + len(first), "label": "taxonomy"}]
    (tmp_path / "segments.jsonl").write_text("\n".join(map(json.dumps, rows)))
    table = seeds_table(tmp_path)
    assert table.rows[0][0] == "all, weighted by characters"
    kinds = {row[0]: row for row in table.rows}
    assert kinds["taxonomy"][-1] == len("".join(first.split()))
    assert kinds["body"][-1] == 0


def test_flagged_sentences_of_the_seeds_are_counted_apart_from_unsure_ones(tmp_path: Path) -> None:
    seed = min(path for path in SEEDS.glob("001_*.txt"))
    found = [one.span for one in _flags_of(seed)]
    rows = [
        {
            "doc": seed.name,
            "start": found[0].start,
            "end": found[0].end,
            "flag_unsourced": 1,
            "certainty": "clear",
        },
        {
            "doc": seed.name,
            "start": found[1].start,
            "end": found[1].end,
            "flag_unsourced": 0,
            "certainty": "borderline",
        },
    ]
    for row in rows:
        row |= {
            "text": "",
            "type": "assertion",
            "checkworthy": 1,
            "sourcing": "none",
            "numbers": [],
            "loaded": [],
            "residual_unsourced": [],
        }
    (tmp_path / "sentences.jsonl").write_text("\n".join(map(json.dumps, rows)))
    table = flagged_seeds_table(tmp_path)
    assert table.rows == (("clear", 1, 1, 1.0, 1.0, 1.0), ("all", 1, 2, 0.5, 1.0, 2 / 3))


def _flags_of(seed: Path) -> list[Flag]:
    document = read_document(seed.read_bytes(), "text/plain", None)
    flags = inspect_document(document, load_rulebook()).flags
    return [one for one in flags if one.kind is FlagKind.UNSOURCED_ASSERTION]


def test_words_alone_tell_apart_what_they_learned_and_know_nothing_of_other_words() -> None:
    seen = Seen(np.zeros((4, 0)), np.array([1, 2, 1, 3, 4, 2, 5, 4]), np.array([0, 0, 1, 1, 2, 2, 3, 3]))
    learned = WordsAlone(seen, np.array([1.0, 1.0, 0.0, 0.0]))
    odds = learned.odds(Seen(np.zeros((3, 0)), np.array([1, 4, 7]), np.array([0, 1, 2])))
    assert odds[0] > odds[2] > odds[1]
    assert odds[2] == pytest.approx(0.0, abs=0.2)


@pytest.mark.parametrize("path", sorted(LABELS.glob("*.jsonl")), ids=lambda path: path.stem)
def test_labels_are_kept_without_the_words_they_are_about(path: Path) -> None:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    known = {"set", "doc", "outlet", "begin", "end", "sha256", "type", "sourcing", "checkworthy", "flag"}
    assert all(set(row) <= known | {"priority", "narrative", "certainty", "part"} for row in rows)
    assert all(row["begin"] < row["end"] and len(row["sha256"]) == 16 for row in rows)


def test_nothing_is_trained_on_what_is_evaluated() -> None:
    names = {
        path.stem: {
            (row["set"], row["doc"]) for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())
        }
        for path in LABELS.glob("*.jsonl")
    }
    held = names.pop("eval")
    assert held
    assert all(held.isdisjoint(others) for others in names.values())


def test_a_label_finds_its_sentence_or_none() -> None:
    text = "The ship left on Monday.\n\nNine officers knew of it."
    labels = [{"begin": 26, "end": 51, "flag": 1}, {"begin": 0, "end": 5, "flag": 0}]
    made = article("web", "one", plain(text), labels=labels)
    assert [(one.row, one.label["flag"]) for one in made.labelled] == [(1, 1)]
