"""What may be sent in a body, strictly: no unknown fields, no numbers where words belong."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from auditor.api.queries import MAX_ID, MAX_OFFSET
from auditor.catalogue.entries import NOTICE_KINDS
from auditor.catalogue.rulemaking import SCOPES
from auditor.fetching import MAX_ADDRESS_CHARS
from auditor.inspection.flags import FlagKind
from auditor.models.queue import Verdict


class Words(serializers.CharField):
    """A string, and only a string."""

    def to_internal_value(self, data: Any) -> str:
        """The string; numbers are refused instead of being written out."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class ArticleText(Words):
    """The text of an article, exactly as sent; whether it can be read is for the reader to say."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_blank=True, trim_whitespace=False, **options)
        # NUL and lone surrogates are refused by the reader, with a code and advice.
        self.validators = []


class Body(serializers.Serializer[Any]):
    """A JSON object or form whose fields are all known."""

    def to_internal_value(self, data: Any) -> Any:
        """The values; raises ValidationError naming every field that is unknown."""
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, Mapping) else []
        if unknown:
            message = ErrorDetail(f"Unknown field. Known here: {', '.join(self.fields)}.", "unknown_field")
            raise ValidationError({name: [message] for name in unknown})
        return super().to_internal_value(data)


def read_body(body: type[Body], data: Any) -> dict[str, Any]:
    """The values of a body; raises ValidationError."""
    reader = body(data=data)
    reader.is_valid(raise_exception=True)
    values: dict[str, Any] = reader.validated_data
    return values


class Provenance(Body):
    """Where a text that is handed in comes from."""

    address = Words(
        required=False,
        max_length=MAX_ADDRESS_CHARS,
        help_text="Where it was published; makes it a version of that article.",
    )
    outlet = Words(required=False, max_length=200, help_text="Who published it, if no address says so.")
    title = Words(required=False, max_length=500, help_text="Its title, if the text does not tell it.")


class TextSubmission(Provenance):
    """Plain text."""

    text = ArticleText(help_text="The article as plain text, at most 10,000,000 bytes in UTF-8.")


class PageSubmission(Provenance):
    """A page's HTML."""

    html = ArticleText(help_text="The page as HTML, at most 10,000,000 bytes in UTF-8.")


class AddressSubmission(Body):
    """An address to fetch."""

    address = Words(max_length=MAX_ADDRESS_CHARS, help_text="http or https; public addresses only.")


class FileSubmission(Provenance):
    """An HTML or text file."""

    file = serializers.FileField(
        allow_empty_file=True,
        help_text="HTML or plain text, told by name and content; at most 10,000,000 bytes.",
    )


SUBMISSIONS: Mapping[str, type[Body]] = {
    "text": TextSubmission,
    "html": PageSubmission,
    "address": AddressSubmission,
}


def read_submission(data: Any) -> dict[str, Any]:
    """The values of the one kind of submission that ``data`` holds; raises ValidationError."""
    given = [name for name in ("text", "html") if isinstance(data, Mapping) and name in data]
    if len(given) > 1 or not isinstance(data, Mapping) or not (given or "address" in data):
        message = "Send one of text, html or address; text and html may come with their address."
        raise ValidationError([ErrorDetail(message, "one_of")])
    return read_body(SUBMISSIONS[given[0] if given else "address"], data)


class ClaimNext(Body):
    """Which flags to choose from; any when empty."""

    kinds = serializers.ListField(
        child=serializers.ChoiceField([kind.value for kind in FlagKind]),
        required=False,
        help_text="Flags of these kinds.",
    )
    outlets = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=MAX_ID),
        required=False,
        max_length=100,
        help_text="Flags in articles of these outlets.",
    )


class Release(Body):
    """A claim given back."""

    fence = serializers.IntegerField(min_value=0, max_value=MAX_OFFSET, help_text="As the claim answered.")


class Decide(Release):
    """A decision on a claimed flag."""

    verdict = serializers.ChoiceField(Verdict.choices, help_text="One of the flag's `verdicts`.")
    reason = Words(
        required=False,
        allow_blank=True,
        max_length=5000,
        help_text="Needed when the verdict disagrees with the flag.",
    )


class Escalate(Release):
    """A flag handed to an editor."""

    reason = Words(allow_blank=True, max_length=5000, help_text="What to look at, in a few words.")


class WriteNote(Body):
    """A note on a flag."""

    text = Words(allow_blank=True, help_text="At most 5,000 characters.")


class Key(serializers.IntegerField):
    """The id of a row."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=MAX_ID, **options)


class Relabel(Body):
    """Another kind for a notice."""

    kind = serializers.ChoiceField(NOTICE_KINDS, help_text="What it is.")
    subkind = Words(required=False, allow_blank=True, max_length=40, help_text="The kind within it, if any.")


class Adopt(Relabel):
    """A flag whose words are a notice."""

    flag = Key(help_text="A flag on unknown boilerplate.")


class Reject(Body):
    """Why it is no notice."""

    reason = Words(max_length=500, help_text="In a few words.")


class Merge(Body):
    """Which notice it is the same as."""

    into = Key(help_text="The notice that stays.")


class Split(Body):
    """Which wordings are a notice of their own."""

    variants = serializers.ListField(child=Key(), max_length=1000, help_text="Wordings of this notice.")


class UndoEntry(Body):
    """Which decision is taken back."""

    entry = Key(help_text="Its id in the notice's log.")


class MakeRule(Body):
    """A rule for every outlet; without a pattern it knows the notice's very words."""

    name = Words(required=False, allow_blank=True, max_length=80, help_text="Its id in the rulebook.")
    scope = serializers.ChoiceField(SCOPES, required=False, help_text="Which stretch it describes.")
    pattern = Words(required=False, allow_blank=True, max_length=2000, help_text="RE2, as in the rulebook.")
    examples = serializers.ListField(
        child=Words(max_length=5000), required=False, max_length=50, help_text="It must know these too."
    )
    counter_examples = serializers.ListField(
        child=Words(max_length=5000), required=False, max_length=50, help_text="It must not know these."
    )
