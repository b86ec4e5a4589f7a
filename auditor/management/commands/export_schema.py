"""Write the API's OpenAPI document to ``docs/openapi.yaml``, or check that it is current."""

import difflib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from drf_spectacular import drainage, generators, renderers, validation

DIFFERENCES_SHOWN = 20
# drf-spectacular's functions are untyped.
_generator: Any = generators.SchemaGenerator
_renderer: Any = renderers.OpenApiYamlRenderer
_validate: Any = validation.validate_schema


class Command(BaseCommand):
    """The committed document is what other tools are written against."""

    help = "Write the OpenAPI document, or with --check compare it with the committed one."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--check`` and ``--path``."""
        parser.add_argument("--check", action="store_true", help="Write nothing; fail when the file differs.")
        parser.add_argument(
            "--path",
            type=Path,
            default=settings.ROOT / "docs" / "openapi.yaml",
            help="Where the document lies.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError on a warning, an invalid document, or with ``--check`` on a difference."""
        current, path = render(), options["path"]
        if options["check"]:
            _compare(path, current)
            self.stdout.write(f"{path.name} is current.")
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(current, encoding="utf-8")
        self.stdout.write(f"{path.name} written: {len(current.splitlines()):,} lines.")


def render() -> str:
    """The document as YAML; raises CommandError when its generator guessed, ValidationError when invalid."""
    document = _generator().get_schema(request=None, public=True)
    if drainage.GENERATOR_STATS:
        drainage.GENERATOR_STATS.emit_summary()
        raise CommandError("The schema was made with warnings: describe those views.")
    _validate(document)
    text: str = _renderer().render(document, renderer_context={}).decode()
    return text


def _compare(path: Path, current: str) -> None:
    committed = path.read_text(encoding="utf-8") if path.exists() else ""
    if committed == current:
        return
    lines = difflib.unified_diff(
        committed.splitlines(), current.splitlines(), "committed", "current", lineterm="", n=1
    )
    shown = "\n".join(list(lines)[:DIFFERENCES_SHOWN])
    raise CommandError(f"{path.name} is not current; run export_schema and commit it.\n{shown}")
