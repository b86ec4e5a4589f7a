"""Notes on a flag, and who is called by name in them."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from auditor.desk.permits import REVIEW, ReviewRefused, permit
from auditor.models import Mention, Note, QueueItem

LONGEST = 5000
_ENDS = ".,;:!?()[]{}\"'“”‘’…"


def write(item: int, *, author: User, text: str, now: datetime) -> Note:
    """Write a note on a flag; ``@name`` calls the colleague of that user name, who finds it in ``mentions``.

    Raises ReviewRefused: item_unknown, note_empty, note_too_long, not_permitted.
    """
    permit(author, REVIEW)
    words = text.strip()
    if not words:
        raise ReviewRefused("note_empty", "Write a few words first.")
    if len(words) > LONGEST:
        raise ReviewRefused("note_too_long", f"A note has at most {LONGEST:,} characters.")
    if not QueueItem.objects.filter(pk=item).exists():
        raise ReviewRefused("item_unknown", f"There is no flag {item}. It may have been deleted.")
    with transaction.atomic():
        note = Note.objects.create(item_id=item, author=author, text=words, written_at=now)
        called = User.objects.filter(username__in=called_in(words), is_active=True)
        Mention.objects.bulk_create(Mention(note=note, user=user) for user in called)
    return note


def called_in(text: str) -> tuple[str, ...]:
    """The names behind an ``@`` in ``text``, in order, each once; a full stop after a name is none of it."""
    names = (word.lstrip(_ENDS) for word in text.split())
    called = (name[1:].rstrip(_ENDS) for name in names if name.startswith("@"))
    return tuple(dict.fromkeys(name for name in called if name))


def of(item: QueueItem) -> list[Note]:
    """The notes on a flag, the oldest first."""
    return list(item.notes.select_related("author"))


def mentions(user: User, *, unseen: bool = True) -> list[Mention]:
    """Where the user is called by name, the newest first; those seen are left out unless asked for."""
    rows = Mention.objects.filter(user=user).select_related("note__author", "note__item__article")
    return list(rows.filter(seen_at=None) if unseen else rows)


def see(item: QueueItem, *, user: User, now: datetime) -> int:
    """The user has the flag's notes before them: their mentions there are seen; how many were new."""
    return Mention.objects.filter(note__item=item, user=user, seen_at=None).update(seen_at=now)
