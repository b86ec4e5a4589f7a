"""How the schema describes what an inspection reports and the database keeps as JSON."""

from typing import Any

from rest_framework import serializers

from auditor.inspection.assertions import SentenceType
from auditor.inspection.attribution import Sourcing
from auditor.inspection.citations import CitationType, Reach
from auditor.inspection.quantities import QuantityKind

OFFSETS = {
    "start": {"help_text": "First code point."},
    "end": {"help_text": "Code point after the last."},
}


class Stretch(serializers.Serializer[Any]):
    """A stretch ``[start, end)`` in code points of the audit's text."""

    start = serializers.IntegerField(min_value=0, help_text="First code point.")
    end = serializers.IntegerField(min_value=1, help_text="Code point after the last.")


class Quoted(Stretch):
    """A stretch with its words."""

    text = serializers.CharField()


class Carried(Quoted):
    """A source that stands outside the sentence."""

    kind = serializers.CharField(help_text="How it reaches the sentence: lead_in, citation_tail, and so on.")


class Number(Quoted):
    """A figure, a date, a duration or an ordinal."""

    kind = serializers.ChoiceField([kind.value for kind in QuantityKind])
    value = serializers.CharField(
        allow_blank=True,
        help_text="An ISO 8601 date, time or duration, or plain decimals; empty where the words give none.",
    )
    unit = serializers.CharField(allow_blank=True, help_text="A symbol or an ISO 4217 code.")


class Sentence(Stretch):
    """One sentence, a stretch `[start, end)` in code points: what it does, and who vouches for it."""

    type = serializers.ChoiceField([kind.value for kind in SentenceType])
    sourcing = serializers.ChoiceField([sort.value for sort in Sourcing])
    source = Quoted(  # type: ignore[assignment]  # the metaclass makes it a field, not Field.source
        allow_null=True, help_text="The words of the sentence that name the source."
    )
    cue = Quoted(allow_null=True, help_text="The words of the sentence that attribute.")
    carried_from = Carried(allow_null=True, help_text="The source, when it stands elsewhere.")
    checkworthy = serializers.BooleanField()
    numbers = Number(many=True, help_text="Its figures, dates, durations and ordinals, with their values.")
    loaded = Quoted(many=True, help_text="Phrases that judge while they name.")
    residual_unsourced = Quoted(
        many=True, help_text="Words worth checking that its attribution does not reach."
    )


class Citation(Quoted):
    """Words that name another outlet, a document, or a link, with what they vouch for."""

    type = serializers.ChoiceField([kind.value for kind in CitationType])
    reach = serializers.ChoiceField(
        [reach.value for reach in Reach],
        help_text="Its sentence, the passage that it closes, or the whole article.",
    )
    rule = serializers.CharField(help_text="The wording that showed it.")
    address = serializers.CharField(
        allow_blank=True, help_text="Where its words are linked to, as the page has it; else empty."
    )
    covers = Stretch(
        many=True, help_text="The sentences it vouches for; none when it is the whole article’s."
    )


class Interval(serializers.Serializer[Any]):
    """Where a share lies."""

    low = serializers.FloatField(min_value=0, max_value=1)
    high = serializers.FloatField(min_value=0, max_value=1)


class Signal(serializers.Serializer[Any]):
    """A count over the whole text with what it is counted out of; never a score."""

    name = serializers.CharField()
    numerator = serializers.IntegerField(min_value=0)
    denominator = serializers.IntegerField(
        min_value=0, help_text="0: nothing could be counted: unknown, not zero."
    )
    unit = serializers.CharField(help_text="What is counted.")
    rules = serializers.ListField(child=serializers.CharField())
    reason = serializers.CharField()
    standard = serializers.CharField(
        allow_blank=True, help_text="S5 to S10 for the six signals of sourcing; else empty."
    )
    interval = Interval(allow_null=True, help_text="Of a share, by Wilson, with 95 % confidence.")
    needed = serializers.IntegerField(
        min_value=0, help_text="How large the denominator must be for the figure to say something."
    )
    sufficient = serializers.BooleanField(help_text="False: an insufficient sample, or unknown.")
    spans = Stretch(many=True, help_text="What was counted.")


class ThreadPlace(serializers.Serializer[Any]):
    """A reader comment's place in its thread."""

    number = serializers.CharField()
    depth = serializers.IntegerField(min_value=0, help_text="0 for a comment, 1 for a reply, and so on.")
    parent = serializers.CharField(  # type: ignore[assignment]  # the metaclass makes it a field, not Field.parent
        allow_null=True, help_text="The number that it answers."
    )
    author = serializers.CharField(allow_null=True, help_text="Only if printed.")
    addressees = serializers.ListField(child=serializers.CharField(), help_text="Names it opens with.")
    date = serializers.CharField(allow_null=True, help_text="ISO date, with the time if printed.")
    quoted = serializers.ListField(
        child=serializers.IntegerField(min_value=0), allow_null=True,
        help_text="Start and end of the words it repeats from an earlier comment.",
    )  # fmt: skip
    answers = serializers.CharField(
        allow_null=True,
        help_text="The number of the comment whose words it repeats or whose author it calls.",
    )
