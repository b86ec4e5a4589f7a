"""A source reaches over to a neighbouring sentence in the ways of the annotation guide, and no farther."""

import pytest

from auditor.inspection.attribution import Sourcing
from auditor.inspection.tiling import SegmentKind
from tests.inspection.paragraphs import BLOCKQUOTE, BODY, Article, article

NAMED, ANONYMOUS, VAGUE, NONE = Sourcing.NAMED, Sourcing.ANONYMOUS, Sourcing.VAGUE, Sourcing.NONE
OUTLET, DOCUMENT = Sourcing.SECOND_HAND_OUTLET, Sourcing.DOCUMENT
Kind = tuple[Sourcing, str | None]


def kinds(made: Article) -> list[Kind]:
    return [(one.sourcing, one.carried) for one in made.attributions]


CASES: list[tuple[list[str | tuple[SegmentKind, str]], list[Kind]]] = [
    # lead-in to a block, its end, and its priority over the credit at the end
    (
        [
            "Berg confirmed the following:",
            (BLOCKQUOTE, "“It is over."),
            (BLOCKQUOTE, "We go.” (RT, March 14, 2016)"),
        ],
        [(NAMED, None), (NAMED, "lead_in"), (NAMED, "lead_in"), (OUTLET, None)],
    ),
    (
        ["Reports say it fell:", (BLOCKQUOTE, "It fell at dawn. ([South Front](#), March 14, 2016)")],
        [(VAGUE, None), (OUTLET, "citation_tail"), (OUTLET, None)],
    ),
    (["Reports say it fell:", (BLOCKQUOTE, "It fell at dawn.")], [(VAGUE, None), (VAGUE, "lead_in")]),
    # two blocks, each with its tail; the second without
    (
        [(BLOCKQUOTE, "It fell. (RT, May 1, 2016)"), (BLOCKQUOTE, "It rose.")],
        [(OUTLET, "citation_tail"), (OUTLET, None), (NONE, None)],
    ),
    ([(BLOCKQUOTE, "It fell:"), (BLOCKQUOTE, "At dawn.")], [(NONE, None), (NONE, None)]),
    ([(BLOCKQUOTE, "It fell."), "It rose."], [(NONE, None), (NONE, None)]),
    # credit of the whole block in the words before it
    (
        ["good article from RT..it fell at dawn..", (BLOCKQUOTE, "It fell at dawn.")],
        [(OUTLET, None), (NONE, None), (OUTLET, "block_credit")],
    ),
    # a tail under a paragraph that is not framed, and its limits
    (
        ["It fell. It rose. (RT, May 1, 2016)"],
        [(OUTLET, "citation_tail"), (OUTLET, "citation_tail"), (OUTLET, None)],
    ),
    (["It fell.", "(RT, May 1, 2016)"], [(NONE, None), (OUTLET, None)]),
    (
        ["It fell. (RT, May 1, 2016) It rose. (AP, May 1, 2016)"],
        [(OUTLET, "citation_tail"), (OUTLET, None), (OUTLET, "citation_tail"), (OUTLET, None)],
    ),
    # quotations: tag ahead, quotation going on, same speaker, lead-in by a colon
    (["“It fell. We go,” he said."], [(NAMED, "tag_forward"), (NAMED, None)]),
    (["“It fell. We go.” He left."], [(NONE, None), (NONE, None), (NONE, None)]),
    (["“It fell.” “We go,” he said."], [(NONE, None), (NAMED, None)]),
    (
        ["“" + "It fell. " * 7 + "We go,” he said."],
        [(NONE, None), *[(NAMED, "tag_forward")] * 6, (NAMED, None)],
    ),
    (
        ["“It fell,” he said. “We go. We win.”"],
        [(NAMED, None), (NAMED, "continuing_quotation"), (NAMED, "continuing_quotation")],
    ),
    (["Holm confirmed it. “We go.”"], [(NAMED, None), (NAMED, "same_speaker_previous")]),
    (["Holm confirmed it.", "“We go.”"], [(NAMED, None), (NONE, None)]),
    (["Holm confirmed it:", "“We go.”"], [(NAMED, None), (NAMED, "lead_in")]),
    (["“We go.”"], [(NONE, None)]),
    # a sentence with a colon takes the source of what it introduces
    (
        ["It has full support:", (BLOCKQUOTE, "“We go.” ([text of official communiqué](#), May 1, 2016)")],
        [(DOCUMENT, "lead_in_forward"), (DOCUMENT, "citation_tail"), (DOCUMENT, None)],
    ),
    (
        ["It has full support:", (BLOCKQUOTE, "Berg said so. (RT, May 1, 2016)")],
        [(OUTLET, "lead_in_forward"), (NAMED, None), (OUTLET, None)],
    ),
    (["It has full support:", "It fell."], [(NONE, None), (NONE, None)]),
    (["It has full support:", "“We go.”"], [(NONE, None), (NONE, None)]),
    # pointing back, and evidence that follows
    (
        ["They discussed it. The palace announced this on Monday."],
        [(NAMED, "explicit_back_reference"), (NAMED, None)],
    ),
    (["They discussed it. The palace announced this."], [(NAMED, "explicit_back_reference"), (NAMED, None)]),
    (["They discussed it. The palace announced this week’s work."], [(NONE, None), (NAMED, None)]),
    (["They discussed it.", "The palace announced this."], [(NONE, None), (NAMED, None)]),
    (
        ["A diplomat was sceptical. “No,” the diplomat said."],
        [(ANONYMOUS, "evidence_follows"), (ANONYMOUS, None)],
    ),
    (["The diplomat was sceptical. “No,” the diplomat said."], [(NONE, None), (ANONYMOUS, None)]),
    (["It fell. “No,” the diplomat said."], [(NONE, None), (ANONYMOUS, None)]),
    (["It fell. According to Holm, it fell."], [(NONE, None), (NAMED, None)]),
    (["It fell. It was reported that it fell."], [(NONE, None), (VAGUE, None)]),
]


@pytest.mark.parametrize(("paragraphs", "expected"), CASES)
def test_a_source_reaches_so_far(
    paragraphs: list[str | tuple[SegmentKind, str]], expected: list[Kind]
) -> None:
    assert kinds(article(*paragraphs)) == expected


def test_what_is_carried_says_where_from() -> None:
    made = article("“It fell. We go,” Holm said.")
    first = made.attributions[0]
    assert made.words(first.source) == "Holm"
    assert made.words(first.cue) == "said"
    assert first.rules == ("sourcing.say", "carried.tag-forward")
    assert first.sentence == made.sentences[0]


def test_a_block_credit_is_not_looked_for_too_far_back() -> None:
    made = article((BODY, "good article from RT.." + "it fell.." * 14), (BLOCKQUOTE, "It rose."))
    assert kinds(made)[-1] == (NONE, None)
