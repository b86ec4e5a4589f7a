"""The database itself refuses to change or delete an entry of the log."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

MAKE = {
    "postgresql": (
        """
        CREATE FUNCTION auditor_log_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'the log is only ever added to' USING ERRCODE = 'integrity_constraint_violation'; END
        $$
        """,
        """
        CREATE TRIGGER auditor_log_is_kept BEFORE UPDATE OR DELETE ON auditor_reviewentry
        FOR EACH ROW EXECUTE FUNCTION auditor_log_is_kept()
        """,
    ),
    "sqlite": (
        """
        CREATE TRIGGER auditor_log_not_changed BEFORE UPDATE ON auditor_reviewentry
        BEGIN SELECT RAISE(ABORT, 'the log is only ever added to'); END
        """,
        """
        CREATE TRIGGER auditor_log_not_deleted BEFORE DELETE ON auditor_reviewentry
        BEGIN SELECT RAISE(ABORT, 'the log is only ever added to'); END
        """,
    ),
}
DROP = {
    "postgresql": (
        "DROP TRIGGER auditor_log_is_kept ON auditor_reviewentry",
        "DROP FUNCTION auditor_log_is_kept()",
    ),
    "sqlite": ("DROP TRIGGER auditor_log_not_changed", "DROP TRIGGER auditor_log_not_deleted"),
}


def make(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Triggers, in the words of each database."""
    for statement in MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("auditor", "0005_desk")]

    operations = [migrations.RunPython(make, drop)]
