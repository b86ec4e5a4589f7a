"""Flags are followed by their words and never to the wrong place."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.inspection.comparison import Anchor, anchor, anchors, compare, match
from auditor.inspection.document import Block, Document, Span
from auditor.inspection.flags import Flag, FlagKind
from auditor.inspection.sameness import normalise


@dataclass(frozen=True, slots=True)
class Reading:
    """The two things ``compare`` looks at."""

    document: Document
    flags: tuple[Flag, ...]


def flag(text: str, words: str, nth: int = 0, kind: FlagKind = FlagKind.UNSOURCED_ASSERTION) -> Flag:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Flag(Span(start, start + len(words)), kind, 0.8, "high", ("r",), "because")


def reading(text: str, *quotes: str | tuple[str, int]) -> Reading:
    flags = tuple(flag(text, quote) if isinstance(quote, str) else flag(text, *quote) for quote in quotes)
    return Reading(Document(text, (Block(Span(0, len(text))),)), flags)


FIRST = "The convoy was hit at dawn. Nobody claimed it. The bridge fell two days later. It is false."


def test_quotes_dashes_case_ligatures_and_white_space_do_not_make_other_words() -> None:
    assert normalise("“Peace”\u00a0—  it’s ﬁnal ''now''") == normalise('"peace" - It\'s final "NOW"')


def test_the_same_words_in_the_same_place_are_kept() -> None:
    result = compare(
        reading(FIRST, "The bridge fell two days later."), reading(FIRST, "The bridge fell two days later.")
    )
    assert len(result.kept) == 1
    assert not result.changed + result.raised + result.withdrawn


def test_a_typographic_edition_elsewhere_in_the_text_keeps_the_flag() -> None:
    before = f"The convoy left.\n\n{FIRST}"
    after = before.replace("The convoy left", "Update: the long convoy left").replace("two days", "two  days")
    result = compare(
        reading(before, "The bridge fell two days later."), reading(after, "The bridge fell two  days later.")
    )
    assert [new.span.start for _, new in result.kept] == [after.index("The bridge")]


def test_a_reworded_sentence_is_changed_and_not_kept() -> None:
    after = FIRST.replace("two days", "three days")
    result = compare(
        reading(FIRST, "The bridge fell two days later."), reading(after, "The bridge fell three days later.")
    )
    assert not result.kept
    assert len(result.changed) == 1
    assert not result.raised + result.withdrawn


def test_a_sentence_that_is_gone_is_withdrawn_and_a_new_one_raised() -> None:
    after = "Something else altogether stands here now."
    result = compare(reading(FIRST, "The convoy was hit at dawn."), reading(after, after))
    assert len(result.withdrawn) == len(result.raised) == 1
    assert not result.kept + result.changed


TWINS = "He denied it.\n\nOne crowd went north that day. He denied it. The other crowd went home at night."


def test_twins_are_told_apart_by_their_context() -> None:
    after = "A new first line of the page.\n\n" + TWINS.removeprefix("He denied it.\n\n")
    result = compare(
        reading(TWINS, ("He denied it.", 0), ("He denied it.", 1)), reading(after, ("He denied it.", 0))
    )
    assert [old.span.start for old, _ in result.kept] == [TWINS.rindex("He denied it.")]
    assert [old.span.start for old in result.withdrawn] == [0]


def test_repetition_without_any_difference_is_matched_in_the_very_same_text_only() -> None:
    many = "no no no " * 600
    one, other = reading(many, ("no", 800), ("no", 900)), reading(many + "!", ("no", 800), ("no", 900))
    assert [(a.span, b.span) for a, b in compare(one, one).kept] == [(f.span, f.span) for f in one.flags]
    assert not compare(one, other).kept
    less = reading(many, ("no", 900), ("no", 950))
    assert compare(one, less).kept == ((one.flags[1], less.flags[0]),)


def test_another_kind_of_flag_on_the_same_words_is_another_flag() -> None:
    weak = Reading(
        Document(FIRST, (Block(Span(0, len(FIRST))),)),
        (flag(FIRST, "Nobody claimed it.", 0, FlagKind.WEAK_SOURCING),),
    )
    result = compare(reading(FIRST, "Nobody claimed it."), weak)
    assert len(result.withdrawn) == len(result.raised) == 1


def test_a_comment_that_was_renumbered_is_the_same_comment() -> None:
    before = "4. Rubbish, all of it.\n\n5. They bombed the market on Friday."
    after = "4. They bombed the market on Friday."
    result = compare(reading(before, "5. They bombed the market on Friday."), reading(after, after))
    assert len(result.kept) == 1


def test_two_equally_good_later_versions_are_no_version() -> None:
    after = FIRST.replace(
        "The bridge fell two days later.",
        "The bridge fell three days later. The bridge fell seven days later.",
    )
    result = compare(
        reading(FIRST, "The bridge fell two days later."),
        reading(after, "The bridge fell three days later.", "The bridge fell seven days later."),
    )
    assert not result.changed
    assert len(result.raised) == 2


def test_words_that_a_crowd_of_flags_shares_lead_nowhere() -> None:
    before = "They said that again in May."
    after = " ".join(f"They said that again {number}." for number in range(12))
    quotes = [f"They said that again {number}." for number in range(12)]
    result = compare(reading(before, before), reading(after, *quotes))
    assert not result.changed
    assert len(result.raised) == 12


def test_equal_quotes_are_numbered_in_text_order() -> None:
    places = anchors(TWINS, (flag(TWINS, "He denied it.", 0), flag(TWINS, "He denied it.", 1)))
    assert [place.occurrence for place in places] == [0, 1]
    assert places[0].digest[:28] == places[1].digest[:28]


def test_an_anchor_holds_words_and_no_offsets() -> None:
    place = anchor(FIRST, Span(28, 46), "weak_sourcing", 2)
    assert place == Anchor(
        "weak_sourcing",
        place.digest,
        2,
        "the convoy was hit at dawn.",
        "the bridge fell two days later. it is false.",
        3,
    )


S = "He stole 5 million dollars from the city."
REPORT = "The report was read out in the town hall on Monday evening before a large crowd of citizens."
OTHERS = ("Rain fell all day and the market was shut.", "The school opens again after Easter, it said.")


def about(name: str, *sentences: str) -> str:
    return " ".join((f"{name} was the treasurer.", *sentences))


def followed(before: tuple[str, ...], after: tuple[str, ...], words: str = S) -> list[tuple[int, int]]:
    """The paragraphs (from, to) between which the flags on ``words`` were carried, as from storage."""
    old, new = (_places(paragraphs, words) for paragraphs in (before, after))
    stored = [replace(place, exact="") for place, _ in old]
    partners = match(stored, [place for place, _ in new])
    return [(old[at][1], new[to][1]) for at, to in enumerate(partners) if to is not None]


def _places(paragraphs: tuple[str, ...], words: str) -> list[tuple[Anchor, int]]:
    text, homes = "\n\n".join(paragraphs), []
    for number, paragraph in enumerate(paragraphs):
        homes += [number] * paragraph.count(words)
    flags = [flag(text, words, nth) for nth in range(len(homes))]
    return list(zip(anchors(text, flags), homes, strict=True))


PETER, PAULA, HANS = (about(name, REPORT, S) for name in ("Peter Miller", "Paula Jones", "Hans Weber"))


@pytest.mark.parametrize(
    ("before", "after", "carried"),
    [
        ((PETER, OTHERS[0], PAULA, REPORT), (OTHERS[0], PAULA, REPORT, HANS), [(2, 1)]),
        ((PETER, OTHERS[0], PAULA, OTHERS[1]), (HANS, OTHERS[0], PAULA, OTHERS[1]), [(2, 2)]),
        ((OTHERS[0], PETER), (OTHERS[0], HANS), []),
        ((PETER, OTHERS[0]), (HANS, OTHERS[0]), []),
        ((about("Peter", S, REPORT), *OTHERS), (about("Hans", S, REPORT), *OTHERS), []),
    ],
)
def test_the_same_sentence_before_it_does_not_make_it_the_same_paragraph(
    before: tuple[str, ...], after: tuple[str, ...], carried: list[tuple[int, int]]
) -> None:
    assert followed(before, after) == carried


def test_words_that_come_back_among_other_words_are_not_followed() -> None:
    before = (about("Peter", S, "Nobody was charged."), OTHERS[0])
    after = (OTHERS[1], about("Hans", S, "The case goes on."))
    assert followed(before, after) == followed(after, before) == []
    assert followed((OTHERS[0], S, REPORT), (REPORT, S, OTHERS[1])) == []
    assert followed((OTHERS[0], S), (about("Hans", S),)) == []
    assert followed((" ".join((REPORT, S, OTHERS[0])),), (f"{S} {OTHERS[1]}",)) == []


@pytest.mark.parametrize("tail", ["", REPORT])
def test_copies_alike_on_both_sides_are_not_paired_in_order(tail: str) -> None:
    peter, paula, hans = (about(name, REPORT, S, tail).strip() for name in ("Peter", "Paula", "Hans"))
    edge = " ".join(OTHERS)
    old, new = (edge, peter, edge, paula, edge), (edge, paula, edge, hans, edge)
    assert followed(old, new) == [(3, 1)]
    assert followed(new, old) == [(1, 3)]
    same = (edge, *[f"{REPORT} {S} {REPORT}"] * 12, edge)
    assert (5, 5) not in followed(same, same)


def test_a_short_lead_is_no_evidence_by_itself() -> None:
    assert followed((f"Yes. {S}", OTHERS[0]), (OTHERS[1], f"Yes. {S} {REPORT}")) == []
    assert followed((f"Yes. {S}", OTHERS[0]), (OTHERS[1], f"Yes. {S}", OTHERS[0])) == [(0, 1)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((S, OTHERS[0]), ("A correction.", S, OTHERS[0])),
        ((OTHERS[0], S, OTHERS[1]), (OTHERS[0], "A correction.", S, OTHERS[1])),
        ((OTHERS[0], S, OTHERS[1]), (OTHERS[0], S, REPORT)),
        ((S, OTHERS[0]), (S, OTHERS[1])),
        ((PETER, OTHERS[0]), ("A correction.", PETER, OTHERS[1])),
        ((f"{S} {REPORT}",), (f"A wholly new opening. {S} {REPORT}",)),
        ((PETER,), (f"{PETER} A correction follows.",)),
        (
            (about("Peter", REPORT, "It rained.", S), REPORT),
            (about("Peter", REPORT, "It hailed.", S), REPORT),
        ),
        ((PETER, REPORT), (PETER.replace(". The", ".\n\nThe"), REPORT)),
        ((PETER, PAULA, REPORT), ("A correction.", PETER, PAULA, REPORT)),
        ((f"4. {OTHERS[0]}", f"5. {S}", f"6. {OTHERS[1]}"), (f"4. {S}", f"5. {OTHERS[1]}")),
        (("“Rain,” he said — twice.", PETER), ('"Rain,"  he said - TWICE.', PETER)),
    ],
)
def test_an_edited_or_inserted_neighbour_does_not_lose_a_flag(
    before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    assert len(followed(before, after)) == "".join(before).count(S)


POOL = (S, REPORT, "No.", "It is false.", "The minister said so in a letter to the council of the city.")
NAMES = ("Alma", "Boris", "Clara", "David", "Emil", "Frida", "Georg", "Hanna")
bodies = st.lists(st.sampled_from(POOL), min_size=1, max_size=4)
pages = st.tuples(
    st.fixed_dictionaries(dict.fromkeys(NAMES, bodies)),
    *[st.lists(st.sampled_from(NAMES), min_size=1, max_size=8, unique=True)] * 2,
)


@settings(max_examples=300)
@given(pages)
def test_no_move_deletion_or_insertion_of_paragraphs_carries_a_flag_into_another_paragraph(
    page: tuple[dict[str, list[str]], list[str], list[str]],
) -> None:
    body, before, after = page
    old, new = (tuple(about(name, *body[name]) for name in names) for names in (before, after))
    for words in POOL:
        for one, other in followed(old, new, words):
            assert before[one] == after[other]


texts = st.lists(
    st.sampled_from(["It fell.", "He ran home at once that day.", "No.", "Rain came."]), min_size=1
)


@given(texts, texts)
def test_each_flag_is_in_the_comparison_exactly_once(one: list[str], other: list[str]) -> None:
    before, after = (_flagged(parts) for parts in (one, other))
    result = compare(before, after)
    olds = [old for old, _ in result.kept + result.changed] + list(result.withdrawn)
    news = [new for _, new in result.kept + result.changed] + list(result.raised)
    assert sorted(old.span for old in olds) == [old.span for old in before.flags]
    assert sorted(new.span for new in news) == [new.span for new in after.flags]
    for old, new in result.kept:
        assert normalise(before.document.quote(old.span)) == normalise(after.document.quote(new.span))


@given(texts)
def test_an_unchanged_text_keeps_every_flag_where_it_is(parts: list[str]) -> None:
    before = _flagged(parts)
    places = anchors(before.document.text, before.flags)
    assert match(places, places) == tuple(range(len(places)))


def _flagged(parts: list[str]) -> Reading:
    text, flags, at = " ".join(parts), [], 0
    for part in parts:
        flags.append(Flag(Span(at, at + len(part)), FlagKind.UNSOURCED_ASSERTION, 0.8, "low", (), ""))
        at += len(part) + 1
    return Reading(Document(text, (Block(Span(0, len(text))),)), tuple(flags))
