"""How the catalogue is shown: notices, their wordings, where they stand, the log; read-only."""

from typing import Any

from rest_framework import serializers

from auditor.api.findings import OFFSETS
from auditor.models import Boilerplate, CatalogueEntry, HouseRule, Passage, Variant


class NoticeView(serializers.ModelSerializer[Boilerplate]):
    """A notice of the catalogue, once, with its history over all audits and what was decided of it."""

    first_seen = serializers.DateTimeField(read_only=True, allow_null=True)
    last_seen = serializers.DateTimeField(read_only=True, allow_null=True)
    articles = serializers.IntegerField(read_only=True, help_text="Articles that carry it.")
    outlets = serializers.IntegerField(read_only=True, help_text="Outlets of these.")
    merged_into = serializers.IntegerField(
        source="merged_into_id", allow_null=True, read_only=True, help_text="The notice it became part of."
    )
    decided_by = serializers.SlugRelatedField[Any]("username", read_only=True, allow_null=True)

    class Meta:
        model = Boilerplate
        fields = read_only_fields = (
            "id", "kind", "subkind", "fingerprint", "wording", "state", "origin", "decided_by", "decided_at",
            "merged_into", "first_seen", "last_seen", "articles", "outlets",
        )  # fmt: skip


class VariantView(serializers.ModelSerializer[Variant]):
    """One wording of a notice."""

    occurrences = serializers.IntegerField(read_only=True, help_text="Places where it stands.")

    class Meta:
        model = Variant
        fields = read_only_fields = ("id", "kind", "fingerprint", "wording", "occurrences")


class OccurrenceView(serializers.ModelSerializer[Passage]):
    """One place where a notice stands, in code points of ``audit``'s text."""

    article = serializers.IntegerField(source="audit.snapshot.article_id", read_only=True)
    outlet = serializers.IntegerField(source="audit.snapshot.article.outlet_id", read_only=True)
    snapshot = serializers.IntegerField(source="audit.snapshot_id", read_only=True)
    audit = serializers.IntegerField(source="audit_id", read_only=True)
    variant = serializers.IntegerField(source="variant_id", read_only=True, help_text="Its wording there.")
    taken_at = serializers.DateTimeField(source="audit.snapshot.taken_at", read_only=True)

    class Meta:
        model = Passage
        fields = read_only_fields = (
            "article", "outlet", "snapshot", "audit", "variant", "start", "end", "confidence", "taken_at",
        )  # fmt: skip
        extra_kwargs = OFFSETS


class NoticeEntryView(serializers.ModelSerializer[CatalogueEntry]):
    """One line of the catalogue's log; with its id a decision is undone."""

    notice = serializers.IntegerField(source="notice_id", read_only=True)
    other = serializers.IntegerField(
        source="other_id", allow_null=True, read_only=True, help_text="Merged into, or split off."
    )
    actor = serializers.SlugRelatedField[Any](
        "username", read_only=True, allow_null=True, help_text="Who; null: the auditor itself."
    )
    undoes = serializers.IntegerField(source="undoes_id", allow_null=True, read_only=True)
    undone_by = serializers.SerializerMethodField(help_text="The entry that undid it, if one did.")
    reason = serializers.SerializerMethodField(help_text="In words, if one was given.")
    flags = serializers.SerializerMethodField(help_text="Open flags that were closed with it.")

    class Meta:
        model = CatalogueEntry
        fields = read_only_fields = (
            "id", "notice", "other", "act", "actor", "at", "reason", "flags", "undoes", "undone_by",
        )  # fmt: skip

    def get_undone_by(self, entry: CatalogueEntry) -> int | None:
        """The id of the undoing."""
        undoing = getattr(entry, "undone_by", None)
        return undoing.pk if undoing else None

    def get_reason(self, entry: CatalogueEntry) -> str:
        """Why."""
        return str(entry.details.get("reason", ""))

    def get_flags(self, entry: CatalogueEntry) -> int:
        """How many."""
        return len(entry.details.get("decisions", ()))


class RuleView(serializers.ModelSerializer[HouseRule]):
    """A rule made of a confirmed notice, in force for every outlet."""

    notice = serializers.IntegerField(source="notice_id", read_only=True)
    entry = serializers.DictField(read_only=True, help_text="Its fields, as in the rulebook's TOML.")
    author = serializers.SlugRelatedField[Any]("username", read_only=True)

    class Meta:
        model = HouseRule
        fields = read_only_fields = ("id", "name", "notice", "entry", "author", "made_at", "retired_at")


class NoticeOutletView(serializers.Serializer[Any]):
    """One outlet that prints a notice; a gap is a time without it between times with it."""

    outlet = serializers.CharField()
    first = serializers.DateTimeField(help_text="When a version that carries it was first taken.")
    last = serializers.DateTimeField(help_text="When one was last taken.")
    carried = serializers.IntegerField(help_text="Versions that carry it.")
    looked_at = serializers.IntegerField(help_text="Versions of the outlet that were looked at.")
    gaps = serializers.IntegerField()


class NoticeTurnView(serializers.Serializer[Any]):
    """An article that gained or lost a notice from one version to the next."""

    article = serializers.IntegerField()
    title = serializers.CharField()
    outlet = serializers.CharField()
    gained = serializers.BooleanField(help_text="False: lost.")
    revision = serializers.IntegerField()
    at = serializers.DateTimeField()


class NoticeTimelineView(serializers.Serializer[Any]):
    """A notice over time."""

    outlets = NoticeOutletView(many=True)
    others = serializers.IntegerField(help_text="Outlets that print it and are not listed.")
    turns = NoticeTurnView(many=True)
