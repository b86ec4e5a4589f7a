"""What a notice says about reuse: who, whom, which use of what, on which condition."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from auditor.inspection.document import Span


class Claim(StrEnum):
    """What a statement does."""

    OWNERSHIP = "ownership"  # says whose the text is
    RESERVATION = "reservation"  # keeps all rights
    PROHIBITION = "prohibition"  # forbids a use
    GRANT = "grant"  # allows a use
    REQUEST = "request"  # says whom to ask for a use
    LICENCE = "licence"  # puts the text under a public licence or in the public domain
    FAIR_USE = "fair_use"  # says that others' work is used without being asked for
    BORROWED = "borrowed"  # says that another has permitted this copy


class Use(StrEnum):
    """What may or may not be done with the text."""

    CROSS_POST = "cross_post"
    REPUBLISH = "republish"
    REPRODUCE = "reproduce"
    PRINT = "print"
    REDISTRIBUTE = "redistribute"
    SHARE = "share"
    REWRITE = "rewrite"
    TRANSLATE = "translate"
    QUOTE = "quote"


class Condition(StrEnum):
    """What has to be done, or left, for the use to be allowed."""

    ATTRIBUTION = "attribution"
    COPYRIGHT_NOTICE = "copyright_notice"
    HYPERLINK = "hyperlink"
    UNMODIFIED = "unmodified"
    COMPLETE = "complete"
    NON_COMMERCIAL = "non_commercial"
    PRIOR_PERMISSION = "prior_permission"
    NOTIFY = "notify"
    SHARE_ALIKE = "share_alike"
    PERSONAL_USE = "personal_use"


ANYONE = "anyone"
ARTICLE = "the article"
"""What a statement is about that does not say what."""
ARTICLES = "all articles"
IMAGES = "images"
OTHERS_WORK = "others' copyrighted material"


@dataclass(frozen=True, slots=True)
class Proviso:
    """A condition, with the words that set it; ``span`` is None where a licence sets it."""

    condition: Condition
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing a notice says.

    ``assigner`` are names: who owns, allows or forbids; empty when the page does not say who.
    ``assignee`` is whom it is said to. ``target`` is what it is about, ``whose`` the house whose work
    that is, if named. ``uses`` is empty where no use is named. ``venues`` are where or in which form,
    ``purposes`` what for, ``contact`` an e-mail or web address to ask. ``spans`` are the words, empty
    for what a page says in its head: ``said_in`` is then the name of that metadata, else "text".
    ``licence`` is an IRI or a name; ``year`` a year of the copyright; ``exclusive``: nobody else is
    said to own anything of it.
    """

    claim: Claim
    spans: tuple[Span, ...]
    rules: tuple[str, ...]
    assigner: tuple[str, ...] = ()
    assignee: str = ANYONE
    target: str = ARTICLE
    whose: str | None = None
    uses: tuple[Use, ...] = ()
    conditions: tuple[Proviso, ...] = ()
    venues: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    contact: str | None = None
    licence: str | None = None
    statute: str | None = None
    year: int | None = None
    exclusive: bool = False
    said_in: str = "text"

    def asks(self, condition: Condition) -> bool:
        """Whether ``condition`` is set."""
        return any(term.condition is condition for term in self.conditions)


@dataclass(frozen=True, slots=True)
class Credit:
    """A printed credit: the text comes from ``outlet``. ``kind`` is the segment's subkind."""

    outlet: str
    span: Span
    kind: str
    rules: tuple[str, ...]


def listed(words: Iterable[str], joint: str = "and") -> str:
    """Words in a row: "a", "a and b", "a, b and c"."""
    once = list(words)
    return once[0] if len(once) == 1 else f"{', '.join(once[:-1])} {joint} {once[-1]}"
