"""When two wordings are one notice, and how they are found among many."""

from itertools import combinations

import pytest

from auditor.inspection.variants import SAME, Wordings, read_wording, same_notice, similarity

VIEWS = (
    "The views expressed in this article are solely those of the author and do not necessarily reflect "
    "the views of Example Times."
)
TERMS = "articles on community internet sites as long as the source and copyright are acknowledged."
SAME_NOTICE = [
    (VIEWS, VIEWS.replace("Example Times", "The Other Post")),
    (VIEWS, VIEWS.replace("article", "post").replace("solely ", "")),
    (VIEWS, f"Disclaimer: {VIEWS}"),
    (VIEWS, VIEWS.upper()),
    ("Copyright © 2016 Anna Example", "Copyright © 2017 Anna Example"),
    ("Leave a Reply", "Leave a  reply"),
    (
        "For publication of our articles in print or other forms, contact: rights@example.org",
        "For publication of our articles in print or other forms, contact: anna@other.example.net",
    ),
    (
        f"The Centre of Research on Examples grants permission to cross-post Example Research {TERMS}",
        f"The Centre for Research on Samples grants permission to cross-post original Sample Review {TERMS}",
    ),
]
OTHER_NOTICE = [
    (
        "The material on this site may be reproduced with the prior written permission of the owner.",
        "The material on this site may not be reproduced without the prior written permission of the owner.",
    ),
    ("Leave a Reply", "Join our newsletter"),
    ("Leave A Reply", "Join Our Newsletter"),
    ("© 2019 Example Times", "© 2019 Other Post"),
    (VIEWS, "Comments are those of their authors and do not reflect the views of Example Times."),
    (VIEWS, " ".join(reversed(VIEWS.split()))),
    ("***", "***"),
]


@pytest.mark.parametrize(("one", "other"), SAME_NOTICE)
def test_wordings_that_differ_in_names_dates_or_a_few_words_are_one_notice(one: str, other: str) -> None:
    assert same_notice(one, other)
    assert same_notice(other, one)


@pytest.mark.parametrize(("one", "other"), OTHER_NOTICE)
def test_wordings_of_another_sense_are_two_notices(one: str, other: str) -> None:
    assert not same_notice(one, other)
    assert not same_notice(other, one)


def test_similarity_is_the_share_of_common_words() -> None:
    assert similarity("all rights are reserved", "all rights are reserved") == 1
    assert similarity("all rights are reserved", "no part is free") == 0
    assert similarity("all rights reserved here", "all rights held here") == 0.75


def test_names_numbers_and_addresses_are_holes() -> None:
    wording = read_wording(
        "Write to Anna Example, Example House, at anna@example.org or www.example.org by 2016."
    )
    assert wording.words == ("write", "to", "<name>", "at", "<address>", "or", "<address>", "by", "<number>")
    assert wording.told == 5


def test_every_like_wording_is_found_among_thousands_and_no_other() -> None:
    texts = [text for pair in (*SAME_NOTICE, *OTHER_NOTICE) for text in pair]
    filler = [
        f"Notice {word} about the {word} of another {word} house." for word in map(_letters, range(2000))
    ]
    index = Wordings(enumerate([*texts, *filler]))
    for number, text in enumerate(texts):
        expected = {other for other, known in enumerate(texts) if same_notice(text, known)}
        found = index.like(text)
        assert {key for _, key in found} == expected, number
        assert [share for share, _ in found] == sorted((share for share, _ in found), reverse=True)
        assert all(share >= SAME for share, _ in found)


def test_an_unknown_wording_has_no_variants() -> None:
    assert Wordings([("views", VIEWS)]).like("Fishing without a licence is not allowed in this lake.") == []
    assert Wordings[str]([]).like(VIEWS) == []


def test_alike_wordings_share_the_key_they_are_found_by_however_many_there_are() -> None:
    variants = [VIEWS.replace("solely", _letters(number)) for number in range(30)]
    index = Wordings(enumerate(variants))
    assert all(len(index.like(text)) == 30 for text in variants)
    assert all(same_notice(one, other) for one, other in combinations(variants, 2))


def _letters(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in f"{number:04}")
