"""One flag's card: its words, who speaks, why it is here, what is near, and what can be answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q

from auditor.admin.desk.keys import SLOTS, Keys
from auditor.admin.desk.reasons import ATTRIBUTED_QUOTE
from auditor.admin.rendering import label_of
from auditor.inspection.changes import Piece, word_diff
from auditor.inspection.flags import FlagKind
from auditor.models import Audit, Decision, Draft, Note, Passage, QueueItem
from auditor.models.queue import AGREEING, VERDICTS, Verdict
from auditor.versions import offers

ELSEWHERE = 3
NEAR = 3
"""Sentences on either side in which an attribution counts as near."""
SOURCED = ("named", "document", "link", "second_hand_outlet", "anonymous", "vague")
Sentence = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """A button; ``reason`` is given with it, ``asks`` means that it leads to the reasons first."""

    verdict: str
    label: str
    slot: str
    key: str
    agrees: bool
    asks: bool
    reason: str = ""

    @property
    def noted(self) -> bool:
        """Whether words of one's own may go with it; another segment's kind takes none."""
        return not self.reason and self.verdict != Verdict.WRONG_SEGMENT

    @property
    def noted_key(self) -> str:
        """The key for the answer with a note, if the answer's own is a digit."""
        return f"Shift+{self.key}" if self.key.isdecimal() else ""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is said to have said what stands nearest; ``where`` is told in sentences."""

    source: str
    cue: str
    sourcing: str
    words: str
    where: str


@dataclass(frozen=True, slots=True)
class Last:
    """What was decided of these words before, and what has changed in them since."""

    decision: Decision
    undone: bool
    changes: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """Everything shown of one flag beside the text."""

    item: QueueItem
    number: int
    speaker: str
    attribution: Attribution | None
    elsewhere: tuple[Decision, ...]
    last: Last | None
    notes: tuple[Note, ...]
    answers: tuple[Answer, ...]
    segment: tuple[int, int]
    notice: int | None
    draft: Draft | None

    @property
    def label(self) -> str:
        """The kind in words."""
        return label_of(self.item.kind)

    @property
    def percent(self) -> str:
        """How likely a careful reader would agree with the flag."""
        return f"{100 * self.item.probability:.0f} %"


def card_of(item: QueueItem, *, number: int, user: User, keys: Keys, blind: bool) -> Card:
    """The card of a flag; ``blind``: what others decided of it is not shown."""
    place = _place(item)
    sentences = item.audit.sentences if item.audit.reading else []
    return Card(
        item=item,
        number=number,
        speaker=speaker(item, place, sentences),
        attribution=nearest(item.audit, item, sentences),
        elsewhere=() if blind else tuple(offers.offers(item)[:ELSEWHERE]),
        last=None if blind else last(item, user),
        notes=tuple(item.notes.select_related("author")),
        answers=answers(item.kind, keys),
        segment=(place.start, place.end) if place else (item.start, item.end),
        notice=_notice(item, place),
        draft=item.drafts.filter(reviewer=user).first(),
    )


def answers(kind: str, keys: Keys) -> tuple[Answer, ...]:
    """The buttons for a kind of flag, in the order of their usual keys."""
    found = [_answer(verdict, keys) for verdict in VERDICTS[kind]]
    if Verdict.SOURCED in VERDICTS[kind]:
        quote = Answer(
            Verdict.SOURCED,
            "An attributed quote",
            "answer_4",
            keys.of("answer_4"),
            False,
            False,
            ATTRIBUTED_QUOTE,
        )
        found.append(quote)
    return tuple(sorted(found, key=lambda answer: "1234567890".index(answer.slot[-1])))


def _answer(verdict: Verdict, keys: Keys) -> Answer:
    agrees, slot = verdict in AGREEING, SLOTS[verdict]
    asks = not agrees and verdict is not Verdict.UNSURE
    return Answer(verdict.value, str(verdict.label), slot, keys.of(slot), agrees, asks)


def speaker(item: QueueItem, place: Passage | None, sentences: Sequence[Sentence]) -> str:
    """Who says the flagged words, as far as the audit knows."""
    if place is not None and place.comment is not None:
        author = place.comment.get("author")
        name = f"a reader, {author}" if author else "a reader whose name was not recognised"
        return f"{name} (comment {place.comment.get('number', '?')})"
    if place is not None and place.kind == "blockquote":
        return "somebody quoted at length"
    if item.kind == FlagKind.UNKNOWN_BOILERPLATE:
        return "perhaps the outlet, in a notice"
    inside = [one for one in sentences if one["start"] < item.end and item.start < one["end"]]
    if inside and all(one["type"] == "quotation_only" for one in inside):
        return "somebody quoted"
    if inside and all(one["type"] == "reported_speech" for one in inside):
        return _reported(inside[0])
    return "the article's own voice"


def _reported(sentence: Sentence) -> str:
    source = sentence["source"]
    return f"{source['text']}, as the article reports" if source else "somebody, as the article reports"


def nearest(audit: Audit, item: QueueItem, sentences: Sequence[Sentence]) -> Attribution | None:
    """The nearest sentence that names a source; within the flag first, then before it, then after."""
    if audit.reading is None or item.kind in (FlagKind.READER_COMMENT, FlagKind.UNKNOWN_BOILERPLATE):
        return None
    before = [one for one in sentences if one["end"] <= item.start][-NEAR:]
    after = [one for one in sentences if one["start"] >= item.end][:NEAR]
    inside = [one for one in sentences if one["start"] < item.end and item.start < one["end"]]
    ranked = chain(
        ((0, "in these words", one) for one in inside),
        ((n, _far(n, "before"), one) for n, one in enumerate(reversed(before), start=1)),
        ((n, _far(n, "after"), one) for n, one in enumerate(after, start=1)),
    )
    named = [(n, where, one) for n, where, one in ranked if one["source"] and one["sourcing"] in SOURCED]
    if not named:
        return None
    _, where, one = min(named, key=lambda found: found[0])
    words = audit.reading.text[one["start"] : one["end"]].strip()
    cue = one["cue"]["text"] if one["cue"] else ""
    return Attribution(one["source"]["text"], cue, label_of(one["sourcing"]), words, where)


def _far(number: int, side: str) -> str:
    return f"{number} sentence{'' if number == 1 else 's'} {side}"


def last(item: QueueItem, user: User) -> Last | None:
    """The last decision about the flag; of one not undone, what changed in the words since."""
    made = item.decisions.filter(Q(round="first") | Q(round="final") | Q(reviewer=user), undoes=None)
    decision = made.select_related("reviewer", "undone_by").order_by("-pk").first()
    if decision is None:
        return None
    changed = decision.quote != item.quote
    return Last(
        decision, hasattr(decision, "undone_by"), word_diff(decision.quote, item.quote) if changed else ()
    )


def _place(item: QueueItem) -> Passage | None:
    """The segment in which the flag begins."""
    found = Passage.objects.filter(audit=item.audit_id, start__lte=item.start, end__gt=item.start)
    return found.select_related("variant").first()


def _notice(item: QueueItem, place: Passage | None) -> int | None:
    if item.kind != FlagKind.UNKNOWN_BOILERPLATE or place is None or place.variant is None:
        return None
    return place.variant.notice_id
