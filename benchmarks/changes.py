"""Classes of change on pairs with a known change, and alerts on pairs whose body is the same."""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from auditor.inspection.changes import Changes, Version, compare_versions, is_alert, policy_of, version_of
from auditor.inspection.procedure import inspect_document, read_document
from auditor.inspection.rights.plain import as_data
from auditor.inspection.rulebook import load_rulebook
from benchmarks.corpora import SEEDS, annotated_pages
from benchmarks.edits import EDITS, NOISE, EditedPair, pairs
from benchmarks.tables import Table

Source = tuple[str, bytes, str]


def seed_sources() -> list[Source]:
    """The seeds as bare pages, a paragraph to a line; the long lines before any comment are their body."""
    return [_as_page(path) for path in sorted(SEEDS.glob("*.txt"))]


def _as_page(path: Path) -> Source:
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    body = [line for line in lines[: len(lines) // 2] if len(line) > 200]
    marked = "".join(f"<p>{line.replace('&', '&amp;').replace('<', '&lt;')}</p>\n" for line in lines)
    page = f"<html><body><article>{marked}</article></body></html>"
    return path.stem, page.encode(), "\n".join(body)


def corpus_sources(corpora: Path | None) -> list[Source]:
    """The articles of a corpus with what people call their body."""
    if corpora is None:
        return []
    pages = annotated_pages(corpora / "articles", "")
    return [(page.name, page.data, page.body) for page in pages if page.kind == "article"]


@cache
def _version(data: bytes, media: str) -> Version:
    inspection = inspect_document(read_document(data, media, "utf-8"), load_rulebook())
    document = inspection.document
    return version_of(document, inspection.segments, as_data(document, inspection.rights))


def changes_of(pair: EditedPair) -> Changes:
    """What is found to have changed."""
    found = compare_versions(_version(pair.before, pair.media), _version(pair.after, pair.media))
    _version.cache_clear()
    return found


def classes_table(made: Sequence[EditedPair]) -> Table:
    """Per kind of edit: how often the class found to have changed, furniture aside, is the one that has."""
    right, total, wrong = Counter[str](), Counter[str](), Counter[str]()
    for pair in made:
        found = changes_of(pair)
        told = "unknown" if found.unknown else ", ".join(one for one in found.classes if one != "chrome")
        total[pair.edit] += 1
        right[pair.edit] += told == pair.label
        if told != pair.label:
            wrong[f"{pair.edit}: {told or 'nothing'} ({pair.name[:12]})"] += 1
    rows = [
        ("all", sum(right.values()), sum(total.values()), sum(right.values()) / max(1, sum(total.values())))
    ]
    rows += [(edit, right[edit], total[edit], right[edit] / total[edit]) for edit in total]
    notes = tuple(f"{count} × {what}" for what, count in wrong.most_common(40))
    return Table("Class of change", ("edit", "right", "pairs", "accuracy"), tuple(rows), notes)


def alarms_table(made: Sequence[EditedPair]) -> Table:
    """Per kind of noise: pairs with any alert under the default policy."""
    false, total, why = Counter[str](), Counter[str](), Counter[str]()
    policy = policy_of()
    for pair in made:
        found = changes_of(pair)
        alerts = [one for one in found.findings if is_alert(one.of, one.weight, policy)]
        total[pair.edit] += 1
        false[pair.edit] += bool(alerts)
        why.update(f"{pair.edit}: {one.kind} {one.reason} ({pair.name[:12]})" for one in alerts)
        if found.unknown:
            why[f"{pair.edit}: unknown, {found.unknown} ({pair.name[:12]})"] += 1
    rows = [("all", sum(false.values()), sum(total.values()))]
    rows += [(edit, false[edit], total[edit]) for edit in total]
    notes = tuple(f"{count} × {what}" for what, count in why.most_common(40))
    return Table("Alerts where the body is the same", ("noise", "alerts", "pairs"), tuple(rows), notes)


def tables(corpora: Path | None, number: int, seed: int) -> Iterator[Table]:
    """Both tables over seeds and corpus."""
    sources = [*seed_sources(), *corpus_sources(corpora)]
    yield classes_table(list(pairs(sources, EDITS, number, seed=seed)))
    yield alarms_table(list(pairs(sources, NOISE, number, seed=seed)))


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.changes", description=__doc__)
    parser.add_argument("--corpora", type=Path)
    parser.add_argument("--pairs", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    for table in tables(options.corpora, options.pairs, options.seed):
        print(table.as_text(), flush=True)


if __name__ == "__main__":
    main()
