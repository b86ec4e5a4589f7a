"""How the review queue is shown: flags, decisions, the log; read-only."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from auditor.api.findings import OFFSETS
from auditor.api.queries import PRIORITIES
from auditor.models import Decision, Draft, Note, QueueItem, ReviewEntry
from auditor.models.desk import lease
from auditor.models.queue import VERDICTS, Verdict


class DecisionView(serializers.ModelSerializer[Decision]):
    """What a reviewer decided, or the undoing of it (``undoes``); nothing is ever deleted."""

    flag = serializers.IntegerField(source="item_id", read_only=True)
    audit = serializers.IntegerField(
        source="audit_id", allow_null=True, read_only=True, help_text="The audit in which it stood then."
    )
    reviewer = serializers.SlugRelatedField[Any]("username", read_only=True)
    verdict = serializers.ChoiceField(Verdict.choices, allow_blank=True, read_only=True)
    undoes = serializers.IntegerField(source="undoes_id", allow_null=True, read_only=True)
    undone_by = serializers.SerializerMethodField(help_text="The decision that undid it, if one did.")

    class Meta:
        model = Decision
        fields = read_only_fields = (
            "id", "flag", "audit", "reviewer", "verdict", "round", "reason", "quote", "decided_at", "undoes",
            "undone_by",
        )  # fmt: skip

    def get_undone_by(self, decision: Decision) -> int | None:
        """The id of the undoing."""
        undoing = getattr(decision, "undone_by", None)
        return undoing.pk if undoing else None


class FlagView(serializers.ModelSerializer[QueueItem]):
    """A stretch of an article for a person to look at, and why; offsets count in ``audit``'s text."""

    article = serializers.IntegerField(source="article_id", read_only=True)
    outlet = serializers.IntegerField(source="article.outlet_id", read_only=True)
    audit = serializers.IntegerField(
        source="audit_id", read_only=True, help_text="The newest audit in which it stood."
    )
    priority = serializers.SerializerMethodField()
    rules = serializers.ListField(
        child=serializers.CharField(), read_only=True, help_text="Rule ids or models."
    )
    members = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2),
        read_only=True,
        help_text="Start and end of each sentence of a run decided as one; empty where there is one.",
    )
    verdicts = serializers.SerializerMethodField(
        help_text="What can be decided; the first agrees with the flag, others want a reason."
    )
    claimed_by = serializers.SerializerMethodField(help_text="Who holds the article.")
    claimed_until = serializers.SerializerMethodField(help_text="When that lease ends.")
    decision = serializers.SerializerMethodField(help_text="The decision that stands, if one does.")

    class Meta:
        model = QueueItem
        fields: tuple[str, ...] = (
            "id", "article", "outlet", "audit", "kind", "start", "end", "quote", "prefix", "suffix",
            "probability", "precision", "priority", "rank", "members", "rules", "reason", "state",
            "raised_at", "verdicts", "claimed_by", "claimed_until", "decision",
        )  # fmt: skip
        read_only_fields = fields
        extra_kwargs = OFFSETS

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_claimed_by(self, item: QueueItem) -> str | None:
        """The name of who holds the article."""
        held = lease(item.article, timezone.now())
        return None if held is None else held.reviewer.get_username()

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_claimed_until(self, item: QueueItem) -> datetime | None:
        """When the lease on the article ends."""
        held = lease(item.article, timezone.now())
        return None if held is None else held.until

    @extend_schema_field(serializers.ChoiceField(PRIORITIES))
    def get_priority(self, item: QueueItem) -> str:
        """Its name; the number is only for sorting."""
        return QueueItem.Priority(item.priority).name.lower()

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(Verdict.choices)))
    def get_verdicts(self, item: QueueItem) -> list[str]:
        """The verdicts on flags of its kind."""
        return [verdict.value for verdict in VERDICTS[item.kind]]

    @extend_schema_field(DecisionView(allow_null=True))
    def get_decision(self, item: Any) -> Any:
        """The last decision that was not undone."""
        return DecisionView(item.standing[0]).data if item.standing else None


class ClaimedFlag(FlagView):
    """A flag that is yours until ``claimed_until``; show ``fence`` with the decision."""

    fence = serializers.SerializerMethodField(help_text="Of the claim on its article.")

    class Meta(FlagView.Meta):
        fields = (*FlagView.Meta.fields, "fence")
        read_only_fields = fields

    def get_fence(self, item: QueueItem) -> int:
        """What a decision must show."""
        held = lease(item.article, timezone.now())
        return held.fence if held else 0


class EntryView(serializers.ModelSerializer[ReviewEntry]):
    """One line of a flag's log."""

    actor = serializers.SlugRelatedField[Any](
        "username", read_only=True, allow_null=True, help_text="Who; null: the auditor itself."
    )
    details = serializers.DictField(read_only=True)

    class Meta:
        model = ReviewEntry
        fields = read_only_fields = ("number", "act", "actor", "at", "details")


class NoteView(serializers.ModelSerializer[Note]):
    """What somebody wrote on a flag for colleagues."""

    author = serializers.SlugRelatedField[Any]("username", read_only=True)

    class Meta:
        model = Note
        fields = read_only_fields = ("id", "author", "text", "written_at")


class DraftView(serializers.ModelSerializer[Draft]):
    """An answer that came when the lease was lost; ``quote`` are the words it was given about."""

    flag = serializers.IntegerField(source="item_id", read_only=True)
    verdict = serializers.ChoiceField(Verdict.choices, allow_blank=True, read_only=True)

    class Meta:
        model = Draft
        fields = read_only_fields = ("id", "flag", "verdict", "reason", "quote", "kept_at")
