"""Articles handed in from the command line: files, folders, addresses, standard input."""

import hashlib
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from django.db.models import Q

from auditor import ingest
from auditor.fetching import FetchRefused
from auditor.inspection.document import Unreadable
from auditor.models import Article, Audit, Snapshot
from auditor.storage.material import MAX_BYTES

STANDARD_INPUT = "-"
SUFFIXES = frozenset({".txt", ".text", ".md", ".html", ".htm", ".xhtml"})  # what is taken from a folder
BATCH = 200  # files looked up in one query


class State(StrEnum):
    """What became of a source."""

    NEW = "new"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source; ``code`` and ``reason`` of a refusal, ``article`` otherwise."""

    source: str
    state: State
    article: int | None = None
    code: str = ""
    reason: str = ""


class SourceRefused(Exception):
    """A source that cannot even be opened; ``code`` is stable."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Expansion:
    """What is handed in, and the files of folders that are not, being of other types."""

    sources: tuple[str, ...]
    skipped: tuple[str, ...]


def expand(sources: Iterable[str]) -> Expansion:
    """The sources with each folder replaced by the articles in it, in order of their names."""
    found: list[str] = []
    skipped: list[str] = []
    for source in sources:
        folder = Path(source)
        if source == STANDARD_INPUT or is_address(source) or not folder.is_dir():
            found.append(source)
            continue
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        articles = [path for path in files if path.suffix.lower() in SUFFIXES]
        found.extend(map(str, articles or [folder]))
        skipped.extend(str(path) for path in files if path.suffix.lower() not in SUFFIXES)
    return Expansion(tuple(found), tuple(skipped))


def is_address(source: str) -> bool:
    """Whether the source is an address rather than a path; which schemes are fetched is not decided here."""
    return "://" in source


def hand_in(sources: Sequence[str], *, now: datetime, outlet: str = "", title: str = "") -> Iterator[Outcome]:
    """Submit each source, one outcome each, in order.

    A file whose bytes are stored already is skipped without reading it as an article, so that a run
    that was cut short is cheaply taken up again.
    """
    for start in range(0, len(sources), BATCH):
        batch = sources[start : start + BATCH]
        known = _known(batch)
        for source in batch:
            if source in known:
                yield Outcome(source, State.KNOWN, known[source])
            else:
                yield _submit(source, now=now, outlet=outlet, title=title)


def _known(sources: Sequence[str]) -> dict[str, int]:
    digests: dict[str, str] = {}
    for source in sources:
        path = Path(source)
        if source != STANDARD_INPUT and path.is_file() and path.stat().st_size <= MAX_BYTES:
            digests[source] = hashlib.sha256(path.read_bytes()).hexdigest()
    stored = dict(
        Snapshot.objects.filter(payload__in=set(digests.values()))
        .order_by("pk")
        .values_list("payload", "article_id")
    )
    return {source: stored[digest] for source, digest in digests.items() if digest in stored}


def _submit(source: str, *, now: datetime, outlet: str, title: str) -> Outcome:
    try:
        if is_address(source):
            submission = ingest.submit_address(source, now=now)
        else:
            data = _read(source)
            submission = ingest.submit_file(source, data, now=now, outlet=outlet, title=title)
    except (FetchRefused, SourceRefused, Unreadable) as refusal:
        return Outcome(source, State.REFUSED, code=refusal.code, reason=str(refusal))
    return Outcome(source, State.NEW if submission.created else State.KNOWN, submission.article.pk)


def _read(source: str) -> bytes:
    if source == STANDARD_INPUT:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    path = Path(source)
    if path.is_dir():
        raise SourceRefused("no_articles", f"The folder holds no {', '.join(sorted(SUFFIXES))} files.")
    try:
        if (size := path.stat().st_size) > MAX_BYTES:
            raise Unreadable("too_large", f"The file has {size:,} bytes; at most {MAX_BYTES:,} are read.")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise SourceRefused(
            "no_such_file", "There is no such file. An address begins with https://."
        ) from error
    except OSError as error:
        raise SourceRefused("file_unreadable", f"The file cannot be read: {error.strerror}.") from error


def count(outcomes: Iterable[Outcome]) -> dict[State, int]:
    """How many sources ended in each state."""
    counted = Counter(outcome.state for outcome in outcomes)
    return {state: counted[state] for state in State}


def unsettled(articles: Sequence[int], *, since: datetime) -> set[int]:
    """Those of the articles that still wait for a fetch asked for at ``since``, or for an audit."""
    open_ones: set[int] = set()
    for start in range(0, len(articles), BATCH):
        batch = articles[start : start + BATCH]
        open_ones.update(
            Audit.objects.filter(
                snapshot__article__in=batch, state__in=[Audit.State.WAITING, Audit.State.RUNNING]
            ).values_list("snapshot__article_id", flat=True)
        )
        wanting = Q(snapshots__isnull=True) | Q(refusal_code__gt="")
        fetched = Q(fetched_at__isnull=False, fetched_at__gte=since)
        open_ones.update(
            Article.objects.filter(wanting, pk__in=batch, address__gt="")
            .exclude(fetched)
            .values_list("pk", flat=True)
        )
    return open_ones


def failures(articles: Sequence[int]) -> Iterator[Outcome]:
    """Those of the articles whose fetch was refused or whose newest audit failed, as refused outcomes."""
    for start in range(0, len(articles), BATCH):
        batch = articles[start : start + BATCH]
        for article in Article.objects.filter(pk__in=batch, refusal_code__gt=""):
            yield Outcome(
                str(article), State.REFUSED, article.pk, article.refusal_code, article.refusal_reason
            )
        failed = Audit.objects.filter(snapshot__article__in=batch, state=Audit.State.FAILED)
        for audit in failed.select_related("snapshot__article"):
            article = audit.snapshot.article
            yield Outcome(str(article), State.REFUSED, article.pk, audit.error_code, audit.error_reason)
