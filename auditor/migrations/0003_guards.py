"""What Django's models cannot say: decisions and the log are only added to; quotes and titles are searched."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

DECIDED = "item_id, reviewer_id, verdict, round, reason, quote, decided_at, undoes_id"
"""Columns of a decision that never change; which audit it stood in may be forgotten with that audit."""
MAKE = {
    "postgresql": (
        """
        CREATE FUNCTION auditor_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'decisions and the log are only ever added to'
                USING ERRCODE = 'integrity_constraint_violation';
        END
        $$
        """,
        """
        CREATE TRIGGER auditor_log_is_kept BEFORE UPDATE OR DELETE ON auditor_reviewentry
        FOR EACH ROW EXECUTE FUNCTION auditor_is_kept()
        """,
        f"""
        CREATE TRIGGER auditor_decision_is_kept BEFORE DELETE OR UPDATE OF {DECIDED} ON auditor_decision
        FOR EACH ROW EXECUTE FUNCTION auditor_is_kept()
        """,
        """
        CREATE TRIGGER auditor_log_is_not_emptied BEFORE TRUNCATE ON auditor_reviewentry
        FOR EACH STATEMENT EXECUTE FUNCTION auditor_is_kept()
        """,
        """
        CREATE TRIGGER auditor_decision_is_not_emptied BEFORE TRUNCATE ON auditor_decision
        FOR EACH STATEMENT EXECUTE FUNCTION auditor_is_kept()
        """,
    ),
    "sqlite": tuple(
        f"""
        CREATE TRIGGER {name} BEFORE {event} ON {table}
        BEGIN SELECT RAISE(ABORT, 'decisions and the log are only ever added to'); END
        """
        for name, event, table in (
            ("auditor_log_not_changed", "UPDATE", "auditor_reviewentry"),
            ("auditor_log_not_deleted", "DELETE", "auditor_reviewentry"),
            ("auditor_decision_not_changed", f"UPDATE OF {DECIDED}", "auditor_decision"),
            ("auditor_decision_not_deleted", "DELETE", "auditor_decision"),
        )
    ),
}
DROP = {
    "postgresql": (
        "DROP TRIGGER auditor_log_is_kept ON auditor_reviewentry",
        "DROP TRIGGER auditor_log_is_not_emptied ON auditor_reviewentry",
        "DROP TRIGGER auditor_decision_is_kept ON auditor_decision",
        "DROP TRIGGER auditor_decision_is_not_emptied ON auditor_decision",
        "DROP FUNCTION auditor_is_kept()",
    ),
    "sqlite": (
        "DROP TRIGGER auditor_log_not_changed",
        "DROP TRIGGER auditor_log_not_deleted",
        "DROP TRIGGER auditor_decision_not_changed",
        "DROP TRIGGER auditor_decision_not_deleted",
    ),
}
TRIGRAMS = {
    "item_quote_trigrams": "auditor_queueitem USING gin (upper(quote) gin_trgm_ops)",
    "article_title_trigrams": "auditor_article USING gin (upper(title) gin_trgm_ops)",
}


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Triggers, in the words of each database."""
    for statement in MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def unguard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def index_words(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """As Django's icontains asks: UPPER(column) LIKE UPPER(…). SQLite has no such index."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        for name, place in TRIGRAMS.items():
            schema_editor.execute(f"CREATE INDEX {name} ON {place}")


def forget_words(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for name in TRIGRAMS:
            schema_editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [("auditor", "0002_groups")]

    operations = [
        migrations.RunPython(guard, unguard),
        migrations.RunPython(index_words, forget_words),
    ]
