"""Articles come in: text, files, pages, addresses; one article however often it is submitted."""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.db import InterfaceError, OperationalError, transaction

from auditor import archive, house
from auditor.fetching import FetchRefused, Limits, Page, canonical_address, fetch, guard_sockets
from auditor.inspection.document import Unreadable
from auditor.inspection.procedure import guess_media
from auditor.material import Material, one_line, read_material
from auditor.models import Article, Audit, Outlet, Reading, Snapshot

log = logging.getLogger(__name__)

UNKNOWN_OUTLET = "Outlet not stated"


class SameArticle(Exception):
    """An address that leads to an article which is known under its own address."""

    code = "same_article"


@dataclass(frozen=True, slots=True)
class Submission:
    """The article, whether it was new, and its snapshot (None until its address has been fetched)."""

    article: Article
    created: bool
    snapshot: Snapshot | None = None


def submit_address(address: str, *, now: datetime, by: User | None = None) -> Submission:
    """Register an address to be fetched; raises FetchRefused when it can never be."""
    canonical = canonical_address(address, limits=_limits())
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
        Article.objects.select_for_update().get(pk=article.pk)
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


def fetch_article(pk: int, fence: int, *, now: datetime) -> Snapshot | None:
    """Fetch an article whose address was claimed with ``fence``; None when refused, unchanged or overtaken.

    A refusal, or whatever else goes wrong with the page, is written on the article with its code and
    reason, and the next try is put off.
    """
    article = Article.objects.get(pk=pk)
    try:
        return _fetch(article, fence, now)
    except (FetchRefused, Unreadable, SameArticle) as refusal:
        _postpone(article, fence, refusal.code, str(refusal), now, getattr(refusal, "retry_after", None))
    except (OperationalError, InterfaceError):
        raise  # the database is away: the address is due again when its lease ends
    except Exception as error:
        log.exception("fetching article %s failed", pk)
        _postpone(article, fence, "fetch_failed", f"{type(error).__name__}: {error}", now)
    return None


def _fetch(article: Article, fence: int, now: datetime) -> Snapshot | None:
    latest = article.latest_snapshot()
    guard_sockets()
    page = fetch(
        article.address,
        etag=article.etag if latest else None,
        last_modified=article.last_modified if latest else None,
        limits=_limits(),
    )
    material = None if page.not_modified else _page_material(page)
    _require_own(article, page)
    with transaction.atomic():
        if not _settle(article, fence, page, now) or material is None:
            return None
        return take_snapshot(article, material, now=now)


def _require_own(article: Article, page: Page) -> None:
    """Refuse a page that is another article's: its flags would be reviewed twice."""
    key = _key(canonical_address(page.address, limits=_limits()))
    other = Article.objects.filter(key=key).exclude(pk=article.pk).first()
    if other is not None:
        raise SameArticle(f"The address leads to article {other.pk}, {other}. Look there.")


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
        "next_audit_at": article.next_regular(now),
        "fetched_at": now,
        "failures": 0,
        "refusal_code": "",
        "refusal_reason": "",
    }
    if not page.not_modified:
        changes |= {"etag": (page.etag or "")[:500], "last_modified": (page.last_modified or "")[:100]}
    return bool(Article.objects.filter(pk=article.pk, fence=fence).update(**changes))


def _postpone(
    article: Article, fence: int, code: str, reason: str, now: datetime, retry_after: int | None = None
) -> None:
    Article.objects.filter(pk=article.pk, fence=fence).update(
        next_audit_at=article.back_off(now, at_least=timedelta(seconds=retry_after or 0)),
        fetched_at=now,
        failures=article.failures + 1,
        refusal_code=code,
        refusal_reason=reason,
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
