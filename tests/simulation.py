"""A site that changes over simulated months, and a service that looks at it when it is due."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from auditor import ingest
from auditor.models import Article, Capture
from auditor.schedule import visiting
from tests.conftest import audit_all
from tests.site import Reply, Site

DAY = timedelta(days=1)
PARAGRAPHS = tuple(
    f"On day {number} of the inquiry the port authority said that {number * 40} tons of grain had been "
    f"counted in warehouse {number}, and that the harbour master had signed for all of it. "
    f"Two officers, {number * 3} and {number * 4} years in the service, confirmed the figures in writing, "
    "and the ministry published their letters in the gazette on the same evening."
    for number in range(1, 9)
)
DISCLAIMER = (
    "Disclaimer: The views expressed in this article are those of the author alone and do not necessarily "
    "reflect the views of Harbour News."
)
COMMENTS = tuple(
    f"<li class='comment'><cite>Reader {number}</cite> <time>March {number}, 2026 at 9:30 am</time>"
    f"<p>I was at the harbour on that day, and what I saw was another thing, number {number}. "
    "They carried grain out at night with lorries from the capital, as everybody here knows well.</p></li>"
    for number in range(1, 25)
)


def story(
    *,
    paragraphs: tuple[str, ...] = PARAGRAPHS,
    disclaimer: bool = False,
    comments: bool = False,
    nonce: str = "",
) -> str:
    """A page with an article of eight paragraphs; ``nonce`` is markup that no reader sees."""
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    notice = f"<p class='disclaimer'>{DISCLAIMER}</p>" if disclaimer else ""
    thread = f"<section id='comments'><ol class='comment-list'>{''.join(COMMENTS)}</ol></section>"
    return (
        f"<html><head><title>Grain in the harbour</title><meta name='csrf' content='{nonce}'></head><body>"
        f"<article><h1>Grain in the harbour</h1>{body}{notice}</article>{thread if comments else ''}"
        "</body></html>"
    )


EDITED = (PARAGRAPHS[0].replace("40 tons", "400 tons"), *PARAGRAPHS[1:])
PAGES: Mapping[str, Callable[[int], str]] = {
    "story": lambda _: story(),
    "edited": lambda _: story(paragraphs=EDITED),
    "nonce": lambda look: story(nonce=str(look)),
    "alternating": lambda look: story(paragraphs=EDITED if look % 2 else PARAGRAPHS),
    "with a disclaimer": lambda _: story(disclaimer=True),
    "with comments": lambda _: story(comments=True),
    "cut short": lambda _: story(paragraphs=PARAGRAPHS[:2]),
    "consent": lambda _: "<title>Harbour News</title><h1>We value your privacy</h1><p>Accept all.</p>",
    "login": lambda _: "<title>Harbour News</title><h1>Log in to continue reading</h1><p>E-mail address</p>",
    "not found": lambda _: "<title>Harbour News</title><h1>Page not found</h1><p>Look at our front page.</p>",
    "empty": lambda _: "<html><body></body></html>",
}  # fmt: skip


@dataclass(slots=True)
class Scene:
    """One address: what it serves from which day on, and what must come of it, by the committed table."""

    name: str
    acts: list[Mapping[str, Any]]
    events: list[Mapping[str, Any]]
    versions: int
    site: str = "site"
    robots: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def path(self) -> str:
        """Where it is served."""
        return f"/{self.name.replace(' ', '-')}"

    def act(self, day: float) -> Mapping[str, Any]:
        """What is served on a day."""
        return next(act for act in reversed(self.acts) if act["day"] <= day)

    def served(self, act: Mapping[str, Any]) -> None:
        """What is served once is over when it was."""
        if act.get("once"):
            self.acts.remove(act)


def reply(act: Mapping[str, Any], look: int, elsewhere: str) -> Reply:
    """The answer that an act of a scene makes."""
    headers = {"Content-Type": "text/html; charset=utf-8", **act.get("headers", {})}
    if "redirect" in act:
        return Reply(b"", 301, {**headers, "Location": elsewhere + act["redirect"]})
    body = PAGES[act["page"]](look).encode() if "page" in act else b""
    return Reply(body, act.get("status", 200), headers)


@dataclass(slots=True)
class Simulation:
    """Scenes on their sites, seen from the first day on by a service that keeps its own schedule."""

    scenes: list[Scene]
    sites: Mapping[str, Site]
    start: datetime
    articles: dict[str, Article] = field(default_factory=dict)

    def run(self, *, days: int) -> None:
        """Go from one moment at which something is due to the next, until so many days have passed."""
        for scene in self.scenes:
            address = self.sites[scene.site].address(scene.path)
            self.articles[scene.name] = ingest.submit_address(address, now=self.start).article
        while (now := self._next()) < self.start + days * DAY:
            while due := visiting.claim_due(now=now):
                acts = self._set(now)
                visiting.visit(*due, now=now)
                scene, act = acts[due[0]]
                scene.served(act)
            audit_all(now)

    def _next(self) -> datetime:
        due = Article.objects.exclude(next_audit_at=None).order_by("next_audit_at").first()
        assert due is not None
        assert due.next_audit_at is not None
        return due.next_audit_at

    def _set(self, now: datetime) -> dict[int, tuple[Scene, Mapping[str, Any]]]:
        """Let every site serve what it serves now; what that is, by the ids of articles."""
        day = (now - self.start) / DAY
        acts = {}
        for scene in self.scenes:
            site = self.sites[scene.site]
            seen = sum(path == scene.path for path, _ in site.requests)
            act = scene.act(day)
            acts[self.articles[scene.name].pk] = scene, act
            site.pages[scene.path] = reply(act, seen, self.sites["elsewhere"].address(""))
            for rules in scene.robots:
                if rules["day"] <= day:
                    plain = {"Content-Type": "text/plain"}
                    site.pages["/robots.txt"] = Reply(rules["text"].encode(), 200, plain)
        return acts

    def captures(self, scene: Scene) -> list[Capture]:
        """What came of a scene's address, in order."""
        return list(self.articles[scene.name].captures.order_by("pk"))

    def day(self, capture: Capture) -> float:
        """When it was made, in days since the first."""
        return (capture.at - self.start) / DAY


def events(captures: list[Capture]) -> list[tuple[Capture, dict[str, str]]]:
    """What is told of an address: whatever is not the same as before, and all that is news."""
    told = []
    before = ("", "")
    for capture in captures:
        now = (capture.outcome, capture.code)
        if now != before or capture.finding:
            parts = {"outcome": capture.outcome, "code": capture.code, "finding": capture.finding}
            told.append((capture, {name: value for name, value in parts.items() if value}))
        before = now
    return told
