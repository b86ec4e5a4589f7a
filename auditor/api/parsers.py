"""Bodies, bounded: UTF-8 whatever the header says, no endless nesting."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser, MultiPartParser

# RFC 8259 knows JSON in UTF-8 only; other codecs of Python's decode slowly or expand without bound.
_UTF8: Mapping[str, Any] = MappingProxyType({"encoding": "utf-8"})


class Json(JSONParser):
    """JSON in UTF-8."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The value; raises ParseError, also when it is nested too deeply to be read."""
        try:
            return super().parse(stream, media_type, {**(parser_context or {}), **_UTF8})
        except RecursionError:
            raise ParseError("The JSON is nested too deeply.") from None


class Upload(MultiPartParser):
    """A form with a file, its text fields in UTF-8."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The fields and files; raises ParseError."""
        return super().parse(stream, media_type, {**(parser_context or {}), **_UTF8})
