"""What the review screen shows of a claimed article: its text, its flags, the current one's card."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.contrib.auth.models import User

from auditor import review
from auditor.admin.article_page import stretches
from auditor.admin.desk.card import Card, card_of
from auditor.admin.desk.keys import Keys, keys_of
from auditor.admin.rendering import Group, Section, gathered, label_of, sections
from auditor.desk import priorities, worklist
from auditor.models import Article, Audit, Claim, Decision, Passage, QueueItem

HEIGHT = 1000
"""Units from the top of the map of segments to its foot."""
State = QueueItem.State
SHOWN = (State.OPEN, State.ESCALATED, State.DECIDED)


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag in the article: its number, and whether this reviewer is asked about it."""

    number: int
    item: QueueItem
    wanted: bool

    @property
    def start(self) -> int:
        """First code point."""
        return self.item.start

    @property
    def end(self) -> int:
        """One past the last code point."""
        return self.item.end

    @property
    def label(self) -> str:
        """Its kind in words."""
        return label_of(self.item.kind)

    @property
    def state(self) -> str:
        """Where it stands, without telling what anybody else decided of it."""
        return "to decide" if self.wanted else str(self.item.state)


@dataclass(frozen=True, slots=True)
class Block:
    """A segment or a flag on the map; ``y`` and ``height`` in units of ``HEIGHT``."""

    family: str
    y: float
    height: float


class Screen:
    """A claimed article as its reviewer sees it; what a fragment leaves out is never fetched."""

    def __init__(self, held: Claim, user: User, *, now: datetime, at: int | None = None) -> None:
        self.held, self.user, self.now = held, user, now
        held.reviewer = user  # whose permissions are known already
        self.article: Article = held.article
        self.flags = _flags(held)
        self.current = self._chosen(at)

    def _chosen(self, at: int | None) -> Flag | None:
        """The flag asked for; else the first that is to be decided."""
        asked = next((flag for flag in self.flags if flag.item.pk == at), None)
        wanted = next((flag for flag in self.flags if flag.wanted), None)
        return asked or wanted or next(iter(self.flags), None)

    @cached_property
    def keys(self) -> Keys:
        """The reviewer's keys."""
        return keys_of(self.user)

    @cached_property
    def card(self) -> Card | None:
        """The current flag's card."""
        return self._card(self.current) if self.current else None

    @cached_property
    def next_card(self) -> Card | None:
        """The card to be painted the moment the current flag is decided."""
        return self._card(self.following) if self.following else None

    def _card(self, flag: Flag) -> Card:
        decided_blind = flag.wanted and flag.item.state == State.DECIDED
        return card_of(flag.item, number=flag.number, user=self.user, keys=self.keys, blind=decided_blind)

    @property
    def left(self) -> list[Flag]:
        """The flags still to be decided, beginning after the current one and going round."""
        place = self.flags.index(self.current) + 1 if self.current else 0
        return [flag for flag in (*self.flags[place:], *self.flags[:place]) if flag.wanted]

    @property
    def following(self) -> Flag | None:
        """The flag that comes when the current one is decided."""
        return next((flag for flag in self.left if flag != self.current), None)

    @property
    def is_last(self) -> bool:
        """Whether the article is done with the current flag, so that the next article should be ready."""
        return self.following is None

    @property
    def neighbours(self) -> tuple[Flag | None, Flag | None]:
        """The flags before and after the current one, whatever their state."""
        place = self.flags.index(self.current) if self.current else 0
        before = self.flags[place - 1] if place else None
        return before, self.flags[place + 1] if place + 1 < len(self.flags) else None

    @property
    def across(self) -> tuple[Flag | None, Flag | None]:
        """The last flag before the current one's segment, and the first after it."""
        start, end = self.card.segment if self.card else (0, 0)
        before = next((flag for flag in reversed(self.flags) if flag.start < start), None)
        return before, next((flag for flag in self.flags if flag.start >= end), None)

    @cached_property
    def audit(self) -> Audit | None:
        """The audit in which the flags stand."""
        return self.flags[0].item.audit if self.flags else None

    @property
    def text(self) -> str:
        """The article's text."""
        return self.audit.reading.text if self.audit and self.audit.reading else ""

    @cached_property
    def sections(self) -> tuple[Section[Passage, Flag], ...]:
        """The text in its segments, the flags in place."""
        if self.audit is None:
            return ()
        rows = self.audit.passages.order_by("ordinal")
        return sections(self.text, stretches(rows), self.flags)

    @property
    def groups(self) -> tuple[Group[Passage, Flag], ...]:
        """The sections, with runs of page furniture folded."""
        return gathered(self.sections)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The map: segments by their length, then the flags upon them."""
        return tuple(_blocks(self.sections, self.flags, len(self.text) or 1))

    @property
    def revisions(self) -> int:
        """How many revisions there are."""
        return self.article.snapshots.count()

    @property
    def seconds(self) -> int:
        """How long the lease still runs."""
        return max(0, int((self.held.until - self.now).total_seconds()))

    @property
    def decided(self) -> int:
        """How many flags of the article want nothing more."""
        return sum(not flag.wanted for flag in self.flags)

    @property
    def pressing(self) -> tuple[str, ...]:
        """Why the current flag stands where it stands in the queue."""
        return priorities.why_now(self.current.item, now=self.now) if self.current else ()

    @cached_property
    def earlier(self) -> Claim | None:
        """The article that the reviewer claimed before this one and still holds."""
        held = [
            one for one in worklist.mine(self.user, now=self.now) if one.pk != self.held.pk and not one.ahead
        ]
        return held[-1] if held else None

    @cached_property
    def undoable(self) -> Decision | None:
        """What one press of undo takes back."""
        return review.last_decision(self.user)


def _flags(held: Claim) -> tuple[Flag, ...]:
    wanted = {item.pk for item in worklist.work_of(held)}
    items = QueueItem.objects.filter(article=held.article_id, state__in=SHOWN)
    rows = list(items.order_by("start", "end", "kind"))
    # An audit is as long as its article: it is read once and not with every flag.
    audits = Audit.objects.select_related("reading").defer("signals", "rights", "policy")
    found = audits.in_bulk({item.audit_id for item in rows})
    for item in rows:
        item.audit = found[item.audit_id]
    return tuple(Flag(number, item, item.pk in wanted) for number, item in enumerate(rows, start=1))


def _blocks(drawn: Sequence[Section[Passage, Flag]], flags: Sequence[Flag], length: int) -> Iterator[Block]:
    for section in drawn:
        if section.of is not None:
            yield _block(section.family, section.of.start, section.of.end, length)
    for flag in flags:
        yield _block("flagged" if flag.wanted else "settled", flag.start, flag.end, length)


def _block(family: str, start: int, end: int, length: int) -> Block:
    return Block(family, HEIGHT * start / length, max(2.0, HEIGHT * (end - start) / length))
