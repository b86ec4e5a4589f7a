"""When an article is fetched next and why, and what its last fetches brought, as a small picture."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from auditor.admin.pages import moment
from auditor.fetching.robots import origin_of
from auditor.models import Article, Capture, Host

SHOWN = 40
"""Fetches in the picture: the newest."""
WIDTH = 14
HEIGHT = 24
_SHAPES = {
    Capture.Outcome.FIRST: ("version", HEIGHT),
    Capture.Outcome.CHANGED: ("version", HEIGHT),
    Capture.Outcome.RETURNED: ("version", HEIGHT),
    Capture.Outcome.UNCHANGED: ("same", 8),
    Capture.Outcome.FURNITURE: ("same", 10),
    Capture.Outcome.FLAPPING: ("same", 14),
    Capture.Outcome.UNKNOWN: ("unknown", 14),
    Capture.Outcome.GONE: ("away", HEIGHT),
    Capture.Outcome.MOVED: ("away", HEIGHT),
    Capture.Outcome.WITHHELD: ("away", HEIGHT),
}
LEGEND = (
    ("version", "a version was taken"),
    ("same", "nothing new"),
    ("unknown", "unknown: not to be relied on"),
    ("away", "gone, moved or forbidden"),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One fetch as a bar of ``height`` pixels, ``x`` pixels from the left; ``words`` say the same."""

    x: int
    height: int
    shape: str
    words: str

    @property
    def y(self) -> int:
        """Where it begins: all stand on one line."""
        return HEIGHT - self.height


@dataclass(frozen=True, slots=True)
class SchedulePanel:
    """All that the page says of the schedule of an article with an address."""

    due: str
    why: str
    step: str
    rate: str
    site: str
    marks: tuple[Mark, ...]
    counts: tuple[tuple[str, int], ...]
    news: tuple[Capture, ...]
    legend: tuple[tuple[str, str], ...] = LEGEND
    height: int = HEIGHT

    @property
    def width(self) -> int:
        """Pixels."""
        return max(1, len(self.marks)) * WIDTH


def schedule_panel(article: Article, *, now: datetime) -> SchedulePanel | None:
    """The panel, in three queries; None for an article that was handed in without an address."""
    if not article.address:
        return None
    captures = list(reversed(article.captures.order_by("-pk")[:SHOWN]))
    host = Host.objects.filter(origin=origin_of(article.address)).first()
    counts = Counter(str(Capture.Outcome(capture.outcome).label) for capture in captures)
    return SchedulePanel(
        due=_due(article, now),
        why=Article.Plan(article.plan).label,
        step=_step(article.ladder_step),
        rate=_rate(article.change_rate),
        site=site_line(host) if host else "",
        marks=tuple(_mark(place, capture) for place, capture in enumerate(captures)),
        counts=tuple(counts.most_common()),
        news=tuple(article.captures.findings()),
    )


def _due(article: Article, now: datetime) -> str:
    if article.next_audit_at is None:
        return "not fetched again"
    late = ", as soon as a worker is free" if article.next_audit_at <= now else ""
    return moment(article.next_audit_at) + late


def _step(step: str) -> str:
    age, _, every = step.partition(" ")
    if not every:
        return ""
    return f"every {every}, at any age" if age == "ever" else f"every {every}, up to an age of {age}"


def _rate(rate: float | None) -> str:
    if rate is None:
        return "too few looks to tell"
    return "no change seen" if rate == 0 else f"{rate:.2g} a day"


def _mark(place: int, capture: Capture) -> Mark:
    outcome = Capture.Outcome(capture.outcome)
    shape, height = _SHAPES[outcome]
    return Mark(place * WIDTH, height, shape, f"{moment(capture.at)}: {outcome.label}")


def site_line(host: Host) -> str:
    """What a site asks of programs, in one line."""
    parts = [urlsplit(host.origin).netloc]
    parts.append(
        "robots.txt not asked for yet" if host.robots_status is None else f"robots.txt: {host.robots_status}"
    )
    if host.crawl_delay:
        parts.append(f"crawl delay {host.crawl_delay:g} s")
    if host.closed_until:
        parts.append(f"asked to be left alone until {moment(host.closed_until)}")
    return ", ".join(parts)
