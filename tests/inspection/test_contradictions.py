"""What a page says of its rights and cannot all be so; and what only looks like it."""

import pytest

from auditor.inspection.rights import Rights
from auditor.inspection.rights.contradictions import Kind, Severity
from auditor.inspection.tiling import SegmentKind
from tests.inspection.test_rights import rights_of, seed

BODY, QUOTE = SegmentKind.BODY, SegmentKind.BLOCKQUOTE
NOTICE, PERMIT = SegmentKind.COPYRIGHT_NOTICE, SegmentKind.REPRINT_PERMISSION
FAIR, CREDIT = SegmentKind.FAIR_USE_NOTICE, SegmentKind.SYNDICATION_CREDIT
OWN = (BODY, "x" * 300)
HOUSE = (NOTICE, "© 2016 The Example Post", {"holders": ["The Example Post"]})
ALL = (NOTICE, "All content herein is owned by author exclusively.")
RESERVED = (NOTICE, "All rights reserved.")
GRANT = (PERMIT, "You may republish this article.")
BAN = (NOTICE, "This article may not be republished.")
BAN_UNLESS = (NOTICE, "This article may not be republished without permission.")
LICENCE = (PERMIT, "Licensed under CC BY 4.0.")
FAIR_USE = (FAIR, "This constitutes a fair use of any copyrighted material.")


def quoted(size: int, voice: str = "Reuters") -> tuple[SegmentKind, str, dict[str, object]]:
    return QUOTE, "y" * size, {"voice": voice}


def reposted(size: int, voice: str = "Reuters") -> tuple[SegmentKind, str, dict[str, object]]:
    return BODY, "z" * size, {"voice": voice}


def credited(outlet: str, subkind: str = "original_source") -> tuple[SegmentKind, str, dict[str, object]]:
    return CREDIT, f"Source: {outlet}", {"outlet": outlet, "subkind": subkind}


def kinds(rights: Rights) -> list[Kind]:
    return [one.kind for one in rights.contradictions]


def test_the_first_seed_claims_much_that_is_quoted_and_passes_on_what_it_took() -> None:
    own, fair = seed("000").contradictions
    assert (own.kind, fair.kind) == (Kind.OWN_OVER_OTHERS, Kind.FAIR_USE_AND_GRANT)
    assert "3,490 of 7,556 characters, 46 %" in own.reason
    assert len(own.other) == 3
    assert fair.one
    assert fair.other


def test_the_fifth_seed_owns_exclusively_what_it_took_from_two_agencies() -> None:
    (found,) = seed("004").contradictions
    assert (found.kind, found.severity) == (Kind.EXCLUSIVE_OVER_OTHERS, Severity.HIGH)
    assert "TASS and Russia Today (5,105 of 5,105 characters, 100 %)" in found.reason


@pytest.mark.parametrize("number", ["001", "002", "003"])
def test_the_other_seeds_claim_nothing_and_contradict_nothing(number: str) -> None:
    assert kinds(seed(number)) == []


CLASHES = {
    "exclusive claim over a repost": ([reposted(300), OWN, ALL], [Kind.EXCLUSIVE_OVER_OTHERS]),
    "exclusive claim over a credit": ([OWN, credited("TASS"), ALL], [Kind.EXCLUSIVE_OVER_OTHERS]),
    "copyright over a third of others": ([quoted(150), OWN, HOUSE], [Kind.OWN_OVER_OTHERS]),
    "copyright over a repost": ([reposted(400), OWN, HOUSE], [Kind.OWN_OVER_OTHERS]),
    "fair use and licence": ([OWN, FAIR_USE, LICENCE], [Kind.FAIR_USE_AND_GRANT]),
    "reserved and licensed": ([OWN, RESERVED, LICENCE], [Kind.RESERVED_AND_LICENSED]),
    "consent asked and licensed": ([OWN, BAN_UNLESS, LICENCE], [Kind.RESERVED_AND_LICENSED]),
    "grant of a credited text": ([OWN, credited("Reuters"), GRANT], [Kind.GRANT_OF_OTHERS]),
    "grant of a repost": ([reposted(300), OWN, GRANT], [Kind.GRANT_OF_OTHERS]),
    "two holders": ([OWN, HOUSE, (NOTICE, "© 2016 Other Tribune")], [Kind.TWO_HOLDERS]),
    "forbidden and granted": ([OWN, BAN, GRANT], [Kind.FORBIDDEN_AND_GRANTED]),
}


@pytest.mark.parametrize("case", CLASHES)
def test_two_sides_that_do_not_go_together_are_found(case: str) -> None:
    pieces, expected = CLASHES[case]
    rights = rights_of(*pieces)
    assert kinds(rights) == expected
    assert rights.contradictions[0].one
    assert rights.contradictions[0].other
    assert "1 contradiction was found in this." in rights.reading


PEACE = {
    "a house's copyright with one short quotation": [quoted(60), OWN, HOUSE],
    "a house that quotes itself": [quoted(290, "Example Post"), OWN, HOUSE],
    "an exclusive claim over one's own": [OWN, ALL],
    "an exclusive claim over a quoted speech": [quoted(100), OWN, ALL],
    "a credit to the house itself": [OWN, HOUSE, credited("Example Post"), GRANT],
    "a credit of a contribution": [OWN, HOUSE, credited("Reuters", "contributed"), GRANT],
    "fair use without a grant": [OWN, FAIR_USE],
    "some rights reserved": [OWN, (NOTICE, "© Example. Some rights reserved."), LICENCE],
    "reserved, and asked for": [OWN, RESERVED, (PERMIT, "For reprints contact a@b.example.")],
    "forbidden without permission, and granted": [OWN, BAN_UNLESS, GRANT],
    "one house under two names": [OWN, HOUSE, (NOTICE, "© 2017 Example Post Media LLC")],
    "holders of one notice": [OWN, (NOTICE, "© A", {"holders": ["Anna Example", "Other Tribune"]})],
    "the author beside the house": [OWN, HOUSE, (NOTICE, "The text is copyright of the author.")],
    "others' pictures": [OWN, HOUSE, (NOTICE, "All images are the property of Getty.")],
    "a quotation of nobody named": [(QUOTE, "y" * 200), OWN, HOUSE],
    "nothing but a repost": [reposted(300)],
    "nothing at all": [HOUSE],
}


@pytest.mark.parametrize("case", PEACE)
def test_what_goes_together_is_left_in_peace(case: str) -> None:
    assert kinds(rights_of(*PEACE[case])) == []


def test_a_claim_by_nobody_named_says_so() -> None:
    rights = rights_of(quoted(400), (NOTICE, "Copyright."))
    assert rights.contradictions[0].reason.startswith("The copyright is claimed by somebody not named")
