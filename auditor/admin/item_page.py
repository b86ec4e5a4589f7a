"""One flag in its context: what was found, what may be decided, what was decided before."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib.auth.models import User

from auditor.admin import notice_page
from auditor.admin.article_page import Flag, stretches
from auditor.admin.rendering import Section, around, sections
from auditor.catalogue import entries
from auditor.desk import blindness, permits
from auditor.inspection.changes import word_diff
from auditor.inspection.flags import FlagKind
from auditor.models import Decision, Passage, QueueItem, ReviewEntry
from auditor.models.desk import lease
from auditor.models.queue import AGREEING, VERDICTS, Verdict
from auditor.versions import offers

# A refusal in terms of HTTP; all others are conflicts with what somebody else has done since.
STATUSES = {
    "not_permitted": 403,
    "outlet_not_assigned": 403,
    "item_unknown": 404,
    "reason_missing": 422,
    "verdict_unknown": 422,
}
CONFLICT = 409


class AnswerForm(forms.Form):
    """A reviewer's answer as the page sends it."""

    verdict = forms.CharField()
    reason = forms.CharField(required=False)
    fence = forms.IntegerField(min_value=0)
    go_on = forms.BooleanField(required=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """A verdict as a button; one that disagrees with the flag needs a reason."""

    value: str
    label: str
    agrees: bool
    needs_reason: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What was typed, kept when it could not be taken, and why it could not."""

    reason: str = ""
    go_on: bool = False
    verdict: str = ""
    refusal: permits.ReviewRefused | None = None

    @property
    def wants_reason(self) -> bool:
        """Whether the reason is what was missing."""
        return self.refusal is not None and self.refusal.code == "reason_missing"

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows it."""
        return 200 if self.refusal is None else STATUSES.get(self.refusal.code, CONFLICT)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the history."""

    entry: ReviewEntry
    verdict: str
    reason: str


def choices(kind: str) -> tuple[Choice, ...]:
    """The verdicts there are on a flag of this kind, the one that agrees with it first."""
    return tuple(
        Choice(
            verdict.value,
            str(verdict.label),
            verdict in AGREEING,
            verdict not in AGREEING and verdict is not Verdict.UNSURE,
        )
        for verdict in VERDICTS[kind]
    )


def context_of(item: QueueItem) -> tuple[Section[Passage, Flag], ...]:
    """The passages the flag stands in and one more on each side, the flag marked in them."""
    reading = item.audit.reading
    if reading is None:
        return ()
    near = around(stretches(item.audit.passages.order_by("ordinal")), item)
    drawn = sections(reading.text, near, (Flag(1, item),))
    return tuple(section for section in drawn if section.of is not None)


def place_of(item: QueueItem) -> Passage | None:
    """The passage a flag stands on as a whole, with its notice if the catalogue has one."""
    places = Passage.objects.filter(audit=item.audit_id, start=item.start, end=item.end)
    return places.select_related("variant__notice").first()


def history(item: QueueItem, user: User) -> list[Entry]:
    """What has happened to the flag, as far as the user may see it, the newest first."""
    return [
        Entry(entry, _verdict(entry.details.get("verdict", "")), entry.details.get("reason", ""))
        for entry in blindness.visible_log(item.log.select_related("actor"), user)
    ]


def _verdict(value: str) -> str:
    return str(Verdict(value).label) if value in Verdict.values else ""


def item_context(item: QueueItem, user: User, answer: Answer, *, now: datetime) -> dict[str, object]:
    """Everything the page needs, as of ``now``."""
    standing = blindness.answer_of(item, user)
    held = lease(item.article, now)
    reviews = user.has_perm(permits.REVIEW)
    own = standing is not None and standing.reviewer_id == user.pk
    unknown = item.kind == FlagKind.UNKNOWN_BOILERPLATE
    adoptable = unknown and item.state == QueueItem.State.OPEN and user.has_perm(entries.CHANGE)
    return {
        "item": item,
        "place": place_of(item) if unknown else None,
        "kinds": notice_page.kinds() if adoptable else (),
        "sections": context_of(item),
        "choices": choices(item.kind),
        "answer": answer,
        "standing": standing,
        "rewording": word_diff(item.former, item.quote) if item.former else (),
        "offers": offers.offers(item) if item.state == QueueItem.State.OPEN else (),
        "history": history(item, user),
        "held": held,
        "mine": held is not None and held.reviewer_id == user.pk,
        "is_open": item.state == QueueItem.State.OPEN,
        "reviews": reviews,
        "may_undo": standing is not None and reviews and (own or user.has_perm(permits.OVERRULE)),
    }


def told(decision: Decision) -> str:
    """What a decision just made has come to; an unsure one leaves the flag open."""
    if decision.verdict == Verdict.UNSURE:
        return "Passed on to someone else: the flag stays open."
    return f"Decided: {decision.get_verdict_display()}."


def undoable(user: User, asked: str) -> Decision | None:
    """The decision just made, as named by the address, if it is the user's own and still stands."""
    if not asked.isdecimal():
        return None
    own = Decision.objects.filter(reviewer=user, undoes=None, undone_by=None).select_related("item")
    return own.filter(pk=int(asked)).first()
