"""Articles come in: text, files, pages, addresses; one article however often it is submitted."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from auditor.catalogue import house
from auditor.fetching import Limits, canonical_address
from auditor.inspection.procedure import guess_media
from auditor.models import Article, Audit, Outlet, Reading, Snapshot
from auditor.storage import archive
from auditor.storage.material import Material, one_line, read_material

UNKNOWN_OUTLET = "Outlet not stated"


@dataclass(frozen=True, slots=True)
class Submission:
    """The article, whether it was new, and its snapshot (None until its address has been fetched)."""

    article: Article
    created: bool
    snapshot: Snapshot | None = None


def submit_address(address: str, *, now: datetime, by: User | None = None) -> Submission:
    """Register an address to be fetched; raises FetchRefused when it can never be."""
    canonical = canonical_address(address, limits=limits())
    fresh: dict[str, Any] = {
        "address": canonical,
        "outlet": lambda: _outlet(address=canonical),
        "submitted_by": by,
        "next_audit_at": now,
    }
    with transaction.atomic():
        article, created = Article.objects.get_or_create(key=_key(canonical), defaults=fresh)
        if not created and (article.refusal_code or article.next_audit_at is None):
            # A person asks again: try at once, do not make them wait for the back-off to end.
            Article.objects.filter(pk=article.pk).update(next_audit_at=now, plan=Article.Plan.ASKED)
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
    canonical = canonical_address(address, limits=limits()) if address else ""
    title, outlet = one_line(title), one_line(outlet)
    material = read_material(data, media_type, charset=charset, address=canonical)
    fresh: dict[str, Any] = {
        "address": canonical,
        "outlet": lambda: _outlet(name=outlet, address=canonical),
        "submitted_by": by,
        "title": (title or material.document.metadata.get("title", ""))[:500],
    }
    with transaction.atomic():
        key = _key(canonical or f"text:{material.document.digest}")
        article, created = Article.objects.get_or_create(key=key, defaults=fresh)
        snapshot = take_snapshot(article, material, now=now)
        # What the site last vouched for is no longer the newest version: ask it in full next time.
        Article.objects.filter(pk=article.pk).exclude(etag="", last_modified="").update(
            etag="", last_modified=""
        )
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
        Article.objects.select_for_update(no_key=True).get(pk=article.pk)
        latest = article.latest_snapshot()
        if latest is None or latest.reading_id != material.document.digest:
            latest = _new_revision(article, material, now)
        elif latest.payload == hashlib.sha256(material.data).hexdigest():
            archive.keep(material.data)  # mends a lost or damaged copy
        Audit.objects.ask(latest, rulebook=house.in_force().digest)
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


def article_at(address: str) -> Article | None:
    """The article that is known under ``address``, however it is written."""
    return Article.objects.filter(key=_key(canonical_address(address, limits=limits()))).first()


def limits() -> Limits:
    """Where fetches may go, by the settings."""
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
