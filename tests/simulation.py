"""A site that changes over simulated months, and a service that looks at it when it is due."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from auditor import ingest
from auditor.models import Article, Capture, Finding
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


PROMISE = "This is a developing story and will be updated as more information becomes available."
FREE = "Text published under a Creative Commons Attribution 4.0 licence: you may republish this article."
ADVERTS = ("Ten shoes that doctors wear.", "Win a journey to the sea.", "Mortgages from 2.1 percent.")
NOTE = "Correction: An earlier version of this article misstated how much grain was counted on the first day."


@dataclass(frozen=True, slots=True)
class Story:
    """A page with an article of eight paragraphs and what stands around it.

    ``nonce`` is markup that no reader sees; ``views`` a counter, ``advert`` what an advertiser pays for.
    """

    paragraphs: tuple[str, ...] = PARAGRAPHS
    headline: str = "Grain in the harbour"
    byline: str = "By Ada Kern"
    modified: str = ""
    note: str = ""
    promise: str = ""
    disclaimer: str = ""
    rights: str = "© 2026 Harbour News. All rights reserved."
    comments: int = 0
    closed: bool = False
    nonce: str = ""
    views: int = 0
    advert: str = ""

    def __str__(self) -> str:
        top = [f"<p class='byline'>{self.byline}</p>"]
        if self.modified:
            top.append(f"<meta property='article:modified_time' content='{self.modified}'>")
        if self.views:
            top.append(f"<span class='views'>{self.views:,} views</span>")
        body = [f"<p>{text}</p>" for text in self.paragraphs]
        classes = {"correction": self.note, "update": self.promise, "disclaimer": self.disclaimer}
        body += [f"<p class='{name}'>{text}</p>" for name, text in classes.items() if text]
        under = [f"<div class='advert'><a href='/go'>{self.advert}</a></div>"] if self.advert else []
        if self.comments or self.closed:
            closed = "<p class='comments-closed'>Comments are closed.</p>" if self.closed else ""
            thread = "".join(COMMENTS[: self.comments])
            under.append(f"<section id='comments'><ol class='comment-list'>{thread}</ol>{closed}</section>")
        return (
            f"<html><head><title>{self.headline}</title><meta name='csrf' content='{self.nonce}'></head>"
            f"<body><article><h1>{self.headline}</h1>{''.join(top)}{''.join(body)}</article>"
            f"{''.join(under)}<footer><p class='copyright'>{self.rights}</p></footer></body></html>"
        )


def story(**parts: Any) -> str:
    """The page of a :class:`Story`."""
    return str(Story(**parts))


EDITED = (PARAGRAPHS[0].replace("40 tons", "400 tons"), *PARAGRAPHS[1:])
LATER = "2026-04-20T08:00:00Z"
PAGES: Mapping[str, Callable[[int], str]] = {
    "story": lambda _: story(),
    "edited": lambda _: story(paragraphs=EDITED),
    "edited with a note": lambda _: story(paragraphs=EDITED, note=NOTE),
    "edited with a date": lambda _: story(paragraphs=EDITED, modified=LATER),
    "denied": lambda _: story(
        paragraphs=(*PARAGRAPHS[:3], PARAGRAPHS[3].replace("confirmed", "did not confirm"), *PARAGRAPHS[4:])
    ),
    "a paragraph moved": lambda _: story(paragraphs=(*PARAGRAPHS[1:4], PARAGRAPHS[0], *PARAGRAPHS[4:])),
    "another headline": lambda _: story(headline="Officers sign for missing grain"),
    "another author": lambda _: story(byline="By Jonas Weil"),
    "nonce": lambda look: story(nonce=str(look)),
    "counter": lambda look: story(views=1_204 + 37 * look),
    "adverts": lambda look: story(advert=f"{ADVERTS[look % len(ADVERTS)]} Offer {look}."),
    "alternating": lambda look: story(paragraphs=EDITED if look % 2 else PARAGRAPHS),
    "with a disclaimer": lambda _: story(disclaimer=DISCLAIMER),
    "another disclaimer": lambda _: story(
        disclaimer=DISCLAIMER.replace("author alone", "sponsor, Grain Trust Ltd, alone")
    ),
    "free to share": lambda _: story(rights=FREE),
    "with comments": lambda _: story(comments=24),
    "fewer comments": lambda _: story(comments=12),
    "comments closed": lambda _: story(comments=24, closed=True),
    "a promise": lambda _: story(promise=PROMISE),
    "a promise kept": lambda _: story(paragraphs=EDITED, promise=PROMISE, note=NOTE),
    "cut short": lambda _: story(paragraphs=PARAGRAPHS[:2]),
    "consent": lambda _: "<title>Harbour News</title><h1>We value your privacy</h1><p>Accept all.</p>",
    "login": lambda _: "<title>Harbour News</title><h1>Log in to continue reading</h1><p>E-mail address</p>",
    "not found": lambda _: "<title>Harbour News</title><h1>Page not found</h1><p>Look at our front page.</p>",
    "empty": lambda _: "<html><body></body></html>",
}


@dataclass(slots=True)
class Scene:
    """One address: what it serves from which day on, and what must come of it, by the committed table."""

    name: str
    acts: list[Mapping[str, Any]]
    events: list[Mapping[str, Any]]
    versions: int
    findings: list[Mapping[str, Any]] = field(default_factory=list)
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


def changes(article: Article) -> list[dict[str, Any]]:
    """What each version of an article was found to have changed, in the columns of the table."""
    found = Finding.objects.filter(change__article=article).order_by("pk")
    return [
        {
            "version": one.change.after.snapshot.revision,
            "class": one.of,
            "finding": one.kind,
            "weight": one.get_weight_display(),
            "alert": one.alert,
        }
        for one in found.select_related("change__after__snapshot")
    ]
