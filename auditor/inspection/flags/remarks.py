"""Flags on readers' comments: what a moderator finds in them, told without judging it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import re2

from auditor.inspection.comments import Comment
from auditor.inspection.cues import packaged_lexicon, plain, word_set
from auditor.inspection.document import Document
from auditor.inspection.flags.claims import counts
from auditor.inspection.flags.kinds import Flag, FlagKind
from auditor.inspection.tiling import Segment, SegmentKind
from auditor.inspection.wording import plain_words

_CERTAINTY = 0.95
_CONTENTS = {
    "violent_wish": ("a wish for violence", "high"),
    "accusation": ("an accusation against a person", "high"),
    "abuse": ("an insult", "high"),
    "conspiracy": ("words of conspiracy", "high"),
    "hearsay": ("hearsay", "medium"),
    "grave": ("a claim about grave acts", "medium"),
    "claim": ("a factual claim", "medium"),
}
_STAMP = re2.compile(
    r"(?i)\b(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}[:.]\d{2}(?::\d{2})?(?:[\s\p{Z}]*[ap]\.?m\b\.?)?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day,?"
    r"|(?:\d{1,2}\.?[\s\p{Z}]+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
    r"(?:[\s\p{Z}]+\d{1,2}(?:st|nd|rd|th)?)?,?[\s\p{Z}]+\d{4}"
    r"|\d+[\s\p{Z}]+(?:second|minute|hour|day|week|month|year)s?[\s\p{Z}]+ago|\d+[\s\p{Z}]+(?:likes?|replies|reply|votes?))"
)
_MARKER = re2.compile(r"^[\s\p{Z}]*(?:#?\d{1,4}(?:\.\d{1,4})*[.)]|[•·◦▪‣○●*–-])[\s\p{Z}]+")
_CLAUSE = re2.compile(r"[^.!?\n]+[.!?]*")
_FINITE = word_set("stances.finite")
_PRONOUNS = frozenset({"he", "she", "his", "her", "him", "you", "your"})
_SHARED = 7
"""Words in a row that nobody writes as they stand in the article without quoting it (set by hand)."""
_HEADER = 4
"""Words of a line beside a time stamp or a name, up to which it is the comment's header."""


@dataclass(frozen=True, slots=True)
class _Article:
    """Runs of ``_SHARED`` words of the article's own text, to know them again."""

    runs: frozenset[tuple[str, ...]]

    def quoted_in(self, text: str) -> bool:
        """Whether ``text`` repeats words of the article."""
        return any(run in self.runs for run in _runs(text))


def of_comments(
    document: Document, segments: Iterable[Segment], comments: Sequence[Comment]
) -> Iterator[Flag]:
    """A flag for each comment, with what it contains."""
    if not comments:
        return
    body = (document.quote(one.span) for one in segments if one.kind is SegmentKind.BODY)
    article = _Article(frozenset(run for text in body for run in _runs(text)))
    for comment in comments:
        yield _of_comment(comment, _own_words(document.quote(comment.span), comment), article)


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = plain_words(text).split()
    return zip(*(words[start:] for start in range(_SHARED)), strict=False)


def _of_comment(comment: Comment, text: str, article: _Article) -> Flag:
    hits = packaged_lexicon().find(plain(text))
    kinds = {hit.cue.kind for hit in hits}
    clauses = [_Clause(clause[0].strip()) for clause in _CLAUSE.finditer(text)]
    kinds -= {"accusation"} if not any(one.accuses for one in clauses) else set()
    kinds |= {"claim"} if any(one.claims for one in clauses) else set()
    found = [_CONTENTS[kind] for kind in _CONTENTS if kind in kinds]
    contents = [words for words, _ in found] + _shape(text, comment, article)
    reason = f"reader comment {comment.number}: {', '.join(contents) or 'an opinion'}; nobody has reviewed it"
    rules = sorted({hit.cue.id for hit in hits if hit.cue.kind in kinds & _CONTENTS.keys()})
    priority = found[0][1] if found else "low"
    return Flag(
        comment.span, FlagKind.READER_COMMENT, _CERTAINTY, priority, ("flag.reader-comment", *rules), reason
    )


def _own_words(text: str, comment: Comment) -> str:
    """The comment without its number, its header and its time stamps: what the reader wrote."""
    kept = []
    for line in _MARKER.sub("", text, 1).splitlines():
        bare = _STAMP.sub(" ", line)
        author = comment.author or ""
        named = bool(author) and line.strip().startswith(author)
        rest = bare.strip().removeprefix(author).split() if named else bare.split()
        if (bare == line and not named) or len(rest) > _HEADER:
            kept.append(" ".join(rest) if named else bare)
    return "\n".join(kept)


class _Clause:
    """One clause of a comment: its words, and what they show."""

    __slots__ = ("kinds", "named", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = plain(text)
        self.kinds = packaged_lexicon().kinds(self.words)
        later = text.split()[1:]
        self.named = sum(word.lstrip("“\"'(")[:1].isupper() for word in later)

    @property
    def accuses(self) -> bool:
        """Words of a crime or a lie, and somebody they are said of."""
        someone = self.named > 0 or not _PRONOUNS.isdisjoint(self.words)
        return "accusation" in self.kinds and someone

    @property
    def claims(self) -> bool:
        """A finite clause with a figure, a grave act or names, that is no question and no view of its own."""
        if self.text.endswith("?") or not self.kinds.isdisjoint({"own_view", "opinion", "hedge"}):
            return False
        stated = not _FINITE.isdisjoint(self.words) or any(word.endswith("ed") for word in self.words)
        substance = counts(self.text.split()) or "grave" in self.kinds or self.named > 1
        return stated and substance and len(self.words) > 3


def _shape(text: str, comment: Comment, article: _Article) -> list[str]:
    """What can be told of a comment without knowing its words."""
    link = "http://" in text or "https://" in text or "www." in text or "](" in text
    quotes = article.quoted_in(text)
    marked = comment.quoted is not None or "“" in text or text.count('"') > 1
    signs = (
        ("a link", link),
        ("words quoted from the article", quotes),
        ("quoted words", marked and not quotes),
        ("a question", "?" in text),
        ("figures", counts(text.split())),
    )
    return [name for name, present in signs if present]
