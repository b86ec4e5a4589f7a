"""Rows for tests that need no inspection."""

import hashlib
from datetime import UTC, datetime
from itertools import count
from typing import Any

from auditor.desk import docket
from auditor.inspection.wording import fingerprint
from auditor.models import (
    Article,
    Audit,
    Boilerplate,
    Outlet,
    Passage,
    QueueItem,
    Reading,
    Snapshot,
    Variant,
)

_serial = count(1)
TAKEN = datetime(2026, 3, 16, 12, 0, tzinfo=UTC)


def make_article(*, outlet: str = "example.org", address: str = "") -> Article:
    """An article of its own outlet, not scheduled."""
    number = next(_serial)
    row, _ = Outlet.objects.get_or_create(key=outlet, defaults={"name": outlet})
    key = hashlib.sha256(f"article {number}".encode()).hexdigest()
    return Article.objects.create(outlet=row, key=key, address=address, title=f"Article {number}")


def make_audit(
    *, article: Article | None = None, text: str = "Nine men were seen.", rulebook: str = "r" * 64
) -> Audit:
    """A finished audit of a new snapshot."""
    article = article or make_article()
    digest = hashlib.sha256(text.encode()).hexdigest()
    reading, _ = Reading.objects.get_or_create(digest=digest, defaults={"text": text})
    snapshot = Snapshot.objects.create(
        article=article,
        revision=Snapshot.next_revision(article),
        payload=digest,
        size=len(text.encode()),
        media_type="text/plain",
        reading=reading,
        taken_at=TAKEN,
    )
    return Audit.objects.create(
        snapshot=snapshot,
        rulebook=rulebook,
        state=Audit.State.DONE,
        attempts=1,
        finished_at=TAKEN,
        reading=reading,
    )


def make_item(
    *,
    kind: str = "unsourced_assertion",
    priority: int = QueueItem.Priority.MEDIUM,
    probability: float = 0.7,
    outlet: str = "example.org",
) -> QueueItem:
    """An open queue item in an article of its own."""
    text = f"Nine men were seen in ward {next(_serial)}."
    audit = make_audit(article=make_article(outlet=outlet), text=text)
    item = QueueItem.objects.create(
        article=audit.snapshot.article,
        outlet=audit.snapshot.article.outlet,
        audit=audit,
        kind=kind,
        start=0,
        end=len(text),
        quote=text,
        anchor=hashlib.sha256(text.encode()).hexdigest(),
        occurrence=0,
        probability=probability,
        precision=probability,
        priority=priority,
        rules=["assertion.past_tense"],
        reason="a past event, no source in the sentence or around it",
    )
    docket.settle(docket.hold([item.article_id]))
    return item


def make_items(number: int, *, priority: int = QueueItem.Priority.MEDIUM) -> list[QueueItem]:
    """Open queue items in articles of their own, oldest first."""
    return [make_item(priority=priority) for _ in range(number)]


def make_notice(wording: str, *, kind: str = "disclaimer", **fields: Any) -> Boilerplate:
    """A notice with one wording, found nowhere yet."""
    mark = fingerprint(wording)
    notice = Boilerplate.objects.create(kind=kind, fingerprint=mark, wording=wording, **fields)
    Variant.objects.create(notice=notice, kind=kind, fingerprint=mark, wording=wording)
    return notice


def make_passage(
    notice: Boilerplate, *, outlet: str = "example.org", article: Article | None = None, **fields: Any
) -> Passage:
    """A place where the notice's first wording stands, in an audit of its own."""
    wording = notice.variants.all()[0]
    audit = make_audit(
        article=article or make_article(outlet=outlet), text=f"{wording.wording}\n{next(_serial)}"
    )
    wording.outlets.add(audit.snapshot.article.outlet)
    named = {"kind": notice.kind, "alone": notice.kind, "confidence": 1, "reason": "known text"}
    place = {"ordinal": 0, "start": 0, "end": len(wording.wording)}
    return Passage.objects.create(audit=audit, variant=wording, **{**named, **place, **fields})
