"""The database itself refuses to change, delete or empty decisions and the log."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

DECIDED = "item_id, reviewer_id, verdict, round, reason, quote, decided_at, undoes_id"
"""Columns of a decision that never change; which audit it stood in may be forgotten with that audit."""
MAKE = {
    "postgresql": (
        """
        CREATE TRIGGER auditor_log_is_not_emptied BEFORE TRUNCATE ON auditor_reviewentry
        FOR EACH STATEMENT EXECUTE FUNCTION auditor_log_is_kept()
        """,
        f"""
        CREATE TRIGGER auditor_decision_is_kept BEFORE DELETE OR UPDATE OF {DECIDED} ON auditor_decision
        FOR EACH ROW EXECUTE FUNCTION auditor_log_is_kept()
        """,
        """
        CREATE TRIGGER auditor_decision_is_not_emptied BEFORE TRUNCATE ON auditor_decision
        FOR EACH STATEMENT EXECUTE FUNCTION auditor_log_is_kept()
        """,
    ),
    "sqlite": (
        f"""
        CREATE TRIGGER auditor_decision_not_changed BEFORE UPDATE OF {DECIDED} ON auditor_decision
        BEGIN SELECT RAISE(ABORT, 'decisions are only ever added'); END
        """,
        """
        CREATE TRIGGER auditor_decision_not_deleted BEFORE DELETE ON auditor_decision
        BEGIN SELECT RAISE(ABORT, 'decisions are only ever added'); END
        """,
    ),
}
DROP = {
    "postgresql": (
        "DROP TRIGGER auditor_log_is_not_emptied ON auditor_reviewentry",
        "DROP TRIGGER auditor_decision_is_kept ON auditor_decision",
        "DROP TRIGGER auditor_decision_is_not_emptied ON auditor_decision",
    ),
    "sqlite": ("DROP TRIGGER auditor_decision_not_changed", "DROP TRIGGER auditor_decision_not_deleted"),
}


def make(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Triggers, in the words of each database."""
    for statement in MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("auditor", "0014_furniture")]

    operations = [migrations.RunPython(make, drop)]
