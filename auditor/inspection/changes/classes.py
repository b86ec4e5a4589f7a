"""Which class of change a segment's kind belongs to, how much a change weighs, and what is worth an alert."""

from collections.abc import Mapping
from enum import IntEnum, StrEnum

from auditor.inspection.tiling import SegmentKind as Kind


class ChangeClass(StrEnum):
    """What of a page has changed."""

    BODY = "body"
    HEADLINE = "headline"
    BYLINE_DATE = "byline_date"
    CORRECTION = "correction"
    DISCLAIMER_RIGHTS = "disclaimer_rights"
    COMMENTS = "comments"
    CHROME = "chrome"


class Weight(IntEnum):
    """How much a change weighs: typing, words, or what a reader would want to be told of."""

    SLIGHT = 1
    ORDINARY = 2
    GRAVE = 3


_KINDS: Mapping[ChangeClass, tuple[Kind, ...]] = {
    ChangeClass.BODY: (Kind.BODY, Kind.BLOCKQUOTE, Kind.SECTION_HEADING, Kind.CAPTION),
    ChangeClass.HEADLINE: (Kind.HEADLINE, Kind.SUBHEADLINE),
    ChangeClass.BYLINE_DATE: (Kind.BYLINE, Kind.DATELINE, Kind.AUTHOR_BIO),
    ChangeClass.CORRECTION: (Kind.CORRECTION_NOTICE, Kind.UPDATE_NOTICE, Kind.EDITOR_NOTE),
    ChangeClass.DISCLAIMER_RIGHTS: (
        Kind.DISCLAIMER, Kind.COPYRIGHT_NOTICE, Kind.FAIR_USE_NOTICE, Kind.REPRINT_PERMISSION,
        Kind.SYNDICATION_CREDIT, Kind.ARCHIVE_CREDIT,
    ),
    ChangeClass.COMMENTS: (
        Kind.READER_COMMENT, Kind.COMMENT_WIDGET, Kind.COMMENT_COUNT, Kind.COMMENT_POLICY,
        Kind.COMMENTS_CLOSED,
    ),
}  # fmt: skip
_CLASS_OF = {kind: one for one, kinds in _KINDS.items() for kind in kinds}
Policy = Mapping[ChangeClass, Weight | None]
"""Per class the least weight that is worth an alert; None: never."""
DEFAULT_POLICY: Policy = {
    ChangeClass.BODY: Weight.ORDINARY,
    ChangeClass.HEADLINE: Weight.ORDINARY,
    ChangeClass.BYLINE_DATE: Weight.GRAVE,
    ChangeClass.CORRECTION: Weight.ORDINARY,
    ChangeClass.DISCLAIMER_RIGHTS: Weight.ORDINARY,
    ChangeClass.COMMENTS: Weight.ORDINARY,
    ChangeClass.CHROME: None,
}
NEVER = "never"


class PolicyError(ValueError):
    """An alert policy that names an unknown class or weight."""


def class_of(kind: Kind) -> ChangeClass:
    """The class of a segment's kind; page chrome is the rest."""
    return _CLASS_OF.get(kind, ChangeClass.CHROME)


def policy_of(*overrides: Mapping[str, str]) -> Policy:
    """The default policy with overrides, the last the strongest: class to "slight", ..., or "never".

    Raises ``PolicyError``.
    """
    policy = dict(DEFAULT_POLICY)
    for override in overrides:
        policy |= dict(_entry(name, level) for name, level in override.items())
    return policy


def _entry(name: str, level: str) -> tuple[ChangeClass, Weight | None]:
    if name not in set(ChangeClass):
        raise PolicyError(f"there is no class of change {name!r}; there are {', '.join(ChangeClass)}")
    levels: dict[str, Weight | None] = {weight.name.lower(): weight for weight in Weight} | {NEVER: None}
    if level not in levels:
        raise PolicyError(f"there is no level {level!r}; there are {', '.join(levels)}")
    return ChangeClass(name), levels[level]


def is_alert(of: ChangeClass, weight: Weight, policy: Policy) -> bool:
    """Whether a finding of this class and weight is worth an alert."""
    least = policy[of]
    return least is not None and weight >= least
