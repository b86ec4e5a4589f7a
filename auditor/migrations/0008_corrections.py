"""What reviewers put right in articles."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auditor", "0007_citations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("relabel", "what a stretch is"),
                            ("resize", "which words a flag stands on"),
                        ],
                        max_length=7,
                    ),
                ),
                ("words", models.TextField(help_text="As the inspection had divided them.")),
                ("fingerprint", models.CharField(max_length=64)),
                (
                    "occurrence",
                    models.PositiveIntegerField(help_text="Which of several equal stretches, from 0."),
                ),
                (
                    "start",
                    models.PositiveIntegerField(
                        help_text="Where the words stood in the audit's text, in code points."
                    ),
                ),
                ("end", models.PositiveIntegerField()),
                (
                    "was",
                    models.CharField(
                        blank=True,
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
                (
                    "kind",
                    models.CharField(
                        blank=True,
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
                (
                    "flag",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unsourced_assertion", "unsourced_assertion"),
                            ("weak_sourcing", "weak_sourcing"),
                            ("reader_comment", "reader_comment"),
                            ("unknown_boilerplate", "unknown_boilerplate"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "before",
                    models.SmallIntegerField(default=0, help_text="Words that the flag begins further out."),
                ),
                (
                    "after",
                    models.SmallIntegerField(default=0, help_text="Words that the flag ends further out."),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="auditor.article",
                    ),
                ),
                (
                    "audit",
                    models.ForeignKey(
                        help_text="The audit that it put right.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="auditor.audit",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("flag", ""), ("kind__gt", ""), ("sort", "relabel")),
                            models.Q(("flag__gt", ""), ("kind", ""), ("sort", "resize")),
                            _connector="OR",
                        ),
                        name="correction_of_a_sort",
                    )
                ],
            },
        ),
    ]
