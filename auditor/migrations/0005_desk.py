"""The desk: leases on articles, the chained log, second looks, drafts, notes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Every flag belongs to the outlet of its article."""
    QueueItem = apps.get_model("auditor", "QueueItem")
    Article = apps.get_model("auditor", "Article")
    outlet = Article.objects.filter(pk=models.OuterRef("article")).values("outlet")[:1]
    QueueItem.objects.update(outlet=models.Subquery(outlet))
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):
    dependencies = [
        ("auditor", "0004_captures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "fence",
                    models.PositiveIntegerField(
                        help_text="Show it with every decision; grows with every claim."
                    ),
                ),
                ("taken_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("seen_at", models.DateTimeField(help_text="Last sign of life.")),
                (
                    "ahead",
                    models.BooleanField(
                        default=False, help_text="Fetched ahead: not yet before the reviewer's eyes."
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "end",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("finished", "everything was decided"),
                            ("released", "given back"),
                            ("skipped", "left to others"),
                            ("expired", "ran out"),
                            ("revoked", "ended by an editor"),
                        ],
                        max_length=8,
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="Docket",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="docket",
                        serialize=False,
                        to="auditor.article",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("idle", "idle: nothing to decide"),
                            ("waiting", "Waiting"),
                            ("held", "Held"),
                        ],
                        default="idle",
                        max_length=7,
                    ),
                ),
                (
                    "priority",
                    models.PositiveSmallIntegerField(default=9, help_text="Of its most pressing flag."),
                ),
                ("precision", models.FloatField(default=0.0, help_text="Of its most pressing flag.")),
                (
                    "first",
                    models.BigIntegerField(
                        default=0, help_text="Id of its most pressing flag: the older, the lower."
                    ),
                ),
                ("fence", models.PositiveIntegerField(default=0, help_text="Grows with every claim.")),
            ],
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fence", models.PositiveIntegerField(help_text="Of the lease that was lost.")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("unsourced", "Needs a source and has none"),
                            ("sourced", "Has a source after all"),
                            ("weakly_sourced", "The source is too vague"),
                            ("well_sourced", "The source is good enough"),
                            ("not_checkable", "Opinion, or nothing to check"),
                            ("not_the_authors", "Someone else's words"),
                            ("comment", "A reader's comment, nothing to do"),
                            ("comment_to_act_on", "A reader's comment to act on"),
                            ("boilerplate", "A notice of the outlet"),
                            ("body", "Part of the article"),
                            ("wrong_segment", "The text was divided wrongly here"),
                            ("unsure", "Not sure: someone else should look"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("quote", models.TextField(help_text="The words answered about, as they stood.")),
                ("kept_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="Gold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("unsourced", "Needs a source and has none"),
                            ("sourced", "Has a source after all"),
                            ("weakly_sourced", "The source is too vague"),
                            ("well_sourced", "The source is good enough"),
                            ("not_checkable", "Opinion, or nothing to check"),
                            ("not_the_authors", "Someone else's words"),
                            ("comment", "A reader's comment, nothing to do"),
                            ("comment_to_act_on", "A reader's comment to act on"),
                            ("boilerplate", "A notice of the outlet"),
                            ("body", "Part of the article"),
                            ("wrong_segment", "The text was divided wrongly here"),
                            ("unsure", "Not sure: someone else should look"),
                        ],
                        max_length=20,
                    ),
                ),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "gold",
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("written_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Pass",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[("skipped", "skipped"), ("unsure", "unsure of every flag that is left")],
                        max_length=7,
                    ),
                ),
                ("until", models.DateTimeField(help_text="Empty: as long as nothing changes.", null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "query",
                    models.CharField(
                        help_text="The list's address after the question mark.", max_length=2000
                    ),
                ),
                ("shared", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("name", "pk"),
            },
        ),
        migrations.CreateModel(
            name="SecondLook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("agreed", "Agreed"),
                            ("disagreed", "Disagreed"),
                            ("adjudicated", "Adjudicated"),
                            ("void", "void: an answer was undone"),
                        ],
                        default="waiting",
                        max_length=11,
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
        migrations.AlterModelOptions(
            name="queueitem",
            options={"ordering": ("priority", "-precision", "pk"), "verbose_name": "flag"},
        ),
        migrations.DeleteModel(name="reviewentry"),
        migrations.RemoveIndex(
            model_name="queueitem",
            name="item_open",
        ),
        migrations.RemoveField(
            model_name="queueitem",
            name="claimed_by",
        ),
        migrations.RemoveField(
            model_name="queueitem",
            name="claimed_until",
        ),
        migrations.RemoveField(
            model_name="queueitem",
            name="fence",
        ),
        migrations.AddField(
            model_name="decision",
            name="round",
            field=models.CharField(
                choices=[
                    ("first", "First review"),
                    ("second", "Second review, without seeing the first"),
                    ("final", "Adjudication of two reviews"),
                    ("gold", "Test on a flag whose answer is known"),
                ],
                default="first",
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="queueitem",
            name="outlet",
            field=models.ForeignKey(
                db_index=False,
                help_text="As of the article.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="queue_items",
                to="auditor.outlet",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="queueitem",
            name="outlet",
            field=models.ForeignKey(
                db_index=False,
                help_text="As of the article.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="queue_items",
                to="auditor.outlet",
            ),
        ),
        migrations.AddField(
            model_name="queueitem",
            name="precision",
            field=models.FloatField(
                default=0.5,
                help_text="How often people agreed with its rule; its probability while that is unknown.",
            ),
        ),
        migrations.AlterField(
            model_name="queueitem",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "Open"),
                    ("escalated", "escalated: an editor should decide"),
                    ("decided", "Decided"),
                    ("withdrawn", "withdrawn: the article no longer gives cause"),
                    ("orphaned", "orphaned: decided, but raised no longer"),
                ],
                default="open",
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="ReviewEntry",
            fields=[
                (
                    "number",
                    models.BigIntegerField(
                        help_text="Its place in the chain, from 1, without gaps.",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("decided", "Decided"),
                            ("undone", "Undone"),
                            ("escalated", "Escalated"),
                            ("adjudicated", "Adjudicated"),
                            ("relabelled", "Relabelled"),
                            ("resized", "Resized"),
                            ("carried", "Carried"),
                            ("withdrawn", "Withdrawn"),
                            ("orphaned", "Orphaned"),
                            ("returned", "Returned"),
                        ],
                        max_length=11,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("details", models.JSONField(default=dict)),
                ("previous", models.CharField(max_length=64, unique=True)),
                ("digest", models.CharField(max_length=64)),
                (
                    "actor",
                    models.ForeignKey(
                        help_text="Empty: the auditor itself.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="log",
                        to="auditor.queueitem",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "review entries",
                "ordering": ("-number",),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="entry_counted")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="queueitem",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["priority", "-precision", "id"],
                name="item_open",
            ),
        ),
        migrations.AddIndex(
            model_name="queueitem",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["kind", "priority", "-precision", "id"],
                name="item_open_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="queueitem",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["outlet", "priority", "-precision", "id"],
                name="item_open_outlet",
            ),
        ),
        migrations.AddIndex(
            model_name="queueitem",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["outlet", "kind", "priority", "-precision", "id"],
                name="item_open_outlet_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="queueitem",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["article", "priority", "-precision", "id"],
                name="item_open_article",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="outlet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="assignments", to="auditor.outlet"
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="reviewer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="assignments",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="claims", to="auditor.article"
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="reviewer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claims",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="snapshot",
            field=models.ForeignKey(
                help_text="The revision it was claimed at.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="auditor.snapshot",
            ),
        ),
        migrations.AddField(
            model_name="docket",
            name="only_seconds_of",
            field=models.ForeignKey(
                help_text="Who gave the first answers, when nothing but second reviews of theirs is wanted.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="docket",
            name="outlet",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="auditor.outlet",
            ),
        ),
        migrations.AddField(
            model_name="docket",
            name="snapshot",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="auditor.snapshot",
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to="auditor.queueitem"
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="reviewer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="drafts",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="gold",
            name="item",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="gold", to="auditor.queueitem"
            ),
        ),
        migrations.AddField(
            model_name="gold",
            name="set_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="mention",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="mentions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="notes", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="auditor.queueitem"
            ),
        ),
        migrations.AddField(
            model_name="mention",
            name="note",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="mentions", to="auditor.note"
            ),
        ),
        migrations.AddField(
            model_name="pass",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="passes", to="auditor.article"
            ),
        ),
        migrations.AddField(
            model_name="pass",
            name="reviewer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="passes",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="savedview",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="saved_views",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="secondlook",
            name="final",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="auditor.decision",
            ),
        ),
        migrations.AddField(
            model_name="secondlook",
            name="first",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="second_look",
                to="auditor.decision",
            ),
        ),
        migrations.AddField(
            model_name="secondlook",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="second_looks",
                to="auditor.queueitem",
            ),
        ),
        migrations.AddField(
            model_name="secondlook",
            name="second",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="auditor.decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(fields=("reviewer", "outlet"), name="assignment_once"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(condition=models.Q(("ended_at", None)), fields=["until"], name="claim_expiry"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("ended_at", None)), fields=["reviewer", "until"], name="claim_of"
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("article",), name="claim_one_lives"
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(fields=("article", "fence"), name="claim_fence"),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end", ""), ("ended_at", None)),
                    models.Q(("end__gt", ""), ("ended_at__isnull", False)),
                    _connector="OR",
                ),
                name="claim_end_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("taken_at__lt", models.F("until"))), name="claim_lasts"
            ),
        ),
        migrations.AddIndex(
            model_name="docket",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["priority", "-precision", "first"],
                name="docket_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="docket",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["outlet", "priority", "-precision", "first"],
                name="docket_waiting_outlet",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(fields=("item", "reviewer"), name="draft_once"),
        ),
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(
                condition=models.Q(("seen_at__isnull", True)), fields=["user", "-id"], name="mention_unseen"
            ),
        ),
        migrations.AddConstraint(
            model_name="mention",
            constraint=models.UniqueConstraint(fields=("note", "user"), name="mention_once"),
        ),
        migrations.AddConstraint(
            model_name="pass",
            constraint=models.UniqueConstraint(fields=("reviewer", "article"), name="pass_once"),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(fields=("owner", "name"), name="saved_view_once"),
        ),
        migrations.AddIndex(
            model_name="secondlook",
            index=models.Index(
                condition=models.Q(("state__in", ["waiting", "disagreed"])),
                fields=["item"],
                name="second_look_pending",
            ),
        ),
        migrations.AddConstraint(
            model_name="secondlook",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["agreed", "disagreed", "adjudicated"]), _negated=True),
                    ("second__isnull", False),
                    _connector="OR",
                ),
                name="second_look_compared",
            ),
        ),
        migrations.AddConstraint(
            model_name="secondlook",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["waiting", "disagreed"])),
                fields=("item",),
                name="second_look_once",
            ),
        ),
    ]
