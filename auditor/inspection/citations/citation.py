"""What a citation is: the words that name another outlet, a document or a link, and how far they reach."""

from dataclasses import dataclass
from enum import StrEnum

from auditor.inspection.document import Span


class CitationType(StrEnum):
    """Of what sort the cited source is; the words are those of the annotation guide."""

    SECOND_HAND_OUTLET = "second_hand_outlet"
    DOCUMENT = "document"
    LINK = "link"


class Reach(StrEnum):
    """How far a citation reaches."""

    SENTENCE = "sentence"  # the sentence it stands in
    PASSAGE = "passage"  # the paragraph or block quotation that it closes
    ARTICLE = "article"  # the whole text: a dateline, a credit at the end


@dataclass(frozen=True, slots=True)
class Citation:
    """``source`` is the span of the words that name it, ``covers`` the sentences it vouches for.

    A citation of the whole article covers no sentence: nothing is carried that far. ``address`` is where
    its words are linked to, as the page has it, else empty; ``rule`` the id of the wording that showed it.
    """

    source: Span
    type: CitationType
    reach: Reach
    rule: str
    covers: tuple[Span, ...] = ()
    address: str = ""
