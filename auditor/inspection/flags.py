"""What a reviewer should see, and why, in words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from auditor.inspection.assertions import Assertion, SentenceType
from auditor.inspection.attribution import Sourcing
from auditor.inspection.comments import Comment
from auditor.inspection.cues import packaged_lexicon, plain, word_set
from auditor.inspection.document import Document, Span
from auditor.inspection.tiling import Segment


class FlagKind(StrEnum):
    """The queues a flag can go to."""

    UNSOURCED_ASSERTION = "unsourced_assertion"
    WEAK_SOURCING = "weak_sourcing"
    READER_COMMENT = "reader_comment"
    UNKNOWN_BOILERPLATE = "unknown_boilerplate"


@dataclass(frozen=True, slots=True)
class Flag:
    """A span for a person to look at. ``probability`` lies in [0, 1]; ``priority`` is high, medium or low."""

    span: Span
    kind: FlagKind
    probability: float
    priority: str
    rules: tuple[str, ...]
    reason: str


CLAIMS = frozenset({SentenceType.ASSERTION, SentenceType.BACKGROUND})
"""The types of sentence that need a source (annotation guide, part B)."""
WEAK = {Sourcing.VAGUE: 0.8, Sourcing.ANONYMOUS: 0.7}
"""Weak sourcings with the probability of their flag, set by hand: nobody is worse than somebody unnamed."""
_EASY = 0.7
_MONTHS = word_set("flags.months")
_CONTENTS = {
    "violent_wish": ("a wish for violence", "high"),
    "abuse": ("abusive words", "high"),
    "conspiracy": ("words of conspiracy", "high"),
    "hearsay": ("hearsay", "medium"),
    "grave": ("a claim about grave acts", "medium"),
}
_COMMENT_CERTAINTY = 0.95


def raise_flags(
    document: Document,
    segments: Iterable[Segment],
    comments: Iterable[Comment],
    assertions: Iterable[Assertion],
) -> tuple[Flag, ...]:
    """Every flag of the document, in text order; a sentence has at most one."""
    flags = [*_of_sentences(document, assertions), *_of_comments(document, comments), *_of_unknown(segments)]
    return tuple(sorted(flags, key=lambda flag: (flag.span, flag.kind)))


def unsourced(assertion: Assertion) -> bool:
    """Whether the sentence makes a claim worth checking for which nobody and nothing is named."""
    claims = assertion.type in CLAIMS and assertion.checkworthy
    return claims and assertion.attribution.sourcing is Sourcing.NONE


def weakly_sourced(assertion: Assertion) -> bool:
    """Whether a claim worth checking stands on people without names, or on nobody at all."""
    return assertion.checkworthy and assertion.attribution.sourcing in WEAK


def _of_sentences(document: Document, assertions: Iterable[Assertion]) -> Iterator[Flag]:
    for one in assertions:
        if unsourced(one):
            priority, why = _priority(document.quote(one.span), one)
            reason = f"{one.reason}; {priority} priority: {why}"
            yield Flag(one.span, FlagKind.UNSOURCED_ASSERTION, one.probability, priority, one.rules, reason)
        elif weakly_sourced(one):
            sourcing = one.attribution.sourcing
            priority = "medium" if sourcing is Sourcing.VAGUE else "low"
            yield Flag(one.span, FlagKind.WEAK_SOURCING, WEAK[sourcing], priority, one.rules, one.reason)


def _priority(quote: str, assertion: Assertion) -> tuple[str, str]:
    """High for grave, contested or numeric claims, low for what is easily confirmed."""
    if "judgement.grave" in assertion.rules:
        return "high", "grave or contested acts"
    if "judgement.motive" in assertion.rules:
        return "high", "a motive nobody is said to have stated"
    if _counts(quote.split()):
        return "high", "figures"
    if assertion.probability < _EASY:
        return "low", "easily confirmed"
    return "medium", "specific"


def _counts(words: Sequence[str]) -> bool:
    """Whether a figure stands in ``words`` that is no date and no designation (S-400)."""
    for index, word in enumerate(words):
        if word.isalpha():
            continue  # most words
        digits = word.strip(".,;:()“”\"'%$€£+").replace(",", "").replace(".", "")
        year = len(digits) == 4 and digits[:2] in {"19", "20"}
        dated = bool(index) and words[index - 1].strip(".,").lower() in _MONTHS
        if digits.isdecimal() and not year and not dated:
            return True
    return False


def _of_comments(document: Document, comments: Iterable[Comment]) -> Iterator[Flag]:
    lexicon = packaged_lexicon()
    for comment in comments:
        text = document.quote(comment.span)
        hits = lexicon.find(plain(text))
        kinds = {hit.cue.kind for hit in hits}
        found = [(kind, *_CONTENTS[kind]) for kind in _CONTENTS if kind in kinds]
        contents = [words for _, words, _ in found] + _shape(text)
        priority = found[0][2] if found else "low"
        rules = tuple(sorted({hit.cue.id for hit in hits if hit.cue.kind in _CONTENTS}))
        reason = (
            f"reader comment {comment.number}: {', '.join(contents) or 'an opinion'}; nobody has reviewed it"
        )
        yield Flag(
            comment.span,
            FlagKind.READER_COMMENT,
            _COMMENT_CERTAINTY,
            priority,
            ("flag.reader-comment", *rules),
            reason,
        )


def _shape(text: str) -> list[str]:
    """What can be told of a comment without knowing its words."""
    signs = (
        ("a link", "http://" in text or "https://" in text or "www." in text or "](" in text),
        ("a question", "?" in text),
        ("quoted words", "“" in text or text.count('"') > 1),
        ("figures", _counts(text.split()[1:])),
    )
    return [name for name, present in signs if present]


def _of_unknown(segments: Iterable[Segment]) -> Iterator[Flag]:
    for segment in segments:
        if segment.values.get("unknown_boilerplate"):
            yield Flag(
                segment.span,
                FlagKind.UNKNOWN_BOILERPLATE,
                round(1 - segment.confidence, 3),
                "low",
                segment.rules,
                f"looks like {segment.kind.value.replace('_', ' ')}, but no rule knows it: {segment.reason}",
            )
