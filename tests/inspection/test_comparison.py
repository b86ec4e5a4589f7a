"""Flags are followed by their words and never to the wrong place."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from auditor.inspection.comparison import Anchor, anchor, anchors, compare, match, normalise
from auditor.inspection.document import Block, Document, Span
from auditor.inspection.flags import Flag, FlagKind


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
    after = FIRST.replace("The convoy", "Update: the long convoy").replace("two days", "two  days")
    result = compare(
        reading(FIRST, "The bridge fell two days later."), reading(after, "The bridge fell two  days later.")
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


def test_short_words_that_moved_are_not_followed() -> None:
    after = "It is false. A quite different report opens the page today and goes on for a while."
    result = compare(reading(FIRST, "It is false."), reading(after, "It is false."))
    assert not result.kept
    assert len(result.withdrawn) == len(result.raised) == 1


def test_short_words_with_half_their_context_are_followed() -> None:
    after = FIRST + " A correction follows."
    assert len(compare(reading(FIRST, "It is false."), reading(after, "It is false.")).kept) == 1


def test_short_words_with_the_context_that_follows_them_are_followed() -> None:
    before = "It is false. The convoy was hit at dawn on Monday."
    after = "A wholly new opening sentence. " + before
    assert len(compare(reading(before, "It is false."), reading(after, "It is false.")).kept) == 1


TWINS = "He denied it. One crowd went north that day. He denied it. The other crowd went home at night."


def test_twins_are_told_apart_by_their_context() -> None:
    after = "A new first line of the page. " + TWINS.replace("He denied it. One", "One")
    result = compare(
        reading(TWINS, ("He denied it.", 0), ("He denied it.", 1)), reading(after, ("He denied it.", 0))
    )
    assert [old.span.start for old, _ in result.kept] == [TWINS.rindex("He denied it.")]
    assert [old.span.start for old in result.withdrawn] == [0]


def test_twins_whose_contexts_have_both_changed_are_orphans() -> None:
    after = "He denied it. Rain. He denied it. Snow."
    twice = (("He denied it.", 0), ("He denied it.", 1))
    result = compare(reading(TWINS, *twice), reading(after, *twice))
    assert not result.kept
    assert len(result.withdrawn) == len(result.raised) == 2


def test_repetition_without_any_difference_is_matched_in_order_and_only_when_the_number_is_the_same() -> None:
    many = "no no no " * 60
    one, other = reading(many, ("no", 80), ("no", 90)), reading(many, ("no", 80), ("no", 90), ("no", 95))
    assert [(a.span, b.span) for a, b in compare(one, one).kept] == [(f.span, f.span) for f in one.flags]
    assert not compare(one, other).kept


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
    assert places[0].digest == places[1].digest


def test_an_anchor_holds_words_and_no_offsets() -> None:
    place = anchor(FIRST, Span(28, 46), "weak_sourcing", 2)
    assert place == Anchor(
        "weak_sourcing", place.digest, 2, "the convoy was hit at dawn.", "the bridge fell two days later. ", 3
    )


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
