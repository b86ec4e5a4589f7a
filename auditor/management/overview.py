"""What was found in articles, as a table for a terminal."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from auditor.inspection.flags import FlagKind
from auditor.inspection.segments import SegmentKind
from auditor.models import Audit, Passage, QueueItem

BODY_SHARE = "body_share"  # the signal
HEADINGS = {
    FlagKind.UNSOURCED_ASSERTION.value: "unsourced",
    FlagKind.WEAK_SOURCING.value: "weak",
    FlagKind.READER_COMMENT.value: "reader",
    FlagKind.UNKNOWN_BOILERPLATE.value: "unknown",
}
NAME = 46  # columns of the first field


@dataclass(frozen=True, slots=True)
class Row:
    """The findings of one audit. ``body`` of ``text`` characters are running text."""

    outlet: str
    title: str
    segments: Counter[str]
    body: int
    text: int
    notices: frozenset[int]
    flags: Counter[str]
    milliseconds: float

    @property
    def comments(self) -> int:
        """Reader comments found."""
        return self.segments[SegmentKind.READER_COMMENT.value]


def read_row(audit: Audit) -> Row:
    """What a finished audit found; its flags are those of the queue that stand in it."""
    passages = Passage.objects.filter(audit=audit)
    notices = passages.filter(variant__isnull=False, mark="")
    share: dict[str, int] = next((signal for signal in audit.signals if signal["name"] == BODY_SHARE), {})
    article = audit.snapshot.article
    return Row(
        outlet=article.outlet.name,
        title=str(article),
        segments=Counter(passages.values_list("kind", flat=True)),
        body=share.get("numerator", 0),
        text=share.get("denominator", 0),
        notices=frozenset(notices.values_list("variant__notice", flat=True)),
        flags=Counter(QueueItem.objects.filter(audit=audit).values_list("kind", flat=True)),
        milliseconds=audit.milliseconds or 0.0,
    )


def total(rows: Sequence[Row]) -> Row:
    """All rows as one; a notice that stands in several articles counts once."""
    return Row(
        outlet=f"All {len(rows)} articles",
        title="",
        segments=sum((row.segments for row in rows), Counter()),
        body=sum(row.body for row in rows),
        text=sum(row.text for row in rows),
        notices=frozenset().union(*(row.notices for row in rows)),
        flags=sum((row.flags for row in rows), Counter()),
        milliseconds=sum(row.milliseconds for row in rows),
    )


def table(rows: Sequence[Row]) -> Iterator[str]:
    """The lines of the table: three for each article, then the totals."""
    yield f"{'':<{NAME}}{'':>6}{'':>9}{'':>10}   {'flags raised':─^38}"
    yield f"{'':<{NAME}}{'body':>6}{'notices':>9}{'comments':>10}" + "".join(
        f"{heading:>{_width(heading)}}" for heading in (*HEADINGS.values(), "ms")
    )
    for row in rows:
        yield ""
        yield _figures(row)
        yield f"  {_cut(row.title, 108)}"
        yield from _folded(_kinds(row.segments), width=108)
    yield ""
    yield _figures(total(rows))


def _figures(row: Row) -> str:
    share = f"{100 * row.body / row.text:.0f} %" if row.text else "?"
    flags = "".join(f"{row.flags[kind]:>{_width(heading)}}" for kind, heading in HEADINGS.items())
    left = f"{_cut(row.outlet, NAME - 1):<{NAME}}{share:>6}{len(row.notices):>9}{row.comments:>10}"
    return f"{left}{flags}{row.milliseconds:>{_width('ms')}.1f}"


def _width(heading: str) -> int:
    return max(len(heading) + 3, 8)


def _kinds(segments: Counter[str]) -> Iterator[str]:
    yield f"{segments.total()} segments:"
    ranked = sorted(segments.items(), key=lambda pair: (-pair[1], pair[0]))
    for place, (kind, number) in enumerate(ranked, start=1):
        yield f"{number} {kind.replace('_', ' ')}" + ("," if place < len(ranked) else "")


def _folded(words: Iterable[str], *, width: int) -> Iterator[str]:
    line = ""
    for word in words:
        if line and len(line) + len(word) + 1 > width:
            yield f"  {line}"
            line = ""
        line = f"{line} {word}".strip()
    yield f"  {line}"


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"
