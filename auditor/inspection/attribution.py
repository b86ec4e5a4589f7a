"""Who is said to have said it."""

from dataclasses import dataclass
from enum import StrEnum

from auditor.inspection.document import Span


class Sourcing(StrEnum):
    """Of what sort the source of a sentence is (annotation guide, part B)."""

    NAMED = "named"
    ANONYMOUS = "anonymous"
    VAGUE = "vague"
    SECOND_HAND_OUTLET = "second_hand_outlet"
    DOCUMENT = "document"
    LINK = "link"
    SELF_EVIDENT = "self_evident"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who vouches for one sentence, by which words.

    ``sentence`` is the sentence's span; ``source`` and ``cue`` are spans of the text, inside the
    sentence or, when ``carried`` says how the source reaches over ("lead_in", "citation_tail",
    "tag_forward", ...), outside it.
    """

    sentence: Span
    sourcing: Sourcing
    rules: tuple[str, ...]
    source: Span | None = None
    cue: Span | None = None
    carried: str | None = None
