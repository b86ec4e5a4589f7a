"""What the API answers with: one serializer for each thing, read-only."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from auditor.api.findings import OFFSETS, Citation, Sentence, Signal, ThreadPlace
from auditor.api.rights import Rights
from auditor.api.states import ArticleState
from auditor.inspection.document import SHORTCOMINGS
from auditor.models import (
    Article,
    Audit,
    Outlet,
    Passage,
    Snapshot,
)


class OutletView(serializers.ModelSerializer[Outlet]):
    """A publisher."""

    articles = serializers.IntegerField(
        source="articles_known", read_only=True, help_text="Articles of it that were submitted."
    )

    class Meta:
        model = Outlet
        fields = read_only_fields = ("id", "name", "key", "articles")


class OutletName(serializers.ModelSerializer[Outlet]):
    """A publisher, in brief."""

    class Meta:
        model = Outlet
        fields = read_only_fields = ("id", "name", "key")


class Reason(serializers.Serializer[Any]):
    """Why something did not go through."""

    code = serializers.CharField(help_text="Stable, for machines.")
    reason = serializers.CharField(help_text="In words, and what to do.")


class ArticleView(serializers.ModelSerializer[Article]):
    """An article, however often it was submitted or edited."""

    outlet = OutletName(read_only=True)
    state = serializers.ChoiceField(ArticleState.choices, read_only=True)
    refusal = serializers.SerializerMethodField(help_text="Why its last fetch was refused, if it was.")
    failure = serializers.SerializerMethodField(
        help_text="Why the audit of its newest version failed, if it did."
    )
    snapshot = serializers.IntegerField(
        source="newest_snapshot", allow_null=True, read_only=True, help_text="Its newest snapshot."
    )
    audit = serializers.IntegerField(
        source="newest_audit",
        allow_null=True,
        read_only=True,
        help_text="The newest audit of its newest snapshot.",
    )
    submitted_by = serializers.SlugRelatedField[Any](
        "username", read_only=True, allow_null=True, help_text="User who submitted it first."
    )

    class Meta:
        model = Article
        fields = read_only_fields = (
            "id", "address", "title", "outlet", "state", "refusal", "failure", "snapshot", "audit",
            "submitted_by", "submitted_at", "published_at", "fetched_at", "next_audit_at", "plan",
            "ladder_step", "change_rate",
        )  # fmt: skip

    @extend_schema_field(Reason(allow_null=True))
    def get_refusal(self, article: Article) -> dict[str, str] | None:
        """The last fetch's refusal."""
        return _reason(article.refusal_code, article.refusal_reason)

    @extend_schema_field(Reason(allow_null=True))
    def get_failure(self, article: Any) -> dict[str, str] | None:
        """The newest audit's failure."""
        return _reason(article.failure_code, article.failure_reason)


def _reason(code: str | None, reason: str | None) -> dict[str, str] | None:
    return {"code": code, "reason": reason or ""} if code else None


class SnapshotView(serializers.ModelSerializer[Snapshot]):
    """One version of an article as it was served or handed in; it never changes."""

    digest = serializers.CharField(
        source="reading_id", read_only=True, help_text="SHA-256 of its text in UTF-8."
    )

    class Meta:
        model = Snapshot
        fields = read_only_fields = (
            "id", "article", "revision", "payload", "size", "media_type", "charset", "address", "digest",
            "taken_at",
        )  # fmt: skip


class TextView(serializers.Serializer[Any]):
    """A stretch ``[start, end)`` of a canonical text, counted in Unicode code points."""

    digest = serializers.CharField(help_text="SHA-256 of the whole text in UTF-8.")
    length = serializers.IntegerField(help_text="Code points of the whole text.")
    start = serializers.IntegerField(help_text="First code point of this stretch.")
    end = serializers.IntegerField(help_text="Code point after its last.")
    text = serializers.CharField(help_text="The stretch, unchanged.")


class AuditView(serializers.ModelSerializer[Audit]):
    """One inspection of one snapshot under one rulebook, in brief."""

    article = serializers.IntegerField(source="snapshot.article_id", read_only=True)
    digest = serializers.CharField(
        source="reading_id",
        allow_null=True,
        read_only=True,
        help_text="SHA-256 of the text that its offsets count in.",
    )
    failure = serializers.SerializerMethodField(help_text="Why it failed, if it did.")
    incomplete = serializers.ListField(
        child=serializers.CharField(),
        read_only=True,
        help_text="What makes the reading less than the page, and the audit no clean one: "
        + ", ".join(f"`{code}`" for code in SHORTCOMINGS)
        + ". Empty when it is whole.",
    )

    class Meta:
        model = Audit
        fields: tuple[str, ...] = (
            "id", "article", "snapshot", "rulebook", "precedents", "state", "attempts", "failure", "asked_at",
            "finished_at", "milliseconds", "digest", "incomplete",
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(Reason(allow_null=True))
    def get_failure(self, audit: Audit) -> dict[str, str] | None:
        """The failure of this audit."""
        return _reason(audit.error_code, audit.error_reason)


class AuditDetail(AuditView):
    """One inspection with what it found; its segments and flags have lists of their own."""

    sentences = serializers.SerializerMethodField(help_text="Every sentence that was judged, in text order.")
    citations = serializers.SerializerMethodField(help_text="Outlets, documents and links that it cites.")
    signals = serializers.SerializerMethodField(help_text="Counts over the whole text.")
    rights = serializers.SerializerMethodField(
        help_text="What its notices say of reuse; null before it is done."
    )

    class Meta(AuditView.Meta):
        fields = (*AuditView.Meta.fields, "sentences", "citations", "signals", "rights")
        read_only_fields = fields

    @extend_schema_field(Sentence(many=True))
    def get_sentences(self, audit: Audit) -> Any:
        """As the inspection reported them."""
        return audit.sentences

    @extend_schema_field(Citation(many=True))
    def get_citations(self, audit: Audit) -> Any:
        """As the inspection reported them."""
        return audit.citations

    @extend_schema_field(Signal(many=True))
    def get_signals(self, audit: Audit) -> Any:
        """As the inspection reported them."""
        return audit.signals

    @extend_schema_field(Rights(allow_null=True))
    def get_rights(self, audit: Audit) -> Any:
        """As the inspection reported them."""
        return audit.rights


class SegmentView(serializers.ModelSerializer[Passage]):
    """A stretch ``[start, end)`` of the audit's text, in code points: what it is, and why."""

    rules = serializers.ListField(
        child=serializers.CharField(), read_only=True, help_text="Rule ids or models."
    )
    notice = serializers.IntegerField(
        source="variant.notice_id",
        default=None,
        allow_null=True,
        read_only=True,
        help_text="Its entry in the catalogue, if any.",
    )
    comment = serializers.SerializerMethodField(help_text="A reader comment's place in its thread.")
    values = serializers.DictField(read_only=True, help_text="What was parsed: dates, holders, outlets.")

    class Meta:
        model = Passage
        fields = read_only_fields = (
            "id", "ordinal", "start", "end", "kind", "subkind", "alone", "confidence", "rules", "reason",
            "values", "notice", "comment",
        )  # fmt: skip
        extra_kwargs = OFFSETS

    @extend_schema_field(ThreadPlace(allow_null=True))
    def get_comment(self, passage: Passage) -> Any:
        """As the inspection reported it."""
        return passage.comment
