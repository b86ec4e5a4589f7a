"""Fill an empty PostgreSQL database with a million open flags: python -m benchmarks.desk.fill."""

import argparse
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection

from auditor.models import Article, Audit, Outlet, QueueItem, Reading, Snapshot

OUTLETS, ARTICLES, FLAGS = 200, 100_000, 10
TEMPLATE = 1_000_000_000
"""Id of the row that others are made after: columns that others add keep their defaults."""
KINDS = "(ARRAY['unsourced_assertion','weak_sourcing','reader_comment','unknown_boilerplate'])"
WORDS = "(ARRAY['harbour','grain','minister','officer','convoy','budget','inquiry','truce','tariff','ward'])"
EACH_OUTLET = "generate_series(1, {outlets}) n"
EACH_ARTICLE = "generate_series(1, {articles}) n"
EACH_FLAG = "(SELECT (k - 1) / {flags} + 1 AS n, k FROM generate_series(1, {articles} * {flags}) k) k"
COPIES: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    ("auditor_outlet", EACH_OUTLET, {"id": "n", "name": "'Outlet ' || n", "key": "n || '.example'"}),
    (
        "auditor_article",
        EACH_ARTICLE,
        {
            "id": "n",
            "outlet_id": "1 + n % {outlets}",
            "key": "lpad(n::text, 64, '0')",
            "title": "'Article ' || n",
        },
    ),
    ("auditor_snapshot", EACH_ARTICLE, {"id": "n", "article_id": "n"}),
    ("auditor_audit", EACH_ARTICLE, {"id": "n", "snapshot_id": "n"}),
    (
        "auditor_queueitem",
        EACH_FLAG,
        {
            "id": "k",
            "article_id": "n",
            "audit_id": "n",
            "outlet_id": "1 + n % {outlets}",
            "kind": f"{KINDS}[1 + abs(hashint4(k)) % 4]",
            "start": "40 * (k % {flags})",
            "end": "40 * (k % {flags}) + 30",
            "quote": f"'The ' || {WORDS}[1 + abs(hashint4(k + 7)) % 10] || ' of case ' || k || ' was lost.'",
            "anchor": "lpad(k::text, 64, '0')",
            "probability": "round(random()::numeric, 3)",
            "precision": "round(random()::numeric, 3)",
            "priority": "1 + abs(hashint4(k + 3)) % 3",
            "rank": "1 + k % 8",
            "raised_at": "now() - random() * interval '60 days'",
        },
    ),
    ("auth_user", "generate_series(1, 16) n", {"id": "n", "username": "'reviewer-' || n"}),
)
DOCKETS = """
INSERT INTO auditor_docket (article_id, outlet_id, snapshot_id, state, priority, precision, first, fence)
SELECT DISTINCT ON (article_id) article_id, outlet_id, article_id, 'waiting',
    priority + CASE WHEN rank > 5 THEN 10 ELSE 0 END, precision, id, 0
FROM auditor_queueitem WHERE id < %s
ORDER BY article_id, priority + CASE WHEN rank > 5 THEN 10 ELSE 0 END, precision DESC, id
"""


def copy(table: str, each: str, values: Mapping[str, str], sizes: Mapping[str, int]) -> None:
    """Insert rows like the template, with these values instead of its own."""
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
        chosen = ", ".join(values.get(name, f'm."{name}"').format(**sizes) for name in columns)
        named = ", ".join(f'"{name}"' for name in columns)
        cursor.execute(
            f"INSERT INTO {table} ({named}) SELECT {chosen} FROM {table} m, {each.format(**sizes)} "  # noqa: S608
            f"WHERE m.id = {TEMPLATE}"
        )


@contextmanager
def without_indexes(table: str) -> Iterator[None]:
    """Drop the indexes that no constraint needs, and make them again from whole cloth: minutes faster."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
            "WHERE indrelid = %s::regclass AND NOT indisunique",
            [table],
        )
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name.strip(chr(34))}"')
        yield
        for _, definition in indexes:
            cursor.execute(definition)


def plant() -> None:
    """One row of each table, by the models themselves."""
    text = "\n".join(f"Sentence {number} of a text for measuring." for number in range(400))
    now, digest = datetime.now(UTC), "0" * 64
    Reading.objects.create(digest=digest, text=text)
    outlet = Outlet.objects.create(pk=TEMPLATE, name="Template", key="template.example")
    article = Article.objects.create(pk=TEMPLATE, outlet=outlet, key="template", title="Template")
    snapshot = Snapshot.objects.create(
        pk=TEMPLATE, article=article, revision=1, payload=digest, size=1, media_type="text/plain",
        reading_id=digest, taken_at=now,
    )  # fmt: skip
    audit = Audit.objects.create(
        pk=TEMPLATE, snapshot=snapshot, rulebook="r" * 64, state="done", finished_at=now, reading_id=digest
    )
    QueueItem.objects.create(
        pk=TEMPLATE, article=article, outlet=outlet, audit=audit, kind="reader_comment", start=0, end=1,
        quote="x", anchor="x" * 64, occurrence=0, probability=0.5, precision=0.5, priority=3,
        rules=["assertion.past_tense"], reason="no source; high priority: figures",
    )  # fmt: skip
    User.objects.create(pk=TEMPLATE, username="reviewer", is_superuser=True, is_staff=True)


def fill(outlets: int, articles: int, flags: int) -> None:
    """Migrate, then have the server make everything; prints the seconds of each step."""
    call_command("migrate", verbosity=0)
    plant()
    sizes = {"outlets": outlets, "articles": articles, "flags": flags}
    with connection.cursor() as cursor:  # foreign keys hold by construction
        cursor.execute("SET session_replication_role = replica")
    for table, each, values in COPIES:
        began = time.perf_counter()
        with without_indexes(table):
            copy(table, each, values, sizes)
        print(f"{table:<20} {time.perf_counter() - began:7.1f} s", flush=True)
    QueueItem.objects.filter(pk=TEMPLATE).update(state="withdrawn")
    with connection.cursor() as cursor:
        cursor.execute(DOCKETS, [TEMPLATE])
        cursor.execute("VACUUM ANALYZE")


def main() -> None:
    """The command; DATABASE_URL names the database, which should be new."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--articles", type=int, default=ARTICLES)
    options = arguments.parse_args()
    fill(OUTLETS, options.articles, FLAGS)


if __name__ == "__main__":
    main()
