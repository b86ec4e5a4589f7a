"""How the schema describes what an article's notices say of reuse, and the policy made of it."""

from typing import Any

from rest_framework import serializers
from rest_framework.renderers import JSONRenderer

from auditor.api.findings import Quoted, Stretch
from auditor.inspection.odrl import MEDIA_TYPE
from auditor.inspection.rights.contradictions import Kind, Severity
from auditor.inspection.rights.statements import Claim, Condition, Use


class LinkedData(JSONRenderer):
    """JSON-LD: JSON with a media type of its own."""

    media_type = MEDIA_TYPE


class Term(serializers.Serializer[Any]):
    """A condition of a use."""

    condition = serializers.ChoiceField([condition.value for condition in Condition])
    words = Quoted(allow_null=True, help_text="The words that set it; null where a licence does.")


class RightsStatement(serializers.Serializer[Any]):
    """One thing that a notice says: who, whom, which use of what, on which condition."""

    claim = serializers.ChoiceField([claim.value for claim in Claim], help_text="What it does.")
    reading = serializers.CharField(help_text="The statement as a sentence.")
    assigner = serializers.ListField(
        child=serializers.CharField(), help_text="Who owns, allows or forbids; empty if not said."
    )
    assignee = serializers.CharField(help_text="Whom it is said to.")
    target = serializers.CharField(help_text="What it is about.")
    whose = serializers.CharField(allow_null=True, help_text="Whose work that is, if named.")
    uses = serializers.ListField(child=serializers.ChoiceField([use.value for use in Use]))
    conditions = Term(many=True)
    venues = serializers.ListField(child=serializers.CharField(), help_text="Where, or in which form.")
    purposes = serializers.ListField(child=serializers.CharField())
    contact = serializers.CharField(allow_null=True, help_text="Whom to ask: an e-mail or web address.")
    licence = serializers.CharField(allow_null=True, help_text="Its address or name.")
    statute = serializers.CharField(allow_null=True)
    year = serializers.IntegerField(allow_null=True, help_text="Year of the copyright.")
    exclusive = serializers.BooleanField(help_text="Nobody else is said to own anything of it.")
    said_in = serializers.CharField(help_text="`text`, or the metadata of the page's head.")
    spans = Quoted(many=True, help_text="Its words; empty for what the head says.")
    rules = serializers.ListField(child=serializers.CharField())


class RightsCredit(Quoted):
    """A printed credit that says where the text comes from."""

    outlet = serializers.CharField()
    kind = serializers.CharField()
    rules = serializers.ListField(child=serializers.CharField())


class RightsVoice(serializers.Serializer[Any]):
    """One whose words stand in the running text."""

    name = serializers.CharField()
    characters = serializers.IntegerField(min_value=0)
    reposted = serializers.IntegerField(
        min_value=0, help_text="Characters of paragraphs taken over as if they were the article's own."
    )
    house = serializers.BooleanField(help_text="The house itself, quoting its own work.")
    spans = Stretch(many=True)


class RightsOrigin(serializers.Serializer[Any]):
    """Whose words the running text is, in characters that are no white space."""

    characters = serializers.IntegerField(min_value=0, help_text="Of running text.")
    taken = serializers.IntegerField(min_value=0, help_text="Quoted or taken over, from whomever.")
    others = serializers.IntegerField(min_value=0, help_text="Of these, from others who are named.")
    voices = RightsVoice(many=True, help_text="The largest first.")


class Contradiction(serializers.Serializer[Any]):
    """Two things that a page says and that do not go together."""

    kind = serializers.ChoiceField([kind.value for kind in Kind])
    severity = serializers.ChoiceField([severity.value for severity in Severity])
    reason = serializers.CharField()
    one = Quoted(many=True, help_text="One side; empty when the page's head says it.")
    other = Quoted(many=True, help_text="The other side.")
    rules = serializers.ListField(child=serializers.CharField())


class Rights(serializers.Serializer[Any]):
    """What the notices of an article say of reuse. It repeats the page and is no legal advice."""

    stated = serializers.BooleanField(help_text="False: no notice speaks of rights; that is not permission.")
    reading = serializers.ListField(child=serializers.CharField(), help_text="In words.")
    statements = RightsStatement(many=True)
    credits = RightsCredit(many=True)
    origin = RightsOrigin()
    contradictions = Contradiction(many=True)
