"""An article's versions drawn over time: a lane to each class of change, alerts marked in words and shape."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.admin import ModelAdmin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils import timezone

from auditor import tasks
from auditor.admin.pages import Kept, act, page, page_of, require
from auditor.admin.rendering import label_of
from auditor.inspection.changes import ChangeClass
from auditor.models import Article, Replay, VerdictChange
from auditor.versions import replays, timelines
from auditor.versions.timelines import History, Step

LEFT, WIDTH, LANE, TOP = 130, 860, 26, 20
LABELS = {
    ChangeClass.BODY: "body",
    ChangeClass.HEADLINE: "headline",
    ChangeClass.BYLINE_DATE: "byline, date",
    ChangeClass.CORRECTION: "correction",
    ChangeClass.DISCLAIMER_RIGHTS: "disclaimer, rights",
    ChangeClass.COMMENTS: "comments",
    ChangeClass.CHROME: "page furniture",
}
SIZES = {1: 3.5, 2: 5.5, 3: 7.5}
LISTED = 100
BESIDE = 15


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding drawn: the heavier the larger; an alert is a filled diamond, all else a ring."""

    x: float
    y: float
    size: float
    of: str
    alert: bool

    @property
    def diamond(self) -> str:
        """The corners of the diamond."""
        x, y, r = self.x, self.y, self.size + 1
        return f"{x:.1f},{y - r:.1f} {x + r:.1f},{y:.1f} {x:.1f},{y + r:.1f} {x - r:.1f},{y:.1f}"


@dataclass(frozen=True, slots=True)
class Lane:
    """A class of change on its line."""

    label: str
    y: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that is drawn; ``ticks`` are the places of the versions."""

    lanes: tuple[Lane, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[float, ...]
    height: int


def picture(found: History) -> Picture | None:
    """The timeline as marks; None without versions."""
    if not found.steps:
        return None
    times = [step.snapshot.taken_at for step in found.steps]
    rows = {one.value: TOP + LANE * number for number, one in enumerate(LABELS)}
    marks = tuple(mark for step in found.steps for mark in _marks(step, times, rows))
    lanes = tuple(Lane(label, rows[of.value]) for of, label in LABELS.items())
    ticks = tuple(_place(at, times) for at in times)
    return Picture(lanes, marks, ticks, TOP + LANE * len(LABELS))


def _marks(step: Step, times: list[datetime], rows: dict[str, int]) -> Iterator[Mark]:
    """The findings of one version; those of one class stand side by side."""
    seen: Counter[str] = Counter()
    for one in step.findings:
        x = _place(step.snapshot.taken_at, times) - BESIDE * seen[one.of]
        yield Mark(x, rows[one.of], SIZES[one.weight], one.of, one.alert)
        seen[one.of] += 1


def _place(at: datetime, times: list[datetime]) -> float:
    span = max(times[-1] - times[0], timedelta(seconds=1))
    return round(LEFT + 15 + (WIDTH - LEFT - 30) * ((at - times[0]) / span), 1)


def timeline_view(model_admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """The versions of an article over time, and everything found."""
    require(request, "auditor.view_article")
    article = get_object_or_404(Article.objects.select_related("outlet"), pk=pk)
    found = timelines.history(article)
    context: dict[str, object] = {
        "article": article, "history": found, "steps": found.steps[::-1], "picture": picture(found),
        "labels": {of.value: label for of, label in LABELS.items()},
    }  # fmt: skip
    return page(request, model_admin, "auditor/timeline.html", title="Versions over time", context=context)


def diff_view(model_admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Two versions of an article side by side; by default the two newest."""
    require(request, "auditor.view_article")
    article = get_object_or_404(Article.objects.select_related("outlet"), pk=pk)
    newest = article.latest_snapshot()
    last = newest.revision if newest else 0
    after = _number(request.GET.get("after", ""), last)
    found = timelines.side_by_side(
        article, before=_number(request.GET.get("before", ""), after - 1), after=after
    )
    if found is None:
        raise Http404
    context: dict[str, object] = {"article": article, "diff": found}
    return page(request, model_admin, "auditor/diff.html", title="Side by side", context=context)


def in_words(found: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """Counts under names for readers, without those that are none."""
    return {
        cause: {label_of(name): count for name, count in counts.items() if count}
        for cause, counts in found.items()
    }


def _number(asked: str, otherwise: int) -> int:
    return int(asked) if asked.isdecimal() and len(asked) < 9 else otherwise


class ReplayAdmin(Kept):
    """Replays, each with what it said otherwise, by who changed it."""

    heading = "Replays"
    list_display = ("__str__", "asked_by", "began_at", "ended_at")
    change_list_template = "auditor/replays.html"

    def get_urls(self) -> list[URLPattern]:
        """With the start of one."""
        begin = self.admin_site.admin_view(act(self.begin_view, "replay"))
        return [path("begin/", begin, name="auditor_replay_begin"), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """The list, with what a replay would have to do."""
        behind = replays.behind()
        running = Replay.objects.filter(ended_at=None).first()
        return super().changelist_view(
            request, {"behind": behind, "running": running, **(extra_context or {})}
        )

    def begin_view(self, request: HttpRequest) -> HttpResponse:
        """Begin one, or lead to the one that runs: workers carry it out."""
        user = require(request, "auditor.change_audit")
        replay = replays.begin(now=timezone.now(), by=user)
        tasks.ring_on_commit(tasks.carry_on_replays)
        return HttpResponseRedirect(page_of("replay", replay.pk))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        """How far it is, and its verdict diff."""
        require(request, "auditor.view_replay")
        replay = get_object_or_404(Replay, pk=object_id)
        rows = replays.changes_of(replay).select_related("audit__snapshot__article", "before")
        context: dict[str, object] = {
            "replay": replay,
            "progress": replays.progress(replay),
            "verdicts": in_words(replays.verdict_diff(replay)),
            "rows": rows[:LISTED],
            "causes": dict(VerdictChange.Cause.choices),
        }
        return page(request, self, "auditor/replay.html", title=str(replay), context=context)
