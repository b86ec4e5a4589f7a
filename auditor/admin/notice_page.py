"""One notice as its page shows it: wording, variants, contexts, what a decision would touch, its log."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Count, Max, Min, Q, QuerySet

from auditor.admin.rendering import label_of
from auditor.catalogue import entries, flagged, rulemaking
from auditor.inspection.changes import Piece, word_diff
from auditor.inspection.patterns import Scope
from auditor.inspection.variants import similarity
from auditor.models import Article, Audit, Boilerplate, CatalogueEntry, Outlet, Passage, Variant

COMPARED = 500
OCCURRENCES = 200
RELATIONS = 8
ALIKE = 0.5
VARIANTS = 50
MOST_VARIANTS = 1_000
AROUND = 160
"""Code points shown on either side of a notice in its context."""
SHORTEST_VALUE = 3


@dataclass(frozen=True, slots=True)
class Relation:
    """Another notice of the same kind, and how many of the words they share, in [0, 1]."""

    notice: Boilerplate
    shared: float

    @property
    def percent(self) -> str:
        """``67 %``."""
        return f"{100 * self.shared:.0f} %"


@dataclass(frozen=True, slots=True)
class Reach:
    """What a decision about the notice touches, and since when it is printed.

    ``occurrences`` are the places where it stands in the articles as they are now.
    """

    occurrences: int
    articles: int
    outlets: int
    first_seen: datetime | None
    last_seen: datetime | None
    flags: int
    audited_again: int


@dataclass(frozen=True, slots=True)
class Run:
    """Words of the wording; ``value`` names what was read out of them, if anything."""

    words: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """A variant beside the main wording."""

    variant: Variant
    occurrences: int
    main: bool
    diff: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One article that carries the notice."""

    article: Article
    first: datetime
    last: datetime
    revisions: int


@dataclass(frozen=True, slots=True)
class Context:
    """One place where the notice stands, with the words around it."""

    passage: Passage
    before: str
    words: str
    after: str


def passages_of(notice: Boilerplate) -> QuerySet[Passage]:
    """Every place where a wording of it stands; named by the wordings, so that the index is used."""
    wordings = list(notice.variants.values_list("pk", flat=True)[:MOST_VARIANTS])
    return Passage.objects.filter(variant__in=wordings).order_by()


def relations(notice: Boilerplate) -> list[Relation]:
    """The notices of the same kind most like this one, from half alike upwards."""
    others = Boilerplate.objects.standing().filter(kind=notice.kind).exclude(pk=notice.pk)
    alike = [
        Relation(other, similarity(notice.wording, other.wording))
        for other in others.order_by("pk")[:COMPARED]
    ]
    alike.sort(key=lambda relation: -relation.shared)
    return [relation for relation in alike[:RELATIONS] if relation.shared >= ALIKE]


def _standing(notice: Boilerplate) -> QuerySet[Passage]:
    """The places where it stands now: in the audit that stands for each article."""
    found = passages_of(notice)
    return found.filter(audit__in=Audit.objects.filter(pk__in=found.values("audit")).newest())


def reach(notice: Boilerplate) -> Reach:
    """How far a decision about it goes."""
    counted = _standing(notice).aggregate(
        occurrences=Count("pk"),
        articles=Count("audit__snapshot__article", distinct=True),
        outlets=Count("audit__snapshot__article__outlet", distinct=True),
    )
    seen = passages_of(notice).aggregate(
        first_seen=Min("audit__snapshot__taken_at"), last_seen=Max("audit__snapshot__taken_at")
    )
    printing = Outlet.objects.filter(wordings__notice=notice)
    again = Article.objects.filter(outlet__in=printing).count()
    return Reach(
        **counted,
        **seen,
        flags=flagged.waiting(notice).count(),
        audited_again=again,
    )


def parsed(notice: Boilerplate) -> list[dict[str, object]]:
    """The distinct values read out of it (holder, year, addresses), from up to 500 of its occurrences."""
    seen: list[dict[str, object]] = []
    for values in passages_of(notice).values_list("values", flat=True)[:COMPARED]:
        told = {
            label_of(name): "; ".join(map(str, value)) if isinstance(value, list) else value
            for name, value in values.items()
            if name not in ("clue", "clue_score", "outside", "returned", "unknown_boilerplate")
        }
        if told and told not in seen:
            seen.append(told)
    return seen


def highlighted(wording: str, values: list[dict[str, object]]) -> tuple[Run, ...]:
    """The wording with what was read out of it marked where it stands, the longest value first."""
    named = {
        part: name
        for found in values
        for name, value in found.items()
        for part in str(value).split("; ")
        if len(part) >= SHORTEST_VALUE
    }
    taken: list[tuple[int, int, str]] = []
    for part in sorted(named, key=len, reverse=True):
        start = wording.find(part)
        end = start + len(part)
        if start >= 0 and not any(first < end and start < last for first, last, _ in taken):
            taken.append((start, end, named[part]))
    return tuple(_runs(wording, sorted(taken)))


def _runs(wording: str, taken: list[tuple[int, int, str]]) -> Iterator[Run]:
    reached = 0
    for start, end, name in taken:
        if start > reached:
            yield Run(wording[reached:start])
        yield Run(wording[start:end], name)
        reached = end
    if reached < len(wording):
        yield Run(wording[reached:])


def shapes(notice: Boilerplate) -> list[Shape]:
    """Its variants, the main one first and then the most frequent, each against the main wording."""
    standing = Q(passages__in=_standing(notice).values("pk"))
    counted = notice.variants.annotate(n=Count("passages", filter=standing)).order_by("-n", "pk")
    found = [
        Shape(
            variant=one,
            occurrences=one.n,
            main=one.fingerprint == notice.fingerprint,
            diff=word_diff(notice.wording, one.wording),
        )
        for one in counted[:VARIANTS]
    ]
    return sorted(found, key=lambda shape: not shape.main)


def occurrences(notice: Boilerplate) -> list[Occurrence]:
    """The articles that carry it, the newest finds first: how often, and when first and last.

    Grouped by the article alone; titles are fetched for the ones shown.
    """
    rows = (
        passages_of(notice)
        .values("audit__snapshot__article")
        .annotate(
            first=Min("audit__snapshot__taken_at"),
            last=Max("audit__snapshot__taken_at"),
            revisions=Count("audit__snapshot", distinct=True),
        )
        .order_by("-last", "-audit__snapshot__article")
        .values_list("audit__snapshot__article", "first", "last", "revisions")[:OCCURRENCES]
    )
    found = list(rows)
    articles = Article.objects.select_related("outlet").in_bulk([row[0] for row in found])
    listed = [Occurrence(articles[row[0]], *row[1:]) for row in found]
    return sorted(listed, key=lambda one: (one.article.outlet.name, one.article.outlet_id, one.article.pk))


def contexts(notice: Boilerplate) -> list[Context]:
    """Three places where it stands: newest first, each in another article."""
    newest: dict[int, Passage] = {}
    latest = list(passages_of(notice).order_by("-pk").values_list("pk", flat=True)[:100])
    places = Passage.objects.select_related("audit__reading", "audit__snapshot__article__outlet")
    for place in places.filter(pk__in=latest).order_by("-pk"):
        newest.setdefault(place.audit.snapshot.article_id, place)
        if len(newest) == 3:
            break
    return [_context(place) for place in newest.values()]


def _context(place: Passage) -> Context:
    text = place.audit.reading.text if place.audit.reading else ""
    before, after = text[max(0, place.start - AROUND) : place.start], text[place.end : place.end + AROUND]
    if place.start > AROUND:
        before = f"… {before.partition(' ')[2]}"
    if place.end + AROUND < len(text):
        after = f"{after.rpartition(' ')[0]} …"
    return Context(place, _close(before), text[place.start : place.end], _close(after))


def _close(text: str) -> str:
    """Without empty lines: what matters is what stands next to it."""
    lines = [line.strip() for line in text.splitlines()]
    inner = "\n".join(line for line in lines if line)
    return ("\n" if lines and not lines[0] else "") + inner + ("\n" if text.endswith(("\n", "\r")) else "")


def log(notice: Boilerplate) -> list[CatalogueEntry]:
    """What was decided about it, the newest first."""
    found = CatalogueEntry.objects.filter(Q(notice=notice) | Q(other=notice))
    return list(found.select_related("actor", "notice", "other", "undone_by", "undoes")[:50])


def undoable(user: User, past: list[CatalogueEntry]) -> CatalogueEntry | None:
    """The last standing decision, if this user may take it back."""
    standing = (
        entry
        for entry in past
        if entry.details.get("undoable") and not hasattr(entry, "undone_by") and entry.act != "made a rule"
    )
    last = next(standing, None)
    if last is None or not user.has_perm(entries.CHANGE):
        return None
    return last if last.actor_id == user.pk or user.has_perm(entries.OVERRULE) else None


def next_proposal(notice: Boilerplate) -> Boilerplate | None:
    """The proposal that comes after this one, from the first again after the last."""
    waiting = Boilerplate.objects.filter(state=Boilerplate.State.PROPOSED).exclude(pk=notice.pk)
    return waiting.filter(pk__gt=notice.pk).order_by("pk").first() or waiting.order_by("pk").first()


def kinds() -> list[tuple[str, str]]:
    """The kinds a notice may be given, by their words."""
    return sorted(((kind, label_of(kind)) for kind in entries.NOTICE_KINDS), key=lambda pair: pair[1])


def rule_form(user: User, notice: Boilerplate) -> dict[str, object] | None:
    """What the form for a rule begins with; None for who may not make one."""
    if notice.state != Boilerplate.State.CONFIRMED or not user.has_perm(rulemaking.MAKE):
        return None
    return {
        "name": f"house.{notice.kind}_{notice.pk}",
        "scope": Scope.BLOCK.value,
        "scopes": rulemaking.SCOPES,
        "pattern": "",
        "examples": "",
        "counter_examples": "",
    }
