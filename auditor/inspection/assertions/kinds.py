"""What a sentence does, and what was made of one."""

from dataclasses import dataclass
from enum import StrEnum

from auditor.inspection.attribution import Attribution
from auditor.inspection.document import Span


class SentenceType(StrEnum):
    """Annotation guide, part B."""

    ASSERTION = "assertion"
    REPORTED_SPEECH = "reported_speech"
    QUOTATION_ONLY = "quotation_only"
    OPINION = "opinion"
    BACKGROUND = "background"
    QUESTION = "question"
    DIRECTIVE = "directive"
    FRAGMENT = "fragment"


@dataclass(frozen=True, slots=True)
class Assertion:
    """One sentence of body, blockquote or editor's note, judged.

    ``probability`` in [0, 1] is how likely a careful reader would want a source that is not there.
    """

    span: Span
    type: SentenceType
    attribution: Attribution
    checkworthy: bool
    probability: float
    rules: tuple[str, ...]
    reason: str
