"""Lists of any length: an index for each order they are read in, trigrams for their search."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TRIGRAMS = {
    "item_quote_trigrams": "auditor_queueitem USING gin (upper(quote) gin_trgm_ops)",
    "article_title_trigrams": "auditor_article USING gin (upper(title) gin_trgm_ops)",
}


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
    dependencies = [
        ("auditor", "0012_changes"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="queueitem",
            name="item_open",
        ),
        migrations.AddIndex(
            model_name="queueitem",
            index=models.Index(fields=["priority", "-precision", "id"], name="item_order"),
        ),
        migrations.AddIndex(
            model_name="queueitem",
            index=models.Index(fields=["state", "priority", "-precision", "id"], name="item_state_order"),
        ),
        migrations.AddIndex(
            model_name="queueitem",
            index=models.Index(
                condition=models.Q(("state", "open")), fields=["raised_at", "id"], name="item_open_age"
            ),
        ),
        migrations.RemoveIndex(model_name="queueitem", name="item_open_outlet"),
        migrations.AddIndex(
            model_name="queueitem",
            index=models.Index(
                fields=["outlet", "state", "priority", "-precision", "id"], name="item_outlet_order"
            ),
        ),
        migrations.RunPython(index_words, forget_words),
    ]
