"""Notices and their wordings apart; decisions about them, and what an outlet's audits know of these."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

GROUPS = {
    "reader": ["view_catalogueentry", "view_houserule"],
    "reviewer": ["view_catalogueentry", "view_houserule", "change_boilerplate"],
    "editor": [
        "view_catalogueentry",
        "view_houserule",
        "change_boilerplate",
        "add_houserule",
        "change_houserule",
    ],
}


def part_wordings(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A wording for every notice there is; its passages point to that."""
    Boilerplate, Variant = apps.get_model("auditor", "Boilerplate"), apps.get_model("auditor", "Variant")
    Passage = apps.get_model("auditor", "Passage")
    Variant.objects.bulk_create(
        (
            Variant(notice=one, kind=one.kind, fingerprint=one.fingerprint, wording=one.wording)
            for one in Boilerplate.objects.iterator()
        ),
        batch_size=500,
    )
    wording = Variant.objects.filter(notice=models.OuterRef("boilerplate")).values("pk")[:1]
    Passage.objects.filter(boilerplate__isnull=False).update(variant=models.Subquery(wording))
    printed = Passage.objects.filter(variant__isnull=False).order_by()
    through = Variant.outlets.through
    through.objects.bulk_create(
        (
            through(variant_id=variant, outlet_id=outlet)
            for variant, outlet in printed.values_list(
                "variant", "audit__snapshot__article__outlet"
            ).distinct()
        ),
        batch_size=500,
    )
    _check_now(schema_editor)


def join_wordings(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Back: passages point to the notice of their wording."""
    Variant, Passage = apps.get_model("auditor", "Variant"), apps.get_model("auditor", "Passage")
    notice = Variant.objects.filter(pk=models.OuterRef("variant")).values("notice")[:1]
    Passage.objects.filter(variant__isnull=False).update(boilerplate=models.Subquery(notice))
    _check_now(schema_editor)


def _check_now(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """PostgreSQL alters no table that still has deferred checks before it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


def permit(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Permissions are normally made after all migrations, so the ones needed are made here."""
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    for name, codenames in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        for codename in codenames:
            content_type, _ = ContentType.objects.get_or_create(
                app_label="auditor", model=codename.rpartition("_")[2]
            )
            permission, _ = Permission.objects.get_or_create(
                content_type=content_type,
                codename=codename,
                defaults={"name": f"Can {codename.replace('_', ' ')}"},
            )
            group.permissions.add(permission)


def forbid(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Permission = apps.get_model("auth", "Permission")
    for name, codenames in GROUPS.items():
        group = apps.get_model("auth", "Group").objects.filter(name=name).first()
        if group is not None:
            group.permissions.remove(*Permission.objects.filter(codename__in=codenames))


class Migration(migrations.Migration):
    dependencies = [
        ("auditor", "0002_groups"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CatalogueEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("confirmed", "Confirmed"),
                            ("relabelled", "Relabelled"),
                            ("rejected", "Rejected"),
                            ("merged", "Merged"),
                            ("split off", "Split"),
                            ("undone", "Undone"),
                            ("made a rule", "Ruled"),
                            ("rule retired", "Retired"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "details",
                    models.JSONField(
                        default=dict, help_text="What was before, and what was changed with it."
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "catalogue entries",
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="HouseRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(help_text="Its id in the rulebook.", max_length=80, unique=True)),
                ("entry", models.JSONField(help_text="The fields of the rule, as in the rulebook's TOML.")),
                ("made_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="PrecedentSet",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("rows", models.JSONField(help_text="Fingerprint, kind, subkind and source of each.")),
            ],
        ),
        migrations.CreateModel(
            name="Variant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("headline", "headline"),
                            ("subheadline", "subheadline"),
                            ("byline", "byline"),
                            ("dateline", "dateline"),
                            ("taxonomy", "taxonomy"),
                            ("body", "body"),
                            ("blockquote", "blockquote"),
                            ("section_heading", "section heading"),
                            ("caption", "caption"),
                            ("embed", "embed"),
                            ("page_break_artifact", "page break artifact"),
                            ("editor_note", "editor note"),
                            ("update_notice", "update notice"),
                            ("correction_notice", "correction notice"),
                            ("disclaimer", "disclaimer"),
                            ("copyright_notice", "copyright notice"),
                            ("fair_use_notice", "fair use notice"),
                            ("reprint_permission", "reprint permission"),
                            ("syndication_credit", "syndication credit"),
                            ("archive_credit", "archive credit"),
                            ("author_bio", "author bio"),
                            ("contact", "contact"),
                            ("navigation", "navigation"),
                            ("share_widget", "share widget"),
                            ("subscription_prompt", "subscription prompt"),
                            ("advertisement", "advertisement"),
                            ("privacy_notice", "privacy notice"),
                            ("comment_widget", "comment widget"),
                            ("comment_count", "comment count"),
                            ("comment_policy", "comment policy"),
                            ("comments_closed", "comments closed"),
                            ("reader_comment", "reader comment"),
                            ("template_residue", "template residue"),
                        ],
                        help_text="As the inspection found it.",
                        max_length=30,
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64)),
                ("wording", models.TextField(help_text="As first seen.")),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.RemoveConstraint(
            model_name="audit",
            name="audit_once",
        ),
        migrations.RemoveConstraint(
            model_name="boilerplate",
            name="boilerplate_once",
        ),
        migrations.AddField(
            model_name="audit",
            name="precedents",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Digest of what people decided of the outlet's notices.",
                max_length=64,
            ),
        ),
        migrations.AddField(
            model_name="boilerplate",
            name="decided_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="boilerplate",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="boilerplate",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="auditor.boilerplate",
            ),
        ),
        migrations.AddField(
            model_name="boilerplate",
            name="origin",
            field=models.CharField(
                choices=[
                    ("rules", "worded like a rule"),
                    ("repeats", "repeated from article to article"),
                    ("review", "flagged as unknown, named by a reviewer"),
                    ("split", "split off another notice"),
                ],
                default="rules",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="boilerplate",
            name="state",
            field=models.CharField(
                choices=[
                    ("found", "found by the rules"),
                    ("proposed", "proposed: wants a decision"),
                    ("confirmed", "Confirmed"),
                    ("rejected", "rejected: not a notice"),
                    ("merged", "merged into another"),
                ],
                default="found",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="outlet",
            name="learned_at",
            field=models.DateTimeField(
                blank=True, editable=False, help_text="When its repeats were last looked for.", null=True
            ),
        ),
        migrations.AddField(
            model_name="outlet",
            name="precedents",
            field=models.CharField(
                blank=True,
                default="",
                editable=False,
                help_text="Digest of what people decided of its notices.",
                max_length=64,
            ),
        ),
        migrations.AddField(
            model_name="passage",
            name="mark",
            field=models.CharField(
                blank=True, help_text="Fingerprint of words that may turn out to be a notice.", max_length=64
            ),
        ),
        migrations.AlterField(
            model_name="boilerplate",
            name="fingerprint",
            field=models.CharField(help_text="Of its main wording.", max_length=64),
        ),
        migrations.AlterField(
            model_name="boilerplate",
            name="kind",
            field=models.CharField(
                choices=[
                    ("headline", "headline"),
                    ("subheadline", "subheadline"),
                    ("byline", "byline"),
                    ("dateline", "dateline"),
                    ("taxonomy", "taxonomy"),
                    ("body", "body"),
                    ("blockquote", "blockquote"),
                    ("section_heading", "section heading"),
                    ("caption", "caption"),
                    ("embed", "embed"),
                    ("page_break_artifact", "page break artifact"),
                    ("editor_note", "editor note"),
                    ("update_notice", "update notice"),
                    ("correction_notice", "correction notice"),
                    ("disclaimer", "disclaimer"),
                    ("copyright_notice", "copyright notice"),
                    ("fair_use_notice", "fair use notice"),
                    ("reprint_permission", "reprint permission"),
                    ("syndication_credit", "syndication credit"),
                    ("archive_credit", "archive credit"),
                    ("author_bio", "author bio"),
                    ("contact", "contact"),
                    ("navigation", "navigation"),
                    ("share_widget", "share widget"),
                    ("subscription_prompt", "subscription prompt"),
                    ("advertisement", "advertisement"),
                    ("privacy_notice", "privacy notice"),
                    ("comment_widget", "comment widget"),
                    ("comment_count", "comment count"),
                    ("comment_policy", "comment policy"),
                    ("comments_closed", "comments closed"),
                    ("reader_comment", "reader comment"),
                    ("template_residue", "template residue"),
                ],
                max_length=30,
            ),
        ),
        migrations.AlterField(
            model_name="boilerplate",
            name="wording",
            field=models.TextField(help_text="Its main wording, as first seen."),
        ),
        migrations.AddIndex(
            model_name="boilerplate",
            index=models.Index(fields=["state", "kind"], name="boilerplate_state"),
        ),
        migrations.AddConstraint(
            model_name="audit",
            constraint=models.UniqueConstraint(
                fields=("snapshot", "rulebook", "precedents"), name="audit_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="boilerplate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_into__isnull", False), ("state", "merged")),
                    models.Q(models.Q(("state", "merged"), _negated=True), ("merged_into__isnull", True)),
                    _connector="OR",
                ),
                name="boilerplate_merged_into",
            ),
        ),
        migrations.AddField(
            model_name="catalogueentry",
            name="actor",
            field=models.ForeignKey(
                help_text="Empty: the auditor itself.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="catalogueentry",
            name="notice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="log", to="auditor.boilerplate"
            ),
        ),
        migrations.AddField(
            model_name="catalogueentry",
            name="other",
            field=models.ForeignKey(
                blank=True,
                help_text="The notice it was merged into, or that was split off.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="auditor.boilerplate",
            ),
        ),
        migrations.AddField(
            model_name="catalogueentry",
            name="undoes",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="undone_by",
                to="auditor.catalogueentry",
            ),
        ),
        migrations.AddField(
            model_name="houserule",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="houserule",
            name="notice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="rules", to="auditor.boilerplate"
            ),
        ),
        migrations.AddField(
            model_name="variant",
            name="notice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="variants", to="auditor.boilerplate"
            ),
        ),
        migrations.AddField(
            model_name="variant",
            name="outlets",
            field=models.ManyToManyField(
                help_text="Outlets that printed it.", related_name="wordings", to="auditor.outlet"
            ),
        ),
        migrations.AddField(
            model_name="passage",
            name="variant",
            field=models.ForeignKey(
                blank=True,
                help_text="Its wording in the catalogue.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="passages",
                to="auditor.variant",
            ),
        ),
        migrations.RunPython(part_wordings, join_wordings),
        migrations.RemoveField(
            model_name="passage",
            name="boilerplate",
        ),
        migrations.AddIndex(
            model_name="passage",
            index=models.Index(condition=models.Q(("mark__gt", "")), fields=["mark"], name="passage_mark"),
        ),
        migrations.AddConstraint(
            model_name="variant",
            constraint=models.UniqueConstraint(fields=("fingerprint", "kind"), name="variant_once"),
        ),
        migrations.AlterField(
            model_name="queueitem",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "Open"),
                    ("decided", "Decided"),
                    ("withdrawn", "withdrawn: the article no longer gives cause"),
                    ("orphaned", "orphaned: decided, but raised no longer"),
                ],
                default="open",
                max_length=10,
            ),
        ),
        migrations.RunPython(permit, forbid),
    ]
