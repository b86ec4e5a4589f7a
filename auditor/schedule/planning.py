"""When an article is fetched next, and why just then."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from auditor.ladder import SHORTEST, Ladder, Looks, lengthen, pace, read_ladder, spread
from auditor.models import Article, Capture, Outlet

BACK_OFF = SHORTEST
LONGEST_BACK_OFF = timedelta(days=7)
AWAY = timedelta(days=1)
LONGEST_AWAY = timedelta(days=30)
REMEMBERED = 40
"""Looks from which a change rate is measured: the newest."""
ABSENT = (Capture.Outcome.GONE, Capture.Outcome.MOVED, Capture.Outcome.WITHHELD)


@dataclass(frozen=True, slots=True)
class Planned:
    """The next fetch (None: never), why, the step of the ladder and the measured changes per day."""

    at: datetime | None
    plan: Article.Plan
    step: str = ""
    rate: float | None = None

    @property
    def columns(self) -> dict[str, object]:
        """The article's columns that say so."""
        return {
            "next_audit_at": self.at,
            "plan": self.plan,
            "ladder_step": self.step,
            "change_rate": self.rate,
            "turn_at": None,
        }


def ladder_of(outlet: Outlet) -> Ladder:
    """The outlet's own ladder, else the one of the settings."""
    ladder: Ladder = settings.AUDITOR_LADDER
    return read_ladder(outlet.ladder) if outlet.ladder else ladder


def after_page(article: Article, *, now: datetime) -> Planned:
    """The plan after a page that was believed; its capture is already written."""
    captures = list(article.captures.telling()[:REMEMBERED])
    rate = looks(captures).rate
    step = ladder_of(article.outlet).at(now - _last_change(article, captures, now))
    if article.outlet.resting:
        return Planned(None, Article.Plan.LADDER, str(step), rate)
    if article.interval is not None:
        wait = max(article.interval, SHORTEST)
        return Planned(now + wait, Article.Plan.FIXED, rate=rate)
    wait = pace(step, rate)
    plan = Article.Plan.LADDER if wait == step.every else Article.Plan.RATE
    return Planned(now + max(spread(wait, article.key), SHORTEST), plan, str(step), rate)


def looks(captures: list[Capture]) -> Looks:
    """What was seen of an article in captures that were believed, the newest first."""
    if not captures:
        return Looks()
    later = captures[:-1]
    changes = sum(capture.outcome in Capture.TAKEN for capture in later)
    return Looks(len(later), changes, (captures[0].at - captures[-1].at) / timedelta(days=1))


def _last_change(article: Article, captures: list[Capture], now: datetime) -> datetime:
    """When it was last seen to change; before it ever was, when it says it was published."""
    taken = next((capture for capture in captures if capture.outcome in Capture.TAKEN), None)
    if taken is None:
        return captures[-1].at if captures else now
    if taken.outcome == Capture.Outcome.FIRST and article.published_at:
        return min(article.published_at, now)
    return taken.at


def after_failure(
    article: Article, outcome: str, *, now: datetime, at_least: timedelta = timedelta()
) -> Planned:
    """The plan after a fetch that brought nothing; ``at_least`` is how long the site wants to rest.

    A fault is tried again after a quarter of an hour, doubled each time up to a week; what is gone, has
    moved or is forbidden after a day, up to a month. The first 404 counts as a fault.
    """
    absent = outcome in ABSENT and article.failures > 0
    first, longest = (AWAY, LONGEST_AWAY) if absent else (BACK_OFF, LONGEST_BACK_OFF)
    wait = min(spread(first * (1 << min(article.failures, 12)), article.key), longest)
    step, rate = article.ladder_step, article.change_rate
    if article.outlet.resting and article.failures:
        return Planned(None, Article.Plan.BACK_OFF, step, rate)
    if at_least > wait:
        return Planned(now + lengthen(at_least, article.key), Article.Plan.RETRY_AFTER, step, rate)
    return Planned(
        now + max(wait, SHORTEST), Article.Plan.AWAY if absent else Article.Plan.BACK_OFF, step, rate
    )


def replan(outlet: Outlet, *, now: datetime) -> int:
    """Bring an outlet's articles in line with what was set for it; how many were changed.

    A resting outlet's articles are not fetched again; one that rests no longer has all of them
    looked at, as its site allows.
    """
    articles = Article.objects.filter(outlet=outlet).exclude(address="")
    if outlet.resting:
        return articles.filter(next_audit_at__isnull=False).update(next_audit_at=None)
    idle = articles.filter(next_audit_at=None)
    return idle.update(next_audit_at=now, plan=Article.Plan.ASKED)
