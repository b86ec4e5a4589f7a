"""Which key presses which button: the usual ones, a user's own, or none."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.contrib.auth.models import User

from auditor.models import DeskKeys
from auditor.models.queue import Verdict


@dataclass(frozen=True, slots=True)
class Act:
    """Something a key can do; ``key`` is the usual one, as ``aria-keyshortcuts`` names it."""

    name: str
    key: str
    words: str


ANSWERS = (
    Act("answer_1", "1", "Has a good source; a comment with nothing to do; a notice"),
    Act("answer_2", "2", "Has no source, or a vague one; a comment to act on; part of the article"),
    Act("answer_3", "3", "Opinion, or nothing to check"),
    Act("answer_4", "4", "An attributed quote"),
    Act("answer_5", "5", "Someone else's words"),
    Act("answer_6", "6", "The text was divided wrongly here"),
    Act("answer_0", "0", "Not sure: someone else should look"),
)
MOVES = (
    Act("start", "Enter", "Start; confirm"),
    Act("next", "j", "Next flag"),
    Act("previous", "k", "Previous flag"),
    Act("next_segment", "]", "First flag of the next segment that has one"),
    Act("previous_segment", "[", "Last flag of the segment before that has one"),
    Act("next_article", "Shift+J", "Next article, keeping this one"),
    Act("previous_article", "Shift+K", "Article kept before"),
    Act("undo", "z", "Undo my last decision"),
    Act("skip", "s", "Leave this article to others today"),
    Act("back", "Escape", "Back, losing nothing"),
)
ACTS = (
    Act("note", "n", "Note to colleagues (@name mentions one)"),
    Act("escalate", "e", "Leave the flag to an editor"),
    Act("family", "b", "The notice and all its articles"),
    Act("shrink", "h", "Shrink the flagged words by one word"),
    Act("grow", "l", "Grow the flagged words by one word"),
    Act("shrink_front", "Shift+H", "Shrink them by one word in front"),
    Act("grow_front", "Shift+L", "Grow them by one word in front"),
)
VIEWS = (
    Act("cleaned", "c", "The text in its segments"),
    Act("raw", "r", "The bytes as served"),
    Act("diff", "d", "What changed since the revision before"),
    Act("original", "o", "The page at its address"),
    Act("filter", "/", "The queue as a list, with filters"),
    Act("history", "y", "My last decisions"),
    Act("help", "?", "These keys"),
)
GROUPS = (("Deciding", ANSWERS), ("Moving", MOVES), ("Acting", ACTS), ("Looking", VIEWS))
USUAL = {act.name: act.key for _, acts in GROUPS for act in acts}

SLOTS: Mapping[str, str] = {
    Verdict.SOURCED: "answer_1",
    Verdict.WELL_SOURCED: "answer_1",
    Verdict.COMMENT: "answer_1",
    Verdict.BOILERPLATE: "answer_1",
    Verdict.UNSOURCED: "answer_2",
    Verdict.WEAKLY_SOURCED: "answer_2",
    Verdict.COMMENT_TO_ACT_ON: "answer_2",
    Verdict.BODY: "answer_2",
    Verdict.NOT_CHECKABLE: "answer_3",
    Verdict.NOT_THE_AUTHORS: "answer_5",
    Verdict.WRONG_SEGMENT: "answer_6",
    Verdict.UNSURE: "answer_0",
}
"""The same key says the same thing of every kind of flag."""
LONGEST = 20


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys as one user has them."""

    on: bool = True
    own: Mapping[str, str] = field(default_factory=dict)

    def of(self, name: str) -> str:
        """The key for an act; empty when keys are off."""
        return self.own.get(name, USUAL[name]) if self.on else ""

    @property
    def all(self) -> dict[str, str]:
        """Every act with its key, for templates."""
        return {name: self.of(name) for name in USUAL}

    @property
    def groups(self) -> list[tuple[str, list[tuple[Act, str]]]]:
        """The acts in their groups, each with the key it has or would have."""
        return [(title, [(act, self.own.get(act.name, act.key)) for act in acts]) for title, acts in GROUPS]


def keys_of(user: User) -> Keys:
    """The user's keys."""
    kept = DeskKeys.objects.filter(user=user).first()
    return Keys(kept.on, kept.keys) if kept else Keys()


def keep(user: User, *, on: bool, wanted: Mapping[str, str]) -> tuple[str, ...]:
    """Store a user's keys; what is wrong with them, in words, and then nothing is stored.

    A key may do only one thing; an empty wish means the usual key.
    """
    chosen = {name: _named(wanted.get(name, "")) or usual for name, usual in USUAL.items()}
    wrong = tuple(
        f"{key} is given to {len(names)} acts: {', '.join(names)}. Give each its own."
        for key, names in _by_key(chosen).items()
        if len(names) > 1
    )
    if not wrong:
        own = {name: key for name, key in chosen.items() if key != USUAL[name]}
        DeskKeys.objects.update_or_create(user=user, defaults={"on": on, "keys": own})
    return wrong


def _by_key(chosen: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, key in chosen.items():
        found.setdefault(key, []).append(name.replace("_", " "))
    return found


def _named(key: str) -> str:
    """A key as typed; capital letters are pressed with Shift."""
    key = "".join(key.split())[:LONGEST]
    return f"Shift+{key}" if len(key) == 1 and key.isalpha() and key.isupper() else key
