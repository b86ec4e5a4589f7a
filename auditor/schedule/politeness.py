"""Whose turn it is: no site is asked too often or against its robots.txt, however many workers ask."""

import logging
from datetime import datetime, timedelta

from django.conf import settings

from auditor.fetching import FetchRefused, Limits, RefusalCode, Robots, fetch_robots
from auditor.fetching.robots import origin_of
from auditor.models import Article, Host, Outlet

log = logging.getLogger(__name__)

UNREACHABLE_LIFE = timedelta(hours=1)
"""After this long a robots.txt that could not be had is asked for again."""


def take_turn(article: Article, *, now: datetime) -> datetime | None:
    """None when the article's site may be asked now, which then counts as asked; else when to come back.

    A token bucket in the database (as a virtual schedule, ITU-T I.371 Annex A): ``free_at`` runs ahead
    of the clock by a pause for every request promised, at most ``burst`` of them at once. Who has to
    wait gets a moment of its own, so that a thousand articles of one site queue up once instead of
    asking again and again. Runs inside a transaction, which then holds the site's row.
    """
    host = _held(origin_of(article.address))
    pause, burst = pacing(host, article.outlet)
    ahead = host.free_at or now
    earliest = max(_soonest(host, pause, burst, now), now)
    due = article.turn_at
    if due is not None and due <= now < due + pause:
        turn = earliest
    else:
        turn = max(ahead - (burst - 1) * pause, earliest)
        host.free_at = max(ahead, turn) + pause
    if turn <= now:
        host.asked_at = now
    host.save(update_fields=["asked_at", "free_at"])
    return None if turn <= now else turn


def _held(origin: str) -> Host:
    host, _ = Host.objects.select_for_update().get_or_create(origin=origin)
    return host


def _soonest(host: Host, pause: timedelta, burst: int, now: datetime) -> datetime:
    """Before this moment nothing may be asked of the site, whatever was promised."""
    since_last = host.asked_at + pause if host.asked_at and burst == 1 else now
    return max(since_last, host.closed_until or now)


def pacing(host: Host, outlet: Outlet) -> tuple[timedelta, int]:
    """The time between two requests, and how many may come at once after a rest."""
    pause: timedelta = outlet.pause or settings.AUDITOR_HOST_PAUSE
    if host.crawl_delay:
        return max(pause, timedelta(seconds=host.crawl_delay)), 1
    return pause, settings.AUDITOR_HOST_BURST


def close(address: str, *, until: datetime) -> None:
    """Leave a site alone until a moment that it named itself."""
    host = _held(origin_of(address))
    host.closed_until = max(until, host.closed_until or until)
    host.save(update_fields=["closed_until"])


def require_permission(address: str, *, limits: Limits, now: datetime) -> None:
    """Raise ``FetchRefused`` (robots) for an address that its site's robots.txt closes to us.

    Also raises ``FetchRefused`` when the site gives no answer at all.
    """
    robots = robots_of(origin_of(address), limits=limits, now=now)
    if not robots.reachable:
        raise FetchRefused(
            RefusalCode.ROBOTS,
            f"The site cannot say now what programs may read (status {robots.status} for its robots.txt). "
            "It is asked again later.",
            status=robots.status,
        )
    if not robots.allows(address, limits.user_agent):
        raise FetchRefused(
            RefusalCode.ROBOTS,
            "The site's robots.txt asks programs not to read this page. Paste the article's text instead.",
        )


def robots_of(origin: str, *, limits: Limits, now: datetime) -> Robots:
    """What a site asks of programs, at most a day old (RFC 9309 §2.4).

    While the file cannot be had, what it said last goes on to hold. Raises ``FetchRefused``.
    """
    host, _ = Host.objects.get_or_create(origin=origin)
    known = Robots(host.robots_status, host.robots) if host.robots_status is not None else None
    if known and host.robots_at and now - host.robots_at < _life(known):
        return known
    robots = fetch_robots(origin, limits=limits)
    if known and known.reachable and not robots.reachable:
        Host.objects.filter(pk=host.pk).update(
            robots_at=now - settings.AUDITOR_ROBOTS_LIFE + UNREACHABLE_LIFE
        )
        log.warning("%s: robots.txt answers %s; what it said before still holds", origin, robots.status)
        return known
    delay = robots.delay(limits.user_agent)
    Host.objects.filter(pk=host.pk).update(
        robots=robots.text, robots_status=robots.status, robots_at=now, crawl_delay=delay
    )
    log.info("%s: robots.txt answers %s, crawl delay %s s", origin, robots.status, delay)
    return robots


def _life(robots: Robots) -> timedelta:
    life: timedelta = settings.AUDITOR_ROBOTS_LIFE
    return life if robots.reachable else min(UNREACHABLE_LIFE, life)
