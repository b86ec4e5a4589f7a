"""What the desk's buttons do, and what is said afterwards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.http import QueryDict

from auditor import corrections, review
from auditor.admin.desk.reasons import ATTRIBUTED_QUOTE, SEGMENTS, reasons_for
from auditor.admin.item_page import told
from auditor.admin.rendering import label_of
from auditor.desk import leases, notes
from auditor.desk.permits import ReviewRefused
from auditor.inspection.segments import SegmentKind
from auditor.models import Claim, Decision, Draft, Passage, QueueItem
from auditor.models.queue import AGREEING, Verdict

WITH = "+"
"""Stands before what goes with a verdict: ``quote``, it is attributed; ``note``, words of one's own."""
WORDS = 500
"""Longest reason in words, in code points."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The reasons for a verdict, one of which must be given; ``words`` are those typed so far."""

    act: str
    title: str
    verdict: str = ""
    reasons: tuple[tuple[int, str, str], ...] = ()
    words: str = ""
    amiss: str = ""
    field: str = "reason"
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a button: something said, a sheet to fill in, a refusal, a flag to go to."""

    said: str = ""
    sheet: Sheet | None = None
    refusal: ReviewRefused | None = None
    stay: bool = False
    words: str = ""
    anew: bool = False


def number(value: str | None) -> int:
    """A key as the form sent it; -1, which no row has, for what is none or more than a database holds."""
    given = int(value) if value and value.isdecimal() else -1
    return given if given < 2**63 else -1


def answer(held: Claim, flag: int, sent: QueryDict, *, by: User, now: datetime) -> Outcome:
    """Decide a flag of a claimed article; a verdict that must say why leads to its reasons first."""
    verdict, _, extra = sent.get("verdict", "").partition(WITH)
    if extra == "note":
        return Outcome(sheet=_noted(verdict), stay=True)
    reason = ATTRIBUTED_QUOTE if extra else (sent.get("reason") or "").strip()[:WORDS]
    if sheet := _sheet(verdict, reason, sent):
        return Outcome(sheet=sheet, stay=True)
    try:
        decision = review.decide(
            flag, reviewer=by, fence=number(sent.get("fence")), verdict=verdict, reason=reason, now=now
        )
    except ReviewRefused as refusal:
        return Outcome(refusal=refusal, stay=True)
    Draft.objects.filter(item=flag, reviewer=by).delete()
    return Outcome(said=told(decision))


def _noted(verdict: str) -> Sheet:
    label = Verdict(verdict).label if verdict in Verdict.values else "Your answer"
    return Sheet("answer", f"{label}, and a note", verdict)


def _sheet(verdict: str, reason: str, sent: QueryDict) -> Sheet | None:
    if verdict == Verdict.WRONG_SEGMENT and not reason:
        kinds = tuple((kind.value, label_of(kind.value)) for kind in SegmentKind)
        title = "The text was divided wrongly: what is it?"
        return Sheet("relabel", title, reasons=SEGMENTS, field="kind", others=kinds)
    asked = verdict in Verdict.values and verdict not in AGREEING and verdict != Verdict.UNSURE
    if not asked or reason:
        return None
    amiss = "Choose a reason, or give one in your own words." if "reason" in sent else ""
    title = f"{Verdict(verdict).label}: why?"
    return Sheet("answer", title, verdict, reasons_for(verdict), sent.get("words", ""), amiss)


def relabel(held: Claim, flag: int, sent: QueryDict, *, by: User, now: datetime) -> Outcome:
    """Say of what kind the segment is in which the flag begins; flags are derived again at once."""
    item = QueueItem.objects.filter(pk=flag).first()
    rows = (
        Passage.objects.filter(audit=item.audit_id, start__lte=item.start, end__gt=item.start)
        if item
        else None
    )
    place = rows.first() if rows else None
    kind = sent.get("kind") or sent.get("other") or ""
    try:
        corrections.relabel(place.pk if place else -1, kind=kind, by=by, now=now)
    except ReviewRefused as refusal:
        return Outcome(refusal=refusal, stay=True)
    return Outcome(said=f"The segment is {label_of(kind)} now; its flags were raised anew.", anew=True)


def resize(held: Claim, flag: int, sent: QueryDict, *, by: User, now: datetime) -> Outcome:
    """Let the flag begin or end a word sooner or later."""
    act = sent.get("act", "")
    words = 1 if act.startswith("grow") else -1
    front = act.endswith("_front")
    try:
        corrections.resize(flag, before=words if front else 0, after=0 if front else words, by=by, now=now)
    except ReviewRefused as refusal:
        return Outcome(refusal=refusal, stay=True)
    said = f"A word {'more' if words > 0 else 'less'}{' in front' if front else ''}."
    return Outcome(said=said, stay=True, anew=True)


def note(held: Claim, flag: int, sent: QueryDict, *, by: User, now: datetime) -> Outcome:
    """Write a note on the flag; its reviewer stays with it."""
    if "reason" not in sent:
        return Outcome(sheet=Sheet("note", "A note to colleagues; @name calls one"), stay=True)
    try:
        notes.write(flag, author=by, text=sent.get("reason", ""), now=now)
    except ReviewRefused as refusal:
        amiss = Sheet("note", "A note to colleagues; @name calls one", amiss=str(refusal))
        return Outcome(sheet=amiss, stay=True)
    return Outcome(said="The note is kept.", stay=True)


def escalate(held: Claim, flag: int, sent: QueryDict, *, by: User, now: datetime) -> Outcome:
    """Leave a flag to an editor, with the reason why."""
    reason = (sent.get("reason") or "").strip()[:WORDS]
    if not reason:
        amiss = "Say what the editor should look at." if "reason" in sent else ""
        return Outcome(
            sheet=Sheet("escalate", "Leave it to an editor: what should they look at?", amiss=amiss),
            stay=True,
        )
    try:
        review.escalate(flag, reviewer=by, fence=number(sent.get("fence")), reason=reason, now=now)
    except ReviewRefused as refusal:
        return Outcome(refusal=refusal, stay=True)
    return Outcome(said="Left to an editor.")


def undo(decision: Decision, *, by: User, now: datetime) -> Outcome:
    """Take a decision back."""
    try:
        review.undo(decision.pk, reviewer=by, now=now)
    except ReviewRefused as refusal:
        return Outcome(refusal=refusal)
    return Outcome(said=f"Undone: “{decision.get_verdict_display()}”. The flag is open again.")


def leave(held: Claim, act: str, *, by: User, fence: int, now: datetime) -> Outcome:
    """Skip an article, or give it back."""
    does, said = {
        "skip": (leases.skip, "Left to others; it does not come back to you today."),
        "release": (leases.release, "Given back."),
    }[act]
    try:
        does(held.pk, reviewer=by, fence=fence, now=now)
    except ReviewRefused as refusal:
        return Outcome(refusal=refusal)
    return Outcome(said=said)


ACTS: Mapping[str, Callable[..., Outcome]] = {
    "answer": answer, "escalate": escalate, "note": note,
    "relabel": relabel, "grow": resize, "shrink": resize, "grow_front": resize, "shrink_front": resize,
}  # fmt: skip
