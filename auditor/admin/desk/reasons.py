"""The reasons a reviewer can give by a number; others are given in words."""

from collections.abc import Mapping

from auditor.models.queue import Verdict

REASONS: Mapping[str, tuple[str, ...]] = {
    Verdict.SOURCED: (
        "The source is named in the sentence.",
        "The source is named in the sentence before or after.",
        "The paragraph says throughout where it is from.",
        "There is a link to the source.",
        "It rests on a document that is named.",
        "What is told was seen by the author.",
    ),
    Verdict.WELL_SOURCED: (
        "The source is named elsewhere in the article.",
        "Several independent sources say the same.",
        "The source must be protected, and the article says why.",
        "The document can be found from what is said.",
    ),
    Verdict.NOT_CHECKABLE: (
        "It is an opinion, marked as one.",
        "It is a forecast or a wish.",
        "It is common knowledge.",
        "It follows from what was said before.",
        "It is too vague to check.",
        "It sums up what follows with its sources.",
    ),
    Verdict.NOT_THE_AUTHORS: (
        "It is quoted, and the speaker is named.",
        "It is quoted without a speaker.",
        "It is a reader's comment.",
        "It is copy of another outlet.",
        "It is an editor's note.",
    ),
    Verdict.COMMENT_TO_ACT_ON: (
        "It insults or threatens.",
        "It states a fact that harms somebody.",
        "It corrects the article.",
        "It is advertising.",
        "It gives away private data.",
    ),
    Verdict.BODY: (
        "It belongs to the running text.",
        "It is a heading or a caption.",
        "It is quoted for this article.",
    ),
}
SEGMENTS = (
    (1, "body", "body: part of the article"),
    (2, "reader_comment", "a reader's comment"),
    (3, "disclaimer", "a disclaimer"),
    (4, "copyright_notice", "a copyright notice"),
    (5, "syndication_credit", "a credit for copy of others"),
    (6, "editor_note", "an editor's note"),
    (7, "navigation", "navigation"),
    (8, "blockquote", "a block quote"),
)
"""The kinds of segment that a number chooses; the others are chosen from a list."""
ATTRIBUTED_QUOTE = "An attributed quote: the speaker is named."


def reasons_for(verdict: str) -> tuple[tuple[int, str, str], ...]:
    """The reasons for a verdict: number, value, words."""
    return tuple((number, words, words) for number, words in enumerate(REASONS.get(verdict, ()), start=1))
