"""Articles come in: text, files, pages, addresses; one article however often it is submitted."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from auditor import archive
from auditor.fetching import FetchRefused, Limits, Page, canonical_address, fetch, guard_sockets
from auditor.inspection.document import Document, Unreadable
from auditor.inspection.procedure import guess_media, read_document
from auditor.inspection.rulebook import load_rulebook
from auditor.models import Article, Audit, Outlet, Reading, Snapshot

MAX_BYTES = 10_000_000
UNKNOWN_OUTLET = "Outlet not stated"


@dataclass(frozen=True, slots=True)
class Material:
    """What was handed in or fetched: bytes, what they claim to be, and the text read from them.

    ``charset`` is the sender's word and may be empty; ``address`` is where redirects ended.
    """

    data: bytes
    media_type: str
    document: Document
    charset: str = ""
    address: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Submission:
    """The article, whether it was new, and its snapshot (None until its address has been fetched)."""

    article: Article
    created: bool
    snapshot: Snapshot | None = None


def read_material(
    data: bytes | str,
    media_type: str,
    *,
    charset: str = "",
    address: str = "",
    headers: Mapping[str, str] | None = None,
) -> Material:
    """Read ``data``; raises Unreadable with a code when it is empty, too large, binary or undecodable.

    Text handed in as ``str`` is kept as UTF-8; lone surrogates in it are refused, not replaced.
    """
    if isinstance(data, str):
        data, charset = _encode(data), "utf-8"
    if len(data) > MAX_BYTES:
        raise Unreadable(
            "too_large",
            f"{len(data):,} bytes were handed in; at most {MAX_BYTES:,} are read. Submit a shorter text.",
        )
    document = read_document(data, media_type, charset or None, address or None)
    return Material(data, media_type, document, charset, address, headers or {})


def _encode(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise Unreadable(
            "lone_surrogates",
            f"The text holds half a character (a lone surrogate) at code point {error.start}. "
            "Re-export it as UTF-8 and submit it again.",
        ) from error


def submit_address(address: str, *, now: datetime, by: User | None = None) -> Submission:
    """Register an address to be fetched; raises FetchRefused when it can never be."""
    canonical = canonical_address(address, limits=_limits())
    with transaction.atomic():
        article, created = Article.objects.get_or_create(
            key=_key(canonical),
            defaults={
                "address": canonical,
                "outlet": _outlet(address=canonical),
                "submitted_by": by,
                "next_audit_at": now,
            },
        )
        if not created and (article.refusal_code or article.next_audit_at is None):
            # A person asks again: try at once, do not make them wait for the back-off to end.
            Article.objects.filter(pk=article.pk).update(next_audit_at=now)
    return Submission(article, created, article.latest_snapshot())


def submit_text(  # noqa: PLR0913 - the fields of a submission, all named
    data: bytes | str,
    *,
    now: datetime,
    media_type: str = "text/plain",
    charset: str = "",
    address: str = "",
    outlet: str = "",
    title: str = "",
    by: User | None = None,
) -> Submission:
    """Take in a text or a page that was handed over; raises Unreadable or FetchRefused (bad address).

    With an ``address`` it is a version of the article there; without one, the article is known by
    its text, so that the same text handed in twice is one article.
    """
    canonical = canonical_address(address, limits=_limits()) if address else ""
    material = read_material(data, media_type, charset=charset, address=canonical)
    with transaction.atomic():
        article, created = Article.objects.get_or_create(
            key=_key(canonical or f"text:{material.document.digest}"),
            defaults={
                "address": canonical,
                "outlet": _outlet(name=outlet, address=canonical),
                "submitted_by": by,
                "title": (title or material.document.metadata.get("title", ""))[:500],
            },
        )
        snapshot = take_snapshot(article, material, now=now)
    return Submission(article, created, snapshot)


def submit_file(  # noqa: PLR0913 - the fields of a submission, all named
    name: str,
    data: bytes,
    *,
    now: datetime,
    address: str = "",
    outlet: str = "",
    title: str = "",
    by: User | None = None,
) -> Submission:
    """Take in an uploaded file, HTML or plain text by its name and content; raises Unreadable."""
    media_type = guess_media(name, data)
    return submit_text(
        data, now=now, media_type=media_type, address=address, outlet=outlet, title=title, by=by
    )


def take_snapshot(article: Article, material: Material, *, now: datetime) -> Snapshot:
    """The article's snapshot with this text, a new revision only when the text changed.

    Asks for its audit under the current rulebook; when that exists too, nothing is written.
    """
    with transaction.atomic():
        Article.objects.select_for_update().get(pk=article.pk)
        latest = article.latest_snapshot()
        if latest is None or latest.reading_id != material.document.digest:
            latest = _new_revision(article, material, now)
        Audit.objects.get_or_create(snapshot=latest, rulebook=load_rulebook().digest)
    return latest


def _new_revision(article: Article, material: Material, now: datetime) -> Snapshot:
    document = material.document
    reading, _ = Reading.objects.get_or_create(digest=document.digest, defaults={"text": document.text})
    return Snapshot.objects.create(
        article=article,
        revision=Snapshot.next_revision(article),
        payload=archive.keep(material.data),
        size=len(material.data),
        media_type=material.media_type,
        charset=material.charset,
        address=material.address,
        headers=dict(material.headers),
        reading=reading,
        taken_at=now,
    )


def fetch_article(pk: int, fence: int, *, now: datetime) -> Snapshot | None:
    """Fetch an article whose address was claimed with ``fence``; None when refused, unchanged or overtaken.

    A refusal is written on the article with its code and reason, and the next try is put off.
    """
    article = Article.objects.get(pk=pk)
    latest = article.latest_snapshot()
    guard_sockets()
    try:
        page = fetch(
            article.address,
            etag=article.etag if latest else None,
            last_modified=article.last_modified if latest else None,
            limits=_limits(),
        )
        material = None if page.not_modified else _page_material(page)
    except (FetchRefused, Unreadable) as refusal:
        _postpone(article, fence, refusal, now)
        return None
    with transaction.atomic():
        if not _settle(article, fence, page, now) or material is None:
            return None
        return take_snapshot(article, material, now=now)


def _page_material(page: Page) -> Material:
    return read_material(
        page.body,
        page.media_type,
        charset=page.charset or "",
        address=page.address,
        headers=dict(page.headers),
    )


def _settle(article: Article, fence: int, page: Page, now: datetime) -> bool:
    """Write the fetch down unless another worker has begun one since."""
    changes: dict[str, object] = {
        "next_audit_at": now + article.interval,
        "fetched_at": now,
        "failures": 0,
        "refusal_code": "",
        "refusal_reason": "",
    }
    if not page.not_modified:
        changes |= {"etag": (page.etag or "")[:500], "last_modified": (page.last_modified or "")[:100]}
    return bool(Article.objects.filter(pk=article.pk, fence=fence).update(**changes))


def _postpone(article: Article, fence: int, refusal: FetchRefused | Unreadable, now: datetime) -> None:
    retry_after = timedelta(seconds=getattr(refusal, "retry_after", None) or 0)
    Article.objects.filter(pk=article.pk, fence=fence).update(
        next_audit_at=article.back_off(now, at_least=retry_after),
        fetched_at=now,
        failures=article.failures + 1,
        refusal_code=refusal.code,
        refusal_reason=str(refusal),
    )


def _limits() -> Limits:
    return Limits(
        allow_networks=settings.AUDITOR_FETCH_NETWORKS, ports=(*Limits().ports, *settings.AUDITOR_FETCH_PORTS)
    )


def _key(identity: str) -> str:
    return hashlib.sha256(identity.encode()).hexdigest()


def _outlet(*, name: str = "", address: str = "") -> Outlet:
    """The outlet by the name given, else by the host of the address."""
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    label = " ".join(name.split())[:200] or host or UNKNOWN_OUTLET
    outlet, _ = Outlet.objects.get_or_create(key=(host or label.casefold())[:253], defaults={"name": label})
    return outlet
